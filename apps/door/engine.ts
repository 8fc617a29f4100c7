import type { CaseStanding } from '#workflows/shared/commit.js';
import { ApplicationFailure } from '@temporalio/common';
import {
  isGrpcDeadlineError,
  isGrpcServiceError,
  ServiceError,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
  type Client,
} from '@temporalio/client';

/** How long a caller waits for a commit before it is told to look later, in milliseconds. */
const PATIENCE = 10_000;
/** gRPC's status code for a server that is not there. */
const UNAVAILABLE = 14;

/** What Temporal says of an Update whose workflow ended under it. */
const ENDED_BEFORE_ANSWER = 'AcceptedUpdateCompletedWorkflow';

/** What Temporal answered to an Update. */
export type EngineAnswer =
  | { readonly kind: 'done'; readonly standing: CaseStanding }
  | { readonly kind: 'refused'; readonly code: string; readonly message: string }
  | { readonly kind: 'late' }
  | { readonly kind: 'noWorkflow' }
  | { readonly kind: 'unreachable' };

/** Runs one call to Temporal with a deadline and sorts what came of it. @throws anything that is a bug */
export async function ask(client: Client, call: () => Promise<CaseStanding>): Promise<EngineAnswer> {
  try {
    return { kind: 'done', standing: await client.withDeadline(Date.now() + PATIENCE, call) };
  } catch (error) {
    const refusal = refusalIn(error);
    if (refusal) return { kind: 'refused', ...refusal };
    if (error instanceof WorkflowNotFoundError || endedBeforeAnswer(error)) return { kind: 'noWorkflow' };
    if (error instanceof WorkflowExecutionAlreadyStartedError) return { kind: 'refused', code: 'caseEnded', message: 'The case has ended.' };
    if (isUnavailable(error)) return { kind: 'unreachable' };
    if (isTimeout(error)) return (await reachable(client)) ? { kind: 'late' } : { kind: 'unreachable' };
    throw error;
  }
}

/**
 * Runs one call, with a deadline; false when Temporal cannot be reached.
 * Whether anybody is there is asked first: the client repeats a call to nobody until its deadline, and people wait for the answer.
 */
export async function asking<T>(client: Client, call: () => Promise<T>): Promise<T | false> {
  if (!(await reachable(client))) return false;
  try {
    return await client.withDeadline(Date.now() + PATIENCE, call);
  } catch (error) {
    if (isUnavailable(error) || !(await reachable(client))) return false;
    throw error;
  }
}

/** True when Temporal's front end answers within two seconds. */
export async function reachable(client: Client): Promise<boolean> {
  try {
    await client.withDeadline(Date.now() + 2_000, () => client.workflowService.getSystemInfo({}));
    return true;
  } catch {
    return false;
  }
}

/** True when an error says that nobody is there. */
export function isUnavailable(error: unknown): boolean {
  return errorChain(error).some((each) => isGrpcServiceError(each) && each.code === UNAVAILABLE);
}

/** True when an error says that nobody answered in time. */
export function isTimeout(error: unknown): boolean {
  return error instanceof WorkflowUpdateRPCTimeoutOrCancelledError || errorChain(error).some(isGrpcDeadlineError);
}

/** The workflow ended, by a failure of its own, while it held the Update: the case's row says how far it came. */
function endedBeforeAnswer(error: unknown): boolean {
  return error instanceof WorkflowUpdateFailedError && error.cause instanceof ApplicationFailure && error.cause.type === ENDED_BEFORE_ANSWER;
}

function refusalIn(error: unknown): { code: string; message: string } | null {
  if (!(error instanceof WorkflowUpdateFailedError)) return null;
  const { cause } = error;
  if (!(cause instanceof ApplicationFailure) || !cause.type || cause.type === ENDED_BEFORE_ANSWER) return null;
  return { code: cause.type, message: cause.message };
}

function errorChain(error: unknown): unknown[] {
  const chain = [error];
  for (let each = error; each instanceof ServiceError && each.cause && chain.length < 5; each = each.cause) chain.push(each.cause);
  return chain;
}
