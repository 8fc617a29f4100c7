import { Refusal } from '#domain/process/decision.js';
import type { CommittedResult } from '#persistence/cases/commit.js';
import { getCase, type CaseRecord } from '#persistence/cases/read.js';
import { commandResult, settleSubmission, storeSubmission } from '#persistence/cases/submissions.js';
import type { Database } from '#persistence/database.js';
import { summariesOf } from '#persistence/files/files.js';
import type { Submission } from '#persistence/generated/client.js';
import { contractOf } from '#workflows/contracts.js';
import type { CaseStanding } from '#workflows/shared/commit.js';
import type { ProcessContract } from '#workflows/shared/process-contract.js';
import { caseSearchAttributes } from '#workflows/shared/search-attributes.js';
import { WorkflowExecutionAlreadyStartedError, type Client } from '@temporalio/client';
import type { ActRequest, FieldProblem, Outcome } from './door.js';
import { ask, type EngineAnswer } from './engine.js';
import { heldAtGate } from './gates.js';
import { parseCommand } from './parse.js';
import { readContent } from './read-content.js';

/** What the door works with. */
export interface Engine {
  readonly db: Database;
  readonly client: Client;
}

/** Takes one command along the road: parse, check, store, update. */
export async function act(engine: Engine, request: ActRequest): Promise<Outcome> {
  const contract = contractOf(request.process);
  const command = contract?.commands[request.command];
  if (!contract || !command) return { status: 'notFound', what: `command ${request.command}` };
  const found = await getCase(engine.db, request.caseId, request.process);
  if (!found) return { status: 'notFound', what: 'case' };
  const earlier = await commandResult(engine.db, request.caseId, request.commandId);
  if (earlier) return { status: 'applied', standing: (earlier as unknown as CommittedResult).standing };
  const parsed = parseCommand(request.command, command, request.body);
  if ('problems' in parsed) return { status: 'invalid', problems: parsed.problems };
  const missing = await missingFiles(engine.db, parsed.content['files']);
  if (missing.length > 0) return { status: 'invalid', problems: missing };
  const refusal = earlyRefusal(contract, found, request, { ...parsed.facts, ...request.known });
  if (refusal) return { status: 'refused', code: refusal.code, message: refusal.message };
  const { supplierId, state } = found;
  const read = await readContent(engine.db, request, { supplierId, state, ...parsed, receivedAt: request.receivedAt });
  if ('problems' in read) return { status: 'invalid', problems: read.problems };
  const held = await heldAtGate(engine.db, found, request);
  if (held) return held;
  const submission = await storeSubmission(engine.db, {
    commandId: request.commandId,
    process: request.process,
    caseId: request.caseId,
    supplierId,
    command: request.command,
    facts: { ...parsed.facts, ...read.facts, ...request.known },
    content: { ...parsed.content, ...read.content },
    actor: request.actor,
    channel: request.channel,
    expectedSequence: request.expectedSequence ?? null,
    receivedAt: request.receivedAt,
  });
  return settle(engine, submission, await send(engine, contract, submission), { at: request.receivedAt, withdraw: true });
}

/** Sends a stored submission to its workflow; a case whose workflow Temporal has lost is started again from its row. */
export async function send(engine: Engine, contract: ProcessContract, submission: Submission): Promise<EngineAnswer> {
  const { expectedSequence } = submission;
  const update = () =>
    ask(engine.client, () =>
      engine.client.workflow.getHandle(contract.workflowId(submission.caseId)).executeUpdate<CaseStanding, [object]>(submission.command, {
        updateId: submission.commandId,
        args: [
          {
            commandId: submission.commandId,
            submissionId: submission.id,
            actor: { kind: submission.actorKind, id: submission.actorId },
            facts: submission.facts,
            ...(expectedSequence === null ? {} : { expectedSequence }),
          },
        ],
      }),
    );
  const answer = await update();
  if (answer.kind !== 'noWorkflow') return answer;
  const found = await getCase(engine.db, submission.caseId, contract.process);
  if (!found || found.status !== 'open') return { kind: 'refused', code: 'caseEnded', message: 'The case has ended.' };
  await startFromRow(engine.client, contract, found);
  return update();
}

/** Longest wait for a start, in milliseconds. */
const START_PATIENCE = 5_000;

/** Starts the workflow of an open case from its row; one that runs already is left alone. */
export async function startFromRow(client: Client, contract: ProcessContract, found: CaseRecord): Promise<void> {
  try {
    await client.withDeadline(Date.now() + START_PATIENCE, () =>
      client.workflow.start(contract.workflowType, {
        workflowId: contract.workflowId(found.id),
        taskQueue: contract.taskQueue,
        args: [{ resume: found.state }],
        typedSearchAttributes: caseSearchAttributes(contract.process, found.supplierId),
        staticSummary: `${contract.process}, started again from its row`,
      }),
    );
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}

/**
 * Records what the engine answered and says it to the caller. `withdraw`: the caller waits and will repeat the command itself,
 * so that what could not be sent is taken back; a command once answered as pending is never taken back.
 */
export async function settle(
  engine: Engine,
  submission: Submission,
  answer: EngineAnswer,
  { at, withdraw }: { at: Date; withdraw: boolean },
): Promise<Outcome> {
  switch (answer.kind) {
    case 'done':
      return { status: 'applied', standing: answer.standing };
    case 'refused':
      await settleSubmission(engine.db, submission.id, { status: 'refused', code: answer.code }, at);
      return { status: 'refused', code: answer.code, message: answer.message };
    case 'late':
      return { status: 'pending', caseId: submission.caseId };
    case 'noWorkflow':
    case 'unreachable': {
      // Mail and portal have nobody who would repeat the command: theirs wait for the sweeper.
      const repeatable = withdraw && submission.channel !== 'mail' && submission.channel !== 'portal';
      if (repeatable) await settleSubmission(engine.db, submission.id, { status: 'withdrawn' }, at);
      return repeatable ? { status: 'unavailable' } : { status: 'pending', caseId: submission.caseId };
    }
  }
}

async function missingFiles(db: Database, files: unknown): Promise<FieldProblem[]> {
  if (!Array.isArray(files)) return [];
  const ids = files.filter((each): each is string => typeof each === 'string');
  const known = await summariesOf(db.prisma, ids);
  return ids.flatMap((id, index) => (known.has(id) ? [] : [{ path: `files.${index}`, message: 'there is no such file; store it first' }]));
}

function earlyRefusal(contract: ProcessContract, found: CaseRecord, request: ActRequest, facts: unknown): Refusal | null {
  if (request.expectedSequence !== undefined && request.expectedSequence !== found.sequence) {
    return new Refusal('stale', `The case has moved on: it is at ${found.sequence}, not at ${request.expectedSequence}.`);
  }
  try {
    contract.check(found.state, { name: request.command, facts }, request.actor);
    return null;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}
