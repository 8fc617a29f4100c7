import type { Configuration } from '#apps/configuration.js';
import type { Running } from '#apps/running.js';
import { runWorkers } from '#apps/worker/workers.js';
import { doorOn } from '#apps/door/connect.js';
import type { Door } from '#apps/door/door.js';
import { openMailTransport } from '#messaging/channels/email.js';
import { openDatabase, type Database } from '#persistence/database.js';
import { seedPolicies } from '#persistence/policies/policies.js';
import { seedQuestionnaires } from '#persistence/questionnaires/questionnaires.js';
import type { Client } from '@temporalio/client';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { randomUUID } from 'node:crypto';
import { createTestDatabase } from './postgres.js';
import { startSmtpSink, type SmtpSink } from './smtp-sink.js';
import { openTestNamespace, type TestNamespace } from './temporal.js';

/** Worker and door in this process, on a database and a mail server of their own. */
export interface Workplace {
  readonly db: Database;
  readonly databaseUrl: string;
  readonly door: Door;
  readonly client: Client;
  readonly temporal: TestNamespace;
  readonly sink: SmtpSink;
  readonly workers: Running;
  close(): Promise<void>;
}

let quiet = false;

/** A test that fails says so itself; what workers say of starting and stopping would bury it. */
function quietRuntime(): void {
  if (quiet) return;
  quiet = true;
  Runtime.install({ logger: new DefaultLogger('ERROR'), telemetryOptions: { logging: { filter: 'ERROR', forward: {} } } });
}

/** Opens a workplace in a Temporal namespace of its own, on the shared server unless on another. */
export async function openWorkplace({ server, ...options }: { server?: string; cachedWorkflows?: number; connectors?: Configuration['connectors'] } = {}): Promise<Workplace> {
  quietRuntime();
  const temporal = await openTestNamespace(server);
  const [database, sink] = await Promise.all([createTestDatabase(), startSmtpSink()]);
  const db = openDatabase({ url: database.url, role: 'staff', applicationName: 'steward-test' });
  const transport = openMailTransport({ url: sink.url, from: 'Steward <steward@example.com>' });
  await seedPolicies(db, { sample: true, at: new Date('2026-01-01T00:00:00Z') });
  await seedQuestionnaires(db, new Date('2026-01-01T00:00:00Z'));
  const workers = await runWorkers({
    connection: temporal.nativeConnection,
    namespace: temporal.namespace,
    dataConverter: {},
    db,
    transport,
    settings: { publicUrl: 'http://localhost:3000', secret: Buffer.alloc(32, 7), mail: { from: 'steward@example.com', domain: 'example.com' }, connectors: options.connectors ?? { secrets: {}, allowedHosts: [] } },
    ...options,
  });
  return {
    db,
    databaseUrl: database.url,
    door: doorOn({ db, client: temporal.client }),
    client: temporal.client,
    temporal,
    sink,
    workers,
    close: async () => {
      await workers.close();
      transport.close();
      await db.close();
      await temporal.close();
      await Promise.all([sink.close(), database.drop()]);
    },
  };
}

/** A supplier with one contact unless none is wanted, and desks for each role. Answers their ids. */
export async function settleCast(db: Database, options: { language?: string; timeZone?: string; contact?: boolean } = {}) {
  const at = new Date('2026-01-01T00:00:00Z');
  const desk = (name: string, role: string) => ({
    id: randomUUID(),
    name,
    email: `${role}-${randomUUID().slice(0, 8)}@example.com`,
    roles: [role],
    language: 'en',
    active: true,
    createdAt: at,
  });
  const people = [desk('Procurement desk', 'procurement'), desk('Quality desk', 'quality'), desk('Management', 'manager')] as const;
  await db.prisma.person.createMany({ data: [...people] });
  const supplierId = randomUUID();
  const contactId = randomUUID();
  await db.prisma.supplier.create({
    data: {
      id: supplierId,
      code: `S-${supplierId.slice(0, 8)}`,
      name: 'Example Castings',
      timeZone: options.timeZone ?? 'UTC',
      language: options.language ?? 'en',
      kind: 'product',
      status: 'active',
      segment: 'routine',
      categories: [],
      ownerId: people[0].id,
      version: 1,
      createdAt: at,
      updatedAt: at,
    },
  });
  if (options.contact ?? true) {
    await db.prisma.contact.create({
      data: { id: contactId, supplierId, name: 'Quality contact', email: `contact-${contactId.slice(0, 8)}@example.com`, role: 'quality', position: 0 },
    });
  }
  const [procurement, quality, manager] = people;
  return { supplierId, contactId, procurement, quality, manager };
}
