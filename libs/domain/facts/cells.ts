import { Decimal } from 'decimal.js';
import { DateTime } from 'luxon';
import type { Mapping } from './mapping.js';

/** A cell's value, or why it has none. */
export type Cell<T> = { is: 'value'; value: T } | { is: 'unknown' } | { is: 'impossible' } | { is: 'negative' };

const plainNumber = /^-?\d+(\.\d+)?$/;

/**
 * Reads a plain decimal number ("1200", "3.50") into its shortest form. Separators of thousands, exponents and numbers
 * with more digits than `limit` allows are impossible: guessing or rounding would change what was ordered.
 */
export function readDecimal(text: string, limit: { whole: number; decimals: number }): Cell<string> {
  if (text === '') return { is: 'unknown' };
  if (!plainNumber.test(text)) return { is: 'impossible' };
  const value = new Decimal(text);
  if (value.isNegative() && !value.isZero()) return { is: 'negative' };
  const shortest = value.abs().toFixed();
  const [whole = '', decimals = ''] = shortest.split('.');
  if (whole.length > limit.whole || decimals.length > limit.decimals) return { is: 'impossible' };
  return { is: 'value', value: shortest };
}

/** Dates repeat a lot within a file: each text is parsed once. Dropped when full, so that a strange file costs no memory. */
const parsed = new WeakMap<Mapping['dates'], Map<string, Cell<string>>>();
const rememberedDates = 10_000;

/** Reads a date in one of the mapping's forms into `YYYY-MM-DD`; a date outside the plausible span is impossible. */
export function readDate(text: string, dates: Mapping['dates']): Cell<string> {
  if (text === '') return { is: 'unknown' };
  let known = parsed.get(dates);
  if (!known || known.size >= rememberedDates) parsed.set(dates, (known = new Map()));
  let cell = known.get(text);
  if (!cell) known.set(text, (cell = parseDate(text, dates)));
  return cell;
}

function parseDate(text: string, dates: Mapping['dates']): Cell<string> {
  if (dates.unknown.includes(text)) return { is: 'unknown' };
  for (const form of dates.forms) {
    const iso = DateTime.fromFormat(text, form, { zone: 'utc', locale: 'en' }).toISODate();
    if (iso !== null) return iso >= dates.earliest && iso <= dates.latest ? { is: 'value', value: iso } : { is: 'impossible' };
  }
  return { is: 'impossible' };
}
