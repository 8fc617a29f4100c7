import { v5 as uuidv5 } from 'uuid';
import type { NewConversationMessage } from '#domain/conversation/terms.js';
import { languageOf } from '#messaging/catalogs/speak.js';
import { messageToSupplier } from '#messaging/letters/conversation.js';
import { renderLetter } from '#messaging/render.js';
import { replyAddress } from '#messaging/reply-address.js';
import { suppressionsOf } from '#persistence/delivery/suppressions.js';
import type { Database, Transaction } from '#persistence/database.js';
import { insertMessage } from '#persistence/messages/messages.js';
import { noticeRow } from '#persistence/outbox/notice.js';
import { insertOutbox } from '#persistence/outbox/outbox.js';
import type { ContactRecord, SupplierRecord } from '#persistence/suppliers/records.js';
import type { Principal } from '../auth/principal.js';
import { problems } from '../http/problem.js';

/** The kind of these mails. */
export const CONVERSATION_MESSAGE = 'conversation.message';

/** What writing needs. */
export interface WritePorts {
  readonly db: Database;
  readonly secret: Buffer;
  /** Domain of Message-IDs and reply addresses. */
  readonly domain: string;
}

/**
 * Puts a message into the conversation with a supplier and, unless it is a remark among colleagues, sends it to its contacts, whose
 * answers come back into the conversation. The same id again changes nothing.
 * @throws Problem 422 for a contact that is not the supplier's, 409 when nobody can be written to
 */
export async function writeToSupplier(ports: WritePorts, supplier: SupplierRecord, message: NewConversationMessage & { id: string; at: Date }, caller: Principal): Promise<void> {
  const { id, at, text, internal } = message;
  await ports.db.transaction(async (tx) => {
    const readers = internal ? [] : await readersOf(tx, supplier, message.contactIds);
    const author = { authorKind: caller.actor.kind, authorId: caller.actor.id, author: caller.name };
    await insertMessage(tx, { id, caseId: null, supplierId: supplier.id, direction: 'out', channel: internal ? 'note' : 'mail', ...author, text, fileIds: [], sourceId: id, at });
    const replyTo = replyAddress({ caseId: supplier.id, secret: ports.secret, domain: ports.domain });
    await insertOutbox(tx, readers.map((contact) => {
      const language = languageOf(contact.language ?? supplier.language);
      const letter = messageToSupplier({ text, author: caller.name, supplierName: supplier.name, ...(message.subject ? { subject: message.subject } : {}) }, language);
      return noticeRow({
        id: uuidv5(contact.id, id),
        template: CONVERSATION_MESSAGE,
        recipient: { kind: 'contact', id: contact.id, address: contact.email, language },
        mail: renderLetter(letter, { language, recipientName: contact.name }),
        supplierId: supplier.id,
        replyTo,
        domain: ports.domain,
        at,
      });
    }));
  });
}

/** Those who are named, or the first whose address takes mail. */
async function readersOf(tx: Transaction, { contacts }: SupplierRecord, named: readonly string[] | undefined): Promise<ContactRecord[]> {
  const strangers = (named ?? []).filter((id) => !contacts.some((contact) => contact.id === id));
  if (strangers.length > 0) throw problems.invalid([{ path: 'contactIds', message: `${strangers.join(', ')}: no contact of this supplier` }]);
  const dead = await suppressionsOf(tx, contacts.map(({ email }) => email));
  const reached = contacts.filter(({ id, email }) => (named === undefined || named.includes(id)) && !dead.has(email.toLowerCase()));
  if (reached.length === 0) throw problems.conflict('noContact', 'There is no such contact whose address takes mail.');
  return named === undefined ? reached.slice(0, 1) : reached;
}
