import { lastDayInForce } from '#domain/consequences/due.js';
import type { ConsequenceKind } from '#domain/consequences/rules.js';
import { Refusal } from '#domain/process/decision.js';
import { v5 as uuidv5 } from 'uuid';
import { decodeCursor, pageOf, type Page } from '../cursor.js';
import { connectionOf, type Database, type Transaction } from '../database.js';
import { Prisma } from '../generated/client.js';
import type { ProposalRecord } from '../proposals/proposals.js';
import { consequenceDetailSchema, type ConsequenceDetail } from './propose.js';
import { announce, told } from '../webhooks/announce.js';

/** A consequence that was decided, as lists and the ERP see it. Dates are `YYYY-MM-DD`. */
export interface ConsequenceRecord {
  id: string;
  proposalId: string;
  supplierId: string;
  supplierCode: string;
  supplierName: string;
  evaluationId: string | null;
  kind: ConsequenceKind;
  terms: Record<string, string | number>;
  /** The words of who approved it; empty without any. */
  reason: string;
  /** The rule and the grades that asked for it. */
  detail: ConsequenceDetail;
  decidedBy: string;
  createdAt: Date;
  inForceFrom: string;
  /** The last day, included; null: until somebody ends it. */
  inForceUntil: string | null;
  endedBy: string | null;
  endedAt: Date | null;
  endReason: string | null;
}

/** `inForce`, `ended` by a person, `expired` by its date; as of a day. */
export type ConsequenceStatus = 'inForce' | 'ended' | 'expired';

const shown = Prisma.sql`
  SELECT c.id, c.proposal_id AS "proposalId", c.supplier_id AS "supplierId", s.code AS "supplierCode", s.name AS "supplierName",
    c.evaluation_id AS "evaluationId", c.kind, c.terms, c.reason, p.detail, c.decided_by AS "decidedBy", c.created_at AS "createdAt",
    to_char(c.in_force_from, 'YYYY-MM-DD') AS "inForceFrom", to_char(c.in_force_until, 'YYYY-MM-DD') AS "inForceUntil",
    c.ended_by AS "endedBy", c.ended_at AS "endedAt", c.end_reason AS "endReason"
  FROM consequences c JOIN suppliers s ON s.id = c.supplier_id JOIN proposals p ON p.id = c.proposal_id`;

/** Where a consequence stands on a day. */
export function statusOn({ endedAt, inForceUntil }: Pick<ConsequenceRecord, 'endedAt' | 'inForceUntil'>, day: string): ConsequenceStatus {
  if (endedAt !== null) return 'ended';
  return inForceUntil !== null && inForceUntil < day ? 'expired' : 'inForce';
}

/** Consequences, newest first; `inForceOn`: only what holds on that day, `overOn`: only what holds on it no more. @throws BadCursor */
export async function listConsequences(
  db: Database,
  query: { supplierId?: string; kind?: ConsequenceKind; inForceOn?: string; overOn?: string; limit: number; cursor?: string },
): Promise<Page<ConsequenceRecord>> {
  const [before, id] = query.cursor === undefined ? [] : decodeCursor(query.cursor, ['instant', 'uuid']);
  const { inForceOn: day, overOn } = query;
  const conditions = [
    Prisma.sql`true`,
    ...(query.supplierId === undefined ? [] : [Prisma.sql`c.supplier_id = ${query.supplierId}::uuid`]),
    ...(query.kind === undefined ? [] : [Prisma.sql`c.kind = ${query.kind}`]),
    // The day of the end is no day in force any more.
    ...(day === undefined
      ? []
      : [Prisma.sql`c.in_force_from <= ${day}::date AND coalesce(c.in_force_until, 'infinity') >= ${day}::date AND (c.ended_at IS NULL OR (c.ended_at AT TIME ZONE 'UTC')::date > ${day}::date)`]),
    ...(overOn === undefined ? [] : [Prisma.sql`(c.ended_at IS NOT NULL OR c.in_force_until < ${overOn}::date)`]),
    ...(before === undefined ? [] : [Prisma.sql`(c.created_at, c.id) < (${before}::timestamptz, ${id}::uuid)`]),
  ];
  const rows = await db.prisma.$queryRaw<ConsequenceRecord[]>(Prisma.sql`
    ${shown} WHERE ${Prisma.join(conditions, ' AND ')} ORDER BY c.created_at DESC, c.id DESC LIMIT ${query.limit + 1}`);
  return pageOf(rows, query.limit, (row) => row, (row) => [row.createdAt.toISOString(), row.id]);
}

