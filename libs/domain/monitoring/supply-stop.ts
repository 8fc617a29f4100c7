/** What is known of a supplier from whom nothing comes although lines are due. Days. */
export interface Quiet {
  /** Since the first line that fell due after the last arrival. */
  readonly quietDays: number;
  /** Lines due since then of which nothing has come. */
  readonly linesDue: number;
  /** Days with arrivals in the months before the last one. */
  readonly deliveries: number;
  /** The longest pause between two of them; 0 with fewer than two. */
  readonly longestPause: number;
}

/** The numbers of the rule; see `supplyStopped` of the policy. */
export interface StopTerms {
  readonly quietDays: number;
  readonly minimumLines: number;
  readonly minimumDeliveries: number;
}

/**
 * Whether a supplier has stopped: enough lines are due, nothing has come for long enough, and it has never paused as long
 * in the time that its own rhythm is known by. The days count from the first line missed and not from the last arrival: a
 * supplier from whom nothing was ordered has not stopped.
 */
export function judgeStop({ quietDays, linesDue, deliveries, longestPause }: Quiet, terms: StopTerms): 'stopped' | 'pausing' | 'historyTooShort' {
  if (quietDays < terms.quietDays || linesDue < terms.minimumLines) return 'pausing';
  if (deliveries < terms.minimumDeliveries) return 'historyTooShort';
  return quietDays > longestPause ? 'stopped' : 'pausing';
}
