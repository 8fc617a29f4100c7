import { languageOf } from '#messaging/catalogs/speak.js';
import { isAddressDead, type DeliveryReport } from '#messaging/inbound/delivery-report.js';
import { deliveryNote, passedOn, supplierUnreachable, type Undelivered } from '#messaging/letters/undelivered.js';
import { renderLetter } from '#messaging/render.js';
import { ownerAmong } from '#persistence/access/desks.js';
import type { Database, Transaction } from '#persistence/database.js';
import { insertDeliveryReport, lockOutboxMessage, markUndelivered, recipientsSoFar } from '#persistence/delivery/reports.js';
import { suppress, suppressionsOf } from '#persistence/delivery/suppressions.js';
import type { Contact, OutboxMessage, Person } from '#persistence/generated/client.js';
import { passLinkOn } from '#persistence/links/capability.js';
import { insertMessage } from '#persistence/messages/messages.js';
import { noticeRow } from '#persistence/outbox/notice.js';
import { insertOutbox } from '#persistence/outbox/outbox.js';
import { v5 as uuidv5 } from 'uuid';

/** What a server said about one mail. The same `id` again changes nothing. */
export interface DeliveryNews {
  readonly id: string;
  readonly outboxId: string;
  readonly source: 'smtp' | 'bounce';
  readonly report: Pick<DeliveryReport, 'action' | 'status' | 'diagnostic'>;
  readonly at: Date;
}

/** Who else may read the mail: a contact, nobody of the supplier – or it is no supplier's mail. */
type Next = Contact | null | undefined;

/**
 * Takes in what became of a mail, in one transaction: noted with the mail and in the conversation of its case. One that failed
 * becomes a dead letter and goes to the next contact of the supplier, and when there is none the owner is told; an address that
 * takes no mail is suppressed. Answers false when nothing was new.
 */
export async function takeDeliveryNews({ db, publicUrl }: { db: Database; publicUrl: string }, news: DeliveryNews): Promise<boolean> {
  const { id, outboxId, source, report, at } = news;
  return db.transaction(async (tx) => {
    const mail = await lockOutboxMessage(tx, outboxId);
    if (!mail || !(await insertDeliveryReport(tx, { id, outboxId, source, ...report, at }))) return false;
    if (report.action !== 'failed') {
      if (report.action === 'delayed') await note(tx, mail, news, undefined);
      return true;
    }
    const said = report.diagnostic || (report.status ?? '');
    await markUndelivered(tx, mail.id, `${source === 'bounce' ? 'it came back: ' : ''}${said}`);
    if (isAddressDead(report)) await suppress(tx, { address: mail.address, code: report.status ?? 'unknownUser', reason: said, outboxId, at });
    const next = await nextContact(tx, mail);
    await note(tx, mail, news, next);
    if (next) await passOn(tx, mail, next, at);
    else if (next === null) await tellOwner(tx, mail, { publicUrl, said, at });
    return true;
  });
}

/** The contact who has not had this mail yet and whose address takes mail. */
async function nextContact(tx: Transaction, mail: OutboxMessage): Promise<Next> {
  if (mail.recipientKind !== 'contact' || mail.supplierId === null) return undefined;
  const contacts = await tx.contact.findMany({ where: { supplierId: mail.supplierId, removedAt: null }, orderBy: { position: 'asc' } });
  const had = await recipientsSoFar(tx, mail);
  const dead = await suppressionsOf(tx, contacts.map(({ email }) => email));
  const sameAddress = (contact: Contact) => contact.email.toLowerCase() === mail.address.toLowerCase();
  return contacts.find((contact) => !had.includes(contact.id) && !dead.has(contact.email.toLowerCase()) && !sameAddress(contact)) ?? null;
}

async function passOn(tx: Transaction, mail: OutboxMessage, next: Contact, at: Date): Promise<void> {
  const id = uuidv5(`passed on to ${next.id}`, mail.redirectOf ?? mail.id);
  const { caseId, supplierId, channel, template, recipientKind, language, subject, calendar, inReplyTo, references, replyTo } = mail;
  const domain = mail.messageId.replace(/^.*@|>$/g, '');
  const words = passedOn(await withOwnLink(tx, await firstWords(tx, mail), { contactId: next.id, at }), { recipient: await nameOf(tx, mail), address: mail.address }, languageOf(language));
  const row = { caseId, supplierId, channel, template, recipientKind, language, subject, calendar, inReplyTo, references, replyTo };
  await insertOutbox(tx, [{ id, ...row, ...words, recipientId: next.id, address: next.email, messageId: `<${id}@${domain}>`, createdAt: at, redirectOf: mail.redirectOf ?? mail.id }]);
}

