import type { Database } from '../database.js';

/** How far a mailbox was read under this UIDVALIDITY; null: not yet. */
export async function lastUidOf(db: Database, name: string, uidValidity: bigint): Promise<number | null> {
  const row = await db.prisma.inboundMailbox.findUnique({ where: { name } });
  return row?.uidValidity === uidValidity ? Number(row.lastUid) : null;
}

/** True when a mailbox was read before, be it under another UIDVALIDITY. */
export async function wasRead(db: Database, name: string): Promise<boolean> {
  return (await db.prisma.inboundMailbox.count({ where: { name } })) > 0;
}

/** Notes that everything up to a uid is stored. Processes that read the same mailbox never put each other back. */
export async function noteRead(db: Database, name: string, { uidValidity, uid, at }: { uidValidity: bigint; uid: number; at: Date }): Promise<void> {
  await db.pool.query(
    `insert into inbound_mailboxes as box (name, uid_validity, last_uid, read_at) values ($1, $2, $3, $4)
     on conflict (name) do update set
       last_uid = case when box.uid_validity = excluded.uid_validity then greatest(box.last_uid, excluded.last_uid) else excluded.last_uid end,
       uid_validity = excluded.uid_validity, read_at = excluded.read_at`,
    [name, uidValidity.toString(), uid, at],
  );
}
