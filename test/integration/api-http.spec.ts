import { readFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { buildDocument } from '#apps/api/openapi.js';
import { settleSubmission, storeSubmission } from '#persistence/cases/submissions.js';
import { startApiUnderTest, type ApiUnderTest } from './api-under-test.js';

let api: ApiUnderTest;
let key: string;

beforeAll(async () => {
  api = await startApiUnderTest();
  ({ key } = await api.keyOf('procurement', 'admin'));
}, 240_000);
afterAll(() => api?.close(), 60_000);

const supplier = (change: object = {}) => ({ code: `S-${randomUUID().slice(0, 8)}`, name: 'Example Castings', country: 'IN', ...change });

interface Listed {
  items: { id: string }[];
  nextCursor: string | null;
}

describe('a request that cannot be understood', () => {
  it.each([
    ['malformed JSON', 400, 'malformed', 'POST', '/api/v1/suppliers', '{"code": '],
    ['JSON that reaches for prototypes', 400, 'malformed', 'POST', '/api/v1/suppliers', '{"__proto__": {"x": 1}}'],
    ['JSON that nests without end', 400, 'malformed', 'POST', '/api/v1/suppliers', '['.repeat(5000) + ']'.repeat(5000)],
    ['a cursor that no list gave', 400, 'badCursor', 'GET', '/api/v1/suppliers?cursor=nonsense', undefined],
    ['a cursor of another list', 400, 'badCursor', 'GET', `/api/v1/suppliers?cursor=${Buffer.from('[1]').toString('base64url')}`, undefined],
    ['a limit above 200', 400, 'malformed', 'GET', '/api/v1/suppliers?limit=201', undefined],
    ['a broken escape in the address', 400, 'malformed', 'GET', '/api/v1/suppliers/%E0%A4%A', undefined],
    ['an unknown address', 404, 'notFound', 'GET', '/api/v1/nothing', undefined],
    ['an id that is none', 404, 'notFound', 'GET', '/api/v1/suppliers/17', undefined],
    ['an id of nothing', 404, 'notFound', 'GET', `/api/v1/suppliers/${randomUUID()}`, undefined],
    ['a method that the address does not take', 405, 'methodNotAllowed', 'PUT', '/api/v1/suppliers', {}],
    ['a body that is no object', 422, 'invalid', 'POST', '/api/v1/suppliers', '[]'],
    ['a body over a megabyte', 413, 'tooLarge', 'POST', '/api/v1/suppliers', { name: 'x'.repeat(1_100_000) }],
    ['a period that ends before it begins', 422, 'invalid', 'POST', '/api/v1/evaluations', { periodStart: '2010-02-01', periodEnd: '2010-01-01' }],
    ['a date that does not exist', 422, 'invalid', 'POST', '/api/v1/evaluations', { periodStart: '2010-02-30', periodEnd: '2010-03-31' }],
    ['a supplier that does not exist', 422, 'invalid', 'POST', '/api/v1/rectifications', { supplierId: randomUUID(), severity: 'minor', title: 't', description: 'd' }],
  ])('for %s is a %i %s', async (_, status, code, method, path, body) => {
    const answer = await api.call(method, path, { key, body });
    expect({ status: answer.status, ...answer.body }).toMatchObject({ status, code });
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(Object.keys(answer.body)).toEqual(expect.arrayContaining(['type', 'title', 'detail']));
    expect(JSON.stringify(answer.body)).not.toMatch(/node_modules|prisma|at \w+ \(/i);
  });

  it('says which fields the rules refuse', async () => {
    const { status, body } = await api.call('POST', '/api/v1/suppliers', {
      key,
      body: supplier({ country: 'India', contacts: [{ name: 'A', email: 'not an address' }] }),
    });
    expect(status).toBe(422);
    const paths = (body['errors'] as { path: string }[]).map((error) => error.path);
    expect(paths).toEqual(expect.arrayContaining(['country', 'contacts.0.email']));
  });

  it('in another media type is a 415', async () => {
    const { status, body } = await api.call('POST', '/api/v1/suppliers', { key, body: '<supplier/>', headers: { 'content-type': 'text/xml' } });
    expect({ status, code: body['code'] }).toEqual({ status: 415, code: 'unsupportedMediaType' });
  });

  it('tells which methods an address takes', async () => {
    const { headers } = await api.call('DELETE', '/api/v1/suppliers', { key });
    expect(headers.get('allow')).toBe('GET, HEAD, POST');
  });

  it('is answered with headers that let nothing run, be framed or be guessed', async () => {
    const { headers } = await api.call('GET', '/api/v1/me', { key });
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('strict-transport-security')).toBeNull();
  });
});

describe('a supplier', () => {
  it('is created once, found by its address, and changed only by who saw the newest version', async () => {
    const body = supplier({ contacts: [{ name: 'Quality', email: 'Q@Example.com' }] });
    const created = await api.call<{ id: string; version: number }>('POST', '/api/v1/suppliers', { key, body });
    expect(created.status).toBe(201);
    const address = created.headers.get('location') ?? '';
    expect(address).toBe(`/api/v1/suppliers/${created.body.id}`);
    const read = await api.call('GET', address, { key });
    expect(read.body).toMatchObject({ code: body.code, status: 'active', segment: 'routine', grade: null, contacts: [{ email: 'q@example.com' }] });
    const seen = read.headers.get('etag') ?? '';
    const changed = await api.call('PATCH', address, { key, body: { name: 'Renamed' }, headers: { 'if-match': seen } });
    expect([changed.status, changed.body['name']]).toEqual([200, 'Renamed']);
    const late = await api.call('PATCH', address, { key, body: { name: 'Too late' }, headers: { 'if-match': seen } });
    expect({ status: late.status, code: late.body['code'] }).toEqual({ status: 412, code: 'stale' });
    const foreign = await api.call('PATCH', address, { key, body: { name: 'x' }, headers: { 'if-match': 'W/"abc"' } });
    expect(foreign.status).toBe(412);
    const twin = await api.call('POST', '/api/v1/suppliers', { key, body });
    expect(twin.status).toBe(409);
    expect(twin.body).toMatchObject({ code: 'codeTaken', runningId: created.body.id });
  });

  it('is listed by pages that together hold each once', async () => {
    for (let number = 0; number < 5; number++) await api.call('POST', '/api/v1/suppliers', { key, body: supplier({ name: 'Page' }) });
    const seen: string[] = [];
    for (let cursor: string | null = '', limit = 3; cursor !== null; ) {
      const page: { body: Listed } = await api.call<Listed>('GET', `/api/v1/suppliers?q=page&limit=${limit}${cursor && `&cursor=${cursor}`}`, { key });
      expect(page.body.items.length).toBeLessThanOrEqual(limit);
      seen.push(...page.body.items.map((item) => item.id));
      cursor = page.body.nextCursor;
    }
    expect(seen.length).toBe(5);
    expect(new Set(seen).size).toBe(5);
  });

  it('without facts has indicators without value', async () => {
    const { body } = await api.call<{ id: string }>('POST', '/api/v1/suppliers', { key, body: supplier() });
    const indicators = await api.call<{ items: object[] }>('GET', `/api/v1/suppliers/${body.id}/indicators?from=2010-01-01&to=2010-12-31`, { key });
    expect(indicators.body.items[0]).toMatchObject({ indicator: 'onTimeDelivery', value: null, denominator: 0, status: 'insufficientData' });
    expect((await api.call('GET', `/api/v1/suppliers/${body.id}/indicators?from=2010-12-31&to=2010-01-01`, { key })).status).toBe(400);
    expect((await api.call('GET', `/api/v1/suppliers/${body.id}/timeline`, { key })).body).toEqual({ items: [], nextCursor: null });
  });
});

describe('an Idempotency-Key', () => {
  const post = (idempotencyKey: string, body: object, by = key) =>
    api.call<{ id: string }>('POST', '/api/v1/suppliers', { key: by, body, headers: { 'idempotency-key': idempotencyKey } });

  it('gives the same answer for the same request, with the same status and address', async () => {
    const body = supplier();
    const first = await post('same', body);
    const again = await post('same', body);
    expect(again.status).toBe(201);
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('location')).toBe(first.headers.get('location'));
    expect((await api.call<Listed>('GET', `/api/v1/suppliers?q=${body.code}`, { key })).body.items.length).toBe(1);
  });

  it('is refused with another body', async () => {
    await post('reused', supplier());
    const other = await post('reused', supplier());
    expect({ status: other.status, ...other.body }).toMatchObject({ status: 422, code: 'idempotencyKeyReused' });
  });

  it('is the caller’s own: somebody else’s is another', async () => {
    const { key: other } = await api.keyOf('procurement');
    expect((await post('mine', supplier())).status).toBe(201);
    expect((await post('mine', supplier(), other)).status).toBe(201);
  });

  it('makes simultaneous requests one supplier; the others are answered alike or told to wait', async () => {
    const body = supplier();
    const answers = await Promise.all(Array.from({ length: 8 }, () => post('at once', body)));
    const created = answers.filter((answer) => answer.status === 201);
    expect(created.length).toBeGreaterThan(0);
    expect(new Set(created.map((answer) => answer.body.id)).size).toBe(1);
    for (const answer of answers.filter(({ status }) => status !== 201)) {
      expect(answer.status).toBe(409);
      expect(answer.body).toMatchObject({ code: 'inProgress' });
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    }
  });

  it('held by a request that died is taken over, and what it had created is the answer', async () => {
    const body = supplier();
    const first = await post('died', body);
    // As if the process had died after creating, before keeping the answer, longer ago than a request can take.
    await api.db.prisma.idempotencyKey.updateMany({
      where: { key: 'died' },
      data: { status: 'running', httpStatus: null, location: null, lockedUntil: new Date(Date.now() - 1) },
    });
    const again = await post('died', body);
    expect([again.status, again.body.id]).toEqual([201, first.body.id]);
  });

  it('of a refused request is free again', async () => {
    expect((await post('refused first', { name: 'without a code' })).status).toBe(422);
    expect((await post('refused first', supplier())).status).toBe(201);
  });
});

