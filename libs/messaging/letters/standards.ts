import { speak, type Language } from '../catalogs/speak.js';
import { writtenDay } from '../templates/dates.js';
import type { Letter } from '../templates/letter.js';

/** To the managers: the yearly review of the standards is open. `dueAt` is an ISO instant, the days `YYYY-MM-DD`. */
export function standardsReviewLetter({ year, from, to, dueAt, url }: { year: number; from: string; to: string; dueAt: string; url: string }, language: Language): Letter {
  const say = speak(language);
  return {
    subject: say('standards.subject', { year }),
    paragraphs: [say('standards.intro', { from, to, due: writtenDay(dueAt, 'UTC', language) })],
    link: { label: say('standards.open'), value: url },
    footer: say('consequence.footer'),
  };
}
