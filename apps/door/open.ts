import { getCase, openCaseId } from '#persistence/cases/read.js';
import { storeSubmission } from '#persistence/cases/submissions.js';
import { currentPolicy } from '#persistence/policies/policies.js';
import type { Submission } from '#persistence/generated/client.js';
import type { CaseStanding } from '#workflows/shared/commit.js';
import { OPENED_UPDATE, type ProcessContract } from '#workflows/shared/process-contract.js';
import { caseSearchAttributes } from '#workflows/shared/search-attributes.js';
import { WithStartWorkflowOperation } from '@temporalio/client';
import { settle, type Engine } from './act.js';
import { newCaseId } from './command-id.js';
import type { OpenRequest, Outcome } from './door.js';
import { ask } from './engine.js';
import { newCase } from './new-case.js';
import { openerOf } from './openers.js';

/** Opens a case: check first, then start the workflow and wait until its first commit stands. */
export async function openCase(engine: Engine, request: OpenRequest): Promise<Outcome> {
  const opener = openerOf(request.process);
  if (!opener) return { status: 'notFound', what: `process ${request.process}` };
  const caseId = newCaseId(request.commandId);
  const standing = await standingOf(engine, opener.contract, caseId);
  if (standing) return { status: 'applied', standing };
  const prepared = await opener.prepare(engine, request);
  if ('status' in prepared) return prepared;
  const { supplierId, facts, content } = prepared;
  const supplier = await engine.db.prisma.supplier.findUnique({ where: { id: supplierId }, select: { mergedIntoId: true } });
  if (!supplier) return { status: 'invalid', problems: [{ path: 'supplierId', message: 'there is no such supplier' }] };
  if (supplier.mergedIntoId) return { status: 'refused', code: 'merged', message: `This supplier was merged; open the case with ${supplier.mergedIntoId}.` };
  const runningTwin = async (): Promise<Outcome | null> => {
    const runningId = await openCaseId(engine.db, request.process, supplierId, facts.cause);
    if (runningId === null) return null;
    const taken = await opener.again?.(engine, { request, runningId, content });
    return taken ?? { status: 'refused', code: 'twin', message: opener.twin(runningId), runningId };
  };
  const twin = await runningTwin();
  if (twin) return twin;

  const { process, commandId, actor, channel, receivedAt } = request;
  const submission = await storeSubmission(engine.db, { commandId, process, caseId, supplierId, command: 'open', facts, content, actor, channel, expectedSequence: null, receivedAt });
  const outcome = await settle(engine, submission, await startOpened(engine, submission), { at: receivedAt, withdraw: true });
  if (outcome.status !== 'refused' || outcome.code !== 'twin') return outcome;
  return (await runningTwin()) ?? outcome;
}

/** Starts the workflow of a stored opening, or finds it running, and waits until the case is committed. */
export async function startOpened(engine: Engine, submission: Submission) {
  const opener = openerOf(submission.process);
  if (!opener) throw new Error(`Nobody can open a case of ${submission.process}.`);
  const { contract } = opener;
  const { opening, summary } = await opener.begin(submission, await currentPolicy(engine.db), engine);
  return ask(engine.client, () =>
    engine.client.workflow.executeUpdateWithStart<never, CaseStanding, []>(OPENED_UPDATE, {
      updateId: submission.commandId,
      startWorkflowOperation: new WithStartWorkflowOperation(contract.workflowType, {
        workflowId: contract.workflowId(submission.caseId),
        taskQueue: contract.taskQueue,
        args: [newCase(submission, opening)],
        workflowIdConflictPolicy: 'USE_EXISTING',
        workflowIdReusePolicy: 'REJECT_DUPLICATE',
        typedSearchAttributes: caseSearchAttributes(contract.process, submission.supplierId),
        staticSummary: summary,
      }) as never,
    }),
  );
}

/** How a case stands, as the commit that opened it would answer; null when there is none. */
export async function standingOf(engine: Engine, contract: ProcessContract, caseId: string): Promise<CaseStanding | null> {
  const found = await getCase(engine.db, caseId, contract.process);
  if (!found) return null;
  return { caseId, sequence: found.sequence, dueAt: found.dueAt?.toISOString() ?? null, ...contract.view(found.state) };
}
