import type { RectificationTerms } from './terms.js';

/** What a case is watched on after verification. */
export interface Watch {
  /** Name of the indicator that opened the case. */
  readonly indicator: string;
  /** The value that it has to reach; null: as many points as the policy asks for grade B. */
  readonly target: number | null;
}

/** What the facts of the watch say. */
export interface WatchReading {
  /** null: no facts. */
  readonly value: number | null;
  /** Lots due: how many facts the value rests on. */
  readonly sample: number;
  /** Whether the value is as good as it has to be; null: nothing says how good that is. */
  readonly reached: boolean | null;
}

/** The whole days of a watch, `YYYY-MM-DD`, inclusive; those of its beginning and its end do not count. */
export interface WatchWindow {
  readonly from: string;
  readonly to: string;
}

const A_DAY = 24 * 60 * 60 * 1000;

/**
 * The days of a watch that began with the verification at `watchedFrom` and ends at `at` (ISO), in UTC. What is due on the day on
 * which it ends may still come.
 */
export function watchWindow(watchedFrom: string, at: string): WatchWindow {
  const day = (instant: number) => new Date(instant).toISOString().slice(0, 10);
  return { from: day(Date.parse(watchedFrom) + A_DAY), to: day(Date.parse(at) - A_DAY) };
}

/**
 * What follows from a reading: with enough lots due it speaks for itself; with too few the first watch goes on, and after the
 * long one a person decides – as where nothing says how good is good enough.
 */
export function concludeWatch(
  { value, sample, reached }: WatchReading,
  { terms, prolonged }: { terms: Pick<RectificationTerms, 'watchLots' | 'watchDays' | 'longWatchDays'>; prolonged: boolean },
): 'effective' | 'ineffective' | 'goesOn' | 'undecided' {
  if (value !== null && sample >= terms.watchLots && reached !== null) return reached ? 'effective' : 'ineffective';
  const tooFew = value === null || sample < terms.watchLots;
  return tooFew && !prolonged && terms.longWatchDays > terms.watchDays ? 'goesOn' : 'undecided';
}
