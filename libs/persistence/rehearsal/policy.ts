import type { Database } from '../database.js';

/** Puts a stored version in force, whatever it was: a draft, or one that was superseded long ago. For rehearsals only. */
export async function putInForce(db: Database, version: number, at: Date): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.policy.updateMany({ where: { status: 'published', version: { not: version } }, data: { status: 'superseded' } });
    await tx.policy.updateMany({ where: { version, status: { not: 'published' } }, data: { status: 'published', publishedAt: at } });
  });
}
