import { randomUUID } from 'node:crypto';
import { samplePolicy } from '#domain/policy/default-policy.js';
import { parsePolicy } from '#domain/policy/policy.js';
import type { Database } from '#persistence/database.js';
import { createDraft, publishPolicy } from '#persistence/policies/policies.js';
import { createEvaluation } from '#persistence/scoring/evaluations.js';
import { evaluationCycle } from '#workflows/evaluation-cycle/contract.js';
import { eventually } from './eventually.js';
import type { Workplace } from './in-process.js';

/** Puts into force the sample's policy with every stage that a cycle can have. */
export async function publishPolicyWithStages(db: Database, terms: object = {}): Promise<void> {
  const at = new Date('2026-01-01T00:00:00Z');
  const policy = parsePolicy({ ...samplePolicy, appealWindowDays: 5, evaluation: { reviewDays: 1, ...terms } });
  const { version } = await createDraft(db, { policy, createdBy: 'test', at });
  await publishPolicy(db, { version, at });
}

/** Lines due in a month (`2026-01`), one a day, of which the first `late` arrived three days late; the cut-off must lie after them. */
export async function deliver(db: Database, supplierId: string, month: string, lines: number, late: number): Promise<void> {
  const [year = 0, number = 0] = month.split('-').map(Number);
  const day = (date: number) => new Date(Date.UTC(year, number - 1, date));
  for (let index = 0; index < lines; index += 1) {
    const externalId = `${supplierId}-${month}-${index}`;
    const fact = { supplierId, source: 'test', externalId, version: 1, contentHash: externalId, arrivedAt: day(28) };
    const promised = day(5 + index);
    const dates = { orderDate: day(1), originalPromisedDate: promised, promisedDate: promised };
    await db.prisma.orderLine.create({ data: { ...fact, ...dates, id: randomUUID(), orderedQuantity: 10, unit: 'piece' } });
    const receivedOn = index < late ? day(8 + index) : promised;
    await db.prisma.receipt.create({ data: { ...fact, id: randomUUID(), lineExternalId: externalId, quantity: 10, receivedOn } });
  }
}

/** Starts the cycle of a month. Answers the evaluation's id. */
export async function startCycle(place: Pick<Workplace, 'db' | 'door'>, month: string, request: { collectRatings?: boolean; supplierIds?: string[] } = {}): Promise<string> {
  const [year = 0, number = 0] = month.split('-').map(Number);
  const { id } = await createEvaluation(place.db, {
    id: randomUUID(),
    periodStart: `${month}-01`,
    periodEnd: new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10),
    requestedBy: 'test',
    at: new Date(),
    ...request,
  });
  await place.door.startEvaluation(id);
  return id;
}

/** Waits until a cycle stands in a stage. */
export async function inStage(place: Pick<Workplace, 'db'>, evaluationId: string, stage: string, patience?: number): Promise<void> {
  await eventually(`the cycle is in stage ${stage}`, async () => {
    const row = await place.db.prisma.evaluation.findUniqueOrThrow({ where: { id: evaluationId } });
    return row.stage === stage;
  }, patience);
}

/** Waits until a cycle's workflow has ended. */
export async function ended(place: Workplace, evaluationId: string): Promise<unknown> {
  return place.client.workflow.getHandle(evaluationCycle.workflowId(evaluationId)).result();
}

/** A person who rates these suppliers when a cycle asks. Answers the person's id. */
export async function assignRater(db: Database, supplierIds: readonly string[]): Promise<string> {
  const id = randomUUID();
  const at = new Date('2026-01-01T00:00:00Z');
  await db.prisma.person.create({ data: { id, name: 'Rater', email: `rater-${id.slice(0, 8)}@example.com`, roles: ['rater'], language: 'en', active: true, createdAt: at } });
  await db.prisma.raterAssignment.createMany({ data: supplierIds.map((supplierId) => ({ personId: id, supplierId, assignedBy: 'test', assignedAt: at })) });
  return id;
}
