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

/** A body that is a document and goes out as it is. */
export class TextBody {
  constructor(
    readonly type: string,
    readonly text: string,
  ) {}
}

/** One thing that the API refused; line and column where it stands in a document. */
export interface RefusedField {
  readonly path?: string;
  readonly message?: string;
  readonly line?: number;
  readonly column?: number;
}

/** The API said no, and why. */
export class ApiRefused extends OperatorError {
  constructor(
    readonly detail: string,
    readonly fields: readonly RefusedField[],
  ) {
    super([detail, ...fields.map(({ path, message }) => `  ${path ?? ''}: ${message ?? ''}`)].join('\n'));
  }
}

/**
 * One call to the API. @returns the parsed answer
 * @throws ApiRefused with the problem document's own words
 * @throws OperatorError saying that nobody answers
 */
export async function callApi<Answer>(options: ApiOptions, method: 'GET' | 'POST', path: string, body?: object | TextBody): Promise<Answer> {
  const response = await request(options, method, path, body);
  return (await response.json().catch(() => null)) as Answer;
}

/** Fetches a document as it is. @throws as {@link callApi} */
export async function fetchText(options: ApiOptions, path: string): Promise<string> {
  return (await request(options, 'GET', path)).text();
}

/** Sends a file as the form's `file`. @returns the parsed answer; throws as {@link callApi} */
export async function sendFile<Answer>(options: ApiOptions, path: string, { name, content }: { name: string; content: Buffer<ArrayBuffer> }): Promise<Answer> {
  const form = new FormData();
  form.set('file', new File([content], name));
  return (await (await request(options, 'POST', path, form)).json()) as Answer;
}

async function request(options: ApiOptions, method: 'GET' | 'POST', path: string, body?: object | TextBody | FormData): Promise<Response> {
  if (!options.key) throw new OperatorError('An API key is missing: give --key or set STEWARD_API_KEY. `steward keys create NAME --role procurement` makes one.');
  const sent = body === undefined || body instanceof TextBody || body instanceof FormData ? body : new TextBody('application/json', JSON.stringify(body));
  const response = await fetch(new URL(`/api/v1${path}`, options.url), {
    method,
    headers: {
      authorization: `Bearer ${options.key}`,
      ...(sent instanceof TextBody ? { 'content-type': sent.type } : {}),
      ...(sent ? { 'idempotency-key': randomUUID() } : {}),
    },
    ...(sent ? { body: sent instanceof TextBody ? sent.text : sent } : {}),
    signal: AbortSignal.timeout(PATIENCE),
  }).catch((error: unknown) => {
    throw new OperatorError(`Nobody answers at ${options.url}: start Steward, or name its address with --url.`, { cause: error });
  });
  if (!response.ok) throw refusedBy(await response.json().catch(() => null), `${options.url} answered ${response.status}.`);
  return response;
}

function refusedBy(problem: unknown, otherwise: string): OperatorError {
  if (typeof problem !== 'object' || problem === null || !('detail' in problem)) return new OperatorError(otherwise);
  const { detail, errors } = problem as { detail: string; errors?: RefusedField[] };
  return new ApiRefused(detail, errors ?? []);
}
