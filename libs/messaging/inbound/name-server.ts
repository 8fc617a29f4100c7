import { promises as dns } from 'node:dns';

/** Asks the domain name system as `dns.promises.resolve` does; errors carry its codes. */
export type Resolve = (name: string, type: string) => Promise<string[] | string[][]>;

/** What the questions about one mail may cost. */
export interface ResolveBounds {
  readonly questions: number;
  /** Milliseconds, for all of them together. */
  readonly patience: number;
}

/** Milliseconds for one answer, and how often it is asked for. */
const ANSWER_LIMIT = 2_000;
const TRIES = 2;

/** The name servers that this computer uses. */
export function systemResolver(): Resolve {
  const resolver = new dns.Resolver({ timeout: ANSWER_LIMIT, tries: TRIES });
  return async (name, type) => (await resolver.resolve(name, type)) as string[] | string[][];
}

/**
 * Asks each question once and no more of them than allowed, until the time is up: from then on nobody answers (`ETIMEOUT`). What is
 * asked beyond the allowance does not exist: whoever writes a mail that asks so much gains nothing by it.
 */
export function boundedResolver(resolve: Resolve, { questions, patience }: ResolveBounds): Resolve {
  const asked = new Map<string, ReturnType<Resolve>>();
  const deadline = AbortSignal.timeout(patience);
  const timeUp = new Promise<never>((_, reject) => deadline.addEventListener('abort', () => reject(coded('ETIMEOUT', 'no answer in time')), { once: true }));
  timeUp.catch(() => undefined);
  return (name, type) => {
    const question = `${type} ${name.toLowerCase()}`;
    const before = asked.get(question);
    if (before) return before;
    if (asked.size >= questions) return Promise.reject(coded('ENOTFOUND', 'too many questions'));
    const answer = Promise.race([timeUp, resolve(name, type)]);
    answer.catch(() => undefined);
    asked.set(question, answer);
    return answer;
  };
}

/** An error with a code of the domain name system. */
export function coded(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}
