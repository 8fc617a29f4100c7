import { decodeCursor, pageOf, type Page } from '../cursor.js';
import type { Database } from '../database.js';
import type { MailboxMessage } from '../generated/client.js';

/** A mail that the local mailbox took; `raw` is the mail as it came over SMTP. */
export interface NewMailboxMessage {
  readonly id: string;
  readonly messageId: string | null;
  readonly fromAddress: string;
  readonly toAddresses: readonly string[];
  readonly replyTo: string | null;
  readonly subject: string;
  readonly text: string;
  readonly html: string | null;
  readonly raw: Uint8Array;
  readonly receivedAt: Date;
}

/** A mail as lists show it: without its raw form. */
export type MailboxEntry = Omit<MailboxMessage, 'raw'>;

/** Keeps a mail. */
export async function insertMailboxMessage(db: Database, mail: NewMailboxMessage): Promise<void> {
  await db.prisma.mailboxMessage.create({ data: { ...mail, toAddresses: [...mail.toAddresses], raw: Uint8Array.from(mail.raw) } });
}

/** The mailbox, newest first, by page; `address` keeps the mails to one recipient. @throws BadCursor */
export async function listMailbox(
  db: Database,
  page: { limit: number; cursor?: string; address?: string },
): Promise<Page<MailboxEntry>> {
  const [receivedAt, id] = page.cursor ? decodeCursor(page.cursor, ['instant', 'uuid']) : [];
  const after =
    receivedAt && id
      ? { OR: [{ receivedAt: { lt: new Date(receivedAt) } }, { receivedAt: new Date(receivedAt), id: { lt: id } }] }
      : {};
  const rows = await db.prisma.mailboxMessage.findMany({
    where: { ...after, ...(page.address ? { toAddresses: { has: page.address.toLowerCase() } } : {}) },
    orderBy: [{ receivedAt: 'desc' }, { id: 'desc' }],
    omit: { raw: true },
    take: page.limit + 1,
  });
  return pageOf(rows, page.limit, (row) => row, (row) => [row.receivedAt.toISOString(), row.id]);
}

/** One mail with its raw form, or null. */
export async function getMailboxMessage(db: Database, id: string): Promise<MailboxMessage | null> {
  return db.prisma.mailboxMessage.findUnique({ where: { id } });
}

/**
 * Which of these mails (by Message-ID) the reader must not see: sign-in links of other people, unless `signInLinks`, and mails of
 * confidential cases that do not name the reader.
 */
export async function messagesHiddenFrom(
  db: Database,
  messageIds: readonly string[],
  { readers, signInLinks }: { readonly readers: readonly string[]; readonly signInLinks: boolean },
): Promise<Set<string>> {
  const rows = await db.prisma.outboxMessage.findMany({
    where: { messageId: { in: [...messageIds] } },
    select: { messageId: true, template: true, recipientId: true, caseId: true },
  });
  const caseIds = rows.flatMap(({ caseId }) => caseId ?? []);
  const confidential = await db.prisma.case.findMany({
    where: { id: { in: caseIds }, confidential: true, NOT: { readers: { hasSome: [...readers] } } },
    select: { id: true },
  });
  const hiddenCases = new Set(confidential.map(({ id }) => id));
  const hidden = rows.filter(
    ({ template, recipientId, caseId }) =>
      (!signInLinks && template === 'access.signInLink' && !readers.includes(recipientId)) || (caseId !== null && hiddenCases.has(caseId)),
  );
  return new Set(hidden.map(({ messageId }) => messageId));
}
