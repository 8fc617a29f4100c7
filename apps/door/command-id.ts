import { v5 as uuidv5 } from 'uuid';

/** Namespace of all ids that Steward derives; made once at random. */
const STEWARD = '6f1c2b0e-3d5a-4c8e-9b77-5a3e1d2f4c60';

/** The id of a command by its origin: principal, route and Idempotency-Key, or a mail's Message-ID and the command. */
export function commandIdOf(...origin: readonly string[]): string {
  return uuidv5(JSON.stringify(origin), STEWARD);
}

/** The id of the case that a command opens: the same command never opens two. */
export function newCaseId(commandId: string): string {
  return uuidv5('case', commandId);
}
