import type { Database } from '../database.js';
import { newSecret, secretHash } from './secrets.js';

const HOUR = 3_600_000;

/** How long a browser stays signed in, in milliseconds. */
export const SESSION_LIFE = 12 * HOUR;

/** Makes a one-time link's token for a person; only its hash is stored. `life` in milliseconds. */
export async function createSignInToken(db: Database, link: { personId: string; at: Date; life: number }): Promise<string> {
  const token = newSecret();
  await db.prisma.signInLink.create({
    data: {
      hash: secretHash(token),
      personId: link.personId,
      createdAt: link.at,
      expiresAt: new Date(link.at.getTime() + link.life),
    },
  });
  return token;
}

/**
 * Uses a one-time token up and begins a session. Null when the token is unknown, used, expired, or its person inactive.
 * Of two simultaneous uses one wins.
 */
export async function redeemSignInToken(db: Database, token: string, at: Date): Promise<{ session: string; expiresAt: Date } | null> {
  return db.transaction(async (tx) => {
    const { count } = await tx.signInLink.updateMany({
      where: { hash: secretHash(token), usedAt: null, expiresAt: { gt: at } },
      data: { usedAt: at },
    });
    if (count === 0) return null;
    const { personId } = await tx.signInLink.findUniqueOrThrow({ where: { hash: secretHash(token) } });
    const person = await tx.person.findFirst({ where: { id: personId, active: true } });
    if (!person) return null;
    const session = newSecret();
    const expiresAt = new Date(at.getTime() + SESSION_LIFE);
    await tx.session.create({ data: { hash: secretHash(session), personId, createdAt: at, expiresAt } });
    return { session, expiresAt };
  });
}

/** Ends a session; ending it twice changes nothing. */
export async function endSession(db: Database, sessionHash: string, at: Date): Promise<void> {
  await db.prisma.session.updateMany({ where: { hash: sessionHash, endedAt: null }, data: { endedAt: at } });
}
