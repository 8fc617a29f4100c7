import { columnsOf, type Mapping } from '#domain/facts/mapping.js';
import type { Database } from '#persistence/database.js';
import { listImportRows, type ImportRowRecord } from '#persistence/imports/imports.js';
import { BYTE_ORDER_MARK, csvLine } from '../http/csv.js';

/** Rows read at once. */
const PAGE = 200;
/** What is wrong with a row stands in columns of its own, which no mapping reads. */
const about = ['Steward: line', 'Steward: what is wrong', 'Steward: what to do'];

type Written = Mapping['file'];
const usual: Written = { separator: ',', encoding: 'utf-8', headerLine: 1, sheet: null };

/**
 * The quarantined rows of an import as a file to correct and to import again with the same mapping: in the mapping's own
 * separator, encoding and header line, one line a row. `mapping` is null when it is gone. Formulas are neutralised.
 */
export async function* quarantineCsv(db: Database, importId: string, mapping: Mapping | null): AsyncGenerator<Buffer> {
  const written = mapping?.file ?? usual;
  const encode = encoderOf(written.encoding);
  let columns: string[] | null = null;
  for await (const row of rowsOf(db, importId)) {
    if (columns === null) {
      columns = titlesOf(row.cells, mapping);
      yield encode(opening(columns, written));
    }
    const cells = columns.map((title) => row.cells[title] ?? '');
    yield encode(csvLine([...cells, String(row.line), row.problems.join(' | '), row.hints.join(' | ')], written.separator));
  }
  if (columns === null) yield encode(opening(titlesOf({}, mapping), written));
}

/** Excel needs the mark to take a file for UTF-8; what stands above the header line is left out when it is read. */
function opening(columns: readonly string[], { separator, encoding, headerLine }: Written): string {
  const above = Array.from({ length: headerLine - 1 }, () => csvLine(['Rows to correct'], separator));
  return `${encoding === 'utf-8' ? BYTE_ORDER_MARK : ''}${above.join('')}${csvLine([...columns, ...about], separator)}`;
}

/** In the mapping's order, as far as it is still known; the database keeps none. */
function titlesOf(cells: Readonly<Record<string, string>>, mapping: Mapping | null): string[] {
  return [...new Set([...(mapping ? columnsOf(mapping) : []), ...Object.keys(cells)])];
}

interface WrongRow {
  readonly line: number;
  readonly cells: Readonly<Record<string, string>>;
  readonly problems: string[];
  readonly hints: string[];
}

async function* rowsOf(db: Database, importId: string): AsyncGenerator<WrongRow> {
  let current: WrongRow | null = null;
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof listImportRows>> = await listImportRows(db, importId, { status: 'quarantined', limit: PAGE, cursor });
    for (const { line, column, rule, hint, raw } of page.items) {
      if (current && current.line !== line) {
        yield current;
        current = null;
      }
      current ??= { line, cells: cellsIn(raw), problems: [], hints: [] };
      current.problems.push(column === null ? rule : `${column}: ${rule}`);
      current.hints.push(hint);
    }
    cursor = page.nextCursor;
  } while (cursor !== null);
  if (current) yield current;
}

function cellsIn(raw: ImportRowRecord['raw']): Record<string, string> {
  if (typeof raw !== 'object' || raw === null) return {};
  return Object.fromEntries(Object.entries(raw).map(([title, cell]) => [title, typeof cell === 'string' ? cell : cell === null ? '' : JSON.stringify(cell)]));
}

function encoderOf(encoding: Written['encoding']): (text: string) => Buffer {
  if (encoding === 'utf-8') return (text) => Buffer.from(text, 'utf8');
  const decoder = new TextDecoder(encoding);
  const bytes = new Map(Array.from({ length: 256 }, (_, byte) => [decoder.decode(Uint8Array.of(byte)), byte]));
  const unknown = '?'.charCodeAt(0);
  return (text) => Buffer.from(Array.from(text, (character) => bytes.get(character) ?? unknown));
}
