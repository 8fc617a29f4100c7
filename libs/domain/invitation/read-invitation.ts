import { Decimal } from 'decimal.js';
import { z } from 'zod';
import { segments, type Segment } from '../supplier/status.js';
import { invitationColumns, type InvitationColumn } from './columns.js';
import { countryOf } from './country.js';
import type { InvitationProblem, InvitationRule } from './rules.js';

/** The cells of a row by column, as a person wrote them. */
export type InvitationCells = Readonly<Partial<Record<InvitationColumn, string>>>;

/** A supplier to be invited. */
export interface Invitation {
  readonly name: string;
  readonly country: string;
  readonly taxId: string | null;
  readonly language: 'en' | 'ru' | 'zh';
  readonly contactName: string | null;
  readonly email: string;
  readonly categories: readonly string[];
  readonly segment: Segment | null;
  /** Yearly. */
  readonly expectedSpend: number | null;
  readonly distinct: boolean;
}

const longest = 200;
const longestTaxId = 60;
const mostCategories = 100;
const mostSpend = 1e12;

const languages: Readonly<Record<string, Invitation['language']>> = {
  en: 'en', english: 'en', английский: 'en', 英语: 'en', 英文: 'en',
  ru: 'ru', russian: 'ru', русский: 'ru', 俄语: 'ru', 俄文: 'ru',
  zh: 'zh', 'zh-cn': 'zh', chinese: 'zh', китайский: 'zh', 中文: 'zh', 汉语: 'zh',
};
const segmentWords: Readonly<Record<string, Segment>> = {
  ...Object.fromEntries(segments.map((segment) => [segment, segment])),
  стратегический: 'strategic', 'узкое место': 'bottleneck', рычаг: 'leverage', рычаговый: 'leverage', рутинный: 'routine',
  战略: 'strategic', 战略型: 'strategic', 瓶颈: 'bottleneck', 瓶颈型: 'bottleneck', 杠杆: 'leverage', 杠杆型: 'leverage', 一般: 'routine', 常规: 'routine', 一般型: 'routine',
};
const yes = new Set(['yes', 'y', 'true', '1', 'да', '是']);
const no = new Set(['', 'no', 'n', 'false', '0', 'нет', '否']);
const address = z.email();

/** The row as an invitation, or everything that is wrong with it. */
export function readInvitation(cells: InvitationCells): { readonly invitation: Invitation } | { readonly problems: readonly InvitationProblem[] } {
  const problems: InvitationProblem[] = [];
  const fault = (column: InvitationColumn, rule: InvitationRule, hint: string) => problems.push({ column, value: cells[column] ?? '', rule, hint });
  const read = {
    name: line(cells, 'name', fault, { longest, needed: 'the name of the company' }),
    country: word(cells, 'country', fault, { needed: 'the country', of: countryOf, rule: 'unknownCountry', hint: 'Write the country as its two letters by ISO 3166, such as DE, or its name.' }),
    taxId: line(cells, 'taxId', fault, { longest: longestTaxId }),
    language: word(cells, 'language', fault, { of: (text) => languages[text.toLowerCase()] ?? null, rule: 'unknownLanguage', hint: 'Steward writes in en, ru or zh; leave the cell empty for English.' }) ?? 'en',
    contactName: line(cells, 'contactName', fault, { longest }),
    email: word(cells, 'email', fault, { needed: 'the address that the invitation is sent to', of: emailOf, rule: 'impossibleEmail', hint: 'Write one address, such as sales@example.com.' }),
    categories: categoriesOf(cells, fault),
    segment: word(cells, 'segment', fault, { of: (text) => segmentWords[text.toLowerCase()] ?? null, rule: 'unknownSegment', hint: `Write one of ${segments.join(', ')}, or leave the cell empty.` }),
    expectedSpend: word(cells, 'expectedSpend', fault, { of: spendOf, rule: 'impossibleSpend', hint: 'Write the yearly spend as a plain number, such as 250000 or 1200.50.' }),
    distinct: word(cells, 'distinct', fault, { of: decided, rule: 'unknownWord', hint: 'Write yes where the company only sounds like another one; else leave the cell empty.' }) ?? false,
  };
  const { name, country, email } = read;
  if (problems.length > 0 || name === null || country === null || email === null) return { problems };
  return { invitation: { ...read, name, country, email } };
}

/** What an invitation is known by: the same company, country and address is the same invitation, whichever file says so. */
export function invitationIdentity({ name, country, email }: Pick<Invitation, 'name' | 'country' | 'email'>): readonly string[] {
  return ['onboarding', country, name.normalize('NFKC').toLowerCase().replace(/\s+/gu, ' '), email];
}

type Fault = (column: InvitationColumn, rule: InvitationRule, hint: string) => void;

function textOf(cells: InvitationCells, column: InvitationColumn): string {
  return (cells[column] ?? '').replace(/[\s\u00a0\u202f]+/gu, ' ').trim();
}

function line(cells: InvitationCells, column: InvitationColumn, fault: Fault, { longest: limit, needed }: { longest: number; needed?: string }): string | null {
  const text = textOf(cells, column).replace(/\p{Cc}/gu, '');
  if (text === '' && needed !== undefined) fault(column, 'missingValue', `Write ${needed}.`);
  if (text.length > limit) fault(column, 'textTooLong', `Shorten it to ${limit} characters.`);
  return text === '' ? null : text;
}

function word<Value>(cells: InvitationCells, column: InvitationColumn, fault: Fault, { needed, of, rule, hint }: { needed?: string; of: (text: string) => Value | null; rule: InvitationRule; hint: string }): Value | null {
  const text = textOf(cells, column);
  if (text === '') {
    if (needed !== undefined) fault(column, 'missingValue', `Write ${needed}.`);
    return null;
  }
  const value = of(text);
  if (value === null) fault(column, rule, hint);
  return value;
}

function emailOf(text: string): string | null {
  const { data } = address.safeParse(text.toLowerCase());
  return data ?? null;
}

/** A comma or point before three last digits could be either sign, so it is refused: a guess would be wrong by a thousand. */
function spendOf(text: string): number | null {
  const plain = text.replaceAll(' ', '');
  if (!/^\d+(?:[.,]\d{1,2})?$/.test(plain)) return null;
  const spend = new Decimal(plain.replace(',', '.')).toNumber();
  return spend <= mostSpend ? spend : null;
}

function decided(text: string): boolean | null {
  const lower = text.toLowerCase();
  if (yes.has(lower)) return true;
  return no.has(lower) ? false : null;
}

/** Several stand apart by semicolons or bars; commas belong to names. */
function categoriesOf(cells: InvitationCells, fault: Fault): string[] {
  const found = [...new Set(textOf(cells, 'category').split(/[;|；]/u).map((each) => each.trim()).filter(Boolean))];
  if (found.length > mostCategories || found.some((each) => each.length > longest)) fault('category', 'textTooLong', `At most ${mostCategories} categories of ${longest} characters, with semicolons between them.`);
  return found;
}

/** The cells of a row in the order of {@link invitationColumns}, by column. */
export function cellsByColumn(cells: readonly (string | undefined)[]): InvitationCells {
  return Object.fromEntries(invitationColumns.map((column, index) => [column, cells[index] ?? '']));
}
