import fc from 'fast-check';

export const early = new Date('2010-10-01T00:00:00Z');
export const cutOff = new Date('2011-01-15T12:00:00Z');
export const late = new Date('2011-02-01T00:00:00Z');

/** One version of a fact: when it arrived and when another took its place. */
export interface Drawn {
  readonly externalId: string;
  readonly version: number;
  readonly arrivedAt: Date;
  readonly supersededAt: Date | null;
}

/** Whether a version was the current one at an instant. */
export function isKnown({ arrivedAt, supersededAt }: Drawn, at: Date): boolean {
  return arrivedAt <= at && (supersededAt === null || supersededAt > at);
}

const days = (min: number, max: number) =>
  fc.integer({ min, max }).map((day) => new Date(Date.UTC(2010, 0, 1 + day)).toISOString().slice(0, 10));
const date = days(-150, 460);
const decimal = (max: number, places: number) => fc.integer({ min: 0, max }).map((each) => (each / 10 ** places).toFixed(places));
const instant = fc.integer({ min: -150 * 24, max: 460 * 24 }).map((hours) => new Date(Date.UTC(2010, 0, 1) + hours * 3_600_000 + 123_456));

/** A fact as it arrived once, or corrected later: then both versions are kept. */
function versions<Content extends object>(prefix: string, content: fc.Arbitrary<Content>, maxLength: number): fc.Arbitrary<(Content & Drawn)[]> {
  const once = fc.record({ contents: fc.tuple(content), times: fc.constantFrom([early], [early], [cutOff], [late]) });
  const corrected = fc.record({ contents: fc.tuple(content, content), times: fc.constantFrom([early, cutOff], [early, late], [cutOff, late]) });
  return fc.array(fc.oneof({ weight: 3, arbitrary: once }, { weight: 1, arbitrary: corrected }), { maxLength, size: 'max' }).map((facts) =>
    facts.flatMap(({ contents, times }, index) =>
      (contents as readonly Content[]).map((each, version) => ({
        ...each,
        externalId: `${prefix} ${index}`,
        version: version + 1,
        arrivedAt: times[version] ?? early,
        supersededAt: times[version + 1] ?? null,
      })),
    ),
  );
}

/** Few quantities, so that lines are also met exactly, and over-delivered by little. */
const part = fc.constantFrom('0.0500', '0.5000', '1.0000', '2.0000', '4.0000', '0.0001');
const lineId = fc.integer({ min: 0, max: 9 }).map((index) => `line ${index}`);

const line = fc.record({
  ordered: fc.constantFrom('1.0000', '2.0000', '4.0000', '2.5001'),
  orderDate: fc.option(days(-250, 200), { freq: 6 }),
  promised: date,
  item: fc.option(fc.constantFrom('bolt', 'nut', 'washer'), { freq: 8 }),
  unit: fc.constantFrom('piece', 'piece', 'box'),
  currency: fc.constantFrom('EUR', 'EUR', 'USD', null),
  price: fc.option(decimal(5_000_000, 6), { freq: 8 }),
  transportCost: fc.option(decimal(9_000, 2)),
  cancelled: fc.option(fc.record({ by: fc.constantFrom('buyer' as const, 'supplier' as const), on: date, quantity: fc.option(part, { freq: 2 }) }), { freq: 2 }),
});
const inspection = fc
  .record({ line: fc.option(lineId), inspectedOn: date, sizes: fc.tuple(decimal(90_000, 4), decimal(20_000, 4), decimal(20_000, 4)), clean: fc.boolean(), disposition: fc.option(fc.constantFrom('accept', 'concession', 'rework', 'return', 'scrap')) })
  .map(({ sizes: [more, rejected, conceded], clean, ...lot }) => ({
    ...lot,
    rejectedQuantity: clean ? '0.0000' : rejected,
    concessionQuantity: conceded,
    inspectedQuantity: (Number(more) + Number(rejected) + Number(conceded)).toFixed(4),
  }));

const supplier = fc.record({
  lines: versions('line', line, 14),
  receipts: versions('receipt', fc.record({ line: lineId, quantity: part, receivedOn: date }), 40),
  reversals: versions('reversal', fc.record({ of: fc.integer({ min: 0, max: 19 }).map((index) => `receipt ${index}`), quantity: part, reversedOn: date }), 6),
  inspections: versions('inspection', inspection, 8),
  invoices: versions('invoice', fc.record({ invoicedOn: date, dueOn: fc.option(date, { freq: 6 }), amount: decimal(50_000, 2), accurate: fc.option(fc.boolean(), { freq: 4 }) }), 8),
  payments: versions('payment', fc.record({ of: fc.integer({ min: 0, max: 7 }).map((index) => `invoice ${index}`), paidOn: date, amount: decimal(50_000, 2) }), 12),
  complaints: versions('complaint', fc.record({ openedOn: date, answerDueOn: fc.option(date), answeredOn: fc.option(date) }), 6),
  stoppages: versions('stoppage', fc.record({ occurredOn: date, hours: decimal(400_000, 4) }), 4),
  surveys: versions('answer', fc.record({ survey: fc.constantFrom('nps', 'afterSales', 'other'), answeredOn: date, score: fc.integer({ min: 0, max: 10 }).map(String) }), 10),
  ratings: fc.array(fc.record({ evaluationId: fc.uuid(), ratedOn: date, raters: fc.integer({ min: 1, max: 9 }), used: fc.option(decimal(1_000_000, 4), { freq: 4 }), recordedAt: fc.constantFrom(early, cutOff, late) }), { maxLength: 4 }),
  responses: fc.array(
    fc
      .record({ id: fc.uuid(), askedAt: instant, due: fc.option(fc.integer({ min: 0, max: 400 }), { freq: 6 }), taken: fc.option(fc.integer({ min: 0, max: 500 * 3_600 }), { freq: 4 }) })
      .map(({ id, askedAt, due, taken }) => ({
        id,
        askedAt,
        dueAt: due === null ? null : new Date(askedAt.getTime() + due * 3_600_000),
        answeredAt: taken === null ? null : new Date(askedAt.getTime() + taken * 1_000 + 7),
      })),
    { maxLength: 9 },
  ),
  cases: fc.array(
    fc
      .record({ cause: fc.constantFrom('grade:1', 'grade:2', 'alert:1', 'manual:a', 'manual:b'), openedAt: instant, lasted: fc.option(fc.integer({ min: 1, max: 60 * 24 }), { freq: 6 }), effective: fc.boolean() })
      .map(({ lasted, ...each }) => ({ ...each, closedAt: lasted === null ? null : new Date(each.openedAt.getTime() + lasted * 3_600_000) })),
    { maxLength: 6 },
  ).map((drawn) =>
    // Of one cause only one case is open at a time.
    drawn.map((each, index) => (each.closedAt ? each : { ...each, cause: `alert:open ${index}` })),
  ),
});

/** The facts of one supplier, all kinds. Dates lie from August 2009 to April 2011. */
export type SupplierFacts = typeof supplier extends fc.Arbitrary<infer Each> ? Each : never;

/** The same facts for the same seed. */
export function drawSuppliers(count: number, seed: number): SupplierFacts[] {
  return fc.sample(supplier, { seed, numRuns: count });
}
