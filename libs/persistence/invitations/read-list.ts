import type { Readable } from 'node:stream';
import { invitationColumns, placeInvitationColumns } from '#domain/invitation/columns.js';
import { cellsByColumn, type InvitationCells } from '#domain/invitation/read-invitation.js';
import { FileProblem, type Problem } from '#domain/facts/rules.js';
import type { FileForm } from '../imports/file-row.js';
import { readFileRows } from '../imports/read-file.js';

/** Rows of one list: they are checked and stored in one transaction. */
export const MOST_INVITED = 500;

/** A row as it stands in the file. */
export interface ListedRow {
  readonly line: number;
  readonly cells: InvitationCells;
  readonly problem: Problem | null;
}

/**
 * Reads a list of suppliers, CSV or a workbook.
 * @throws FileProblem when it is none, or holds more rows than {@link MOST_INVITED}
 */
export async function readInvitationList(input: Readable, { separator, encoding }: { separator: ',' | ';' | '\t' | '|'; encoding: 'utf-8' | 'windows-1251' }): Promise<{ rows: ListedRow[]; sha256: string }> {
  const form: FileForm = { file: { separator, encoding, headerLine: 1, sheet: null }, dates: { forms: ['yyyy-MM-dd'] }, numbers: { decimal: '.' }, place: placeInvitationColumns };
  const file = readFileRows(input, form);
  const rows: ListedRow[] = [];
  for await (const batch of file.rows) {
    for (const { line, cells, problem } of batch) {
      // A row of separators is what a sheet leaves behind where somebody deleted a row.
      if (cells.every((cell) => (cell ?? '').trim() === '')) continue;
      if (rows.length === MOST_INVITED) throw new FileProblem('unreadableFile', `A list can hold at most ${MOST_INVITED} suppliers. Hand it in in parts.`);
      rows.push({ line, cells: cellsByColumn(invitationColumns.map((_, index) => cells[index])), problem });
    }
  }
  if (rows.length === 0) throw new FileProblem('emptyFile', 'The list names no supplier: there is nothing under its first line.');
  return { rows, sha256: file.sha256() };
}
