import { z } from 'zod';
import type { ProposalRecord } from '#persistence/proposals/proposals.js';
import { instant } from '../http/answers.js';
import { pageOfItems } from '../http/paging.js';

export const proposalSchema = z
  .object({
    id: z.uuid(),
    kind: z.string().describe('phaseOut, cancelRectification or openRectification.'),
    supplierId: z.uuid(),
    supplierName: z.string(),
    causeCaseId: z.uuid().nullable(),
    causeEvaluationId: z.uuid().nullable().describe('The evaluation whose restated score asks for it.'),
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

/** A proposal as the API shows it. */
export function shownProposal(record: ProposalRecord): z.infer<typeof proposalSchema> {
  return { ...record, proposedAt: record.proposedAt.toISOString(), decidedAt: record.decidedAt?.toISOString() ?? null };
}
