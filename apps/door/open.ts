import { indicatorsOf } from '#domain/indicators/user-defined.js';
import { openRectificationSchema } from '#domain/rectification/commands.js';
import { getCase, openCaseId } from '#persistence/cases/read.js';
import { storeSubmission } from '#persistence/cases/submissions.js';
import { currentPolicy } from '#persistence/policies/policies.js';
import type { Submission } from '#persistence/generated/client.js';
import { rectification } from '#workflows/rectification/contract.js';
import type { CaseStanding } from '#workflows/shared/commit.js';
import { OPENED_UPDATE } from '#workflows/shared/process-contract.js';
import { caseSearchAttributes } from '#workflows/shared/search-attributes.js';
import { WithStartWorkflowOperation } from '@temporalio/client';
import { createHash } from 'node:crypto';
import { settle, type Engine } from './act.js';
import { newCaseId } from './command-id.js';
import type { FieldProblem, OpenRequest, Outcome } from './door.js';
import { ask } from './engine.js';
import { openingOf } from './opening-of.js';
import { reportRecurrence } from './recurrence.js';
import { problemsOf } from './parse.js';

/** Opens a rectification by hand: check first, then start the workflow and wait until its first commit stands. */
export async function openCase(engine: Engine, request: OpenRequest): Promise<Outcome> {
  const body = openRectificationSchema.safeParse(request.body);
  if (!body.success) return { status: 'invalid', problems: problemsOf(body) };
  const { supplierId, severity, title, description, indicator, confidential, readers } = body.data;
  const problems = await unknownNames(engine, { indicator, confidential, readers });
  if (problems.length > 0) return { status: 'invalid', problems };
  const caseId = newCaseId(request.commandId);
  const standing = await standingOf(engine, caseId);
  if (standing) return { status: 'applied', standing };
  const supplier = await engine.db.prisma.supplier.findUnique({ where: { id: supplierId }, select: { mergedIntoId: true } });
  if (!supplier) return { status: 'invalid', problems: [{ path: 'supplierId', message: 'there is no such supplier' }] };
  if (supplier.mergedIntoId) return { status: 'refused', code: 'merged', message: `This supplier was merged; open the case with ${supplier.mergedIntoId}.` };
  const cause = manualCause(title, confidential === true ? request.actor.id : null);
  const twin = await openCaseId(engine.db, request.process, supplierId, cause);
  if (twin) return (await reportRecurrence(engine, { ...request, runningId: twin, text: description })) ?? twinOf(twin);

  const submission = await storeSubmission(engine.db, {
    commandId: request.commandId,
    process: request.process,
    caseId,
    supplierId,
    command: 'open',
    facts: {
      severity,
      cause,
      ...(indicator === undefined ? {} : { indicator }),
      ...(confidential === true ? { readers: [...new Set([request.actor.id, ...(readers ?? [])])] } : {}),
    },
    content: { title, description },
    actor: request.actor,
    channel: request.channel,
    expectedSequence: null,
    receivedAt: request.receivedAt,
  });
  const outcome = await settle(engine, submission, await startOpened(engine, submission), { at: request.receivedAt, withdraw: true });
  if (outcome.status !== 'refused' || outcome.code !== 'twin') return outcome;
  const running = await openCaseId(engine.db, request.process, supplierId, cause);
  return running ? twinOf(running) : outcome;
}

/** Starts the workflow of a stored opening, or finds it running, and waits until the case is committed. */
export async function startOpened(engine: Engine, submission: Submission) {
  const input = openingOf(submission, await currentPolicy(engine.db));
  const { severity } = input.opening;
  return ask(engine.client, () =>
    engine.client.workflow.executeUpdateWithStart<never, CaseStanding, []>(OPENED_UPDATE, {
      updateId: submission.commandId,
      startWorkflowOperation: new WithStartWorkflowOperation(rectification.workflowType, {
        workflowId: rectification.workflowId(submission.caseId),
        taskQueue: rectification.taskQueue,
        args: [input],
        workflowIdConflictPolicy: 'USE_EXISTING',
        workflowIdReusePolicy: 'REJECT_DUPLICATE',
        typedSearchAttributes: caseSearchAttributes(rectification.process, submission.supplierId),
        staticSummary: `Rectification, ${severity}, opened by hand`,
      }) as never,
    }),
  );
}

/** What the opening names and is not there. */
async function unknownNames(
  engine: Engine,
  { indicator, confidential, readers = [] }: { indicator?: string | undefined; confidential?: boolean | undefined; readers?: string[] | undefined },
): Promise<FieldProblem[]> {
  const problems: FieldProblem[] = [];
  if (indicator !== undefined) {
    const { policy } = await currentPolicy(engine.db);
    if (!indicatorsOf(policy.indicators).some(({ name }) => name === indicator)) problems.push({ path: 'indicator', message: 'there is no such indicator' });
  }
  if (readers.length > 0 && confidential !== true) problems.push({ path: 'readers', message: 'only a confidential case has readers of its own' });
  const known = readers.length === 0 ? 0 : await engine.db.prisma.person.count({ where: { id: { in: readers }, active: true } });
  if (known < new Set(readers).size) problems.push({ path: 'readers', message: 'somebody named is not an active person' });
  return problems;
}

async function standingOf(engine: Engine, caseId: string): Promise<CaseStanding | null> {
  const found = await getCase(engine.db, caseId);
  if (!found) return null;
  return {
    caseId,
    sequence: found.sequence,
    dueAt: found.dueAt?.toISOString() ?? null,
    ...rectification.view(found.state),
  };
}

/**
 * One open case per supplier and cause: by hand, the cause is the title, whatever its case and spacing.
 * Hashed, because the cause travels to the workflow and people's words do not. A confidential case is a twin only to who opened it:
 * from a refusal others would learn of it.
 */
function manualCause(title: string, confidentialTo: string | null): string {
  const words = `${title.toLocaleLowerCase('en').replace(/\s+/g, ' ')}${confidentialTo === null ? '' : `\n${confidentialTo}`}`;
  return `manual:${createHash('sha256').update(words).digest('hex').slice(0, 16)}`;
}

function twinOf(runningId: string): Outcome {
  return {
    status: 'refused',
    code: 'twin',
    message: `The supplier has an open rectification with this title: ${runningId}.`,
    runningId,
  };
}
