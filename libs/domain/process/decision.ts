import type { SupplierAct } from '../supplier/status.js';

/** Who acts: a person of ours, a supplier's contact, an API key without a person, or Steward itself. */
export type ActorKind = 'staff' | 'contact' | 'integration' | 'system';

export interface Actor {
  readonly kind: ActorKind;
  /** Id of the person, contact or key; `steward` for the system. */
  readonly id: string;
}

/** Steward itself: timers and consequences. */
export const SYSTEM: Actor = { kind: 'system', id: 'steward' };

/** What a workflow takes in: ids and the codes and numbers that the transition decides on, never texts. */
export interface CommandEnvelope<Name extends string = string, Facts = unknown> {
  readonly name: Name;
  /** UUIDv5 of its origin: the same command twice has the same id. */
  readonly commandId: string;
  /** Where its texts and files are; null for commands without content. */
  readonly submissionId: string | null;
  readonly actor: Actor;
  readonly facts: Facts;
  /** The sequence of the case that the caller saw; absent: whatever it is. */
  readonly expectedSequence?: number;
}

/** Whose calendar counts the business days. */
export type CalendarOf = 'supplier' | 'buyer';

/** A time during which somebody else had to act; instants, ISO. */
export interface Standstill {
  readonly from: string;
  readonly to: string;
}

/** Which deadline follows from a decision; `commit` turns it into instants, because calendars change. */
export interface Due {
  readonly of: CalendarOf;
  /** Instant (ISO) whose local date is day 0. */
  readonly from: string;
  readonly businessDays: number;
  /** Elapsed hours after `from` instead of business days: a deadline by the clock. */
  readonly hours?: number;
  /** Nobody owes anything: when it comes, the process itself goes on. It is neither reminded of nor overdue. */
  readonly elapses?: boolean;
  /** Times during which this clock stood still: their whole business days are added. */
  readonly paused?: readonly Standstill[];
  /** The deadline is not before this many business days after that instant: nobody is overdue by an act done in time. */
  readonly atLeast?: { readonly from: string; readonly businessDays: number };
  readonly remindBefore: readonly number[];
  readonly climbAfter: readonly number[];
  /** null: the last rung stays the last, nothing fails by itself. */
  readonly exhaustedAfter: number | null;
}

/** What a deadline's timer does when it fires; `elapse` is the end of a time that nobody had to act in. */
export type MomentKind = 'remind' | 'climb' | 'exhaust' | 'elapse';

export interface Moment {
  readonly kind: MomentKind;
  /** Position in its own list: reminder 0, 1 …, rung 0, 1 … */
  readonly index: number;
  /** ISO instant. */
  readonly at: string;
}

/** A deadline as committed: the due instant and what happens around it, in order of time. */
export interface Deadline {
  readonly dueAt: string;
  readonly moments: readonly Moment[];
}

/** To whom a notification goes; `commit` finds the people. */
export type Party = 'supplier' | 'escalationContact' | 'owner' | 'procurement' | 'quality' | 'manager';

export interface Notification {
  readonly template: string;
  readonly to: Party;
  /** Goes to this person of ours instead of the party; to the party where that person has gone. */
  readonly person?: string;
  /** Codes, numbers and dates only; texts are read from the submission. */
  readonly params?: Readonly<Record<string, string | number>>;
}

export interface DomainEvent {
  readonly type: string;
  readonly data: Readonly<Record<string, string | number | boolean | null>>;
}

/** A consequence that waits for a person. */
export interface ProposalDraft {
  readonly kind: 'phaseOut';
  readonly forRole: 'manager';
  readonly reason: string;
}

/** What a transition answers. `due: 'keep'` leaves the running deadline as it is. */
export interface Decision<State> {
  readonly state: State;
  readonly events: readonly DomainEvent[];
  readonly notifications: readonly Notification[];
  readonly due: Due | null | 'keep';
  readonly proposals?: readonly ProposalDraft[];
  /** The person who owns the case from now on; `commit` refuses one who is not there. */
  readonly owner?: string;
  /** What happens to the supplier's status; `commit` refuses what is not possible from where it stands. */
  readonly supplier?: SupplierAct;
  /** The older open case of the same supplier into which this one ends; `commit` refuses another. */
  readonly mergeInto?: string;
}

/** Why the domain says no; codes are stable and part of the API. */
export class Refusal extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
    this.name = 'Refusal';
  }
}

/** What screens, lists and the API show of any case, whatever its process. */
export interface CaseView {
  readonly stage: string;
  readonly status: 'open' | 'closed' | 'cancelled';
  readonly outcome: string | null;
  readonly waitingFor: 'supplier' | 'owner' | 'quality' | 'manager' | null;
  readonly overdue: boolean;
}
