import { createHash } from 'node:crypto';

/** Where every case's chain begins. */
export const CHAIN_START = '0'.repeat(64);

/** One event as it is hashed: every column but the hashes. */
export interface ChainedEvent {
  readonly caseId: string;
  readonly sequence: number;
  readonly ordinal: number;
  readonly supplierId: string;
  readonly type: string;
  /** ISO instant, UTC, milliseconds. */
  readonly at: string;
  readonly actorKind: string;
  readonly actorId: string;
  readonly commandId: string | null;
  readonly submissionId: string | null;
  readonly data: unknown;
}

/** sha256, in hexadecimal, of the previous hash and the event's canonical JSON (keys sorted). */
export function chainHash(previousHash: string, event: ChainedEvent): string {
  return createHash('sha256').update(previousHash).update('\n').update(canonicalJson(event)).digest('hex');
}

function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, each]) => `${JSON.stringify(key)}:${canonicalJson(each)}`).join(',')}}`;
}
