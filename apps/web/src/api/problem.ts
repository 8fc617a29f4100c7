/** What went wrong with a request, as the server's problem document says it; `status` 0 when no server answered. */
export class ProblemError extends Error {
  readonly status: number;
  /** Stable, such as `wrongStage`; the catalogs hold a sentence for the usual ones. */
  readonly code: string;
  readonly detail: string;
  readonly fields: readonly FieldProblem[];
  /** What stands in the way, such as the twin that runs already. */
  readonly runningId: string | null;

  constructor(problem: { status: number; code: string; detail: string; fields?: readonly FieldProblem[]; runningId?: string | null }) {
    super(problem.detail);
    this.name = 'ProblemError';
    this.status = problem.status;
    this.code = problem.code;
    this.detail = problem.detail;
    this.fields = problem.fields ?? [];
    this.runningId = problem.runningId ?? null;
  }
}

/** One refused field; `path` is dotted, such as `contacts.0.email`. In a document it has a place, counted from 1. */
export interface FieldProblem {
  readonly path: string;
  readonly message: string;
  readonly line?: number;
  readonly column?: number;
}

/** The problem in an answer's body; a body that is no problem document still tells its status. */
export function problemOf(status: number, body: unknown): ProblemError {
  const fields = isRecord(body) && Array.isArray(body['errors']) ? body['errors'].filter(isFieldProblem) : [];
  return new ProblemError({
    status,
    code: textAt(body, 'code') ?? `status${status}`,
    detail: textAt(body, 'detail') ?? textAt(body, 'title') ?? `HTTP ${status}`,
    fields,
    runningId: textAt(body, 'runningId'),
  });
}

/** Any thrown thing as a problem; what is none came from a connection that failed. */
export function asProblem(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  return new ProblemError({ status: 0, code: 'unreachable', detail: error instanceof Error ? error.message : String(error) });
}

function textAt(body: unknown, key: string): string | null {
  const value = isRecord(body) ? body[key] : undefined;
  return typeof value === 'string' ? value : null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isFieldProblem(value: unknown): value is FieldProblem {
  return isRecord(value) && typeof value['path'] === 'string' && typeof value['message'] === 'string';
}
