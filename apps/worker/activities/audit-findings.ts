import { commandIdOf, newCaseId } from '#apps/door/command-id.js';
import type { AuditFinding } from '#domain/onboarding/commands.js';
import { causeOfFinding, causesOf, onboardingOfCause } from '#domain/onboarding/finding-cause.js';
import type { OnboardingState } from '#domain/onboarding/state.js';
import { SYSTEM } from '#domain/process/decision.js';
import { languageOf, speak } from '#messaging/catalogs/speak.js';
import type { CaseCommit } from '#persistence/cases/case-commit.js';
import { storeSubmissions } from '#persistence/cases/submissions.js';
import type { Transaction } from '#persistence/database.js';
import { onboarding } from '#workflows/onboarding/contract.js';
import { rectification } from '#workflows/rectification/contract.js';

/**
 * Stores the openings of the rectifications of what an audit has found, in its transaction; the sweeper starts them. Where the
 * supplier does not come in nobody asks it for corrections any more.
 */
export async function openFindings(tx: Transaction, commit: CaseCommit): Promise<void> {
  const { command, view, state } = commit;
  if (command.name === 'recordAudit' && command.submissionId !== null) await openEach(tx, commit, command.submissionId);
  if (view.status !== 'open' && view.outcome !== 'active' && !(state as OnboardingState).requalifies) await cancelAll(tx, commit);
}

async function openEach(tx: Transaction, { caseId, supplierId, command, at }: CaseCommit, submissionId: string): Promise<void> {
  const { content } = await tx.submission.findUniqueOrThrow({ where: { id: submissionId }, select: { content: true } });
  const { findings = [] } = content as { findings?: readonly AuditFinding[] };
  await storeSubmissions(
    { prisma: tx },
    findings.map(({ severity, title, description = '' }, index) => {
      const commandId = commandIdOf('finding of an audit', command.commandId, String(index));
      return {
        commandId,
        process: rectification.process,
        caseId: newCaseId(commandId),
        supplierId,
        command: 'open',
        facts: { severity, cause: causeOfFinding({ caseId, audit: command.commandId, number: index + 1 }) },
        content: { title, description },
        actor: command.actor,
        channel: 'audit',
        expectedSequence: null,
        receivedAt: at,
      };
    }),
  );
}

async function cancelAll(tx: Transaction, { caseId, supplierId, command, at }: CaseCommit): Promise<void> {
  const cause = { startsWith: causesOf(caseId) };
  await tx.submission.updateMany({ where: { process: rectification.process, command: 'open', status: 'pending', facts: { path: ['cause'], string_starts_with: causesOf(caseId) } }, data: { status: 'withdrawn', settledAt: at } });
  const open = await tx.case.findMany({ where: { process: rectification.process, status: 'open', cause }, select: { id: true }, orderBy: { id: 'asc' } });
  const { language } = await tx.supplier.findUniqueOrThrow({ where: { id: supplierId }, select: { language: true } });
  await storeSubmissions(
    { prisma: tx },
    open.map(({ id }) => ({
      commandId: commandIdOf('the supplier does not come in', id, command.commandId),
      process: rectification.process,
      caseId: id,
      supplierId,
      command: 'cancel',
      facts: {},
      content: { reason: speak(languageOf(language))('joining.notPursued') },
      actor: SYSTEM,
      channel: 'system',
      expectedSequence: null,
      receivedAt: at,
    })),
  );
}

/** Where a correction has been verified, or has ended, its onboarding looks again. */
export async function tellOnboarding(tx: Transaction, { cause, supplierId, view, command, at }: CaseCommit): Promise<void> {
  const caseId = onboardingOfCause(cause);
  if (caseId === null || (view.status === 'open' && command.name !== 'verify')) return;
  const waiting = await tx.case.findFirst({ where: { id: caseId, status: 'open', stage: { in: ['auditing', 'correcting'] } }, select: { id: true } });
  if (!waiting) return;
  const told = { commandId: commandIdOf('a finding is corrected or not', caseId, command.commandId), process: onboarding.process, caseId, supplierId, command: 'lookAgain', facts: {}, content: {} };
  await storeSubmissions({ prisma: tx }, [{ ...told, actor: SYSTEM, channel: 'system', expectedSequence: null, receivedAt: at }]);
}
