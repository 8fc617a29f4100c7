import { createHash } from 'node:crypto';
import { pipeline, type Readable } from 'node:stream';
import { TextDecoder } from 'node:util';
import { CsvError, parse } from 'csv-parse';
import { placeColumns, type Mapping } from '#domain/facts/mapping.js';
import { wrongColumnCount, type Row } from '#domain/facts/read-row.js';
import { FileProblem, type Problem } from '#domain/facts/rules.js';

/** One row of the file: the line it begins on, the cells the mapping reads, and whether its number of cells is wrong. */
export interface FileRow {
  line: number;
  cells: Row;
  problem: Problem | null;
}

/** A row longer than this has lost a quote: without a limit it would swallow the rest of the file. */
const longestRow = 1_048_576;

/**
 * Reads a CSV file row by row: UTF-8 with or without byte-order mark, lines ending in CR, LF or CRLF. Blank lines are no rows.
 * Only as much of the file is held as one row needs. `sha256()` gives the hash of the bytes read so far.
 * @throws FileProblem while iterating, when the file cannot be read as what the mapping expects
 */
export function readFileRows(input: Readable, mapping: Mapping): { rows: AsyncGenerator<FileRow>; sha256: () => string } {
  const hash = createHash('sha256');
  return { rows: fileRows(input, mapping, (chunk) => hash.update(chunk)), sha256: () => hash.copy().digest('hex') };
}

async function* fileRows(input: Readable, mapping: Mapping, seen: (chunk: Buffer) => void): AsyncGenerator<FileRow> {
  const parser = parse({
    bom: true,
    info: true,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: longestRow,
  });
  // The error reaches the loop below through the parser, which the pipeline destroys with it.
  pipeline(checkedBytes(input, seen), parser, () => undefined);
  let columns: [string, number][] | null = null;
  let width = 0;
  const place = new LinePlace();
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number; empty_lines: number } }>) {
      const line = place.of(record, info);
      if (columns === null) {
        columns = [...placeColumns(mapping, record)];
        width = record.length;
        continue;
      }
      const cells = Object.fromEntries(columns.map(([name, position]) => [name, record[position]]));
      yield { line, cells, problem: record.length === width ? null : wrongColumnCount(width, record.length) };
    }
  } catch (error) {
    throw error instanceof CsvError ? new FileProblem('unreadableFile', csvProblem(error)) : error;
  }
  if (columns === null) throw new FileProblem('emptyFile', 'The file is empty: it has not even a first line with the names of its columns.');
}

/** Passes the bytes on while they are UTF-8 text. */
async function* checkedBytes(input: Readable, seen: (chunk: Buffer) => void): AsyncGenerator<Buffer> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let first = true;
  for await (const chunk of chunksOf(input)) {
    seen(chunk);
    if (first) refuseOtherFormats(chunk);
    first = false;
    if (chunk.includes(0)) throw new FileProblem('unreadableFile', 'The file is not text: it holds zero bytes. Save it as CSV in UTF-8.');
    decodeOrRefuse(() => decoder.decode(chunk, { stream: true }));
    yield chunk;
  }
  decodeOrRefuse(() => decoder.decode());
}

async function* chunksOf(input: Readable): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of input as AsyncIterable<Buffer | string>) yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new FileProblem('unreadableFile', `The file cannot be read to its end: ${reason}.`);
  }
}

function refuseOtherFormats(start: Buffer): void {
  const begins = (...bytes: number[]) => bytes.every((byte, position) => start[position] === byte);
  if (begins(0x50, 0x4b, 0x03, 0x04)) {
    throw new FileProblem('unreadableFile', 'The file is a workbook or archive, not a CSV file. Save the sheet as CSV in UTF-8.');
  }
  if (begins(0xff, 0xfe) || begins(0xfe, 0xff)) throw new FileProblem('unreadableFile', 'The file is UTF-16. Save it as CSV in UTF-8.');
}

function decodeOrRefuse(decode: () => string): void {
  try {
    decode();
  } catch {
    throw new FileProblem('unreadableFile', 'The file is not UTF-8 text, so names would be garbled. Save it as CSV in UTF-8.');
  }
}

function csvProblem(error: CsvError): string {
  const { lines } = error as CsvError & { lines?: number };
  const where = lines === undefined ? '' : ` near line ${lines}`;
  if (error.code === 'CSV_MAX_RECORD_SIZE' || error.code === 'CSV_QUOTE_NOT_CLOSED') {
    return `The file cannot be read as CSV${where}: a quote that is opened is never closed.`;
  }
  return `The file cannot be read as CSV${where}: a quote stands where none may be. A cell with quotes, commas or line breaks is written in quotes, quotes within it twice.`;
}

/**
 * The line a row begins on. The parser tells the line a row ends on and counts CRLF within quotes as two,
 * so rows that span lines are counted by their own line breaks.
 */
class LinePlace {
  private next = 1;
  private parserLine = 0;
  private emptyLines = 0;

  of(record: readonly string[], info: { lines: number; empty_lines: number }): number {
    const blank = info.empty_lines - this.emptyLines;
    const line = this.next + blank;
    const breaks = info.lines - this.parserLine - blank > 1 ? record.reduce((sum, cell) => sum + (cell.match(/\r\n|\r|\n/g)?.length ?? 0), 0) : 0;
    this.next = line + 1 + breaks;
    this.parserLine = info.lines;
    this.emptyLines = info.empty_lines;
    return line;
  }
}
