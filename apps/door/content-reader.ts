import type { Database } from '#persistence/database.js';
import type { FieldProblem } from './door.js';

/** What a reader works from: facts and content of a command as its schema has passed it. */
export interface ContentRead {
  readonly supplierId: string;
  /** State of the case as its row has it. */
  readonly state: unknown;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly content: Readonly<Record<string, unknown>>;
  readonly receivedAt: Date;
}

/** What was read: facts that travel to the workflow beside those of the body, and what is stored besides; or what is wrong. */
export type Read = { readonly facts: object; readonly content: object } | { readonly problems: readonly FieldProblem[] };

/** Reads what a command's content means where the workflow must not see it and the body must not say it. */
export type ContentReader = (db: Database, read: ContentRead) => Promise<Read>;
