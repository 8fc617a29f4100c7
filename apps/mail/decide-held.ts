import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ParseMail } from '#messaging/inbound/bounds.js';
import { readInboundMail } from '#messaging/inbound/read.js';
import type { Database } from '#persistence/database.js';
import { alreadyDecided, contactByAddress, decideHeld } from '#persistence/inbound/inbound.js';
import { insertMessage } from '#persistence/messages/messages.js';
import { v5 as uuidv5 } from 'uuid';
import { keepAttachments } from './attachments.js';
import { parseApart } from './reading.js';

/** Who decides about a mail that was held, and when. */
export interface HeldDecision {
  readonly mailId: string;
  readonly by: string;
  readonly at: Date;
}

/** What assigning needs. */
export interface AssignPorts {
  readonly db: Database;
  readonly filesDirectory: string;
  /** How a mail is parsed; unless told otherwise in a thread of its own. */
  readonly parse?: ParseMail;
}

/**
 * Puts a held mail into the conversation of a case, as a message with its files. It gives no command: nobody has proved who wrote it.
 * @throws Refusal `alreadyDecided` when the mail is not held (any more)
 */
export async function assignHeld(ports: AssignPorts, { mailId, by, at }: HeldDecision, { id: caseId, supplierId }: { id: string; supplierId: string }): Promise<void> {
  const row = await ports.db.prisma.inboundMail.findUniqueOrThrow({ where: { id: mailId } });
  if (row.status !== 'held') throw alreadyDecided();
  const raw = await readFile(join(ports.filesDirectory, row.rawKey));
  const mail = await readInboundMail(raw, { from: row.envelopeFrom }, ports.parse ?? parseApart());
  // A person who takes a forged mail in has read it; its sender is still nobody we know.
  const contact = row.reason?.startsWith('forged') ? null : await contactByAddress(ports.db, supplierId, mail.from);
  const files = await keepAttachments(ports, mail.attachments, { mailId, supplierId, caseId, uploadedBy: contact?.id ?? by, at: row.receivedAt });
  const author = contact ? { authorKind: 'contact', authorId: contact.id, author: contact.name } : { authorKind: 'stranger', authorId: row.id, author: mail.from || row.envelopeFrom || '?' };
  const text = [(mail.reply || mail.text).trim(), ...files.notes].filter((part) => part !== '').join('\n\n');
  const fileIds = [...files.fileIds];
  await ports.db.transaction(async (tx) => {
    await decideHeld(tx, mailId, { status: 'settled', caseId, supplierId, decidedBy: by, decidedAt: at, decision: 'assigned' });
    await insertMessage(tx, { id: uuidv5('message', mailId), caseId, supplierId, direction: 'in', channel: 'mail', ...author, text, fileIds, sourceId: uuidv5(mail.messageId ?? row.rawSha256, caseId), at: row.receivedAt });
    await tx.file.updateMany({ where: { id: { in: fileIds }, status: 'pending' }, data: { status: 'kept' } });
  });
}

/**
 * Puts a held mail away. The mail and the reason stay.
 * @throws Refusal `alreadyDecided`
 */
export async function dismissHeld(db: Database, { mailId, by, at }: HeldDecision, reason: string): Promise<void> {
  await db.transaction((tx) => decideHeld(tx, mailId, { status: 'ignored', decidedBy: by, decidedAt: at, decision: `dismissed: ${reason}` }));
}
