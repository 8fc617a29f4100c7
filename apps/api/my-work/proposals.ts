import { decodeCursor, pageOf, type Page } from '#persistence/cursor.js';
import type { Database } from '#persistence/database.js';
import { z } from 'zod';
import { instant } from '../http/answers.js';
import { pageOfItems } from '../http/paging.js';

export const proposalSchema = z
  .object({
    id: z.uuid(),
    kind: z.string(),
    supplierId: z.uuid(),
    supplierName: z.string(),
    causeCaseId: z.uuid().nullable(),
    reason: z.string(),
    forRole: z.string(),
    status: z.enum(['open', 'dismissed', 'accepted']),
    proposedAt: instant,
    decidedBy: z.string().nullable(),
    decidedAt: instant.nullable(),
    decision: z.string().nullable().describe('Why it was decided so.'),
  })
  .meta({ id: 'Proposal' });

export const proposals = pageOfItems(proposalSchema).meta({ id: 'Proposals' });

type ProposalAnswer = z.infer<typeof proposalSchema>;

const withSupplier = `select p.id, p.kind, p.supplier_id as "supplierId", s.name as "supplierName", p.cause_case_id as "causeCaseId", p.reason,
  p.for_role as "forRole", p.status, p.proposed_at as "proposedAt", p.decided_by as "decidedBy", p.decided_at as "decidedAt", p.decision
  from proposals p join suppliers s on s.id = p.supplier_id`;

type ProposalRow = Omit<ProposalAnswer, 'proposedAt' | 'decidedAt'> & { proposedAt: Date; decidedAt: Date | null };

/** Proposals, newest first. @throws BadCursor */
export async function listProposals(
  db: Database,
  query: { status?: string; forRole?: string; limit: number; cursor?: string },
): Promise<Page<ProposalAnswer>> {
  const [before, id] = query.cursor === undefined ? [null, null] : decodeCursor(query.cursor, ['instant', 'uuid']);
  const { rows } = await db.pool.query<ProposalRow>(
    `${withSupplier}
     where ($1::text is null or p.status = $1) and ($2::text is null or p.for_role = $2)
       and ($3::timestamptz is null or (p.proposed_at, p.id) < ($3::timestamptz, $4::uuid))
     order by p.proposed_at desc, p.id desc limit $5`,
    [query.status ?? null, query.forRole ?? null, before, id, query.limit + 1],
  );
  return pageOf(rows, query.limit, shown, (row) => [row.proposedAt.toISOString(), row.id]);
}

/** One proposal, or null. */
export async function getProposal(db: Database, id: string): Promise<ProposalAnswer | null> {
  const { rows } = await db.pool.query<ProposalRow>(`${withSupplier} where p.id = $1`, [id]);
  return rows[0] ? shown(rows[0]) : null;
}

/** Dismisses a proposal that is still open; false when it is not. */
export async function dismissProposal(db: Database, dismissal: { id: string; by: string; reason: string; at: Date }): Promise<boolean> {
  const { count } = await db.prisma.proposal.updateMany({
    where: { id: dismissal.id, status: 'open' },
    data: { status: 'dismissed', decidedBy: dismissal.by, decidedAt: dismissal.at, decision: dismissal.reason },
  });
  return count > 0;
}

function shown(row: ProposalRow): ProposalAnswer {
  return { ...row, proposedAt: row.proposedAt.toISOString(), decidedAt: row.decidedAt?.toISOString() ?? null };
}
