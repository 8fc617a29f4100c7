import { linkSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { identify, isRunning, type ProcessIdentity } from './processes.js';

/** Another launcher works on this data directory; the message names its process. */
export class DirectoryInUse extends Error {
  constructor(
    directory: string,
    readonly pid: number,
  ) {
    super(`Steward already runs on ${directory} (process ${pid}). Stop that one first, or choose another folder with --data.`);
    this.name = 'DirectoryInUse';
  }
}

/**
 * Makes this process the only launcher of a data directory. A lock whose process is gone is taken over.
 * @returns the function that gives the directory free again
 * @throws DirectoryInUse
 */
export function lockDirectory(directory: string): () => void {
  const lock = join(directory, 'lock');
  const own = JSON.stringify(identify(process.pid));
  const scratch = mkdtempSync(join(directory, '.lock-'));
  try {
    const draft = join(scratch, 'draft');
    writeFileSync(draft, own);
    for (let attempt = 0; attempt < 20; attempt += 1) {
      // A hard link appears whole or not at all, and never replaces what is there.
      if (linked(draft, lock)) return () => release(lock, own);
      const holder = read(lock);
      if (holder && isRunning(holder.identity)) throw new DirectoryInUse(directory, holder.identity.pid);
      if (holder) retire(lock, join(scratch, `stale-${attempt}`), holder.text);
    }
    throw new Error(`${lock} keeps changing hands; several starts at once? Try again.`);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function linked(draft: string, lock: string): boolean {
  try {
    linkSync(draft, lock);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Takes the stale lock away; if another start was quicker and the lock is already its own, puts it back. */
function retire(lock: string, aside: string, stale: string): void {
  try {
    renameSync(lock, aside);
  } catch {
    return;
  }
  if (readFileSync(aside, 'utf8') !== stale) linked(aside, lock);
}

function read(lock: string): { text: string; identity: ProcessIdentity } | null {
  try {
    const text = readFileSync(lock, 'utf8');
    return { text, identity: JSON.parse(text) as ProcessIdentity };
  } catch {
    return null;
  }
}

function release(lock: string, own: string): void {
  if (read(lock)?.text === own) rmSync(lock, { force: true });
}
