import { authenticate, forgeryOf, isUndecided, type Authentication, type VerifySignatures } from '#messaging/inbound/authentication.js';
import { systemResolver, type Resolve } from '#messaging/inbound/name-server.js';
import { beginningOf, wellFormed } from '#messaging/inbound/well-formed.js';
import type { Database } from '#persistence/database.js';
import type { InboundMail } from '#persistence/generated/client.js';
import { recordAuthentication } from '#persistence/inbound/inbound.js';
import { NotYet } from './not-yet.js';
import { verifyApart } from './verifying.js';

/** How often name servers that do not answer are asked about one mail, before it is taken as it is. */
export const MOST_LOOKS = 4;

const LONGEST_REASON = 500;

/** What looking into the origin of mails needs. */
export interface OriginPorts {
  readonly db: Database;
  /** Whom names are asked of; unless told otherwise this computer's name servers. */
  readonly resolve?: Resolve;
  /** How signatures are checked; unless told otherwise in a thread of their own. */
  readonly verify?: VerifySignatures;
}

/** As it is stored. `looks`: how often it was asked for. */
interface Recorded extends Authentication {
  readonly looks: number;
}

/**
 * Records what SPF, DKIM and DMARC say of a mail that was accepted. Answers why it is to be taken for a forgery, or null.
 * @throws NotYet while a name server that could decide does not answer, a few times
 */
export async function lookIntoOrigin(ports: OriginPorts, row: InboundMail, mail: { raw: Uint8Array; from: string }): Promise<string | null> {
  const known = row.authentication as Recorded | null;
  const found = known && (!isUndecided(known) || known.looks >= MOST_LOOKS) ? known : await look(ports, row, mail, (known?.looks ?? 0) + 1);
  if (isUndecided(found) && found.looks < MOST_LOOKS) throw new NotYet(`name servers do not answer for the sender of mail ${row.id}`);
  const forgery = forgeryOf(found);
  return forgery === null ? null : wellFormed(beginningOf(`forged: ${forgery}`, LONGEST_REASON));
}

async function look({ db, resolve, verify }: OriginPorts, row: InboundMail, { raw, from }: { raw: Uint8Array; from: string }, looks: number): Promise<Recorded> {
  const { envelopeFrom, remoteAddress, helo, receivedAt } = row;
  const found = await authenticate({ raw, from, at: receivedAt }, { envelopeFrom, remoteAddress, helo }, { resolve: resolve ?? systemResolver(), verify: verify ?? verifyApart() });
  // Strangers publish and write what PostgreSQL does not store.
  const clean = JSON.parse(JSON.stringify({ ...found, looks }, (_, value: unknown) => (typeof value === 'string' ? wellFormed(value) : value))) as Recorded;
  await recordAuthentication(db, row.id, clean);
  return clean;
}
