import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { Exact } from '#domain/indicators/exact.js';
import { type DeliveryLine, measureLines } from '#domain/indicators/measure-lines.js';
import { noMeasures } from '#domain/indicators/measures.js';
import { samplePolicy } from '#domain/policy/default-policy.js';
import { minimumSampleOf } from '#domain/policy/policy.js';
import { openDatabase, type Database } from '#persistence/database.js';
import type { Prisma } from '#persistence/generated/client.js';
import { seedPolicies } from '#persistence/policies/policies.js';
import { supplierIndicators } from '#persistence/measures/supplier-indicators.js';
import { measureSuppliers } from '#persistence/measures/measure.js';
import { createTestDatabase } from '#test/postgres.js';

const SUPPLIERS = 300;
/** Fixed, so that a failure can be looked at again. */
const SEED = 20_100_610;
const early = new Date('2010-10-01T00:00:00Z');
const cutOff = new Date('2011-01-15T12:00:00Z');
const late = new Date('2011-02-01T00:00:00Z');

const day = (date: string): Date => new Date(`${date}T00:00:00Z`);
const dayOf = (month: number, days: number): string =>
  new Date(Date.UTC(2010, month, 1 + days)).toISOString().slice(0, 10);
const date = fc.tuple(fc.integer({ min: -1, max: 13 }), fc.integer({ min: 0, max: 30 })).map(([month, days]) => dayOf(month, days));
const near = (from: string) => fc.integer({ min: -20, max: 40 }).map((days) => new Date(day(from).getTime() + days * 86_400_000).toISOString().slice(0, 10));
/** When a version of a fact arrived and when another took its place. */
const known = fc.constantFrom(
  { arrivedAt: early, supersededAt: null },
  { arrivedAt: early, supersededAt: null },
  { arrivedAt: cutOff, supersededAt: null },
  { arrivedAt: early, supersededAt: cutOff },
  { arrivedAt: early, supersededAt: late },
  { arrivedAt: late, supersededAt: null },
);
const quantity = fc.integer({ min: 0, max: 80_000 }).map((each) => (each / 10_000).toFixed(4));

const line = date.chain((promised) =>
  fc.record({
    source: fc.constantFrom('erp', 'depot'),
    ordered: fc.integer({ min: 1, max: 120_000 }).map((each) => (each / 10_000).toFixed(4)),
    orderDate: fc.option(near(promised).map((each) => new Date(day(each).getTime() - 20 * 86_400_000).toISOString().slice(0, 10)), { freq: 6 }),
    promised: fc.constant(promised),
    cancelled: fc.oneof(
      { weight: 2, arbitrary: fc.constant(null) },
      { weight: 1, arbitrary: fc.record({ by: fc.constantFrom('buyer' as const, 'supplier' as const), on: near(promised), quantity: fc.option(quantity, { freq: 3 }) }) },
    ),
    known,
    receipts: fc.array(fc.record({ quantity, on: near(promised), known }), { maxLength: 4 }),
  }),
);
type Drawn = typeof line extends fc.Arbitrary<infer Each> ? Each : never;

const drawn: { id: string; lines: Drawn[] }[] = fc
  .sample(fc.array(line, { maxLength: 14 }), { seed: SEED, numRuns: SUPPLIERS })
  .map((lines) => ({ id: randomUUID(), lines }));

let test: Awaited<ReturnType<typeof createTestDatabase>>;
let db: Database;

beforeAll(async () => {
  test = await createTestDatabase();
  db = openDatabase({ url: test.url, role: 'staff', applicationName: 'measures spec' });
  await seedPolicies(db, { sample: true, at: early });
  await db.prisma.supplier.createMany({ data: drawn.map(({ id }) => supplierRow(id)) });
  await db.prisma.orderLine.createMany({ data: drawn.flatMap(({ id, lines }) => lines.map((each, index) => lineRow(id, each, index))) });
  await db.prisma.receipt.createMany({ data: drawn.flatMap(({ id, lines }) => lines.flatMap((each, index) => receiptRows(id, each, index))) });
});
afterAll(async () => {
  await db.close();
  await test.drop();
});

const windows = [
  { from: '2010-01-01', to: '2010-12-31', asOf: '2011-01-15', cutOffAt: cutOff, toleranceDays: 0 },
  { from: '2010-01-01', to: '2010-12-31', asOf: '2010-09-15', cutOffAt: cutOff, toleranceDays: 0 },
  { from: '2010-03-05', to: '2010-11-20', asOf: '2010-11-10', cutOffAt: late, toleranceDays: 3 },
  { from: '2009-01-01', to: '2012-12-31', asOf: '2012-12-31', cutOffAt: early, toleranceDays: 1 },
  { from: '2010-06-10', to: '2010-06-10', asOf: '2010-06-12', cutOffAt: late, toleranceDays: 0 },
];

it.each(windows)('SQL measures $from to $to as of $asOf as the plain reference does', async (window) => {
  const measured = await measureSuppliers(db, { ...window, supplierIds: drawn.map(({ id }) => id), groups: ['deliveries', 'inFull'] });
  expect(measured.size).toBe(SUPPLIERS);
  for (const supplier of drawn)
    expect([supplier.id, comparable(measured.get(supplier.id))]).toEqual([supplier.id, comparable(reference(supplier.lines, window))]);
});

