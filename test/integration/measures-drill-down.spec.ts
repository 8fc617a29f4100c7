import { randomUUID } from 'node:crypto';
import { evaluate } from '#domain/formula/formula.js';
import { Exact } from '#domain/indicators/exact.js';
import { indicators } from '#domain/indicators/catalogue.js';
import { indicatorsOf, userIndicatorsSchema } from '#domain/indicators/user-defined.js';
import { noMeasures } from '#domain/indicators/measures.js';
import { openDatabase, type Database } from '#persistence/database.js';
import { factsBehind, type FactBehind } from '#persistence/measures/facts-behind.js';
import { measureSuppliers } from '#persistence/measures/measure.js';
import { createTestDatabase } from '#test/postgres.js';
import { cutOff, drawSuppliers, late } from './drawn-facts.js';
import { landDrawn } from './land-drawn.js';

const suppliers = drawSuppliers(9, 7_201).map((facts) => ({ id: randomUUID(), facts }));
const windows = [
  { from: '2009-08-01', to: '2011-04-30', asOf: '2011-08-31', cutOffAt: late, toleranceDays: 0 },
  { from: '2010-01-01', to: '2010-12-31', asOf: '2010-11-15', cutOffAt: cutOff, toleranceDays: 2 },
];

let test: Awaited<ReturnType<typeof createTestDatabase>>;
let db: Database;

beforeAll(async () => {
  test = await createTestDatabase();
  db = openDatabase({ url: test.url, role: 'staff', applicationName: 'drill-down spec' });
  await landDrawn(db, suppliers);
});
afterAll(async () => {
  await db.close();
  await test.drop();
});

const own = indicatorsOf(
  userIndicatorsSchema.parse([
    { name: 'badDays', title: 'Bad days', unit: 'days', direction: 'lowerIsBetter', formula: 'max(daysLate, 3) + stoppages * 2', sample: 'linesDue + lotsInspected' },
  ]),
);

describe.each(windows)('from $from to $to as of $asOf', (window) => {
  it.each(own.map(({ name }) => name))('the facts behind %s add up to the figure, page by page', async (name) => {
    const indicator = own.find((each) => each.name === name)!;
    let shown = 0;
    for (const { id: supplierId } of suppliers) {
      const facts = await allPages(supplierId);
      shown += facts.length;
      const measures = (await measureSuppliers(db, { ...window, supplierIds: [supplierId] })).get(supplierId) ?? noMeasures;
      const figure = indicator.from(measures);
      const added = Object.fromEntries(Object.keys(noMeasures).map((measure) => [measure, sum(facts.map((fact) => fact.adds[measure] ?? 0))]));
      expect([supplierId, evaluate(indicator.expressions.sample, added)?.toNumber()]).toEqual([supplierId, figure.sample]);
      for (const part of ['numerator', 'denominator'] as const) {
        const whole = evaluate(indicator.expressions[part], measures);
        expect([supplierId, part, evaluate(indicator.expressions[part], added)?.toFixed(6)]).toEqual([supplierId, part, whole?.toFixed(6)]);
        const parts = facts.map((fact) => fact[part]);
        if (parts.every((each) => each !== null)) expect([supplierId, part, sum(parts).toFixed(6)]).toEqual([supplierId, part, (facts.length === 0 ? new Exact(0) : whole)?.toFixed(6)]);
      }
    }
    // In the wider window every indicator has facts; the narrower one may leave out some.
    if (window === windows[0]) expect(shown).toBeGreaterThan(0);

    async function allPages(supplierId: string): Promise<FactBehind[]> {
      const facts: FactBehind[] = [];
      let cursor: string | null | undefined;
      do {
        const page = await factsBehind(db, indicator, { ...window, supplierId, limit: 9, ...(cursor ? { cursor } : {}) });
        expect(page.items.length).toBeLessThanOrEqual(9);
        facts.push(...page.items);
        cursor = page.nextCursor;
      } while (cursor);
      expect(new Set(facts.map(({ id, kind }) => `${kind} ${id}`)).size).toBe(facts.length);
      expect(facts.map(({ on }) => on)).toEqual(facts.map(({ on }) => on).toSorted());
      return facts;
    }
  });
});

it('a line tells how it counted, by what arrived and what was taken back', async () => {
  const onTimeDelivery = indicators[0];
  const all = (await Promise.all(suppliers.map(({ id: supplierId }) => factsBehind(db, onTimeDelivery, { ...windows[0]!, supplierId, limit: 200 })))).flatMap(({ items }) => items);
  expect(new Set(all.map(({ counted }) => counted))).toEqual(new Set(['onTime', 'late', 'short', 'failed', 'cancelled']));
  for (const { counted, adds, fact } of all) {
    const arrivals = fact['arrivals'] as { quantity: number; received: number; takenBack: number; on: string }[];
    expect(sum(arrivals.map(({ quantity }) => quantity)).toNumber()).toBe(fact['quantityArrived']);
    for (const arrival of arrivals) expect(arrival.quantity).toBe(Math.max(0, new Exact(arrival.received).minus(arrival.takenBack).toNumber()));
    expect(adds).toEqual(counted === 'cancelled' ? { linesDue: 0, linesOnTime: 0 } : { linesDue: 1, linesOnTime: counted === 'onTime' ? 1 : 0 });
    if (counted === 'cancelled') expect([fact['cancelledBy'], fact['quantityDue']]).toEqual(['buyer', 0]);
    if (counted === 'failed') expect(fact['cancelledBy']).toBe('supplier');
    if (counted === 'short') expect(Number(fact['quantityArrived'])).toBeLessThan(Number(fact['quantityDue']));
  }
});

it('an arrival by tracking is shown as provisional and counts for nothing', async () => {
  const { id: supplierId } = suppliers[0]!;
  const stored = { supplierId, source: 'carrier', version: 1, contentHash: '-', arrivedAt: cutOff, supersededAt: null };
  const promised = new Date('2012-03-01');
  await db.prisma.orderLine.create({
    data: { ...stored, id: randomUUID(), externalId: 'tracked', orderedQuantity: 10, unit: 'piece', originalPromisedDate: promised, promisedDate: promised },
  });
  await db.prisma.shipment.create({ data: { ...stored, id: randomUUID(), externalId: 'ship', lineExternalId: 'tracked', quantity: 10, shippedOn: new Date('2012-02-20') } });
  await db.prisma.trackingEvent.createMany({
    data: [
      { ...stored, id: randomUUID(), externalId: 'left', shipmentExternalId: 'ship', kind: 'departed', occurredOn: new Date('2012-02-20') },
      { ...stored, id: randomUUID(), externalId: 'came', shipmentExternalId: 'ship', kind: 'arrived', occurredOn: new Date('2012-02-28') },
    ],
  });
  const query = { supplierId, from: '2012-03-01', to: '2012-03-01', cutOffAt: cutOff, toleranceDays: 0, limit: 10 };
  const { items } = await factsBehind(db, indicators[0], { ...query, asOf: '2012-03-02' });
  expect(items).toMatchObject([
    { counted: 'late', numerator: 0, denominator: 1, fact: { arrivals: [], provisionalArrivals: [{ shipment: 'ship', on: '2012-02-28', quantity: 10 }] } },
  ]);
  const before = await factsBehind(db, indicators[0], { ...query, from: '2012-01-01', to: '2012-12-31', asOf: '2012-02-28' });
  expect(before.items).toEqual([]);
});

function sum(numbers: readonly (number | null)[]): Exact {
  return numbers.reduce<Exact>((total, each) => total.plus(each ?? 0), new Exact(0));
}
