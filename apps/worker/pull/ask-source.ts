import { callHttp, CallFailed, MOST_REDIRECTS, type HttpAnswer } from '#messaging/outgoing/http-call.js';

/** Whom a source may be asked as, and how long and large its answers may be. */
export interface SourceLimits {
  /** Milliseconds for one request with its redirects, body included. */
  readonly patience: number;
  /** Bytes of one answer. */
  readonly bytes: number;
}

/** How a source is asked. The secret goes to `origin` alone. */
export interface SourceAccess {
  readonly origin: string;
  readonly secret: string | null;
  /** Hosts that may be called although their addresses are private; lower case. */
  readonly allowedHosts: readonly string[];
  readonly limits: SourceLimits;
  readonly signal: AbortSignal;
}

/** The source gave no answer that can be used. `again`: it may give one later. The message is for people and holds no secret. */
export class SourceFailed extends Error {
  constructor(
    readonly code: 'refusedAddress' | 'unreachable' | 'timeout' | 'refused' | 'tooLarge' | 'tooManyRedirects' | 'notJson' | 'unexpectedAnswer' | 'noSecret',
    message: string,
    readonly again: boolean,
  ) {
    super(message);
    this.name = 'SourceFailed';
  }
}

/** Worth another try although the source refused: it is slow, busy, or not done yet. */
const passing: ReadonlySet<number> = new Set([408, 425, 429]);

/** Asks for one JSON document, follows redirects, and answers the document and its size in bytes. @throws SourceFailed */
export async function askSource(address: string, access: SourceAccess): Promise<{ document: unknown; bytes: number }> {
  const { status, body } = await answerOf(address, access);
  if (status !== 200) throw new SourceFailed('refused', `The source answered ${status}.`, status >= 500 || passing.has(status));
  return { document: parsed(body), bytes: body.length };
}

async function answerOf(address: string, { origin, secret, allowedHosts, limits, signal }: SourceAccess): Promise<HttpAnswer> {
  const headers = (to: URL) => ({ accept: 'application/json', ...(secret !== null && to.origin === origin ? { authorization: `Bearer ${secret}` } : {}) });
  try {
    return await callHttp(address, { method: 'GET', headers }, { allowedHosts, ...limits, more: 'fails', signal });
  } catch (error) {
    throw error instanceof CallFailed ? sourceFailed(error, limits) : error;
  }
}

function sourceFailed({ code, detail }: CallFailed, limits: SourceLimits): SourceFailed {
  switch (code) {
    case 'timeout':
      return new SourceFailed('timeout', `The source did not answer within ${limits.patience / 1000} seconds.`, true);
    case 'tooLarge':
      return new SourceFailed('tooLarge', `A page of the source is larger than ${Math.floor(limits.bytes / 1_048_576)} MiB; ask for smaller pages.`, false);
    case 'tooManyRedirects':
      return new SourceFailed('tooManyRedirects', `The source redirects more than ${MOST_REDIRECTS} times.`, false);
    case 'refusedRedirect':
      return new SourceFailed('refusedAddress', 'The source redirects to something that is no HTTP address.', false);
    case 'refusedAddress':
      return detail === 'private network' ? refusedAddress() : new SourceFailed('refusedAddress', 'The source names an address with a name or password in it.', false);
    case 'unreachable':
      return new SourceFailed('unreachable', `The source cannot be reached (${detail}).`, true);
  }
}

function parsed(text: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(text));
  } catch {
    // What stands before a source, such as a sign-in page, may be gone the next time.
    throw new SourceFailed('notJson', 'The source answered something that is not JSON.', true);
  }
}

function refusedAddress(): SourceFailed {
  return new SourceFailed('refusedAddress', 'The address of the source lies in a private or reserved network. Name its host in STEWARD_ALLOWED_HOSTS to allow it.', false);
}
