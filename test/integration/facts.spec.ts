import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { factKindNames, kindNamed, type FactKindName } from '#domain/facts/catalogue.js';
import { newSupplierBody } from '#domain/supplier/supplier.js';
import { openDatabase, type Database } from '#persistence/database.js';
import { landBatch, type BatchItem, type BatchResult } from '#persistence/facts/land-batch.js';
import { listImportRows } from '#persistence/imports/imports.js';
import { retryRows, RetryRefused } from '#persistence/imports/retry-rows.js';
import { createSupplier } from '#persistence/suppliers/suppliers.js';
import { createTestDatabase } from '#test/postgres.js';

const at = new Date('2026-03-02T08:00:00Z');
// A busy machine only makes this slow, not wrong.
jest.setTimeout(180_000);

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let db: Database;
/** Each test has a source and suppliers of its own. */
let source: string;
let acme: { id: string; code: string };
let fileId: string;

beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase({ url: database.url, role: 'staff', applicationName: 'facts tests' });
  const file = { sha256: 'a'.repeat(64), name: 'photo.jpg', mediaType: 'image/jpeg', size: 10, status: 'clean', uploadedBy: 'test', uploadedAt: at };
  ({ id: fileId } = await db.prisma.file.create({ data: { id: randomUUID(), ...file } }));
});
afterAll(async () => {
  await db.close();
  await database.drop();
});
beforeEach(async () => {
  source = randomUUID();
  acme = await supplier();
});

async function supplier(): Promise<{ id: string; code: string }> {
  const code = `V-${randomUUID()}`;
  return createSupplier(db, { id: randomUUID(), supplier: newSupplierBody.parse({ code, name: 'Acme', country: 'IN' }), ownerId: null, at });
}

const send = (kind: FactKindName, facts: readonly unknown[], options: { dryRun?: boolean; at?: Date } = {}): Promise<BatchResult> =>
  landBatch(db, { importId: randomUUID(), source, kind, facts, dryRun: options.dryRun ?? false, startedBy: 'test', at: options.at ?? at });

const line = (given: object = {}) => ({
  supplierCode: acme.code,
  externalId: 'L1',
  item: 'Gloves',
  orderedQuantity: 10,
  unit: 'box',
  unitPrice: '2.50',
  currency: 'EUR',
  orderDate: '2026-01-05',
  originalPromisedDate: '2026-02-01',
  ...given,
});
const receipt = (given: object = {}) => ({ supplierCode: acme.code, externalId: 'R1', lineExternalId: 'L1', quantity: 10, receivedOn: '2026-02-01', ...given });
const inspection = (given: object = {}) => ({ supplierCode: acme.code, externalId: 'I1', lineExternalId: 'L1', inspectedOn: '2026-02-02', inspectedQuantity: 10, ...given });

const rulesOf = ({ items }: BatchResult) => items.map(({ status, problems, warnings }: BatchItem) => [status, ...[...problems, ...warnings].map(({ column, rule }) => `${column}: ${rule}`)]);

async function current<Row extends object>(table: string, columns: string): Promise<Row[]> {
  return (await db.pool.query<Row>(`SELECT ${columns} FROM ${table} WHERE source = $1 AND superseded_at IS NULL ORDER BY external_id`, [source])).rows;
}

