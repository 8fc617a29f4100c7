import { dmarc, spf } from 'mailauth';
import { headerLines } from './bounds.js';
import { outsideClient, type Handover, type OutsideClient } from './handover.js';
import { boundedResolver, type Resolve } from './name-server.js';

/** The words of RFC 8601, 2.7, which each mechanism uses in part. */
export type AuthenticationResult = 'pass' | 'fail' | 'softfail' | 'neutral' | 'none' | 'policy' | 'temperror' | 'permerror';

/** One DKIM signature (RFC 6376). `aligned`: of the domain that the sender's address has. */
export interface CheckedSignature {
  readonly result: AuthenticationResult;
  readonly domain: string;
  readonly selector: string;
  readonly aligned: boolean;
  readonly comment: string | null;
}

/** What is known of a mail's origin: SPF (RFC 7208), DKIM, and what DMARC (RFC 7489) makes of both for the domain of its sender. */
export interface Authentication {
  /** `domain` of the SMTP sender; `client`: who handed the mail over; both null when nobody outside did. */
  readonly spf: { readonly result: AuthenticationResult; readonly domain: string | null; readonly client: string | null };
  readonly dkim: readonly CheckedSignature[];
  /** `policy`: what the domain asks to do with mail that fails: none, quarantine or reject; null when it asks for nothing. */
  readonly dmarc: { readonly result: AuthenticationResult; readonly domain: string | null; readonly policy: string | null; readonly comment: string | null };
}

/** A public key of a signature as it stands in the domain name system, or the code of the error instead. */
export type SignatureKeys = Readonly<Record<string, { readonly records: string[][] } | { readonly code: string }>>;

/** A signature as checked. `partial`: it does not cover the whole text. */
export type VerifiedSignature = Omit<CheckedSignature, 'aligned'> & { readonly partial: boolean };

/** Checks the signatures of a mail by keys at hand, as of an instant. @throws Error when it takes too long or too much */
export type VerifySignatures = (raw: Uint8Array, keys: SignatureKeys, at: Date) => Promise<readonly VerifiedSignature[]>;

/** What checking an origin needs. */
export interface AuthenticationPorts {
  readonly resolve: Resolve;
  readonly verify: VerifySignatures;
}

/** Each costs a question and a look over the whole mail; honest mail has one or two, through a list a few more. */
export const MOST_SIGNATURES = 8;
/** What SPF may ask by itself is bounded by its standard; this is for everything. */
const BOUNDS = { questions: 60, patience: 10_000 };

const ENFORCED: readonly string[] = ['quarantine', 'reject'];

/**
 * Asks where a mail comes from. Never throws: what could not be asked is `temperror`, and may be asked again. A mail that nobody outside
 * handed over – from the local mailbox, say – is not asked about.
 * @param mail `from`: the sender's address in the header, by which the mail is believed or not
 */
export async function authenticate(mail: { raw: Uint8Array; from: string; at: Date }, handover: Handover, ports: AuthenticationPorts): Promise<Authentication> {
  const headers = headerLines(mail.raw);
  const client = outsideClient(handover, headers);
  const resolve = boundedResolver(ports.resolve, BOUNDS);
  const [spfResult, signatures] = await Promise.all([checkSpf(client, handover.envelopeFrom, resolve), checkSignatures(mail, headers, { ...ports, resolve })]);
  const judged = await judge({ from: mail.from, headers, client, spf: spfResult, signatures }, resolve);
  return { spf: spfResult, ...judged };
}

/** Why a mail is to be taken for a forgery: its sender's domain asks to refuse what fails, and it fails. Null when it is not. */
export function forgeryOf({ spf: sent, dkim, dmarc: verdict }: Authentication): string | null {
  if (verdict.result !== 'fail' || !ENFORCED.includes(verdict.policy ?? '')) return null;
  const signed = dkim.length > 0 ? dkim.map(({ result, domain }) => `${result} (${domain})`).join(', ') : 'none';
  return `DMARC of ${verdict.domain} fails (p=${verdict.policy}): SPF ${sent.result}${sent.domain ? ` (${sent.domain})` : ''}, DKIM ${signed}${verdict.comment ? `, ${verdict.comment}` : ''}`;
}

/** True when a name server that did not answer could still change what is made of the mail. */
export function isUndecided({ dmarc: { result } }: Authentication): boolean {
  return result === 'temperror';
}

async function checkSpf(client: OutsideClient | null, envelopeFrom: string, resolve: Resolve): Promise<Authentication['spf']> {
  if (!client) return { result: 'none', domain: null, client: null };
  try {
    const { status, domain } = await spf({ sender: envelopeFrom, ip: client.address, helo: client.helo || `[${client.address}]`, mta: 'steward', resolver: resolve });
    return { result: known(status.result), domain: domain.slice(0, 255), client: client.address };
  } catch {
    return { result: 'permerror', domain: null, client: client.address };
  }
}

