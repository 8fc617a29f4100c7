import type { ActorKind } from '#domain/process/decision.js';
import type { Database } from '../database.js';
import { storeRecurrence } from './recurrence.js';
import { settleSubmission } from './submissions.js';

/** An opening that found, when it was to be committed, that a case of its cause had been opened meanwhile. */
export interface TwinRefused {
  readonly submissionId: string;
  /** The case that is not to be. */
  readonly caseId: string;
  /** null: the other has ended by now. */
  readonly runningId: string | null;
  readonly at: Date;
}

/**
 * Refuses the opening; the alerts that had decided on it name the case that runs in its place, or none. Where that one is being
 * watched, the opening becomes its recurrence. Repeated, it changes nothing.
 */
export async function refuseTwin(db: Database, { submissionId, caseId, runningId, at }: TwinRefused): Promise<void> {
  await db.transaction(async (tx) => {
    await settleSubmission({ prisma: tx }, submissionId, { status: 'refused', code: 'twin' }, at);
    await tx.alert.updateMany({ where: { caseId }, data: { caseId: runningId } });
    if (runningId === null) return;
    const opening = await tx.submission.findUniqueOrThrow({ where: { id: submissionId } });
    const { factsFrom = null } = opening.facts as { factsFrom?: string };
    const { description = '' } = opening.content as { description?: string };
    const actor = { kind: opening.actorKind as ActorKind, id: opening.actorId };
    await storeRecurrence(tx, { runningId, commandId: opening.commandId, factsFrom, text: description, actor, at });
  });
}
