import { randomUUID } from 'node:crypto';
import type { FactKindName } from '#domain/facts/catalogue.js';
import { openDatabase, type Database } from '#persistence/database.js';
import { landBatch } from '#persistence/facts/land-batch.js';
import { seedPolicies } from '#persistence/policies/policies.js';
import { restateChunk } from '#persistence/restatements/restate.js';
import { finishRestatement, getRestatement, listRestatements, listScopes, workableRestatements } from '#persistence/restatements/restatements.js';
import { closeEvaluation, publishEvaluation } from '#test/cycle-steps.js';
import { createTestDatabase } from '#test/postgres.js';
import { begin, judge, land, month, score, settleSupplier, storedScore, workOff, workOffAll, type Delivery } from '#test/late-facts.js';

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let db: Database;
let tick = Date.parse('2026-07-01T00:00:00Z');
/** Each time a second later than the last. */
const now = () => new Date((tick += 1_000));

beforeEach(async () => {
  database = await createTestDatabase();
  db = openDatabase({ url: database.url, role: 'staff', applicationName: 'steward-test' });
  await seedPolicies(db, { sample: true, at: new Date('2026-01-01T00:00:00Z') });
}, 240_000);
afterEach(async () => {
  await db?.close();
  await database?.drop();
});

/** Ten lines of a month, of which the first `missing` have no receipt yet. */
function tenLines(supplierId: string, name: string, missing: number): Delivery[] {
  return Array.from({ length: 10 }, (_, index) => {
    const promised = `${name}-${String(index + 5).padStart(2, '0')}`;
    return { supplierId, id: `${supplierId}-${name}-${index}`, promised, received: index < missing ? null : promised };
  });
}

/** The receipts that were missing, arriving in the books late although the goods came in time. */
function lateReceipts(supplierId: string, name: string, missing: number): Delivery[] {
  return tenLines(supplierId, name, 0).slice(0, missing);
}

const gradeOf = async (supplierId: string) => (await db.prisma.supplier.findUniqueOrThrow({ where: { id: supplierId } })).grade;

