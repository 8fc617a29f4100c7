import type { Database } from '../database.js';
import type { InboundMail } from '../generated/client.js';
import { insertSubmission, type NewSubmissionRow } from './submissions.js';

/** A contact as the sender of a mail, with the supplier it belongs to. */
export interface Sender {
  readonly contactId: string;
  readonly supplierId: string;
}

/** The contacts who have this address, one a supplier. */
export async function sendersOf(db: Database, address: string): Promise<Sender[]> {
  if (address === '') return [];
  const rows = await db.prisma.contact.findMany({
    where: { removedAt: null, email: { equals: address.replace(/[\\%_]/g, '\\$&'), mode: 'insensitive' } },
    orderBy: [{ supplierId: 'asc' }, { position: 'asc' }],
    distinct: ['supplierId'],
    select: { id: true, supplierId: true },
    take: 50,
  });
  return rows.map(({ id, supplierId }) => ({ contactId: id, supplierId }));
}

/** One mail that came in, or null. */
export async function heldMail(db: Database, id: string): Promise<InboundMail | null> {
  return db.prisma.inboundMail.findUnique({ where: { id } });
}

/** Makes a held mail a submission, in one transaction. False when somebody else has settled the mail meanwhile. */
export async function takeMail(db: Database, mailId: string, row: NewSubmissionRow, at: Date): Promise<boolean> {
  return db.transaction(async (tx) => {
    const { count } = await tx.inboundMail.updateMany({
      where: { id: mailId, status: 'held' },
      data: { status: 'settled', reason: 'submission', supplierId: row.supplierId, submissionId: row.id, settledAt: at },
    });
    if (count === 0) return false;
    await insertSubmission(tx, row);
    return true;
  });
}