/** Who answers by a link answers in the name of whom it was made for: the next contact gets one of its own. */
async function withOwnLink(tx: Transaction, words: { text: string; html: string }, to: { contactId: string; at: Date }): Promise<{ text: string; html: string }> {
  const token = /\/portal\/[a-z-]+\/([\w-]{32})(?![\w-])/.exec(words.text)?.[1];
  const own = token === undefined ? null : await passLinkOn(tx, token, to);
  return token === undefined || own === null ? words : { text: words.text.replaceAll(token, own), html: words.html.replaceAll(token, own) };
}

/** A mail that is passed on again says only where it comes from last. */
async function firstWords(tx: Transaction, mail: OutboxMessage): Promise<{ text: string; html: string }> {
  return mail.redirectOf === null ? mail : ((await tx.outboxMessage.findUnique({ where: { id: mail.redirectOf } })) ?? mail);
}

async function tellOwner(tx: Transaction, mail: OutboxMessage, { publicUrl, said, at }: { publicUrl: string; said: string; at: Date }): Promise<void> {
  const { supplierId } = mail;
  if (supplierId === null) return;
  const owner = await ownerOf(tx, mail);
  if (!owner) return;
  const { name: supplierName } = await tx.supplier.findUniqueOrThrow({ where: { id: supplierId }, select: { name: true } });
  const language = languageOf(owner.language);
  const letter = supplierUnreachable(await undeliveredOf(tx, mail, said), { supplierName, supplierUrl: `${publicUrl}/suppliers/${supplierId}` }, language);
  await insertOutbox(tx, [
    noticeRow({
      id: uuidv5('nobody can be reached', mail.redirectOf ?? mail.id),
      template: 'delivery.failed',
      recipient: { kind: 'person', id: owner.id, address: owner.email, language },
      mail: renderLetter(letter, { language, recipientName: owner.name }),
      supplierId,
      domain: mail.messageId.replace(/^.*@|>$/g, ''),
      at,
    }),
  ]);
}

/** In the owner's language, for our people read it most. */
async function note(tx: Transaction, mail: OutboxMessage, { id, report, at }: DeliveryNews, next: Next): Promise<void> {
  const { caseId, supplierId } = mail;
  if (caseId === null || supplierId === null || (report.action !== 'failed' && report.action !== 'delayed')) return;
  const language = languageOf((await ownerOf(tx, mail))?.language);
  const other = next && { name: next.name, address: next.email };
  const text = deliveryNote(await undeliveredOf(tx, mail, report.diagnostic), report.action, other, language);
  const author = { authorKind: 'system', authorId: 'steward', author: 'Steward' };
  await insertMessage(tx, { id: uuidv5('note', id), caseId, supplierId, direction: 'in', channel: 'mail', ...author, text, fileIds: [], sourceId: id, at });
}

async function undeliveredOf(tx: Transaction, mail: OutboxMessage, said: string): Promise<Undelivered> {
  return { subject: mail.subject, recipient: await nameOf(tx, mail), address: mail.address, said };
}

async function nameOf(tx: Transaction, { recipientKind, recipientId, address }: OutboxMessage): Promise<string> {
  const where = { where: { id: recipientId }, select: { name: true } };
  const found = recipientKind === 'contact' ? await tx.contact.findUnique(where) : await tx.person.findUnique(where);
  return found?.name ?? address;
}

async function ownerOf(tx: Transaction, { caseId, supplierId }: OutboxMessage): Promise<Person | null> {
  const people = await tx.person.findMany({ where: { active: true }, orderBy: { createdAt: 'asc' } });
  const row = caseId === null ? null : await tx.case.findUnique({ where: { id: caseId }, select: { ownerId: true } });
  const supplier = supplierId === null ? null : await tx.supplier.findUnique({ where: { id: supplierId }, select: { ownerId: true } });
  return ownerAmong(people, row?.ownerId ?? supplier?.ownerId ?? null)[0] ?? null;
}
