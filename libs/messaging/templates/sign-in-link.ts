import type { Template } from './letter.js';

/** To a member of staff: the one-time link. Nothing about any case. */
export const signInLink: Template = ({ input, say }) => ({
  subject: say('signIn.subject'),
  paragraphs: [
    say('signIn.intro'),
    ...('minutes' in input.params ? [say('signIn.until', { minutes: say('minutes', { count: input.params['minutes'] ?? 0 }) })] : []),
    say('signIn.ignore'),
  ],
  link: { label: say('link.signIn'), value: input.caseUrl },
  footer: say('footer.access'),
});
