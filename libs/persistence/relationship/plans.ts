import { Refusal } from '#domain/process/decision.js';
import { dayAfter } from '#domain/relationship/plan.js';
import type { Guest } from '#domain/relationship/meetings.js';
import type { Segment } from '#domain/supplier/status.js';
import { v5 as uuidv5 } from 'uuid';
import { decodeCursor, pageOf, type Page } from '../cursor.js';
import type { Database, Transaction } from '../database.js';
import type { Prisma, RelationshipPlan, RelationshipReview } from '../generated/client.js';
import { writeEntry } from './entries.js';
import { templateOf } from './templates.js';

/** What of a plan can be changed. `meetingAt` is the time of day at the supplier's, `HH:MM`. */
export interface PlanTerms {
  readonly ownerId: string;
  readonly meetingEveryWeeks: number | null;
  readonly meetingMinutes: number;
  readonly meetingAt: string;
  readonly reviewEveryMonths: number;
  readonly guests: readonly Guest[];
}

/** When meetings are held where nobody says otherwise, at the supplier's. */
const MEETING_AT = '10:00';

/** The plan of a supplier, or null. */
export async function getPlan(db: Database | { prisma: Transaction }, supplierId: string): Promise<RelationshipPlan | null> {
  return db.prisma.relationshipPlan.findUnique({ where: { supplierId } });
}

/**
 * Begins a supplier's plan from the template of its segment, with the targets and milestones of the template as entries.
 * @throws Refusal `planExists`
 */
export async function beginPlan(db: Database, { supplierId, segment, ownerId, by, at }: { supplierId: string; segment: Segment; ownerId: string; by: string; at: Date }): Promise<RelationshipPlan> {
  return db.transaction(async (tx) => {
    const template = await templateOf(tx, segment);
    const today = at.toISOString().slice(0, 10);
    const { count } = await tx.relationshipPlan.createMany({
      data: [
        {
          supplierId,
          segment,
          ownerId,
          meetingEveryWeeks: template.meetingEveryWeeks,
          meetingMinutes: template.meetingMinutes,
          meetingAt: MEETING_AT,
          reviewEveryMonths: template.reviewEveryMonths,
          nextReviewOn: new Date(dayAfter(today, { months: template.reviewEveryMonths })),
          guests: [],
          startedOn: new Date(today),
          version: 1,
          createdBy: by,
          createdAt: at,
          updatedAt: at,
        },
      ],
      skipDuplicates: true,
    });
    if (count === 0) throw new Refusal('planExists', 'The supplier has a plan already; change that one.');
    const entryId = (what: string) => uuidv5(`${supplierId} ${what}`, uuidv5.URL);
    for (const [index, { dueAfterDays, ...target }] of template.targets.entries()) {
      const body = { register: 'target', status: 'open', ownerId, dueOn: dayAfter(today, { days: dueAfterDays }), reached: null, ...target } as const;
      await writeEntry(tx, entryId(`target ${index}`), { supplierId, body, by, at });
    }
    for (const [index, { dueAfterDays, ...milestone }] of template.milestones.entries()) {
      const body = { register: 'milestone', status: 'planned', ownerId, dueOn: dayAfter(today, { days: dueAfterDays }), description: '', result: '', ...milestone } as const;
      await writeEntry(tx, entryId(`milestone ${index}`), { supplierId, body, by, at });
    }
    return tx.relationshipPlan.findUniqueOrThrow({ where: { supplierId } });
  });
}

/** Changes a plan whole. @throws Refusal `stale` when it is not at the version that the caller saw */
export async function changePlan(db: Database, { supplierId, terms, expectedVersion, at }: { supplierId: string; terms: PlanTerms; expectedVersion: number | undefined; at: Date }): Promise<RelationshipPlan | null> {
  const { guests, ...columns } = terms;
  const { count } = await db.prisma.relationshipPlan.updateMany({
    where: { supplierId, ...(expectedVersion === undefined ? {} : { version: expectedVersion }) },
    data: { ...columns, guests: guests as unknown as Prisma.InputJsonArray, version: { increment: 1 }, updatedAt: at },
  });
  const found = await getPlan(db, supplierId);
  if (found && count === 0) throw new Refusal('stale', `The plan has moved on: it is at version ${found.version}.`);
  return found;
}

/** Records that a plan was looked at anew, and when that is due next. The same id again changes nothing. Null without a plan. */
export async function reviewPlan(db: Database, id: string, review: { supplierId: string; decision: string; by: string; at: Date }): Promise<RelationshipReview | null> {
  return db.transaction(async (tx) => {
    const [plan] = await tx.$queryRaw<{ months: number }[]>`SELECT review_every_months AS months FROM relationship_plans WHERE supplier_id = ${review.supplierId}::uuid FOR UPDATE`;
    if (!plan) return null;
    const there = await tx.relationshipReview.findUnique({ where: { id } });
    if (there) return there;
    const on = review.at.toISOString().slice(0, 10);
    const nextReviewOn = new Date(dayAfter(on, { months: plan.months }));
    await tx.relationshipPlan.update({ where: { supplierId: review.supplierId }, data: { nextReviewOn, version: { increment: 1 }, updatedAt: review.at } });
    return tx.relationshipReview.create({ data: { ...review, id, on: new Date(on), nextReviewOn } });
  });
}

/** Reviews of a plan, newest first. @throws BadCursor */
export async function listReviews(db: Database, query: { supplierId: string; limit: number; cursor?: string }): Promise<Page<RelationshipReview>> {
  const [at, id] = query.cursor === undefined ? [] : decodeCursor(query.cursor, ['instant', 'uuid']);
  const rows = await db.prisma.relationshipReview.findMany({
    where: { supplierId: query.supplierId, ...(at === undefined ? {} : { OR: [{ at: { lt: new Date(at) } }, { at: new Date(at), id: { lt: id } }] }) },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    take: query.limit + 1,
  });
  return pageOf(rows, query.limit, (row) => row, (row) => [row.at.toISOString(), row.id]);
}

/** Plans of an owner that are to be looked at anew by a day (`YYYY-MM-DD`), the oldest first. */
export async function dueReviews(db: Database, ownerId: string, until: string, limit: number): Promise<{ supplierId: string; supplierName: string; nextReviewOn: Date }[]> {
  return db.prisma.$queryRaw`
    SELECT p.supplier_id AS "supplierId", s.name AS "supplierName", p.next_review_on AS "nextReviewOn"
      FROM relationship_plans p JOIN suppliers s ON s.id = p.supplier_id
     WHERE p.owner_id = ${ownerId}::uuid AND p.next_review_on <= ${until}::date AND s.merged_into_id IS NULL AND s.status IN ('active', 'on-watch', 'phasing-out')
     ORDER BY p.next_review_on, p.supplier_id LIMIT ${limit}`;
}
