import { randomUUID } from 'node:crypto';
import { Exact } from '#domain/indicators/exact.js';
import { measureCatalogue, measureGroups, measureNames } from '#domain/indicators/measure-catalogue.js';
import { measureAnswers } from '#domain/indicators/measure-answers.js';
import { measureInvoices } from '#domain/indicators/measure-invoices.js';
import { type DeliveryLine, measureLines } from '#domain/indicators/measure-lines.js';
import { measurePurchases, type PurchaseLine } from '#domain/indicators/measure-purchases.js';
import { measureQuality } from '#domain/indicators/measure-quality.js';
import { measureRatings } from '#domain/indicators/measure-ratings.js';
import { measureRectifications } from '#domain/indicators/measure-rectifications.js';
import { measureSurveys } from '#domain/indicators/measure-surveys.js';
import { type Measures, measuresFrom } from '#domain/indicators/measures.js';
import { monthsOf } from '#domain/scoring/period.js';
import { openDatabase, type Database } from '#persistence/database.js';
import { Prisma } from '#persistence/generated/client.js';
import { measureMonthsBySupplier, type MeasureQuery, measureSuppliers } from '#persistence/measures/measure.js';
import { createTestDatabase } from '#test/postgres.js';
import { cutOff, drawSuppliers, early, isKnown, late, type Drawn } from './drawn-facts.js';
import { landDrawn } from './land-drawn.js';

/** Fixed, so that a failure can be looked at again. */
const SEED = 20_100_610;
const suppliers = drawSuppliers(40, SEED).map((facts) => ({ id: randomUUID(), facts }));

let test: Awaited<ReturnType<typeof createTestDatabase>>;
let db: Database;

beforeAll(async () => {
  test = await createTestDatabase();
  db = openDatabase({ url: test.url, role: 'staff', applicationName: 'measures spec' });
  await landDrawn(db, suppliers);
});
afterAll(async () => {
  await db.close();
  await test.drop();
});

type Window = Omit<MeasureQuery, 'supplierIds' | 'groups' | 'many'>;
const windows: readonly Window[] = [
  { from: '2010-01-01', to: '2010-12-31', asOf: '2011-01-15', cutOffAt: cutOff, toleranceDays: 0 },
  { from: '2010-01-01', to: '2010-12-31', asOf: '2010-07-10', cutOffAt: late, toleranceDays: 2 },
  { from: '2010-02-11', to: '2010-08-20', asOf: '2012-01-01', cutOffAt: early, toleranceDays: 0, overDeliveryPercent: 0, recurrenceDays: 30 },
  { from: '2009-01-01', to: '2011-12-31', asOf: '2011-12-31', cutOffAt: late, toleranceDays: 1 },
];

describe.each(windows)('from $from to $to, as of $asOf and known at $cutOffAt', (window) => {
  const ids = suppliers.map(({ id }) => id);

  it('PostgreSQL measures named suppliers as the plain reference does', async () => {
    const measured = await measureSuppliers(db, { ...window, supplierIds: ids });
    for (const { id } of suppliers) expect([id, written(measured.get(id))]).toEqual([id, written(reference(id, window))]);
  });

  it('all suppliers in whole passes, and those of a subquery, are measured alike', async () => {
    const named = await measureSuppliers(db, { ...window, supplierIds: ids });
    const all = await measureSuppliers(db, { ...window, supplierIds: 'all' });
    expect(textsOf(all)).toEqual(textsOf(named));
    const half: string[] = ids.toSorted().slice(0, 20);
    const some = await measureSuppliers(db, { ...window, supplierIds: { sql: Prisma.sql`SELECT id FROM suppliers WHERE id = ANY(${half}::uuid[])` } });
    expect(textsOf(some)).toEqual(textsOf(new Map([...named].filter(([id]) => half.includes(id)))));
  });

  it('each month is measured as the reference measures it alone, and prices add up to the period', async () => {
    const alone = measureGroups.filter((group) => !['prices', 'costs', 'transport'].includes(group));
    const found = new Map((await measureMonthsBySupplier(db, { ...window, supplierIds: ids })).map((each) => [`${each.supplierId} ${each.month}`, each.measures]));
    for (const { id } of suppliers.slice(0, 8)) {
      const months = monthsOf(window.from, window.to).map((month) => {
        const from = `${month}-01` < window.from ? window.from : `${month}-01`;
        const to = `${month}-31` > window.to ? window.to : `${month}-31`;
        const inMonth = found.get(`${id} ${month}`);
        expect([id, month, written(inMonth, alone)]).toEqual([id, month, written(reference(id, { ...window, from, to }), alone)]);
        return inMonth;
      });
      const whole = reference(id, window);
      for (const name of ['quantityAtBenchmark', 'costAtPricesBefore', 'purchaseCost'] as const) {
        const sum = months.reduce((total, month) => total.plus(month?.[name] ?? 0), new Exact(0));
        expect([id, name, sum.toFixed()]).toEqual([id, name, whole[name].toFixed()]);
      }
    }
  });

  it('what nobody asked for is not measured', async () => {
    const [id = ''] = ids;
    const measured = (await measureSuppliers(db, { ...window, supplierIds: [id], groups: ['inspections', 'surveys'] })).get(id);
    const asked = reference(id, window);
    expect(written(measured)).toEqual(
      written(measuresFrom((name) => (/^(lots|quantity(Inspected|Rejected|Conceded)|satisfaction|nps)/.test(name) ? asked[name] : 0))),
    );
  });
});

