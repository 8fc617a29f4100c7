import { getCase, listCases } from '#persistence/cases/read.js';
import { createEvaluation, getEvaluation } from '#persistence/scoring/evaluations.js';
import { listScores } from '#persistence/scoring/scores.js';
import { evaluationCycle } from '#workflows/evaluation-cycle/contract.js';
import { eventually } from '#test/eventually.js';
import { openWorkplace, settleCast, type Workplace } from '#test/in-process.js';
import { letDaysPass } from '#test/temporal.js';
import { randomUUID } from 'node:crypto';

let place: Workplace;

beforeAll(async () => {
  place = await openWorkplace();
}, 240_000);
afterAll(async () => {
  await place?.close();
}, 240_000);

/** Lines due in January 2026, one a day, of which the first `late` arrived three days late. */
async function deliver(supplierId: string, lines: number, late: number): Promise<void> {
  const arrivedAt = new Date('2026-02-02T00:00:00Z');
  const day = (date: number) => new Date(Date.UTC(2026, 0, date));
  for (let index = 0; index < lines; index += 1) {
    const externalId = `${supplierId}-${index}`;
    const fact = { supplierId, source: 'test', externalId, version: 1, contentHash: externalId, arrivedAt };
    const promised = day(5 + index);
    await place.db.prisma.orderLine.create({
      data: {
        ...fact,
        id: randomUUID(),
        orderedQuantity: 10,
        unit: 'piece',
        orderDate: day(1),
        originalPromisedDate: promised,
        promisedDate: promised,
      },
    });
    await place.db.prisma.receipt.create({
      data: { ...fact, id: randomUUID(), lineExternalId: externalId, quantity: 10, receivedOn: index < late ? day(8 + index) : promised },
    });
  }
}

async function evaluate(supplierIds?: string[]): Promise<string> {
  const evaluation = await createEvaluation(place.db, {
    id: randomUUID(),
    periodStart: '2026-01-01',
    periodEnd: '2026-01-31',
    ...(supplierIds ? { supplierIds } : {}),
    requestedBy: 'test',
    at: new Date('2026-02-03T00:00:00Z'),
  });
  expect(await place.door.startEvaluation(evaluation.id)).toBe(true);
  await place.client.workflow.getHandle(evaluationCycle.workflowId(evaluation.id)).result();
  return evaluation.id;
}

describe('an evaluation cycle', () => {
  it('judges every active supplier and opens a rectification for each official C, which outlives the cycle', async () => {
    const [good, bad, idle] = [await settleCast(place.db), await settleCast(place.db, { language: 'zh' }), await settleCast(place.db)];
    await deliver(good.supplierId, 10, 0);
    await deliver(bad.supplierId, 10, 8);

    const advisory = await evaluate([bad.supplierId]);
    expect(await listCases(place.db, { supplierId: bad.supplierId, limit: 10 })).toMatchObject({ items: [] });
    expect(await getEvaluation(place.db, advisory)).toMatchObject({ official: false, status: 'closed', total: 1 });

    const evaluationId = await evaluate();
    expect(await getEvaluation(place.db, evaluationId)).toMatchObject({ official: true, status: 'closed', total: 3, scored: 3 });
    const { items } = await listScores(place.db, { evaluationId, limit: 10 });
    const gradeOf = (supplierId: string) => items.find((each) => each.supplierId === supplierId)?.grade;
    expect([good, bad, idle].map((cast) => gradeOf(cast.supplierId))).toEqual(['A', 'C', 'N']);

    const mail = await place.sink.mail((each) => each.to?.[0]?.address === `contact-${bad.contactId.slice(0, 8)}@example.com`, 'to the bad supplier');
    expect(mail.text).toContain('准时交付率: 20.00 %');
    await eventually('the case is open', async () => (await listCases(place.db, { limit: 10 })).items.length === 1);
    const opened = await listCases(place.db, { limit: 10 });
    expect(opened.items).toMatchObject([{ supplierId: bad.supplierId, stage: 'opened', status: 'open', severity: 'major', cause: 'grade' }]);
    const supplier = await place.db.prisma.supplier.findUniqueOrThrow({ where: { id: bad.supplierId } });
    expect(supplier).toMatchObject({ grade: 'C', status: 'on-watch' });

    const caseId = opened.items[0]?.id ?? '';
    await letDaysPass(place.client, `rectification:${caseId}`, 30);
    expect(await getCase(place.db, caseId)).toMatchObject({ stage: 'failed', outcome: 'failed' });
  }, 240_000);
});
