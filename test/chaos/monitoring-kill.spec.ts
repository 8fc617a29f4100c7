import { randomUUID } from 'node:crypto';
import { openDatabase, type Database } from '#persistence/database.js';
import { listCases } from '#persistence/cases/read.js';
import { seedPolicies } from '#persistence/policies/policies.js';
import { monitoring, type MonitoringInput, type MonitoringResult } from '#workflows/monitoring/contract.js';
import { eventually } from '#test/eventually.js';
import { settleCast } from '#test/in-process.js';
import { createTestDatabase } from '#test/postgres.js';
import { installation, startRole, type Installation, type Role } from '#test/roles.js';
import { openTestNamespace, type TestNamespace } from '#test/temporal.js';
import pg from 'pg';

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let temporal: TestNamespace;
let steward: Installation;
let db: Database;
let worker: Role;

async function startWorker(): Promise<void> {
  worker = startRole('worker', steward.env);
  await worker.ready();
}

beforeAll(async () => {
  [database, temporal] = await Promise.all([createTestDatabase(), openTestNamespace()]);
  steward = installation({ databaseUrl: database.url, temporalAddress: temporal.address, namespace: temporal.namespace, smtpUrl: 'smtp://127.0.0.1:1' });
  db = openDatabase({ url: database.url, role: 'staff', applicationName: 'steward-test' });
  await seedPolicies(db, { sample: true, at: new Date('2026-01-01T00:00:00Z') });
  await startWorker();
}, 240_000);
afterAll(async () => {
  await worker?.kill();
  await db?.close();
  await temporal?.close();
  steward?.remove();
  await database?.drop();
}, 240_000);

/** Lets nobody write mails, as a foreign transaction would: the run that tells waits in the middle of its transaction. */
async function holdOutbox(): Promise<{ waitedFor(): Promise<void>; release(): Promise<void> }> {
  const holder = new pg.Client({ connectionString: database.url, options: '-c role=steward_staff' });
  await holder.connect();
  await holder.query('begin');
  await holder.query('lock table outbox in share mode');
  const { rows } = await holder.query<{ pid: number }>('select pg_backend_pid() as pid');
  return {
    waitedFor: async () => {
      await eventually('a run waits to write its mails', async () => {
        const [found] = await db.prisma.$queryRawUnsafe<{ count: number }[]>(`select count(*)::int as count from pg_locks where not granted and ${rows[0]?.pid} = any (pg_blocking_pids(pid))`);
        return (found?.count ?? 0) > 0;
      });
    },
    release: async () => {
      await holder.query('rollback');
      await holder.end();
    },
  };
}

it('a worker that dies while it tells leaves nothing untold, nothing told twice and one case, when another goes on', async () => {
  const cast = await settleCast(db);
  const { supplierId } = cast;
  const at = (days: number) => new Date(Date.now() + days * 86_400_000);
  const fact = () => ({ id: randomUUID(), supplierId, source: 'erp', externalId: randomUUID(), version: 1, contentHash: 'x', arrivedAt: at(-1) });
  // It delivered every third day, and has brought nothing of what was due since.
  const lines = [...Array.from({ length: 12 }, (_, index) => -80 + 3 * index), -40, -35, -30].map((days) => ({ ...fact(), promisedDate: at(days) }));
  await db.prisma.orderLine.createMany({ data: lines.map((line) => ({ ...line, originalPromisedDate: line.promisedDate, orderedQuantity: 1, unit: 'piece' })) });
  await db.prisma.receipt.createMany({
    data: lines.slice(0, 12).map(({ externalId, promisedDate }) => ({ ...fact(), lineExternalId: externalId, quantity: 1, receivedOn: promisedDate })),
  });

  const held = await holdOutbox();
  const input: MonitoringInput = { asOf: null, requestedBy: 'test', notify: true };
  const workflowId = monitoring.workflowId(randomUUID());
  const handle = await temporal.client.workflow.start<(input: MonitoringInput) => Promise<MonitoringResult>>(monitoring.workflowType, { workflowId, taskQueue: monitoring.taskQueue, args: [input] });
  await held.waitedFor();
  await worker.kill();
  await held.release();
  const { namespace } = temporal;
  await temporal.client.workflowService.resetStickyTaskQueue({ namespace, execution: { workflowId } });
  await startWorker();

  expect(await handle.result()).toMatchObject({ raised: 1, told: 3, opened: 1 });
  const mails = await db.prisma.outboxMessage.findMany({ where: { caseId: null } });
  expect(mails.map(({ recipientId }) => recipientId).sort()).toEqual([cast.procurement.id, cast.manager.id, cast.contactId].sort());
  const [alert, ...more] = await db.prisma.alert.findMany();
  expect(more).toEqual([]);
  const opened = await eventually('the case is open', async () => {
    const { items } = await listCases(db, { supplierId, limit: 5 });
    return items.length > 0 && items;
  });
  expect(opened).toMatchObject([{ id: alert?.caseId, severity: 'critical', cause: 'disruption', status: 'open' }]);
}, 240_000);
