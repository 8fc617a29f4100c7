import { timingSafeEqual } from 'node:crypto';

/** What a platform sends us, as it came. */
export interface ChatPost {
  readonly body: string;
  readonly header: (name: string) => string;
}

/** An answer in a thread, to a message that may be ours. */
export interface ChatAnswer {
  /** The answer's own name; the same answer, however often it comes, has the same. */
  readonly id: string;
  /** What the platform calls the message that is answered. */
  readonly to: string;
  /** Who answers, as the platform calls them. */
  readonly userId: string;
  /** Name to show, where the platform says it. */
  readonly userName: string | null;
  readonly text: string;
  readonly at: Date;
}

/** What was sent: an answer, a question whether we are there, what is none of our business – or nothing that the platform has sent. */
export type Heard = { readonly answer: ChatAnswer } | { readonly challenge: string } | 'nothing' | 'forged';

/** Reads what comes from a platform; `secret` proves that it does. Never throws. */
export type ListenToChat = (post: ChatPost, secret: string, now: Date) => Heard;

/** The object of a JSON text; null when it is none. */
export function objectOf(text: string): Readonly<Record<string, unknown>> | null {
  try {
    return asObject(JSON.parse(text));
  } catch {
    return null;
  }
}

/** An object as one; null for anything else. */
export function asObject(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
}

/** Whether two texts are the same, in a time that tells nothing of the difference. */
export function sameSecret(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
