import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { factKindNames } from '#domain/facts/catalogue.js';
import { startApiUnderTest, type ApiUnderTest } from './api-under-test.js';

let api: ApiUnderTest;
let key: string;

beforeAll(async () => {
  api = await startApiUnderTest();
  ({ key } = await api.keyOf('integration'));
  await api.call('POST', '/api/v1/suppliers', { key, body: { code: 'S-1', name: 'Castings', country: 'IN' } });
}, 240_000);
afterAll(() => api?.close(), 60_000);

interface Batch {
  id: string;
  rowsRead: number;
  landed: number;
  updated: number;
  unchanged: number;
  quarantined: number;
  filtered: number;
  items: { index: number; externalId: string | null; status: string; problems: { column: string | null; value: string | null; rule: string; hint: string }[] }[];
}

const orderLine = (externalId: string, change: object = {}) => ({ supplierCode: 'S-1', externalId, orderedQuantity: '10', unit: 'piece', originalPromisedDate: '2026-02-15', ...change });
const send = (kind: string, items: unknown[], { query = '', source = 'erp', headers = {} } = {}) =>
  api.call<Batch>('POST', `/api/v1/facts/${kind}${query}`, { key, body: { source, items }, headers });
const statuses = ({ items }: Batch) => items.map(({ status }) => status);

