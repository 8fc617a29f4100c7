import type { Transaction } from '../database.js';
import type { Proposal } from '../generated/client.js';
import { announce, told, type Announcement } from '../webhooks/announce.js';

/** What webhooks tell of a proposal. */
type Told = Pick<Proposal, 'id' | 'kind' | 'supplierId' | 'reason' | 'causeCaseId' | 'causeEvaluationId' | 'detail'>;

/** Tells of proposals that were made, in the transaction that made them. */
export async function announceProposed(tx: Transaction, made: readonly Told[], at: Date): Promise<void> {
  const open = await withoutConfidential(tx, made);
  await announce(tx, open.map((proposal): Announcement => {
    const [key, data] = [proposal.id, dataOf(proposal)];
    return proposal.kind === 'consequence' ? told('consequence.proposed', { key, data: { ...data, consequence: consequenceOf(proposal) }, at }) : told('proposal.made', { key, data, at });
  }));
}

/** Tells of proposals that were decided, in the transaction that decided them. */
export async function announceDecided(tx: Transaction, decided: readonly (Told & { status: string; decidedBy: string | null })[], at: Date): Promise<void> {
  const open = await withoutConfidential(tx, decided);
  await announce(tx, open.map((proposal): Announcement => {
    const key = proposal.id;
    const data = { ...dataOf(proposal), status: proposal.status === 'accepted' ? ('accepted' as const) : ('dismissed' as const), decidedBy: proposal.decidedBy ?? '' };
    return proposal.kind === 'consequence' ? told('consequence.decided', { key, data: { ...data, consequence: consequenceOf(proposal) }, at }) : told('proposal.decided', { key, data, at });
  }));
}

/** What follows from a confidential case is as confidential as the case. */
async function withoutConfidential<T extends Told>(tx: Transaction, proposals: readonly T[]): Promise<T[]> {
  const caseIds = proposals.flatMap(({ causeCaseId }) => causeCaseId ?? []);
  if (caseIds.length === 0) return [...proposals];
  const hidden = await tx.case.findMany({ where: { id: { in: caseIds }, confidential: true }, select: { id: true } });
  return proposals.filter(({ causeCaseId }) => !hidden.some(({ id }) => id === causeCaseId));
}

function dataOf({ id: proposalId, supplierId, kind, reason, causeCaseId, causeEvaluationId }: Told) {
  return { proposalId, supplierId, kind, reason, causeCaseId, causeEvaluationId };
}

function consequenceOf({ detail }: Told): string {
  const kind = typeof detail === 'object' && detail !== null && 'kind' in detail ? detail['kind'] : null;
  return typeof kind === 'string' ? kind : '';
}
