import { Exact } from '../indicators/exact.js';
import { shiftMonth } from './judged-months.js';

/** What of a supplier's month the rule looks at. */
export interface MonthFigure {
  /** `YYYY-MM` of the promised date. */
  readonly month: string;
  readonly linesDue: number;
  readonly linesOnTime: number;
}

/** The numbers of the rule; see `onTimeDelivery3Months` of the policy. */
export interface RowTerms {
  readonly threshold: number;
  readonly months: number;
  readonly minimumLines: number;
}

/** An alert of the rule that exists already. */
export interface KnownAlert {
  readonly id: string;
  readonly raisedFor: string;
  /** The month that broke its row; null while the row goes on, also when a person has closed the alert. */
  readonly endedFor: string | null;
  /** False when a person has closed it. */
  readonly open: boolean;
}

/** recovered: a judged month at the threshold or above; lapsed: a month with too few lines; continued: the row already has a later alert. */
export type RowEnding = 'recovered' | 'lapsed' | 'continued';

/** The month by which a row ended. */
export interface RowEnd {
  readonly month: string;
  readonly because: RowEnding;
  readonly figure: MonthFigure;
}

export interface RaisedRow {
  /** Last month of the row when it was complete. */
  readonly raisedFor: string;
  /** The months that raised it, in order. */
  readonly months: readonly MonthFigure[];
  /** Null while it stands at the last month known. */
  readonly end: RowEnd | null;
}

/** What a run finds for one supplier. */
export interface RowFindings {
  readonly raised: readonly RaisedRow[];
  /** Rows of alerts that existed before the run, now broken. */
  readonly ended: readonly { readonly alert: KnownAlert; readonly end: RowEnd }[];
}

/** A month in percent; null without lines. */
export function onTimeRate({ linesDue, linesOnTime }: MonthFigure): Exact | null {
  return linesDue === 0 ? null : new Exact(linesOnTime).div(linesDue).times(100);
}

/** What a month does to a row: it is bad and prolongs it, or breaks it. */
function verdict(figure: MonthFigure, { threshold, minimumLines }: RowTerms): 'bad' | 'recovered' | 'lapsed' {
  if (figure.linesDue < minimumLines) return 'lapsed';
  // 89.999… stays below 90: compared as a product of whole numbers, nothing is rounded.
  return new Exact(figure.linesOnTime).times(100).lt(new Exact(threshold).times(figure.linesDue)) ? 'bad' : 'recovered';
}

/**
 * The default alert of domain.md §6 for one supplier: on-time delivery below the threshold in each of so many consecutive
 * calendar months of at least so many due lines.
 *
 * `judge` are the months of this run, in order and without gaps. `follow` are the months after them that later runs have
 * judged already (when history is replayed on a database that knows more): a row that is found only now is followed through
 * them, so that it ends where it would have ended; if it reaches a month that has an alert of its own, it is `continued`
 * there. Alerts of other months are not touched in a replay (`follow` not empty).
 * A row stands for one alert: while it goes on nothing more is raised, also after a person has closed the alert.
 */
export function judgeRow(
  figureOf: (month: string) => MonthFigure,
  { judge, follow, known, terms }: { judge: readonly string[]; follow: readonly string[]; known: readonly KnownAlert[]; terms: RowTerms },
): RowFindings {
  const broken = (month: string) => verdict(figureOf(month), terms);
  const ends = new Map(known.map((alert) => [alert.raisedFor, alert.endedFor]));
  const raised: RaisedRow[] = [];
  const ended: { alert: KnownAlert; end: RowEnd }[] = [];
  for (const [position, month] of judge.entries()) {
    const standing = [...ends].find(([raisedFor, endedFor]) => raisedFor <= month && (endedFor === null || endedFor > month));
    if (standing) {
      const alert = known.find((each) => each.raisedFor === standing[0]);
      const because = broken(month);
      if (!alert || alert.endedFor !== null || because === 'bad' || follow.length > 0) continue;
      ends.set(alert.raisedFor, month);
      ended.push({ alert, end: { month, because, figure: figureOf(month) } });
      continue;
    }
    const row = Array.from({ length: terms.months }, (_, index) => shiftMonth(month, index + 1 - terms.months));
    if (ends.has(month) || row.some((each) => broken(each) !== 'bad')) continue;
    const end = endOfRow([...judge.slice(position + 1), ...follow].map(figureOf), terms, ends);
    ends.set(month, end?.month ?? null);
    raised.push({ raisedFor: month, months: row.map(figureOf), end });
  }
  return { raised, ended };
}

function endOfRow(later: readonly MonthFigure[], terms: RowTerms, raisedFor: ReadonlyMap<string, unknown>): RowEnd | null {
  for (const figure of later) {
    const because = raisedFor.has(figure.month) ? 'continued' : verdict(figure, terms);
    if (because !== 'bad') return { month: figure.month, because, figure };
  }
  return null;
}
