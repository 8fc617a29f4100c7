import { STATUS_CODES } from 'node:http';
import { HttpException } from '@nestjs/common';

/** One field that was refused. */
export interface FieldError {
  /** Dotted path in the body, the query or the row. */
  readonly path: string;
  readonly message: string;
  /** Where it stands in a document, counted from 1. */
  readonly line?: number;
  readonly column?: number;
}

export interface ProblemDetails {
  readonly status: number;
  /** Stable and part of the API. */
  readonly code: string;
  /** What is wrong and what to do, for people. */
  readonly detail: string;
  readonly errors?: readonly FieldError[];
  /** The case, import or evaluation that stands in the way. */
  readonly runningId?: string;
  readonly retryAfterSeconds?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A refusal as an RFC 9457 problem document; see {@link problems} for the usual ones. */
export class Problem extends HttpException {
  readonly headers: Readonly<Record<string, string>>;

  constructor(problem: ProblemDetails) {
    const { headers, retryAfterSeconds, ...body } = problem;
    super({ type: 'about:blank', title: STATUS_CODES[problem.status] ?? 'Error', ...body }, problem.status);
    this.headers = { ...(retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }), ...headers };
  }
}

const problem = (status: number, code: string, detail: string, rest: Partial<ProblemDetails> = {}) =>
  new Problem({ status, code, detail, ...rest });

/** The problems that many routes share. */
export const problems = {
  malformed: (detail: string, errors?: readonly FieldError[]) => problem(400, 'malformed', detail, errors ? { errors } : {}),
  unauthorized: () =>
    problem(401, 'unauthorized', 'Sign in, or send a valid API key as "Authorization: Bearer <key>".', {
      headers: { 'www-authenticate': 'Bearer realm="steward"' },
    }),
  forbidden: () => problem(403, 'forbidden', 'Your roles do not permit this.'),
  notFound: (what = 'This resource') => problem(404, 'notFound', `${what} does not exist, or is not yours to see.`),
  conflict: (code: string, detail: string, runningId?: string) => problem(409, code, detail, runningId ? { runningId } : {}),
  stale: () => problem(412, 'stale', 'It has changed since you read it; read it again and decide anew.'),
  invalid: (errors: readonly FieldError[]) =>
    problem(422, 'invalid', 'The request is well formed, but the rules refuse it; see the fields.', { errors }),
  tooMany: (retryAfterSeconds: number) =>
    problem(429, 'tooManyRequests', 'Too many requests; wait as long as Retry-After says.', { retryAfterSeconds }),
  keyReused: () => problem(422, 'idempotencyKeyReused', 'This Idempotency-Key was used with another body; take a new key.'),
  unavailable: (detail: string) => problem(503, 'unavailable', detail, { retryAfterSeconds: 5 }),
};
