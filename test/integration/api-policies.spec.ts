import { randomUUID } from 'node:crypto';
import { startApiUnderTest, type ApiUnderTest } from './api-under-test.js';

let api: ApiUnderTest;
let key: string;

beforeAll(async () => {
  api = await startApiUnderTest();
  ({ key } = await api.keyOf('admin'));
}, 60_000);
afterAll(() => api?.close(), 60_000);

interface Shown {
  version: number;
  name: string;
  status: string;
  revision: number;
  document: Record<string, unknown>;
}

const asYaml = { 'content-type': 'application/yaml' };
const sample = async () => (await api.call<string>('GET', '/api/v1/policies/2/document?format=yaml', { key })).body;
const drafted = async (text: string, headers: Record<string, string> = asYaml) => api.call<Shown>('POST', '/api/v1/policies', { key, body: text, headers });

describe('a policy as a file', () => {
  it('comes as YAML or JSON, by query or Accept, and goes back in as the same policy', async () => {
    const current = (await api.call<Shown>('GET', '/api/v1/policies/2', { key })).body;
    const file = await api.call<string>('GET', '/api/v1/policies/2/document', { key });
    expect([file.headers.get('content-type'), file.headers.get('content-disposition')]).toEqual([
      'application/yaml; charset=utf-8',
      'attachment; filename="policy-2.yaml"',
    ]);
    const json = await api.call<object>('GET', '/api/v1/policies/2/document', { key, headers: { accept: 'application/json' } });
    expect(json.body).toEqual(current.document);
    for (const type of ['application/yaml', 'text/yaml', 'application/x-yaml']) {
      const again = await drafted(file.body, { 'content-type': type });
      expect([again.status, again.body.document]).toEqual([201, current.document]);
    }
  });
  it('is kept from being YAML where no document is asked for', async () => {
    expect((await api.call('POST', '/api/v1/suppliers', { key, body: 'code: S-1', headers: asYaml })).status).toBe(415);
  });
  it('is refused with the line and column of each fault', async () => {
    const text = (await sample()).replace('toleranceDays: 0', 'toleranceDays: 61\ncolour: red');
    const answer = await drafted(text);
    expect({ status: answer.status, ...answer.body }).toMatchObject({
      status: 422,
      code: 'invalid',
      errors: [
        { path: 'toleranceDays', line: 2, column: 16, message: 'must be at most 60' },
        { path: 'colour', line: 3, column: 1 },
      ],
    });
    const broken = await drafted('{"name": "x",\n "gates": [}', { 'content-type': 'application/json' });
    expect({ status: broken.status, ...broken.body }).toMatchObject({ status: 400, code: 'malformed', errors: [{ line: 2, column: 12 }] });
    const nothing = await api.call('POST', '/api/v1/policies', { key, headers: { 'content-type': 'application/json' } });
    expect(nothing.status).toBe(400);
  });
  it('is drafted once under one key, and not with another document under it', async () => {
    const headers = { ...asYaml, 'idempotency-key': randomUUID() };
    const text = await sample();
    const [first, again] = [await drafted(text, headers), await drafted(text, headers)];
    expect(again.body).toEqual(first.body);
    expect((await drafted(text.replace('toleranceDays: 0', 'toleranceDays: 1'), headers)).status).toBe(422);
  });
});

describe('a draft', () => {
  it('is replaced and thrown away only by who has seen its latest state', async () => {
    const text = await sample();
    const { body: draft, headers } = await drafted(text);
    const address = `/api/v1/policies/${draft.version}`;
    expect(headers.get('etag')).toBe('"1"');
    const put = (etag: string, days: number) =>
      api.call<Shown>('PUT', address, { key, body: text.replace('toleranceDays: 0', `toleranceDays: ${days}`), headers: { ...asYaml, 'if-match': etag } });
    const replaced = await put('"1"', 3);
    expect([replaced.status, replaced.body.revision, replaced.body.document['toleranceDays'], replaced.headers.get('etag')]).toEqual([200, 2, 3, '"2"']);
    expect((await put('"1"', 4)).status).toBe(412);
    expect((await api.call('POST', `${address}/publish`, { key, headers: { 'if-match': '"1"' } })).status).toBe(412);
    expect((await api.call('DELETE', address, { key, headers: { 'if-match': '"2"' } })).status).toBe(204);
    expect((await api.call('GET', address, { key })).status).toBe(404);
    expect((await put('"2"', 5)).status).toBe(404);
  });
  it('that was published is neither replaced nor thrown away', async () => {
    const text = await sample();
    const { body: draft } = await drafted(text);
    const address = `/api/v1/policies/${draft.version}`;
    expect((await api.call('POST', `${address}/publish`, { key })).status).toBe(200);
    const put = await api.call('PUT', address, { key, body: text, headers: asYaml });
    expect({ status: put.status, ...put.body }).toMatchObject({ status: 409, code: 'immutable' });
    expect((await api.call('DELETE', address, { key })).status).toBe(409);
  });
});
