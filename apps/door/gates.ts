import type { OnboardingState } from '#domain/onboarding/state.js';
import type { CaseRecord } from '#persistence/cases/read.js';
import type { Database } from '#persistence/database.js';
import { undecidedDuplicateOf } from '#persistence/duplicates/run.js';
import { onboarding } from '#workflows/onboarding/contract.js';
import type { ActRequest, Outcome } from './door.js';

type Held = Extract<Outcome, { status: 'refused' }>;
type Gate = (db: Database, found: CaseRecord, request: ActRequest) => Promise<Held | null>;

/** What is looked at outside of a case before one of its commands is taken. */
const gates: Readonly<Record<string, Readonly<Record<string, Gate>>>> = { [onboarding.process]: { approve: noDoubleUndecided } };

/** Why a command has to wait for something that stands outside of its case; null when nothing holds it. */
export async function heldAtGate(db: Database, found: CaseRecord, request: ActRequest): Promise<Held | null> {
  return (await gates[request.process]?.[request.command]?.(db, found, request)) ?? null;
}

/** Nobody comes in who may be there already, or is coming in besides, until a person has said whether the two are one. */
async function noDoubleUndecided(db: Database, { supplierId, state }: CaseRecord, { receivedAt }: ActRequest): Promise<Held | null> {
  // Who qualifies anew is in already.
  if ((state as OnboardingState).requalifies) return null;
  const open = await undecidedDuplicateOf(db, { supplierId, at: receivedAt });
  if (!open) return null;
  return { status: 'refused', code: 'duplicateOpen', message: `This supplier may be ${open.otherName}, whom we know: decide the proposal first whether the two are one.`, runningId: open.id };
}