it('the drawn facts hold every case that a measure tells apart', () => {
  const each = suppliers.map(({ id }) => reference(id, windows[3]!));
  const sum = measuresFrom((name) => each.reduce((total, measures) => total.plus(measures[name]), new Exact(0)));
  for (const name of measureNames) expect([name, Number(sum[name]) === 0]).toEqual([name, false]);
  const less = (part: keyof Measures, whole: keyof Measures) => expect([part, Number(sum[part]) < Number(sum[whole])]).toEqual([part, true]);
  less('linesInFull', 'linesOnTime');
  less('lotsAccepted', 'lotsInspected');
  less('linesWithCostBefore', 'linesCompared');
  less('invoicesPaidInTime', 'invoicesDue');
  less('answersInTime', 'answersDue');
  less('rectificationsLasting', 'rectificationsJudged');
});

it('a supplier without facts is measured as zeros, and one that is not asked for not at all', async () => {
  const stranger = randomUUID();
  const measured = await measureSuppliers(db, { ...windows[0]!, supplierIds: [stranger] });
  expect([...measured.keys()]).toEqual([stranger]);
  expect(Object.values(written(measured.get(stranger))).every((value) => value === '0')).toBe(true);
});

it('the largest quantities and prices that can be stored stop nobody’s figures', async () => {
  const [large = '', small = ''] = [randomUUID(), randomUUID()];
  const one = { version: 1, source: 'erp', contentHash: '-', arrivedAt: early, item: 'overstated', unit: 'piece', originalPromisedDate: new Date('2010-05-03'), promisedDate: new Date('2010-05-03') };
  await db.prisma.supplier.createMany({
    data: [large, small].map((id) => ({ id, code: id, name: id, timeZone: 'UTC', language: 'en', kind: 'product', status: 'active', segment: 'routine', version: 1, createdAt: early, updatedAt: early })),
  });
  const lines = [
    { supplierId: large, orderedQuantity: '99999999999999.9999', unitPrice: '999999999999.999999' },
    { supplierId: small, orderedQuantity: '1', unitPrice: '0.000001' },
  ];
  await db.prisma.orderLine.createMany({ data: lines.map((line) => ({ ...one, ...line, id: randomUUID(), externalId: line.supplierId })) });
  const priced = lines.map(({ supplierId, orderedQuantity, unitPrice }) => ({
    ...{ supplierId, item: one.item, unit: one.unit, currency: null, transportCost: null, promisedDate: '2010-05-03', cancellation: null },
    orderedQuantity: new Exact(orderedQuantity),
    unitPrice: new Exact(unitPrice),
  }));
  const measured = await measureSuppliers(db, { ...windows[0]!, supplierIds: [large, small] });
  for (const id of [large, small]) {
    const { linesCompared, quantityAtBenchmark } = measurePurchases(id, priced, windows[0]!);
    expect([linesCompared, measured.get(id)?.linesCompared, measured.get(id)?.quantityAtBenchmark.toFixed()]).toEqual([1, 1, quantityAtBenchmark?.toFixed()]);
  }
});

it('what a supplier is asked counts once it is due, not before', async () => {
  const id = randomUUID();
  const asked = { id: randomUUID(), supplierId: id, step: 'opened', askedAt: new Date('2010-06-01T08:00:00Z'), dueAt: new Date('2010-06-02T21:59:00Z') };
  await db.prisma.supplierResponse.create({ data: { ...asked, caseId: randomUUID() } });
  const dueAt = async (instant: string) => {
    const cutOffAt = new Date(instant);
    const window = { from: '2010-06-01', to: '2010-06-30', asOf: '2010-06-02', cutOffAt, toleranceDays: 0 };
    const measured = (await measureSuppliers(db, { ...window, supplierIds: [id] })).get(id);
    expect(measured).toMatchObject(measureAnswers([{ ...asked, answeredAt: null }], [], window, cutOffAt));
    return measured?.answersDue;
  };
  expect([await dueAt('2010-06-02T09:00:00Z'), await dueAt('2010-06-02T22:00:00Z')]).toEqual([0, 1]);
});

