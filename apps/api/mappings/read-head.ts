import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import type ExcelJS from 'exceljs';
import { FileProblem } from '#domain/facts/rules.js';
import type { FileHead } from '#domain/suggestion/suggest.js';
import { refuseBombs } from '#persistence/imports/archive.js';

/** Bytes of a text file that are looked at. */
const HEAD = 262_144;
/** Rows and columns that are shown. */
const ROWS = 20;
const COLUMNS = 200;
const LONGEST_CELL = 200;
const separators = [',', ';', '\t', '|'] as const;

/**
 * Reads the titles and first rows of a CSV file or workbook, whose mapping nobody knows yet: the separator is the one that most
 * often stands in the first line, the encoding UTF-8, or Windows-1251 where the bytes are none.
 * @throws FileProblem when it is neither, or empty
 */
export async function readHead(path: string): Promise<FileHead> {
  const { bytes, whole } = await beginningOf(path);
  if (bytes.subarray(0, 4).equals(Buffer.from([0x50, 0x4b, 0x03, 0x04]))) return workbookHead(path);
  if (bytes.includes(0)) throw new FileProblem('unreadableFile', 'The file is neither text nor a workbook (XLSX).');
  const { text, encoding } = decoded(bytes);
  // The last line may be cut in the middle.
  const lines = whole ? text : text.slice(0, Math.max(text.lastIndexOf('\n'), 0));
  const separator = separatorOf(lines.slice(0, Math.max(lines.search(/[\r\n]/), 0)) || lines);
  return headOf(records(lines, separator), separator, encoding);
}

async function beginningOf(path: string): Promise<{ bytes: Buffer; whole: boolean }> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const { buffer, bytesRead } = await file.read(Buffer.alloc(Math.min(HEAD, size)), 0, Math.min(HEAD, size), 0);
    return { bytes: buffer.subarray(0, bytesRead), whole: bytesRead === size };
  } finally {
    await file.close();
  }
}

function decoded(bytes: Buffer): { text: string; encoding: FileHead['encoding'] } {
  try {
    // As a stream, so that a character cut at the end is no fault.
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true }), encoding: 'utf-8' };
  } catch {
    return { text: new TextDecoder('windows-1251').decode(bytes), encoding: 'windows-1251' };
  }
}

function separatorOf(line: string): FileHead['separator'] {
  const outside = line.replace(/"[^"]*"/g, '');
  return separators.map((separator) => ({ separator, count: outside.split(separator).length })).reduce((one, other) => (other.count > one.count ? other : one)).separator;
}

function records(text: string, delimiter: string): string[][] {
  try {
    return parse(text, { bom: true, delimiter, record_delimiter: ['\r\n', '\n', '\r'], relax_column_count: true, relax_quotes: true, skip_empty_lines: true, to: ROWS + 1 }) as string[][];
  } catch {
    throw new FileProblem('unreadableFile', 'The file cannot be read as CSV: a quote that is opened is never closed.');
  }
}

async function workbookHead(path: string): Promise<FileHead> {
  await refuseBombs(path);
  // The reader is large, and few processes ever meet a workbook: it is loaded with the first.
  const { default: { stream } } = await import('exceljs');
  const file = createReadStream(path);
  try {
    const workbook = new stream.xlsx.WorkbookReader(file, { sharedStrings: 'cache', styles: 'cache', hyperlinks: 'ignore', worksheets: 'emit', entries: 'ignore' });
    const rows: string[][] = [];
    for await (const sheet of workbook) {
      for await (const row of sheet) {
        rows.push(Array.from({ length: Math.min(row.cellCount, COLUMNS) }, (_, position) => shownCell(row.getCell(position + 1))));
        if (rows.length > ROWS) break;
      }
      break;
    }
    return headOf(rows, ',', 'utf-8');
  } catch (error) {
    if (error instanceof FileProblem) throw error;
    throw new FileProblem('unreadableFile', 'The file cannot be read as a workbook (XLSX).');
  } finally {
    file.destroy();
  }
}

/** Dates as ISO dates: whatever form a mapping names first is how the import writes them. */
function shownCell({ value, text }: ExcelJS.Cell): string {
  return value instanceof Date ? value.toISOString().slice(0, 10) : text;
}

function headOf([titles = [], ...rows]: string[][], separator: FileHead['separator'], encoding: FileHead['encoding']): FileHead {
  const columns = titles.slice(0, COLUMNS).map((title) => title.trim().slice(0, LONGEST_CELL));
  if (columns.every((title) => title === '')) throw new FileProblem('emptyFile', 'The file has no first line with the titles of its columns.');
  const shown = rows.map((row) => columns.map((_, position) => (row[position] ?? '').slice(0, LONGEST_CELL)));
  return { columns, rows: shown, separator, encoding };
}
