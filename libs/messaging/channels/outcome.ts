import { CallFailed, callHttp, type HttpAnswer, type HttpBounds, type HttpCall } from '../outgoing/http-call.js';

/** What became of a message that was pushed. `platformId`: what the platform calls it, where it says so. `code` and `detail` are for the operator and hold no secret. */
export type PushResult =
  | { readonly kind: 'sent'; readonly platformId?: string }
  | { readonly kind: 'temporary'; readonly code: string; readonly detail: string; readonly retryAfter: number | null }
  | { readonly kind: 'permanent' | 'ambiguous'; readonly code: string; readonly detail: string };

/** What every push needs. `at`: the time that signatures name. */
export interface PushSurroundings {
  readonly allowedHosts: readonly string[];
  readonly at: Date;
  /** Milliseconds. */
  readonly patience?: number;
}

const PATIENCE = 15_000;
const ANSWER_BYTES = 65_536;
const LONGEST_DETAIL = 300;
/** A day: who asks for more does not want the message. */
const LONGEST_RETRY_AFTER = 86_400;

/** Posts a body and judges the answer. Never throws for what the far side does: that is the outcome. */
export async function push(
  address: string,
  request: { readonly body: Buffer; readonly headers: Readonly<Record<string, string>> },
  { allowedHosts, at, patience = PATIENCE }: PushSurroundings,
  judge: (answer: HttpAnswer, at: Date) => PushResult,
): Promise<PushResult> {
  const call: HttpCall = { method: 'POST', body: request.body, headers: () => request.headers };
  const bounds: HttpBounds = { allowedHosts, patience, bytes: ANSWER_BYTES, more: 'cut' };
  try {
    return judge(await callHttp(address, call, bounds), at);
  } catch (error) {
    if (error instanceof CallFailed) return unanswered(error);
    throw error;
  }
}

function unanswered({ code, detail, handedOver }: CallFailed): PushResult {
  if (code === 'refusedAddress' || code === 'refusedRedirect' || code === 'tooManyRedirects') return { kind: 'permanent', code, detail };
  return handedOver ? { kind: 'ambiguous', code, detail } : { kind: 'temporary', code, detail, retryAfter: null };
}

/** By status alone, where the platform says nothing more: busy and broken servers are asked again, a refusal stands. */
export function byStatus({ status, headers, body }: HttpAnswer, at: Date): PushResult {
  if (status >= 200 && status < 300) return { kind: 'sent' };
  const told = { code: String(status), detail: shortly(body.toString('utf8')) };
  if (status >= 500 || [408, 425, 429].includes(status)) return { kind: 'temporary', ...told, retryAfter: secondsOf(headers['retry-after'], at) };
  return { kind: 'permanent', ...told };
}

/** The code inside of an answer whose status is good: 0 is well; of the others some pass. */
export function byCode(code: number | null, message: string, passing: Readonly<Record<number, number>>): PushResult {
  if (code === 0) return { kind: 'sent' };
  if (code === null) return { kind: 'permanent', code: 'unexpectedAnswer', detail: shortly(message) };
  const pause = passing[code];
  const told = { code: String(code), detail: shortly(message) };
  return pause === undefined ? { kind: 'permanent', ...told } : { kind: 'temporary', ...told, retryAfter: pause };
}

/** The object of a JSON answer; empty when it is none. */
export function answered({ body }: HttpAnswer): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(body.toString('utf8'));
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** `Retry-After` in seconds or as a date (RFC 9110, 10.2.3). */
function secondsOf(header: string | undefined, at: Date): number | null {
  if (header === undefined) return null;
  const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - at.getTime()) / 1_000;
  return Number.isFinite(seconds) ? Math.min(Math.max(Math.ceil(seconds), 0), LONGEST_RETRY_AFTER) : null;
}

function shortly(text: string): string {
  return text.replaceAll(/\p{Cc}+/gu, ' ').trim().slice(0, LONGEST_DETAIL);
}
