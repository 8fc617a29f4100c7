import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import type { Client } from '@temporalio/client';
import { MockActivityEnvironment } from '@temporalio/testing';
import { createMonitoringActivities } from '#apps/worker/activities/monitoring.js';
import { openForGrade, storeOpeningsOfGrades } from '#apps/door/open-for-grade.js';
import type { FactKindName } from '#domain/facts/catalogue.js';
import { SYSTEM } from '#domain/process/decision.js';
import { landBatch } from '#persistence/facts/land-batch.js';
import { holdMerges, lockMerges } from '#persistence/suppliers/merged.js';
import { eventually } from '#test/eventually.js';
import { startApiUnderTest, type ApiUnderTest } from './api-under-test.js';

let api: ApiUnderTest;
let key: string;
let personId: string;

beforeAll(async () => {
  api = await startApiUnderTest();
  ({ key, personId } = await api.keyOf('procurement', 'manager', 'quality'));
}, 240_000);
afterAll(() => api?.close(), 60_000);

interface Supplier {
  id: string;
  code: string;
  status: string;
  categories: string[];
  taxId: string | null;
  mergedIntoId: string | null;
  contacts: { id: string; email: string; escalateToId: string | null }[];
}
interface Proposal {
  id: string;
  kind: string;
  status: string;
  similarity: number;
  suppliers: { id: string }[];
  evidence: { merge?: { facts: Record<string, number>; contacts: number } };
}

const unlike = () => Array.from({ length: 9 }, () => 'bdfgklmnprstv'.charAt(Math.floor(Math.random() * 13)) + 'aeiou'.charAt(Math.floor(Math.random() * 5))).join('');
const add = (body: object) => api.call<Supplier & { code: string; runningId: string }>('POST', '/api/v1/suppliers', { key, body: { code: `s-${randomUUID()}`, country: 'IN', ...body } });
const added = async (body: object): Promise<Supplier> => (await add(body)).body;
/** A supplier as an import makes it: in SQL, past the API. */
const imported = (name: string) => api.db.prisma.$executeRaw`
  INSERT INTO suppliers (id, code, name, time_zone, language, kind, status, segment, categories, version, created_at, updated_at)
  SELECT gen_random_uuid(), ${`imported-${name}`}, ${name}, 'UTC', 'en', 'product', 'active', 'routine', '{}', 1, now(), now()`;
const find = (limit = 20_000) => api.call<{ keysMade: number; compared: number; remaining: number; proposed: { sameTaxId: number; similarName: number } }>('POST', '/api/v1/duplicates/runs', { key, body: { limit } });
const proposalsOf = async (id: string, status = 'open') => (await api.call<{ items: Proposal[] }>('GET', `/api/v1/duplicates?status=${status}&supplierId=${id}`, { key })).body.items;
const read = (id: string, rest = '') => api.call<Supplier>('GET', `/api/v1/suppliers/${id}${rest}`, { key });
const merge = (proposalId: string, keep: string) => api.call<Proposal & { code: string; errors: { path: string }[] }>('POST', `/api/v1/duplicates/${proposalId}/merge`, { key, body: { keep, reason: 'One and the same company' } });

/** Two suppliers of one name, and the proposal that they are one. */
async function pair(first: object = {}, second: object = {}): Promise<{ kept: Supplier; gone: Supplier; proposal: Proposal }> {
  const name = unlike();
  const [kept, gone] = [await added({ name: `${name} Ltd`, ...first }), await added({ name: `${name} GmbH`, ...second })];
  await find();
  const [proposal] = await proposalsOf(kept.id);
  if (!proposal) throw new Error('The pair is not proposed');
  return { kept, gone, proposal };
}

async function line(supplierId: string, due = '2010-03-10') {
  const externalId = randomUUID();
  const date = new Date(`${due}T00:00:00Z`);
  const fact = { supplierId, source: 'test', externalId, contentHash: 'h', arrivedAt: new Date() };
  const orderLine = { ...fact, orderedQuantity: 10, unit: 'pc', originalPromisedDate: date, promisedDate: date };
  await api.db.prisma.orderLine.create({ data: { ...orderLine, id: randomUUID(), version: 1, supersededAt: new Date() } });
  await api.db.prisma.orderLine.create({ data: { ...orderLine, id: randomUUID(), version: 2 } });
  await api.db.prisma.receipt.create({ data: { ...fact, id: randomUUID(), version: 1, lineExternalId: externalId, quantity: 10, receivedOn: date } });
}