/** One consequence, or null. */
export async function getConsequence(db: Database | Transaction, id: string): Promise<ConsequenceRecord | null> {
  const rows = await connectionOf(db).$queryRaw<ConsequenceRecord[]>(Prisma.sql`${shown} WHERE c.id = ${id}::uuid`);
  return rows[0] ?? null;
}

/**
 * Puts what a proposal proposes into force from the day of the decision, in the transaction that accepts it. Taking an award back ends
 * the awards that are in force.
 * @throws Refusal `gradeChanged` when the grade that asked for it is another by now
 */
export async function putIntoForce(
  tx: Transaction,
  { proposal, by, comment, at }: { proposal: ProposalRecord; by: string; comment: string | null; at: Date },
): Promise<ConsequenceRecord> {
  const { id: proposalId, supplierId, causeEvaluationId: evaluationId } = proposal;
  const { kind, terms, months, grade } = consequenceDetailSchema.parse(proposal.detail);
  const [score] = await tx.$queryRaw<{ grade: string }[]>`
    SELECT grade FROM scores WHERE evaluation_id = ${evaluationId}::uuid AND supplier_id = ${supplierId}::uuid FOR SHARE`;
  if (score?.grade !== grade) throw new Refusal('gradeChanged', `This was proposed for a grade ${grade}; the grade is ${score?.grade ?? 'unknown'} by now. Dismiss it.`);
  const inForceFrom = at.toISOString().slice(0, 10);
  const until = lastDayInForce(kind as ConsequenceKind, inForceFrom, months);
  if (kind === 'awardWithdrawn') await endAwards(tx, { supplierId, by, at });
  const id = uuidv5('consequence', proposalId);
  await tx.consequence.create({
    data: {
      id,
      proposalId,
      supplierId,
      evaluationId,
      kind,
      terms,
      reason: comment ?? '',
      decidedBy: by,
      inForceFrom: new Date(inForceFrom),
      inForceUntil: until === null ? null : new Date(until),
      createdAt: at,
    },
  });
  const created = await getConsequence(tx, id);
  if (!created) throw new Error(`Consequence ${id} vanished right after it was stored`);
  return created;
}

async function endAwards(tx: Transaction, { supplierId, by, at }: { supplierId: string; by: string; at: Date }): Promise<void> {
  const ended = await tx.consequence.updateManyAndReturn({ where: { supplierId, kind: 'award', endedAt: null }, data: { endedBy: by, endedAt: at, endReason: 'awardWithdrawn' } });
  await announceEnded(tx, ended, { by, at });
}

/**
 * Ends what is in force, once. Null when there is none.
 * @throws Refusal `notInForce`
 */
export async function endConsequence(tx: Transaction, { id, by, reason, at }: { id: string; by: string; reason: string; at: Date }): Promise<ConsequenceRecord | null> {
  await tx.$queryRaw`SELECT 1 FROM consequences WHERE id = ${id}::uuid FOR UPDATE`;
  const found = await getConsequence(tx, id);
  if (!found) return null;
  const status = statusOn(found, at.toISOString().slice(0, 10));
  if (status !== 'inForce') throw new Refusal('notInForce', `This consequence has ${status} already.`);
  await tx.consequence.update({ where: { id }, data: { endedBy: by, endedAt: at, endReason: reason } });
  await announceEnded(tx, [found], { by, at });
  return { ...found, endedBy: by, endedAt: at, endReason: reason };
}

async function announceEnded(tx: Transaction, ended: readonly { id: string; proposalId: string; supplierId: string; kind: string }[], { by, at }: { by: string; at: Date }): Promise<void> {
  const dataOf = ({ id, proposalId, supplierId, kind }: (typeof ended)[number]) => ({ consequenceId: id, proposalId, supplierId, consequence: kind, endedBy: by });
  await announce(tx, ended.map((each) => told('consequence.ended', { key: each.id, data: dataOf(each), at })));
}
