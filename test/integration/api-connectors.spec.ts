import { randomUUID } from 'node:crypto';
import { startApiUnderTest, type ApiUnderTest } from './api-under-test.js';

let api: ApiUnderTest;
let admin: string;

beforeAll(async () => {
  api = await startApiUnderTest();
  admin = (await api.keyOf('admin')).key;
}, 240_000);
afterAll(() => api?.close(), 60_000);

interface Connector {
  id: string;
  name: string;
  code?: string;
  runningId?: string;
  errors?: { path: string }[];
}

const body = (change: object = {}) => ({ name: `ERP ${randomUUID()}`, url: 'https://erp.example.com/api/lines', mapping: 'sap-order-lines', ...change });
const create = (given: object, { key = admin, headers = {} } = {}) => api.call<Connector>('POST', '/api/v1/connectors', { key, body: given, headers });

describe('Connectors', () => {
  it('are made, read, changed, listed by name, and made once by the same request', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const given = body({ name: 'Plant 7', secretName: 'ERP', shape: { rows: 'value', next: { by: 'link', path: 'nextLink' } } });
    const made = await create(given, { headers });
    expect([made.status, made.headers.get('location')]).toEqual([201, `/api/v1/connectors/${made.body.id}`]);
    expect(made.body).toMatchObject({ everyMinutes: 60, paused: false, secretName: 'ERP', shape: { since: null }, cursor: null, lastRunAt: null });
    expect((await create(given, { headers })).body).toEqual(made.body);
    const changed = await api.call('PATCH', `/api/v1/connectors/${made.body.id}`, { key: admin, body: { everyMinutes: 5 } });
    expect(changed.body).toMatchObject({ name: 'Plant 7', everyMinutes: 5 });
    await create(body({ name: 'Plant 10' }));
    const first = await api.call<{ items: Connector[]; nextCursor: string }>('GET', '/api/v1/connectors?limit=1', { key: admin });
    const second = await api.call<{ items: Connector[] }>('GET', `/api/v1/connectors?limit=1&cursor=${encodeURIComponent(first.body.nextCursor)}`, { key: admin });
    expect([...first.body.items, ...second.body.items].map(({ name }) => name)).toEqual(['Plant 10', 'Plant 7']);
  });

  it('have names of their own', async () => {
    const { body: first } = await create(body({ name: 'Only one' }));
    expect(await create(body({ name: 'Only one' }))).toMatchObject({ status: 409, body: { code: 'nameTaken', runningId: first.id } });
    const { body: other } = await create(body());
    expect(await api.call('PATCH', `/api/v1/connectors/${other.id}`, { key: admin, body: { name: 'Only one' } })).toMatchObject({ status: 409 });
  });

  it.each([
    ['no address', { url: 'erp' }, 'url'],
    ['an address of a file', { url: 'file:///etc/passwd' }, 'url'],
    ['an address in a private network', { url: 'https://[::ffff:10.0.0.1]/lines' }, 'url'],
    ['a password in the address', { url: 'https://user:secret@erp.example.com/' }, 'url'],
    ['a secret instead of its name', { secretName: 'eyJhbGciOi' }, 'secretName'],
    ['a mapping that nobody saved', { mapping: 'none' }, 'mapping'],
    ['a path that is none', { shape: { rows: 'a..b' } }, 'shape.rows'],
    ['a pause of less than a minute', { everyMinutes: 0 }, 'everyMinutes'],
    ['a field nobody knows', { secret: 'x' }, ''],
  ])('with %s are refused', async (_, change, path) => {
    expect(await create(body(change))).toMatchObject({ status: 422, body: { errors: [expect.objectContaining({ path: expect.stringContaining(path) })] } });
  });

  it('are kept while the scheduler is away; what needs it now says so', async () => {
    const { status, body: made } = await create(body());
    expect(status).toBe(201);
    expect(await api.call('POST', `/api/v1/connectors/${made.id}/run`, { key: admin })).toMatchObject({ status: 503 });
    expect(await api.call('DELETE', `/api/v1/connectors/${made.id}`, { key: admin })).toMatchObject({ status: 503 });
    expect((await api.call('GET', `/api/v1/connectors/${made.id}`, { key: admin })).status).toBe(200);
  }, 240_000);

  it('are managed by administrators alone, and seen by those who answer for facts', async () => {
    const { body: made } = await create(body());
    const address = `/api/v1/connectors/${made.id}`;
    for (const role of ['procurement', 'manager', 'auditor'] as const) {
      const { key } = await api.keyOf(role);
      expect((await api.call('GET', address, { key })).status).toBe(200);
      const tries = [create(body(), { key }), api.call('PATCH', address, { key, body: {} }), api.call('DELETE', address, { key }), ...['run', 'pause', 'resume'].map((what) => api.call('POST', `${address}/${what}`, { key }))];
      expect((await Promise.all(tries)).map((answer) => answer.status)).toEqual(tries.map(() => 403));
    }
    for (const role of ['integration', 'rater', 'quality'] as const) expect((await api.call('GET', address, { key: (await api.keyOf(role)).key })).status).toBe(403);
  });

  it('that are not there are a 404', async () => {
    const address = `/api/v1/connectors/${randomUUID()}`;
    const tries = [api.call('GET', address, { key: admin }), api.call('PATCH', address, { key: admin, body: {} }), api.call('DELETE', address, { key: admin }), ...['run', 'pause', 'resume'].map((what) => api.call('POST', `${address}/${what}`, { key: admin }))];
    expect((await Promise.all(tries)).map(({ status }) => status)).toEqual(tries.map(() => 404));
  });
});
