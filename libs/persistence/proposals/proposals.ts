import { seenBy, type Reader } from '../cases/read.js';
import { decodeCursor, pageOf, type Page } from '../cursor.js';
import { announceDecided } from './announce-proposals.js';
import { connectionOf, type Database, type Transaction } from '../database.js';
import { Prisma } from '../generated/client.js';

export type ProposalStatus = 'open' | 'dismissed' | 'accepted';

/** A consequence that waits for a person, or was decided by one. */
export interface ProposalRecord {
  id: string;
  kind: string;
  supplierId: string;
  supplierName: string;
  causeCaseId: string | null;
  /** The evaluation whose restated score asks for it. */
  causeEvaluationId: string | null;
  reason: string;
  forRole: string;
  status: ProposalStatus;
  proposedAt: Date;
  decidedBy: string | null;
  decidedAt: Date | null;
  /** Why it was decided so. */
  decision: string | null;
  /** The rule and the figures that ask for it. */
  detail: Prisma.JsonValue;
  /** Who caused it, and so may not accept it. */
  proposedBy: string | null;
}

const withSupplier = Prisma.sql`
  SELECT p.id, p.kind, p.supplier_id AS "supplierId", s.name AS "supplierName", p.cause_case_id AS "causeCaseId",
    p.cause_evaluation_id AS "causeEvaluationId", p.reason, p.for_role AS "forRole", p.status, p.proposed_at AS "proposedAt",
    p.decided_by AS "decidedBy", p.decided_at AS "decidedAt", p.decision, p.detail, p.proposed_by AS "proposedBy"
  FROM proposals p JOIN suppliers s ON s.id = p.supplier_id`;

/** Hides what a confidential case proposes from who is not among its readers. */
const shownTo = (readers: Reader) => Prisma.sql`NOT EXISTS (SELECT FROM cases c WHERE c.id = p.cause_case_id AND NOT ${seenBy(readers)})`;

/** Proposals that the readers may see, newest first. @throws BadCursor */
export async function listProposals(
  db: Database,
  query: { status?: ProposalStatus; kind?: string; supplierId?: string; evaluationId?: string; readers: Reader; limit: number; cursor?: string },
): Promise<Page<ProposalRecord>> {
  const [before, id] = query.cursor === undefined ? [] : decodeCursor(query.cursor, ['instant', 'uuid']);
  const conditions = [
    shownTo(query.readers),
    ...(query.status === undefined ? [] : [Prisma.sql`p.status = ${query.status}`]),
    ...(query.kind === undefined ? [] : [Prisma.sql`p.kind = ${query.kind}`]),
    ...(query.supplierId === undefined ? [] : [Prisma.sql`p.supplier_id = ${query.supplierId}::uuid`]),
    ...(query.evaluationId === undefined ? [] : [Prisma.sql`p.cause_evaluation_id = ${query.evaluationId}::uuid`]),
    ...(before === undefined ? [] : [Prisma.sql`(p.proposed_at, p.id) < (${before}::timestamptz, ${id}::uuid)`]),
  ];
  const rows = await db.prisma.$queryRaw<ProposalRecord[]>(Prisma.sql`
    ${withSupplier} WHERE ${Prisma.join(conditions, ' AND ')} ORDER BY p.proposed_at DESC, p.id DESC LIMIT ${query.limit + 1}`);
  return pageOf(rows, query.limit, (row) => row, (row) => [row.proposedAt.toISOString(), row.id]);
}

/** One proposal, or null; unless told otherwise as Steward itself sees it. */
export async function getProposal(db: Database | Transaction, id: string, readers: Reader = 'all'): Promise<ProposalRecord | null> {
  const rows = await connectionOf(db).$queryRaw<ProposalRecord[]>(Prisma.sql`${withSupplier} WHERE p.id = ${id}::uuid AND ${shownTo(readers)}`);
  return rows[0] ?? null;
}

/**
 * Accepts a proposal that is still open: carries it out, then says so. While it is carried out nobody else can decide it; if
 * that fails or the process dies, it stays open, so `carryOut` must do the same thing once however often it is called.
 * Answers the proposal as it is afterwards and whether this call accepted it; null when there is none.
 * @throws whatever `carryOut` throws; nothing is decided then
 */
export async function acceptProposal(
  db: Database,
  acceptance: { id: string; by: string; comment: string | null; at: Date; carryOut: (proposal: ProposalRecord, tx: Transaction) => Promise<void> },
): Promise<{ accepted: boolean; proposal: ProposalRecord } | null> {
  const { id, by, comment, at, carryOut } = acceptance;
  return db.transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM proposals WHERE id = ${id}::uuid FOR UPDATE`;
    const proposal = await getProposal(tx, id);
    if (!proposal) return null;
    if (proposal.status !== 'open') return { accepted: false, proposal };
    await carryOut(proposal, tx);
    const decided = { status: 'accepted' as const, decidedBy: by, decidedAt: at, decision: comment };
    await tx.proposal.update({ where: { id }, data: decided });
    await announceDecided(tx, [{ ...proposal, ...decided }], at);
    return { accepted: true, proposal: { ...proposal, ...decided } };
  });
}

/** Dismisses a proposal that is still open; false when it is not. */
export async function dismissProposal(db: Database, dismissal: { id: string; by: string; reason: string; at: Date }): Promise<boolean> {
  return db.transaction(async (tx) => {
    const dismissed = await tx.proposal.updateManyAndReturn({
      where: { id: dismissal.id, status: 'open' },
      data: { status: 'dismissed', decidedBy: dismissal.by, decidedAt: dismissal.at, decision: dismissal.reason },
    });
    await announceDecided(tx, dismissed, dismissal.at);
    return dismissed.length > 0;
  });
}
