import { DateTime } from 'luxon';
import { Exact } from '../indicators/exact.js';
import type { Explanation } from '../scoring/explanation.js';
import type { Gate } from '../scoring/grade.js';
import { checkPeriod } from '../scoring/period.js';
import type { Grade } from '../supplier/status.js';

/** Inclusive dates, `YYYY-MM-DD`. */
export interface Period {
  readonly periodStart: string;
  readonly periodEnd: string;
}

/** How long the periods of a backtest are when it names only from and to. */
export const rhythms = ['month', 'quarter', 'year'] as const;

/** See {@link rhythms}. */
export type Rhythm = (typeof rhythms)[number];

/** Two years of months: what a person can take in, and a machine can score. */
export const MOST_PERIODS = 24;

/** What is wrong in the periods of a backtest. */
export interface PeriodsFault {
  readonly path: string;
  readonly message: string;
}

/** The whole months, quarters or years, one after the other, that begin on `from` and end by `to`; at most one more than {@link MOST_PERIODS}. */
export function periodsWithin(from: string, to: string, every: Rhythm): Period[] {
  const first = DateTime.fromISO(from, { zone: 'utc' });
  const periods: Period[] = [];
  for (let count = 0; count <= MOST_PERIODS; count += 1) {
    const periodStart = first.plus({ [every]: count }).toFormat('yyyy-MM-dd');
    const periodEnd = first.plus({ [every]: count + 1 }).minus({ days: 1 }).toFormat('yyyy-MM-dd');
    if (periodEnd > to) break;
    periods.push({ periodStart, periodEnd });
  }
  return periods;
}

/** Checks that there are some periods, not too many, none twice, each of which an evaluation could judge `today`. */
export function checkPeriods(periods: readonly Period[], today: string): PeriodsFault[] {
  if (periods.length === 0) return [{ path: 'periods', message: 'holds no whole period; give a longer span' }];
  if (periods.length > MOST_PERIODS) return [{ path: 'periods', message: `are more than ${MOST_PERIODS}; give a shorter span or longer periods` }];
  return periods.flatMap(({ periodStart, periodEnd }, index) => {
    const twin = periods.findIndex((other) => other.periodStart === periodStart && other.periodEnd === periodEnd) < index;
    const faults = checkPeriod(periodStart, periodEnd, today).map(({ field, message }) => ({ path: `periods.${index}.${field}`, message }));
    return twin ? [...faults, { path: `periods.${index}`, message: 'is named twice' }] : faults;
  });
}

/** What made a supplier's grade another one; numbers as in the explanations. */
export type GradeReason =
  | { readonly kind: 'tooLittleData' | 'enoughData'; readonly weight: string; readonly needed: number }
  | { readonly kind: 'gateHolds' | 'gateFell'; readonly gate: Gate['gate']; readonly highestGrade: Gate['highestGrade'] }
  | { readonly kind: 'bound'; readonly grade: 'A' | 'B'; readonly score: string; readonly before: number; readonly after: number }
  | { readonly kind: 'indicator'; readonly indicator: string; readonly before: string; readonly after: string };

/**
 * The main reason why the same facts give another grade under another policy: data, a gate, a bound, else the indicator
 * whose share of the score changed most towards the new grade.
 */
export function whyAnotherGrade(before: Explanation, after: Explanation): GradeReason {
  if (after.grade === 'N') return { kind: 'tooLittleData', weight: after.weightWithData, needed: after.minimumWeightShare };
  if (before.grade === 'N') return { kind: 'enoughData', weight: after.weightWithData, needed: after.minimumWeightShare };
  const gate = gateBetween(before, after);
  if (gate) return gate;
  if (before.score === after.score && after.score !== null) return boundBetween(before, after, after.score);
  return heaviest(before, after) ?? boundBetween(before, after, after.score ?? '');
}

function gateBetween(before: Explanation, after: Explanation): GradeReason | null {
  const [held, holds] = [before.grade !== before.gradeByScore, after.grade !== after.gradeByScore];
  const capping = (explanation: Explanation) => explanation.gates.find(({ highestGrade }) => highestGrade === explanation.grade);
  const now = holds && after.gradeByScore <= before.grade ? capping(after) : undefined;
  if (now) return { kind: 'gateHolds', gate: now.gate, highestGrade: now.highestGrade };
  const then = held && before.gradeByScore <= after.grade ? capping(before) : undefined;
  return then ? { kind: 'gateFell', gate: then.gate, highestGrade: then.highestGrade } : null;
}

function boundBetween(before: Explanation, after: Explanation, score: string): GradeReason {
  const better: Grade = before.grade < after.grade ? before.grade : after.grade;
  const grade = better === 'A' ? 'A' : 'B';
  return { kind: 'bound', grade, score, before: before.gradeBounds[grade], after: after.gradeBounds[grade] };
}

/** The indicator that moved the score most in the direction in which the grade went. */
function heaviest(before: Explanation, after: Explanation): GradeReason | null {
  const shares = (explanation: Explanation) => new Map(explanation.lines.map(({ indicator, contribution }) => [indicator, new Exact(contribution ?? 0)]));
  const [old, young] = [shares(before), shares(after)];
  const names = [...new Set([...young.keys(), ...old.keys()])];
  const sign = after.grade < before.grade ? 1 : -1;
  const moved = names
    .map((indicator) => ({ indicator, before: old.get(indicator) ?? new Exact(0), after: young.get(indicator) ?? new Exact(0) }))
    .map((each) => ({ ...each, by: each.after.minus(each.before).times(sign) }))
    .toSorted((a, b) => b.by.comparedTo(a.by))[0];
  if (!moved?.by.gt(0)) return null;
  const written = (share: Exact): string => share.toDecimalPlaces(1).toFixed(1);
  return { kind: 'indicator', indicator: moved.indicator, before: written(moved.before), after: written(moved.after) };
}
