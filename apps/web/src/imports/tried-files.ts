/** A file that was only tried, while this tab is open: the server keeps no file of a dry run. */
export interface TriedFile {
  readonly file: File;
  readonly mapping: string;
}

/** One is enough: whoever tries a file decides on it next. */
let last: { readonly importId: string; readonly tried: TriedFile } | null = null;

/** Keeps the file that a dry run has read. */
export function keepTried(importId: string, tried: TriedFile): void {
  last = { importId, tried };
}

/** The file of a dry run, if it was tried in this tab and none after it. */
export function triedFile(importId: string): TriedFile | null {
  return last?.importId === importId ? last.tried : null;
}
