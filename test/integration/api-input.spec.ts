import { randomUUID } from 'node:crypto';
import { roles } from '#persistence/access/roles.js';
import { startApiUnderTest, type ApiUnderTest } from './api-under-test.js';

let api: ApiUnderTest;
let key: string;

beforeAll(async () => {
  api = await startApiUnderTest();
  ({ key } = await api.keyOf(...roles));
}, 240_000);
afterAll(() => api?.close(), 60_000);

const NUL = String.fromCharCode(0);
const HALF_A_PAIR = String.fromCharCode(0xd800);

describe('characters that the database cannot hold', () => {
  const text = { supplierId: randomUUID(), severity: 'minor', title: 't', description: 'd' };
  it.each([
    ['a name', 'POST', '/api/v1/suppliers', { code: 'S-1', name: `Cast${NUL}ings`, country: 'IN' }],
    ['a nested field', 'POST', '/api/v1/suppliers', { code: 'S-1', name: 'Castings', country: 'IN', contacts: [{ name: HALF_A_PAIR, email: 'a@example.com' }] }],
    ['the name of a field', 'POST', '/api/v1/policies', { [`name${NUL}`]: 1 }],
    ['a description', 'POST', '/api/v1/rectifications', { ...text, description: `late${HALF_A_PAIR}` }],
    ['a person', 'POST', '/api/v1/people', { name: `A${NUL}`, email: 'a@example.com', roles: ['quality'] }],
    ['a key', 'POST', '/api/v1/keys', { name: HALF_A_PAIR, roles: ['integration'] }],
    ['a reason', 'POST', `/api/v1/proposals/${randomUUID()}/dismiss`, { reason: `no${NUL}` }],
    ['a token', 'POST', '/api/v1/sessions', { token: NUL }],
    ['a search', 'GET', '/api/v1/search?q=a%00b', undefined],
    ['a filter', 'GET', '/api/v1/rectifications?stage=%00', undefined],
    ['a mailbox filter', 'GET', '/api/v1/mailbox?address=%00', undefined],
    ['a filter that is given twice', 'GET', '/api/v1/suppliers?q=a&q=%00', undefined],
  ])('are refused in %s, with the field', async (_, method, path, body) => {
    const answer = await api.call(method, path, { key, body, headers: { 'idempotency-key': randomUUID() } });
    expect({ status: answer.status, ...answer.body }).toMatchObject({ status: 400, code: 'malformed', errors: [{ message: expect.stringContaining('NUL') }] });
  });

  it('are refused in the field of a form', async () => {
    const form = new FormData();
    form.set('mapping', `usaid${NUL}`);
    form.set('file', new Blob(['a,b\n']), 'lines.csv');
    const answer = await api.call('POST', '/api/v1/imports', { key, body: form });
    expect({ status: answer.status, ...answer.body }).toMatchObject({ status: 400, errors: [{ path: 'mapping' }] });
  });

  it('are no whole surrogate pairs or backslashes before a u', async () => {
    const name = 'Gießerei \u{1F3ED} 铸造 C:\\u0000';
    const answer = await api.call('POST', '/api/v1/suppliers', { key, body: { code: 'S-EMOJI', name, country: 'DE' } });
    expect([answer.status, answer.body['name']]).toEqual([201, name]);
  });
});
