import { consequenceKinds } from '#domain/consequences/rules.js';
import type { Language } from '../catalogs/speak.js';
import { appealDecided, appealReceived, appealRefused, appealToDecide, type AppealOutcome, type AppealTold } from '../letters/appeals.js';
import { consequenceEnded, consequenceLetter, consequencesAwait } from '../letters/consequences.js';
import { cycleTask } from '../letters/cycle-task.js';
import { scorecardLetter, type ScorecardContent } from '../letters/scorecard.js';
import { standardsReviewLetter } from '../letters/standards.js';
import { surveyLetter } from '../letters/survey.js';
import { data, moments, NUMBER, SITE } from './data.js';
import type { MailExample } from './example.js';

const { periodStart, periodEnd, dueAt } = moments;
const page = `${SITE}/portal/example`;

/** Mails of ratings, scorecards, appeals and consequences. */
export const evaluationMails: readonly MailExample[] = [
  ...(['calibration', 'review', 'appeals'] as const).flatMap((task) =>
    [false, true].map((reminder): MailExample => ({
      name: `cycle.${task}${reminder ? '.reminder' : ''}`,
      to: 'staff',
      asks: true,
      letter: (language) =>
        cycleTask({
          task,
          reminder,
          language,
          periodStart,
          periodEnd,
          dueAt,
          timeZone: data[language].timeZone,
          suppliers: 72,
          ...(task === 'calibration' ? {} : { grades: { A: 17, B: 31, C: 3, N: 21 } }),
          ...(task === 'appeals' ? { openAppeals: 2 } : {}),
          url: `${SITE}/evaluations/${NUMBER}`,
        }),
    })),
  ),
  ...(['ratings', 'suppliersRateUs'] as const).flatMap((kind) =>
    (['asked', 'reminded', 'delegated'] as const).map((occasion): MailExample => ({
      name: `survey.${kind}.${occasion}`,
      to: kind === 'ratings' ? 'staff' : 'supplier',
      asks: true,
      letter: (language) => {
        const { supplier, otherSupplier, timeZone, desk, said } = data[language];
        const suppliers = kind === 'ratings' ? [otherSupplier, supplier] : [supplier];
        return surveyLetter({ kind, occasion, language, suppliers, periodStart, periodEnd, dueAt, timeZone, url: page, ...(occasion === 'delegated' ? { delegation: { by: desk, reason: said } } : {}) });
      },
    })),
  ),
  { name: 'scorecard', to: 'supplier', asks: true, letter: (language) => scorecardLetter(card(language), { url: page, byReply: true }, language) },
  {
    name: 'scorecard.corrected',
    to: 'supplier',
    asks: false,
    letter: (language) => scorecardLetter({ ...card(language), replaces: { grade: 'C', score: 58.4 }, override: { grade: 'C', score: 69.5, reason: data[language].said }, appealUntil: null }, { url: page, byReply: false }, language),
  },
  {
    name: 'scorecard.noGrade',
    to: 'supplier',
    asks: false,
    letter: (language) => scorecardLetter({ ...card(language), grade: 'N', score: null, lines: card(language).lines.map((line) => ({ ...line, status: 'insufficientData', value: null, points: null, lost: null })), gates: [], trend: [], appealUntil: null }, { url: page, byReply: false }, language),
  },
  { name: 'appeal.received', to: 'supplier', asks: false, letter: (language) => appealReceived(appeal(language), { dueAt, timeZone: data[language].timeZone }, language) },
  { name: 'appeal.toDecide', to: 'staff', asks: true, letter: (language) => appealToDecide(appeal(language), { dueAt, timeZone: data[language].timeZone, url: `${SITE}/` }, language) },
  ...(['appealTooLate', 'alreadyAppealed', 'noAppealWindow', 'empty'] as const).map((why): MailExample => ({
    name: `appeal.refused.${why}`,
    to: 'supplier',
    asks: false,
    letter: (language) => appealRefused(appeal(language), why, language),
  })),
  decided('appeal.upheld', ({ said }) => ({ status: 'upheld', now: { grade: 'B', score: 74.2 }, reason: said })),
  decided('appeal.upheld.recomputed', ({ said }) => ({ status: 'upheld', now: null, reason: said })),
  decided('appeal.rejected', ({ said }) => ({ status: 'rejected', reason: said })),
  decided('appeal.undecided', () => ({ status: 'undecided' })),
  ...consequenceKinds.map((kind): MailExample => ({
    name: `consequence.decided.${kind}`,
    to: 'supplier',
    asks: false,
    letter: (language) => {
      const { supplier, terms, term, said } = data[language];
      const lasting = kind === 'orderShare';
      return consequenceLetter(
        { supplierName: supplier, kind, terms: lasting ? { [terms]: term } : {}, grade: kind === 'award' ? 'A' : 'C', periods: 2, periodStart, periodEnd, inForceFrom: '2026-12-01', inForceUntil: lasting ? '2027-05-31' : null, comment: lasting ? said : null },
        language,
      );
    },
  })),
  { name: 'consequence.ended', to: 'supplier', asks: false, letter: (language) => consequenceEnded({ supplierName: data[language].supplier, kind: 'orderShare', inForceFrom: '2026-06-01', reason: data[language].said }, language) },
  { name: 'consequences.await', to: 'staff', asks: false, letter: (language) => consequencesAwait({ periodStart, periodEnd, count: 3, url: `${SITE}/` }, language) },
  { name: 'standards.review', to: 'staff', asks: true, letter: (language) => standardsReviewLetter({ year: 2026, from: '2026-01-01', to: '2026-12-31', dueAt, url: `${SITE}/standards` }, language) },
];

function decided(name: string, outcome: (words: (typeof data)[Language]) => AppealOutcome): MailExample {
  return { name, to: 'supplier', asks: false, letter: (language) => appealDecided(appeal(language), outcome(data[language]), language) };
}

function appeal(language: Language): AppealTold {
  const { supplier, said } = data[language];
  return { number: NUMBER, supplierName: supplier, periodStart, periodEnd, text: said, given: { grade: 'C', score: 61.5 } };
}

function card(language: Language): ScorecardContent {
  const { supplier, gate, timeZone } = data[language];
  return {
    number: NUMBER,
    supplierName: supplier,
    periodStart,
    periodEnd,
    grade: 'B',
    score: 74.2,
    lines: [
      { indicator: 'onTimeDelivery', status: 'ok', value: 67.66, unit: 'percent', points: 55.3, weight: 40, lost: 17.9 },
      { indicator: 'partsPerMillion', status: 'ok', value: 812, unit: 'partsPerMillion', points: 81, weight: 30, lost: 5.7 },
      { indicator: 'medianResponseTime', status: 'ok', value: 21, unit: 'hours', points: 92.5, weight: 10, lost: 0.8 },
      { indicator: 'costChange', status: 'refused', value: null, unit: 'percent', points: 0, weight: 10, lost: 10 },
      { indicator: 'afterSalesSatisfaction', status: 'insufficientData', value: null, unit: 'points', points: null, weight: 10, lost: null },
    ],
    gates: [{ highestGrade: 'B', reason: gate }],
    override: null,
    replaces: null,
    trend: [
      { periodStart: '2026-04-01', periodEnd: '2026-06-30', grade: 'C', score: 69.2 },
      { periodStart: '2026-01-01', periodEnd: '2026-03-31', grade: 'N', score: null },
    ],
    appealUntil: dueAt,
    appealed: false,
    timeZone,
  };
}
