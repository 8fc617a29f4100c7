import { z } from 'zod';
import { evaluate, type Expression, parseFormula } from '../formula/formula.js';
import { Exact } from './exact.js';
import { measureNames } from './measure-catalogue.js';
import type { Measures } from './measures.js';

/**
 * `percent` runs from 0 to 100 (a net score from −100), `days` are calendar days of the receiving site, `hours` elapsed hours,
 * `ratio` has no unit, `partsPerMillion` and `perHundredLines` say of what, `points` run from 0 to 100.
 */
export const unitSchema = z.enum(['percent', 'days', 'hours', 'ratio', 'partsPerMillion', 'perHundredLines', 'points']);

/** See {@link unitSchema}. */
export type Unit = z.infer<typeof unitSchema>;

/** How a unit is written behind a number. */
export const unitTexts: Readonly<Record<Unit, string>> = {
  percent: ' %',
  days: ' days',
  hours: ' hours',
  ratio: '',
  partsPerMillion: ' ppm',
  perHundredLines: ' per 100 lines',
  points: ' points',
};

/** Which way is better for us. */
export const directionSchema = z.enum(['higherIsBetter', 'lowerIsBetter']);

/** See {@link directionSchema}. */
export type Direction = z.infer<typeof directionSchema>;

/** What numerator / denominator is multiplied by to get the value in its unit. */
export type Scale = 1 | 100 | 1_000_000;

/** What an indicator finds in the measures. */
export interface Figure {
  /** In the indicator's unit; null while the denominator is not above 0. */
  readonly value: Exact | null;
  readonly numerator: Exact;
  readonly denominator: Exact;
  /** How many facts it rests on; compared with the minimum sample. */
  readonly sample: number;
}

/** An indicator as it is declared: value = numerator / denominator × scale. */
export interface IndicatorDeclaration<Name extends string = string> {
  readonly name: Name;
  readonly unit: Unit;
  readonly direction: Direction;
  /** Below this sample the indicator is insufficient data, unless the policy says otherwise. */
  readonly minimumSample: number;
  /** Key of its title in the language catalogues; null for what a policy defines: its title is as written there. */
  readonly titleKey: string | null;
  readonly title: string;
  /** The definition in words, for people who check a score. */
  readonly formula: string;
  /** Formulas over the measures of the catalogue. */
  readonly numerator: string;
  readonly denominator: string;
  readonly sample: string;
  readonly scale: Scale;
  /** It measures what we do, and shows beside the supplier's figures. */
  readonly ofUs?: true;
}

/** Everything that Steward knows about one indicator. */
export interface IndicatorDefinition<Name extends string = string> extends IndicatorDeclaration<Name> {
  /** The three formulas as they are computed, here and in PostgreSQL. */
  readonly expressions: { readonly numerator: Expression; readonly denominator: Expression; readonly sample: Expression };
  from(measures: Measures): Figure;
}

/** Declares an indicator and keeps its name as a literal type. @throws FormulaInvalid for a formula that cannot be computed */
export function defineIndicator<const Name extends string>(declaration: IndicatorDeclaration<Name>): IndicatorDefinition<Name> {
  return defineRead(declaration, {
    numerator: parseFormula(declaration.numerator, measureNames),
    denominator: parseFormula(declaration.denominator, measureNames),
    sample: parseFormula(declaration.sample, measureNames),
  });
}

/** The same where the formulas have been read already; those of the declaration are then only shown. */
export function defineRead<const Name extends string>(
  declaration: IndicatorDeclaration<Name>,
  expressions: IndicatorDefinition['expressions'],
): IndicatorDefinition<Name> {
  return { ...declaration, expressions, from: (measures) => figureOf(expressions, declaration.scale, measures) };
}

/** A formula without a value counts as 0: above, there is nothing; below, there is no value. */
function figureOf(expressions: IndicatorDefinition['expressions'], scale: Scale, measures: Measures): Figure {
  const numerator = evaluate(expressions.numerator, measures);
  const denominator = numerator && evaluate(expressions.denominator, measures);
  const sample = evaluate(expressions.sample, measures)?.floor().toNumber() ?? 0;
  if (!numerator || !denominator) return { value: null, numerator: new Exact(0), denominator: new Exact(0), sample };
  return { value: denominator.gt(0) ? numerator.div(denominator).times(scale) : null, numerator, denominator, sample };
}
