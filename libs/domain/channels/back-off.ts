/** Seconds between one try and the next, as Standard Webhooks recommends them: about three days in all. */
const PAUSES = [5, 5 * 60, 30 * 60, 2 * 3_600, 5 * 3_600, 10 * 3_600, 14 * 3_600, 20 * 3_600, 24 * 3_600];

/** So many tries a message gets before it is a dead letter. */
export const MOST_ATTEMPTS = PAUSES.length + 1;

/** When a message that was tried so often is tried again: not before what the far side asked for. Null: never. */
export function nextAttempt(attempts: number, at: Date, retryAfterSeconds: number | null): Date | null {
  const pause = PAUSES[attempts - 1];
  if (pause === undefined) return null;
  return new Date(at.getTime() + Math.max(pause, retryAfterSeconds ?? 0) * 1_000);
}
