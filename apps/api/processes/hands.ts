import { Refusal } from '#domain/process/decision.js';
import { sameHand } from '#persistence/access/keys.js';
import type { CaseRecord } from '#persistence/cases/read.js';
import type { Database } from '#persistence/database.js';
import { contractOf } from '#workflows/contracts.js';
import type { ProcessContract } from '#workflows/shared/process-contract.js';
import type { Principal } from '../auth/principal.js';

/** Who acts, and as whom the same person acts besides: see {@link sameHand}. */
export interface ActingHand {
  readonly caller: Principal;
  readonly others: readonly string[];
}

/** The other hands of the caller; not looked up where nobody has had a hand in any of the cases. */
export async function otherHands(db: Database, cases: readonly Pick<CaseRecord, 'process' | 'state'>[], caller: Principal): Promise<readonly string[]> {
  const touched = cases.some(({ process, state }) => (contractOf(process)?.hands(state) ?? []).length > 0);
  return touched ? sameHand(db, caller.id) : [];
}

/**
 * Why a command is refused to the caller, or to another hand of the same person; null where it is not. A key that acts for itself is no
 * second pair of eyes for who made it, nor its maker for the key: each of them is asked for as the person.
 */
export function refusalOfHands(contract: ProcessContract, state: unknown, name: string, { caller, others }: ActingHand): Refusal | null {
  const asPerson = others.length === 0 ? [] : [caller.id, ...others].map((id) => ({ kind: 'staff' as const, id }));
  for (const actor of [caller.actor, ...asPerson]) {
    try {
      contract.check(state, { name, facts: {} }, actor);
    } catch (error) {
      if (error instanceof Refusal) return error;
      throw error;
    }
  }
  return null;
}
