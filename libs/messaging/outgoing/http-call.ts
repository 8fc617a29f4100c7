import http, { type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import https from 'node:https';
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { RequestFilteringHttpAgent, RequestFilteringHttpsAgent } from 'request-filtering-agent';

/** One request to a server that somebody named: the product's only way out by HTTP. */
export interface HttpCall {
  readonly method: 'GET' | 'POST';
  /** Headers for an address: after a redirect they are asked for anew, so that a secret can stay at home. */
  readonly headers: (address: URL) => Readonly<Record<string, string>>;
  readonly body?: Buffer;
}

/** Whom we may call, and how long and large an answer may be. */
export interface HttpBounds {
  /** Hosts that may be called although their addresses are private; lower case. */
  readonly allowedHosts: readonly string[];
  /** Milliseconds for the call with its redirects, the answer's body included. */
  readonly patience: number;
  /** Bytes of the answer's body. */
  readonly bytes: number;
  /** What is done with more: a good answer `fails` or is `cut`. Answers that refuse are always cut. */
  readonly more: 'fails' | 'cut';
  readonly signal?: AbortSignal;
}

/** What the server answered; never a redirect that can be followed. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Why a call brought no answer. */
export type CallFailure = 'refusedAddress' | 'refusedRedirect' | 'unreachable' | 'timeout' | 'tooLarge' | 'tooManyRedirects';

/** There is no answer. `handedOver`: the whole request had left, so the other side may have acted on it. */
export class CallFailed extends Error {
  constructor(
    readonly code: CallFailure,
    readonly detail: string,
    readonly handedOver: boolean,
  ) {
    super(detail === '' ? code : `${code} (${detail})`);
    this.name = 'CallFailed';
  }
}

/** More redirects than these are a circle. */
export const MOST_REDIRECTS = 5;
const REFUSAL_BYTES = 65_536;
/** A POST is repeated elsewhere only where the server asked for just that (RFC 9110, 15.4.8 and 15.4.9). */
const redirects: Readonly<Record<HttpCall['method'], ReadonlySet<number>>> = { GET: new Set([301, 302, 303, 307, 308]), POST: new Set([307, 308]) };

/**
 * Calls a server and follows its redirects. Addresses are checked after their names are resolved, at each hop and on the very connection
 * that is used, so that no later answer of the name server passes. @throws CallFailed; the reason of `bounds.signal` when that has ended it
 */
export async function callHttp(address: string, call: HttpCall, bounds: HttpBounds): Promise<HttpAnswer> {
  const deadline = AbortSignal.timeout(bounds.patience);
  const signal = bounds.signal ? AbortSignal.any([deadline, bounds.signal]) : deadline;
  const progress = { handedOver: false };
  try {
    return await follow(new URL(address), call, { ...bounds, signal }, progress);
  } catch (error) {
    if (error instanceof CallFailed) throw error;
    if (bounds.signal?.aborted) throw bounds.signal.reason;
    if (deadline.aborted) throw new CallFailed('timeout', `${bounds.patience / 1000} s`, progress.handedOver);
    throw isRefusedByFilter(error) ? privateNetwork() : new CallFailed('unreachable', codeOf(error), progress.handedOver);
  }
}

interface Progress {
  handedOver: boolean;
}

async function follow(start: URL, call: HttpCall, bounds: HttpBounds & { signal: AbortSignal }, progress: Progress): Promise<HttpAnswer> {
  let address = start;
  for (let hops = 0; hops <= MOST_REDIRECTS; hops++) {
    const response = await send(address, call, bounds, progress);
    const status = response.statusCode ?? 0;
    if (redirects[call.method].has(status) && response.headers.location !== undefined) {
      response.destroy();
      address = redirected(response.headers.location, address, call.method);
      progress.handedOver = false;
      continue;
    }
    return { status, headers: response.headers, body: await bodyOf(response, bounds) };
  }
  throw new CallFailed('tooManyRedirects', `more than ${MOST_REDIRECTS}`, false);
}

function redirected(location: string, from: URL, method: HttpCall['method']): URL {
  const to = URL.canParse(location, from.href) ? new URL(location, from) : null;
  if (to === null || !/^https?:$/.test(to.protocol)) throw new CallFailed('refusedRedirect', 'no HTTP address', false);
  // What was to travel sealed is not sent on in the open.
  if (method === 'POST' && from.protocol === 'https:' && to.protocol !== 'https:') throw new CallFailed('refusedRedirect', 'from https to http', false);
  return to;
}

/** True for a host that the operator named, as it stands in an address. */
export function isAllowedHost(address: URL, allowedHosts: readonly string[]): boolean {
  return allowedHosts.includes(address.hostname.replace(/^\[|\]$/g, '').toLowerCase());
}

/**
 * True for an address that is refused as it stands, before any name is resolved: one with a private, loopback, link-local or reserved
 * IP address in whatever form it is written (`URL` has put decimal, octal and hex forms right), or the machine itself by name; unless
 * the operator named the host. Call it where an address is taken in, so that nobody waits for a call that can never be made.
 */
export function isRefusedAsWritten(address: URL, allowedHosts: readonly string[]): boolean {
  const host = address.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '').toLowerCase();
  const isAllowed = isAllowedHost(address, allowedHosts);
  if (isIP(host) === 0) return !isAllowed && (host === 'localhost' || host.endsWith('.localhost'));
  const range = ipaddr.parse(host).range();
  return range === 'unspecified' || (range !== 'unicast' && !isAllowed);
}

function send(address: URL, call: HttpCall, bounds: HttpBounds & { signal: AbortSignal }, progress: Progress): Promise<IncomingMessage> {
  if (address.username !== '' || address.password !== '') throw new CallFailed('refusedAddress', 'name or password in it', false);
  if (isRefusedAsWritten(address, bounds.allowedHosts)) throw privateNetwork();
  const filter = { allowPrivateIPAddress: isAllowedHost(address, bounds.allowedHosts), allowMetaIPAddress: false, keepAlive: false };
  const headers = {
    'accept-encoding': 'identity',
    'user-agent': 'steward',
    ...(call.body ? { 'content-length': String(call.body.length) } : {}),
    ...call.headers(address),
  };
  const options = { method: call.method, headers, signal: bounds.signal };
  return new Promise((resolve, reject) => {
    const request =
      address.protocol === 'https:'
        ? https.request(address, { ...options, agent: new RequestFilteringHttpsAgent(filter) }, resolve)
        : http.request(address, { ...options, agent: new RequestFilteringHttpAgent(filter) }, resolve);
    request.on('finish', () => (progress.handedOver = true));
    request.on('error', reject);
    request.end(call.body);
  });
}

async function bodyOf(response: IncomingMessage, bounds: HttpBounds): Promise<Buffer> {
  const isGood = (response.statusCode ?? 0) < 300;
  const limit = isGood ? bounds.bytes : Math.min(REFUSAL_BYTES, bounds.bytes);
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      size += chunk.length;
      if (size <= limit) continue;
      if (isGood && bounds.more === 'fails') throw new CallFailed('tooLarge', `more than ${limit} bytes`, true);
      break;
    }
  } catch (error) {
    // The status is the answer; what it had to say besides is lost.
    if (isGood) throw error;
  }
  return Buffer.concat(chunks).subarray(0, limit);
}

const privateNetwork = () => new CallFailed('refusedAddress', 'private network', false);

/** What the filter of resolved names says. */
function isRefusedByFilter(error: unknown): boolean {
  return error instanceof Error && /is not allowed\. Because/.test(error.message);
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'no connection';
}
