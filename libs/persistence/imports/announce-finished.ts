import type pg from 'pg';
import type { Transaction } from '../database.js';
import type { Import } from '../generated/client.js';
import { announce, told } from '../webhooks/announce.js';

type Finished = Pick<Import, 'id' | 'mapping' | 'status' | 'dryRun' | 'rowsRead' | 'landed' | 'updated' | 'unchanged' | 'quarantined' | 'filtered' | 'warnings'>;

/** Tells of imports that have ended, in the transaction that ended them. */
export async function announceFinished(tx: Transaction | pg.ClientBase, finished: readonly Finished[], at: Date): Promise<void> {
  await announce(tx, finished.map((each) => told('import.finished', { key: each.id, data: dataOf(each), at })));
}

function dataOf({ id: importId, mapping, status, dryRun, rowsRead, landed, updated, unchanged, quarantined, filtered, warnings }: Finished) {
  return { importId, mapping, status: status === 'completed' ? ('completed' as const) : ('failed' as const), dryRun, rowsRead, landed, updated, unchanged, quarantined, filtered, warnings };
}
