import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { columnsOf } from '#domain/facts/mapping.js';
import { usaidScms } from '#domain/facts/mappings/usaid-scms.js';
import { openDatabase, type Database } from '#persistence/database.js';
import type { ImportRecord } from '#persistence/imports/imports.js';
import { runImport } from '#persistence/imports/run-import.js';
import { createTestDatabase } from '#test/postgres.js';
import { runs } from '#test/runs.js';

// A busy machine only makes this slow, not wrong.
jest.setTimeout(180_000);

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let db: Database;

beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase({ url: database.url, role: 'staff', applicationName: 'import properties' });
});
afterAll(async () => {
  await db.close();
  await database.drop();
});

const columns = columnsOf(usaidScms);

/** Few ids, suppliers and values, so that repetitions, conflicts, twins and changes are frequent; some cells are bad. */
const delivery = fc
  .record({
    ID: fc.constantFrom('1', '2', '3', '4', '5', ''),
    Vendor: fc.constantFrom('Acme', 'Birch', 'SCMS from RDC'),
    'PO / SO #': fc.constantFrom('PO-1', ''),
    'Item Description': fc.constantFrom('Gloves, small', '"Masks"'),
    'Line Item Quantity': fc.constantFrom('10', '10', '10', '12', '-1'),
    'Unit Price': fc.constantFrom('2', '0'),
    'Scheduled Delivery Date': fc.constantFrom('1-Jul-10', '1-Jul-10', '2-Jul-10', 'soon'),
    'Delivered to Client Date': fc.constantFrom('1-Jul-10', '3-Jul-10', ''),
  })
  .map((given): Record<string, string> => ({ 'Line Item Value': '20', 'PO Sent to Vendor Date': '1-Jun-10', 'Product Group': 'PPE', 'Sub Classification': '', ...given }));
const deliveries = fc.array(delivery, { maxLength: 12 });

/** What the source calls itself differs from run to run, so that the runs do not see each other's facts. */
function sourceOf(run: string) {
  return { ...usaidScms, source: run };
}

function importRows(source: string, rows: readonly Record<string, string>[]): Promise<ImportRecord> {
  // Suppliers of their own, so that a run has no twins in another.
  const vendor = (name = '') => (name === 'SCMS from RDC' ? name : `${name} ${source}`);
  const lines = [columns, ...rows.map((row) => columns.map((column) => (column === 'Vendor' ? vendor(row[column]) : (row[column] ?? ''))))];
  const text = lines.map((cells) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\n');
  const input = Readable.from([Buffer.from(text)]);
  return runImport(db, { importId: randomUUID(), input, mapping: sourceOf(source), fileName: 'any.csv', dryRun: false, startedBy: 'test', now: () => new Date('2026-12-30T00:00:00Z') });
}

async function currentFacts(source: string): Promise<unknown[]> {
  const { rows } = await db.pool.query<object>(
    `SELECT external_id, jsonb_build_array('line', ordered_quantity, promised_date, unit_price, order_number, item) AS content
       FROM order_lines WHERE source = $1 AND superseded_at IS NULL
     UNION ALL SELECT external_id, jsonb_build_array('receipt', line_external_id, quantity, received_on)
       FROM receipts WHERE source = $1 AND superseded_at IS NULL ORDER BY 1, 2`,
    [source],
  );
  return rows;
}

const some = runs(12, 100);

test('every row of any file is accounted for once', async () => {
  await fc.assert(
    fc.asyncProperty(deliveries, async (rows) => {
      const done = await importRows(randomUUID(), rows);
      expect(done.status).toBe('completed');
      expect(done.rowsRead).toBe(rows.length);
      expect(done.landed + done.updated + done.unchanged + done.quarantined + done.filtered).toBe(rows.length);
    }),
    some,
  );
});

test('the order of rows in a file does not matter', async () => {
  const shuffled = deliveries.chain((rows) => fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length })));
  await fc.assert(
    fc.asyncProperty(shuffled, async ([rows, otherwise]) => {
      const [one, other] = [randomUUID(), randomUUID()];
      const counts = (done: ImportRecord) => [done.landed, done.updated, done.unchanged, done.quarantined, done.filtered, done.warnings];
      expect(counts(await importRows(one, rows))).toEqual(counts(await importRows(other, otherwise)));
      expect(await currentFacts(one)).toEqual(await currentFacts(other));
    }),
    some,
  );
});

test('a file that comes again changes nothing, whatever was there before', async () => {
  await fc.assert(
    fc.asyncProperty(deliveries, deliveries, async (before, rows) => {
      const source = randomUUID();
      await importRows(source, before);
      await importRows(source, rows);
      const facts = await currentFacts(source);
      const again = await importRows(source, rows);
      expect([again.landed, again.updated]).toEqual([0, 0]);
      expect(await currentFacts(source)).toEqual(facts);
    }),
    some,
  );
});
