import { DateTime } from 'luxon';
import { isIn, type Period } from './measure-quality.js';
import type { Measures } from './measures.js';

/** A rectification of the supplier; `effective` is one that was closed so. */
export interface Rectification {
  readonly cause: string;
  readonly openedAt: Date;
  readonly closedAt: Date | null;
  readonly effective: boolean;
}

/**
 * Whether what was put right stayed right: the plain reference that the SQL of persistence must equal. A case belongs to the
 * day on which its time of watch (90 days after it was closed, days of UTC) ended; a recurrence is another case of the same
 * kind opened within that time. The kind is what stands before the colon of the cause; a cause given by hand is a kind by itself.
 */
export function measureRectifications(cases: readonly Rectification[], period: Period, knownAt: Date, recurrenceDays = 90): Partial<Measures> {
  const judged = cases.flatMap(({ closedAt, cause, effective }) => {
    if (!closedAt || !effective || closedAt > knownAt) return [];
    const watchedUntil = dayAfter(closedAt, recurrenceDays);
    return isIn(watchedUntil, period) ? [{ closedAt, cause, watchedUntil }] : [];
  });
  const lasting = judged.filter(
    ({ closedAt, cause, watchedUntil }) =>
      !cases.some(
        (again) =>
          kindOf(again.cause) === kindOf(cause) &&
          again.openedAt > closedAt &&
          again.openedAt <= knownAt &&
          dayAfter(again.openedAt, 0) <= watchedUntil,
      ),
  );
  return { rectificationsJudged: judged.length, rectificationsLasting: lasting.length };
}

function kindOf(cause: string): string {
  return cause.startsWith('manual:') ? cause : (cause.split(':')[0] ?? cause);
}

function dayAfter(instant: Date, days: number): string {
  return DateTime.fromJSDate(instant, { zone: 'utc' }).plus({ days }).toFormat('yyyy-MM-dd');
}
