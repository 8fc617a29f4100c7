import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { api, newRequestKey, taggedAnswer } from '../api/client.js';
import { asProblem } from '../api/problem.js';
import { bodyOf, type CommandForm, type CommandName, type Draft } from './commands.js';
import { caseKey, type Case } from './queries.js';

/**
 * Sends a command on the case as it was seen (`If-Match`), under one key for every attempt with the same body.
 * `onApplied` gets true when the command is stored but not decided yet. A stale case is read anew.
 */
export function useCommand(options: { caseId: string; etag: string | null; name: CommandName; onApplied: (stored: boolean) => void }) {
  const { caseId, etag, name, onApplied } = options;
  const queries = useQueryClient();
  const attempt = useRef({ body: '', key: '' });
  return useMutation({
    mutationFn: ({ form, draft }: { form: CommandForm; draft: Draft }) => {
      const body = bodyOf(form, draft);
      const text = JSON.stringify([body, etag]);
      if (attempt.current.body !== text) attempt.current = { body: text, key: newRequestKey() };
      return taggedAnswer(
        // The paths of all commands take a body of their own, which the form made; they share the rest.
        api.POST(`/api/v1/rectifications/{id}/${name}` as '/api/v1/rectifications/{id}/acknowledge', {
          params: { path: { id: caseId } },
          body: body as never,
          headers: { 'Idempotency-Key': attempt.current.key, ...(etag === null ? {} : { 'If-Match': etag }) },
        }),
      );
    },
    onSuccess: ({ data, etag: newTag, status }) => {
      const stored = status === 202;
      if (!stored) queries.setQueryData(caseKey(caseId), { data: data as Case, etag: newTag, status });
      void queries.invalidateQueries({ queryKey: ['cases'] });
      void queries.invalidateQueries({ queryKey: ['my-work'] });
      if (stored) void queries.invalidateQueries({ queryKey: caseKey(caseId) });
      onApplied(stored);
    },
    onError: (error) => {
      if ([409, 412].includes(asProblem(error).status)) void queries.invalidateQueries({ queryKey: caseKey(caseId) });
    },
  });
}
