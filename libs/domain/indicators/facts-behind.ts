import type { Expression } from '../formula/expression.js';
import { variablesOf } from '../formula/variables.js';
import type { IndicatorDefinition } from './definition.js';
import { Exact } from './exact.js';
import { type MeasureName, measureNames } from './measure-catalogue.js';

/** The measures that an indicator calculates with, in the order of the catalogue. */
export function measuresUsed({ expressions }: Pick<IndicatorDefinition, 'expressions'>): MeasureName[] {
  const used = new Set([expressions.numerator, expressions.denominator, expressions.sample].flatMap((formula) => [...variablesOf(formula)]));
  return measureNames.filter((name) => used.has(name));
}

/**
 * What one fact adds to a formula, given what it adds to the measures (absent: nothing). Null where the formula is no sum
 * of measures, such as a root: then only all facts together have a part in it.
 */
export function addedBy(formula: Expression, added: ReadonlyMap<string, Exact>): Exact | null {
  switch (formula.kind) {
    case 'variable':
      return added.get(formula.name) ?? new Exact(0);
    case 'negative':
      return addedBy(formula.of, added)?.negated() ?? null;
    case 'plus':
    case 'minus': {
      const left = addedBy(formula.left, added);
      const right = addedBy(formula.right, added);
      return left && right && (formula.kind === 'plus' ? left.plus(right) : left.minus(right));
    }
    default:
      return null;
  }
}
