import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import pg from 'pg';
import { loadSuppliers } from './cycle/facts.mjs';
import { measured } from './cycle/history.mjs';

export const title = 'an evaluation cycle: its events and actions, and its time to committed scores against a child workflow a supplier';
export const goal = '≤ 150 events and ≤ 40 actions for 5,000 suppliers (+ 6 and + 1 per further 1,000); ≥ 100 × faster; the same scores';

const cutOffAt = new Date('2026-01-15T08:00:00Z');
/** Children of the baseline in one turn; its time is scaled to all suppliers. */
const CHILDREN = 500;
const QUEUE = 'bench-children';

/** Options: suppliers (5000); times (5) each side is run, by turns; cases=no does not wait for the 500 cases; note: stands in the record. */
export async function run({ options, report, database, superuser }) {
  const suppliers = Number(options.suppliers ?? 5_000);
  const times = Number(options.times ?? 5);
  const url = await database();
  const owner = new pg.Client({ connectionString: superuser(url) });
  await owner.connect();
  await loadSuppliers(owner, suppliers);
  const { openDatabase } = await import('#persistence/database.js');
  const { seedPolicies } = await import('#persistence/policies/policies.js');
  const db = openDatabase({ url, role: 'staff', applicationName: 'bench cycle' });
  await seedPolicies(db, { sample: true, at: new Date('2025-01-01T00:00:00Z') });
  try {
    return await withTemporal(report, async (address) => withWorkers(address, db, async (client) => {
      const ids = (await db.prisma.supplier.findMany({ select: { id: true }, orderBy: { id: 'asc' } })).map(({ id }) => id);
      const seconds = { baseline: [], figure: [] };
      let child;
      let different = 0;
      for (let time = 1; time <= times; time++) {
        const children = await manyChildren(client, db, ids.slice(0, CHILDREN));
        const cycle = await scoredByCycle(client, db, ids);
        seconds.baseline.push(children.seconds);
        seconds.figure.push(cycle.seconds);
        child = await measured(client, `${children.evaluationId}:0`);
        different += await differences(db, children.evaluationId, cycle.evaluationId);
        report(`${time} of ${times}: ${CHILDREN} children ${children.seconds.toFixed(1)} s, cycle of ${suppliers} ${cycle.seconds.toFixed(2)} s`);
      }
      const whole = await wholeCycle(client, db, { report, awaitCases: options.cases !== 'no' });
      const [baseline, figure] = [(median(seconds.baseline) * suppliers) / CHILDREN, median(seconds.figure)];
      const ratio = baseline / figure;
      const extra = Math.max(0, Math.ceil((suppliers - 5_000) / 1_000));
      const met = ratio >= 100 && different === 0 && whole.events <= 150 + 6 * extra && whole.actions <= 40 + extra;
      const note = options.note ? { note: options.note } : {};
      return { baseline, figure, ratio, met, unit: 'seconds, median', ...note, suppliers, ...whole, child, times, seconds, different };
    }));
  } finally {
    await db.close();
    await owner.end();
  }
}

/** An official cycle to its end, with a rectification for each C; its history is what is counted. */
async function wholeCycle(client, db, { report, awaitCases }) {
  const { id } = await evaluation(db, { periodEnd: '2025-12-31' });
  const began = performance.now();
  await start(client, id);
  const { opened } = await client.workflow.getHandle(`evaluation:${id}`).result();
  const closedAfter = (performance.now() - began) / 1000;
  const casesAtItsEnd = await db.prisma.case.count();
  report(`closed after ${closedAfter.toFixed(1)} s with ${casesAtItsEnd} of ${opened} cases open`);
  const whole = { ...(await measured(client, `evaluation:${id}`)), gradesC: opened, closedAfter, casesAtItsEnd };
  if (!awaitCases) {
    await client.workflow.getHandle(`openings:${id}`).terminate('the bench is over');
    return whole;
  }
  await until(async () => (await db.prisma.case.count()) === opened);
  return { ...whole, openedAfter: (performance.now() - began) / 1000 };
}

/** From the start until every score is committed; over a list, so that it can be done again and opens nothing. */
async function scoredByCycle(client, db, supplierIds) {
  const { id } = await evaluation(db, { periodEnd: '2025-12-31', supplierIds });
  const began = performance.now();
  await start(client, id);
  await until(async () => (await db.prisma.evaluation.findUniqueOrThrow({ where: { id }, select: { scored: true } })).scored === supplierIds.length);
  const seconds = (performance.now() - began) / 1000;
  await client.workflow.getHandle(`evaluation:${id}`).result();
  return { evaluationId: id, seconds };
}