describe('a fact of every kind', () => {
  const examples: Record<FactKindName, () => object> = {
    items: () => ({ externalId: '1', name: 'Gloves', category: 'PPE', unit: 'box' }),
    orderLines: () => line(),
    receipts: () => receipt(),
    receiptReversals: () => ({ supplierCode: acme.code, externalId: 'V1', receiptExternalId: 'R1', quantity: '2.5', reversedOn: '2026-02-03' }),
    shipments: () => ({ supplierCode: acme.code, externalId: 'S1', lineExternalId: 'L1', quantity: 4, shippedOn: '2026-01-20', batch: 'B7' }),
    trackingEvents: () => ({ supplierCode: acme.code, externalId: 'T1', shipmentExternalId: 'S1', kind: 'arrived', occurredOn: '2026-01-30' }),
    inspections: () => inspection({ rejectedQuantity: 1, concessionQuantity: 2, disposition: 'return' }),
    invoices: () => ({ supplierCode: acme.code, externalId: 'N1', invoicedOn: '2026-02-03', amount: 25, currency: 'EUR', accurate: true }),
    payments: () => ({ supplierCode: acme.code, externalId: 'P1', invoiceExternalId: 'N1', paidOn: '2026-03-01', amount: '25.00' }),
    complaints: () => ({ supplierCode: acme.code, externalId: 'C1', openedOn: '2026-02-05', kind: 'complaint', severity: 'major' }),
    stoppages: () => ({ supplierCode: acme.code, externalId: 'H1', occurredOn: '2026-02-06', hours: 1.5, reason: 'no gloves' }),
    surveyAnswers: () => ({ supplierCode: acme.code, externalId: 'A1', survey: 'nps', answeredOn: '2026-02-07', score: 9 }),
    progressReports: () => ({ supplierCode: acme.code, externalId: 'G1', reportedOn: '2026-01-15', kind: 'progress', text: 'half done', fileIds: [fileId] }),
    certificates: () => ({ supplierCode: acme.code, externalId: 'Z1', kind: 'ISO 9001', number: '77', validFrom: '2025-01-01', validTo: '2027-12-31', mandatory: true }),
    contracts: () => ({ supplierCode: acme.code, externalId: 'K1', number: 'K-1', validFrom: '2025-01-01', noticeDays: 90, kpiTargets: { otd: 95 } }),
  };

  test.each(factKindNames)('%s lands, comes again unchanged, and is a new version when it changed', async (kind) => {
    const fact = examples[kind]();
    expect(await send(kind, [fact])).toMatchObject({ rowsRead: 1, landed: 1, items: [{ index: 0, status: 'landed', problems: [] }] });
    expect(await send(kind, [fact])).toMatchObject({ unchanged: 1, items: [{ status: 'unchanged' }] });
    const [text] = Object.entries(kindNamed(kind).columns).filter(([name, { type }]) => type.is === 'date' && !name.endsWith('To') && !name.startsWith('expected')).map(([name]) => name);
    const changed = { ...fact, ...(text ? { [text]: '2026-01-31' } : { name: 'Mittens' }) };
    expect(await send(kind, [changed])).toMatchObject({ updated: 1, items: [{ status: 'updated' }] });
    expect(await current(kindNamed(kind).table, 'version, import_id IS NOT NULL AS imported')).toEqual([{ version: 2, imported: true }]);
  });
});

