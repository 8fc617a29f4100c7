import { randomUUID } from 'node:crypto';
import { explanationSchema } from '#domain/scoring/explanation.js';
import { explainScore } from '#domain/scoring/explain.js';
import { openDatabase, type Database } from '#persistence/database.js';
import { seedPolicies } from '#persistence/policies/policies.js';
import { abandonEvaluation, advance } from '#persistence/evaluations/stages.js';
import { freezeMembership, scoreChunk } from '#persistence/scoring/cycle.js';
import {
  createEvaluation,
  EvaluationInvalid,
  type EvaluationRecord,
  EvaluationTwin,
  getEvaluation,
  listEvaluations,
} from '#persistence/scoring/evaluations.js';
import { holdLanding } from '#persistence/scoring/landing-lock.js';
import { supplierIndicators } from '#persistence/measures/supplier-indicators.js';
import { getScores, gradesNeedingRectification, latestScore, listScores, type ScoreRecord } from '#persistence/scoring/scores.js';
import { eventually } from '#test/eventually.js';
import { closeEvaluation, publishEvaluation } from '#test/cycle-steps.js';
import { createTestDatabase } from '#test/postgres.js';

const imported = new Date('2011-01-03T08:00:00Z');
const at = new Date('2011-01-05T10:00:00Z');
const later = new Date('2011-01-06T10:00:00Z');

let test: Awaited<ReturnType<typeof createTestDatabase>>;
let db: Database;

beforeEach(async () => {
  test = await createTestDatabase();
  db = openDatabase({ url: test.url, role: 'staff', applicationName: 'cycle spec' });
  await seedPolicies(db, { sample: true, at: imported });
});
afterEach(async () => {
  await db.close();
  await test.drop();
});

describe('an evaluation of a year', () => {
  it('gives every active and on-watch supplier a score, N without facts, and nobody else', async () => {
    const punctual = await supplier('punctual');
    const slow = await supplier('slow', { status: 'on-watch' });
    const silent = await supplier('silent');
    await supplier('gone', { status: 'inactive' });
    await deliveries(punctual, { onTime: 10, late: 0 });
    await deliveries(slow, { onTime: 2, late: 8 });
    const { id } = await scored(await evaluation());
    await publishEvaluation(db, { evaluationId: id, at });

    expect(await gradesOf(id)).toEqual({ punctual: 'A 100', slow: 'C 19', silent: 'N null' });
    expect(await supplierGrades()).toEqual({ punctual: 'A', slow: 'C', silent: 'N', gone: null });
    expect(await getEvaluation(db, id)).toMatchObject({
      status: 'published', total: 3, scored: 3, grades: { A: 1, B: 0, C: 1, N: 1 }, official: true, policyVersion: 2, publishedAt: at,
    });
    expect(await latestScore(db, slow)).toMatchObject({ score: 19, grade: 'C', periodEnd: '2010-12-31' });
    expect(await latestScore(db, silent)).toMatchObject({ score: null, grade: 'N' });
  });

  it('keeps an explanation that a person can follow to the number shown', async () => {
    await deliveries(await supplier('slow'), { onTime: 2, late: 8 });
    const { id } = await scored(await evaluation());
    const [score] = await scores(id);
    // 2 of 10 in time is under the floor of 50 %: 0 points twice. 8 × 7 late days / 10 lines = 5.6 days: (5.6 − 14) / (0 − 14)
    // × 100 = 60 points, a weight of 15: 9. Lead times of 30 and 37 days hardly vary: 100 points, a weight of 10.
    expect(score).toMatchObject({ score: 19, grade: 'C' });
    expect(explainScore(explanationSchema.parse(score?.explanation))).toContain(
      'Sum: 0 + 0 + 9 + 10 = 19; with one decimal, half up: 19.0.',
    );
  });

  it("shows the same figures as the supplier's indicators of that period", async () => {
    const supplierId = await supplier('mixed');
    await deliveries(supplierId, { onTime: 7, late: 3 });
    const { id } = await scored(await evaluation());
    const [score] = await scores(id);
    const shown = await supplierIndicators(db, { supplierId, from: '2010-01-01', to: '2010-12-31', asOf: '2011-01-05', cutOffAt: at });
    expect(score?.indicators).toEqual(shown.map((item) => expect.objectContaining({ ...item })));
    expect(shown[0]).toMatchObject({ indicator: 'onTimeDelivery', value: 70, numerator: 7, denominator: 10 });
  });

  it('caps the grade of a supplier with an open critical case, and not with one that is over', async () => {
    for (const name of ['critical', 'minor', 'mended']) await deliveries(await supplier(name), { onTime: 5, late: 0 });
    await openCase('critical', 'critical', null);
    await openCase('minor', 'minor', null);
    await openCase('mended', 'critical', imported);
    const { id } = await scored(await evaluation());
    expect(await gradesOf(id)).toEqual({ critical: 'C 100', minor: 'A 100', mended: 'A 100' });
  });

  it('of a segment scores that segment only', async () => {
    await supplier('plain');
    await supplier('vital', { segment: 'strategic' });
    const { id } = await scored(await evaluation({ segment: 'strategic' }));
    expect(await gradesOf(id)).toEqual({ vital: 'N null' });
  });
});

