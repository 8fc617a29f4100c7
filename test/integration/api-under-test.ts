import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Configuration } from '#apps/configuration.js';
import { createApp } from '#apps/api/app.js';
import type { RouteBook } from '#apps/api/http/route-book.js';
import { openDoor } from '#apps/door/connect.js';
import type { Door } from '#apps/door/door.js';
import { createKey } from '#persistence/access/keys.js';
import { createPerson } from '#persistence/access/people.js';
import type { Role } from '#persistence/access/roles.js';
import { openDatabase, type Database } from '#persistence/database.js';
import { seedPolicies } from '#persistence/policies/policies.js';
import { seedQuestionnaires } from '#persistence/questionnaires/questionnaires.js';
import { startSmtpSink, type SmtpSink } from '#test/smtp-sink.js';
import { createTestDatabase } from '#test/postgres.js';

/** One answer: status, headers, and the parsed body. */
export interface Answer<Body = Record<string, unknown>> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

export interface CallOptions {
  readonly key?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A real API on a real database, listening on a port of its own. */
export interface ApiUnderTest {
  readonly url: string;
  readonly db: Database;
  readonly databaseUrl: string;
  readonly routes: RouteBook;
  readonly sink: SmtpSink;
  readonly filesDirectory: string;
  /** Calls a route; a body that is no string is sent as JSON. */
  call<Body = Record<string, unknown>>(method: string, path: string, options?: CallOptions): Promise<Answer<Body>>;
  /** A key that acts for a new person with these roles. */
  keyOf(...roles: Role[]): Promise<{ key: string; personId: string }>;
  close(): Promise<void>;
}

const NOBODY = '127.0.0.1:1';

/** Starts the API. Without `on` it has a database of its own, and no workflow server answers it. */
export async function startApiUnderTest(on?: { db: Database; door: Door }, change: Partial<Configuration> = {}): Promise<ApiUnderTest> {
  const [sink, directory] = await Promise.all([startSmtpSink(), mkdtemp(join(tmpdir(), 'steward-api-'))]);
  const database = on ? null : await createTestDatabase();
  const configuration: Configuration = {
    databaseUrl: database?.url ?? '',
    temporal: { address: NOBODY, namespace: 'default', connectionOptions: { address: NOBODY } },
    http: { host: '127.0.0.1', port: 0, trustedProxies: [] },
    publicUrl: 'http://localhost:3000',
    dataDirectory: directory,
    filesDirectory: join(directory, 'files'),
    secret: Buffer.alloc(32, 5),
    smtpUrl: sink.url,
    mailbox: { host: '127.0.0.1', port: 1 },
    inbound: { host: '127.0.0.1', port: 1 },
    mail: { from: 'Steward <steward@example.com>', domain: 'example.com' },
    bootstrapKey: null,
    payloadKey: null,
    connectors: { secrets: {}, allowedHosts: [] },
    channels: { secrets: {} },
    ...change,
  };
  const db = on?.db ?? openDatabase({ url: configuration.databaseUrl, role: 'staff', applicationName: 'steward-test' });
  const door = on?.door ?? openDoor({ configuration, db });
  if (!on) await seedPolicies(db, { sample: true, at: new Date() });
  if (!on) await seedQuestionnaires(db, new Date());
  const { app, routes } = await createApp({ configuration, db, door, now: () => new Date() });
  await app.listen(0, '127.0.0.1');
  const url = (await app.getUrl()).replace('[::1]', '127.0.0.1');
  return {
    url,
    db,
    databaseUrl: configuration.databaseUrl,
    routes,
    sink,
    filesDirectory: configuration.filesDirectory,
    call: (method, path, options) => call(url, method, path, options),
    keyOf: (...roles) => keyOf(db, roles),
    async close() {
      await app.close();
      await sink.close();
      if (!on) {
        await door.close();
        await db.close();
      }
      await database?.drop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function call<Body>(url: string, method: string, path: string, { key, body, headers }: CallOptions = {}): Promise<Answer<Body>> {
  const sent = body === undefined ? {} : typeof body === 'string' || body instanceof FormData ? { body } : { body: JSON.stringify(body) };
  const all = new Headers(headers);
  if (body !== undefined && !(body instanceof FormData) && !all.has('content-type')) all.set('content-type', 'application/json');
  if (key !== undefined) all.set('authorization', `Bearer ${key}`);
  const response = await fetch(url + path, { method, redirect: 'manual', ...sent, headers: all });
  const text = await response.text();
  const isJson = /json/.test(response.headers.get('content-type') ?? '');
  return { status: response.status, headers: response.headers, body: (isJson && text !== '' ? JSON.parse(text) : text) as Body };
}

async function keyOf(db: Database, roles: readonly Role[]): Promise<{ key: string; personId: string }> {
  const id = randomUUID();
  const at = new Date();
  const person = await createPerson(db, { id, name: `Example ${roles.join(' and ')}`, email: `${id}@example.com`, roles, language: 'en', at });
  const key = `key-${randomUUID()}`;
  await createKey(db, { id: randomUUID(), name: 'test', key, roles, personId: person.id, createdBy: 'test', expiresAt: null, at });
  return { key, personId: person.id };
}

/** A key that acts for a person who is there already, with these of its roles. */
export async function keyFor(db: Database, person: { id: string }, ...roles: Role[]): Promise<string> {
  const key = `key-${randomUUID()}`;
  await createKey(db, { id: randomUUID(), name: 'desk', key, roles, personId: person.id, createdBy: 'test', expiresAt: null, at: new Date() });
  return key;
}
