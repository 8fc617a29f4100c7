import { checkCommand } from '#domain/rectification/arc.js';
import { Refusal, type Actor } from '#domain/process/decision.js';
import type { RectificationState } from '#domain/rectification/state.js';
import { v5 as uuidv5 } from 'uuid';
import type { Transaction } from '../database.js';
import { storeSubmission } from './submissions.js';

/** What would open a case of a cause of which one is open already. */
export interface AnotherOfItsCause {
  readonly runningId: string;
  /** Of the opening. */
  readonly commandId: string;
  /** The first day of the facts that show it, `YYYY-MM-DD`; null: it has just been seen. */
  readonly factsFrom: string | null;
  readonly text: string;
  readonly actor: Actor;
  readonly at: Date;
}

/**
 * Where the running case is being watched, the other is a recurrence: stored as a command to it, which the sweeper gives. In any
 * other stage the case is about it already, and nothing is stored. Repeated, it changes nothing.
 * @returns whether it recurs
 */
export async function storeRecurrence(tx: Transaction, { runningId, commandId, factsFrom, text, actor, at }: AnotherOfItsCause): Promise<boolean> {
  const running = await tx.case.findUnique({ where: { id: runningId } });
  const facts = factsFrom === null ? {} : { factsFrom };
  if (running?.process !== 'rectification' || !takes(running.state as unknown as RectificationState, facts, actor)) return false;
  await storeSubmission({ prisma: tx }, {
    commandId: uuidv5('recurrence', commandId),
    process: running.process,
    caseId: runningId,
    supplierId: running.supplierId,
    command: 'reportRecurrence',
    facts,
    content: { text },
    actor,
    channel: 'system',
    expectedSequence: null,
    receivedAt: at,
  });
  return true;
}

function takes(state: RectificationState, facts: { factsFrom?: string }, actor: Actor): boolean {
  try {
    checkCommand(state, { name: 'reportRecurrence', facts }, actor);
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}
