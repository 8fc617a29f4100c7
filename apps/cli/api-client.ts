import { Option, type Command } from 'commander';
import { randomUUID } from 'node:crypto';
import { OperatorError } from './operator-error.js';

/** Longest wait for one answer, in milliseconds. */
const PATIENCE = 30_000;

/** Where the API is and who asks, as every command that talks to it takes them. */
export interface ApiOptions {
  readonly url: string;
  readonly key?: string;
}

/** Adds `--url` and `--key` with their environment variables. */
export function withApiOptions(command: Command): Command {
  return command
    .addOption(new Option('--url <url>', 'where Steward serves').env('STEWARD_URL').default('http://localhost:3000'))
    .addOption(new Option('--key <key>', 'API key; `steward keys create` makes one').env('STEWARD_API_KEY'));
}

/**
 * One call to the API. @returns the parsed answer
 * @throws OperatorError with the problem document's own words, or saying that nobody answers
 */
export async function callApi<Answer>(options: ApiOptions, method: 'GET' | 'POST', path: string, body?: object): Promise<Answer> {
  if (!options.key) throw new OperatorError('An API key is missing: give --key or set STEWARD_API_KEY. `steward keys create NAME --role procurement` makes one.');
  const response = await fetch(new URL(`/api/v1${path}`, options.url), {
    method,
    headers: {
      authorization: `Bearer ${options.key}`,
      ...(body ? { 'content-type': 'application/json', 'idempotency-key': randomUUID() } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
    signal: AbortSignal.timeout(PATIENCE),
  }).catch((error: unknown) => {
    throw new OperatorError(`Nobody answers at ${options.url}: start Steward, or name its address with --url.`, { cause: error });
  });
  const answer: unknown = await response.json().catch(() => null);
  if (!response.ok) throw new OperatorError(problemIn(answer) ?? `${options.url} answered ${response.status}.`);
  return answer as Answer;
}

function problemIn(answer: unknown): string | null {
  if (typeof answer !== 'object' || answer === null || !('detail' in answer)) return null;
  const { detail, errors } = answer as { detail: string; errors?: { path?: string; message?: string }[] };
  return [detail, ...(errors ?? []).map(({ path, message }) => `  ${path ?? ''}: ${message ?? ''}`)].join('\n');
}
