import { Refusal } from '#domain/process/decision.js';
import { v5 as uuidv5 } from 'uuid';
import { decodeCursor, pageOf, type Page } from '../cursor.js';
import { connectionOf, type Database, type Transaction } from '../database.js';
import type { Prisma, StandardsReview } from '../generated/client.js';
import { currentPolicy } from '../policies/policies.js';
import { standardsEvidence, type StandardsEvidence } from './evidence.js';

/** A yearly look at whether standards, weights and raters still agree. */
export interface StandardsReviewRecord extends Omit<StandardsReview, 'evidence'> {
  readonly evidence: StandardsEvidence;
}

/** How long a manager has for it, in days. */
const DAYS = 30;

/**
 * Opens the review of a year with the evidence of the twelve months up to `at`, once; where nothing was published in them there is
 * nothing to look at. Answers whether this call opened it. Call it in a transaction; who is to be told is the caller's business.
 */
export async function openStandardsReviewIn(tx: Transaction, { year, at }: { year: number; at: Date }): Promise<StandardsReviewRecord | null> {
  if ((await tx.standardsReview.count({ where: { year } })) > 0) return null;
  const evidence = await standardsEvidence(tx, at);
  if (evidence.evaluations === 0) return null;
  const { version } = await currentPolicy(tx);
  const id = uuidv5(`standards ${year}`, uuidv5.URL);
  const { count } = await tx.standardsReview.createMany({
    data: [{ id, year, policyVersion: version, evidence: evidence as unknown as Prisma.InputJsonObject, status: 'open', openedAt: at, dueAt: new Date(at.getTime() + DAYS * 24 * 3_600_000) }],
    skipDuplicates: true,
  });
  return count === 0 ? null : getStandardsReview(tx, id);
}

/** Reviews, the newest first. @throws BadCursor */
export async function listStandardsReviews(db: Database, query: { limit: number; cursor?: string }): Promise<Page<StandardsReviewRecord>> {
  const before = query.cursor === undefined ? null : decodeCursor(query.cursor, ['integer'])[0];
  const rows = await db.prisma.standardsReview.findMany({ where: before === null ? {} : { year: { lt: before } }, orderBy: { year: 'desc' }, take: query.limit + 1 });
  return pageOf(rows, query.limit, recordOf, ({ year }) => [year]);
}

/** One review, or null. */
export async function getStandardsReview(db: Database | Transaction, id: string): Promise<StandardsReviewRecord | null> {
  const row = await connectionOf(db).standardsReview.findUnique({ where: { id } });
  return row && recordOf(row);
}

/** Records what a person decided, once. Null when there is no such review. @throws Refusal `alreadyDecided` */
export async function decideStandards(db: Database, { id, decision, by, at }: { id: string; decision: string; by: string; at: Date }): Promise<StandardsReviewRecord | null> {
  const { count } = await db.prisma.standardsReview.updateMany({ where: { id, status: 'open' }, data: { status: 'done', decision, decidedBy: by, decidedAt: at } });
  const found = await getStandardsReview(db, id);
  if (found && count === 0) throw new Refusal('alreadyDecided', 'This review was decided already.');
  return found;
}

function recordOf(row: StandardsReview): StandardsReviewRecord {
  return { ...row, evidence: row.evidence as unknown as StandardsEvidence };
}
