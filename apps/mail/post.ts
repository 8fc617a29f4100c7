import type { SendResult } from '#messaging/channels/email.js';
import { giveUpOld, waitingWithoutWorkflow } from '#persistence/outbox/outbox.js';
import { deliverMessage, type DeliverPorts } from '../worker/activities/deliver.js';
import { STILL_NEEDED } from './still-needed.js';

/** A delivery that began this long ago, in milliseconds, has died. */
const DELIVERY_LEASE = 3 * 60_000;
const AT_ONCE = 50;

/**
 * Delivers what no workflow delivers: sign-in links, what the mail role itself has to say, and what a workflow has left.
 * A message that one server answer delays waits its pause while the others go on; a server that is away ends the round.
 */
export async function sendWaiting(ports: DeliverPorts): Promise<void> {
  await giveUpOld(ports.db, DELIVERY_LEASE);
  for (const id of await waitingWithoutWorkflow(ports.db, [STILL_NEEDED], DELIVERY_LEASE, AT_ONCE)) {
    const result = await deliverMessage(ports, id, DELIVERY_LEASE);
    if (result && concernsAll(result)) return;
  }
}

/**
 * True when the next message would fare the same: no connection, a lost one, a refused login, or 421, with which a server closes
 * (RFC 5321, 3.8). Any other 4xx is about this message or its recipient.
 */
function concernsAll(result: SendResult): boolean {
  if (result.kind === 'ambiguous') return true;
  return result.kind === 'temporary' && (!/^4\d\d$/.test(result.code) || result.code === '421');
}