describe('an order line', () => {
  const promised = async (given: object) => {
    await send('orderLines', [line(given)]);
    return (await current<{ promised: string }>('order_lines', 'promised_date::text AS promised'))[0]?.promised;
  };

  test('keeps its first promised date when the supplier asks for another, and takes the new one when the buyer does', async () => {
    expect(await promised({ currentPromisedDate: '2026-02-20', promiseChangedBy: 'supplier' })).toBe('2026-02-01');
    expect(await promised({ currentPromisedDate: '2026-02-20', promiseChangedBy: 'buyer' })).toBe('2026-02-20');
  });

  test('says who cancelled how much and when, or waits', async () => {
    const cancelled = { cancelledBy: 'buyer', cancelledOn: '2026-01-20', cancelledQuantity: 4 };
    expect(rulesOf(await send('orderLines', [line(cancelled)], { dryRun: true }))).toEqual([['landed']]);
    for (const wrong of [{ cancelledOn: null }, { cancelledBy: null }]) {
      expect(rulesOf(await send('orderLines', [line({ ...cancelled, ...wrong })]))[0]?.[1]).toMatch(/incompleteCancellation$/);
    }
    expect(rulesOf(await send('orderLines', [line({ ...cancelled, cancelledQuantity: 11 })]))).toEqual([['quarantined', 'cancelledQuantity: impossibleQuantity']]);
  });

  test('in another unit than the other lines of its item is kept out', async () => {
    await send('orderLines', [line(), line({ externalId: 'L2' })]);
    expect(rulesOf(await send('orderLines', [line({ externalId: 'L3', unit: 'kg' })]))).toEqual([['quarantined', 'unit: unitMismatch']]);
    expect(rulesOf(await send('orderLines', [line({ externalId: 'L4', currency: 'USD' })]))).toEqual([['quarantined', 'currency: currencyMismatch']]);
    expect(rulesOf(await send('orderLines', [line({ externalId: 'L5', item: 'Nails', unit: 'kg', currency: 'USD' })]))).toEqual([['landed']]);
  });

  test('in another unit than the item itself is kept out, however many say so', async () => {
    await send('items', [{ externalId: 'Gloves', name: 'Gloves', unit: 'pair' }]);
    expect(rulesOf(await send('orderLines', [line(), line({ externalId: 'L2', originalPromisedDate: '2026-03-01' })]))).toEqual([
      ['quarantined', 'unit: unitMismatch'],
      ['quarantined', 'unit: unitMismatch'],
    ]);
  });

  test('with a price ten times the usual is landed with a warning, one of twice the usual without', async () => {
    const usual = Array.from({ length: 12 }, (_, place) => line({ externalId: `U${place}`, unitPrice: 2.4 + place / 50 }));
    await send('orderLines', usual);
    expect(rulesOf(await send('orderLines', [line({ externalId: 'far', unitPrice: 25.2 }), line({ externalId: 'near', unitPrice: 5 })]))).toEqual([
      ['landed', 'unitPrice: farOutlier'],
      ['landed'],
    ]);
  });

  test('like a stored one under another id is landed with a warning', async () => {
    await send('orderLines', [line({ orderNumber: 'PO-1' })]);
    expect(rulesOf(await send('orderLines', [line({ orderNumber: 'PO-1', externalId: 'L1-again' })]))).toEqual([['landed', 'externalId: nearDuplicate']]);
    expect(rulesOf(await send('orderLines', [line({ orderNumber: 'PO-1', externalId: 'L1-again' })]))).toEqual([['unchanged']]);
  });
});

describe('a receipt', () => {
  test('may come in parts, before its line, and name no supplier once the line is there', async () => {
    expect(await send('receipts', [receipt({ externalId: 'R1', quantity: 6 })])).toMatchObject({ landed: 1 });
    expect(await send('orderLines', [line()])).toMatchObject({ landed: 1 });
    expect(await send('receipts', [receipt({ externalId: 'R2', quantity: 4, supplierCode: null })])).toMatchObject({ landed: 1 });
    expect(await current('receipts', 'supplier_id, trim_scale(quantity)::text AS quantity')).toEqual([
      { supplier_id: acme.id, quantity: '6' },
      { supplier_id: acme.id, quantity: '4' },
    ]);
  });

  test('without supplier and without a known line waits for a person', async () => {
    expect(rulesOf(await send('receipts', [receipt({ supplierCode: null })]))).toEqual([['quarantined', 'lineExternalId: missingSupplier']]);
  });

  test('in another unit than its line is kept out, one before the order is a warning', async () => {
    await send('orderLines', [line()]);
    expect(rulesOf(await send('receipts', [receipt({ unit: 'kg' }), receipt({ externalId: 'R2', unit: 'box', receivedOn: '2025-12-31' })]))).toEqual([
      ['quarantined', 'unit: unitMismatch'],
      ['landed', 'receivedOn: receiptBeforeOrder'],
    ]);
  });
});

test('what contradicts itself is kept out with the reason', async () => {
  await send('orderLines', [line()]);
  await send('receipts', [receipt()]);
  const wrong = [
    inspection({ externalId: 'I1', rejectedQuantity: 6, concessionQuantity: 5 }),
    inspection({ externalId: 'I2', inspectedQuantity: 11, rejectedQuantity: 11 }),
    inspection({ externalId: 'I3', inspectedQuantity: 11 }),
    inspection({ externalId: 'I4', inspectedQuantity: -1 }),
    inspection({ externalId: 'I5', inspectedQuantity: '' }),
    inspection({ externalId: 'I6', inspectedOn: '2026-02-30' }),
    inspection({ externalId: 'I7', colour: 'red' }),
    inspection({ externalId: '' }),
    inspection({ externalId: 'I9', supplierCode: 'nobody' }),
    'rubbish',
  ];
  expect(rulesOf(await send('inspections', wrong))).toEqual([
    ['quarantined', 'rejectedQuantity: rejectedOverInspected'],
    ['quarantined', 'rejectedQuantity: rejectedOverReceived'],
    ['quarantined', 'inspectedQuantity: inspectedOverReceived'],
    ['quarantined', 'inspectedQuantity: negativeQuantity'],
    ['quarantined', 'inspectedQuantity: missingQuantity'],
    ['quarantined', 'inspectedOn: impossibleDate'],
    ['quarantined', 'colour: unknownField'],
    ['quarantined', 'externalId: missingExternalId'],
    ['quarantined', 'supplierCode: unknownSupplier'],
    ['quarantined', 'null: unknownField'],
  ]);
  expect(await current('inspections', 'id')).toEqual([]);
});