async function checkSignatures({ raw, at }: { raw: Uint8Array; at: Date }, headers: readonly string[], { resolve, verify }: AuthenticationPorts): Promise<readonly VerifiedSignature[]> {
  const signatures = headers.filter((line) => /^dkim-signature\s*:/i.test(line));
  if (signatures.length === 0) return [];
  if (signatures.length > MOST_SIGNATURES) return [unverified('policy', `more than ${MOST_SIGNATURES} signatures`)];
  const keys: Record<string, { records: string[][] } | { code: string }> = {};
  await Promise.all(
    signatures.map(async (line) => {
      const [domain, selector] = [tagOf(line, 'd'), tagOf(line, 's')];
      if (!domain || !selector) return;
      const name = `${selector}._domainkey.${domain}`.toLowerCase();
      keys[name] = await resolve(name, 'TXT').then(
        (records) => ({ records: records as string[][] }),
        (error: unknown) => ({ code: error instanceof Error && 'code' in error ? String(error.code) : 'ESERVFAIL' }),
      );
    }),
  );
  return verify(raw, keys, at).catch((error: unknown) => [unverified('permerror', error instanceof Error ? error.message : String(error))]);
}

function unverified(result: AuthenticationResult, comment: string): VerifiedSignature {
  return { result, domain: '', selector: '', comment, partial: false };
}

interface Findings {
  readonly from: string;
  readonly headers: readonly string[];
  readonly client: OutsideClient | null;
  readonly spf: Authentication['spf'];
  readonly signatures: readonly VerifiedSignature[];
}

async function judge({ from, headers, client, spf: sent, signatures }: Findings, resolve: Resolve): Promise<Omit<Authentication, 'spf'>> {
  const alignedOf = await alignment(from, signatures, resolve);
  const dkim = signatures.slice(0, MOST_SIGNATURES).map(({ partial: _, ...signature }, index) => ({ ...signature, aligned: alignedOf[index] ?? false }));
  const nothing = (result: AuthenticationResult, comment: string | null = null) => ({ dkim, dmarc: { result, domain: null, policy: null, comment } });
  if (!from.includes('@') || (!client && signatures.length === 0)) return nothing('none');
  const ask = (fits: (result: AuthenticationResult) => boolean) =>
    dmarc({
      headerFrom: [from],
      spfDomains: fits(sent.result) && sent.domain !== null ? [sent.domain] : [],
      // What a signature leaves open anybody could have written.
      dkimDomains: signatures.filter(({ result, partial }) => fits(result) && !partial).map(({ domain }) => ({ domain })),
      resolver: resolve,
    });
  const verdict = await ask((result) => result === 'pass');
  if (!verdict) return nothing('permerror');
  const policy = verdict.policy ? verdict.policy.toLowerCase() : null;
  const decided = (result: AuthenticationResult, comment: string | null = null) => ({ dkim, dmarc: { result, domain: verdict.domain, policy, comment } });
  const result = known(verdict.status.result);
  if (headers.filter((line) => /^from\s*:/i.test(line)).length > 1 && result === 'pass') return decided('fail', 'more than one From');
  if (result !== 'fail') return decided(result);
  // Would it pass if those answered that did not? Only what is of the sender's own domain counts, so nobody else can keep it open.
  const could = await ask((each) => each === 'pass' || each === 'temperror');
  if (could && could.status.result === 'pass') return decided('temperror');
  return client ? decided('fail') : decided('none', 'nobody outside handed it over');
}

/** Which signatures are of the domain of the sender or of the same organization; as strictly as its policy asks is DMARC's business. */
async function alignment(from: string, signatures: readonly VerifiedSignature[], resolve: Resolve): Promise<boolean[]> {
  if (!from.includes('@')) return [];
  // A policy that is always there, so that alignment is answered for domains that have none.
  const lenient: Resolve = (name, type) => (type === 'TXT' && name.startsWith('_dmarc.') ? Promise.resolve([['v=DMARC1; p=none']]) : resolve(name, type));
  return Promise.all(
    signatures.map(async ({ domain }) => {
      const verdict = await dmarc({ headerFrom: [from], spfDomains: [], dkimDomains: [{ domain }], resolver: lenient });
      return verdict !== false && verdict.status.result === 'pass';
    }),
  );
}

const RESULTS: readonly string[] = ['pass', 'fail', 'softfail', 'neutral', 'none', 'policy', 'temperror', 'permerror'];

function known(result: string): AuthenticationResult {
  return RESULTS.includes(result) ? (result as AuthenticationResult) : 'neutral';
}

function tagOf(line: string, tag: string): string | null {
  const tags = line.slice(line.indexOf(':') + 1).split(';');
  const found = tags.map((each) => each.trim()).find((each) => each.startsWith(`${tag}=`) || each.startsWith(`${tag} =`));
  const value = found?.slice(found.indexOf('=') + 1).replace(/\s+/g, '') ?? '';
  return /^[a-z0-9._-]{1,200}$/i.test(value) ? value : null;
}