const openCase = (supplierId: string, status = 'open') =>
  api.db.prisma.case.create({
    data: { id: randomUUID(), process: 'rectification', supplierId, cause: randomUUID(), title: 'Late', severity: 'minor', stage: 'opened', status, overdue: false, policyVersion: 1, confidential: false, sequence: 1, schemaVersion: 1, state: {}, headHash: 'h', workflowId: `w-${randomUUID()}`, openedAt: new Date(), updatedAt: new Date() },
  });

describe('a supplier with a tax id that another of its country has', () => {
  it('is refused with the id of that one, however the tax id is written', async () => {
    const twin = await added({ name: unlike(), taxId: 'DE 123-456.789', country: 'DE' });
    const refused = await add({ name: unlike(), taxId: 'de123456789', country: 'DE' });
    expect([refused.status, refused.body.code, refused.body.runningId]).toEqual([409, 'duplicateTaxId', twin.id]);
    expect((await add({ name: unlike(), taxId: 'de123456789', country: 'AT' })).status).toBe(201);
  });

  it('is refused also when both are added at once', async () => {
    const statuses = await Promise.all(Array.from({ length: 5 }, async () => (await add({ name: unlike(), taxId: '7700000000', country: 'RU' })).status));
    expect(statuses.sort()).toEqual([201, 409, 409, 409, 409]);
  });

  it('cannot take it on by a change either, and keeps its own', async () => {
    const [one, other] = [await added({ name: unlike(), taxId: 'CN-1', country: 'CN' }), await added({ name: unlike(), taxId: 'CN-2', country: 'CN' })];
    const patch = (body: object) => api.call('PATCH', `/api/v1/suppliers/${other.id}`, { key, body });
    expect(await patch({ taxId: 'cn1' })).toMatchObject({ status: 409, body: { code: 'duplicateTaxId', runningId: one.id } });
    expect((await patch({ taxId: 'CN-2', name: unlike() })).status).toBe(200);
  });

  it('that came past the API is proposed as certain', async () => {
    const [one, other] = [await added({ name: unlike(), taxId: 'X-1', country: 'KZ' }), await added({ name: unlike(), country: 'KZ' })];
    await api.db.prisma.supplier.update({ where: { id: other.id }, data: { taxId: 'x1' } });
    await find();
    expect(await proposalsOf(one.id)).toMatchObject([{ kind: 'sameTaxId', similarity: 1 }]);
  });
});