describe('when others are away', () => {
  it('commands are answered with 503 and when to repeat them, and health says what is missing', async () => {
    const { body } = await api.call<{ id: string }>('POST', '/api/v1/suppliers', { key, body: supplier() });
    const opened = await api.call('POST', '/api/v1/rectifications', {
      key,
      body: { supplierId: body.id, severity: 'major', title: 'Late', description: 'Three deliveries came late.' },
    });
    expect(opened.status).toBe(503);
    expect(Number(opened.headers.get('retry-after'))).toBeGreaterThan(0);
    const ready = await api.call('GET', '/health/ready');
    expect(ready.status).toBe(503);
    expect(ready.body).toEqual({ status: 'down', parts: { api: 'ok', database: 'ok', schema: 'ok', temporal: 'down', worker: 'down' } });
    expect((await api.call('GET', '/health/live')).body).toEqual({ status: 'ok' });
  }, 240_000);

  it('a case whose opening was stored says at its address whether that is on its way or was refused', async () => {
    const { body } = await api.call<{ id: string }>('POST', '/api/v1/suppliers', { key, body: supplier() });
    const caseId = randomUUID();
    const at = new Date();
    const { id } = await storeSubmission(api.db, {
      commandId: randomUUID(),
      process: 'rectification',
      caseId,
      supplierId: body.id,
      command: 'open',
      facts: { severity: 'minor', cause: 'manual:example' },
      content: { title: 'Late', description: 'Again.' },
      actor: { kind: 'staff', id: randomUUID() },
      channel: 'api',
      expectedSequence: null,
      receivedAt: at,
    });
    const look = () => api.call('GET', `/api/v1/rectifications/${caseId}`, { key });
    const pending = await look();
    expect({ http: pending.status, ...pending.body }).toMatchObject({ http: 202, id: caseId, status: 'pending' });
    expect(pending.headers.get('location')).toBe(`/api/v1/rectifications/${caseId}`);
    await settleSubmission(api.db, id, { status: 'refused', code: 'twin' }, at);
    const refused = await look();
    expect({ status: refused.status, ...refused.body }).toMatchObject({ status: 409, code: 'twin' });
  });

  it('an evaluation stands all the same, and a second of the same period names it', async () => {
    const period = { periodStart: '2011-01-01', periodEnd: '2011-03-31' };
    const started = await api.call<{ id: string }>('POST', '/api/v1/evaluations', { key, body: period });
    expect(started.status).toBe(201);
    expect(started.body).toMatchObject({ ...period, official: true, status: 'running' });
    const twin = await api.call('POST', '/api/v1/evaluations', { key, body: period });
    expect({ status: twin.status, ...twin.body }).toMatchObject({ status: 409, code: 'twin', runningId: started.body.id });
    expect((await api.call('GET', `/api/v1/evaluations/${started.body.id}/scores`, { key })).body).toEqual({ items: [], nextCursor: null });
  }, 240_000);
});