describe('a supplier', () => {
  const both = (one: { code: string }, other: { code: string }) => new RegExp(`${one.code}.*${other.code}`);

  test('that a new version of a fact changes is a warning with both codes', async () => {
    const other = await supplier();
    await send('orderLines', [line(), line({ externalId: 'L2' })]);
    const moved = await send('orderLines', [line({ supplierCode: other.code }), line({ externalId: 'L2', orderedQuantity: 11 })]);
    expect(rulesOf(moved)).toEqual([['updated', 'supplierCode: supplierChanged'], ['updated']]);
    expect(moved.items[0]?.warnings[0]).toMatchObject({ value: other.code, hint: expect.stringMatching(both(acme, other)) });
    expect(rulesOf(await send('orderLines', [line({ supplierCode: other.code })]))).toEqual([['unchanged']]);
  });

  test('takes over what belongs to a line that moves to it, with its content as it was; what was of a third one stays there', async () => {
    const [taker, third] = [await supplier(), await supplier()];
    const reversal = { externalId: 'V1', receiptExternalId: 'R1', quantity: 1, reversedOn: '2026-02-03' };
    const kept = [receipt(), receipt({ externalId: 'R2', supplierCode: third.code }), receipt({ externalId: 'R3', lineExternalId: 'L2' })];
    await send('orderLines', [line(), line({ externalId: 'L2' })]);
    await send('receipts', kept);
    await send('receiptReversals', [reversal]);
    await send('inspections', [inspection({ supplierCode: null })]);
    await send('invoices', [{ supplierCode: acme.code, externalId: 'N1', lineExternalId: 'L1', invoicedOn: '2026-02-03', amount: 25 }]);
    await send('payments', [{ externalId: 'P1', invoiceExternalId: 'N1', paidOn: '2026-03-01', amount: 25 }]);
    const ownersOf = (table: string) => current(table, 'external_id AS id, supplier_id AS of, version');
    const moved = line({ supplierCode: taker.code });

    await send('orderLines', [moved], { dryRun: true });
    expect(await ownersOf('inspections')).toEqual([{ id: 'I1', of: acme.id, version: 1 }]);
    const { id, items } = await send('orderLines', [moved], { at: new Date('2026-03-02T09:00:00Z') });
    expect(items[0]?.warnings[0]?.hint).toContain('with what belongs to it');
    expect(await ownersOf('receipts')).toEqual([{ id: 'R1', of: taker.id, version: 2 }, { id: 'R2', of: third.id, version: 1 }, { id: 'R3', of: acme.id, version: 1 }]);
    for (const [table, of] of [['receipt_reversals', 'V1'], ['inspections', 'I1'], ['invoices', 'N1'], ['payments', 'P1']] as const)
      expect(await ownersOf(table)).toEqual([{ id: of, of: taker.id, version: 2 }]);
    const versions = await db.pool.query(
      `SELECT supplier_id AS of, trim_scale(quantity)::text AS quantity, received_on::text AS day, arrived_at AS arrived, superseded_at AS gone, import_id = $2 AS brought FROM receipts WHERE source = $1 AND external_id = 'R1' ORDER BY version`,
      [source, id],
    );
    const same = { quantity: '10', day: '2026-02-01' };
    const moment = new Date('2026-03-02T09:00:00Z');
    expect(versions.rows).toEqual([{ ...same, of: acme.id, arrived: at, gone: moment, brought: false }, { ...same, of: taker.id, arrived: moment, gone: null, brought: true }]);

    expect(rulesOf(await send('receipts', kept))).toEqual([['unchanged'], ['unchanged', 'supplierCode: otherSupplierThanLine'], ['unchanged']]);
    expect(rulesOf(await send('receiptReversals', [reversal]))).toEqual([['unchanged']]);
    await send('orderLines', [line()], { at: new Date('2026-03-02T10:00:00Z') });
    expect(await ownersOf('payments')).toEqual([{ id: 'P1', of: acme.id, version: 3 }]);
  });

  test('other than that of the line a receipt or an inspection is for is a warning, once the line is known', async () => {
    const other = await supplier();
    const strange = receipt({ supplierCode: other.code });
    expect(rulesOf(await send('receipts', [strange]))).toEqual([['landed']]);
    await send('orderLines', [line()]);
    const told = await send('receipts', [strange, receipt({ externalId: 'R2' })]);
    expect(rulesOf(told)).toEqual([['unchanged', 'supplierCode: otherSupplierThanLine'], ['landed']]);
    expect(told.items[0]?.warnings[0]?.hint).toMatch(both(acme, other));
    expect(rulesOf(await send('inspections', [inspection({ supplierCode: other.code })]))).toEqual([['landed', 'supplierCode: otherSupplierThanLine']]);
  });
});

