import type { Actor } from '#domain/process/decision.js';
import { rectification } from '#workflows/rectification/contract.js';
import { v5 as uuidv5 } from 'uuid';
import { act, type Engine } from './act.js';
import type { Channel, Outcome } from './door.js';

/** What somebody wanted to open a case for, of which one is open. */
export interface OpenedAgain {
  readonly runningId: string;
  /** Of the opening. */
  readonly commandId: string;
  /** The first day of the facts that show it, `YYYY-MM-DD`; absent: it has just been seen. */
  readonly factsFrom?: string;
  readonly text: string;
  readonly actor: Actor;
  readonly channel: Channel;
  readonly receivedAt: Date;
}

/**
 * Tells a case that is being watched that the same has happened again: it is reopened, or has failed. Null where the case is
 * about it already, because it has not come to its watch or the facts are older than the measures.
 */
export async function reportRecurrence(engine: Engine, { runningId, commandId, factsFrom, text, actor, channel, receivedAt }: OpenedAgain): Promise<Outcome | null> {
  const outcome = await act(engine, {
    process: rectification.process,
    caseId: runningId,
    command: 'reportRecurrence',
    body: { text, ...(factsFrom === undefined ? {} : { factsFrom }) },
    actor,
    channel,
    commandId: uuidv5('recurrence', commandId),
    receivedAt,
  });
  return outcome.status === 'refused' ? null : outcome;
}