describe('A batch of facts', () => {
  it('is answered row by row: what the rules refuse is quarantined with column, value, rule and hint, and the rest lands', async () => {
    const { status, body } = await send('order-lines', [orderLine('b-1'), orderLine('b-2', { orderedQuantity: -3 }), 'nonsense', orderLine('b-4', { supplierCode: 'S-0' }), orderLine('b-5', { colour: 'red' })]);
    expect(status).toBe(200);
    expect(statuses(body)).toEqual(['landed', 'quarantined', 'quarantined', 'quarantined', 'quarantined']);
    expect(body).toMatchObject({ rowsRead: 5, landed: 1, quarantined: 4, filtered: 0 });
    expect(body.items[1]).toMatchObject({ index: 1, externalId: 'b-2', problems: [{ column: 'orderedQuantity', value: '-3', rule: 'negativeQuantity' }] });
    expect(body.items[3]?.problems[0]).toMatchObject({ column: 'supplierCode', value: 'S-0', rule: 'unknownSupplier' });
    for (const { problems } of body.items.slice(1)) expect(problems[0]?.hint).toMatch(/\w/);
    const rows = await api.call<{ items: { line: number }[] }>('GET', `/api/v1/imports/${body.id}/rows?status=quarantined`, { key });
    expect(rows.body.items.map(({ line }) => line)).toEqual([2, 3, 4, 5]);
  });

  it('lands once, becomes a new version when it changed, and knows a fact by its source', async () => {
    expect(statuses((await send('order-lines', [orderLine('v-1')])).body)).toEqual(['landed']);
    expect(statuses((await send('orderLines', [orderLine('v-1')])).body)).toEqual(['unchanged']);
    expect(statuses((await send('order-lines', [orderLine('v-1', { orderedQuantity: 12 })])).body)).toEqual(['updated']);
    expect(statuses((await send('order-lines', [orderLine('v-1')], { source: 'other-erp' })).body)).toEqual(['landed']);
    const versions = await api.db.prisma.orderLine.findMany({ where: { externalId: 'v-1', source: 'erp' }, orderBy: { version: 'asc' } });
    expect(versions.map((line) => [line.version, Number(line.orderedQuantity), line.supersededAt === null])).toEqual([[1, 10, false], [2, 12, true]]);
  });

  it('that is only tried says what would become of it and lands nothing', async () => {
    const { body } = await send('order-lines', [orderLine('dry-1'), orderLine('dry-2', { unit: null })], { query: '?dryRun=true' });
    expect(statuses(body)).toEqual(['landed', 'quarantined']);
    expect(await api.db.prisma.orderLine.count({ where: { externalId: 'dry-1' } })).toBe(0);
  });

  it('sent again with its key gets the same answer; another batch, or the same in earnest, with that key is refused', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const first = await send('order-lines', [orderLine('k-1')], { query: '?dryRun=true', headers });
    expect((await send('order-lines', [orderLine('k-1')], { query: '?dryRun=true', headers })).body).toEqual(first.body);
    expect(await send('order-lines', [orderLine('k-2')], { query: '?dryRun=true', headers })).toMatchObject({ status: 422, body: { code: 'idempotencyKeyReused' } });
    expect(await send('order-lines', [orderLine('k-1')], { headers })).toMatchObject({ status: 422, body: { code: 'idempotencyKeyReused' } });
  });

  it('keeps the source of accepted submissions for those', async () => {
    expect(await send('order-lines', [orderLine('s-1')], { source: 'submissions' })).toMatchObject({ status: 422, body: { errors: [{ path: 'source' }] } });
  });

  it('holds thousands of facts, and no more than it says', async () => {
    const items = Array.from({ length: 5_000 }, (_, index) => orderLine(`many-${index}`, { item: `A part with a rather long description, number ${index}`, category: 'Castings / Iron / Large', orderNumber: `PO-${index}` }));
    const { status, body } = await send('order-lines', items);
    expect([status, body.landed]).toEqual([200, 5_000]);
    expect(await send('order-lines', [...items, orderLine('one-more')])).toMatchObject({ status: 422, body: { errors: [{ path: 'items' }] } });
  }, 240_000);

  it('accounts for every item, whatever comes', async () => {
    const anything = fc.oneof(fc.jsonValue(), fc.record({ supplierCode: fc.constantFrom('S-1', 'S-0', null), externalId: fc.string({ maxLength: 3 }), orderedQuantity: fc.jsonValue(), unit: fc.string(), originalPromisedDate: fc.string() }));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...factKindNames), fc.array(anything, { minLength: 1, maxLength: 8 }), async (kind, items) => {
        const { status, body } = await send(kind, items, { source: randomUUID() });
        // What JSON itself may hold and the database not is refused before it is looked at.
        if (status === 400) return;
        expect(status).toBe(200);
        expect(body.rowsRead).toBe(body.landed + body.updated + body.unchanged + body.quarantined + body.filtered);
        expect(body.items.map(({ index }) => index)).toEqual(items.map((_, index) => index));
      }),
      { numRuns: 15 },
    );
  }, 240_000);

  it.each([
    ['that is not JSON', '{"items": [', 400],
    ['without items', { source: 'erp' }, 422],
    ['of no items', { items: [] }, 422],
    ['with a field nobody knows', { items: [orderLine('x')], dryrun: true }, 422],
  ])('%s is refused as a whole', async (_, body, expected) => {
    expect((await api.call('POST', '/api/v1/facts/order-lines', { key, body })).status).toBe(expected);
  });

  it('of an unknown kind is a 404 that names the kinds', async () => {
    const { status, body } = await api.call('POST', '/api/v1/facts/wishes', { key, body: { items: [{}] } });
    expect(status).toBe(404);
    expect(body['detail']).toMatch(/order-lines, receipts, .*complaints/);
  });

  it.each(['auditor', 'rater', 'quality', 'manager', 'admin'] as const)('is not taken from %s', async (role) => {
    const reader = await api.keyOf(role);
    expect((await api.call('POST', '/api/v1/facts/order-lines', { key: reader.key, body: { items: [orderLine('no')] } })).status).toBe(403);
  });
});

describe('The document of the API', () => {
  it('has a schema for each kind of fact', async () => {
    const { body } = await api.call<{ paths: Record<string, { post?: { requestBody?: object } }>; components: { schemas: Record<string, { properties?: Record<string, unknown>; required?: string[] }> } }>('GET', '/openapi.json');
    const paths = Object.keys(body.paths).filter((path) => path.startsWith('/api/v1/facts/'));
    expect(paths.length).toBe(factKindNames.length);
    for (const path of paths) expect(JSON.stringify(body.paths[path]?.post?.requestBody)).toContain('Batch"');
    const item = body.components.schemas['OrderLinesItem'];
    expect(Object.keys(item?.properties ?? {})).toEqual(expect.arrayContaining(['supplierCode', 'externalId', 'orderedQuantity', 'originalPromisedDate']));
    expect(item?.required).toEqual(expect.arrayContaining(['externalId', 'orderedQuantity']));
  });
});
