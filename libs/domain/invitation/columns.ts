import { FileProblem } from '../facts/rules.js';

/** The columns of a list of suppliers to be invited, with the titles by which files in English, Russian and Chinese call them. */
export const invitationTitles = {
  name: ['name', 'supplier', 'supplier name', 'company', 'company name', 'наименование', 'название', 'поставщик', 'организация', 'контрагент', '名称', '供应商', '供应商名称', '公司', '公司名称', '企业名称'],
  country: ['country', 'country code', 'страна', 'код страны', '国家', '国家/地区', '国别'],
  taxId: ['tax id', 'taxid', 'tax number', 'vat id', 'vat number', 'инн', 'унп', 'бин', '税号', '纳税人识别号', '统一社会信用代码'],
  language: ['language', 'язык', '语言', '语种'],
  contactName: ['contact', 'contact name', 'contact person', 'contactname', 'контакт', 'контактное лицо', '联系人', '联系人姓名'],
  email: ['email', 'e-mail', 'mail', 'email address', 'e-mail address', 'почта', 'эл. почта', 'электронная почта', 'адрес электронной почты', '邮箱', '电子邮箱', '电子邮件', '邮件'],
  category: ['category', 'categories', 'commodity', 'категория', 'категории', 'категория закупки', '品类', '类别', '采购品类'],
  segment: ['segment', 'сегмент', '细分', '供应商细分', '分类'],
  expectedSpend: ['expected spend', 'expectedspend', 'expected yearly spend', 'spend', 'ожидаемый оборот', 'ожидаемый объем закупок', 'объем закупок в год', '预计采购额', '年采购额', '预计年采购额'],
  distinct: ['distinct', 'another company', 'not a duplicate', 'другая компания', 'не дубликат', '非重复', '不是重复', '另一家公司'],
} as const;

/** A column of the list. `distinct` says that a person has looked, and the company only sounds like another. */
export type InvitationColumn = keyof typeof invitationTitles;

export const invitationColumns = Object.keys(invitationTitles) as InvitationColumn[];
const needed: readonly InvitationColumn[] = ['name', 'country', 'email'];

/**
 * Where each of {@link invitationColumns} stands in a line of titles, in any order and any of the three languages; -1 for one that is not there.
 * @throws FileProblem `missingColumn` or `repeatedColumn`, naming what the file has
 */
export function placeInvitationColumns(header: readonly string[]): number[] {
  const titles = header.map((title) => title.normalize('NFKC').trim().toLowerCase().replaceAll('ё', 'е').replace(/[\s_]+/gu, ' '));
  const found = invitationColumns.map((column) => titles.flatMap((title, position) => ((invitationTitles[column] as readonly string[]).includes(title) ? [position] : [])));
  const missing = needed.filter((column) => found[invitationColumns.indexOf(column)]?.length === 0);
  const has = header.filter((title) => title.trim() !== '').slice(0, 40).map(quoted).join(', ') || 'nothing readable';
  if (missing.length > 0) throw new FileProblem('missingColumn', `A list of invitations needs the columns "name", "country" and "email". Missing: ${missing.map(quoted).join(', ')}. The first line has: ${has}.`);
  const repeated = invitationColumns.filter((_, index) => (found[index]?.length ?? 0) > 1);
  if (repeated.length > 0) throw new FileProblem('repeatedColumn', `These columns stand in the first line more than once: ${repeated.map(quoted).join(', ')}. Leave one of each.`);
  return found.map(([position]) => position ?? -1);
}

const quoted = (title: string): string => `"${title.trim().slice(0, 60)}"`;
