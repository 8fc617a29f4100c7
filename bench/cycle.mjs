import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import pg from 'pg';
import { loadSuppliers } from './cycle/facts.mjs';
import { activitySeconds, measured } from './history.mjs';

export const title = 'an evaluation cycle: its events and actions, and its time to committed scores against a child workflow a supplier';
export const goal = '≤ 150 events and ≤ 40 actions for 5,000 suppliers (+ 6 and + 1 per further 1,000); ≥ 100 × faster; the same scores';

const cutOffAt = new Date('2026-01-15T08:00:00Z');
/** Children of the baseline in one turn; its time is scaled to all suppliers. */
const CHILDREN = 500;
const QUEUE = 'bench-children';

/** Options: suppliers (5000); times (5) each side is run, by turns; cases=no does not wait for the 500 cases; note: stands in the record. */
export async function run({ options, report, database, superuser, temporal }) {
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
    return await withWorkers(await temporal(), db, async (client) => {
      const whole = await wholeCycle(client, db, { report, awaitCases: options.cases !== 'no' });
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
        const factor = (children.seconds * suppliers) / CHILDREN / cycle.seconds;
        report(`${time} of ${times}: ${CHILDREN} children ${children.seconds.toFixed(1)} s, cycle of ${suppliers} ${cycle.seconds.toFixed(2)} s: ${factor.toFixed(0)} × faster, ${different} differ`);
      }
      const [baseline, figure] = [(median(seconds.baseline) * suppliers) / CHILDREN, median(seconds.figure)];
      const ratio = baseline / figure;
      const extra = Math.max(0, Math.ceil((suppliers - 5_000) / 1_000));
      const met = ratio >= 100 && different === 0 && whole.events <= 150 + 6 * extra && whole.actions <= 40 + extra;
      const note = options.note ? { note: options.note } : {};
      return { baseline, figure, ratio, met, unit: 'seconds, median', ...note, suppliers, ...whole, child, times, seconds, different };
    });
  } finally {
    await db.close();
    await owner.end();
  }
}

/**
 * An official cycle to its end, with a rectification for each C; its history is what is counted. Afterwards nothing is left at work
 * that would take time from the two ways.
 */
async function wholeCycle(client, db, { report, awaitCases }) {
  const { id } = await evaluation(db, { periodEnd: '2025-12-31' });
  const began = performance.now();
  await start(client, id);
  const { opened } = await client.workflow.getHandle(`evaluation:${id}`).result();
  const closedAfter = (performance.now() - began) / 1000;
  const casesAtItsEnd = await db.prisma.case.count();
  const whole = { ...(await measured(client, `evaluation:${id}`)), gradesC: opened, closedAfter, casesAtItsEnd, activities: await activitySeconds(client, `evaluation:${id}`) };
  report(`a whole cycle: ${whole.events} events, ${whole.actions} actions, closed after ${closedAfter.toFixed(1)} s with ${casesAtItsEnd} of ${opened} cases open; ${JSON.stringify(whole.activities)}`);
  if (awaitCases) {
    await until(async () => (await db.prisma.case.count()) === opened);
    whole.openedAfter = (performance.now() - began) / 1000;
    report(`all ${opened} cases open after ${whole.openedAfter.toFixed(1)} s`);
  }
  await endEverything(client);
  return whole;
}

async function endEverything(client) {
  const query = `ExecutionStatus = 'Running'`;
  await until(async () => {
    // One that has ended by itself in between cannot be ended.
    for await (const { workflowId } of client.workflow.list({ query })) await client.workflow.getHandle(workflowId).terminate('counted').catch(() => undefined);
    return (await client.workflow.count(query)).count === 0;
  });
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
  // Interrupted, it is the runner that ends everything.
  Runtime.install({ logger: new DefaultLogger('ERROR'), telemetryOptions: { logging: { filter: 'ERROR', forward: {} } }, shutdownSignals: [] });
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

async function until(reached) {
  while (!(await reached())) await delay(25);
}

function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
