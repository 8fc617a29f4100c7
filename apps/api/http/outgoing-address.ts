import { isRefusedAsWritten } from '#messaging/outgoing/http-call.js';
import { problems } from './problem.js';

/** Refuses an address to which no call would ever be made, where it is named. @throws Problem 422 at `url` */
export function refusePrivateAddress(url: string, allowedHosts: readonly string[]): void {
  if (!isRefusedAsWritten(new URL(url), allowedHosts)) return;
  throw problems.invalid([{ path: 'url', message: 'must not lie in a private or reserved network, unless its host is named in STEWARD_ALLOWED_HOSTS' }]);
}
