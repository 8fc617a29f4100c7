import { randomUUID } from 'node:crypto';
import { startApiUnderTest, type ApiUnderTest } from './api-under-test.js';

let api: ApiUnderTest;
let key: string;

beforeAll(async () => {
  api = await startApiUnderTest();
  ({ key } = await api.keyOf('admin'));
}, 240_000);
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
    expect({ ...answer.body, status: answer.status }).toMatchObject({
      status: 422,
      code: 'invalid',
      errors: [
        { path: 'toleranceDays', line: 2, column: 16, message: 'must be at most 60' },
        { path: 'colour', line: 3, column: 1 },
      ],
    });
    const broken = await drafted('{"name": "x",\n "gates": [}', { 'content-type': 'application/json' });
    expect({ ...broken.body, status: broken.status }).toMatchObject({ status: 400, code: 'malformed', errors: [{ line: 2, column: 12 }] });
    const nothing = await api.call('POST', '/api/v1/policies', { key, headers: { 'content-type': 'application/json' } });
    expect({ status: nothing.status, ...nothing.body }).toMatchObject({ status: 422, errors: expect.arrayContaining([{ path: 'name', message: expect.any(String) }]) });
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

describe('the difference of two versions', () => {
  it('is told as data and in the language of the reader', async () => {
    const text = await sample();
    const { body: draft } = await drafted(text.replace('A: 90', 'A: 92').replace('toleranceDays: 0', 'toleranceDays: 2'));
    const diff = (query: string, headers: Record<string, string> = {}) =>
      api.call<{ from: number; to: number; language: string; changes: { path: string; before: unknown; after: unknown; sentence: string }[] }>('GET', `/api/v1/policies/${draft.version}/diff?${query}`, { key, headers });
    const english = (await diff('against=2')).body;
    expect(english).toMatchObject({ from: 2, to: draft.version, language: 'en' });
    expect(english.changes).toEqual([
      { kind: 'changed', path: 'toleranceDays', before: 0, after: 2, sentence: 'The tolerance after the promised date (calendar days): rises from 0 to 2.' },
      { kind: 'changed', path: 'gradeBounds.A', before: 90, after: 92, sentence: 'Grade A now begins at 92 instead of 90.' },
    ]);
    const languages = await Promise.all([
      diff('against=2', { 'accept-language': 'de, ru;q=0.8, en;q=0.5' }),
      diff('against=2', { 'accept-language': 'zh-Hans-CN' }),
      diff('against=2&language=en', { 'accept-language': 'zh' }),
    ]);
    expect(languages.map(({ body }) => body.language)).toEqual(['ru', 'zh', 'en']);
    expect(languages[0]?.body.changes.at(-1)?.sentence).toBe('Оценка A теперь начинается с 92 вместо 90.');
    expect(languages[1]?.body.changes.at(-1)?.sentence).toBe('A级的起点由90改为92。');
    expect((await diff(`against=${draft.version}`)).body.changes).toEqual([]);
    expect((await diff('against=9999')).status).toBe(404);
    expect((await diff('language=tlh')).status).toBe(400);
  });
});