describe('scoring in chunks', () => {
  it('gives each supplier one score, with chunks side by side and each repeated', async () => {
    const names = Array.from({ length: 23 }, (_, index) => `supplier ${index}`);
    for (const [index, name] of names.entries()) await deliveries(await supplier(name), { onTime: 5, late: index % 4 });
    const { id } = await evaluation();
    const frozen = await freezeMembership(db, { evaluationId: id, chunkSize: 5 });
    expect(frozen).toEqual({ total: 23, chunks: 5 });
    expect(await freezeMembership(db, { evaluationId: id, chunkSize: 7 })).toEqual(frozen);

    const chunks = [0, 1, 2, 3, 4];
    const counts = await Promise.all(chunks.map((chunk) => scoreChunk(db, { evaluationId: id, chunk, at })));
    expect(counts.map(({ scored }) => scored)).toEqual([5, 5, 5, 5, 3]);
    expect((await getEvaluation(db, id))?.scored).toBe(23);
    const first = await scores(id);
    await Promise.all([...chunks, ...chunks].map((chunk) => scoreChunk(db, { evaluationId: id, chunk, at })));
    expect(await scores(id)).toEqual(first);
    expect(first).toHaveLength(23);
  });

  it('does not hear of a supplier that came after the membership was frozen', async () => {
    await supplier('early');
    const { id } = await evaluation();
    await freezeMembership(db, { evaluationId: id });
    await supplier('new');
    await scoreChunk(db, { evaluationId: id, chunk: 0, at });
    expect(await gradesOf(id)).toEqual({ early: 'N null' });
  });

  it('does not hear of facts that arrived after the cut-off, nor that they took the place of others', async () => {
    const supplierId = await supplier('lucky');
    await deliveries(supplierId, { onTime: 6, late: 4 });
    const { id } = await scored(await evaluation());
    const before = await scores(id);

    await deliveries(supplierId, { onTime: 20, late: 0, arrivedAt: later, source: 'late' });
    await db.prisma.receipt.updateMany({ data: { supersededAt: later } });
    await scoreChunk(db, { evaluationId: id, chunk: 0, at });
    expect(await scores(id)).toEqual(before);
  });

  it('counts a line promised in the period as late when it came after the period, and as how late', async () => {
    const supplierId = await supplier('straddling');
    await deliveries(supplierId, { onTime: 0, late: 3, promised: '2010-12-29' });
    const { id } = await scored(await evaluation());
    const [score] = await scores(id);
    const shown = (name: string) => score?.indicators.find(({ indicator }) => indicator === name);
    for (const name of ['onTimeDelivery', 'onTimeDeliveryByQuantity']) expect(shown(name)).toMatchObject({ value: 0, sample: 3 });
    expect(shown('meanLateness')).toMatchObject({ value: 7, sample: 3 });
  });
});

