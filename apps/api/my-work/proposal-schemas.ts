import { z } from 'zod';
import type { ProposalRecord } from '#persistence/proposals/proposals.js';
import { instant } from '../http/answers.js';
import { pageOfItems } from '../http/paging.js';

export const proposalSchema = z
  .object({
    id: z.uuid(),
    kind: z.string().describe('phaseOut, cancelRectification, openRectification or consequence.'),
    supplierId: z.uuid(),
    supplierName: z.string(),
    causeCaseId: z.uuid().nullable(),
    causeEvaluationId: z.uuid().nullable().describe('The evaluation whose score, new or restated, asks for it.'),
    reason: z.string().describe('A code, such as consequenceRule, gradeCAgain, fatalGate, notRequalified, rectificationFailed or scoreRestated.'),
    detail: z.record(z.string(), z.unknown()).nullable().describe('The rule and the figures that ask for it.'),
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
  const { proposedBy: _, detail, ...rest } = record;
  return { ...rest, detail: detail as Record<string, unknown> | null, proposedAt: record.proposedAt.toISOString(), decidedAt: record.decidedAt?.toISOString() ?? null };
}