describe('a policy', () => {
  it('is drafted, published once, and refused with the place of each fault', async () => {
    const current = await api.call<{ items: { document: object }[] }>('GET', '/api/v1/policies?limit=1', { key });
    const document = { ...current.body.items[0]?.document, name: 'Stricter' };
    const draft = await api.call<{ version: number }>('POST', '/api/v1/policies', { key, body: document });
    expect(draft.status).toBe(201);
    const publish = () => api.call('POST', `/api/v1/policies/${draft.body.version}/publish`, { key });
    expect((await publish()).body).toMatchObject({ status: 'published', name: 'Stricter' });
    expect((await publish()).status).toBe(409);
    expect((await api.call('POST', '/api/v1/policies/9999/publish', { key })).status).toBe(404);
    const faulty = await api.call('POST', '/api/v1/policies', { key, body: { ...document, toleranceDays: -1 } });
    expect({ status: faulty.status, ...faulty.body }).toMatchObject({ status: 422, errors: [{ path: 'toleranceDays' }] });
  });
});

describe('the OpenAPI document', () => {
  it('that the web’s client is made from is the one that the API serves', async () => {
    const committed = JSON.parse(await readFile('apps/web/openapi.json', 'utf8')) as object;
    const built = JSON.parse(JSON.stringify(await buildDocument())) as object;
    const served = await api.call('GET', '/openapi.json');
    expect(built).toEqual(committed);
    expect(served.body).toEqual(committed);
  });
});
