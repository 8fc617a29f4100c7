import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { newRequestKey } from '../api/client.js';
import { asProblem } from '../api/problem.js';
import { bodyOf, type CommandForm, type CommandName, type Draft } from './commands.js';
import { act, caseKey, type Case, type CaseKey } from './queries.js';

/**
 * Sends a command on the case as it was seen (`If-Match`), under one key for every attempt with the same body.
 * `onApplied` gets true when the command is stored but not decided yet. A stale case is read anew.
 */
export function useCommand(options: { one: CaseKey; etag: string | null; name: CommandName; onApplied: (stored: boolean) => void }) {
  const { one, etag, name, onApplied } = options;
  const caseId = one.id;
  const queries = useQueryClient();
  const attempt = useRef({ body: '', key: '' });
  return useMutation({
    mutationFn: ({ form, draft }: { form: CommandForm; draft: Draft }) => {
      const body = bodyOf(form, draft);
      const text = JSON.stringify([body, etag]);
      if (attempt.current.body !== text) attempt.current = { body: text, key: newRequestKey() };
      return act(one, name, { body, key: attempt.current.key, etag });
    },
    onSuccess: ({ data, etag: newTag, status }) => {
      const stored = status === 202;
      if (!stored) queries.setQueryData(caseKey(caseId), { data: data as Case, etag: newTag, status });
      void queries.invalidateQueries({ queryKey: ['cases'] });
      void queries.invalidateQueries({ queryKey: ['my-work'] });
      // A command can write what is shown of the supplier: certificates, a contract, its status.
      void queries.invalidateQueries({ queryKey: ['supplier'] });
      if (stored) void queries.invalidateQueries({ queryKey: caseKey(caseId) });
      onApplied(stored);
    },
    onError: (error) => {
      if ([409, 412].includes(asProblem(error).status)) void queries.invalidateQueries({ queryKey: caseKey(caseId) });
    },
  });
}