test('more taken back than arrived, and more paid than invoiced, is a warning; what came before counts too', async () => {
  const reversal = (externalId: string, quantity: number) => ({ supplierCode: acme.code, externalId, receiptExternalId: 'R1', quantity, reversedOn: '2026-02-03' });
  const payment = (externalId: string, amount: number) => ({ supplierCode: acme.code, externalId, invoiceExternalId: 'N1', paidOn: '2026-03-01', amount });
  await send('receipts', [receipt()]);
  await send('invoices', [{ supplierCode: acme.code, externalId: 'N1', invoicedOn: '2026-02-03', amount: 25 }]);
  expect(rulesOf(await send('receiptReversals', [reversal('V1', 4), reversal('V2', 6)]))).toEqual([['landed'], ['landed']]);
  expect(rulesOf(await send('receiptReversals', [reversal('V1', 4), reversal('V3', 1)]))).toEqual([['unchanged'], ['landed', 'quantity: reversedOverReceived']]);
  expect(rulesOf(await send('payments', [payment('P1', 25)]))).toEqual([['landed']]);
  expect(rulesOf(await send('payments', [payment('P1', 24)]))).toEqual([['updated']]);
  expect(rulesOf(await send('payments', [payment('P2', 2)]))).toEqual([['landed', 'amount: paidOverInvoiced']]);
});

test('an answer outside the scale of its survey is kept out, that to a survey nobody reads is a warning', async () => {
  const answers = [['nps', 10], ['nps', 11], ['nps', 7.5], ['afterSales', 99.5], ['afterSales', 100.1], ['NPS', 9], ['aftersales', 9], ['canteen', 500]] as const;
  const told = await send('surveyAnswers', answers.map(([survey, score], place) => ({ supplierCode: acme.code, externalId: `A${place}`, survey, answeredOn: '2026-02-07', score })));
  expect(rulesOf(told)).toEqual([
    ['landed'],
    ['quarantined', 'score: outsideScale'],
    ['quarantined', 'score: outsideScale'],
    ['landed'],
    ['quarantined', 'score: outsideScale'],
    ['quarantined', 'survey: impossibleValue'],
    ['quarantined', 'survey: impossibleValue'],
    ['landed', 'survey: unknownSurvey'],
  ]);
  expect(told.items[1]?.problems[0]?.hint).toContain('from 0 to 10');
  expect(told.items[6]?.problems[0]?.hint).toContain('afterSales');
});