describe('an import while an evaluation starts', () => {
  it('that is under way is waited for, and all chunks see it', async () => {
    const supplierId = await supplier('lucky');
    const { id } = await evaluation();
    const landing = await db.pool.connect();
    await landing.query('BEGIN');
    expect(await holdLanding(landing, imported)).toEqual(new Date(at.getTime() + 1));
    const held = { waiting: true };
    const freezing = freezeMembership(db, { evaluationId: id }).finally(() => (held.waiting = false));
    await eventually('the evaluation waits', async () => {
      const { rowCount } = await db.pool.query(`SELECT FROM pg_locks WHERE locktype = 'advisory' AND mode = 'ExclusiveLock' AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`);
      return rowCount === 1;
    });
    expect(held.waiting).toBe(true);
    await deliveries(supplierId, { onTime: 5, late: 0 });
    await landing.query('COMMIT');
    landing.release();
    await freezing;
    await scoreChunk(db, { evaluationId: id, chunk: 0, at });
    expect(await gradesOf(id)).toEqual({ lucky: 'A 100' });
  });

  it('that comes later arrives after the cut-off, whatever its clock says', async () => {
    const { cutOffAt } = await evaluation();
    const landing = await db.pool.connect();
    await landing.query('BEGIN');
    expect((await holdLanding(landing, imported)).getTime()).toBeGreaterThan(cutOffAt.getTime());
    expect(await holdLanding(landing, later)).toEqual(later);
    await landing.query('ROLLBACK');
    landing.release();
  });
});

describe('one official score a period', () => {
  it('refuses a second start with the id of the first, also at the same moment', async () => {
    const starts = await Promise.allSettled([evaluation(), evaluation(), evaluation()]);
    const [winner, ...others] = starts.flatMap((start) => (start.status === 'fulfilled' ? [start.value] : []));
    expect(others).toEqual([]);
    for (const start of starts)
      if (start.status === 'rejected') expect(start.reason).toMatchObject({ code: 'twin', evaluationId: winner?.id });
    expect((await listEvaluations(db, { limit: 10 })).items.map(({ id }) => id)).toEqual([winner?.id]);
  });
  it('refuses all segments beside one, and one beside all, but not two segments', async () => {
    const strategic = await evaluation({ segment: 'strategic' });
    await evaluation({ segment: 'routine' });
    await expect(evaluation()).rejects.toBeInstanceOf(EvaluationTwin);
    await evaluation({ periodEnd: '2010-06-30' });
    await expect(evaluation({ segment: 'strategic', periodEnd: '2010-06-30' })).rejects.toMatchObject({ code: 'twin' });
    await expect(evaluation({ segment: 'strategic' })).rejects.toMatchObject({ evaluationId: strategic.id });
  });
  it('lets a period be evaluated again when the first try was given up', async () => {
    const { id } = await evaluation();
    await abandonEvaluation(db, { evaluationId: id, as: 'failed', at });
    expect((await evaluation()).status).toBe('running');
  });
  it('lets a list be judged beside it, without consequences', async () => {
    const slow = await supplier('slow');
    await supplier('other');
    await deliveries(slow, { onTime: 0, late: 5 });
    await evaluation();
    const { id, official } = await scored(await evaluation({ supplierIds: [slow] }));
    expect(official).toBe(false);
    await publishEvaluation(db, { evaluationId: id, at });
    await advance(db, { evaluationId: id, from: 'published', at });
    expect(await getEvaluation(db, id)).toMatchObject({ status: 'closed' });
    expect(Object.keys(await gradesOf(id))).toEqual(['slow']);
    expect(await gradesNeedingRectification(db, { evaluationId: id, limit: 10 })).toEqual([]);
    expect((await supplierGrades()).slow).toBeNull();
    expect(await latestScore(db, slow)).toBeNull();
  });
});

