import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { PassThrough, Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { Mapping } from '#domain/facts/mapping.js';
import { usaidScms } from '#domain/facts/mappings/usaid-scms.js';
import { openDatabase, type Database } from '#persistence/database.js';
import { countImportRules, failAbandonedImports, getImport, listImportRows, listImports, type ImportRecord } from '#persistence/imports/imports.js';
import { runImport } from '#persistence/imports/run-import.js';
import { createTestDatabase } from '#test/postgres.js';

const sample = readFileSync(new URL('../../sample/usaid-scms.csv', import.meta.url), 'utf8');
const header = 'ID,Vendor,PO / SO #,Item Description,Line Item Quantity,Unit Price,Line Item Value,PO Sent to Vendor Date,Scheduled Delivery Date,Product Group,Sub Classification,Delivered to Client Date';
const at = new Date('2026-03-02T08:00:00Z');

// A busy machine only makes this slow, not wrong.
jest.setTimeout(180_000);

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let db: Database;

beforeEach(async () => {
  database = await createTestDatabase();
  db = openDatabase({ url: database.url, role: 'staff', applicationName: 'import tests' });
});
afterEach(async () => {
  await db.close();
  await database.drop();
});

interface Delivery {
  id?: string;
  vendor?: string;
  order?: string;
  item?: string;
  quantity?: string;
  price?: string;
  ordered?: string;
  promised?: string;
  received?: string;
}

/** One row of a file; what is left out is a good delivery in time. */
function delivery(given: Delivery = {}): string {
  const { id = '1', vendor = 'Acme', order = 'PO-1', item = 'Gloves', quantity = '10', price = '2', ordered = '1-Jun-10', promised = '1-Jul-10', received = '1-Jul-10' } = given;
  return [id, vendor, order, item, quantity, price, '20', ordered, promised, 'PPE', 'Hands', received].join(',');
}

const file = (...rows: string[]): string => [header, ...rows].join('\n') + '\n';

function importText(content: string | Buffer | Readable, options: { mapping?: Mapping; dryRun?: boolean; at?: Date } = {}): Promise<ImportRecord> {
  const input = content instanceof Readable ? content : Readable.from(inPieces(Buffer.from(content)));
  return runImport(db, {
    importId: randomUUID(),
    input,
    mapping: options.mapping ?? usaidScms,
    fileName: 'deliveries.csv',
    dryRun: options.dryRun ?? false,
    startedBy: 'test',
    now: () => options.at ?? at,
  });
}

/** Pieces of an odd size, so that characters and line ends are torn apart as a network does it. */
function* inPieces(content: Buffer): Generator<Buffer> {
  for (let start = 0; start < content.length; start += 4093) yield content.subarray(start, start + 4093);
}

async function rows<Row extends object>(sql: string): Promise<Row[]> {
  return (await db.pool.query<Row>(sql)).rows;
}

/** What is stored and current, without ids and times: line, quantity, receipt date. */
const currentFacts = () =>
  rows<{ id: string; quantity: string; received: string | null; version: number }>(
    `SELECT l.external_id AS id, trim_scale(l.ordered_quantity)::text AS quantity, r.received_on::text AS received, l.version
       FROM order_lines l LEFT JOIN receipts r ON r.source = l.source AND r.line_external_id = l.external_id AND r.superseded_at IS NULL
      WHERE l.superseded_at IS NULL ORDER BY 1`,
  );

const nothingLanded = async () => {
  const [counts] = await rows(`SELECT (SELECT count(*)::int FROM order_lines) AS lines, (SELECT count(*)::int FROM receipts) AS receipts,
    (SELECT count(*)::int FROM suppliers) AS suppliers, (SELECT count(*)::int FROM import_rows) AS remarks`);
  return counts;
};
const nothing = { lines: 0, receipts: 0, suppliers: 0, remarks: 0 };

describe('the sample of real deliveries', () => {
  test('lands 4,920 lines of 72 suppliers, 259 of them late, with the warnings its origin tells of', async () => {
    const done = await importText(sample);
    expect(done).toMatchObject({ status: 'completed', rowsRead: 4920, landed: 4920, updated: 0, unchanged: 0, quarantined: 0, filtered: 0, warnings: 536 });
    expect(await countImportRules(db, done.id)).toEqual([
      { status: 'warning', rule: 'missingOrderDate', count: 328 },
      { status: 'warning', rule: 'nearDuplicate', count: 86 },
      { status: 'warning', rule: 'farOutlier', count: 67 },
      { status: 'warning', rule: 'zeroPrice', count: 50 },
      { status: 'warning', rule: 'receiptBeforeOrder', count: 5 },
    ]);
    const [figures] = await rows(`
      SELECT count(*)::int AS lines, count(DISTINCT l.supplier_id)::int AS suppliers, (count(*) FILTER (WHERE late))::int AS late,
             (count(*) FILTER (WHERE s.name = 'Aurobindo Pharma Limited'))::int AS "ofAurobindo",
             (count(*) FILTER (WHERE s.name = 'Aurobindo Pharma Limited' AND late))::int AS "lateOfAurobindo"
        FROM order_lines l JOIN suppliers s ON s.id = l.supplier_id JOIN receipts r ON r.line_external_id = l.external_id,
             LATERAL (SELECT r.received_on > l.promised_date AS late) judged`);
    expect(figures).toEqual({ lines: 4920, suppliers: 72, late: 259, ofAurobindo: 668, lateOfAurobindo: 94 });
  });

  test('a second time changes nothing, and the file it was cut from neither', async () => {
    await importText(sample);
    const before = await currentFacts();
    expect(await importText(sample)).toMatchObject({ landed: 0, updated: 0, unchanged: 4920, warnings: 536 });
    // As its origin publishes it: byte-order mark, bare CR, more columns, and the buyer's own warehouse.
    const [first, ...lines] = sample.trimEnd().split('\n');
    const widened = [`Country,${first}`, ...lines.map((line) => `Côte d'Ivoire,${line}`), ...Array<string>(7).fill(`Zambia,${delivery({ vendor: 'SCMS from RDC' })}`)];
    const whole = await importText(`\uFEFF${widened.join('\r')}`);
    expect(whole).toMatchObject({ status: 'completed', rowsRead: 4927, landed: 0, updated: 0, unchanged: 4920, filtered: 7 });
    expect(await currentFacts()).toEqual(before);
  });
});

describe('a row that comes again', () => {
  const later = new Date('2026-03-03T08:00:00Z');

  test('with other content is a new version, and the old one is kept', async () => {
    await importText(file(delivery({ id: '1' }), delivery({ id: '2', item: 'Masks' })));
    const done = await importText(file(delivery({ id: '1', quantity: '12', received: '5-Jul-10' }), delivery({ id: '2', item: 'Masks' })), { at: later });
    expect(done).toMatchObject({ landed: 0, updated: 1, unchanged: 1 });
    expect(await currentFacts()).toEqual([
      { id: '1', quantity: '12', received: '2010-07-05', version: 2 },
      { id: '2', quantity: '10', received: '2010-07-01', version: 1 },
    ]);
    expect(await rows(`SELECT version, superseded_at AS superseded FROM order_lines WHERE external_id = '1' ORDER BY version`)).toEqual([
      { version: 1, superseded: later },
      { version: 2, superseded: null },
    ]);
  });

  test('first without receipt, then with one, then without again follows what the source says', async () => {
    const notYet = file(delivery({ received: '' }));
    expect(await importText(notYet)).toMatchObject({ landed: 1, warnings: 0 });
    expect(await currentFacts()).toMatchObject([{ received: null }]);
    expect(await importText(file(delivery()))).toMatchObject({ updated: 1 });
    expect(await currentFacts()).toMatchObject([{ received: '2010-07-01', version: 1 }]);
    expect(await importText(notYet)).toMatchObject({ updated: 1 });
    expect(await currentFacts()).toMatchObject([{ received: null }]);
    expect(await importText(notYet)).toMatchObject({ unchanged: 1 });
    expect(await importText(file(delivery()))).toMatchObject({ updated: 1 });
    expect(await rows('SELECT version FROM receipts ORDER BY version')).toEqual([{ version: 1 }, { version: 2 }]);
  });

  test('within one file with the same content counts once', async () => {
    expect(await importText(file(delivery(), delivery()))).toMatchObject({ rowsRead: 2, landed: 1, unchanged: 1, quarantined: 0, warnings: 0 });
  });

  test('within one file with other content is quarantined on every line, since nobody knows which is right', async () => {
    const done = await importText(file(delivery({ id: '7' }), delivery({ id: '8', item: 'Masks' }), delivery({ id: '7', quantity: '11' })));
    expect(done).toMatchObject({ rowsRead: 3, landed: 1, quarantined: 2 });
    const { items } = await listImportRows(db, done.id, { status: 'quarantined', limit: 10 });
    expect(items.map(({ line, column, value, rule }) => [line, column, value, rule])).toEqual([
      [2, 'ID', '7', 'duplicateKey'],
      [4, 'ID', '7', 'duplicateKey'],
    ]);
    expect(items[0]?.hint).toContain('lines 2, 4');
  });
});

describe('what a person must look at', () => {
  test('keeps the line it begins on, whatever the line ends and however many lines a row takes', async () => {
    for (const end of ['\n', '\r\n', '\r']) {
      const content = [header, delivery({ id: 'a' }), delivery({ id: 'b', item: `"two${end}lines"` }), '', delivery({ id: 'c', quantity: '-1' })].join(end);
      const done = await importText(content, { dryRun: true });
      expect(done).toMatchObject({ rowsRead: 3, landed: 2, quarantined: 1 });
      const { items } = await listImportRows(db, done.id, { limit: 10 });
      expect(items).toMatchObject([{ line: 6, column: 'Line Item Quantity', value: '-1', rule: 'negativeQuantity', raw: { ID: 'c' } }]);
    }
  });

  test('is listed page by page, quarantine and warnings apart', async () => {
    const bad = Array.from({ length: 5 }, (_, number) => delivery({ id: `bad-${number}`, promised: 'soon' }));
    const done = await importText(file(...bad, delivery({ id: 'free', price: '0' })));
    const seen: number[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof listImportRows>> = await listImportRows(db, done.id, { status: 'quarantined', limit: 2, cursor });
      seen.push(...page.items.map((item) => item.line));
      cursor = page.nextCursor;
    } while (cursor);
    expect(seen).toEqual([2, 3, 4, 5, 6]);
    expect((await listImportRows(db, done.id, { status: 'warning', limit: 2 })).items).toMatchObject([{ line: 7, rule: 'zeroPrice' }]);
  });

  test('a row with too few cells is quarantined, the others land', async () => {
    const done = await importText(file('1,Acme,PO-1', delivery({ id: '2' })));
    expect(done).toMatchObject({ landed: 1, quarantined: 1 });
    expect((await listImportRows(db, done.id, { limit: 1 })).items).toMatchObject([{ line: 2, rule: 'wrongColumnCount', value: '3' }]);
  });

  test('an unknown supplier is quarantined where the mapping may not create it', async () => {
    const strict: Mapping = { ...usaidScms, supplier: { ...usaidScms.supplier!, create: null } };
    await importText(file(delivery({ id: '1', vendor: 'Acme' })));
    const done = await importText(file(delivery({ id: '2', vendor: 'ACME', item: 'Masks' }), delivery({ id: '3', vendor: 'Nobody' })), { mapping: strict });
    expect(done).toMatchObject({ landed: 1, quarantined: 1 });
    expect((await listImportRows(db, done.id, { limit: 1 })).items).toMatchObject([{ line: 3, column: 'Vendor', value: 'Nobody', rule: 'unknownSupplier' }]);
    expect(await rows('SELECT name FROM suppliers')).toEqual([{ name: 'Acme' }]);
  });

  test('a near duplicate names its twin', async () => {
    const done = await importText(file(delivery({ id: '1' }), delivery({ id: '2', received: '9-Jul-10' }), delivery({ id: '3', quantity: '11' })));
    expect(done).toMatchObject({ landed: 3, warnings: 1 });
    expect((await listImportRows(db, done.id, { limit: 5 })).items).toMatchObject([{ line: 3, rule: 'nearDuplicate', value: '2' }]);
  });
});

describe('a dry run', () => {
  test('says what would become of each row and changes nothing', async () => {
    await importText(file(delivery({ id: '1' })));
    const before = await currentFacts();
    const done = await importText(file(delivery({ id: '1', quantity: '99' }), delivery({ id: '2', vendor: 'New one' }), delivery({ id: '3', quantity: 'x' })), { dryRun: true });
    expect(done).toMatchObject({ status: 'completed', dryRun: true, rowsRead: 3, landed: 1, updated: 1, quarantined: 1 });
    expect(await currentFacts()).toEqual(before);
    expect(await rows('SELECT name FROM suppliers')).toEqual([{ name: 'Acme' }]);
  });
});

describe('a file that cannot be imported leaves nothing but the reason', () => {
  const manyGoodRows = Array.from({ length: 3000 }, (_, number) => delivery({ id: String(number), item: `Item ${number}` }));
  const broken: [string, () => string | Buffer | Readable, RegExp][] = [
    ['an empty file', () => '', /empty/],
    ['a file without the columns of the mapping', () => 'ID,Supplier\n1,Acme\n', /Missing columns: .*"Vendor".*"Supplier"/s],
    ['a workbook', () => Buffer.from([0x50, 0x4b, 0x03, 0x04, 0, 1, 2]), /workbook/],
    ['UTF-16', () => Buffer.from(`\uFEFF${file(delivery())}`, 'utf16le'), /UTF-16/],
    ['Latin-1 after thousands of good rows', () => Buffer.concat([Buffer.from(file(...manyGoodRows)), Buffer.from(delivery({ vendor: 'Société' }), 'latin1')]), /not UTF-8/],
    ['zero bytes after thousands of good rows', () => file(...manyGoodRows, 'a\0b'), /zero bytes/],
    ['a quote that is never closed', () => file(...manyGoodRows, '"open', ...manyGoodRows), /never closed/],
    ['a connection that breaks in the middle', () => Readable.from(breaking(file(...manyGoodRows))), /cannot be read to its end: the line went dead/],
  ];

  test.each(broken)('%s', async (_, content, reason) => {
    const done = await importText(content());
    expect(done).toMatchObject({ status: 'failed', rowsRead: 0, landed: 0 });
    expect(done.error).toMatch(reason);
    expect(await nothingLanded()).toEqual(nothing);
    expect(await importText(file(delivery()))).toMatchObject({ status: 'completed', landed: 1 });
  });

  async function* breaking(content: string): AsyncGenerator<Buffer> {
    yield Buffer.from(content);
    throw new Error('the line went dead');
  }

  test('also when the database refuses in the middle of landing', async () => {
    const owner = openDatabase({ url: database.url, role: 'owner', applicationName: 'import tests' });
    await owner.pool.query(`ALTER TABLE receipts ADD CONSTRAINT refused CHECK (external_id <> '2999')`);
    await owner.close();
    await expect(importText(file(...manyGoodRows))).rejects.toThrow('refused');
    expect(await nothingLanded()).toEqual(nothing);
    expect((await listImports(db, { limit: 5 })).items).toMatchObject([{ status: 'failed', error: expect.stringContaining('Nothing of the file has landed') }]);
  });
});

describe('two imports at once', () => {
  test('of the same file land it once', async () => {
    const content = file(...Array.from({ length: 500 }, (_, number) => delivery({ id: String(number), vendor: `Vendor ${number % 7}` })));
    const both = await Promise.all([importText(content), importText(content)]);
    expect(both.map((done) => [done.landed, done.unchanged]).sort()).toEqual([
      [0, 500],
      [500, 0],
    ]);
    expect(await nothingLanded()).toMatchObject({ lines: 500, receipts: 500, suppliers: 7 });
  });
});

describe('an import whose process seems dead', () => {
  test('is marked failed, and should it live after all, lands nothing', async () => {
    const input = new PassThrough();
    let begin = (): void => undefined;
    const begun = new Promise<void>((resolve) => (begin = resolve));
    const importId = randomUUID();
    const running = runImport(db, { importId, input, mapping: usaidScms, fileName: 'slow.csv', dryRun: false, startedBy: 'test', now: () => at, onProgress: () => begin() });
    input.write(file(...Array.from({ length: 1000 }, (_, number) => delivery({ id: String(number) }))));
    await begun;
    expect(await failAbandonedImports(db, { olderThan: at, at })).toBe(0);
    expect(await failAbandonedImports(db, { olderThan: new Date(at.getTime() + 60_000), at })).toBe(1);
    input.end();
    await expect(running).rejects.toThrow('taken for dead');
    expect(await getImport(db, importId)).toMatchObject({ status: 'failed', error: expect.stringContaining('Steward stopped') });
    expect(await nothingLanded()).toEqual(nothing);
  });
});