it('the drawn deliveries hold every case: late, in part, cancelled, not known, not due', () => {
  const lines = drawn.flatMap((each) => each.lines);
  const whole = measureLines(linesKnown(lines, cutOff), { from: '2010-01-01', to: '2010-12-31', asOf: '2011-01-15', tolerance: 0 });
  expect(whole.linesDue).toBeGreaterThan(500);
  expect(whole.linesOnTime).toBeGreaterThan(50);
  expect(whole.linesArrived).toBeGreaterThan(whole.linesOnTime);
  expect(whole.leadTimeLines).toBeLessThan(whole.linesArrived);
  expect(lines.filter((each) => each.cancelled).length).toBeGreaterThan(200);
});

it('asks only for the suppliers named, and answers zeros for one without facts', async () => {
  const stranger = randomUUID();
  const measured = await measureSuppliers(db, { ...windows[0]!, supplierIds: [stranger] });
  expect([...measured]).toEqual([[stranger, noMeasures]]);
});

it("a supplier's indicators have the period and each of its months, as the reference has them", async () => {
  const supplier = drawn.toSorted((a, b) => b.lines.length - a.lines.length)[0]!;
  const items = await supplierIndicators(db, { supplierId: supplier.id, from: '2010-01-01', to: '2010-12-31', by: 'month', asOf: '2011-01-15', cutOffAt: cutOff });
  const [otd] = items;
  const year = reference(supplier.lines, windows[0]!);
  expect(otd).toMatchObject({ indicator: 'onTimeDelivery', unit: 'percent', numerator: year.linesOnTime, denominator: year.linesDue });
  expect(otd?.series?.map((each) => each.month)).toEqual(Array.from({ length: 12 }, (_, month) => dayOf(month, 0).slice(0, 7)));
  for (const each of otd?.series ?? []) {
    const month = reference(supplier.lines, { ...windows[0]!, from: `${each.month}-01`, to: `${each.month}-31` });
    const enough = month.linesDue >= minimumSampleOf(samplePolicy, 'onTimeDelivery');
    expect(each).toMatchObject({
      value: month.linesDue > 0 ? (month.linesOnTime / month.linesDue) * 100 : null,
      sample: month.linesDue,
      status: enough ? 'ok' : 'insufficientData',
    });
  }
});

function reference(lines: readonly Drawn[], { cutOffAt, toleranceDays, ...window }: (typeof windows)[number]) {
  return measureLines(linesKnown(lines, cutOffAt), { ...window, tolerance: toleranceDays });
}

function linesKnown(lines: readonly Drawn[], at: Date): DeliveryLine[] {
  const isKnown = (fact: { known: { arrivedAt: Date; supersededAt: Date | null } }): boolean =>
    fact.known.arrivedAt <= at && (fact.known.supersededAt === null || fact.known.supersededAt > at);
  return lines.filter(isKnown).map((each) => ({
    orderedQuantity: new Exact(each.ordered),
    orderDate: each.orderDate,
    promisedDate: each.promised,
    cancellation: each.cancelled && {
      by: each.cancelled.by,
      on: each.cancelled.on,
      quantity: each.cancelled.quantity === null ? null : new Exact(each.cancelled.quantity),
    },
    receipts: each.receipts.filter(isKnown).map(({ quantity: received, on }) => ({ quantity: new Exact(received), receivedOn: on })),
  }));
}

/** Decimals as text without trailing zeros: 1.50 and 1.5 are the same quantity. */
function comparable(measures: ReturnType<typeof measureLines> | undefined) {
  return measures && { ...measures, quantityDue: measures.quantityDue.toFixed(), quantityInTime: measures.quantityInTime.toFixed() };
}

function supplierRow(id: string): Prisma.SupplierCreateManyInput {
  return { id, code: id, name: id, timeZone: 'UTC', language: 'en', kind: 'product', status: 'active', segment: 'routine', version: 1, createdAt: early, updatedAt: early };
}

/** Sources use the same external ids as others do: a receipt belongs to the line of its own source. */
function lineRow(supplierId: string, each: Drawn, index: number): Prisma.OrderLineCreateManyInput {
  return {
    id: randomUUID(),
    supplierId,
    source: `${each.source}-${supplierId}`,
    externalId: `line ${index}`,
    version: 1,
    orderedQuantity: each.ordered,
    unit: 'piece',
    orderDate: each.orderDate && day(each.orderDate),
    originalPromisedDate: day(each.promised),
    promisedDate: day(each.promised),
    cancelledBy: each.cancelled?.by ?? null,
    cancelledOn: each.cancelled && day(each.cancelled.on),
    cancelledQuantity: each.cancelled?.quantity ?? null,
    contentHash: '-',
    ...each.known,
  };
}

function receiptRows(supplierId: string, each: Drawn, index: number): Prisma.ReceiptCreateManyInput[] {
  return each.receipts.map((receipt, part) => ({
    id: randomUUID(),
    supplierId,
    source: `${each.source}-${supplierId}`,
    externalId: `line ${index} part ${part}`,
    version: 1,
    lineExternalId: `line ${index}`,
    quantity: receipt.quantity,
    receivedOn: day(receipt.on),
    contentHash: '-',
    ...receipt.known,
  }));
}
