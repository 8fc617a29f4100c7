/** A formula that yields a number, or none where it divides by zero. */
export type Expression =
  /** A decimal number as it was written. */
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'negative' | 'squareRoot'; readonly of: Expression }
  | { readonly kind: Operation; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'least' | 'greatest'; readonly of: readonly Expression[] }
  | { readonly kind: 'choice'; readonly test: Test; readonly then: Expression; readonly otherwise: Expression };

/** The four operations on two numbers. */
export type Operation = 'plus' | 'minus' | 'times' | 'over';

/** What a choice hangs on: true, false, or open where one side of a comparison has no value. */
export type Test =
  | { readonly kind: 'comparison'; readonly operator: Comparison; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'both' | 'either'; readonly left: Test; readonly right: Test }
  | { readonly kind: 'not'; readonly of: Test };

/** How two numbers are compared. */
export type Comparison = '<' | '<=' | '>' | '>=' | '==' | '!=';

/** Decimal places to which every product, quotient and square root is rounded, half away from zero. */
export const FORMULA_PLACES = 20;
