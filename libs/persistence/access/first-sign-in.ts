import { v5 as uuidv5 } from 'uuid';
import type { Database } from '../database.js';
import { staffRoles } from './roles.js';
import { createSignInToken } from './sessions.js';

const DAY = 86_400_000;
const ADMINISTRATOR = 'admin@example.com';

/** The page that a one-time link opens. The token is in the fragment: no server or proxy sees or logs it. */
export function signInAddress(publicUrl: string, token: string): string {
  return `${publicUrl}/sign-in#token=${token}`;
}

/**
 * A one-time link, valid 24 hours, for the administrator, who is made if nobody holds that role yet.
 * Null while an administrator is signed in. On a laptop the mailed links land in a mailbox that is read
 * after signing in, so each start without a signed-in administrator offers a new way in.
 */
export async function createFirstSignInLink(db: Database, first: { now: Date; publicUrl: string }): Promise<string | null> {
  const administrators = await db.prisma.person.findMany({ where: { roles: { has: 'admin' }, active: true }, orderBy: { createdAt: 'asc' } });
  const ids = administrators.map((person) => person.id);
  if ((await db.prisma.session.count({ where: { personId: { in: ids }, endedAt: null, expiresAt: { gt: first.now } } })) > 0) return null;
  const personId = ids[0] ?? (await createAdministrator(db, first.now));
  return signInAddress(first.publicUrl, await createSignInToken(db, { personId, at: first.now, life: DAY }));
}

/** Fixed id and unique address: two processes that start at once make one. */
async function createAdministrator(db: Database, at: Date): Promise<string> {
  const id = uuidv5(`mailto:${ADMINISTRATOR}`, uuidv5.URL);
  await db.prisma.person.createMany({
    data: [{ id, name: 'Administrator', email: ADMINISTRATOR, roles: [...staffRoles], language: 'en', active: true, createdAt: at }],
    skipDuplicates: true,
  });
  return id;
}
