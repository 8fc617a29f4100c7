import type { Transaction } from '../database.js';

/** The phase-outs that wait for this supplier to take over. */
export function phaseOutsWaitingFor(tx: Transaction, backupId: string): Promise<{ id: string; supplierId: string }[]> {
  return tx.$queryRaw<{ id: string; supplierId: string }[]>`
    SELECT id, supplier_id AS "supplierId" FROM cases
     WHERE process = 'phaseOut' AND status = 'open' AND stage IN ('choosingBackup', 'awaitingBackup')
       AND state->'backups' @> jsonb_build_array(jsonb_build_object('supplierId', ${backupId}::text)) ORDER BY id`;
}
