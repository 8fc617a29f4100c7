import { decodeCursor, pageOf, type Page } from '../cursor.js';
import type { Database } from '../database.js';

export type ProposalStatus = 'open' | 'dismissed' | 'accepted';

/** A consequence that waits for a person, or was decided by one. */
export interface ProposalRecord {
  id: string;
  kind: string;
  supplierId: string;
  supplierName: string;
  causeCaseId: string | null;
  reason: string;
  forRole: string;
  status: ProposalStatus;
  proposedAt: Date;
  decidedBy: string | null;
  decidedAt: Date | null;
  /** Why it was decided so. */
  decision: string | null;
}

const withSupplier = `select p.id, p.kind, p.supplier_id as "supplierId", s.name as "supplierName", p.cause_case_id as "causeCaseId", p.reason,
  p.for_role as "forRole", p.status, p.proposed_at as "proposedAt", p.decided_by as "decidedBy", p.decided_at as "decidedAt", p.decision
  from proposals p join suppliers s on s.id = p.supplier_id`;

/** Proposals, newest first. @throws BadCursor */
export async function listProposals(
  db: Database,
  query: { status?: ProposalStatus; limit: number; cursor?: string },
): Promise<Page<ProposalRecord>> {
  const [before, id] = query.cursor === undefined ? [null, null] : decodeCursor(query.cursor, ['instant', 'uuid']);
  const { rows } = await db.pool.query<ProposalRecord>(
    `${withSupplier}
     where ($1::text is null or p.status = $1) and ($2::timestamptz is null or (p.proposed_at, p.id) < ($2::timestamptz, $3::uuid))
     order by p.proposed_at desc, p.id desc limit $4`,
    [query.status ?? null, before, id, query.limit + 1],
  );
  return pageOf(rows, query.limit, (row) => row, (row) => [row.proposedAt.toISOString(), row.id]);
}

/** One proposal, or null. */
export async function getProposal(db: Database, id: string): Promise<ProposalRecord | null> {
  const { rows } = await db.pool.query<ProposalRecord>(`${withSupplier} where p.id = $1`, [id]);
  return rows[0] ?? null;
}

/** Dismisses a proposal that is still open; false when it is not. */
export async function dismissProposal(db: Database, dismissal: { id: string; by: string; reason: string; at: Date }): Promise<boolean> {
  const { count } = await db.prisma.proposal.updateMany({
    where: { id: dismissal.id, status: 'open' },
    data: { status: 'dismissed', decidedBy: dismissal.by, decidedAt: dismissal.at, decision: dismissal.reason },
  });
  return count > 0;
}
