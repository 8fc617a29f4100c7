import { v5 as uuidv5 } from 'uuid';
import type { Transaction } from '../database.js';
import type { CaseCommit } from './case-commit.js';

/** Where the case stood before a commit; null for a case that is new. */
export interface Standing {
  readonly stage: string;
}

/**
 * Keeps how long the supplier took for each step it was asked: one row from the commit that asks to the one that leaves the step.
 * Answered is a step that the case went on from; one that ended the case as failed stays unanswered, and one that was cancelled
 * is as if it had never been asked. A moved deadline (an extension, the buyer's own time) moves the row's.
 * Call it in the commit's transaction with the waiting party and the deadline that were committed.
 */
export async function noteResponse(
  tx: Transaction,
  input: CaseCommit,
  { before, waitingFor, dueAt, sequence }: { before: Standing | null; waitingFor: string | null; dueAt: string | null; sequence: number },
): Promise<void> {
  const { caseId, supplierId, at, view } = input;
  const left = before !== null && before.stage !== view.stage;
  if (left && view.status === 'cancelled') await tx.supplierResponse.deleteMany({ where: { caseId, answeredAt: null } });
  else if (left && view.outcome !== 'failed')
    await tx.supplierResponse.updateMany({ where: { caseId, answeredAt: null }, data: { answeredAt: at } });
  if (waitingFor !== 'supplier') return;
  const due = { dueAt: dueAt === null ? null : new Date(dueAt) };
  const { count } = left ? { count: 0 } : await tx.supplierResponse.updateMany({ where: { caseId, answeredAt: null }, data: due });
  if (count > 0) return;
  await tx.supplierResponse.create({
    data: { id: uuidv5(`response:${sequence}`, caseId), supplierId, caseId, step: view.stage, askedAt: at, ...due },
  });
}
