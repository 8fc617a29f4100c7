import { caseAddress } from '../case-address.js';
import { speak, type Language } from '../catalogs/speak.js';
import type { Letter } from '../templates/letter.js';

/** More notices than these are counted, not listed. */
const MOST_LISTED = 100;

/** The mail of the day: what was to be told, a line each, and where to find it. */
export function digestLetter({ notices, publicUrl }: { notices: readonly { subject: string; caseId: string | null }[]; publicUrl: string }, language: Language): Letter {
  const say = speak(language);
  const count = notices.length;
  return {
    subject: say('digest.subject', { count }),
    paragraphs: [say('digest.intro', { count })],
    facts: notices.slice(0, MOST_LISTED).map(({ subject, caseId }, position) => ({ label: String(position + 1), value: caseId === null ? subject : `${subject}\n${caseAddress({ publicUrl, id: caseId })}` })),
    link: { label: say('digest.link'), value: publicUrl },
    footer: say('digest.footer'),
  };
}
