import type { ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AccessGuard } from '#apps/api/auth/access.guard.js';
import { createKey, ensureBootstrapKey, revokeKey } from '#persistence/access/keys.js';
import { createFirstSignInLink } from '#persistence/access/first-sign-in.js';
import { roles } from '#persistence/access/roles.js';
import { randomUUID } from 'node:crypto';
import { startApiUnderTest, type ApiUnderTest } from './api-under-test.js';

let api: ApiUnderTest;
let admin: string;

beforeAll(async () => {
  api = await startApiUnderTest();
  admin = (await api.keyOf('admin')).key;
}, 240_000);
afterAll(() => api?.close(), 60_000);

const PUBLIC = new Set(['POST /api/v1/sign-in-links', 'POST /api/v1/sessions', 'POST /api/v1/channels/:kind/answers', 'GET /health/live', 'GET /health/ready']);

/** Every route of the API with example values in place of its parameters. */
function apiRoutes(): { name: string; method: string; path: string }[] {
  return api.routes
    .all()
    .filter(({ method, url }) => method !== 'HEAD' && method !== 'OPTIONS' && /^\/(api|health)\//.test(url))
    .map(({ method, url }) => ({ name: `${method} ${url}`, method, path: url.replace(':version', '1').replace(/:\w+/g, randomUUID()) }));
}

describe('who may come in', () => {
  it('is asked on every route but those that say they are public', async () => {
    const routes = apiRoutes();
    expect(routes.length).toBeGreaterThan(40);
    const open: string[] = [];
    for (const { name, method, path } of routes) {
      const { status } = await api.call(method, path, method === 'GET' ? {} : { body: {} });
      if (status !== 401) open.push(name);
    }
    expect(new Set(open)).toEqual(PUBLIC);
  }, 240_000);

  it('is asked however the path is spelt', async () => {
    const spellings = ['/api/v1/suppliers/', '/api/v1//suppliers', '/API/v1/suppliers', '/api/v1/suppliers%2f', '/api/v1/./suppliers', '/api/v1/suppliers;x=1', '/api/v1/%73uppliers'];
    for (const path of spellings) {
      const { status } = await api.call('GET', path);
      expect([path, [401, 404].includes(status)]).toEqual([path, true]);
    }
  });

  it('is refused with the header that says how to come in', async () => {
    const { status, headers, body } = await api.call('GET', '/api/v1/me');
    expect(status).toBe(401);
    expect(headers.get('content-type')).toContain('application/problem+json');
    expect(headers.get('www-authenticate')).toContain('Bearer');
    expect(body).toMatchObject({ status: 401, code: 'unauthorized', title: 'Unauthorized' });
  });

  it.each([
    ['rater', 'POST', '/api/v1/suppliers', { code: 'X1', name: 'X', country: 'IN' }],
    ['auditor', 'POST', '/api/v1/evaluations', { periodStart: '2010-01-01', periodEnd: '2010-01-31' }],
    ['quality', 'GET', '/api/v1/keys', undefined],
    ['procurement', 'POST', `/api/v1/rectifications/${randomUUID()}/verify`, {}],
    ['quality', 'POST', `/api/v1/proposals/${randomUUID()}/dismiss`, { reason: 'no' }],
    ['integration', 'GET', '/api/v1/mailbox', undefined],
    ['manager', 'POST', '/api/v1/policies', {}],
  ] as const)('%s may not %s %s', async (role, method, path, body) => {
    const { key } = await api.keyOf(role);
    const answer = await api.call(method, path, { key, body });
    expect(answer.status).toBe(403);
    expect(answer.body).toMatchObject({ code: 'forbidden' });
  });

  it('is decided for every route and role by the permission that the route states', async () => {
    const { body: document } = await api.call<{ paths: Record<string, Record<string, { 'x-permission'?: string }>> }>('GET', '/openapi.json');
    for (const role of roles) {
      const { key } = await api.keyOf(role);
      const me = await api.call<{ permissions: string[] }>('GET', '/api/v1/me', { key });
      const wrong: string[] = [];
      for (const [path, methods] of Object.entries(document.paths)) {
        for (const [method, { 'x-permission': permission }] of Object.entries(methods)) {
          if (permission === undefined) continue;
          const address = path.replace('{version}', '9999').replace(/\{\w+\}/g, randomUUID());
          const { status } = await api.call(method.toUpperCase(), address, method === 'get' ? { key } : { key, body: {} });
          if ((status === 403) === me.body.permissions.includes(permission) || status === 401 || status >= 500) wrong.push(`${role} ${method} ${path}: ${status}`);
        }
      }
      expect(wrong).toEqual([]);
    }
  }, 240_000);

  it('is nobody on a route that states no permission', async () => {
    const { key } = await api.keyOf(...roles);
    const guard = new AccessGuard(new Reflector(), api.db, () => new Date());
    const request = { headers: { authorization: `Bearer ${key}` }, cookies: {}, ip: '127.0.0.1' };
    const context = { getHandler: () => () => undefined, switchToHttp: () => ({ getRequest: () => request }) } as unknown as ExecutionContext;
    await expect(guard.canActivate(context)).rejects.toMatchObject({ status: 403 });
  });

  it('is nobody with a wrong, expired or revoked key, whatever cookie comes along', async () => {
    const at = new Date();
    const keep = (key: string, expiresAt: Date | null) =>
      createKey(api.db, { id: randomUUID(), name: 'k', key, roles: ['auditor'], personId: null, createdBy: 'test', expiresAt, at });
    const expired = `key-${randomUUID()}`;
    const revoked = `key-${randomUUID()}`;
    await keep(expired, new Date(at.getTime() - 1));
    await revokeKey(api.db, (await keep(revoked, null)).id, at);
    for (const key of ['wrong', expired, revoked]) expect((await api.call('GET', '/api/v1/me', { key })).status).toBe(401);
  });
});

describe('keys', () => {
  it('are shown once, work, act for themselves, and end when revoked', async () => {
    const made = await api.call<{ id: string; key: string }>('POST', '/api/v1/keys', { key: admin, body: { name: 'ERP', roles: ['integration'] } });
    expect(made.status).toBe(201);
    const me = await api.call('GET', '/api/v1/me', { key: made.body.key });
    expect(me.body).toMatchObject({ id: made.body.id, name: 'ERP', email: null, roles: ['integration'] });
    const listed = await api.call<{ items: object[] }>('GET', '/api/v1/keys', { key: admin });
    expect(JSON.stringify(listed.body)).not.toContain(made.body.key);
    expect((await api.call('DELETE', `/api/v1/keys/${made.body.id}`, { key: admin })).status).toBe(204);
    expect((await api.call('GET', '/api/v1/me', { key: made.body.key })).status).toBe(401);
  });

  it('come out the same when the request is repeated, and are stored nowhere', async () => {
    const request = { key: admin, body: { name: 'SCM', roles: ['integration'] }, headers: { 'idempotency-key': 'make-scm' } };
    const first = await api.call<{ key: string }>('POST', '/api/v1/keys', request);
    const again = await api.call<{ key: string }>('POST', '/api/v1/keys', request);
    expect(again.body).toEqual(first.body);
    const other = await api.call('POST', '/api/v1/keys', { ...request, body: { name: 'Other', roles: ['auditor'] } });
    expect(other.status).toBe(422);
    const stored = await api.db.pool.query('select (select json_agg(k) from api_keys k)::text || coalesce((select json_agg(i) from idempotency_keys i)::text, $1) as all', ['']);
    expect(stored.rows[0].all).not.toContain(first.body.key);
  });

  it('that act for a person hold no role that the person does not hold', async () => {
    const { personId } = await api.keyOf('quality');
    const answer = await api.call('POST', '/api/v1/keys', { key: admin, body: { name: 'k', roles: ['admin'], personId } });
    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({ errors: [{ path: 'roles' }] });
  });

  it('that act for a person lose a role when the person does, and everything when the person leaves', async () => {
    const { key, personId } = await api.keyOf('quality', 'rater');
    const rolesNow = async () => (await api.call('GET', '/api/v1/me', { key })).body['roles'];
    expect(await rolesNow()).toEqual(['quality', 'rater']);
    const change = (fields: object) => api.call('PATCH', `/api/v1/people/${personId}`, { key: admin, body: fields });
    await change({ roles: ['rater', 'manager'] });
    expect(await rolesNow()).toEqual(['rater']);
    await change({ roles: ['manager'] });
    expect((await api.call('GET', '/api/v1/me', { key })).status).toBe(403);
    await change({ active: false });
    expect((await api.call('GET', '/api/v1/me', { key })).status).toBe(401);
  });

  it('of the environment are made once and hold every role', async () => {
    const at = new Date();
    await ensureBootstrapKey(api.db, { id: randomUUID(), key: 'first-value', at });
    await ensureBootstrapKey(api.db, { id: randomUUID(), key: 'second-value', at });
    expect((await api.call('GET', '/api/v1/me', { key: 'first-value' })).body).toMatchObject({ roles });
    expect((await api.call('GET', '/api/v1/me', { key: 'second-value' })).status).toBe(401);
  });
});

describe('signing in', () => {
  const cookieOf = (headers: Headers) => (headers.get('set-cookie') ?? '').split(';')[0] ?? '';

  it('by the first link makes an administrator and a session that can be ended', async () => {
    const link = await createFirstSignInLink(api.db, { now: new Date(), publicUrl: 'http://localhost:3000' });
    const token = link?.split('#token=')[1] ?? '';
    const signedIn = await api.call('POST', '/api/v1/sessions', { body: { token } });
    expect(signedIn.status).toBe(201);
    expect(signedIn.headers.get('set-cookie')).toMatch(/HttpOnly/);
    expect(signedIn.headers.get('set-cookie')).toMatch(/SameSite=Strict/);
    const cookie = cookieOf(signedIn.headers);
    const me = await api.call<{ roles: string[] }>('GET', '/api/v1/me', { headers: { cookie } });
    expect(me.body.roles).toContain('admin');
    expect((await api.call('POST', '/api/v1/sessions', { body: { token } })).status).toBe(401);
    expect((await api.call('DELETE', '/api/v1/sessions/current', { headers: { cookie } })).status).toBe(204);
    expect((await api.call('GET', '/api/v1/me', { headers: { cookie } })).status).toBe(401);
  });

  it('with a cookie is refused when another site sends the request', async () => {
    const link = await createFirstSignInLink(api.db, { now: new Date(), publicUrl: 'http://localhost:3000' });
    const signedIn = await api.call('POST', '/api/v1/sessions', { body: { token: link?.split('#token=')[1] } });
    const cookie = cookieOf(signedIn.headers);
    const forged = await api.call('POST', '/api/v1/people', {
      body: {},
      headers: { cookie, origin: 'https://evil.example.com', 'sec-fetch-site': 'cross-site' },
    });
    expect(forged.status).toBe(403);
    expect(forged.headers.get('content-type')).toContain('application/problem+json');
    const own = await api.call('POST', '/api/v1/people', { body: {}, headers: { cookie, 'sec-fetch-site': 'same-origin' } });
    expect(own.status).toBe(422);
  });

  it('by mail answers the same for a stranger, and mails a link to a person', async () => {
    const { personId } = await api.keyOf('quality');
    const { email } = await api.db.prisma.person.findUniqueOrThrow({ where: { id: personId } });
    const stranger = await api.call('POST', '/api/v1/sign-in-links', { body: { email: 'nobody@example.com' } });
    const known = await api.call('POST', '/api/v1/sign-in-links', { body: { email } });
    expect([stranger.status, known.status]).toEqual([202, 202]);
    expect(known.body).toEqual(stranger.body);
    const mail = await api.sink.mail((each) => each.to?.[0]?.address === email, `a sign-in link to ${email}`);
    const token = /#token=([\w-]+)/.exec(mail.text ?? '')?.[1];
    expect((await api.call('POST', '/api/v1/sessions', { body: { token } })).status).toBe(201);
  });

  it('ends at once for a person who was made inactive', async () => {
    const { key, personId } = await api.keyOf('quality');
    const changed = await api.call('PATCH', `/api/v1/people/${personId}`, { key: admin, body: { active: false } });
    expect(changed.body).toMatchObject({ active: false });
    expect((await api.call('GET', '/api/v1/me', { key })).status).toBe(401);
  });
});

// Last: afterwards this address is kept out for a minute.
describe('who guesses', () => {
  it('is told to wait, and keeps nobody out who comes from the same address with a right key', async () => {
    const guess = () => api.call('GET', '/api/v1/me', { key: `wrong-${randomUUID()}` });
    for (let round = 0; round < 10; round++) await Promise.all(Array.from({ length: 30 }, guess));
    const refused = await guess();
    expect({ status: refused.status, ...refused.body }).toMatchObject({ status: 429, code: 'tooManyRequests' });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await api.call('GET', '/api/v1/me', { key: admin })).status).toBe(200);
  }, 240_000);

  it('is counted by the address that a trusted proxy names, and by no other', async () => {
    const behind = await startApiUnderTest(undefined, { http: { host: '127.0.0.1', port: 0, trustedProxies: ['127.0.0.1'] } });
    try {
      const guess = (from: string, on = behind) => on.call('GET', '/api/v1/me', { key: 'wrong', headers: { 'x-forwarded-for': from } });
      for (let round = 0; round < 10; round++) await Promise.all(Array.from({ length: 30 }, () => guess('203.0.113.7')));
      expect((await guess('203.0.113.7')).status).toBe(429);
      expect((await guess('203.0.113.8')).status).toBe(401);
      expect((await guess('203.0.113.8', api)).status).toBe(429);
    } finally {
      await behind.close();
    }
  }, 240_000);
});
