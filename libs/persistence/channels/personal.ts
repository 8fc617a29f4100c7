import type { TalkingKind } from '#domain/channels/chat.js';
import { connectionOf, type Database, type Transaction } from '../database.js';
import type { PersonalChat } from '../generated/client.js';

/** More wrong codes than these, and a new one has to be sent. */
const MOST_GUESSES = 5;

/** A person's own chats, with those that wait for their code. */
export async function listPersonalChats(db: Database, personId: string): Promise<PersonalChat[]> {
  return db.prisma.personalChat.findMany({ where: { personId }, orderBy: { kind: 'asc' } });
}

/** Where a person's own messages go, once they have said the code; else null. */
export async function destinationOf(db: Database, personId: string, kind: TalkingKind): Promise<string | null> {
  const row = await db.prisma.personalChat.findFirst({ where: { personId, kind, verifiedAt: { not: null } } });
  return row?.destination ?? null;
}

/** Of several people, the kinds of chat that are verified as their own. */
export async function verifiedKinds(db: Database | Transaction, people: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await connectionOf(db).personalChat.findMany({ where: { personId: { in: [...people] }, verifiedAt: { not: null } }, select: { personId: true, kind: true } });
  const kinds = new Map<string, string[]>();
  for (const { personId, kind } of rows) kinds.set(personId, [...(kinds.get(personId) ?? []), kind]);
  return kinds;
}

/** The active person whose own chat this is, or null. */
export async function personBehind(db: Database, kind: TalkingKind, destination: string): Promise<{ id: string; name: string } | null> {
  const row = await db.prisma.personalChat.findFirst({ where: { kind, destination, verifiedAt: { not: null } }, select: { personId: true } });
  return row && db.prisma.person.findFirst({ where: { id: row.personId, active: true }, select: { id: true, name: true } });
}

/**
 * Notes that a code goes to a destination; until it is said, nothing else does. False when the last one went less than
 * `pauseMs` ago: nobody is to be flooded with codes.
 */
export async function expectCode(
  db: Database,
  { personId, kind, destination, codeHash, codeExpiresAt, at, pauseMs }: { personId: string; kind: TalkingKind; destination: string; codeHash: string; codeExpiresAt: Date; at: Date; pauseMs: number },
): Promise<boolean> {
  const row = { destination, codeHash, codeExpiresAt, guesses: 0, sentAt: at, verifiedAt: null };
  const { count } = await db.prisma.personalChat.updateMany({ where: { personId, kind, sentAt: { lte: new Date(at.getTime() - pauseMs) } }, data: row });
  if (count > 0) return true;
  const created = await db.prisma.personalChat.createMany({ data: [{ personId, kind, ...row }], skipDuplicates: true });
  return created.count > 0;
}

/** What became of a code that was said. */
export type CodeFate = 'verified' | 'wrong' | 'expired' | 'taken';

/** Takes the code that a person says. `taken`: the chat is somebody else's. */
export async function sayCode(db: Database, { personId, kind, codeHash, at }: { personId: string; kind: TalkingKind; codeHash: string; at: Date }): Promise<CodeFate> {
  return db.transaction(async (tx) => {
    const guessed = await tx.personalChat.updateManyAndReturn({
      where: { personId, kind, codeHash: { not: null }, codeExpiresAt: { gt: at }, guesses: { lt: MOST_GUESSES } },
      data: { guesses: { increment: 1 } },
    });
    const [row] = guessed;
    if (!row) return 'expired';
    if (row.codeHash !== codeHash) return 'wrong';
    // Of two who claim one chat at once the second waits here and finds the first.
    await tx.$queryRaw`SELECT 1 FROM pg_advisory_xact_lock(hashtext(${`steward.personalChat:${kind}:${row.destination}`}))`;
    const other = await tx.personalChat.findFirst({ where: { kind, destination: row.destination, verifiedAt: { not: null }, personId: { not: personId } } });
    if (other) return 'taken';
    await tx.personalChat.update({ where: { personId_kind: { personId, kind } }, data: { verifiedAt: at, codeHash: null, codeExpiresAt: null } });
    const waiting = { channel: kind, recipientId: personId, status: 'waiting', heldReason: 'notVerified' };
    await tx.outboxMessage.updateMany({ where: waiting, data: { heldReason: null } });
    return 'verified';
  });
}

/** Forgets a person's own chat; what would go there goes by mail from now on. False when there was none. */
export async function forgetPersonalChat(db: Database, personId: string, kind: TalkingKind): Promise<boolean> {
  const { count } = await db.prisma.personalChat.deleteMany({ where: { personId, kind } });
  return count > 0;
}
