import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { useNavigate } from 'react-router';
import { answer, api, newRequestKey } from '../api/client.js';
import { caseAddress } from '../cases/processes.js';
import { isLanguage } from '../i18n/language.js';
import type { InvitationBody } from './invitation.js';

/** Opens an onboarding, once for every body however often it is sent, and goes there. */
export function useInvite() {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const attempt = useRef({ body: '', key: '' });
  return useMutation({
    mutationFn: (body: InvitationBody) => {
      const text = JSON.stringify(body);
      if (attempt.current.body !== text) attempt.current = { body: text, key: newRequestKey() };
      const { language, ...rest } = body;
      return answer(api.POST('/api/v1/onboardings', { body: { ...rest, language: isLanguage(language) ? language : 'en' }, headers: { 'Idempotency-Key': attempt.current.key } }));
    },
    onSuccess: ({ id }) => {
      void queries.invalidateQueries({ queryKey: ['cases'] });
      void queries.invalidateQueries({ queryKey: ['suppliers'] });
      void navigate(caseAddress({ id, process: 'onboarding' }));
    },
  });
}
