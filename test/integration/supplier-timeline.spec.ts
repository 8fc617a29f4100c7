import { randomUUID } from 'node:crypto';
import { openDatabase, type Database } from '#persistence/database.js';
import { createSupplier } from '#persistence/suppliers/suppliers.js';
import { supplierTimeline } from '#persistence/suppliers/timeline.js';
import { refreshWatch } from '#persistence/suppliers/watch.js';
import { createTestDatabase } from '#test/postgres.js';

let db: Database;
let drop: () => Promise<void>;

beforeAll(async () => {
  const database = await createTestDatabase();
  drop = database.drop;
  db = openDatabase({ url: database.url, role: 'staff', applicationName: 'steward-test' });
}, 240_000);
afterAll(async () => {
  await db?.close();
  await drop?.();
}, 240_000);

const on = (day: string) => new Date(`${day}T12:00:00.000Z`);

async function supplier(): Promise<string> {
  const id = randomUUID();
  const body = { code: id, name: `Example ${id}`, country: 'IN', timeZone: 'UTC', language: 'en', taxId: null, kind: 'product', categories: [], contacts: [] } as const;
  await createSupplier(db, { id, supplier: { ...body, categories: [], contacts: [] }, ownerId: null, at: on('2010-01-01') });
  return id;
}

const alert = (supplierId: string, severity: string, closed: string | null = null) =>
  db.prisma.alert.create({
    data: { id: randomUUID(), rule: 'onTimeDelivery3Months', supplierId, subject: '', raisedFor: '2010-03', severity, status: closed ? 'closed' : 'open', evidence: {}, runId: randomUUID(), raisedOn: on('2010-04-08'), raisedAt: on('2010-04-08'), closedAt: closed ? on(closed) : null, closedOn: closed ? on(closed) : null, closedBecause: closed ? 'recovered' : null, toldAt: closed ? on('2010-04-09') : null },
  });

async function restatedScore(supplierId: string): Promise<void> {
  const [evaluationId, start, end] = [randomUUID(), on('2010-01-01'), on('2010-03-31')];
  await db.prisma.policy.createMany({ data: [{ version: 1, name: 'p', status: 'published', document: {}, createdBy: 'x', createdAt: start }], skipDuplicates: true });
  await db.prisma.evaluation.create({ data: { id: evaluationId, periodStart: start, periodEnd: end, official: true, status: 'closed', policyVersion: 1, total: 1, scored: 1, requestedBy: 'x', cutOffAt: end, createdAt: end, publishedAt: on('2010-04-02') } });
  const score = { evaluationId, supplierId, segment: 'routine', indicators: [], explanation: {}, policyVersion: 1, scoredAt: end };
  await db.prisma.score.create({ data: { ...score, official: true, periodStart: start, periodEnd: end, score: 91.5, grade: 'A', revision: 3 } });
  for (const [revision, points, grade, day] of [[1, 60, 'C', '2010-05-01'], [2, 80, 'B', '2010-06-01']] as const) {
    await db.prisma.supersededScore.create({ data: { ...score, revision, score: points, grade, cutOffAt: end, supersededAt: on(day), restatementId: randomUUID() } });
  }
}

describe('the timeline of a supplier', () => {
  it('tells scores as they were published, and each restatement with what was before', async () => {
    const id = await supplier();
    await restatedScore(id);
    const { items } = await supplierTimeline(db, id, { limit: 10, at: new Date() });
    expect(items.map(({ kind, data }) => [kind, data['gradeBefore'] ?? null, data['grade'], data['score']])).toEqual([
      ['restatement', 'B', 'A', 91.5],
      ['restatement', 'C', 'B', 80],
      ['score', null, 'C', 60],
    ]);
  });

  it('tells when a consequence has run out, from that day on; what was done once does not run out', async () => {
    const supplierId = await supplier();
    const consequence = (kind: string, inForceUntil: string) =>
      db.prisma.consequence.create({
        data: { id: randomUUID(), proposalId: randomUUID(), supplierId, kind, terms: {}, reason: '', decidedBy: 'x', createdAt: on('2026-01-10'), inForceFrom: on('2026-01-10'), inForceUntil: on(inForceUntil) },
      });
    await consequence('prepayment', '2026-03-31');
    await consequence('chargeback', '2026-01-10');
    const told = async (day: string) => (await supplierTimeline(db, supplierId, { limit: 10, at: on(day) })).items.filter(({ data }) => data['what'] === 'expired');
    expect(await told('2026-03-31')).toEqual([]);
    expect(await told('2026-04-01')).toMatchObject([{ kind: 'consequence', at: new Date('2026-04-01T00:00:00Z'), data: { consequence: 'prepayment', inForceUntil: '2026-03-31' } }]);
  });

  it('tells alerts and submissions when they came and when they were settled, page by page', async () => {
    const id = await supplier();
    await alert(id, 'medium', '2010-07-08');
    const submission = { id: randomUUID(), supplierId: id, kind: 'progressReport', text: 'Half is cast', fileIds: [], submittedBy: 'Asha', channel: 'portal', status: 'returned', reason: 'No photo', decidedBy: 'x' };
    await db.prisma.supplierSubmission.create({ data: { ...submission, submittedAt: on('2010-05-01'), decidedAt: on('2010-05-03') } });
    const told: unknown[] = [];
    for (let cursor: string | null = null, more = true; more; ) {
      const page: Awaited<ReturnType<typeof supplierTimeline>> = await supplierTimeline(db, id, { limit: 1, at: new Date(), cursor });
      told.push(...page.items.map(({ kind, data }) => [kind, data['what']]));
      cursor = page.nextCursor;
      more = cursor !== null;
    }
    expect(told).toEqual([['alert', 'closed'], ['submission', 'returned'], ['submission', 'submitted'], ['alert', 'told'], ['alert', 'raised']]);
  });
});

describe('a supplier is on watch', () => {
  const statusAfter = async (id: string) => {
    await db.transaction((tx) => refreshWatch(tx, [id], on('2010-08-01')));
    return (await db.prisma.supplier.findUniqueOrThrow({ where: { id } })).status;
  };
  it('while an alert of high severity is not closed, and no longer', async () => {
    const id = await supplier();
    const { id: alertId } = await alert(id, 'high');
    expect(await statusAfter(id)).toBe('on-watch');
    await db.prisma.alert.update({ where: { id: alertId }, data: { status: 'snoozed' } });
    expect(await statusAfter(id)).toBe('on-watch');
    await db.prisma.alert.update({ where: { id: alertId }, data: { status: 'closed', closedAt: on('2010-07-30') } });
    expect(await statusAfter(id)).toBe('active');
  });
  it('not for an alert of lower severity', async () => {
    const id = await supplier();
    await alert(id, 'medium');
    expect(await statusAfter(id)).toBe('active');
  });
});
