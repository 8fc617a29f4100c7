import { speak, type Language } from '../catalogs/speak.js';
import { writtenEnds, writtenInstant } from '../templates/dates.js';
import type { Letter } from '../templates/letter.js';

/** To the managers: the yearly review of the standards is open. `dueAt` is an ISO instant, the days `YYYY-MM-DD`. */
export function standardsReviewLetter({ year, from, to, dueAt, url }: { year: number; from: string; to: string; dueAt: string; url: string }, language: Language): Letter {
  const say = speak(language);
  const { periodStart, periodEnd } = writtenEnds({ periodStart: from, periodEnd: to }, language);
  return {
    subject: say('standards.subject', { year }),
    paragraphs: [say('standards.intro', { from: periodStart, to: periodEnd, due: writtenInstant(dueAt, 'UTC', language, say) })],
    link: { label: say('standards.open'), value: url },
    footer: say('consequence.footer'),
  };
}