describe('a start that cannot be', () => {
  it.each([
    ['an end before the start', { periodStart: '2010-12-31', periodEnd: '2010-01-01' }],
    ['a day that is none', { periodEnd: '2010-02-30' }],
    ['a period that has not begun', { periodStart: '2011-01-06', periodEnd: '2011-12-31' }],
    ['a list without suppliers', { supplierIds: [] }],
    ['a supplier nobody knows', { supplierIds: [randomUUID()] }],
  ])('is refused for %s, and nothing is stored', async (_, changes) => {
    await expect(evaluation(changes)).rejects.toBeInstanceOf(EvaluationInvalid);
    expect((await listEvaluations(db, { limit: 1 })).items).toEqual([]);
  });
});

describe('publishing', () => {
  it('is refused while scores are missing, and scoring is refused after it', async () => {
    await supplier('one');
    const { id } = await evaluation();
    await freezeMembership(db, { evaluationId: id });
    await expect(publishEvaluation(db, { evaluationId: id, at })).rejects.toMatchObject({ code: 'wrongStage' });
    await scoreChunk(db, { evaluationId: id, chunk: 0, at });
    await publishEvaluation(db, { evaluationId: id, at });
    await expect(scoreChunk(db, { evaluationId: id, chunk: 0, at: later })).rejects.toMatchObject({ code: 'wrongStage' });
  });
  it('happens once: repeated, late or after the end, it changes nothing', async () => {
    await deliveries(await supplier('one'), { onTime: 5, late: 0 });
    const { id } = await scored(await evaluation());
    await publishEvaluation(db, { evaluationId: id, at });
    await closeEvaluation(db, { evaluationId: id, at });
    await publishEvaluation(db, { evaluationId: id, at: later });
    await closeEvaluation(db, { evaluationId: id, at: later });
    await abandonEvaluation(db, { evaluationId: id, as: 'cancelled', at: later });
    expect(await getEvaluation(db, id)).toMatchObject({ status: 'closed', publishedAt: at, closedAt: at });
    const row = await db.prisma.supplier.findUniqueOrThrow({ where: { code: 'one' } });
    expect(row).toMatchObject({ grade: 'A', version: 2, updatedAt: at });
  });
  it('of an older period leaves the grade of the later one', async () => {
    const supplierId = await supplier('changing');
    await deliveries(supplierId, { onTime: 0, late: 5, promised: '2009-06-10', source: 'old' });
    await deliveries(supplierId, { onTime: 5, late: 0 });
    const newer = await scored(await evaluation());
    await publishEvaluation(db, { evaluationId: newer.id, at });
    const older = await scored(await evaluation({ periodStart: '2009-01-01', periodEnd: '2009-12-31' }));
    await publishEvaluation(db, { evaluationId: older.id, at: later });
    expect(await gradesOf(older.id)).toMatchObject({ changing: expect.stringMatching(/^C/) });
    expect(await supplierGrades()).toEqual({ changing: 'A' });
    expect((await latestScore(db, supplierId))?.evaluationId).toBe(newer.id);
  });
});

describe('pages', () => {
  it('show each score and each grade C once', async () => {
    for (let index = 0; index < 7; index++)
      await deliveries(await supplier(`s${index}`), index % 2 ? { onTime: 5, late: 0 } : { onTime: 0, late: 5 });
    const { id } = await scored(await evaluation());
    await publishEvaluation(db, { evaluationId: id, at });

    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof listScores>> = await listScores(db, { evaluationId: id, limit: 3, ...(cursor ? { cursor } : {}) });
      seen.push(...page.items.map((each) => each.supplierName));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(seen.toSorted()).toEqual(['s0', 's1', 's2', 's3', 's4', 's5', 's6']);

    const first = await gradesNeedingRectification(db, { evaluationId: id, limit: 3 });
    const second = await gradesNeedingRectification(db, { evaluationId: id, limit: 3, afterSupplierId: first[2]?.supplierId ?? null });
    expect(new Set([...first, ...second].map((each) => each.supplierId)).size).toBe(4);
    const graded = (await listScores(db, { evaluationId: id, grade: 'C', limit: 200 })).items;
    expect(graded).toHaveLength(4);
    expect((await getScores(db, id, [graded[0]?.supplierId ?? ''])).map((each) => each.supplierName)).toEqual([graded[0]?.supplierName]);
    expect(await getScores(db, id, [])).toEqual([]);
  });
  it('of evaluations go from the newest to the oldest', async () => {
    const ends = ['2010-10-31', '2010-11-30', '2010-12-31'];
    for (const periodEnd of ends) await evaluation({ periodEnd });
    const first = await listEvaluations(db, { limit: 2 });
    const second = await listEvaluations(db, { limit: 2, cursor: first.nextCursor ?? '' });
    expect([...first.items, ...second.items].map((each) => each.periodEnd).toSorted()).toEqual(ends);
    expect(second.nextCursor).toBeNull();
  });
});

