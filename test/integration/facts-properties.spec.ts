import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { kindNamed, type FactKindName } from '#domain/facts/catalogue.js';
import { parseMapping } from '#domain/facts/mapping.js';
import { newSupplierBody } from '#domain/supplier/supplier.js';
import { openDatabase, type Database } from '#persistence/database.js';
import { landBatch } from '#persistence/facts/land-batch.js';
import { runImport } from '#persistence/imports/run-import.js';
import { measureSuppliers } from '#persistence/measures/measure.js';
import { createSupplier } from '#persistence/suppliers/suppliers.js';
import { createTestDatabase } from '#test/postgres.js';
import { runs } from '#test/runs.js';

// A busy machine only makes this slow, not wrong.
jest.setTimeout(300_000);

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let db: Database;

beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase({ url: database.url, role: 'staff', applicationName: 'fact properties' });
});
afterAll(async () => {
  await db.close();
  await database.drop();
});

/** One fact as a source would tell of it; `recordedAt` tells its versions apart. */
interface Told {
  kind: FactKindName;
  fact: Record<string, string>;
}

const kinds = ['orderLines', 'receipts', 'receiptReversals', 'inspections', 'invoices'] as const;
/** After the last day that is drawn: nothing that has happened arrives before it did. */
const arrived = new Date('2026-12-30T00:00:00Z');
const day = (number: number) => new Date(Date.UTC(2026, 0, 1 + number)).toISOString().slice(0, 10);
const versions = <Fact extends object>(of: fc.Arbitrary<Fact>) => fc.array(of, { minLength: 1, maxLength: 3 });

const lineVersion = fc.record({
  quantity: fc.integer({ min: 5, max: 12 }),
  promised: fc.integer({ min: 20, max: 60 }),
  moved: fc.constantFrom('no', 'buyer', 'supplier'),
  cancelled: fc.constantFrom('no', 'no', 'no', 'buyer', 'supplier'),
});
const line = fc.record({
  versions: versions(lineVersion),
  receipts: fc.array(
    fc.record({
      versions: versions(fc.record({ quantity: fc.integer({ min: 0, max: 6 }), day: fc.integer({ min: 10, max: 80 }) })),
      reversed: fc.option(fc.integer({ min: 1, max: 3 })),
    }),
    { maxLength: 3 },
  ),
  inspections: fc.array(versions(fc.record({ inspected: fc.integer({ min: 1, max: 5 }), rejected: fc.integer({ min: 0, max: 1 }), day: fc.integer({ min: 10, max: 80 }) })), { maxLength: 2 }),
  invoiced: fc.option(fc.boolean()),
});
const story = fc.array(line, { minLength: 1, maxLength: 4 });

const recordedAt = (version: number) => ({ recordedAt: new Date(Date.UTC(2026, 5, 1, version)).toISOString() });

/** All that a source tells: each version of each fact once. */
function toldOf(lines: readonly (typeof story extends fc.Arbitrary<(infer Line)[]> ? Line : never)[]): Told[] {
  return lines.flatMap((each, number): Told[] => {
    const [id, item] = [`L${number}`, { item: `Item ${number}`, unit: 'piece', currency: 'EUR', unitPrice: '2', orderDate: day(0) }];
    const ofLine = { lineExternalId: id };
    return [
      ...each.versions.map(({ quantity, promised, moved, cancelled }, version): Told => ({
        kind: 'orderLines',
        fact: {
          ...item,
          externalId: id,
          orderedQuantity: String(quantity),
          originalPromisedDate: day(promised),
          ...(moved === 'no' ? {} : { currentPromisedDate: day(promised + 10), promiseChangedBy: moved }),
          ...(cancelled === 'no' ? {} : { cancelledBy: cancelled, cancelledOn: day(promised - 5), cancelledQuantity: '4' }),
          ...recordedAt(version),
        },
      })),
      ...each.receipts.flatMap((receipt, part): Told[] => {
        const receiptId = `${id}-R${part}`;
        const told = receipt.versions.map((version, place): Told => ({
          kind: 'receipts',
          fact: { ...ofLine, externalId: receiptId, quantity: String(version.quantity), receivedOn: day(version.day), unit: 'piece', ...recordedAt(place) },
        }));
        const reversal: Told[] = receipt.reversed === null ? [] : [{ kind: 'receiptReversals', fact: { externalId: `${receiptId}-V`, receiptExternalId: receiptId, quantity: String(receipt.reversed), reversedOn: day(70) } }];
        return [...told, ...reversal];
      }),
      ...each.inspections.flatMap((lot, place) =>
        lot.map(({ inspected, rejected, day: on }, version): Told => ({
          kind: 'inspections',
          fact: { ...ofLine, externalId: `${id}-I${place}`, inspectedOn: day(on), inspectedQuantity: String(inspected), rejectedQuantity: String(rejected), ...recordedAt(version) },
        })),
      ),
      ...(each.invoiced === null ? [] : [{ kind: 'invoices' as const, fact: { ...ofLine, externalId: `${id}-N`, invoicedOn: day(40), amount: '20', currency: 'EUR', accurate: String(each.invoiced) } }]),
    ];
  });
}

