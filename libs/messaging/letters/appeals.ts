import { localeOf, speak, type Language } from '../catalogs/speak.js';
import { writtenEnds, writtenInstant } from '../templates/dates.js';
import type { Letter } from '../templates/letter.js';
import type { GradeGiven } from './scorecard.js';

/** The appeal that a letter is about. Dates are `YYYY-MM-DD`, instants ISO. */
export interface AppealTold {
  /** Short id of the scorecard, for the footer. */
  readonly number: string;
  readonly supplierName: string;
  readonly periodStart: string;
  readonly periodEnd: string;
  readonly text: string;
  /** As it was when the appeal was made. */
  readonly given: GradeGiven;
}

/** Why a reply to a scorecard is no appeal. */
export type AppealRefusal = 'appealTooLate' | 'alreadyAppealed' | 'noAppealWindow' | 'empty';

/** To the supplier: the appeal is there, and until when it is decided. */
export function appealReceived(appeal: AppealTold, { dueAt, timeZone }: { dueAt: string; timeZone: string }, language: Language): Letter {
  const say = speak(language);
  const { given } = appeal;
  const period = writtenEnds(appeal, language);
  return {
    subject: say('appeal.receivedSubject', period),
    paragraphs: [say('appeal.received', { ...period, grade: given.grade, due: writtenInstant(dueAt, timeZone, language, say) })],
    quote: { label: say('appeal.quote'), value: appeal.text },
    footer: say('scorecard.footer', { number: appeal.number }),
  };
}

/** To whoever answered a scorecard: why that is no appeal. */
export function appealRefused(card: Pick<AppealTold, 'number' | 'periodStart' | 'periodEnd'>, why: AppealRefusal, language: Language): Letter {
  const say = speak(language);
  const period = writtenEnds(card, language);
  return {
    subject: say('appeal.refusedSubject', period),
    paragraphs: [say(`appeal.refused.${why}`, period)],
    footer: say('scorecard.footer', { number: card.number }),
  };
}

/** What became of an appeal: `now` is the grade that an upheld one has set; null: it is computed anew. */
export type AppealOutcome =
  | { readonly status: 'upheld'; readonly now: GradeGiven | null; readonly reason: string }
  | { readonly status: 'rejected'; readonly reason: string }
  | { readonly status: 'undecided' };

/** To the supplier: the decision with its reason, or that there was none in time. */
export function appealDecided(appeal: AppealTold, outcome: AppealOutcome, language: Language): Letter {
  const say = speak(language);
  const { given } = appeal;
  const points = scoreIn(language);
  const before = { before: given.grade, scoreBefore: points(given) };
  const period = writtenEnds(appeal, language);
  const sentence = () => {
    if (outcome.status !== 'upheld') return say(`appeal.${outcome.status}`, { ...period, ...before });
    return outcome.now ? say('appeal.upheld', { ...period, ...before, after: outcome.now.grade, scoreAfter: points(outcome.now) }) : say('appeal.recomputed', period);
  };
  return {
    subject: say(`appeal.${outcome.status}Subject`, period),
    paragraphs: [sentence()],
    facts: outcome.status === 'undecided' ? [] : [{ label: say('appeal.reason'), value: outcome.reason }],
    quote: { label: say('appeal.quote'), value: appeal.text },
    footer: say('scorecard.footer', { number: appeal.number }),
  };
}

/** To those who may decide: an appeal waits. */
export function appealToDecide(appeal: AppealTold, { dueAt, timeZone, url }: { dueAt: string; timeZone: string; url: string }, language: Language): Letter {
  const say = speak(language);
  const { supplierName: supplier, given } = appeal;
  const period = writtenEnds(appeal, language);
  return {
    subject: say('appeal.toDecideSubject', { supplier, ...period }),
    paragraphs: [say('appeal.toDecide', { supplier, ...period, grade: given.grade, due: writtenInstant(dueAt, timeZone, language, say) })],
    quote: { label: say('appeal.quote'), value: appeal.text },
    link: { label: say('consequence.openWork'), value: url },
    footer: say('consequence.footer'),
  };
}

function scoreIn(language: Language): (given: GradeGiven) => string {
  const number = new Intl.NumberFormat(localeOf(language), { maximumFractionDigits: 1 });
  return ({ score }) => (score === null ? speak(language)('scorecard.none') : number.format(score));
}
