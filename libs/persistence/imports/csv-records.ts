import { FileProblem } from '#domain/facts/rules.js';

/** A record longer than this has lost a quote: without a limit it would swallow the rest of the file. */
const longestRecord = 1_048_576;

/** One record: the line it begins on, and its fields. */
export interface CsvRecord {
  readonly line: number;
  readonly fields: string[];
}

/**
 * Splits CSV (RFC 4180, with any one-character separator; lines end in CR, LF or CRLF) into records, piece by piece. Blank lines are
 * none. A library did this byte by byte at four fifths of the time that reading a row takes; records without quotes, most of
 * them, are split by the engine here. That both see the same records is tested.
 * @throws FileProblem `unreadableFile` for a quote where none may be or that is never closed
 */
export class CsvRecords {
  private text = '';
  private at = 0;
  private line = 1;
  private quote = -1;
  private lineFeed = -1;
  private carriageReturn = -1;

  constructor(private readonly separator: string) {}

  /**
   * The records that the piece completes; the last piece completes the last record. They are made as they are asked for, so
   * that each is forgotten before the next: all must be, before another piece is taken.
   */
  *take(piece: string, last: boolean): Generator<CsvRecord> {
    this.text = this.at === 0 ? this.text + piece : this.text.slice(this.at) + piece;
    this.at = 0;
    this.quote = this.lineFeed = this.carriageReturn = -1;
    for (let record = this.next(last); record; record = this.next(last)) if (record.fields.length > 0) yield record;
    if (this.text.length - this.at > longestRecord) throw neverClosed(this.line);
  }

  /** The next record, without fields for a blank line; null where the text ends before it does. */
  private next(last: boolean): CsvRecord | null {
    const { text, at, line } = this;
    if (at >= text.length) return null;
    const end = this.endOfLine(at);
    if (this.quoteFrom(at) < end) return this.quoted(last);
    if (end === text.length && !last) return null;
    const after = this.afterBreak(end, last);
    if (after < 0) return null;
    this.at = after;
    this.line++;
    return { line, fields: end === at ? [] : text.slice(at, end).split(this.separator) };
  }

  /** A record with quotes, field by field. */
  private quoted(last: boolean): CsvRecord | null {
    const { text, line, separator } = this;
    const fields: string[] = [];
    let breaks = 0;
    for (let at = this.at; ; ) {
      let end: number;
      if (text[at] === '"') {
        const close = this.closingQuote(at + 1);
        if (close < 0) {
          if (last || text.length - this.at > longestRecord) throw neverClosed(line);
          return null;
        }
        // The quote may be the first of two.
        if (close + 1 === text.length && !last) return null;
        const field = text.slice(at + 1, close);
        if (this.endOfLine(at) < close) breaks += field.match(/\r\n|\r|\n/g)?.length ?? 0;
        fields.push(field.includes('"') ? field.replaceAll('""', '"') : field);
        end = close + 1;
      } else {
        const comma = text.indexOf(separator, at);
        const stop = this.endOfLine(at);
        end = comma >= 0 && comma < stop ? comma : stop;
        if (this.quoteFrom(at) < end) throw misplaced(line + breaks);
        fields.push(text.slice(at, end));
      }
      if (text[end] === separator) {
        at = end + 1;
        continue;
      }
      if (end === text.length && !last) return null;
      if (end < text.length && text[end] !== '\n' && text[end] !== '\r') throw misplaced(line + breaks);
      const after = this.afterBreak(end, last);
      if (after < 0) return null;
      this.at = after;
      this.line += 1 + breaks;
      return { line, fields };
    }
  }

  /** Where the quote is that closes a field: the first that is not one of two. */
  private closingQuote(from: number): number {
    for (let at = this.text.indexOf('"', from); at >= 0; at = this.text.indexOf('"', at + 2)) if (this.text[at + 1] !== '"') return at;
    return -1;
  }

  /** Behind the line break at `end`, -1 while its second half may still come. */
  private afterBreak(end: number, last: boolean): number {
    if (this.text[end] !== '\r') return Math.min(end + 1, this.text.length);
    if (end + 1 === this.text.length && !last) return -1;
    return this.text[end + 1] === '\n' ? end + 2 : end + 1;
  }

  private endOfLine(from: number): number {
    if (this.lineFeed < from) this.lineFeed = found(this.text, '\n', from);
    if (this.carriageReturn < from) this.carriageReturn = found(this.text, '\r', from);
    return Math.min(this.lineFeed, this.carriageReturn);
  }

  private quoteFrom(from: number): number {
    if (this.quote < from) this.quote = found(this.text, '"', from);
    return this.quote;
  }
}

/** The place of the character, or the end of the text. */
function found(text: string, character: string, from: number): number {
  const place = text.indexOf(character, from);
  return place < 0 ? text.length : place;
}

const neverClosed = (line: number): FileProblem => new FileProblem('unreadableFile', `The file cannot be read as CSV near line ${line}: a quote that is opened is never closed.`);

const misplaced = (line: number): FileProblem =>
  new FileProblem(
    'unreadableFile',
    `The file cannot be read as CSV near line ${line}: a quote stands where none may be. A cell with quotes, commas or line breaks is written in quotes, quotes within it twice.`,
  );
