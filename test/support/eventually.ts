import { setTimeout as delay } from 'node:timers/promises';

/** Milliseconds between two looks. */
const PAUSE = 50;

/**
 * Waits until something has come about, and answers it.
 * @param look answers null, undefined or false while it has not; an error counts as "not yet", since servers come and go in these tests
 * @param patience in milliseconds
 * @throws Error that says what did not come about, with the last error as its cause
 */
export async function eventually<T>(what: string, look: () => Promise<T | null | undefined | false> | T | null | undefined | false, patience = 90_000): Promise<T> {
  let last: unknown;
  for (const until = performance.now() + patience; performance.now() < until; await delay(PAUSE)) {
    try {
      const found = await look();
      if (found) return found;
      last = undefined;
    } catch (error) {
      last = error;
    }
  }
  throw new Error(`In ${patience / 1000} seconds it has not come about that ${what}`, { cause: last });
}
