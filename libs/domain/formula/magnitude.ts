import { type Expression, FORMULA_PLACES } from './expression.js';

/** Digits before the point of a measure at most: quantity × quantity × price of the largest that can be stored, over very many lines. */
const OF_A_MEASURE = 40;

/**
 * How many digits the value of a formula can have before the point, at most: a bound, not the least one. A divisor is never
 * nearer to 0 than the last place to which formulas are rounded.
 */
export function mostDigits(expression: Expression): number {
  switch (expression.kind) {
    case 'number':
      return expression.text.split('.')[0]?.length ?? 0;
    case 'variable':
      return OF_A_MEASURE;
    case 'negative':
      return mostDigits(expression.of);
    case 'squareRoot':
      return Math.ceil(mostDigits(expression.of) / 2);
    case 'least':
    case 'greatest':
      return Math.max(...expression.of.map(mostDigits));
    case 'choice':
      return Math.max(mostDigits(expression.then), mostDigits(expression.otherwise));
    case 'plus':
    case 'minus':
      return Math.max(mostDigits(expression.left), mostDigits(expression.right)) + 1;
    case 'times':
      return mostDigits(expression.left) + mostDigits(expression.right);
    case 'over':
      return mostDigits(expression.left) + FORMULA_PLACES;
  }
}
