import { DateTime } from 'luxon';
import { addBusinessDays, type Calendar } from '../calendar/business-days.js';
import { Refusal } from '../process/decision.js';

/** `undecided`: nobody decided in time; the score stands, without consequences. */
export const appealStatuses = ['open', 'upheld', 'rejected', 'undecided'] as const;
export type AppealStatus = (typeof appealStatuses)[number];

/** The longest appeal, in characters; what a mail says beyond it stays in the record of the mail. */
export const LONGEST_APPEAL = 20_000;

/** The last instant of the day that is so many business days after an instant (ISO), by the buyer's calendar. */
export function endOfBusinessDays(from: string, days: number, calendar: Calendar): string {
  const day = DateTime.fromISO(from, { zone: calendar.timeZone });
  const end = addBusinessDays(day, days, calendar).endOf('day').toUTC().toISO();
  if (end === null) throw new RangeError(`not a time: ${from}`);
  return end;
}

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

/**
 * Whether somebody may decide an appeal. `hands`: the ids of the person, and of keys that are the same hand.
 * @throws Refusal `alreadyDecided`, `decisionTooLate`, `separationOfDuties`
 */
export function checkAppealDecision({ status, dueAt, partial }: Decidable, hands: readonly string[], at: string): void {
  if (status !== 'open') throw new Refusal('alreadyDecided', `This appeal is ${status} already.`);
  if (Date.parse(at) > Date.parse(dueAt)) throw new Refusal('decisionTooLate', `The time to decide this appeal ended at ${dueAt}; the score stands without consequences.`);
  if (isPartial(partial, hands)) {
    throw new Refusal('separationOfDuties', 'You reviewed, released or overrode these grades, or wrote this appeal down: somebody else has to decide it.');
  }
}

/** True when one of the hands had a part in what is to be decided. */
export function isPartial(partial: readonly string[], hands: readonly string[]): boolean {
  return hands.some((hand) => partial.includes(hand));
}
