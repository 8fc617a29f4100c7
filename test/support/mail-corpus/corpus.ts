import { bounces } from './bounces.js';
import { forgedMails } from './forged.js';
import { hostileMails } from './hostile.js';
import { machineMails } from './machines.js';
import type { CorpusMail } from './mail.js';
import { shapedReplies } from './parts.js';
import { easternReplies } from './replies-eastern.js';
import { westernReplies } from './replies-western.js';

const groups: Readonly<Record<string, readonly CorpusMail[]>> = {
  'a reply': westernReplies,
  'a reply from the east': easternReplies,
  'a shape': shapedReplies,
  'a machine': machineMails,
  'a bounce': bounces,
  hostile: hostileMails,
  'from outside': forgedMails,
};

/** Mails as suppliers' clients, servers and strangers send them, each with what it is to be taken for; no two of one name. */
export const corpus: readonly CorpusMail[] = Object.entries(groups).flatMap(([group, mails]) => mails.map((mail) => ({ ...mail, name: `${group}: ${mail.name}` })));
