import { createHash } from 'node:crypto';
import { v5 as uuidv5 } from 'uuid';
import { languageOf, speak } from '#messaging/catalogs/speak.js';
import { RECEIPT, receiptLetter, type Received } from '#messaging/letters/portal.js';
import { renderLetter } from '#messaging/render.js';
import { replyAddress } from '#messaging/reply-address.js';
import { writtenInstant } from '#messaging/templates/dates.js';
import type { MessageKey } from '#messaging/catalogs/en.js';
import type { Transaction } from '#persistence/database.js';
import { summariesOf } from '#persistence/files/files.js';
import { grantLink, type Capability } from '#persistence/links/capability.js';
import { noticeRow } from '#persistence/outbox/notice.js';
import { insertOutbox } from '#persistence/outbox/outbox.js';

/** What receipts take from the configuration; `domain` is that of Message-IDs and reply addresses. */
export interface ReceiptSettings {
  readonly publicUrl: string;
  readonly secret: Buffer;
  readonly domain: string;
}

/** Something that a contact has sent, through a page or by mail. */
export interface Sent {
  readonly capability: Capability;
  readonly title: string;
  readonly dueAt: Date | null;
  /** Where the page stands, such as `/portal/cases`. */
  readonly path: string;
  /** The name of what was sent. */
  readonly what: MessageKey;
  readonly text: string;
  readonly fileIds: readonly string[];
  readonly businessDays?: number;
  /** The command's or the message's id: one receipt for each. */
  readonly id: string;
  readonly at: Date;
}

/** The name of what a step sends, as the conversation calls it. */
export function saidKey(command: string): MessageKey {
  return (command === 'acknowledge' ? 'page.do.acknowledge' : `page.said.${command}`) as MessageKey;
}

/** Mails the sender a receipt, in a transaction of ours, in the thread of the case's mails. Once, however often it is asked for. */
export async function mailReceipt(tx: Transaction, settings: ReceiptSettings, sent: Sent): Promise<void> {
  const { subjectId, supplierId, contactId } = sent.capability;
  const id = uuidv5('receipt', sent.id);
  if ((await tx.outboxMessage.count({ where: { id } })) > 0) return;
  const contact = await tx.contact.findUniqueOrThrow({ where: { id: contactId }, include: { supplier: true } });
  const files = await summariesOf(tx, sent.fileIds);
  const token = await grantLink(tx, settings.secret, sent.capability, { at: sent.at, dueAt: sent.dueAt });
  const root = await tx.outboxMessage.findFirst({ where: { caseId: subjectId, recipientId: contactId }, orderBy: { createdAt: 'asc' }, select: { messageId: true } });
  const language = languageOf(contact.language ?? contact.supplier.language);
  const say = speak(language);
  const received: Received = {
    what: say(sent.what),
    by: contact.name,
    at: writtenInstant(sent.at.toISOString(), contact.supplier.timeZone, language, say),
    text: sent.text,
    check: createHash('sha256').update(sent.text).digest('hex'),
    files: sent.fileIds.flatMap((each) => files.get(each)?.name ?? []),
    ...(sent.businessDays === undefined ? {} : { days: say('businessDays', { count: sent.businessDays }) }),
  };
  const matter = { language, caseNumber: subjectId.slice(0, 8), title: sent.title, url: `${settings.publicUrl}${sent.path}/${token}` };
  const { domain } = settings;
  const row = noticeRow({
    id,
    template: RECEIPT,
    recipient: { kind: 'contact', id: contactId, address: contact.email, language },
    mail: renderLetter(receiptLetter(matter, received), { language, recipientName: contact.name }),
    supplierId,
    replyTo: replyAddress({ caseId: subjectId, secret: settings.secret, domain }),
    domain,
    at: sent.at,
  });
  await insertOutbox(tx, [{ ...row, caseId: subjectId, ...(root ? { inReplyTo: root.messageId, references: [root.messageId] } : {}) }]);
}
