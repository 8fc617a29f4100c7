import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
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
    await keep(temporary, join(directory, key), size);
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

async function keep(temporary: string, final: string, size: number): Promise<void> {
  const there = await stat(final).catch(() => null);
  if (there?.size === size) return;
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
