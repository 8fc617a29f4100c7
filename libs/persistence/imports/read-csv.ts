import { TextDecoder } from 'node:util';
import { wrongColumnCount } from '#domain/facts/read-row.js';
import { FileProblem } from '#domain/facts/rules.js';
import { CsvRecords, type CsvRecord } from './csv-records.js';
import type { FileForm, FileRow } from './file-row.js';
import { cellDivider } from './staging.js';

/**
 * Reads a CSV file in the encoding and with the separator of its form. Rows come in batches, those that a piece of the file
 * completes, each made as it is asked for: memory does not grow with the file.
 * @throws FileProblem while iterating, when the file cannot be read, or has other columns than the form expects
 */
export async function* csvRows(pieces: AsyncIterable<Buffer>, form: FileForm): AsyncGenerator<Iterable<FileRow>> {
  const records = new CsvRecords(form.file.separator);
  const table = new Table(form);
  for await (const text of decoded(pieces, form)) yield table.rows(records.take(text, false));
  yield table.rows(records.take('', true));
  if (!table.hasHeader) throw new FileProblem('emptyFile', 'The file is empty: it has not even a first line with the names of its columns.');
}

/** The records under the line with the titles, as rows with the cells that are read. */
class Table {
  private positions: number[] | null = null;
  private width = 0;

  constructor(private readonly form: FileForm) {}

  get hasHeader(): boolean {
    return this.positions !== null;
  }

  *rows(records: Iterable<CsvRecord>): Generator<FileRow> {
    for (const { line, fields } of records) {
      if (this.positions) {
        const cells = this.positions.map((position) => fields[position]);
        yield { line, cells, problem: fields.length === this.width ? null : wrongColumnCount(this.width, fields.length) };
      } else if (line >= this.form.file.headerLine) {
        this.positions = this.form.place(fields);
        this.width = fields.length;
      }
    }
  }
}

/** The text of the file, while it is text in the encoding of its form; without a byte-order mark. */
async function* decoded(pieces: AsyncIterable<Buffer>, { file }: FileForm): AsyncGenerator<string> {
  const decoder = new TextDecoder(file.encoding, { fatal: true });
  let first = true;
  for await (const piece of pieces) {
    if (first) refuseUtf16(piece);
    first = false;
    if (piece.includes(0)) throw new FileProblem('unreadableFile', 'The file is not text: it holds zero bytes. Save it as CSV in UTF-8.');
    const text = decodeOrRefuse(() => decoder.decode(piece, { stream: true }));
    if (text !== '') yield text.includes(cellDivider) ? text.replaceAll(cellDivider, '\ufffd') : text;
  }
  decodeOrRefuse(() => decoder.decode());
}

function decodeOrRefuse(decode: () => string): string {
  try {
    return decode();
  } catch {
    throw new FileProblem('unreadableFile', 'The file is not UTF-8 text, so names would be garbled. Save it as CSV in UTF-8, or let its mapping name the encoding.');
  }
}

function refuseUtf16(start: Buffer): void {
  const begins = (...bytes: number[]) => bytes.every((byte, position) => start[position] === byte);
  if (begins(0xff, 0xfe) || begins(0xfe, 0xff)) throw new FileProblem('unreadableFile', 'The file is UTF-16. Save it as CSV in UTF-8.');
}