describe('two suppliers that a person names as one', () => {
  const name = (firstId: string, secondId: string) =>
    api.call<Proposal & { code: string; runningId: string; errors: { path: string }[] }>('POST', '/api/v1/duplicates', { key, body: { firstId, secondId, reason: 'They share their works in Pune' } });
  const two = async () => [await added({ name: unlike() }), await added({ name: unlike() })] as const;

  it('are proposed though nothing of them is alike, and merged by the same person', async () => {
    const [one, other] = await two();
    const named = await name(one.id, other.id);
    expect(named).toMatchObject({ status: 201, body: { kind: 'namedByPerson', status: 'open', evidence: { namedBy: personId, namedBecause: 'They share their works in Pune' } } });
    expect(await proposalsOf(other.id)).toMatchObject([{ id: named.body.id }]);
    expect(await merge(named.body.id, other.id)).toMatchObject({ status: 200, body: { status: 'merged', kind: 'namedByPerson' } });
    expect((await read(one.id)).headers.get('location')).toBe(`/api/v1/suppliers/${other.id}`);
  });

  it('are proposed once, in whichever order and however often at once', async () => {
    const [one, other] = await two();
    const answers = await Promise.all([name(one.id, other.id), name(other.id, one.id), name(one.id, other.id)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    const [proposal] = await proposalsOf(one.id);
    expect(answers.filter(({ status }) => status === 409).map(({ body }) => [body.code, body.runningId])).toEqual([['duplicateOpen', proposal?.id], ['duplicateOpen', proposal?.id]]);
  });

  it('are proposed anew when the proposal of the two was dismissed', async () => {
    const { kept, gone, proposal } = await pair();
    expect((await name(gone.id, kept.id)).body).toMatchObject({ code: 'duplicateOpen', runningId: proposal.id });
    await api.call('POST', `/api/v1/duplicates/${proposal.id}/dismiss`, { key, body: { reason: 'Two companies' } });
    expect(await name(gone.id, kept.id)).toMatchObject({ status: 201, body: { id: proposal.id, kind: 'namedByPerson', status: 'open', reason: null, decidedBy: null } });
    await api.call('PATCH', `/api/v1/suppliers/${gone.id}`, { key, body: { name: unlike() } });
    expect(await proposalsOf(kept.id)).toMatchObject([{ id: proposal.id, status: 'open' }]);
  });

  it('must be two that are there', async () => {
    const [one, other] = await two();
    const third = await added({ name: unlike() });
    expect(await name(one.id, randomUUID())).toMatchObject({ status: 422, body: { errors: [{ path: 'secondId' }] } });
    expect(await name(randomUUID(), one.id)).toMatchObject({ status: 422, body: { errors: [{ path: 'firstId' }] } });
    expect(await name(one.id, one.id)).toMatchObject({ status: 422, body: { errors: [{ path: 'secondId' }] } });
    await merge((await name(one.id, other.id)).body.id, other.id);
    expect(await name(third.id, one.id)).toMatchObject({ status: 422, body: { errors: [{ path: 'secondId' }] } });
    expect((await api.call('POST', '/api/v1/duplicates', { key: (await api.keyOf('auditor')).key, body: { firstId: third.id, secondId: other.id, reason: 'They are one' } })).status).toBe(403);
  });
});

describe('suppliers of similar names', () => {
  it('are proposed across legal forms and scripts', async () => {
    const latin = await added({ name: 'Ranbaxy Laboratories Pvt. Ltd.' });
    const cyrillic = await added({ name: 'ООО «Ранбакси»', country: 'RU' });
    const chinese = await added({ name: '浙江华海药业股份有限公司', country: 'CN' });
    const pinyin = await added({ name: 'Zhejiang Huahai Pharmaceutical Co., Ltd.' });
    await find();
    const other = async (id: string) => (await proposalsOf(id)).flatMap((proposal) => proposal.suppliers.map((side) => side.id)).filter((side) => side !== id);
    expect([await other(latin.id), await other(chinese.id)]).toEqual([[cyrillic.id], [pinyin.id]]);
  });

  it('are found while somebody types, best first', async () => {
    const name = unlike();
    const known = await added({ name: `${name} Pharma Ltd`, taxId: 'T-55', country: 'BR' });
    const check = (query: string) => api.call<{ items: { supplierId: string; kind: string }[] }>('GET', `/api/v1/suppliers/check?${query}`, { key });
    expect((await check(`name=${name.toUpperCase()} pharmaceuticals inc`)).body.items).toMatchObject([{ supplierId: known.id, kind: 'similarName' }]);
    expect((await check(`name=${unlike()}&taxId=t55&country=BR`)).body.items).toMatchObject([{ supplierId: known.id, kind: 'sameTaxId' }]);
    expect((await check('name=GmbH')).status).toBe(200);
    expect((await check('taxId=t55')).status).toBe(400);
  });

  it('that imports created get their keys in the run', async () => {
    const name = unlike();
    const known = await added({ name });
    await imported(`${name} Limited`);
    expect((await find()).body).toMatchObject({ keysMade: 1, remaining: 0 });
    expect(await proposalsOf(known.id)).toHaveLength(1);
  });

  it('that imports created are found while somebody types, before any run', async () => {
    const name = unlike();
    await imported(`${name} Limited`);
    const found = await api.call<{ items: { code: string }[] }>('GET', `/api/v1/suppliers/check?name=${name}`, { key });
    expect(found.body.items).toMatchObject([{ code: `imported-${name} Limited` }]);
  });

  it('are proposed by the day, without anybody asking', async () => {
    const name = unlike();
    const known = await added({ name });
    await imported(`${name} Limited`);
    const settings = { publicUrl: 'https://steward.example.com', secret: Buffer.alloc(32, 5), mail: { from: 'Steward <steward@example.com>', domain: 'example.com' } };
    await new MockActivityEnvironment().run(createMonitoringActivities(api.db, settings).seeToTheDay, { at: '2026-08-03T05:00:00.000Z' });
    expect(await proposalsOf(known.id)).toMatchObject([{ kind: 'similarName' }]);
  });

  it('are compared in bounded portions', async () => {
    for (let n = 0; n < 3; n++) await added({ name: unlike() });
    expect((await find(2)).body).toMatchObject({ compared: 2, remaining: 1 });
    expect((await find(2)).body).toMatchObject({ compared: 1, remaining: 0 });
  });

  it('stay dismissed until a name changes', async () => {
    const { kept, gone, proposal } = await pair();
    const dismiss = () => api.call('POST', `/api/v1/duplicates/${proposal.id}/dismiss`, { key, body: { reason: 'Brothers, two companies' } });
    expect((await dismiss()).status).toBe(200);
    expect(await dismiss()).toMatchObject({ status: 409, body: { code: 'decided' } });
    await api.call('PATCH', `/api/v1/suppliers/${gone.id}`, { key, body: { name: `${unlike()} Inc` } });
    const { name } = await api.db.prisma.supplier.findUniqueOrThrow({ where: { id: kept.id } });
    await find();
    expect(await proposalsOf(kept.id)).toEqual([]);
    await api.call('PATCH', `/api/v1/suppliers/${gone.id}`, { key, body: { name: name.replace('Ltd', 'GmbH') } });
    await find();
    expect(await proposalsOf(kept.id)).toMatchObject([{ id: proposal.id, status: 'open' }]);
  });

  it('that were dismissed are not proposed again by the next runs', async () => {
    const { kept, proposal } = await pair();
    await api.call('POST', `/api/v1/duplicates/${proposal.id}/dismiss`, { key, body: { reason: 'Two companies' } });
    await api.db.prisma.supplierNameKey.updateMany({ data: { comparedAt: null } });
    await find();
    expect(await proposalsOf(kept.id)).toEqual([]);
  });
});

describe('a merge', () => {
  it('moves facts in all versions, contacts and categories, and leaves a redirect', async () => {
    const { kept, gone, proposal } = await pair(
      { categories: ['castings'], contacts: [{ name: 'Asha', email: 'asha@example.com' }] },
      { categories: ['castings', 'forgings'], taxId: 'IN-77', contacts: [{ name: 'Asha again', email: 'asha@example.com' }, { name: 'Ravi', email: 'ravi@example.com' }] },
    );
    const [asha, ravi] = [gone.contacts.find((each) => each.email.startsWith('asha')), gone.contacts.find((each) => each.email.startsWith('ravi'))];
    await api.db.prisma.contact.update({ where: { id: ravi?.id ?? '' }, data: { escalateToId: asha?.id ?? null } });
    await line(gone.id);
    await line(gone.id);
    const merged = await merge(proposal.id, kept.id);
    expect(merged.body).toMatchObject({ status: 'merged', evidence: { merge: { keptId: kept.id, mergedId: gone.id, facts: { order_lines: 4, receipts: 2 }, contacts: 1 } } });
    const survivor = (await read(kept.id)).body;
    expect(survivor).toMatchObject({ status: 'active', categories: ['castings', 'forgings'], taxId: 'IN-77' });
    expect(survivor.contacts.map((each) => each.email)).toEqual(['asha@example.com', 'ravi@example.com']);
    expect(survivor.contacts[1]?.escalateToId).toBe(survivor.contacts[0]?.id);
    expect(await api.db.prisma.orderLine.count({ where: { supplierId: gone.id } })).toBe(0);
    const redirect = await read(gone.id, '/timeline?limit=3');
    expect([redirect.status, redirect.headers.get('location')]).toEqual([308, `/api/v1/suppliers/${kept.id}/timeline?limit=3`]);
    const row = await api.db.prisma.supplier.findUniqueOrThrow({ where: { id: gone.id } });
    expect(row).toMatchObject({ status: 'inactive', mergedIntoId: kept.id });
    const listed = await api.call<{ items: Supplier[] }>('GET', `/api/v1/suppliers?q=${encodeURIComponent(row.name)}`, { key });
    expect(listed.body.items).toEqual([]);
  });

  it('is told in the timeline of the survivor, with what happened with the other before', async () => {
    const { kept, gone, proposal } = await pair();
    await api.call('POST', `/api/v1/suppliers/${gone.id}/segment-overrides`, { key, body: { segment: 'leverage', reason: 'Big orders', expiresOn: new Date().toISOString().slice(0, 10) } });
    await merge(proposal.id, kept.id);
    const { body } = await api.call<{ items: { kind: string; data: Record<string, unknown> }[] }>('GET', `/api/v1/suppliers/${kept.id}/timeline`, { key });
    expect(body.items.find((item) => item.kind === 'merge')?.data).toMatchObject({ keptId: kept.id, mergedId: gone.id, by: personId });
    expect(body.items.find((item) => item.kind === 'override' && item.data['what'] === 'made')?.data).toMatchObject({ segment: 'leverage', formerSupplierId: gone.id });
  });

  it('refuses what would be written to the merged one', async () => {
    const { kept, gone, proposal } = await pair();
    await merge(proposal.id, kept.id);
    const writes: [string, string, object][] = [
      ['PATCH', '', { name: 'New' }],
      ['PUT', '/segmentations/x', { answers: { sourcesAvailable: 'none', switchingCost: 'high', substitutes: 'none', criticality: 'stops', qualityImpact: 'none' } }],
      ['POST', '/segment-overrides', { segment: 'routine', reason: 'None', expiresOn: new Date().toISOString().slice(0, 10) }],
      ['POST', '/findings', { kind: 'sanctionsHit', reason: 'List of today' }],
    ];
    for (const [method, path, body] of writes) {
      expect([path, await api.call(method, `/api/v1/suppliers/${gone.id}${path}`, { key, body })]).toMatchObject([path, { status: 409, body: { code: 'merged', runningId: kept.id } }]);
    }
  });

  it('is refused with every reason', async () => {
    const { kept, gone, proposal } = await pair();
    await openCase(gone.id);
    await openCase(gone.id, 'closed');
    const evaluationId = randomUUID();
    const date = new Date('2010-01-01T00:00:00Z');
    await api.db.prisma.evaluation.create({ data: { id: evaluationId, periodStart: date, periodEnd: date, official: false, status: 'running', policyVersion: 1, total: 1, scored: 0, requestedBy: 'x', cutOffAt: date, createdAt: date } });
    await api.db.prisma.evaluationMember.create({ data: { evaluationId, supplierId: kept.id, chunk: 0, segment: 'routine' } });
    const refused = await merge(proposal.id, kept.id);
    expect(refused.status).toBe(409);
    expect(refused.body.errors.map((error) => error.path).sort()).toEqual(['mergeBeingScored', 'mergeOpenCases']);
    expect((await read(gone.id)).status).toBe(200);
    await api.db.prisma.evaluation.update({ where: { id: evaluationId }, data: { status: 'published' } });
    expect((await merge(proposal.id, gone.id)).status).toBe(200);
  });

  it('keeps one of the two, and a blocked or ended one never in place of a living one', async () => {
    const { kept, gone, proposal } = await pair();
    expect((await merge(proposal.id, randomUUID())).status).toBe(422);
    expect((await merge(randomUUID(), kept.id)).status).toBe(404);
    await api.db.prisma.supplier.update({ where: { id: kept.id }, data: { status: 'blocked' } });
    expect((await merge(proposal.id, kept.id)).body.code).toBe('mergeStatus');
    expect((await merge(proposal.id, gone.id)).body.code).toBe('mergeStatus');
    await api.db.prisma.supplier.update({ where: { id: kept.id }, data: { status: 'inactive' } });
    expect((await merge(proposal.id, kept.id)).body.code).toBe('mergeKeepEnded');
  });

  it('in a chain ends all redirects at the last survivor', async () => {
    const name = unlike();
    const [a, b, c] = [await added({ name: `${name} Ltd` }), await added({ name: `${name} GmbH` }), await added({ name: `${name} SA` })];
    await find();
    const between = async (x: Supplier, y: Supplier) => (await proposalsOf(x.id)).find((proposal) => proposal.suppliers.some((side) => side.id === y.id));
    const [ab, bc, ac] = [await between(a, b), await between(b, c), await between(a, c)];
    await line(a.id);
    await merge(ab?.id ?? '', b.id);
    expect((await merge(bc?.id ?? '', c.id)).status).toBe(200);
    expect((await read(a.id)).headers.get('location')).toBe(`/api/v1/suppliers/${c.id}`);
    expect((await merge(ac?.id ?? '', a.id)).body.code).toBe('decided');
    expect(await api.db.prisma.orderLine.count({ where: { supplierId: c.id } })).toBe(2);
    expect((await proposalsOf(c.id)).length).toBe(0);
  });

  it('done in both directions, or of a triangle, at once never makes a circle', async () => {
    const name = unlike();
    const three = [await added({ name: `${name} Ltd` }), await added({ name: `${name} GmbH` }), await added({ name: `${name} SA` })];
    await find();
    const proposals = (await Promise.all(three.map((each) => proposalsOf(each.id)))).flat();
    const tries = [...new Map(proposals.map((proposal) => [proposal.id, proposal])).values()].flatMap((proposal) => proposal.suppliers.map((side) => merge(proposal.id, side.id)));
    const statuses = (await Promise.all(tries)).map((answer) => answer.status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(2);
    expect(statuses.filter((status) => status === 409)).toHaveLength(4);
    const rows = await api.db.prisma.supplier.findMany({ where: { id: { in: three.map((each) => each.id) } } });
    const survivors = rows.filter((row) => row.mergedIntoId === null);
    expect(survivors).toHaveLength(1);
    expect(rows.filter((row) => row.mergedIntoId === survivors[0]?.id)).toHaveLength(2);
  });

  it('sees a case that is being opened while it runs', async () => {
    const { kept, gone, proposal } = await pair();
    const opening = await api.db.pool.connect();
    try {
      await opening.query('BEGIN');
      const { rows } = await opening.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      await opening.query(
        `INSERT INTO cases (id, process, supplier_id, cause, title, stage, status, overdue, policy_version, confidential, sequence, schema_version, state, head_hash, workflow_id, opened_at, updated_at)
         VALUES ($1, 'rectification', $2, 'late', 'Late', 'opened', 'open', false, 1, false, 1, 1, '{}', 'h', 'w', now(), now())`,
        [randomUUID(), gone.id],
      );
      const merging = merge(proposal.id, kept.id);
      await eventually('the merge waits for the case', async () => (await api.db.pool.query('SELECT FROM pg_stat_activity WHERE $1 = ANY (pg_blocking_pids(pid))', [rows[0]?.pid])).rowCount);
      await opening.query('COMMIT');
      expect((await merging).body.code).toBe('mergeOpenCases');
    } finally {
      opening.release(true);
    }
    expect((await read(gone.id)).status).toBe(200);
    expect(await api.db.prisma.contact.count({ where: { supplierId: kept.id } })).toBe(0);
  });

  it('waits for facts that are landing', async () => {
    const { kept, gone, proposal } = await pair();
    const landing = await api.db.pool.connect();
    try {
      await landing.query('BEGIN');
      await holdMerges(landing);
      const { rows } = await landing.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      const merging = merge(proposal.id, kept.id);
      await eventually('the merge waits for the landing', async () => (await api.db.pool.query('SELECT FROM pg_stat_activity WHERE $1 = ANY (pg_blocking_pids(pid))', [rows[0]?.pid])).rowCount);
      await line(gone.id);
      await landing.query('COMMIT');
      expect((await merging).body.evidence.merge?.facts).toEqual({ order_lines: 2, receipts: 1 });
    } finally {
      landing.release(true);
    }
  });

  it('is waited for by facts that come meanwhile, which land with the survivor', async () => {
    const [kept, gone] = [await added({ name: unlike() }), await added({ name: unlike() })];
    const merging = await api.db.pool.connect();
    try {
      await merging.query('BEGIN');
      expect(await lockMerges(merging, 10)).toBe(true);
      const { rows } = await merging.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      const fact = { supplierCode: gone.code, externalId: randomUUID(), orderedQuantity: '1', unit: 'piece', originalPromisedDate: '2010-03-10' };
      const landing = landBatch(api.db, { importId: randomUUID(), source: 'erp', kind: 'orderLines', facts: [fact], dryRun: false, startedBy: 'test', at: new Date() });
      await eventually('the landing waits for the merge', async () => (await api.db.pool.query('SELECT FROM pg_stat_activity WHERE $1 = ANY (pg_blocking_pids(pid))', [rows[0]?.pid])).rowCount);
      await merging.query(`UPDATE suppliers SET merged_into_id = $1, status = 'inactive' WHERE id = $2`, [kept.id, gone.id]);
      await merging.query('COMMIT');
      expect(await landing).toMatchObject({ landed: 1 });
      expect(await api.db.prisma.orderLine.findFirst({ where: { externalId: fact.externalId } })).toMatchObject({ supplierId: kept.id });
    } finally {
      merging.release(true);
    }
  });

  it('lets no grade of the one that is gone open a case, neither by the cycle nor by a person', async () => {
    const { kept, gone, proposal } = await pair();
    const evaluationId = await judged(gone.id, { grade: 'C', score: 60 });
    await merge(proposal.id, kept.id);
    const opened = jest.fn();
    const client = { workflow: { start: opened, executeUpdateWithStart: opened } } as unknown as Client;
    expect(await storeOpeningsOfGrades(api.db, { evaluationId, after: null, at: new Date() })).toBeNull();
    expect(await api.db.prisma.submission.count({ where: { batchId: evaluationId } })).toBe(0);
    const request = { evaluationId, supplierId: gone.id, commandId: randomUUID(), actor: SYSTEM, channel: 'api' as const, receivedAt: new Date() };
    expect(await openForGrade({ db: api.db, client }, request)).toMatchObject({ status: 'refused', code: 'merged' });
    expect(opened).not.toHaveBeenCalled();
  });

  it('has the periods of the survivor restated whose days it changes', async () => {
    const { kept, gone, proposal } = await pair();
    await line(gone.id, '2010-03-10');
    await judged(kept.id);
    await merge(proposal.id, kept.id);
    expect(await touched(kept.id)).toEqual(['2010-03-10 to 2010-03-10']);
  });

  it.each<[string, Record<string, object[]>, string]>([
    ['a receipt on its own day too, which its defects are compared with', { orderLines: [{ externalId: 'L', orderedQuantity: 1, unit: 'pc', originalPromisedDate: '2010-04-20' }], receipts: [{ externalId: 'R', lineExternalId: 'L', quantity: 1, receivedOn: '2010-03-11' }] }, '2010-03-11'],
    ['an inspection on the promised date of its line', { orderLines: [{ externalId: 'L', orderedQuantity: 1, unit: 'pc', originalPromisedDate: '2010-03-12' }], inspections: [{ externalId: 'I', lineExternalId: 'L', inspectedOn: '2010-04-20', inspectedQuantity: 1 }] }, '2010-03-12'],
    ['an invoice on the day on which we had to pay it', { invoices: [{ externalId: 'N', invoicedOn: '2009-12-13', amount: 1, dueOn: '2010-03-13' }] }, '2010-03-13'],
    ['a complaint on the day on which its answer was due', { complaints: [{ externalId: 'C', kind: 'complaint', openedOn: '2009-12-14', answerDueOn: '2010-03-14' }] }, '2010-03-14'],
    ['a line a year later, where prices are compared with it', { orderLines: [{ externalId: 'L', orderedQuantity: 1, unit: 'pc', originalPromisedDate: '2009-03-15' }] }, '2010-03-15'],
    ['a certificate whenever it was asked for', { certificates: [{ externalId: 'Z', kind: 'ISO 9001', number: '1', validFrom: '2008-01-01', validTo: '2010-01-31', mandatory: true }] }, '2010-03-31'],
  ])('counts %s', async (_, facts, day) => {
    const { kept, gone, proposal } = await pair();
    const source = randomUUID();
    for (const [kind, each] of Object.entries(facts)) {
      const batch = { importId: randomUUID(), source, kind: kind as FactKindName, facts: each.map((fact) => ({ ...fact, supplierCode: gone.code })), dryRun: false, startedBy: 'test', at: new Date() };
      expect((await landBatch(api.db, batch)).landed).toBe(each.length);
    }
    await judged(kept.id);
    await merge(proposal.id, kept.id);
    expect(await touched(kept.id)).toEqual([`${day} to ${day}`]);
  });
});

/** Gives the supplier an official score of the first quarter of 2010, and takes that of others away. Answers the evaluation's id. */
async function judged(supplierId: string, result: { grade: string; score: number | null } = { grade: 'N', score: null }): Promise<string> {
  await api.db.prisma.score.deleteMany({});
  await api.db.prisma.evaluation.deleteMany({});
  const evaluationId = randomUUID();
  const [start, end] = [new Date('2010-01-01T00:00:00Z'), new Date('2010-03-31T00:00:00Z')];
  await api.db.prisma.evaluation.create({ data: { id: evaluationId, periodStart: start, periodEnd: end, official: true, status: 'closed', policyVersion: 1, total: 1, scored: 1, requestedBy: 'x', cutOffAt: end, createdAt: end, publishedAt: end, closedAt: end } });
  await api.db.prisma.score.create({ data: { evaluationId, supplierId, official: true, segment: 'routine', periodStart: start, periodEnd: end, ...result, indicators: [], explanation: {}, policyVersion: 1, scoredAt: end } });
  return evaluationId;
}

/** The days of the supplier's judged periods that are noted for restatement. */
async function touched(supplierId: string): Promise<string[]> {
  const scopes = await api.db.prisma.restatementScope.findMany({ where: { supplierId } });
  return scopes.map(({ firstDate, lastDate }) => `${firstDate.toISOString().slice(0, 10)} to ${lastDate.toISOString().slice(0, 10)}`);
}

describe('findings', () => {
  it('are lifted by somebody else than who found them, and both are in the timeline', async () => {
    const { id } = await added({ name: unlike() });
    const found = await api.call<{ id: string }>('POST', `/api/v1/suppliers/${id}/findings`, { key, body: { kind: 'sanctionsHit', reason: 'Entry 12 of the list' } });
    expect(found.status).toBe(201);
    const lift = (by: string) => api.call('POST', `/api/v1/findings/${found.body.id}/lift`, { key: by, body: { reason: 'Another company of this name' } });
    expect(await lift(key)).toMatchObject({ status: 409, body: { code: 'ownFinding' } });
    const other = (await api.keyOf('quality')).key;
    expect((await lift(other)).status).toBe(200);
    expect(await lift(other)).toMatchObject({ status: 409, body: { code: 'lifted' } });
    const { body } = await api.call<{ items: { kind: string; data: { what: string } }[] }>('GET', `/api/v1/suppliers/${id}/timeline`, { key });
    expect(body.items.filter((item) => item.kind === 'finding').map((item) => item.data.what)).toEqual(['lifted', 'found']);
  });

  it('name a certificate of the supplier or none', async () => {
    const [one, other] = [await added({ name: unlike() }), await added({ name: unlike() })];
    const certificate = { id: randomUUID(), supplierId: one.id, source: 'test', externalId: randomUUID(), version: 1, kind: 'ISO 9001', number: '4711', validFrom: new Date('2010-01-01T00:00:00Z'), mandatory: true, contentHash: 'h', arrivedAt: new Date() };
    await api.db.prisma.certificate.create({ data: certificate });
    const listed = await api.call<{ items: object[] }>('GET', `/api/v1/suppliers/${one.id}/certificates`, { key });
    expect(listed.body.items).toMatchObject([{ kind: 'ISO 9001', number: '4711', validFrom: '2010-01-01', validTo: null, mandatory: true }]);
    const find = (id: string) => api.call('POST', `/api/v1/suppliers/${id}/findings`, { key, body: { kind: 'forgedCertificate', reason: 'The issuer does not know it', certificateId: certificate.id } });
    expect([(await find(one.id)).status, (await find(other.id)).status]).toEqual([201, 422]);
  });
});
