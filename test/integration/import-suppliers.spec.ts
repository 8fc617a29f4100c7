import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { usaidScms } from '#domain/facts/mappings/usaid-scms.js';
import { newSupplierBody, type NewSupplier } from '#domain/supplier/supplier.js';
import { BadCursor, encodeCursor } from '#persistence/cursor.js';
import { openDatabase, type Database } from '#persistence/database.js';
import { createImport } from '#persistence/imports/imports.js';
import { seedPolicies } from '#persistence/policies/policies.js';
import { listSuppliers } from '#persistence/suppliers/list.js';
import { createSupplier, getSupplier, StaleSupplier, SupplierCodeTaken, UnknownOwner, updateSupplier } from '#persistence/suppliers/suppliers.js';
import { supplierTimeline } from '#persistence/suppliers/timeline.js';
import { createTestDatabase } from '#test/postgres.js';

const at = new Date('2026-03-02T08:00:00Z');
const later = new Date('2026-03-03T08:00:00Z');
// A busy machine only makes this slow, not wrong.
jest.setTimeout(180_000);

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let db: Database;

beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase({ url: database.url, role: 'staff', applicationName: 'supplier tests' });
  await seedPolicies(db, { sample: false, at });
});
afterAll(async () => {
  await db.close();
  await database.drop();
});

const body = (given: Partial<Record<keyof NewSupplier, unknown>> = {}): NewSupplier =>
  newSupplierBody.parse({ code: `V-${randomUUID()}`, name: 'Acme', country: 'IN', contacts: [], ...given });
const create = (given?: Partial<Record<keyof NewSupplier, unknown>>) => createSupplier(db, { id: randomUUID(), supplier: body(given), ownerId: null, at });
const change = (id: string, what: object, expectedVersion: number | null = null) => updateSupplier(db, { id, change: what, expectedVersion, at: later });