test('what has happened is dated a day after it arrives here at most, what is promised may lie ahead', async () => {
  const [tomorrow, later] = ['2026-03-03', '2026-03-04'];
  const receipts = await send('receipts', [receipt({ receivedOn: tomorrow }), receipt({ externalId: 'R2', receivedOn: later })]);
  expect(rulesOf(receipts)).toEqual([['landed'], ['quarantined', 'receivedOn: impossibleReceiptDate']]);
  expect(receipts.items[1]?.problems[0]?.hint).toContain(tomorrow);
  expect(rulesOf(await send('stoppages', [{ supplierCode: acme.code, externalId: 'H1', occurredOn: later, hours: 1 }]))).toEqual([['quarantined', 'occurredOn: impossibleDate']]);
  expect(rulesOf(await send('orderLines', [line({ originalPromisedDate: '2027-01-01' })]))).toEqual([['landed']]);
});

test('a report that names a file nobody uploaded is kept out', async () => {
  const strange = randomUUID();
  const report = (externalId: string, fileIds: string[]) => ({ supplierCode: acme.code, externalId, reportedOn: '2026-01-15', kind: 'photos', fileIds });
  const told = await send('progressReports', [report('G1', [fileId]), report('G2', [fileId, strange]), report('G3', [])]);
  expect(rulesOf(told)).toEqual([['landed'], ['quarantined', 'fileIds: unknownFile'], ['landed']]);
  expect(told.items[1]?.problems[0]?.value).toBe(strange);
});

test('one id with two contents in a batch is kept out, unless the source says which is newer', async () => {
  const two = [receipt({ quantity: 6 }), receipt({ quantity: 7 })];
  expect(rulesOf(await send('receipts', two))).toEqual([
    ['quarantined', 'externalId: duplicateKey'],
    ['quarantined', 'externalId: duplicateKey'],
  ]);
  const [older, newer] = [{ ...two[0], recordedAt: '2026-02-01T08:00:00Z' }, { ...two[1], recordedAt: '2026-02-02T08:00:00+03:00' }];
  expect(await send('receipts', [newer, older])).toMatchObject({ landed: 1, unchanged: 1 });
  expect(await send('receipts', [older])).toMatchObject({ unchanged: 1 });
  expect(await current('receipts', 'trim_scale(quantity)::text AS quantity')).toEqual([{ quantity: '7' }]);
});

test('facts of a supplier that was merged into another are those of the one that is left', async () => {
  const gone = await supplier();
  await db.prisma.supplier.update({ where: { id: gone.id }, data: { mergedIntoId: acme.id } });
  await send('stoppages', [{ supplierCode: gone.code, externalId: 'H1', occurredOn: '2026-02-06', hours: 2 }]);
  expect(await current('stoppages', 'supplier_id')).toEqual([{ supplier_id: acme.id }]);
});

test('a dry run says the same and changes nothing', async () => {
  expect(await send('orderLines', [line(), line({ externalId: 'L2', orderedQuantity: 0 })], { dryRun: true })).toMatchObject({ landed: 1, quarantined: 1 });
  expect(await current('order_lines', 'id')).toEqual([]);
});

