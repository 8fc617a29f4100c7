import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { RequestFilteringHttpAgent, RequestFilteringHttpsAgent } from 'request-filtering-agent';

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

const MOST_REDIRECTS = 5;
const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
/** Worth another try although the source refused: it is slow, busy, or not done yet. */
const passing: ReadonlySet<number> = new Set([408, 425, 429]);

/** Asks for one JSON document, follows redirects, and answers the document and its size in bytes. @throws SourceFailed */
export async function askSource(address: string, access: SourceAccess): Promise<{ document: unknown; bytes: number }> {
  const deadline = AbortSignal.timeout(access.limits.patience);
  const signal = AbortSignal.any([deadline, access.signal]);
  try {
    const text = await follow(new URL(address), { ...access, signal });
    return { document: parsed(text), bytes: text.length };
  } catch (error) {
    if (error instanceof SourceFailed) throw error;
    if (access.signal.aborted) throw access.signal.reason;
    if (deadline.aborted) throw new SourceFailed('timeout', `The source did not answer within ${access.limits.patience / 1000} seconds.`, true);
    throw isRefusedAddress(error) ? refusedAddress() : new SourceFailed('unreachable', `The source cannot be reached (${codeOf(error)}).`, true);
  }
}

async function follow(start: URL, access: SourceAccess): Promise<Buffer> {
  let address = start;
  for (let hops = 0; hops <= MOST_REDIRECTS; hops++) {
    const response = await get(address, access);
    const status = response.statusCode ?? 0;
    if (redirects.has(status) && response.headers.location !== undefined) {
      response.destroy();
      address = redirected(response.headers.location, address);
      continue;
    }
    if (status === 200) return await bodyOf(response, access.limits.bytes);
    response.destroy();
    throw new SourceFailed('refused', `The source answered ${status}.`, status >= 500 || passing.has(status));
  }
  throw new SourceFailed('tooManyRedirects', `The source redirects more than ${MOST_REDIRECTS} times.`, false);
}

function redirected(location: string, from: URL): URL {
  const to = URL.canParse(location, from.href) ? new URL(location, from) : null;
  if (to === null || !/^https?:$/.test(to.protocol)) throw new SourceFailed('refusedAddress', 'The source redirects to something that is no HTTP address.', false);
  return to;
}

/** One request. The agent refuses private addresses after the name was resolved, each time anew, so that no later answer of the name server passes. */
function get(address: URL, access: SourceAccess): Promise<IncomingMessage> {
  if (address.username !== '' || address.password !== '') throw new SourceFailed('refusedAddress', 'The source names an address with a name or password in it.', false);
  const host = address.hostname.replace(/^\[|\]$/g, '').toLowerCase();
  const isAllowed = access.allowedHosts.includes(host);
  const filter = { allowPrivateIPAddress: isAllowed, allowMetaIPAddress: false, keepAlive: false };
  const secure = address.protocol === 'https:';
  const { secret, origin, signal } = access;
  const headers = {
    accept: 'application/json',
    'accept-encoding': 'identity',
    'user-agent': 'steward',
    ...(secret !== null && address.origin === origin ? { authorization: `Bearer ${secret}` } : {}),
  };
  return new Promise((resolve, reject) => {
    const request = secure
      ? https.get(address, { agent: new RequestFilteringHttpsAgent(filter), headers, signal }, resolve)
      : http.get(address, { agent: new RequestFilteringHttpAgent(filter), headers, signal }, resolve);
    request.on('error', reject);
  });
}

async function bodyOf(response: IncomingMessage, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) throw new SourceFailed('tooLarge', `A page of the source is larger than ${Math.floor(limit / 1_048_576)} MiB; ask for smaller pages.`, false);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
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

function isRefusedAddress(error: unknown): boolean {
  return error instanceof Error && /is not allowed\. Because/.test(error.message);
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'no connection';
}
