import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { FileProblem } from '#domain/facts/rules.js';
import type { FileForm, FileRow } from './file-row.js';
import { csvRows } from './read-csv.js';
import { workbookRows } from './read-workbook.js';

/** Bytes looked at at once: texts of this size are forgotten young, larger ones pile up until all memory is swept. */
const pieceSize = 65_536;
/** Every ZIP archive, and so every workbook, begins with these bytes. */
const archive = Buffer.from([0x50, 0x4b, 0x03, 0x04]);

/**
 * Reads a file row by row, a workbook or CSV by what its bytes are. Only a piece of it is held at a time. `sha256()` gives the
 * hash of the bytes read so far.
 * @throws FileProblem while iterating, when the file cannot be read, or has other columns than the form expects
 */
export function readFileRows(input: Readable, form: FileForm): { rows: AsyncGenerator<Iterable<FileRow>>; sha256: () => string } {
  const hash = createHash('sha256');
  return { rows: rowsOf(piecesOf(input, (piece) => hash.update(piece)), form), sha256: () => hash.copy().digest('hex') };
}

async function* rowsOf(pieces: AsyncGenerator<Buffer>, form: FileForm): AsyncGenerator<Iterable<FileRow>> {
  const begin: Buffer[] = [];
  let length = 0;
  for (let next = await pieces.next(); !next.done; next = await pieces.next()) {
    begin.push(next.value);
    length += next.value.length;
    if (length >= archive.length) break;
  }
  const start = Buffer.concat(begin);
  const whole = joined(start, pieces);
  yield* start.subarray(0, archive.length).equals(archive) ? workbookRows(whole, form) : csvRows(whole, form);
}

async function* joined(start: Buffer, rest: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  if (start.length > 0) yield start;
  yield* rest;
}

async function* piecesOf(input: Readable, seen: (piece: Buffer) => void): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of input as AsyncIterable<Buffer | string>) {
      const piece = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
      seen(piece);
      for (let start = 0; start < piece.length; start += pieceSize) yield piece.subarray(start, start + pieceSize);
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new FileProblem('unreadableFile', `The file cannot be read to its end: ${reason}.`);
  }
}
