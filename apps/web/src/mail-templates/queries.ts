import { useQuery } from '@tanstack/react-query';
import { answer, api } from '../api/client.js';
import type { components } from '../api/schema.js';
import type { Language } from '../i18n/language.js';

export type MailTemplate = components['schemas']['MailTemplate'];

/** Every mail that Steward writes, with its subject in a language. */
export function useMailTemplates(language: Language) {
  return useQuery({ queryKey: ['mail-templates', language], queryFn: () => answer(api.GET('/api/v1/templates', { params: { query: { language } } })) });
}

/** One mail as its reader gets it, with example data. */
export function useMailPreview(name: string, language: Language) {
  return useQuery({
    queryKey: ['mail-templates', language, name],
    queryFn: () => answer(api.GET('/api/v1/templates/{name}/preview', { params: { path: { name }, query: { language } } })),
    placeholderData: (before) => (before?.name === name ? before : undefined),
  });
}
