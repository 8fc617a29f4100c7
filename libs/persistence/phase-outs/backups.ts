import { connectionOf, type Database, type Transaction } from '../database.js';
import { Prisma } from '../generated/client.js';

/** Who takes over in a category, as screens and the API show it. */
export interface BackupRecord {
  readonly category: string;
  readonly supplierId: string;
  readonly name: string;
  readonly status: string;
  readonly position: number;
}

/** Somebody named as a backup cannot be one. */
export class NoBackup extends Error {
  readonly code = 'backupNotPossible';

  constructor(readonly supplierId: string) {
    super(`${supplierId} is no supplier, was merged into another, or is the supplier itself.`);
    this.name = 'NoBackup';
  }
}

/** The backups of a supplier by category, the first choice first. */
export function backupsOf(db: Database | Transaction, supplierId: string): Promise<BackupRecord[]> {
  return connectionOf(db).$queryRaw<BackupRecord[]>(Prisma.sql`
    SELECT b.category, b.backup_id AS "supplierId", s.name, s.status, b.position
      FROM supplier_backups b JOIN suppliers s ON s.id = b.backup_id
     WHERE b.supplier_id = ${supplierId}::uuid ORDER BY b.category, b.position`);
}

/**
 * Makes the list the backups of the supplier in a category, the first choice first.
 * @throws NoBackup
 */
export async function setBackups(
  tx: Transaction,
  { supplierId, category, backupIds, setBy, at }: { supplierId: string; category: string; backupIds: readonly string[]; setBy: string; at: Date },
): Promise<void> {
  const known = await tx.supplier.findMany({ where: { id: { in: [...backupIds] }, mergedIntoId: null }, select: { id: true } });
  const wrong = backupIds.find((id) => id === supplierId || !known.some((each) => each.id === id));
  if (wrong !== undefined) throw new NoBackup(wrong);
  await tx.supplierBackup.deleteMany({ where: { supplierId, category } });
  await tx.supplierBackup.createMany({ data: [...new Set(backupIds)].map((backupId, position) => ({ supplierId, category, backupId, position, setBy, setAt: at })) });
}
