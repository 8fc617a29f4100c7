import { DateTime } from 'luxon';

/** Why a period cannot be evaluated; `field` is `periodStart` or `periodEnd`. */
export interface PeriodFault {
  readonly field: 'periodStart' | 'periodEnd';
  readonly message: string;
}

/** No delivery record of anybody is longer; a longer period is a slip of the pen. */
const LONGEST_YEARS = 50;

/**
 * Checks a period of inclusive dates (`YYYY-MM-DD`): real dates, in order, not longer than 50 years,
 * and begun by `today`, as nothing can be due before that. It may still be running: lines not yet due do not count.
 * An empty list means it can be evaluated.
 */
export function checkPeriod(periodStart: string, periodEnd: string, today: string): PeriodFault[] {
  const start = calendarDate(periodStart);
  const end = calendarDate(periodEnd);
  const faults: PeriodFault[] = [];
  if (!start) faults.push({ field: 'periodStart', message: `${periodStart} is not a date like 2010-01-31` });
  if (!end) faults.push({ field: 'periodEnd', message: `${periodEnd} is not a date like 2010-01-31` });
  if (!start || !end) return faults;
  if (end < start) return [{ field: 'periodEnd', message: `lies before the start of the period, ${periodStart}` }];
  if (end >= start.plus({ years: LONGEST_YEARS }))
    return [{ field: 'periodEnd', message: `makes the period longer than ${LONGEST_YEARS} years` }];
  if (periodStart > today)
    return [{ field: 'periodStart', message: `lies ahead: today is ${today}, and nothing of the period can be due yet` }];
  return [];
}

/**
 * The day from which an evaluation looks at its period: that of the cut-off (UTC, until sites have zones).
 *
 * Not the period's last day: whether a line was on time is settled by its own promised date, so a later look cannot
 * make it better or worse; but how late it came is only known when it has come, and looking from the period's end would
 * leave out just the lines that were latest. Nor later than the cut-off: in a running period a line promised
 * after it is not due yet. So the score equals the supplier's indicators of the period as known at the cut-off.
 */
export function asOfCutOff(cutOffAt: Date): string {
  return DateTime.fromJSDate(cutOffAt, { zone: 'utc' }).toFormat('yyyy-MM-dd');
}

/** The months (`YYYY-MM`) that a period touches, in order. */
export function monthsOf(from: string, to: string): string[] {
  const months: string[] = [];
  const last = to.slice(0, 7);
  let month = DateTime.fromISO(from, { zone: 'utc' }).startOf('month');
  while (month.toFormat('yyyy-MM') <= last) {
    months.push(month.toFormat('yyyy-MM'));
    month = month.plus({ months: 1 });
  }
  return months;
}

function calendarDate(text: string): DateTime | null {
  const date = DateTime.fromFormat(text, 'yyyy-MM-dd', { zone: 'utc' });
  return date.isValid && /^\d{4}-\d{2}-\d{2}$/.test(text) ? date : null;
}
