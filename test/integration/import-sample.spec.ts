import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { columnsOf } from '#domain/facts/mapping.js';
import { usaidScms } from '#domain/facts/mappings/usaid-scms.js';
import { openDatabase, type Database } from '#persistence/database.js';
import { loadSample } from '#persistence/imports/sample.js';
import { seedPolicies } from '#persistence/policies/policies.js';
import { listSuppliers } from '#persistence/suppliers/list.js';
import { updateSupplier } from '#persistence/suppliers/suppliers.js';
import { createTestDatabase } from '#test/postgres.js';

const now = () => new Date('2026-03-02T08:00:00Z');
// A busy machine only makes this slow, not wrong.
jest.setTimeout(180_000);

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let db: Database;

beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase({ url: database.url, role: 'staff', applicationName: 'sample tests' });
  await seedPolicies(db, { sample: true, at: now() });
});
afterAll(async () => {
  await db.close();
  await database.drop();
});

const find = async (q: string) => (await listSuppliers(db, { q, limit: 200, asOf: '2026-03-02', at: now() })).items;

test('the extract has exactly the columns that its mapping reads', () => {
  const [header = ''] = readFileSync(new URL('../../sample/usaid-scms.csv', import.meta.url), 'utf8').split('\n');
  expect(header.split(',')).toEqual(columnsOf(usaidScms));
});

test('a first start loads suppliers with an owner and somebody to write to', async () => {
  const loaded = await loadSample(db, { now });
  expect(loaded).toMatchObject({ import: { landed: 4920 }, desks: 3, contacts: 72 });
  const suppliers = await find('');
  expect(suppliers).toHaveLength(72);
  for (const supplier of suppliers) {
    expect(supplier.owner?.email).toBe('procurement@example.com');
    expect(supplier.contacts).toHaveLength(1);
    expect(supplier.contacts[0]?.email).toMatch(/^[a-z0-9-]{1,64}@example\.com$/);
  }
  const [aurobindo] = await find('aurobindo pharma');
  expect(aurobindo).toMatchObject({ code: 'aurobindo-pharma-limited', status: 'active', segment: 'routine', grade: null, openCases: 0 });
  expect(aurobindo?.onTimeDelivery).toMatchObject({ numerator: 574, denominator: 668 });
  expect(aurobindo?.onTimeDelivery.value).toBeCloseTo(85.93, 2);
  expect(aurobindo?.contacts).toMatchObject([{ name: 'Quality contact, Aurobindo Pharma Limited', email: 'aurobindo-pharma-limited@example.com' }]);
});

test('the next start leaves what people have changed since', async () => {
  const [supplier] = await find('aurobindo pharma');
  await updateSupplier(db, { id: supplier!.id, change: { contacts: [], ownerId: null }, expectedVersion: null, at: now() });
  expect(await loadSample(db, { now })).toEqual({ import: null, desks: 0, contacts: 0 });
  expect(await find('aurobindo pharma')).toMatchObject([{ contacts: [], owner: null }]);
});
