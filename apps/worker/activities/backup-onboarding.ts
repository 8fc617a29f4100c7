import { commandIdOf, newCaseId } from '#apps/door/command-id.js';
import { invitation } from '#apps/door/invitation.js';
import type { PhaseOutState } from '#domain/phase-out/state.js';
import { SYSTEM } from '#domain/process/decision.js';
import type { CaseCommit } from '#persistence/cases/case-commit.js';
import { storeSubmissions } from '#persistence/cases/submissions.js';
import type { Transaction } from '#persistence/database.js';
import { phaseOutsWaitingFor } from '#persistence/phase-outs/waiting-for-backup.js';
import { onboarding } from '#workflows/onboarding/contract.js';
import { phaseOut } from '#workflows/phase-out/contract.js';

/**
 * Stores the openings of the onboardings that a decision of a phase-out begins, in its transaction; the sweeper starts them.
 * Who chose the backup, and who wants the other out, has asked for it: none of them approves it.
 */
export async function inviteBackups(tx: Transaction, { state, command, at }: CaseCommit): Promise<void> {
  const { effects, askedBy } = state as PhaseOutState;
  const ids = effects.does.flatMap((effect) => (effect.kind === 'backupInvited' ? [effect.supplierId] : []));
  const backups = await tx.supplier.findMany({ where: { id: { in: ids } }, select: { id: true, language: true }, orderBy: { id: 'asc' } });
  await storeSubmissions(
    { prisma: tx },
    backups.map(({ id: supplierId, language }) => {
      const commandId = commandIdOf('onboarding of a backup', command.commandId, supplierId);
      return {
        commandId,
        process: onboarding.process,
        caseId: newCaseId(commandId),
        supplierId,
        command: 'open',
        ...invitation({ language, askedBy: [command.actor.id, ...askedBy] }),
        actor: SYSTEM,
        channel: 'phaseOut',
        expectedSequence: null,
        receivedAt: at,
      };
    }),
  );
}

/** Where an onboarding has ended, the phase-outs that wait for it look again, not only the next day. */
export async function tellPhaseOuts(tx: Transaction, { supplierId: backupId, view, command, at }: CaseCommit): Promise<void> {
  if (view.status === 'open') return;
  const waiting = await phaseOutsWaitingFor(tx, backupId);
  await storeSubmissions(
    { prisma: tx },
    waiting.map(({ id: caseId, supplierId }) => ({
      commandId: commandIdOf('a backup has come in or not', caseId, command.commandId),
      process: phaseOut.process,
      caseId,
      supplierId,
      command: 'lookAgain',
      facts: {},
      content: {},
      actor: SYSTEM,
      channel: 'system',
      expectedSequence: null,
      receivedAt: at,
    })),
  );
}
