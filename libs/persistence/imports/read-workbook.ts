import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Decimal } from 'decimal.js';
import type ExcelJS from 'exceljs';
import { DateTime } from 'luxon';
import { FileProblem } from '#domain/facts/rules.js';
import { refuseBombs } from './archive.js';
import type { FileForm, FileRow } from './file-row.js';

/** Rows handed on at once. */
const batchSize = 500;
/** What Excel itself can hold; a sheet that claims more is no sheet. */
const mostRows = 1_048_576;

/**
 * Reads one sheet of a workbook (XLSX), that of the form or the first. Numbers and dates come as the form's source would
 * write them, so that a cell means the same whether it is typed or text. The file is put aside on disk first, since its table of
 * contents stands at its end; sheets are streamed from there.
 * @throws FileProblem while iterating, when it is no workbook, too large unpacked, or lacks the sheet
 */
export async function* workbookRows(pieces: AsyncGenerator<Buffer>, form: FileForm): AsyncGenerator<FileRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'steward-workbook-'));
  try {
    const path = join(folder, 'workbook.xlsx');
    await pipeline(Readable.from(pieces), createWriteStream(path));
    await refuseBombs(path);
    yield* sheetRows(path, form);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function* sheetRows(path: string, form: FileForm): AsyncGenerator<FileRow[]> {
  // The reader is large, and few processes ever meet a workbook: it is loaded with the first.
  const { default: { stream } } = await import('exceljs');
  const file = createReadStream(path);
  const workbook = new stream.xlsx.WorkbookReader(file, { sharedStrings: 'cache', styles: 'cache', hyperlinks: 'ignore', worksheets: 'emit', entries: 'ignore' });
  const seen: string[] = [];
  let found = false;
  try {
    for await (const sheet of workbook) {
      const name = (sheet as unknown as { name?: string }).name ?? `${seen.length + 1}`;
      seen.push(name);
      if (found || (form.file.sheet !== null && form.file.sheet !== name)) continue;
      found = true;
      yield* rowsOfSheet(sheet, form);
      break;
    }
  } catch (error) {
    if (error instanceof FileProblem) throw error;
    throw new FileProblem('unreadableFile', 'The file cannot be read as a workbook (XLSX). Save it again, or save the sheet as CSV in UTF-8.');
  } finally {
    file.destroy();
  }
  if (!found) throw new FileProblem('unreadableFile', `The workbook has no sheet "${form.file.sheet ?? 'at all'}". It has: ${seen.join(', ') || 'none'}.`);
}

async function* rowsOfSheet(sheet: AsyncIterable<ExcelJS.Row>, form: FileForm): AsyncGenerator<FileRow[]> {
  const asText = cellWriter(form);
  let positions: number[] | null = null;
  let batch: FileRow[] = [];
  let rows = 0;
  for await (const row of sheet) {
    if (++rows > mostRows) throw new FileProblem('unreadableFile', `The sheet has more than ${mostRows} rows.`);
    if (row.number < form.file.headerLine) continue;
    const values = Array.from({ length: row.cellCount }, (_, position) => asText(row.getCell(position + 1).value));
    if (positions === null) {
      positions = form.place(values);
      continue;
    }
    if (values.every((value) => value === '')) continue;
    batch.push({ line: row.number, cells: positions.map((position) => values[position] ?? ''), problem: null });
    if (batch.length < batchSize) continue;
    yield batch;
    batch = [];
  }
  if (positions === null) throw new FileProblem('emptyFile', 'The sheet is empty: it has not even a first line with the names of its columns.');
  if (batch.length > 0) yield batch;
}

// eslint-disable-next-line no-control-regex
const unstorable = /[\0\u001f]|\p{Surrogate}/gu;

/** A cell's value as text: dates and numbers as the form's source writes them, formulas by their result. */
function cellWriter({ dates, numbers }: FileForm): (value: ExcelJS.CellValue) => string {
  const form = dates.forms[0] ?? 'yyyy-MM-dd';
  const asText = (value: ExcelJS.CellValue): string => {
    if (value === null || value === undefined) return '';
    if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : DateTime.fromJSDate(value, { zone: 'utc' }).toFormat(form, { locale: 'en' });
    // A sheet shows 15 digits; what lies behind them is the noise of binary fractions.
    if (typeof value === 'number') return new Decimal(value.toPrecision(15)).toFixed().replace('.', numbers.decimal);
    // Zero bytes and the sign that divides cells are in no text that was typed.
    if (typeof value !== 'object') return String(value).replace(unstorable, '\ufffd');
    if ('richText' in value) return asText(value.richText.map(({ text }) => text).join(''));
    if ('result' in value) return asText(value.result as ExcelJS.CellValue);
    if ('text' in value) return asText(value.text as ExcelJS.CellValue);
    return '';
  };
  return asText;
}
