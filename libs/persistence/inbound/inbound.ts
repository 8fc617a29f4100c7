import { decodeCursor, pageOf, type Page } from '../cursor.js';
import { Refusal } from '#domain/process/decision.js';
import type { Reader } from '../cases/read.js';
import type { Database, Transaction } from '../database.js';
import type { Contact, InboundMail } from '../generated/client.js';

/** `received`: accepted, not yet looked at; `held`: waits for a person; `ignored`: from a machine; `settled`: in its case. */
export type InboundStatus = 'received' | 'held' | 'ignored' | 'settled';

/** A mail at the moment of acceptance; what it says is read afterwards. */
export interface AcceptedMail {
  readonly id: string;
  readonly rawSha256: string;
  readonly rawKey: string;
  readonly envelopeFrom: string;
  readonly envelopeTo: string;
  readonly receivedAt: Date;
  /** Who handed it over, as SMTP told; not given for mail that was fetched. */
  readonly remoteAddress?: string;
  readonly helo?: string;
}

/** What reading the mail found out. */
export interface ReadMail {
  readonly messageId: string | null;
  readonly fromAddress: string;
  readonly subject: string;
  readonly text: string;
  readonly reply: string;
  readonly kind: string;
}

/** Stores a mail that is not read by itself as held, with what is known of it. */
export async function storeHeld(db: Database, mail: AcceptedMail, { read, reason, caseId }: { read: ReadMail; reason: string; caseId: string | null }): Promise<void> {
  await db.prisma.inboundMail.createMany({ data: [{ ...mail, ...read, status: 'held', reason, caseId, settledAt: mail.receivedAt }], skipDuplicates: true });
}

/** Stores accepted mails, one row a recipient; the same mail handed over again finds its rows. Answers the ids of those rows. */
export async function storeInbound(db: Database, mails: readonly AcceptedMail[]): Promise<string[]> {
  const unread = { messageId: null, fromAddress: '', subject: '', text: '', reply: '', kind: 'unread', status: 'received' };
  await db.prisma.inboundMail.createMany({ data: mails.map((mail) => ({ ...mail, ...unread })), skipDuplicates: true });
  const rows = await db.prisma.inboundMail.findMany({
    where: { OR: mails.map(({ rawSha256, envelopeTo }) => ({ rawSha256, envelopeTo })) },
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}

/** One mail, or null; about a confidential case only for those that it names. */
export async function getInbound(db: Database, id: string, readers: Reader = 'all'): Promise<InboundMail | null> {
  return db.prisma.inboundMail.findFirst({ where: { id, ...(await seenBy(db, readers)) } });
}

async function seenBy(db: Database, readers: Reader): Promise<{ AND?: object }> {
  if (readers === 'all') return {};
  const hidden = await db.prisma.case.findMany({ where: { confidential: true, NOT: { readers: { hasSome: [...readers] } } }, select: { id: true } });
  return { AND: { OR: [{ caseId: null }, { caseId: { notIn: hidden.map(({ id }) => id) } }] } };
}

/** Records what the mail says. */
export async function recordReading(db: Database, id: string, read: ReadMail): Promise<void> {
  await db.prisma.inboundMail.updateMany({ where: { id, status: 'received' }, data: { ...read } });
}

/** Records what SPF, DKIM and DMARC say of a mail, as JSON. */
export async function recordAuthentication(db: Database, id: string, authentication: object): Promise<void> {
  await db.prisma.inboundMail.updateMany({ where: { id, status: 'received' }, data: { authentication } });
}

/**
 * Notes what a mail that is still `received` was found to mean, before anything is done about it. The first note stays:
 * answers it.
 */
export async function noteIntent(db: Database, id: string, intent: string): Promise<string> {
  await db.prisma.inboundMail.updateMany({ where: { id, status: 'received', reason: null }, data: { reason: intent } });
  const row = await db.prisma.inboundMail.findUniqueOrThrow({ where: { id }, select: { reason: true } });
  return row.reason ?? intent;
}

/** True when the same mail, by its Message-ID, came to the same address before, in another wrapping of its way here. */
export async function cameBefore(db: Database, mail: InboundMail, messageId: string | null): Promise<boolean> {
  if (messageId === null) return false;
  const { envelopeTo, receivedAt, id } = mail;
  const earlier = await db.prisma.inboundMail.findFirst({
    where: { messageId, envelopeTo, status: { in: ['received', 'settled'] }, OR: [{ receivedAt: { lt: receivedAt } }, { receivedAt, id: { lt: id } }] },
    select: { id: true },
  });
  return earlier !== null;
}

/** Decides the fate of a mail that is still `received`. */
export async function settleInbound(
  db: Database,
  id: string,
  fate: {
    status: Exclude<InboundStatus, 'received'>;
    reason: string | null;
    caseId?: string | null;
    supplierId?: string | null;
    submissionId?: string | null;
  },
  at: Date,
): Promise<void> {
  await db.prisma.inboundMail.updateMany({ where: { id, status: 'received' }, data: { ...fate, settledAt: at } });
}

/**
 * What a person decides about a mail that is held.
 * @throws Refusal `alreadyDecided` when it is not held (any more)
 */
export async function decideHeld(
  tx: Transaction,
  id: string,
  decision: { status: 'settled' | 'ignored'; caseId?: string; supplierId?: string; decidedBy: string; decidedAt: Date; decision: string },
): Promise<void> {
  const { count } = await tx.inboundMail.updateMany({ where: { id, status: 'held' }, data: { ...decision, settledAt: decision.decidedAt } });
  if (count === 0) throw alreadyDecided();
}

/** The refusal of a second decision about a mail. */
export function alreadyDecided(): Refusal {
  return new Refusal('alreadyDecided', 'This mail does not wait for a person (any more).');
}

/** The oldest mails that nobody has looked at yet. */
export async function listReceived(db: Database, limit: number): Promise<InboundMail[]> {
  return db.prisma.inboundMail.findMany({ where: { status: 'received' }, orderBy: { receivedAt: 'asc' }, take: limit });
}

/** Inbound mail by status, newest first, by page; about confidential cases only for those that they name. @throws BadCursor */
export async function listInbound(
  db: Database,
  page: { status?: InboundStatus; caseId?: string; limit: number; cursor?: string; readers?: Reader },
): Promise<Page<InboundMail>> {
  const [receivedAt, id] = page.cursor ? decodeCursor(page.cursor, ['instant', 'uuid']) : [];
  const after =
    receivedAt && id
      ? { OR: [{ receivedAt: { lt: new Date(receivedAt) } }, { receivedAt: new Date(receivedAt), id: { lt: id } }] }
      : {};
  const rows = await db.prisma.inboundMail.findMany({
    where: { ...after, ...(await seenBy(db, page.readers ?? 'all')), ...(page.status ? { status: page.status } : {}), ...(page.caseId ? { caseId: page.caseId } : {}) },
    orderBy: [{ receivedAt: 'desc' }, { id: 'desc' }],
    take: page.limit + 1,
  });
  return pageOf(rows, page.limit, (row) => row, (row) => [row.receivedAt.toISOString(), row.id]);
}

/** The supplier's contact with this address, whatever its case; null when the supplier knows nobody of it. */
export async function contactByAddress(db: Database, supplierId: string, address: string): Promise<Contact | null> {
  if (address === '') return null;
  return db.prisma.contact.findFirst({
    where: { supplierId, removedAt: null, email: { equals: address.replace(/[\\%_]/g, '\\$&'), mode: 'insensitive' } },
    orderBy: { position: 'asc' },
  });
}