async function manyChildren(client, db, supplierIds) {
  const { freezeMembership } = await import('#persistence/scoring/cycle.js');
  const { id } = await evaluation(db, { periodEnd: '2025-12-31', supplierIds });
  const began = performance.now();
  const { chunks } = await freezeMembership(db, { evaluationId: id, chunkSize: 1 });
  await client.workflow.execute('childPerSupplier', { workflowId: `children:${id}`, taskQueue: QUEUE, args: [id, chunks] });
  return { evaluationId: id, seconds: (performance.now() - began) / 1000 };
}

async function evaluation(db, request) {
  const { createEvaluation } = await import('#persistence/scoring/evaluations.js');
  return createEvaluation(db, { id: randomUUID(), periodStart: '2025-01-01', requestedBy: 'bench', at: cutOffAt, ...request });
}

async function start(client, evaluationId) {
  const { startEvaluation } = await import('#apps/door/start-evaluation.js');
  if (!(await startEvaluation(client, evaluationId))) throw new Error('Temporal is not there');
}

/** Scores that the two ways disagree on. */
async function differences(db, one, other) {
  const [row] = await db.prisma.$queryRaw`
    SELECT count(*)::int AS different FROM scores a LEFT JOIN scores b ON b.evaluation_id = ${other}::uuid AND b.supplier_id = a.supplier_id
    WHERE a.evaluation_id = ${one}::uuid AND (a.score, a.grade, a.indicators, a.explanation) IS DISTINCT FROM (b.score, b.grade, b.indicators, b.explanation)`;
  return row.different;
}

/** The product's workers, and one for the baseline, in this process. */
async function withWorkers(address, db, work) {
  Runtime.install({ logger: new DefaultLogger('ERROR'), telemetryOptions: { logging: { filter: 'ERROR', forward: {} } } });
  const { runWorkers } = await import('#apps/worker/workers.js');
  const { scoreChunk } = await import('#persistence/scoring/cycle.js');
  const connection = await NativeConnection.connect({ address });
  const clientConnection = await Connection.connect({ address });
  // Nobody is mailed: the suppliers have no contacts, and there are no people.
  const settings = { publicUrl: 'http://localhost', secret: randomBytes(32), mail: { from: 'steward@example.com', domain: 'example.com' }, connectors: { secrets: {}, allowedHosts: [] } };
  const workers = await runWorkers({ connection, namespace: 'default', dataConverter: {}, db, transport: undefined, settings });
  const baseline = await Worker.create({
    connection,
    taskQueue: QUEUE,
    workflowsPath: fileURLToPath(new URL('cycle/children.mjs', import.meta.url)),
    activities: { scoreOne: ({ evaluationId, chunk, at }) => scoreChunk(db, { evaluationId, chunk, at: new Date(at) }) },
    maxConcurrentActivityTaskExecutions: 10,
    maxCachedWorkflows: 1_000,
  });
  const running = baseline.run();
  try {
    return await work(new Client({ connection: clientConnection }));
  } finally {
    baseline.shutdown();
    await running;
    await workers.close();
    await connection.close();
    await clientConnection.close();
  }
}

async function withTemporal(report, work) {
  const { createSupervisor } = await import('../dist/apps/cli/launcher/processes.js');
  const { choosePort } = await import('../dist/apps/cli/launcher/ports.js');
  const { findTemporal } = await import('../dist/apps/cli/launcher/temporal-binary.js');
  const { temporalAddress, temporalService } = await import('../dist/apps/cli/launcher/temporal-server.js');
  const folder = mkdtempSync(join(tmpdir(), 'steward-bench-temporal-'));
  const supervisor = createSupervisor(join(folder, 'processes.json'), report);
  const port = await choosePort(undefined, 27_233, new Set());
  const server = { binary: await findTemporal(report), databaseFile: join(folder, 'temporal.db'), port, uiPort: null, logFile: join(folder, 'temporal.log') };
  try {
    await supervisor.start(temporalService(server));
    return await work(temporalAddress(server));
  } finally {
    await supervisor.stop(['Temporal']);
    rmSync(folder, { recursive: true, force: true });
  }
}

async function until(reached) {
  while (!(await reached())) await delay(10);
}

function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
