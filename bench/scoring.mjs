import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { loadDeliveries } from './scoring/facts.mjs';
import { compareWithReference } from './scoring/reference.mjs';

export const title = 'all indicators, scores and explanations of an evaluation, written, against CREATE TABLE AS of the same aggregates';
export const goal = '≤ 1.5 × the time of CREATE TABLE AS; equal to the plain TypeScript reference';

const period = { periodStart: '2025-01-01', periodEnd: '2025-12-31' };
const cutOffAt = new Date('2026-01-15T08:00:00Z');
/** As the workflow of the cycle does it. */
const CHUNKS_AT_ONCE = 4;

/** Options: suppliers (100000), deliveries of each (100), times (5) each side is run, by turns; sample (100) of suppliers compared. */
export async function run({ options, report, database, superuser }) {
  const suppliers = Number(options.suppliers ?? 100_000);
  const deliveries = Number(options.deliveries ?? 100);
  const times = Number(options.times ?? 5);
  const url = await database();
  const { openDatabase } = await import('#persistence/database.js');
  const { seedPolicies } = await import('#persistence/policies/policies.js');
  const db = openDatabase({ url, role: 'staff', applicationName: 'bench scoring' });
  // Loads and builds tables; the evaluation itself runs as the product does.
  const owner = new pg.Client({ connectionString: superuser(url) });
  await owner.connect();
  try {
    const facts = await loaded(owner, { suppliers, deliveries, report });
    await seedPolicies(db, { sample: options.policy !== 'default', at: new Date('2025-01-01T00:00:00Z') });
    const seconds = { baseline: [], figure: [] };
    for (let time = 1; time <= times; time++) {
      seconds.baseline.push(await timed(owner, () => createTableAs(owner)));
      seconds.figure.push(await timed(owner, () => evaluate(db)));
      report(`${time} of ${times}: CREATE TABLE AS ${seconds.baseline.at(-1).toFixed(1)} s, evaluation ${seconds.figure.at(-1).toFixed(1)} s`);
    }
    const compared = await compareWithReference(db, { ...period, cutOffAt, sample: Number(options.sample ?? 100) });
    const [baseline, figure] = [median(seconds.baseline), median(seconds.figure)];
    const ratio = figure / baseline;
    return { baseline, figure, ratio, met: ratio <= 1.5 && compared.different === 0, unit: 'seconds, median', times, seconds, suppliers, ...facts, grades: await gradesOf(owner), compared };
  } finally {
    await owner.end();
    await db.close();
  }
}

async function loaded(owner, { suppliers, deliveries, report }) {
  const began = performance.now();
  await loadDeliveries(owner, { suppliers, deliveries, report });
  const { rows } = await owner.query(`SELECT (SELECT count(*) FROM order_lines)::int AS "orderLines", (SELECT count(*) FROM receipts)::int AS receipts`);
  report(`loaded in ${((performance.now() - began) / 1000).toFixed(0)} s: ${JSON.stringify(rows[0])}`);
  return rows[0];
}

/** Writes what came before to disk first, so that nobody pays for the other's dirty pages. */
async function timed(owner, work) {
  await owner.query('CHECKPOINT');
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}

async function createTableAs(owner) {
  const { measuresSql } = await import('#persistence/measures/measures-sql.js');
  const { asOfCutOff } = await import('#domain/scoring/period.js');
  const query = measuresSql({ supplierIds: 'all', from: period.periodStart, to: period.periodEnd, asOf: asOfCutOff(cutOffAt), cutOffAt, toleranceDays: 0 });
  await owner.query('DROP TABLE IF EXISTS same_aggregates');
  await owner.query(`CREATE TABLE same_aggregates AS ${query.text}`, query.values);
}

/** An evaluation of all suppliers from its start until every score is committed, by the very functions of the worker. */
async function evaluate(db) {
  const { createEvaluation } = await import('#persistence/scoring/evaluations.js');
  const { abandonEvaluation } = await import('#persistence/evaluations/stages.js');
  const { freezeMembership, scoreChunk } = await import('#persistence/scoring/cycle.js');
  // One official evaluation a period: the one of the last time makes room.
  for (const { id } of await db.prisma.evaluation.findMany({ where: { status: 'scored' } })) await abandonEvaluation(db, { evaluationId: id, as: 'cancelled', at: cutOffAt });
  const evaluationId = randomUUID();
  await createEvaluation(db, { id: evaluationId, ...period, requestedBy: 'bench', at: cutOffAt });
  const { chunks } = await freezeMembership(db, { evaluationId });
  const scoreEvery = async (first) => {
    for (let chunk = first; chunk < chunks; chunk += CHUNKS_AT_ONCE) await scoreChunk(db, { evaluationId, chunk, at: cutOffAt });
  };
  await Promise.all(Array.from({ length: CHUNKS_AT_ONCE }, (_, first) => scoreEvery(first)));
}

async function gradesOf(owner) {
  const { rows } = await owner.query(
    `SELECT grade, count(*)::int AS suppliers FROM scores WHERE evaluation_id = (SELECT id FROM evaluations WHERE status = 'scored') GROUP BY grade ORDER BY grade`,
  );
  return Object.fromEntries(rows.map(({ grade, suppliers }) => [grade, suppliers]));
}

function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