describe('facts that arrive late', () => {
  it('restate their period, and only that period of only that supplier', async () => {
    const [late, other] = [await settleSupplier(db), await settleSupplier(db)];
    await land(db, [late, other].flatMap((id) => [...tenLines(id, '2026-03', 3), ...tenLines(id, '2026-04', 3)]), now());
    const [march, april] = [await judge(db, month('2026-03'), now()), await judge(db, month('2026-04'), now())];
    const before = await storedScore(db, march, late);
    const others = () => Promise.all([storedScore(db, april, late), storedScore(db, march, other), storedScore(db, april, other)]);
    const untouched = await others();

    const arrival = now();
    const restatementId = await land(db, lateReceipts(late, '2026-03', 3), arrival);
    expect(await getRestatement(db, restatementId)).toMatchObject({ status: 'pending', suppliers: 1, scores: 1, restated: 0 });
    await workOff(db, restatementId, now());

    const after = await storedScore(db, march, late);
    expect({ before: [before.score?.toNumber(), before.grade, before.revision], after: [after.score?.toNumber(), after.grade, after.revision] })
      .toEqual({ before: [expect.any(Number), 'C', 1], after: [100, 'A', 2] });
    expect(after.cutOffAt?.getTime()).toBeGreaterThanOrEqual(arrival.getTime());
    const { cutOffAt: _, official: __, periodStart: ___, periodEnd: ____, ...published } = before;
    expect(await db.prisma.supersededScore.findMany()).toMatchObject([{ ...published, restatementId }]);
    expect(await others()).toEqual(untouched);
    expect(await getRestatement(db, restatementId)).toMatchObject({ status: 'completed', restated: 1, unchanged: 0 });
    expect((await listScopes(db, { restatementId, limit: 10 })).items).toMatchObject([
      { evaluationId: march, supplierId: late, firstDate: '2026-03-05', lastDate: '2026-03-07', fate: 'restated', gradeBefore: 'C', gradeAfter: 'A' },
    ]);
  });

  it('restate whatever way they come in, and the restatement names what brought them', async () => {
    const supplierId = await settleSupplier(db);
    const { code: supplierCode } = await db.prisma.supplier.findUniqueOrThrow({ where: { id: supplierId } });
    const bring = async (kind: 'orderLines' | 'receipts', facts: object[]) => {
      const batch = { importId: randomUUID(), source: 'erp', kind, facts, dryRun: false, startedBy: 'test', at: now() };
      expect(await landBatch(db, batch)).toMatchObject({ landed: facts.length, quarantined: 0 });
      return batch.importId;
    };
    const days = ['05', '06', '07', '08'];
    const receipt = (day: string) => ({ supplierCode, externalId: `r${day}`, lineExternalId: `l${day}`, quantity: '10', receivedOn: `2026-03-${day}` });
    await bring('orderLines', days.map((day) => ({ supplierCode, externalId: `l${day}`, orderedQuantity: '10', unit: 'piece', orderDate: '2026-02-01', originalPromisedDate: `2026-03-${day}` })));
    await bring('receipts', days.slice(0, 2).map(receipt));
    const march = await judge(db, month('2026-03'), now());
    expect(await storedScore(db, march, supplierId)).toMatchObject({ grade: 'C' });
    const importId = await bring('receipts', days.slice(2).map(receipt));
    await workOffAll(db, now());
    expect(await storedScore(db, march, supplierId)).toMatchObject({ grade: 'A', revision: 2 });
    expect((await listRestatements(db, { limit: 5 })).items).toMatchObject([{ importId, fileName: 'receipts.json', status: 'completed', restated: 1 }]);
  });

  it('restate the periods of both suppliers when a line moves from the one to the other, and its receipts with it', async () => {
    const [giver, taker] = [await settleSupplier(db), await settleSupplier(db)];
    const codes = new Map((await db.prisma.supplier.findMany({ where: { id: { in: [giver, taker] } } })).map(({ id, code }) => [id, code]));
    const bring = async (kind: 'orderLines' | 'receipts', facts: object[]) => {
      const importId = randomUUID();
      await landBatch(db, { importId, source: 'erp', kind, facts, dryRun: false, startedBy: 'test', at: now() });
      return importId;
    };
    const days = ['05', '06', '07', '08'];
    const lines = (supplierId: string) => days.map((day) => ({ supplierCode: codes.get(supplierId), externalId: `l${day}`, orderedQuantity: '10', unit: 'piece', orderDate: '2026-02-01', originalPromisedDate: `2026-03-${day}` }));
    await bring('orderLines', lines(giver));
    // Some a month after they were promised: the receipts count in April as well.
    await bring('receipts', days.map((day, place) => ({ externalId: `r${day}`, lineExternalId: `l${day}`, quantity: '10', receivedOn: `2026-0${place < 2 ? 3 : 4}-${day}` })));
    const [march, april] = [await judge(db, month('2026-03'), now()), await judge(db, month('2026-04'), now())];
    const before = await storedScore(db, march, giver);
    const importId = await bring('orderLines', lines(taker));
    const [restatement] = await db.prisma.restatement.findMany({ where: { importId } });
    const scopes = (await listScopes(db, { restatementId: restatement?.id ?? '', limit: 10 })).items;
    const touched = (evaluationId: string) => scopes.filter((scope) => scope.evaluationId === evaluationId).map(({ supplierId }) => supplierId).sort();
    expect([touched(march), touched(april)]).toEqual([[giver, taker].sort(), [giver, taker].sort()]);
    await workOffAll(db, now());
    const after = await storedScore(db, march, taker);
    expect([after.score?.toNumber(), after.grade]).toEqual([before.score?.toNumber(), before.grade]);
    expect(before.score).not.toBeNull();
    expect((await storedScore(db, march, giver)).score).toBeNull();
  });

  it('are noted for every period in which they count, not only for that of their own day', async () => {
    const supplierId = await settleSupplier(db);
    const { code: supplierCode } = await db.prisma.supplier.findUniqueOrThrow({ where: { id: supplierId } });
    await land(db, tenLines(supplierId, '2026-03', 0), now());
    await judge(db, month('2026-03'), now());
    const noted = async (kind: FactKindName, fact: object): Promise<number> => {
      const batch = { importId: randomUUID(), source: 'erp', kind, facts: [{ supplierCode, externalId: kind, ...fact }], dryRun: false, startedBy: 'test', at: now() };
      expect(await landBatch(db, batch)).toMatchObject({ landed: 1 });
      return db.prisma.restatement.count({ where: { importId: batch.importId } });
    };
    expect(await noted('invoices', { invoicedOn: '2026-02-10', dueOn: '2026-03-12', amount: '100', currency: 'USD' })).toBe(1);
    expect(await noted('payments', { invoiceExternalId: 'invoices', paidOn: '2026-04-02', amount: '100', currency: 'USD' })).toBe(1);
    expect(await noted('complaints', { openedOn: '2026-02-20', kind: 'complaint', answerDueOn: '2026-03-02' })).toBe(1);
    expect(await noted('certificates', { kind: 'ISO 9001', number: '1', validFrom: '2025-02-01', validTo: '2026-02-01', mandatory: true })).toBe(1);
    expect(await noted('orderLines', { orderedQuantity: '1', unit: 'piece', originalPromisedDate: '2025-03-10' })).toBe(1);
    expect(await noted('stoppages', { occurredOn: '2026-04-05', hours: '2' })).toBe(0);
  });

  it('give no new revision to a score that they do not change', async () => {
    const supplierId = await settleSupplier(db);
    await land(db, tenLines(supplierId, '2026-03', 0), now());
    const march = await judge(db, month('2026-03'), now());
    const before = await storedScore(db, march, supplierId);
    // A new version of a line that says what the old one said.
    const restatementId = await land(db, lateReceipts(supplierId, '2026-03', 1), now());
    await workOff(db, restatementId, now());
    expect(await storedScore(db, march, supplierId)).toEqual(before);
    expect(await getRestatement(db, restatementId)).toMatchObject({ status: 'completed', restated: 0, unchanged: 1 });
  });

  it('are noted for nobody when no judged period has their day', async () => {
    const supplierId = await settleSupplier(db);
    await land(db, tenLines(supplierId, '2026-03', 0), now());
    await judge(db, month('2026-03'), now());
    const restatementId = await land(db, tenLines(supplierId, '2026-04', 0), now());
    expect(await getRestatement(db, restatementId)).toBeNull();
    expect(await db.prisma.restatementScope.count()).toBe(0);
  });

  it('reach back over the four latest official periods of the supplier and no further, unless the policy says so', async () => {
    const months = ['2026-01', '2026-02', '2026-03', '2026-04', '2026-05'];
    const supplierId = await settleSupplier(db);
    await land(db, months.flatMap((name) => tenLines(supplierId, name, 3)), now());
    const judged: string[] = [];
    for (const name of months) judged.push(await judge(db, month(name), now()));
    const advisory = await judge(db, { ...month('2026-05'), supplierIds: [supplierId] }, now());

    await land(db, months.flatMap((name) => lateReceipts(supplierId, name, 3)), now());
    await workOffAll(db, now());
    const revisions = await Promise.all([...judged, advisory].map(async (id) => (await storedScore(db, id, supplierId)).revision));
    expect(revisions).toEqual([1, 2, 2, 2, 2, 1]);
  });

  it('change the grade of the supplier when the period is its latest, and take it off watch, but not when it is history', async () => {
    const supplierId = await settleSupplier(db);
    await land(db, [...tenLines(supplierId, '2026-03', 0), ...tenLines(supplierId, '2026-04', 5)], now());
    await judge(db, month('2026-03'), now());
    await judge(db, month('2026-04'), now());
    expect(await db.prisma.supplier.findUniqueOrThrow({ where: { id: supplierId } })).toMatchObject({ grade: 'C', status: 'on-watch' });

    // March gets worse, which changes nothing today.
    const worse = tenLines(supplierId, '2026-03', 0).map((each) => ({ ...each, received: '2026-03-30' }));
    await land(db, worse, now());
    await workOffAll(db, now());
    expect(await gradeOf(supplierId)).toBe('C');

    await land(db, lateReceipts(supplierId, '2026-04', 5), now());
    await workOffAll(db, now());
    expect(await db.prisma.supplier.findUniqueOrThrow({ where: { id: supplierId } })).toMatchObject({ grade: 'A', status: 'active' });
  });

  it('wait for an evaluation that was under way when they came, and restate it once it is published', async () => {
    const supplierId = await settleSupplier(db);
    await land(db, tenLines(supplierId, '2026-03', 3), now());
    const march = await begin(db, month('2026-03'), now());
    await score(db, march, now());
    const restatementId = await land(db, lateReceipts(supplierId, '2026-03', 3), now());
    await workOffAll(db, now());
    expect(await getRestatement(db, restatementId)).toMatchObject({ status: 'waiting', restated: 0 });
    expect(await storedScore(db, march, supplierId)).toMatchObject({ grade: 'C', revision: 1 });

    await publishEvaluation(db, { evaluationId: march, at: now() });
    expect(await workableRestatements(db, 10)).toEqual([{ id: restatementId }]);
    await workOffAll(db, now());
    expect(await storedScore(db, march, supplierId)).toMatchObject({ grade: 'A', revision: 2 });
    await closeEvaluation(db, { evaluationId: march, at: now() });
    await workOffAll(db, now());
    expect(await getRestatement(db, restatementId)).toMatchObject({ status: 'completed', restated: 1 });
    expect(await db.prisma.proposal.count()).toBe(0);
  });

  it('leave the gates as the evaluation found them: a critical case of today says nothing of an old period', async () => {
    const supplierId = await settleSupplier(db);
    await land(db, tenLines(supplierId, '2026-03', 3), now());
    const march = await judge(db, month('2026-03'), now());
    const at = now();
    await db.prisma.case.create({
      data: { id: randomUUID(), process: 'rectification', supplierId, cause: 'manual:1', title: 'Cracks', severity: 'critical', stage: 'opened', status: 'open', overdue: false, policyVersion: 1, confidential: false, sequence: 1, schemaVersion: 1, state: {}, headHash: '', workflowId: `rectification:${randomUUID()}`, openedAt: at, updatedAt: at },
    });
    await land(db, lateReceipts(supplierId, '2026-03', 3), now());
    await workOffAll(db, now());
    expect(await storedScore(db, march, supplierId)).toMatchObject({ grade: 'A', revision: 2 });
    const june = await judge(db, { ...month('2026-03'), supplierIds: [supplierId] }, now());
    expect(await storedScore(db, june, supplierId)).toMatchObject({ grade: 'C' });
  });

  it('are done with when the evaluation that they touch is given up', async () => {
    const supplierId = await settleSupplier(db);
    await land(db, tenLines(supplierId, '2026-03', 3), now());
    const march = await begin(db, month('2026-03'), now());
    await score(db, march, now());
    const restatementId = await land(db, lateReceipts(supplierId, '2026-03', 3), now());
    await workOffAll(db, now());
    await db.prisma.evaluation.update({ where: { id: march }, data: { status: 'cancelled' } });
    await workOffAll(db, now());
    expect(await getRestatement(db, restatementId)).toMatchObject({ status: 'completed', restated: 0, unchanged: 0 });
  });

  it('leave the scores of a supplier as they were published once it was merged into another', async () => {
    const [survivor, merged] = [await settleSupplier(db), await settleSupplier(db)];
    await land(db, tenLines(merged, '2026-03', 3), now());
    const march = await judge(db, month('2026-03'), now());
    const april = await begin(db, month('2026-04'), now());
    const restatementId = await land(db, lateReceipts(merged, '2026-03', 3), now());
    await land(db, tenLines(merged, '2026-04', 3), now());
    await db.prisma.supplier.update({ where: { id: merged }, data: { mergedIntoId: survivor, status: 'inactive' } });
    await db.pool.query('UPDATE order_lines SET supplier_id = $1 WHERE supplier_id = $2', [survivor, merged]);
    await db.pool.query('UPDATE receipts SET supplier_id = $1 WHERE supplier_id = $2', [survivor, merged]);
    await workOffAll(db, now());
    expect(await getRestatement(db, restatementId)).toMatchObject({ status: 'completed', restated: 0, unchanged: 0 });
    expect(await storedScore(db, march, merged)).toMatchObject({ grade: 'C', revision: 1 });
    await score(db, april, now());
    await publishEvaluation(db, { evaluationId: april, at: now() });
    await workOffAll(db, now());
    expect(await workableRestatements(db, 10)).toEqual([]);
  });

  it('are worked off once, however often a step is repeated and by however many workers at once', async () => {
    const suppliers = await Promise.all(Array.from({ length: 6 }, () => settleSupplier(db)));
    await land(db, suppliers.flatMap((id) => tenLines(id, '2026-03', 3)), now());
    const march = await judge(db, month('2026-03'), now());
    const restatementId = await land(db, suppliers.flatMap((id) => lateReceipts(id, '2026-03', 3)), now());
    const worker = async () => {
      const done = [];
      for (let more = true; more; ) {
        const step = await restateChunk(db, { restatementId, at: now(), chunkSize: 2 });
        done.push(step.restated);
        more = step.more;
      }
      return done;
    };
    const done = (await Promise.all([worker(), worker(), worker()])).flat();
    await Promise.all([1, 2].map(() => finishRestatement(db, { restatementId, at: now() })));
    expect(done.reduce((sum, each) => sum + each, 0)).toBe(6);
    expect(await getRestatement(db, restatementId)).toMatchObject({ status: 'completed', restated: 6, unchanged: 0 });
    const revisions = await db.prisma.score.findMany({ where: { evaluationId: march }, select: { revision: true } });
    expect(revisions.map((each) => each.revision)).toEqual([2, 2, 2, 2, 2, 2]);
    expect(await db.prisma.supersededScore.count()).toBe(6);
  });

  it('leave nothing behind when a step dies in the middle, and the repetition does it whole', async () => {
    const supplierId = await settleSupplier(db);
    await land(db, tenLines(supplierId, '2026-03', 3), now());
    const march = await judge(db, month('2026-03'), now());
    const before = await storedScore(db, march, supplierId);
    const restatementId = await land(db, lateReceipts(supplierId, '2026-03', 3), now());
    // The id is taken, so the step fails after it has computed: what a lost connection does, at a known place.
    const { scoredAt, segment, grade, policyVersion } = before;
    await db.prisma.supersededScore.create({
      data: { evaluationId: march, supplierId, revision: 1, segment, score: 50, grade, indicators: [], explanation: {}, policyVersion, scoredAt, cutOffAt: scoredAt, supersededAt: scoredAt, restatementId: randomUUID() },
    });
    await expect(restateChunk(db, { restatementId, at: now() })).rejects.toThrow();
    expect(await storedScore(db, march, supplierId)).toEqual(before);
    expect(await getRestatement(db, restatementId)).toMatchObject({ restated: 0, unchanged: 0 });
    const owner = openDatabase({ url: database.url, role: 'owner', applicationName: 'steward-test' });
    await owner.prisma.$executeRaw`ALTER TABLE superseded_scores NO FORCE ROW LEVEL SECURITY`;
    await owner.prisma.$executeRaw`DELETE FROM superseded_scores`;
    await owner.close();
    await workOff(db, restatementId, now());
    expect(await storedScore(db, march, supplierId)).toMatchObject({ grade: 'A', revision: 2 });
  });
});
