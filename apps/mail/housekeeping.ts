import type { Database } from '#persistence/database.js';
import { dropOldDrafts } from '#persistence/drafts/drafts.js';
import { deleteAbandonedFiles, withoutRow } from '#persistence/inbound/abandoned.js';
import { contentOfShard, removeContent, removeHalfWritten } from '#persistence/inbound/content-store.js';

/** How long a file may wait to be named by a command or a message, in milliseconds. */
const PATIENCE = 24 * 60 * 60_000;
/** How long a draft of a supplier's page is kept untouched, in milliseconds. */
const DRAFTS_KEPT = 90 * 24 * 60 * 60_000;
const HOUR = 60 * 60_000;
/** Bounds of one run: rows, and folders of the store, of which there are 256. */
const MOST_ROWS = 500;
const SHARDS_A_RUN = 16;

/** What one run has removed. */
export interface Removed {
  readonly files: number;
  readonly contents: number;
}

/**
 * Removes what was stored and never used, a bounded part of the store each hour: files that nobody has named within a day, and
 * content that no row refers to. Rows go first, so that no row ever names content that is gone. Every folder of the store has
 * its turn within 16 hours.
 */
export async function removeAbandoned({ db, filesDirectory }: { db: Database; filesDirectory: string }, at: Date): Promise<Removed> {
  const before = new Date(at.getTime() - PATIENCE);
  await dropOldDrafts(db.prisma, new Date(at.getTime() - DRAFTS_KEPT));
  const freed = await deleteAbandonedFiles(db, before, MOST_ROWS);
  let contents = await removeUnreferenced(freed);
  const turn = (Math.floor(at.getTime() / HOUR) * SHARDS_A_RUN) % 256;
  for (let shard = turn; shard < turn + SHARDS_A_RUN; shard++) contents += await removeUnreferenced(await contentOfShard(filesDirectory, shard));
  await removeHalfWritten(filesDirectory, before);
  return { files: freed.length, contents };

  async function removeUnreferenced(hashes: readonly string[]): Promise<number> {
    let removed = 0;
    for (const sha256 of await withoutRow(db, hashes)) if (await removeContent(filesDirectory, sha256, before)) removed += 1;
    return removed;
  }
}
