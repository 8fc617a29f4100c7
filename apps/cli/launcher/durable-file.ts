import { chmodSync, closeSync, fsyncSync, openSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Replaces a file, readable by its owner only. A power cut leaves the old content or the new, never a part of one. */
export function writeDurably(file: string, content: string | Buffer): void {
  const draft = `${file}.new`;
  writeFileSync(draft, content, { mode: 0o600, flush: true });
  chmodSync(draft, 0o600);
  renameSync(draft, file);
  // The name is durable only when its folder is; Windows opens no folders.
  if (process.platform !== 'win32') syncFolder(dirname(file));
}

function syncFolder(path: string): void {
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
