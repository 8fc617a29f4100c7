import { Decimal } from 'decimal.js';
import { DateTime } from 'luxon';
import type { Digits } from './kind.js';

/** A cell without a value, and why. */
export interface NoValue {
  readonly is: 'unknown' | 'impossible' | 'negative';
}

/** A cell's value in canonical form, or why it has none. */
export type Cell = string | NoValue;

export const unknown: NoValue = { is: 'unknown' };
export const impossible: NoValue = { is: 'impossible' };
export const negative: NoValue = { is: 'negative' };

/** Sign, whole digits without leading zeros, decimals without trailing ones. */
const plainNumber = /^(-?)0*(\d+?)(?:\.(\d*?)0*)?$/;
const wholeNumber = /^(?:0|[1-9]\d*)$/;

/**
 * Reads a plain decimal number ("1200", "3.50") into its shortest form. Separators of thousands, exponents and numbers
 * with more digits than `limit` allows are impossible: guessing or rounding would change what was ordered.
 */
export function readDecimal(text: string, limit: Digits): Cell {
  if (text === '') return unknown;
  if (text.length <= limit.whole && wholeNumber.test(text)) return text;
  const found = text.endsWith('.') ? null : plainNumber.exec(text);
  if (!found) return impossible;
  const [, sign = '', whole = '', decimals = ''] = found;
  if (sign !== '' && (whole !== '0' || decimals !== '')) return negative;
  if (whole.length > limit.whole || decimals.length > limit.decimals) return impossible;
  return decimals === '' ? whole : `${whole}.${decimals}`;
}

/** How a source writes numbers. */
export interface NumberForm {
  readonly decimal: '.' | ',';
  /** What stands between thousands; empty: nothing, " ": also no-break spaces. */
  readonly thousands: string;
  /** `10-` is -10. */
  readonly trailingMinus: boolean;
}

/** How a source writes dates: Luxon formats in English, words for none, and the first and last plausible date. */
export interface DateForms {
  readonly forms: readonly string[];
  readonly unknown: readonly string[];
  readonly earliest: string;
  readonly latest: string;
}

/** Rewrites a number as the mapping's source writes it ("1 200,50", "10-") into a plain one; what does not fit stays and is impossible then. */
export function plainNumberOf({ decimal, thousands, trailingMinus }: NumberForm): (text: string) => string {
  if (decimal === '.' && thousands === '' && !trailingMinus) return (text) => text;
  const gap = thousands === ' ' ? '[ \\u00a0\\u202f]' : thousands === '' ? null : `\\${thousands}`;
  const whole = gap === null ? '\\d+' : `\\d{1,3}(?:${gap}\\d{3})+|\\d+`;
  const written = new RegExp(`^(-?)(${whole})(?:\\${decimal}(\\d+))?(-?)$`);
  const gaps = gap === null ? null : new RegExp(gap, 'g');
  return (text) => {
    const found = written.exec(text);
    if (!found) return decimal === '.' ? text : text.replaceAll('.', '?');
    const [, before = '', digits = '', decimals, after = ''] = found;
    if (after !== '' && (!trailingMinus || before !== '')) return '?';
    return `${before || after}${gaps ? digits.replace(gaps, '') : digits}${decimals === undefined ? '' : `.${decimals}`}`;
  };
}

/** Dates repeat a lot within a file: each text is parsed once. Dropped when full, so that a strange file costs no memory. */
const rememberedDates = 10_000;

/** A reader of dates in the mapping's forms into `YYYY-MM-DD`; a date outside the plausible span is impossible. */
export function dateReader(dates: DateForms): (text: string) => Cell {
  let known = new Map<string, Cell>();
  return (text) => {
    if (text === '') return unknown;
    let cell = known.get(text);
    if (cell !== undefined) return cell;
    if (known.size >= rememberedDates) known = new Map();
    known.set(text, (cell = parseDate(text, dates)));
    return cell;
  };
}

function parseDate(text: string, dates: DateForms): Cell {
  if (dates.unknown.includes(text)) return unknown;
  for (const form of dates.forms) {
    const iso = DateTime.fromFormat(text, form, { zone: 'utc', locale: 'en' }).toISODate();
    if (iso !== null) return iso >= dates.earliest && iso <= dates.latest ? iso : impossible;
  }
  return impossible;
}

const wholeInstant = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?$/;

/** Reads an instant into RFC 3339 in UTC with milliseconds, or a date in the mapping's forms as its first moment. Without offset it is UTC. */
export function readInstant(text: string, readDate: (text: string) => Cell): Cell {
  if (text === '') return unknown;
  if (!wholeInstant.test(text)) {
    const day = readDate(text);
    return typeof day === 'string' ? `${day}T00:00:00.000Z` : day;
  }
  const iso = DateTime.fromISO(text.replace(' ', 'T'), { zone: 'utc' }).toISO();
  return iso ?? impossible;
}

const words: Readonly<Record<string, string>> = { true: 'true', yes: 'true', '1': 'true', false: 'false', no: 'false', '0': 'false' };

export function readBoolean(text: string): Cell {
  if (text === '') return unknown;
  return words[text.toLowerCase()] ?? impossible;
}

export function readInteger(text: string, most: number): Cell {
  if (text === '') return unknown;
  if (!wholeNumber.test(text)) return text.startsWith('-') ? negative : impossible;
  return text.length <= 9 && Number(text) <= most ? text : impossible;
}

/** True when both are given and the first decimal is greater. */
export function isGreater(one: string | null, other: string | null): boolean {
  return one !== null && other !== null && one !== other && new Decimal(one).greaterThan(other);
}
