import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dataConverterOf } from '#apps/temporal/connection.js';
import { commandIdOf } from '#apps/door/command-id.js';
import { doorOn } from '#apps/door/connect.js';
import { openDatabase, type Database } from '#persistence/database.js';
import { seedPolicies } from '#persistence/policies/policies.js';
import { Client } from '@temporalio/client';
import { eventually } from '#test/eventually.js';
import { settleCast } from '#test/in-process.js';
import { createTestDatabase } from '#test/postgres.js';
import { installation, startRole, type Installation, type Role } from '#test/roles.js';
import { startSmtpSink, type SmtpSink } from '#test/smtp-sink.js';
import { openTestNamespace, type TestNamespace } from '#test/temporal.js';

let folder: string;
let database: Awaited<ReturnType<typeof createTestDatabase>>;
let temporal: TestNamespace;
let sink: SmtpSink;
let db: Database;
const started: { role: Role; steward: Installation }[] = [];

const keyFile = (name: string, key: Buffer) => {
  const path = join(folder, name);
  writeFileSync(path, key, { mode: 0o600 });
  return path;
};

/** A worker process with the key of a file. */
function startWorker(payloadKeyFile: string): Role {
  const on = { databaseUrl: database.url, temporalAddress: temporal.address, namespace: temporal.namespace, smtpUrl: sink.url };
  const steward = installation(on, { STEWARD_PAYLOAD_KEY_FILE: payloadKeyFile });
  const role = startRole('worker', steward.env);
  started.push({ role, steward });
  return role;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'steward-codec-'));
  [database, temporal, sink] = await Promise.all([createTestDatabase(), openTestNamespace(), startSmtpSink()]);
  db = openDatabase({ url: database.url, role: 'staff', applicationName: 'steward-test' });
  await seedPolicies(db, { sample: true, at: new Date('2026-01-01T00:00:00Z') });
}, 240_000);
afterAll(async () => {
  await Promise.all(started.map(({ role }) => role.kill()));
  for (const { steward } of started) steward.remove();
  await db?.close();
  await Promise.all([temporal?.close(), sink?.close(), database?.drop()]);
  rmSync(folder, { recursive: true, force: true });
}, 240_000);

describe('payloads under a key of one’s own', () => {
  it('tell whoever reads Temporal’s store nothing of a case, and a worker with another key says that it cannot read them', async () => {
    const payloadKey = randomBytes(32);
    const right = startWorker(keyFile('right', payloadKey));
    await right.ready();
    const client = new Client({ connection: temporal.client.connection, namespace: temporal.namespace, dataConverter: dataConverterOf({ payloadKey }) });
    const door = doorOn({ db, client });
    const cast = await settleCast(db);
    const origin = () => ({ process: 'rectification', channel: 'api', commandId: commandIdOf('test', randomUUID()), receivedAt: new Date() }) as const;
    const body = { supplierId: cast.supplierId, severity: 'minor', title: 'Late again', description: 'Three deliveries came late.' };
    const opened = await door.open({ body, actor: { kind: 'staff', id: cast.procurement.id }, ...origin() });
    if (opened.status !== 'applied') throw new Error(JSON.stringify(opened));
    const { caseId } = opened.standing;
    const contact = { kind: 'contact', id: cast.contactId } as const;
    const acknowledged = await door.act({ caseId, command: 'acknowledge', body: {}, actor: contact, ...origin() });
    expect(acknowledged).toMatchObject({ status: 'applied', standing: { stage: 'planning', sequence: 2 } });
    const refused = await door.act({ caseId, command: 'acknowledge', body: {}, actor: contact, ...origin() });
    expect(refused).toMatchObject({ status: 'refused', code: 'wrongStage' });

    const payloads = await payloadsOf(`rectification:${caseId}`);
    expect(payloads.length).toBeGreaterThan(5);
    for (const { encoding, bytes } of payloads) {
      expect(encoding).toBe('binary/encrypted');
      for (const word of [caseId, cast.supplierId, cast.contactId, cast.procurement.id, 'commandId']) expect(bytes.includes(word)).toBe(false);
    }

    await right.stop();
    const wrong = startWorker(keyFile('wrong', randomBytes(32)));
    await wrong.ready();
    const plan = door.act({ caseId, command: 'submitPlan', body: { text: 'A second shift.' }, actor: contact, ...origin() });
    await eventually('the worker says that its key is the wrong one', () => wrong.output().includes('STEWARD_PAYLOAD_KEY_FILE is not the key it was written with'));
    await wrong.kill();
    // Nothing is lost by the mistake: with the right key the case goes on.
    await startWorker(join(folder, 'right')).ready();
    await plan;
    await eventually('the plan is in', async () => (await db.prisma.case.findUnique({ where: { id: caseId } }))?.stage === 'planReview', 60_000);
  }, 240_000);
});

/** Every payload of a workflow's history as Temporal stores it; search attributes are left out: they must stay readable to be found by. */
async function payloadsOf(workflowId: string): Promise<{ encoding: string; bytes: Buffer }[]> {
  const answer = await temporal.client.workflowService.getWorkflowExecutionHistory({ namespace: temporal.namespace, execution: { workflowId } });
  const found: { encoding: string; bytes: Buffer }[] = [];
  const collect = (value: unknown, name: string): void => {
    if (typeof value !== 'object' || value === null || name === 'searchAttributes') return;
    if ('metadata' in value && 'data' in value && value.data instanceof Uint8Array) {
      const { encoding } = value.metadata as Record<string, Uint8Array>;
      found.push({ encoding: Buffer.from(encoding ?? []).toString(), bytes: Buffer.from(value.data) });
      return;
    }
    for (const [key, each] of Object.entries(value)) collect(each, key);
  };
  collect(answer.history?.events, 'events');
  return found;
}
