import { languageOf } from '#messaging/catalogs/speak.js';
import { messageFromSupplier } from '#messaging/letters/conversation.js';
import type { InboundContent } from '#messaging/inbound/read.js';
import { beginningOf } from '#messaging/inbound/well-formed.js';
import { renderLetter } from '#messaging/render.js';
import { ownerAmong } from '#persistence/access/desks.js';
import type { Database, Transaction } from '#persistence/database.js';
import type { Contact, InboundMail } from '#persistence/generated/client.js';
import { cameBefore, contactByAddress, settleInbound } from '#persistence/inbound/inbound.js';
import { insertMessage } from '#persistence/messages/messages.js';
import { noticeRow } from '#persistence/outbox/notice.js';
import { insertOutbox } from '#persistence/outbox/outbox.js';
import type { SupplierRecord } from '#persistence/suppliers/records.js';
import { getSupplier } from '#persistence/suppliers/suppliers.js';
import { v5 as uuidv5 } from 'uuid';
import { keepAttachments, type KeptFiles } from './attachments.js';

/** What taking a message in needs. */
export interface ConversationPorts {
  readonly db: Database;
  readonly filesDirectory: string;
  readonly publicUrl: string;
  readonly domain: string;
  readonly now: () => Date;
}

/** The supplier whose conversation an address names: the one that it became part of, if it was merged; null for no supplier. */
export async function supplierOfConversation(db: Database, id: string): Promise<SupplierRecord | null> {
  const found = await getSupplier(db, id);
  return found?.mergedIntoId ? getSupplier(db, found.mergedIntoId) : found;
}

/** A reply to what was written outside of any case becomes a message there, and the supplier's owner is told. May be repeated at any point. */
export async function settleConversation(ports: ConversationPorts, row: InboundMail, { mail, forgery, supplier }: { mail: InboundContent; forgery: string | null; supplier: SupplierRecord }): Promise<void> {
  const end = (status: 'held' | 'ignored' | 'settled', reason: string) => settleInbound(ports.db, row.id, { status, reason, supplierId: supplier.id }, ports.now());
  const contact = await contactByAddress(ports.db, supplier.id, mail.from);
  if (!contact) return end('held', 'unknownSender');
  if (forgery !== null) return end('held', forgery);
  if (mail.unreadable !== null) return end('held', `unreadable: ${mail.unreadable}`);
  if (await cameBefore(ports.db, row, mail.messageId)) return end('ignored', 'duplicate');
  const files = await keepAttachments(ports, mail.attachments, { mailId: row.id, supplierId: supplier.id, caseId: null, uploadedBy: contact.id, at: row.receivedAt });
  await ports.db.transaction((tx) => takeIn(tx, ports, { row, mail, supplier, contact, files }));
  return end('settled', 'conversation');
}

interface Received {
  readonly row: InboundMail;
  readonly mail: InboundContent;
  readonly supplier: SupplierRecord;
  readonly contact: Contact;
  readonly files: KeptFiles;
}

async function takeIn(tx: Transaction, ports: ConversationPorts, { row, mail, supplier, contact, files }: Received): Promise<void> {
  const text = [(mail.reply || mail.text).trim(), ...files.notes].filter((part) => part !== '').join('\n\n');
  const fileIds = [...files.fileIds];
  const id = uuidv5('message', row.id);
  const author = { authorKind: 'contact', authorId: contact.id, author: contact.name };
  // The same mail by another way in is the same message.
  const sourceId = uuidv5(mail.messageId ?? row.rawSha256, supplier.id);
  const added = await insertMessage(tx, { id, caseId: null, supplierId: supplier.id, direction: 'in', channel: 'mail', ...author, text, fileIds, sourceId, at: row.receivedAt });
  await tx.file.updateMany({ where: { id: { in: fileIds }, status: 'pending' }, data: { status: 'kept' } });
  if (added) await tellOwner(tx, ports, { id, text, author: contact.name, supplier });
}

/** The mail cites no more of the message than a reader takes in at a glance. */
const CITED = 2_000;

async function tellOwner(tx: Transaction, { publicUrl, domain, now }: ConversationPorts, { id, text, author, supplier }: { id: string; text: string; author: string; supplier: SupplierRecord }): Promise<void> {
  const people = await tx.person.findMany({ where: { active: true }, orderBy: { createdAt: 'asc' } });
  for (const owner of ownerAmong(people, supplier.owner?.id ?? null)) {
    const language = languageOf(owner.language);
    const letter = messageFromSupplier({ text: beginningOf(text, CITED), author, supplierName: supplier.name, url: `${publicUrl}/suppliers/${supplier.id}` }, language);
    await insertOutbox(tx, [
      noticeRow({
        id: uuidv5(`conversation.received ${id}`, owner.id),
        template: 'conversation.received',
        recipient: { kind: 'person', id: owner.id, address: owner.email, language },
        mail: renderLetter(letter, { language, recipientName: owner.name }),
        supplierId: supplier.id,
        domain,
        at: now(),
      }),
    ]);
  }
}
