/**
 * The ports of a monitoring run. All are idempotent: each can be repeated after a crash, and does what it did before.
 * `at` is the workflow's time, ISO.
 */
export interface MonitoringActivities {
  /** Judges every rule as of the day. What is news – none for a day of the past that is replayed – is noted with the run. */
  judge(input: { runId: string; asOf: string; requestedBy: string; notify: boolean; at: string }): Promise<{ raised: number; closed: number }>;
  /** Writes what is news to those whom it concerns: one mail for each reader. Answers how many. */
  tell(input: { runId: string; at: string }): Promise<{ mails: number }>;
  /** Stores the openings that the policy wants for what is news; their batch is the run. Answers how many no workflow has taken yet. */
  prepareOpenings(input: { runId: string; at: string }): Promise<{ opened: number }>;
  /** What is looked after once a day: overrides that lapse, meetings of the rhythm, plans to look at anew, the yearly review of standards. */
  seeToTheDay(input: { at: string }): Promise<void>;
}
