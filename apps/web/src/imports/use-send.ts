import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { useNavigate } from 'react-router';
import { answer, api, newRequestKey } from '../api/client.js';
import { keepTried } from './tried-files.js';

/** Sends a file through a mapping and goes to its import; the same file sent twice by accident is taken once. */
export function useSend() {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const attempt = useRef<{ file: File | null; rest: string; key: string }>({ file: null, rest: '', key: '' });
  return useMutation({
    mutationFn: ({ file, mapping, dryRun }: { file: File; mapping: string; dryRun: boolean }) => {
      const rest = `${mapping} ${dryRun}`;
      if (attempt.current.file !== file || attempt.current.rest !== rest) attempt.current = { file, rest, key: newRequestKey() };
      const form = new FormData();
      // The mapping first: the server reads the form as a stream.
      form.append('mapping', mapping);
      form.append('file', file);
      return answer(
        api.POST('/api/v1/imports', {
          params: { query: { dryRun: dryRun ? 'true' : 'false' } },
          body: form as never,
          bodySerializer: (body) => body,
          headers: { 'Idempotency-Key': attempt.current.key },
        }),
      );
    },
    onSuccess: async (started, { file, mapping, dryRun }) => {
      if (dryRun) keepTried(started.id, { file, mapping });
      await queries.invalidateQueries({ queryKey: ['imports'] });
      await navigate(`/imports/${started.id}`);
    },
  });
}
