import { DateTime } from 'luxon';
import { resolveDeadline, type Calendar } from '../calendar/business-days.js';
import type { EvaluationTerms } from './terms.js';

/** The stages of a cycle in their order (domain.md §6); those that a policy does not ask for are left out. */
export const evaluationStages = ['collecting', 'calibrating', 'scoring', 'review', 'published', 'appeals', 'consequences', 'closed'] as const;

/** See {@link evaluationStages}. */
export type EvaluationStage = (typeof evaluationStages)[number];

/** Where a cycle ends that never publishes. */
export type AbandonedStage = 'failed' | 'cancelled';

/** What decides which stages a cycle has. */
export interface CycleTerms {
  /** false: advisory, and nothing follows from its grades. */
  readonly official: boolean;
  /** Somebody was asked for ratings. */
  readonly asked: boolean;
  readonly terms: EvaluationTerms;
  readonly appealWindowDays: number;
}

/** The stage in which a new cycle begins. */
export function firstStage(collectRatings: boolean): EvaluationStage {
  return collectRatings ? 'collecting' : 'scoring';
}

/**
 * The stage that follows. Without ratings there is nothing to calibrate; an advisory cycle ends when its grades are there, as
 * there is nothing to release or to appeal against.
 */
export function nextStage(stage: EvaluationStage, { official, asked, terms, appealWindowDays }: CycleTerms): EvaluationStage {
  switch (stage) {
    case 'collecting':
      return asked ? 'calibrating' : 'scoring';
    case 'calibrating':
      return 'scoring';
    case 'scoring':
      return official && terms.reviewDays > 0 ? 'review' : 'published';
    case 'review':
      return 'published';
    case 'published':
      if (!official) return 'closed';
      return appealWindowDays > 0 ? 'appeals' : 'consequences';
    case 'appeals':
      return 'consequences';
    case 'consequences':
    case 'closed':
      return 'closed';
  }
}

/** True while nobody outside knows the grades, so that the cycle can still be given up. */
export function isBeforePublication(stage: EvaluationStage | AbandonedStage): boolean {
  return stage === 'collecting' || stage === 'calibrating' || stage === 'scoring' || stage === 'review';
}

/** Business days that the policy gives a stage; null: it takes as long as the work itself. */
export function daysOfStage(stage: EvaluationStage, { terms, appealWindowDays }: CycleTerms): number | null {
  switch (stage) {
    case 'collecting':
      return terms.ratingDays;
    case 'calibrating':
      return terms.calibrationDays;
    case 'review':
      return terms.reviewDays;
    case 'appeals':
      return appealWindowDays;
    default:
      return null;
  }
}

/** When a stage of so many business days ends that begins at an instant: at 23:59 of its last day. ISO, as is `at`. */
export function stageDueAt(days: number, at: string, calendar: Calendar): string {
  return resolveDeadline({ of: 'buyer', from: at, businessDays: days, remindBefore: [], climbAfter: [], exhaustedAfter: null }, at, calendar).dueAt;
}

/** Hour of the due day at which those who must act are reminded. */
const REMINDER_HOUR = 9;

/** When those who must act are reminded: in the morning of the due day; null where the stage began later. ISO. */
export function reminderAt(dueAt: string, startedAt: string, timeZone: string): string | null {
  const morning = DateTime.fromISO(dueAt, { zone: timeZone }).set({ hour: REMINDER_HOUR, minute: 0, second: 0, millisecond: 0 }).toUTC();
  return morning > DateTime.fromISO(startedAt) ? morning.toISO() : null;
}
