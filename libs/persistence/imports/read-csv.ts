import { TextDecoder } from 'node:util';
import { CsvError, parse } from 'csv-parse';
import { placeColumns, type Mapping } from '#domain/facts/mapping.js';
import { wrongColumnCount } from '#domain/facts/read-row.js';
import { FileProblem } from '#domain/facts/rules.js';
import type { FileRow } from './read-file.js';

/** A row longer than this has lost a quote: without a limit it would swallow the rest of the file. */
const longestRow = 1_048_576;

/**
 * Reads a CSV file in the mapping's encoding and with its separator; lines end in CR, LF or CRLF, blank lines are no rows. Rows
 * come in batches, as many as a piece of the file holds, so that memory does not grow with it.
 * @throws FileProblem while iterating, when the file cannot be read as what the mapping expects
 */
export async function* csvRows(pieces: AsyncIterable<Buffer>, mapping: Mapping): AsyncGenerator<FileRow[]> {
  let batch: FileRow[] = [];
  let failure: Error | null = null;
  const take = rowTaker(mapping, (row) => batch.push(row));
  const parser = parse({
    bom: true,
    delimiter: mapping.file.separator,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: longestRow,
    on_record: (record: string[], context) => {
      take.row(record, context);
      // The stream of records stays empty: handing on whole batches is several times faster.
      return null;
    },
  });
  parser.on('error', (error) => (failure = error));
  parser.resume();
  const feed = (work: (done: (error?: Error | null) => void) => void) =>
    new Promise<void>((resolve, reject) => {
      const failed = (error: Error) => reject(error);
      parser.once('error', failed);
      work((error) => {
        parser.off('error', failed);
        if (error) reject(error);
        else resolve();
      });
    });
  try {
    for await (const text of decoded(pieces, mapping)) {
      await feed((done) => parser.write(text, done));
      if (failure) throw failure;
      if (batch.length === 0) continue;
      yield batch;
      batch = [];
    }
    await feed((done) => parser.end(() => done()));
    if (failure) throw failure;
  } catch (error) {
    throw error instanceof CsvError ? new FileProblem('unreadableFile', csvProblem(error)) : error;
  } finally {
    parser.destroy();
  }
  if (!take.sawHeader()) throw new FileProblem('emptyFile', 'The file is empty: it has not even a first line with the names of its columns.');
  if (batch.length > 0) yield batch;
}

/** Turns the parser's records into rows: finds the header, picks the cells the mapping reads, tells each row's line. */
function rowTaker(mapping: Mapping, push: (row: FileRow) => void) {
  let positions: number[] | null = null;
  let width = 0;
  const place = new LinePlace();
  return {
    sawHeader: () => positions !== null,
    row: (record: string[], info: { lines: number; empty_lines: number }): void => {
      const line = place.of(record, info);
      if (positions === null) {
        if (line < mapping.file.headerLine) return;
        positions = placeColumns(mapping, record);
        width = record.length;
        return;
      }
      const cells = positions.map((position) => record[position]);
      push({ line, cells, problem: record.length === width ? null : wrongColumnCount(width, record.length) });
    },
  };
}

/** The file in UTF-8, while it is text in the mapping's encoding. */
async function* decoded(pieces: AsyncIterable<Buffer>, { file }: Mapping): AsyncGenerator<string | Buffer> {
  const decoder = new TextDecoder(file.encoding, { fatal: true });
  const decode = (piece?: Buffer): string => {
    try {
      return piece ? decoder.decode(piece, { stream: true }) : decoder.decode();
    } catch {
      throw new FileProblem('unreadableFile', 'The file is not UTF-8 text, so names would be garbled. Save it as CSV in UTF-8, or let its mapping name the encoding.');
    }
  };
  let first = true;
  for await (const piece of pieces) {
    if (first) refuseUtf16(piece);
    first = false;
    if (piece.includes(0)) throw new FileProblem('unreadableFile', 'The file is not text: it holds zero bytes. Save it as CSV in UTF-8.');
    const text = decode(piece);
    if (text !== '') yield file.encoding === 'utf-8' ? piece : text;
  }
  decode();
}

function refuseUtf16(start: Buffer): void {
  const begins = (...bytes: number[]) => bytes.every((byte, position) => start[position] === byte);
  if (begins(0xff, 0xfe) || begins(0xfe, 0xff)) throw new FileProblem('unreadableFile', 'The file is UTF-16. Save it as CSV in UTF-8.');
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
