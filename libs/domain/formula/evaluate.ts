import { Decimal } from 'decimal.js';
import { Exact } from '../indicators/exact.js';
import { type Comparison, type Expression, FORMULA_PLACES, type Test } from './expression.js';

/** So many digits that the bounds of a formula keep sums and products of measures exact before they are rounded. */
const Step = Decimal.clone({ precision: 1_000, rounding: Decimal.ROUND_HALF_UP });

/**
 * The value of a formula, or null where it has none: a division by zero, the root of a negative number, or anything that
 * rests on such a step. Products, quotients and roots are rounded to 20 decimal places, half away from zero.
 * Takes as many steps as the formula has nodes. @throws Error for a variable without a value
 */
export function evaluate(expression: Expression, values: Readonly<Record<string, Exact | number>>): Exact | null {
  const value = valueOf(expression, values);
  return value && new Exact(value);
}

type Values = Readonly<Record<string, Decimal | number>>;

function valueOf(expression: Expression, values: Values): Decimal | null {
  switch (expression.kind) {
    case 'number':
      return new Step(expression.text);
    case 'variable':
      return variableOf(expression.name, values);
    case 'negative':
      return valueOf(expression.of, values)?.negated() ?? null;
    case 'squareRoot': {
      const of = valueOf(expression.of, values);
      return of === null || of.lt(0) ? null : rounded(new Exact(of).sqrt());
    }
    case 'least':
    case 'greatest':
      return extremeOf(expression.kind, expression.of.map((each) => valueOf(each, values)));
    case 'choice':
      return choose(holds(expression.test, values), expression, values);
    default:
      return operate(expression.kind, valueOf(expression.left, values), valueOf(expression.right, values));
  }
}

function variableOf(name: string, values: Values): Decimal {
  const value = Object.hasOwn(values, name) ? values[name] : undefined;
  if (value === undefined) throw new Error(`The formula's variable ${name} has no value`);
  return new Step(value);
}

function extremeOf(kind: 'least' | 'greatest', numbers: readonly (Decimal | null)[]): Decimal | null {
  const known = numbers.filter((each) => each !== null);
  if (known.length < numbers.length) return null;
  return kind === 'least' ? Step.min(...known) : Step.max(...known);
}

function choose(test: boolean | null, { then, otherwise }: { then: Expression; otherwise: Expression }, values: Values): Decimal | null {
  return test === null ? null : valueOf(test ? then : otherwise, values);
}

function operate(kind: 'plus' | 'minus' | 'times' | 'over', left: Decimal | null, right: Decimal | null): Decimal | null {
  if (left === null || right === null) return null;
  switch (kind) {
    case 'plus':
      return left.plus(right);
    case 'minus':
      return left.minus(right);
    case 'times':
      return rounded(left.times(right));
    case 'over':
      return right.isZero() ? null : rounded(left.div(right));
  }
}

/** As SQL has it: what is not known stays open unless the other side settles it. */
function holds(test: Test, values: Values): boolean | null {
  switch (test.kind) {
    case 'comparison': {
      const left = valueOf(test.left, values);
      const right = valueOf(test.right, values);
      return left === null || right === null ? null : compare(test.operator, left.cmp(right));
    }
    case 'both': {
      const sides = [holds(test.left, values), holds(test.right, values)];
      return sides.includes(false) ? false : sides.includes(null) ? null : true;
    }
    case 'either': {
      const sides = [holds(test.left, values), holds(test.right, values)];
      return sides.includes(true) ? true : sides.includes(null) ? null : false;
    }
    case 'not': {
      const of = holds(test.of, values);
      return of === null ? null : !of;
    }
  }
}

function compare(operator: Comparison, order: number): boolean {
  switch (operator) {
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
    case '==':
      return order === 0;
    case '!=':
      return order !== 0;
  }
}

function rounded(number: Decimal): Decimal {
  return new Step(number).toDecimalPlaces(FORMULA_PLACES, Step.ROUND_HALF_UP);
}
