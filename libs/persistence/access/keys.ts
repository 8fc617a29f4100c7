import { decodeCursor, pageOf, type Page } from '../cursor.js';
import type { Database } from '../database.js';
import type { ApiKey } from '../generated/client.js';
import { roles, type Role } from './roles.js';
import { secretHash } from './secrets.js';

/** Name of the key that the environment gives at the first start. */
const BOOTSTRAP = 'bootstrap';

export interface NewKey {
  readonly id: string;
  readonly name: string;
  /** The key itself; only its hash is stored. */
  readonly key: string;
  readonly roles: readonly Role[];
  /** Whom the key acts for; null: itself. */
  readonly personId: string | null;
  readonly createdBy: string;
  readonly expiresAt: Date | null;
  readonly at: Date;
}

/** Adds a key; the same id again answers the first. */
export async function createKey(db: Database, key: NewKey): Promise<ApiKey> {
  await db.prisma.apiKey.createMany({
    data: [
      {
        id: key.id,
        name: key.name,
        hash: secretHash(key.key),
        roles: [...key.roles],
        personId: key.personId,
        createdBy: key.createdBy,
        createdAt: key.at,
        expiresAt: key.expiresAt,
      },
    ],
    skipDuplicates: true,
  });
  return db.prisma.apiKey.findUniqueOrThrow({ where: { hash: secretHash(key.key) } });
}

/** Keys, newest first; never the keys themselves. @throws BadCursor */
export async function listKeys(db: Database, page: { limit: number; cursor?: string }): Promise<Page<ApiKey>> {
  const [createdAt, id] = page.cursor === undefined ? [] : decodeCursor(page.cursor, ['instant', 'uuid']);
  const rows = await db.prisma.apiKey.findMany({
    where:
      createdAt === undefined || id === undefined
        ? {}
        : { OR: [{ createdAt: { lt: new Date(createdAt) } }, { createdAt: new Date(createdAt), id: { lt: id } }] },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: page.limit + 1,
  });
  return pageOf(rows, page.limit, (row) => row, (row) => [row.createdAt.toISOString(), row.id]);
}

/** Ends a key at once; false when there is no such key. Revoking twice keeps the first time. */
export async function revokeKey(db: Database, id: string, at: Date): Promise<boolean> {
  await db.prisma.apiKey.updateMany({ where: { id, revokedAt: null }, data: { revokedAt: at } });
  return (await db.prisma.apiKey.count({ where: { id } })) > 0;
}

/** Makes the bootstrap key, with all roles, if no key was ever made under that name; a later change of its value adds nothing. */
export async function ensureBootstrapKey(db: Database, bootstrap: { id: string; key: string; at: Date }): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtext('steward:bootstrap-key'))`;
    if ((await tx.apiKey.count({ where: { createdBy: BOOTSTRAP } })) > 0) return;
    await tx.apiKey.create({
      data: {
        id: bootstrap.id,
        name: BOOTSTRAP,
        hash: secretHash(bootstrap.key),
        roles: [...roles],
        createdBy: BOOTSTRAP,
        createdAt: bootstrap.at,
      },
    });
  });
}

/**
 * Who is the same hand as this principal: the person who made it, if it is a key that acts for itself, and such keys that this
 * person made, through any number of keys. Ids of people and keys, without its own. Keys that no person made – the installation's
 * own first key, those of the command line and what programs made with them – stand each for itself.
 */
export async function sameHand(db: Database, principalId: string): Promise<string[]> {
  const { rows } = await db.pool.query<{ id: string }>(
    `with recursive makers(id) as (
       select $1::text
       union select k.created_by from makers m join api_keys k on k.id::text = m.id where k.person_id is null and k.created_by ~ '^[0-9a-f-]{36}$'
     ), hand(id) as (
       select m.id from makers m join people p on p.id::text = m.id
       union select k.id::text from hand h join api_keys k on k.created_by = h.id where k.person_id is null
     )
     select id from hand where id <> $1`,
    [principalId],
  );
  return rows.map((row) => row.id);
}
