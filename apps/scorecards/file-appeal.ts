import { endOfBusinessDays } from '#domain/evaluation/appeals.js';
import { getAppeal, handsInScore, storeAppeal, type AppealRecord, type NewAppeal } from '#persistence/appeals/appeals.js';
import type { Database } from '#persistence/database.js';
import { calendarFor } from '#persistence/holidays.js';
import { insertOutbox } from '#persistence/outbox/outbox.js';
import { getPolicy } from '#persistence/policies/policies.js';
import { receivedRows } from './appeal-mails.js';
import { OURS, type LetterSettings } from './scorecard-mails.js';

/** An appeal on its way in, before it is known until when it has to be decided. */
export type IncomingAppeal = Omit<NewAppeal, 'dueAt'>;

/** Stores an appeal, keeps its files, and tells the supplier and those who may decide it; the same again changes nothing. @throws Refusal as `checkAppeal` */
export async function fileAppeal({ db, settings }: { db: Database; settings: LetterSettings }, incoming: IncomingAppeal): Promise<AppealRecord> {
  const appeal = { ...incoming, dueAt: await decisionDue(db, incoming) };
  return db.transaction(async (tx) => {
    const isNew = await storeAppeal(tx, appeal);
    const stored = await getAppeal(tx, appeal.id);
    if (!stored) throw new Error(`Appeal ${appeal.id} vanished right after it was stored`);
    if (isNew) {
      await tx.file.updateMany({ where: { id: { in: [...appeal.fileIds] }, status: 'pending' }, data: { status: 'kept' } });
      await insertOutbox(tx, await receivedRows(tx, settings, stored, await handsInScore(tx, stored.evaluationId, stored.supplierId)));
    }
    return stored;
  });
}

/** Until when an appeal has to be decided, by the policy of its evaluation. */
export async function decisionDue(db: Database, { evaluationId, submittedAt }: Pick<IncomingAppeal, 'evaluationId' | 'submittedAt'>): Promise<Date> {
  const { policyVersion } = await db.prisma.evaluation.findUniqueOrThrow({ where: { id: evaluationId }, select: { policyVersion: true } });
  const policy = await getPolicy(db, policyVersion);
  if (!policy) throw new Error(`Evaluation ${evaluationId} has no policy`);
  return new Date(endOfBusinessDays(submittedAt.toISOString(), policy.policy.evaluation.appealDecisionDays, calendarFor(OURS, submittedAt)));
}