function reference(id: string, window: Window): Measures {
  const { asOf, cutOffAt, toleranceDays: tolerance } = window;
  const known = <Fact extends Drawn>(facts: readonly Fact[]): Fact[] => facts.filter((fact) => isKnown(fact, cutOffAt));
  const facts = suppliers.find((each) => each.id === id)?.facts;
  if (!facts) throw new Error(`${id} was not drawn`);
  const exact = (text: string) => new Exact(text);
  const reversals = known(facts.reversals);
  const receipts = known(facts.receipts).map((receipt) => ({
    ...receipt,
    quantity: exact(receipt.quantity),
    reversals: reversals.filter((each) => each.of === receipt.externalId).map((each) => ({ reversedOn: each.reversedOn, quantity: exact(each.quantity) })),
  }));
  const lots = known(facts.inspections).map((lot) => ({
    ...lot,
    inspectedQuantity: exact(lot.inspectedQuantity),
    rejectedQuantity: exact(lot.rejectedQuantity),
    concessionQuantity: exact(lot.concessionQuantity),
  }));
  const lines: DeliveryLine[] = known(facts.lines).map((line) => ({
    orderedQuantity: exact(line.ordered),
    orderDate: line.orderDate,
    promisedDate: line.promised,
    cancellation: cancellationOf(line),
    receipts: receipts.filter((receipt) => receipt.line === line.externalId),
    inspections: lots.filter((lot) => lot.line === line.externalId),
  }));
  const payments = known(facts.payments);
  const invoices = known(facts.invoices).map((invoice) => ({
    ...invoice,
    amount: exact(invoice.amount),
    payments: payments.filter((each) => each.of === invoice.externalId).map((each) => ({ paidOn: each.paidOn, amount: exact(each.amount) })),
  }));
  const part: Partial<Measures> = {
    ...measurePurchases(id, suppliers.flatMap((each) => purchasesOf(each.id, known(each.facts.lines))), window),
    ...measureQuality(lots, receipts, window),
    ...measureInvoices(invoices, window),
    ...measureAnswers(facts.responses, known(facts.complaints), window, cutOffAt),
    ...measureRectifications(facts.cases, window, cutOffAt, window.recurrenceDays),
    ...measureRatings(
      facts.ratings.filter(({ recordedAt }) => recordedAt <= cutOffAt).map((each) => ({ ...each, used: each.used === null ? null : exact(each.used) })),
      window,
    ),
    ...measureSurveys(
      known(facts.stoppages).map((each) => ({ ...each, hours: exact(each.hours) })),
      known(facts.surveys).map((each) => ({ ...each, score: exact(each.score) })),
      window,
    ),
  };
  const delivered = measureLines(lines, { ...window, asOf, tolerance });
  return measuresFrom((name) => part[name] ?? delivered[name]);
}

function purchasesOf(supplierId: string, lines: (typeof suppliers)[number]['facts']['lines'][number][]): PurchaseLine[] {
  return lines.map((line) => ({
    supplierId,
    item: line.item,
    unit: line.unit,
    currency: line.currency,
    unitPrice: line.price === null ? null : new Exact(line.price),
    transportCost: line.transportCost === null ? null : new Exact(line.transportCost),
    orderedQuantity: new Exact(line.ordered),
    promisedDate: line.promised,
    cancellation: cancellationOf(line),
  }));
}

function cancellationOf({ cancelled }: (typeof suppliers)[number]['facts']['lines'][number]): DeliveryLine['cancellation'] {
  return cancelled && { ...cancelled, quantity: cancelled.quantity === null ? null : new Exact(cancelled.quantity) };
}

/** Decimals as text without trailing zeros: 1.50 and 1.5 are the same quantity. */
function written(measures: Measures | undefined, groups: readonly string[] = measureGroups): Record<string, string> {
  const zero = measuresFrom(() => 0);
  return Object.fromEntries(
    measureNames.flatMap((name) => (groups.includes(measureCatalogue[name].group) ? [[name, new Exact((measures ?? zero)[name]).toFixed()]] : [])),
  );
}

function textsOf(measured: ReadonlyMap<string, Measures>): [string, Record<string, string>][] {
  return [...measured].map(([id, measures]): [string, Record<string, string>] => [id, written(measures)]).toSorted(([a], [b]) => (a < b ? -1 : 1));
}