/** A telling: everything at least once, some of it again, in any order, cut into deliveries of any size. */
const retold = (all: readonly Told[]) =>
  fc
    .tuple(fc.shuffledSubarray([...all], { minLength: all.length }), fc.subarray([...all]), fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 20 }), fc.array(fc.boolean(), { minLength: 20, maxLength: 20 }))
    .map(([order, again, cuts, asFile]) => {
      const told = again.reduce((list, fact, place) => list.toSpliced((place * 5) % (list.length + 1), 0, fact), order);
      const deliveries: { facts: Told[]; asFile: boolean }[] = [];
      for (let at = 0, cut = 0; at < told.length; at += cuts[cut++ % cuts.length] ?? 1) {
        deliveries.push({ facts: told.slice(at, at + (cuts[cut % cuts.length] ?? 1)), asFile: asFile[cut % asFile.length] ?? false });
      }
      return deliveries;
    });

interface Teller {
  source: string;
  supplierId: string;
  code: string;
}

async function teller(): Promise<Teller> {
  const code = `V-${randomUUID()}`;
  const { id } = await createSupplier(db, { id: randomUUID(), supplier: newSupplierBody.parse({ code, name: 'Acme', country: 'IN' }), ownerId: null, at: new Date(0) });
  return { source: randomUUID(), supplierId: id, code };
}

/** Facts of one kind at a time, as a batch or as a file with the same names for columns. */
async function deliver({ source, code }: Teller, { facts, asFile }: { facts: Told[]; asFile: boolean }): Promise<void> {
  for (const kind of kinds) {
    const ofKind = facts.filter((told) => told.kind === kind).map(({ fact }) => ({ supplierCode: code, ...fact }));
    if (ofKind.length === 0) continue;
    const common = { importId: randomUUID(), dryRun: false, startedBy: 'test' };
    const done = asFile ? await runImport(db, { ...common, ...csvOf(kind, source, ofKind), fileName: `${kind}.csv`, now: () => arrived }) : await landBatch(db, { ...common, source, kind, facts: ofKind, at: arrived });
    expect(done).toMatchObject({ quarantined: 0, filtered: 0, rowsRead: ofKind.length });
  }
}

function csvOf(kind: FactKindName, source: string, facts: readonly Record<string, string>[]) {
  const columns = Object.keys(kindNamed(kind).columns);
  const mapping = parseMapping({
    name: 'told',
    source,
    dates: { forms: ['yyyy-MM-dd'] },
    supplier: { from: 'supplierCode', holds: 'code', create: null },
    facts: [{ kind, values: Object.fromEntries(columns.map((column) => [column, column])) }],
  });
  const titles = ['supplierCode', ...columns];
  const lines = [titles, ...facts.map((fact) => titles.map((title) => fact[title] ?? ''))];
  return { mapping, input: Readable.from([Buffer.from(lines.map((cells) => cells.join(',')).join('\n'))]) };
}

/** Content, not ids and numbers of versions: how often a source spoke is not what it said. */
async function currentFacts({ source }: Teller): Promise<unknown[]> {
  const all = await Promise.all(
    kinds.map(async (kind) => {
      const { rows } = await db.pool.query<{ fact: object }>(
        `SELECT to_jsonb(f) - ARRAY['id', 'version', 'source', 'supplier_id', 'content_hash', 'import_id', 'arrived_at'] AS fact
           FROM ${kindNamed(kind).table} f WHERE source = $1 AND superseded_at IS NULL ORDER BY external_id`,
        [source],
      );
      return rows.map(({ fact }) => fact);
    }),
  );
  return all.flat();
}

async function measuresOf({ supplierId }: Teller): Promise<unknown> {
  const query = { supplierIds: [supplierId], from: '2026-01-01', to: '2026-12-31', asOf: '2026-12-31', cutOffAt: new Date('2026-12-31T00:00:00Z'), toleranceDays: 0 };
  return JSON.parse(JSON.stringify((await measureSuppliers(db, query)).get(supplierId)));
}

test('facts told in any order, again and again, in files and batches of any size, come to the same facts and the same measures', async () => {
  await fc.assert(
    fc.asyncProperty(
      story.map(toldOf).chain((all) => fc.tuple(fc.constant(all), retold(all))),
      async ([all, deliveries]) => {
        const [plain, other] = [await teller(), await teller()];
        // Version by version, line before receipt: as a source tells it whose every message arrives.
        for (const told of all) await deliver(plain, { facts: [told], asFile: false });
        for (const delivery of deliveries) await deliver(other, delivery);
        expect(await currentFacts(other)).toEqual(await currentFacts(plain));
        expect(await measuresOf(other)).toEqual(await measuresOf(plain));
      },
    ),
    runs(8, 100),
  );
});

test('a source that does not say when it changed a fact is believed in the order it speaks', async () => {
  const one = await teller();
  const receipt = (quantity: string): Told => ({ kind: 'receipts', fact: { externalId: 'R', lineExternalId: 'L', quantity, receivedOn: day(3) } });
  for (const quantity of ['5', '6', '5']) await deliver(one, { facts: [receipt(quantity)], asFile: false });
  expect(await currentFacts(one)).toMatchObject([{ quantity: 5 }]);
});
