import { Exact } from './exact.js';
import type { Measures } from './measures.js';

/** `percent` runs from 0 to 100, `days` are calendar days of the receiving site, `ratio` has no unit. */
export type Unit = 'percent' | 'days' | 'ratio';

/** Which way is better for us. */
export type Direction = 'higherIsBetter' | 'lowerIsBetter';

/** What an indicator finds in the measures. */
export interface Figure {
  /** In the indicator's unit; null while the denominator is 0. */
  readonly value: Exact | null;
  readonly numerator: Exact;
  readonly denominator: Exact;
  /** How many facts it rests on; compared with the minimum sample. */
  readonly sample: number;
}

/** Everything that Steward knows about one indicator. */
export interface IndicatorDefinition<Name extends string = string> {
  readonly name: Name;
  readonly unit: Unit;
  readonly direction: Direction;
  /** Below this sample the indicator is insufficient data, unless the policy says otherwise. */
  readonly minimumSample: number;
  /** Key of its title in the language catalogues. */
  readonly titleKey: string;
  readonly title: string;
  /** The definition in words, for people who check a score. */
  readonly formula: string;
  from(measures: Measures): Figure;
}

/** Declares an indicator and keeps its name as a literal type. */
export function defineIndicator<const Name extends string>(
  definition: IndicatorDefinition<Name>,
): IndicatorDefinition<Name> {
  return definition;
}

/** numerator / denominator in percent. */
export function share(numerator: Exact | number, denominator: Exact | number, sample: number): Figure {
  const figure = mean(numerator, denominator, sample);
  return { ...figure, value: figure.value?.times(100) ?? null };
}

/** numerator / denominator in the numerator's unit. */
export function mean(numerator: Exact | number, denominator: Exact | number, sample: number): Figure {
  const above = new Exact(numerator);
  const below = new Exact(denominator);
  return { value: below.gt(0) ? above.div(below) : null, numerator: above, denominator: below, sample };
}
