import { Exact } from './exact.js';
import { isIn, type Period, sumOf } from './measure-quality.js';
import type { Measures } from './measures.js';

/** What a supplier was asked; instants, of which the day is that of UTC. */
export interface AskedAnswer {
  readonly id: string;
  readonly askedAt: Date;
  readonly dueAt: Date | null;
  readonly answeredAt: Date | null;
}

/** A complaint or an after-sales case, `YYYY-MM-DD`. */
export interface Complaint {
  readonly openedOn: string;
  readonly answerDueOn: string | null;
  readonly answeredOn: string | null;
}

/**
 * How the supplier answers, and how often it gives cause to complain: the plain reference that the SQL of persistence must
 * equal. An answer belongs to the day on which it was due, its time to the day on which it was given; what is due only after
 * `knownAt` is not due yet, and asked and answered after it is not known.
 */
export function measureAnswers(asked: readonly AskedAnswer[], complaints: readonly Complaint[], period: Period, knownAt: Date): Partial<Measures> {
  const known = asked.filter(({ askedAt }) => askedAt <= knownAt);
  const steps = known.flatMap(({ dueAt, answeredAt }) => {
    if (!dueAt || dueAt > knownAt || !isIn(dayOf(dueAt), period)) return [];
    return [answeredAt !== null && answeredAt <= knownAt && answeredAt <= dueAt];
  });
  const answeredComplaints = complaints.flatMap(({ openedOn, answerDueOn, answeredOn }) => {
    if (answerDueOn === null || openedOn > period.asOf || !isIn(answerDueOn, period)) return [];
    return [answeredOn !== null && answeredOn <= answerDueOn];
  });
  const due = [...steps, ...answeredComplaints];
  return {
    answersDue: due.length,
    answersInTime: due.filter(Boolean).length,
    ...middleOf(known, period, knownAt),
    complaints: complaints.filter(({ openedOn }) => isIn(openedOn, period)).length,
  };
}

function middleOf(known: readonly AskedAnswer[], period: Period, knownAt: Date): Partial<Measures> {
  const hours = known
    .flatMap(({ askedAt, answeredAt }) =>
      answeredAt && answeredAt <= knownAt && isIn(dayOf(answeredAt), period) ? [hoursBetween(askedAt, answeredAt)] : [],
    )
    .toSorted((a, b) => a.cmp(b));
  const half = hours.length / 2;
  const middle = hours.length % 2 === 1 ? [hours[Math.floor(half)]] : [hours[half - 1], hours[half]];
  const found = middle.filter((each) => each !== undefined);
  return { answersGiven: hours.length, middleAnswers: found.length, middleAnswerHours: sumOf(found, (each) => each) };
}

function hoursBetween(from: Date, to: Date): Exact {
  return new Exact(to.getTime() - from.getTime()).div(3_600_000).toDecimalPlaces(4, Exact.ROUND_HALF_UP);
}

function dayOf(instant: Date): string {
  return instant.toISOString().slice(0, 10);
}
