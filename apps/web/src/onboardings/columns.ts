import type { InvitationRow } from './queries.js';

/** The columns of a list of invitations, in the order in which an empty one has them. */
export const columns = ['name', 'country', 'taxId', 'language', 'contactName', 'email', 'category', 'segment', 'expectedSpend', 'distinct'] as const;
export type Column = (typeof columns)[number];

/** One of {@link columns}, or null for a text that names none. */
export function columnNamed(name: string | null): Column | null {
  return columns.find((column) => column === name) ?? null;
}

/** Refused rows as a file that can be corrected and handed in again; `titles`: in words that the server reads, `why`: of the last column, which it leaves out. */
export function refusedCsv(rows: readonly InvitationRow[], { titles, why, reasonOf }: { titles: Readonly<Record<Column, string>>; why: string; reasonOf: (row: InvitationRow) => string }): string {
  const lines = [[...columns.map((column) => titles[column]), why], ...rows.map((row) => [...columns.map((column) => row.cells[column] ?? ''), reasonOf(row)])];
  return lines.map(csvLine).join('');
}

/** A list without suppliers, to be filled in. */
export function emptyCsv(titles: Readonly<Record<Column, string>>): string {
  return csvLine(columns.map((column) => titles[column]));
}

function csvLine(cells: readonly string[]): string {
  return `${cells.map((cell) => `"${harmless(cell).replaceAll('"', '""')}"`).join(',')}\r\n`;
}

/** What a spreadsheet would calculate becomes text; a number is no formula although it may begin with a sign. */
function harmless(cell: string): string {
  return /^[=+\-@\t\r]/.test(cell) && !/^[+-]?[\d.,' \u00a0\u202f]+$/.test(cell) ? `'${cell}` : cell;
}

/** Hands a text to the reader as a file; with the mark by which spreadsheets know UTF-8. */
export function saveCsv(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob(['\ufeff', text], { type: 'text/csv;charset=utf-8' }));
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  URL.revokeObjectURL(url);
}