function evaluation(changes: Partial<Parameters<typeof createEvaluation>[1]> = {}): Promise<EvaluationRecord> {
  return createEvaluation(db, { id: randomUUID(), periodStart: '2010-01-01', periodEnd: '2010-12-31', requestedBy: 'anna', at, ...changes });
}

/** Runs an evaluation up to the scores. */
async function scored(started: EvaluationRecord): Promise<EvaluationRecord> {
  const { chunks } = await freezeMembership(db, { evaluationId: started.id });
  for (let chunk = 0; chunk < chunks; chunk++) await scoreChunk(db, { evaluationId: started.id, chunk, at });
  return started;
}

async function scores(evaluationId: string): Promise<ScoreRecord[]> {
  return (await listScores(db, { evaluationId, limit: 200 })).items;
}

async function gradesOf(evaluationId: string): Promise<Record<string, string>> {
  return Object.fromEntries((await scores(evaluationId)).map((each) => [each.supplierName, `${each.grade} ${each.score}`]));
}

async function supplierGrades(): Promise<Record<string, string | null>> {
  return Object.fromEntries((await db.prisma.supplier.findMany()).map((each) => [each.name, each.grade]));
}

async function supplier(name: string, changes: { status?: string; segment?: string } = {}): Promise<string> {
  const row = await db.prisma.supplier.create({
    data: { id: randomUUID(), code: name, name, timeZone: 'UTC', language: 'en', kind: 'product', status: 'active', segment: 'routine', version: 1, createdAt: imported, updatedAt: imported, ...changes },
  });
  return row.id;
}

/** Lines of ten pieces, ordered 30 days before the promised date; late ones come a week after it. */
async function deliveries(
  supplierId: string,
  { onTime, late, promised = '2010-06-10', arrivedAt = imported, source = 'erp' }: { onTime: number; late: number; promised?: string; arrivedAt?: Date; source?: string },
): Promise<void> {
  const day = (offset: number): Date => new Date(Date.parse(promised) + offset * 86_400_000);
  const facts = Array.from({ length: onTime + late }, (_, index) => ({ externalId: `${supplierId} ${index}`, receivedOn: day(index < onTime ? 0 : 7) }));
  const common = { supplierId, source, version: 1, contentHash: '-', arrivedAt };
  await db.prisma.orderLine.createMany({
    data: facts.map(({ externalId }) => ({ ...common, id: randomUUID(), externalId, orderedQuantity: 10, unit: 'piece', orderDate: day(-30), originalPromisedDate: day(0), promisedDate: day(0) })),
  });
  await db.prisma.receipt.createMany({
    data: facts.map(({ externalId, receivedOn }) => ({ ...common, id: randomUUID(), externalId, lineExternalId: externalId, quantity: 10, receivedOn })),
  });
}

async function openCase(supplierName: string, severity: string, closedAt: Date | null): Promise<void> {
  const { id: supplierId } = await db.prisma.supplier.findUniqueOrThrow({ where: { code: supplierName } });
  const id = randomUUID();
  await db.prisma.case.create({
    data: {
      id, process: 'rectification', supplierId, cause: 'byHand', title: 'Wrong labels', severity, overdue: false, policyVersion: 2, confidential: false,
      stage: closedAt ? 'closed' : 'planning', status: closedAt ? 'closed' : 'open', sequence: 1, schemaVersion: 1, state: {}, headHash: '-',
      workflowId: `rectification:${id}`, openedAt: imported, updatedAt: imported, closedAt,
    },
  });
}
