import { Decimal } from 'decimal.js';

/**
 * Decimal arithmetic for judgements: 50 significant digits, so that thirds and square roots
 * cannot move a score across a rounding boundary. A constructor of its own, because the
 * precision of the library's default one is global.
 */
export const Exact = Decimal.clone({ precision: 50, rounding: Decimal.ROUND_HALF_UP });

/** A number of {@link Exact}. */
export type Exact = Decimal;
