import { dateReader, impossible, plainNumberOf, readBoolean, readDecimal, readInstant, readInteger, unknown, type Cell } from './cells.js';
import type { ValueType } from './kind.js';
import type { Mapping } from './mapping.js';

/** Parsers of texts into canonical values, by the type of the value. */
export type Parsers = (type: ValueType) => (text: string) => Cell;

/** The parsers of a mapping: numbers and dates as its source writes them. */
export function parsersOf(mapping: Mapping): Parsers {
  const plain = plainNumberOf(mapping.numbers);
  const readDate = dateReader(mapping.dates);
  return (type) => {
    switch (type.is) {
      case 'text':
        return (text) => (text === '' ? unknown : text.length > type.longest ? impossible : text);
      case 'decimal':
        return (text) => readDecimal(plain(text), type.digits);
      case 'integer':
        return (text) => readInteger(plain(text), type.most);
      case 'date':
        return readDate;
      case 'instant':
        return (text) => readInstant(text, readDate);
      case 'boolean':
        return readBoolean;
      case 'currency':
        return (text) => fitting(text, /^[A-Z]{3}$/);
      case 'choice':
        return (text) => (text === '' ? unknown : type.of.includes(text) ? text : impossible);
      case 'uuids':
        return (text) => (text === '' ? unknown : uuids(text));
      case 'figures':
        return (text) => (text === '' ? unknown : figuresOf(text));
    }
  };
}

const fitting = (text: string, form: RegExp): Cell => (text === '' ? unknown : form.test(text) ? text : impossible);

/** Ids separated by commas or spaces, into PostgreSQL's form of an array. */
function uuids(text: string): Cell {
  const ids = text.toLowerCase().split(/[\s,]+/).filter((id) => id !== '');
  const right = ids.length <= 50 && ids.every((id) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id));
  return right ? `{${ids.join(',')}}` : impossible;
}

/** A JSON object of numbers or short texts, its keys sorted, so that the same content is the same text. */
function figuresOf(text: string): Cell {
  try {
    const given: unknown = JSON.parse(text);
    if (typeof given !== 'object' || given === null || Array.isArray(given)) return impossible;
    const entries = Object.entries(given).map(([name, value]): [string, unknown] => [name, value]);
    if (entries.some(([name, value]) => name.length > 100 || !['number', 'string'].includes(typeof value))) return impossible;
    return JSON.stringify(Object.fromEntries(entries.sort(([one], [other]) => (one < other ? -1 : 1))));
  } catch {
    return impossible;
  }
}

/** What to do about a text that is too long. */
export const tooLong = (longest: number): string => `At most ${longest} characters; look for a shifted column.`;

/** What a value of the type should look like. */
export function hintFor(type: ValueType, { dates, numbers }: Mapping): string {
  switch (type.is) {
    case 'text':
      return tooLong(type.longest);
    case 'decimal':
      return `Write a plain number that is not negative, with ${numbers.decimal === ',' ? 'a comma' : 'a point'} and at most ${type.digits.decimals} decimals, such as 1250${numbers.decimal}5.`;
    case 'integer':
      return `Write a whole number from 0 to ${type.most}.`;
    case 'date':
      return `Write a real date from ${dates.earliest} to ${dates.latest} in one of the forms ${dates.forms.join(', ')}.`;
    case 'instant':
      return 'Write a date and time such as 2026-03-01T08:00:00Z.';
    case 'boolean':
      return 'Write true or false.';
    case 'currency':
      return 'Write the code of ISO 4217, such as USD.';
    case 'choice':
      return `Write one of ${type.of.join(', ')}.`;
    case 'uuids':
      return 'Give the ids of at most 50 files.';
    case 'figures':
      return 'Write a JSON object of numbers, such as {"otd": 95}.';
  }
}