describe('a supplier', () => {
  test('is active and routine when created, and found again with its contacts in order', async () => {
    const contacts = [
      { name: 'Zoe', email: 'zoe@example.com' },
      { name: 'Ali', email: 'ali@example.com', role: 'quality', language: 'ru' },
    ];
    const created = await create({ contacts });
    expect(created).toMatchObject({ status: 'active', segment: 'routine', grade: null, version: 1, contacts: [{ name: 'Zoe' }, { name: 'Ali', language: 'ru' }] });
    expect(await getSupplier(db, created.id)).toEqual(created);
  });

  test('with the code of another is refused, naming that one', async () => {
    const first = await create();
    const second = create({ code: first.code, name: 'Somebody else' });
    await expect(second).rejects.toThrow(SupplierCodeTaken);
    await expect(second).rejects.toMatchObject({ existingId: first.id });
  });

  test('created twice at once exists once', async () => {
    const code = `V-${randomUUID()}`;
    const outcomes = await Promise.allSettled([create({ code }), create({ code })]);
    expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  test('changed from an outdated reading is refused and stays', async () => {
    const { id } = await create();
    expect(await change(id, { name: 'Acme Ltd' }, 1)).toMatchObject({ name: 'Acme Ltd', country: 'IN', version: 2, updatedAt: later });
    await expect(change(id, { name: 'Acme Inc' }, 1)).rejects.toThrow(StaleSupplier);
    expect(await getSupplier(db, id)).toMatchObject({ name: 'Acme Ltd', version: 2 });
  });

  test('that does not exist cannot be changed', async () => {
    expect(await change(randomUUID(), { name: 'Nobody' })).toBeNull();
  });

  test('cannot be owned by somebody who is not there', async () => {
    const { id } = await create();
    await expect(change(id, { ownerId: randomUUID() })).rejects.toThrow(UnknownOwner);
  });
});

describe('a new list of contacts', () => {
  test('keeps the id of an address that stays or returns, and removes who is left out', async () => {
    const supplier = await create({ contacts: [{ name: 'Ann', email: 'ann@example.com' }, { name: 'Bob', email: 'bob@example.com' }] });
    const [ann, bob] = supplier.contacts.map((contact) => contact.id);
    const without = await change(supplier.id, { contacts: [{ name: 'Robert', email: 'bob@example.com', role: 'sales', language: null }] });
    expect(without?.contacts).toEqual([{ id: bob, name: 'Robert', email: 'bob@example.com', role: 'sales', language: null, escalateToId: null }]);
    const back = await change(supplier.id, { contacts: [{ name: 'Ann', email: 'ann@example.com', role: 'quality', language: null }] });
    expect(back?.contacts.map((contact) => contact.id)).toEqual([ann]);
  });

  test('ends the climbing to somebody who left', async () => {
    const supplier = await create({ contacts: [{ name: 'Ann', email: 'ann@example.com' }, { name: 'Boss', email: 'boss@example.com' }] });
    const [ann, boss] = supplier.contacts.map((contact) => contact.id);
    await db.prisma.contact.update({ where: { id: ann! }, data: { escalateToId: boss! } });
    const changed = await change(supplier.id, { contacts: [{ name: 'Ann', email: 'ann@example.com', role: 'quality', language: null }] });
    expect(changed?.contacts).toMatchObject([{ id: ann, escalateToId: null }]);
  });

  test('is not touched by a change that does not name it', async () => {
    const supplier = await create({ contacts: [{ name: 'Ann', email: 'ann@example.com' }] });
    expect((await change(supplier.id, { name: 'New name' }))?.contacts).toEqual(supplier.contacts);
  });
});

describe('the list', () => {
  const list = (filter: object) => listSuppliers(db, { limit: 200, asOf: '2026-03-02', at: later, ...filter });

  test('goes through all that match, by name, page by page', async () => {
    for (const name of ['Page C', 'page a', 'Page B', 'Page B']) await create({ name });
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof list>> = await list({ q: 'PAGE', limit: 1, cursor });
      seen.push(...page.items.map((item) => item.id));
      cursor = page.nextCursor;
    } while (cursor);
    expect(seen).toEqual((await list({ q: 'page' })).items.map((item) => item.id));
    expect(new Set(seen).size).toBe(4);
  });

  test('filters by segment and grade, and takes a search literally', async () => {
    const { id } = await create({ name: 'Fifty % off_' });
    await change(id, { segment: 'strategic' });
    expect((await list({ segment: 'strategic' })).items).toMatchObject([{ id, onTimeDelivery: { value: null, denominator: 0 } }]);
    expect((await list({ grade: 'A' })).items).toEqual([]);
    expect((await list({ q: '% off_' })).items.map((item) => item.id)).toEqual([id]);
    expect((await list({ q: '%_%' })).items).toEqual([]);
  });

  test.each([['rubbish'], [encodeCursor(['a'])], [encodeCursor(['a', 'no id'])]])('refuses the cursor %s', async (cursor) => {
    await expect(list({ cursor })).rejects.toThrow(BadCursor);
  });
});

describe('the timeline', () => {
  test('tells of cases, published scores, messages and imports, newest first, page by page', async () => {
    const { id: supplierId } = await create();
    const caseId = randomUUID();
    const minute = (number: number) => new Date(at.getTime() + number * 60_000);
    const by = { actorKind: 'contact', actorId: randomUUID() };
    const event = (ordinal: number) => ({ caseId, sequence: 1, ordinal, supplierId, type: `step${ordinal}`, at: minute(3), ...by, data: {}, previousHash: '', hash: '' });
    await db.prisma.event.createMany({ data: [event(1), event(2)] });
    await db.prisma.message.create({
      data: { id: randomUUID(), caseId, supplierId, direction: 'in', channel: 'email', authorKind: 'contact', authorId: 'c', author: 'Ann', text: 'Received.', fileIds: [], at: minute(5) },
    });
    await publishScore(supplierId, minute(4));
    await publishScore(supplierId, null);
    await importLine(supplierId, minute(1));
    const seen: unknown[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof supplierTimeline>> = await supplierTimeline(db, supplierId, { limit: 2, at: new Date(), cursor });
      seen.push(...page.items.map(({ kind, data }) => [kind, data.text ?? data.grade ?? data.type ?? data.orderLines]));
      cursor = page.nextCursor;
    } while (cursor);
    expect(seen).toEqual([['message', 'Received.'], ['score', 'A'], ['event', 'step2'], ['event', 'step1'], ['import', 1]]);
  });

  async function publishScore(supplierId: string, publishedAt: Date | null): Promise<void> {
    const period = { periodStart: new Date('2010-01-01'), periodEnd: new Date('2010-12-31') };
    await db.prisma.policy.createMany({ data: { version: 1, name: 'p', status: 'published', document: {}, createdBy: 'test', createdAt: at }, skipDuplicates: true });
    const { id } = await db.prisma.evaluation.create({
      data: { id: randomUUID(), ...period, official: false, status: 'published', policyVersion: 1, total: 1, scored: 1, requestedBy: 'test', cutOffAt: at, createdAt: at, publishedAt },
    });
    await db.prisma.score.create({
      data: { evaluationId: id, supplierId, official: false, segment: 'routine', ...period, score: '97.0', grade: 'A', indicators: [], explanation: {}, policyVersion: 1, scoredAt: at },
    });
  }

  async function importLine(supplierId: string, finishedAt: Date): Promise<void> {
    const importId = randomUUID();
    await createImport(db, { id: importId, mapping: usaidScms, fileName: 'one.csv', dryRun: false, startedBy: 'test', at });
    await db.prisma.import.update({ where: { id: importId }, data: { status: 'completed', finishedAt } });
    const day = new Date('2010-07-01');
    await db.prisma.orderLine.create({
      data: { id: randomUUID(), supplierId, source: 'test', externalId: '1', version: 1, orderedQuantity: 1, unit: 'pack', originalPromisedDate: day, promisedDate: day, contentHash: '', importId, arrivedAt: at },
    });
  }

  test('refuses a cursor of another list', async () => {
    await expect(supplierTimeline(db, randomUUID(), { limit: 1, at: new Date(), cursor: encodeCursor(['x', 'y', 'z']) })).rejects.toThrow(BadCursor);
  });
});
