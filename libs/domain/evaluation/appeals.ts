import { Refusal } from '../process/decision.js';

/** `undecided`: nobody decided in time; the score stands, without consequences, until somebody upholds the appeal after all. */
export const appealStatuses = ['open', 'upheld', 'rejected', 'undecided'] as const;
export type AppealStatus = (typeof appealStatuses)[number];

/** The longest appeal, in characters; what a mail says beyond it stays in the record of the mail. */
export const LONGEST_APPEAL = 20_000;

/** What an appeal is against, as it stands when the appeal arrives. Instants are ISO. */
export interface Appealable {
  /** null: nothing can be appealed against. */
  readonly appealUntil: string | null;
  /** False once the consequences are drawn. */
  readonly hearing: boolean;
  /** The one appeal that a score can have. */
  readonly appealed: boolean;
}

/** @throws Refusal `noAppealWindow`, `alreadyAppealed`, `appealTooLate` */
export function checkAppeal({ appealUntil, hearing, appealed }: Appealable, submittedAt: string): void {
  if (appealed) throw new Refusal('alreadyAppealed', 'There is an appeal against this score already; it is decided once.');
  if (appealUntil === null) throw new Refusal('noAppealWindow', 'This score cannot be appealed against: the policy sets no time for it.');
  if (!hearing || Date.parse(submittedAt) > Date.parse(appealUntil)) {
    throw new Refusal('appealTooLate', `The time to appeal against this score ended at ${appealUntil}.`);
  }
}

/** An appeal that somebody wants to decide, and who has had a hand in the score. */
export interface Decidable {
  readonly status: AppealStatus;
  /** ISO. */
  readonly dueAt: string;
  /** Who reviewed or released the grades, overrode one of them, or wrote this appeal down. */
  readonly partial: readonly string[];
}

/** What somebody wants to decide of an appeal. */
export type AppealVerdictKind = 'upheld' | 'rejected';

/**
 * Whether somebody may decide an appeal. `hands`: the ids of the person, and of keys that are the same hand. That we were late is not to
 * cost the supplier its right: after the deadline an appeal can still be upheld. It cannot be rejected any more, since the supplier
 * was promised that the grade has no consequences.
 * @throws Refusal `alreadyDecided`, `decisionTooLate`, `separationOfDuties`
 */
export function checkAppealDecision({ status, dueAt, partial }: Decidable, decision: AppealVerdictKind, hands: readonly string[], at: string): void {
  if (status === 'upheld' || status === 'rejected') throw new Refusal('alreadyDecided', `This appeal is ${status} already.`);
  if (decision === 'rejected' && isOverdue({ status, dueAt }, at)) {
    throw new Refusal('decisionTooLate', `The time to decide this appeal ended at ${dueAt}: the score stands without consequences, and the appeal can only be upheld.`);
  }
  if (isPartial(partial, hands)) {
    throw new Refusal('separationOfDuties', 'You reviewed, released or overrode these grades, or wrote this appeal down: somebody else has to decide it.');
  }
}

/** True once an appeal can no longer be rejected. */
export function isOverdue({ status, dueAt }: Pick<Decidable, 'status' | 'dueAt'>, at: string): boolean {
  return status === 'undecided' || Date.parse(at) > Date.parse(dueAt);
}

/** True when one of the hands had a part in what is to be decided. */
export function isPartial(partial: readonly string[], hands: readonly string[]): boolean {
  return hands.some((hand) => partial.includes(hand));
}
