import { createHash, randomUUID } from 'node:crypto';
import { link, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Bytes in the store: two times the same bytes are one file. */
export interface StoredContent {
  readonly sha256: string;
  /** Path inside the store's folder. */
  readonly key: string;
  readonly size: number;
}

/** Where content of a hash lies inside the store's folder. */
export function contentKey(sha256: string): string {
  return join('sha256', sha256.slice(0, 2), sha256);
}

/**
 * Writes a stream under its hash. When this returns, bytes and name are on the disk: a power cut loses neither.
 * Throws what the disk or the stream throws, and leaves nothing half-written behind.
 */
export async function storeContent(directory: string, chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<StoredContent> {
  const arriving = join(directory, 'arriving');
  await mkdir(arriving, { recursive: true });
  const temporary = join(arriving, randomUUID());
  try {
    const { sha256, size } = await write(temporary, chunks);
    const key = contentKey(sha256);
    await keep(temporary, join(directory, key));
    return { sha256, key, size };
  } finally {
    await rm(temporary, { force: true });
  }
}

async function write(path: string, chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<{ sha256: string; size: number }> {
  const hash = createHash('sha256');
  let size = 0;
  const file = await open(path, 'wx');
  try {
    for await (const chunk of chunks) {
      hash.update(chunk);
      size += chunk.length;
      await file.write(chunk);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { sha256: hash.digest('hex'), size };
}

async function keep(temporary: string, final: string): Promise<void> {
  // The same bytes again replace those that are there: their age protects them until a row names them.
  await mkdir(dirname(final), { recursive: true });
  await rename(temporary, final);
  // The name is durable only when its folder is.
  const folder = await open(dirname(final), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** One of the store's 256 folders; `shard` from 0. Its hashes, and none where there is no such folder yet. */
export async function contentOfShard(directory: string, shard: number): Promise<string[]> {
  const folder = join(directory, 'sha256', shard.toString(16).padStart(2, '0'));
  return (await namesIn(folder)).filter((name) => /^[0-9a-f]{64}$/.test(name));
}

/**
 * Removes content that was stored before an instant. Whoever stores the same bytes meanwhile keeps them. True when it was
 * removed.
 */
export async function removeContent(directory: string, sha256: string, before: Date): Promise<boolean> {
  const final = join(directory, contentKey(sha256));
  if (!(await isOlder(final, before))) return false;
  const aside = join(directory, 'arriving', randomUUID());
  await mkdir(dirname(aside), { recursive: true });
  try {
    await rename(final, aside);
    // Between the look and the move it may have been stored anew: then it goes back, unless it has come a third time.
    const old = await isOlder(aside, before);
    if (!old) await link(aside, final).catch(ignoreCode('EEXIST'));
    return old;
  } catch (error) {
    ignoreCode('ENOENT')(error);
    return false;
  } finally {
    await rm(aside, { force: true });
  }
}

/** Removes what uploads left half-written that began before an instant: their processes are gone. Answers how many. */
export async function removeHalfWritten(directory: string, before: Date): Promise<number> {
  let removed = 0;
  for (const name of await namesIn(join(directory, 'arriving'))) {
    const path = join(directory, 'arriving', name);
    if (!(await isOlder(path, before))) continue;
    await rm(path, { force: true });
    removed += 1;
  }
  return removed;
}

async function isOlder(path: string, than: Date): Promise<boolean> {
  const there = await stat(path).catch(ignoreCode('ENOENT'));
  return there !== undefined && there.mtimeMs < than.getTime();
}

async function namesIn(folder: string): Promise<string[]> {
  return (await readdir(folder).catch(ignoreCode('ENOENT'))) ?? [];
}

function ignoreCode(code: string): (error: unknown) => undefined {
  return (error) => {
    if ((error as NodeJS.ErrnoException).code !== code) throw error;
    return undefined;
  };
}