describe('when a period was judged already', () => {
  const evaluationId = randomUUID();

  beforeEach(async () => {
    await db.pool.query(`INSERT INTO policies (version, name, status, document, created_by, created_at) VALUES (1, 'any', 'published', '{}', 'test', $1) ON CONFLICT DO NOTHING`, [at]);
    await db.pool.query(
      `INSERT INTO evaluations (id, period_start, period_end, official, status, policy_version, total, scored, requested_by, cut_off_at, created_at)
       VALUES ($1, '2026-02-01', '2026-02-28', true, 'running', 1, 0, 0, 'test', $2, $2) ON CONFLICT DO NOTHING`,
      [evaluationId, at],
    );
  });

  /** What was noted for the supplier: from the first to the last day that changed, import by import. */
  const noted = async () =>
    (
      await db.pool.query<{ days: string }>(
        `SELECT first_date || ' ' || last_date AS days FROM restatement_scopes s JOIN restatements r ON r.id = s.restatement_id WHERE supplier_id = $1 ORDER BY r.requested_at`,
        [acme.id],
      )
    ).rows.map(({ days }) => days);

  test('facts of its days are noted, a receipt on the promised date of its line too, others not', async () => {
    const later = (minutes: number) => ({ at: new Date(Date.parse('2026-04-10T08:00:00Z') + minutes * 60_000) });
    await send('orderLines', [line({ originalPromisedDate: '2026-02-10' }), line({ externalId: 'L2', originalPromisedDate: '2026-03-10' })], later(1));
    await send('receipts', [receipt({ receivedOn: '2026-03-20' }), receipt({ externalId: 'R2', lineExternalId: 'L2', receivedOn: '2026-03-21' })], later(2));
    await send('receipts', [receipt({ receivedOn: '2026-03-20' })], later(3));
    await send('receiptReversals', [{ supplierCode: acme.code, externalId: 'V1', receiptExternalId: 'R1', quantity: 1, reversedOn: '2026-03-22' }], later(4));
    await send('orderLines', [line({ originalPromisedDate: '2026-04-01' })], later(5));
    await send('stoppages', [{ supplierCode: acme.code, externalId: 'H1', occurredOn: '2026-02-28', hours: 1 }], later(6));
    await send('stoppages', [{ supplierCode: acme.code, externalId: 'H2', occurredOn: '2026-02-27', hours: 1 }], { ...later(7), dryRun: true });
    expect(await noted()).toEqual(['2026-02-10 2026-02-10', '2026-02-10 2026-02-10', '2026-02-10 2026-02-10', '2026-02-10 2026-02-10', '2026-02-28 2026-02-28']);
  });
});

describe('a quarantined fact', () => {
  const correct = (ofImportId: string, cells: Record<string, string>, line = 2) =>
    retryRows(db, { importId: randomUUID(), ofImportId, rows: [{ line, cells }], startedBy: 'test', now: () => at });

  test('lands when corrected, under its own line, and is settled then', async () => {
    const { id } = await send('orderLines', [line(), line({ externalId: 'L2', orderedQuantity: -3 })]);
    expect(await correct(id, { orderedQuantity: 'three' })).toMatchObject({ quarantined: 1, landed: 0 });
    expect((await listImportRows(db, id, { status: 'quarantined', limit: 9 })).items).toMatchObject([{ line: 2, rule: 'negativeQuantity' }]);
    expect(await correct(id, { orderedQuantity: '3' })).toMatchObject({ status: 'completed', rowsRead: 1, landed: 1 });
    expect((await listImportRows(db, id, { limit: 9 })).items).toMatchObject([{ line: 2, status: 'settled' }]);
    expect(await current('order_lines', 'external_id, trim_scale(ordered_quantity)::text AS quantity')).toEqual([
      { external_id: 'L1', quantity: '10' },
      { external_id: 'L2', quantity: '3' },
    ]);
    await expect(correct(id, { orderedQuantity: '4' })).rejects.toThrow(RetryRefused);
  });

  test('is landed by one of several who correct it at once; the others are refused as they would be afterwards', async () => {
    const { id } = await send('orderLines', [line(), line({ externalId: 'L2', orderedQuantity: -3 })]);
    const tried = await Promise.allSettled(['3', '4', '5'].map((orderedQuantity) => correct(id, { orderedQuantity })));
    expect(tried.filter(({ status }) => status === 'fulfilled').length).toBe(1);
    const refused = tried.flatMap((one): unknown[] => (one.status === 'rejected' ? [one.reason] : []));
    expect(refused).toMatchObject([{ code: 'notQuarantined', lines: [2] }, { code: 'notQuarantined', lines: [2] }]);
    expect(await current('order_lines', 'version')).toEqual([{ version: 1 }, { version: 1 }]);
  });

  test('is not confused with rows that never waited, nor corrected in columns nobody reads', async () => {
    const { id } = await send('orderLines', [line(), line({ externalId: 'L2', orderedQuantity: -3 })]);
    await expect(correct(id, { orderedQuantity: '3' }, 1)).rejects.toMatchObject({ code: 'notQuarantined', lines: [1] });
    await expect(correct(id, { quantity: '3' })).rejects.toMatchObject({ code: 'unknownColumn', lines: [2] });
    await expect(correct(randomUUID(), { orderedQuantity: '3' })).rejects.toMatchObject({ code: 'unknownImport' });
  });
});
