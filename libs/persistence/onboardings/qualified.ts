import { createHash } from 'node:crypto';
import { agreedContractSchema } from '#domain/onboarding/agreed-contract.js';
import type { OnboardingState } from '#domain/onboarding/state.js';
import { qualifiedUntil } from '#domain/onboarding/validity.js';
import { v5 as uuidv5 } from 'uuid';
import type { CaseCommit } from '../cases/case-commit.js';
import type { Transaction } from '../database.js';
import { Prisma } from '../generated/client.js';
import { announce, told } from '../webhooks/announce.js';
import { recordPlacement } from '../segmentation/placed-at-onboarding.js';

/** The source of contracts that were agreed in onboardings, known there by the case. */
const SOURCE = 'onboarding';

/**
 * Writes what the supplier has become, in the transaction that makes it active: its segment, how long it is qualified, and, where it
 * was phased out once, that orders may go to it again.
 */
export async function recordQualified(tx: Transaction, commit: CaseCommit): Promise<void> {
  const { supplierId, state, view, command, policyVersion, at } = commit;
  if (view.outcome !== 'active') return;
  await allowOrders(tx, commit);
  const { segmentation, segmentAnswers, terms } = state as OnboardingState;
  const { categories } = await tx.supplier.update({ where: { id: supplierId }, data: { qualifiedUntil: qualifiedUntil(terms, at), updatedAt: at, version: { increment: 1 } }, select: { categories: true } });
  if (segmentAnswers === null) return;
  await recordPlacement(tx, { supplierId, categories, terms: segmentation, answers: segmentAnswers, policyVersion, decidedBy: command.actor.id, at });
}

async function allowOrders(tx: Transaction, { supplierId, caseId, at, previousSequence }: CaseCommit): Promise<void> {
  const { count } = await tx.supplier.updateMany({ where: { id: supplierId, ordersBlockedFrom: { not: null } }, data: { ordersBlockedFrom: null } });
  if (count > 0) await announce(tx, [told('supplier.ordersUnblocked', { key: `${caseId}:${previousSequence + 1}`, at, caseId, data: { supplierId, caseId } })]);
}

/** The contract and the KPI targets that were agreed become a fact, in the transaction of the command. */
export async function recordContract(tx: Transaction, { caseId, supplierId, command, at }: CaseCommit): Promise<void> {
  if (command.name !== 'agreeContract' || command.submissionId === null) return;
  const { content } = await tx.submission.findUniqueOrThrow({ where: { id: command.submissionId }, select: { content: true } });
  const parsed = agreedContractSchema.safeParse((content as { contract?: unknown }).contract);
  if (!parsed.success) return;
  const { validFrom, validTo, kpiTargets, ...agreed } = parsed.data;
  const contentHash = createHash('sha256').update(JSON.stringify(parsed.data)).digest('hex');
  const given = Object.fromEntries(Object.entries(agreed).filter(([, value]) => value !== undefined)) as typeof agreed;
  await tx.contract.create({
    data: {
      ...(given as { number: string }),
      id: uuidv5('contract', caseId),
      supplierId,
      source: SOURCE,
      externalId: caseId,
      version: 1,
      validFrom: new Date(validFrom),
      validTo: validTo === undefined ? null : new Date(validTo),
      kpiTargets: kpiTargets ?? Prisma.DbNull,
      recordedAt: at,
      contentHash,
      arrivedAt: at,
    },
  });
}
