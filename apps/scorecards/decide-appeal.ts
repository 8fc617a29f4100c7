import type { Grade } from '#domain/supplier/status.js';
import { decideAppeal, getAppeal, type AppealDecision, type AppealRecord } from '#persistence/appeals/appeals.js';
import type { Database, Transaction } from '#persistence/database.js';
import { overrideScore } from '#persistence/evaluations/overrides.js';
import type { AppealOutcome } from '#messaging/letters/appeals.js';
import { insertOutbox } from '#persistence/outbox/outbox.js';
import { restateChunk } from '#persistence/restatements/restate.js';
import { v5 as uuidv5 } from 'uuid';
import { outcomeRows } from './appeal-mails.js';
import { cardedEvaluation, sendRestatedScorecards, writeScorecardsIn, type LetterSettings } from './scorecard-mails.js';

/** A decision with what an upheld appeal leads to: another grade or score, or (null) computing anew. */
export type AppealVerdict = AppealDecision & { readonly to: { readonly grade: Grade } | { readonly score: number } | null };

/**
 * Decides an appeal and restates where it is upheld, with the mails that say so. What is computed anew is computed right away, so that
 * the cycle draws its consequences from it; its workflow ends it. Answers the appeal as it is afterwards, null when there is none.
 * @throws Refusal as `checkAppealDecision` and `overrideScore`
 */
export async function decideAppealOf({ db, settings }: { db: Database; settings: LetterSettings }, verdict: AppealVerdict): Promise<AppealRecord | null> {
  const { id, to, at, status } = verdict;
  const recomputes = status === 'upheld' && to === null;
  const found = await getAppeal(db, id);
  if (!found) return null;
  const evaluation = await cardedEvaluation(db, found.evaluationId);
  await db.transaction(async (tx) => {
    const appeal = await decideAppeal(tx, verdict);
    if (!appeal) return;
    await insertOutbox(tx, await outcomeRows(tx, settings, appeal, await consequenceOf(tx, appeal, verdict), at));
    if (status === 'upheld' && !recomputes && evaluation) await writeScorecardsIn(tx, settings, evaluation, { after: null, at, supplierIds: [appeal.supplierId] });
  });
  if (recomputes) {
    const restatementId = recomputationOf(id);
    while ((await restateChunk(db, { restatementId, at })).more);
    await sendRestatedScorecards({ db, settings }, restatementId, at);
  }
  return getAppeal(db, id);
}

async function consequenceOf(tx: Transaction, appeal: AppealRecord, { status, to, reason, by, at }: AppealVerdict): Promise<AppealOutcome> {
  if (status === 'rejected') return { status, reason };
  const { id, evaluationId, supplierId } = appeal;
  if (to === null) {
    await noteRecomputation(tx, appeal, at);
    return { status, now: null, reason };
  }
  const { grade, score } = await overrideScore(tx, { evaluationId, supplierId, origin: 'appeal', appealId: id, to, reason, decidedBy: by, at });
  return { status, now: { grade, score: score?.toNumber() ?? null }, reason };
}

/** The restatement that an upheld appeal asks for. */
function recomputationOf(appealId: string): string {
  return uuidv5('recompute', appealId);
}

/** A restatement of this one score with all facts known today. */
async function noteRecomputation(tx: Transaction, { id, evaluationId, supplierId, periodStart, periodEnd }: AppealRecord, at: Date): Promise<void> {
  const restatementId = recomputationOf(id);
  await tx.restatement.create({ data: { id: restatementId, importId: null, status: 'pending', suppliers: 1, restated: 0, unchanged: 0, requestedAt: at } });
  await tx.restatementScope.create({
    data: { restatementId, evaluationId, supplierId, firstDate: new Date(periodStart), lastDate: new Date(periodEnd), done: false },
  });
}
