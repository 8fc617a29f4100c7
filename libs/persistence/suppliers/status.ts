import { statusAfter, type SupplierAct, type SupplierStatus } from '#domain/supplier/status.js';
import type { Transaction } from '../database.js';
import { moveSuppliers } from './move.js';
import { refreshWatch } from './watch.js';

/** The act is not possible from where the supplier stands. */
export class StatusRefused extends Error {
  readonly code = 'supplierStatus';

  constructor(
    readonly status: SupplierStatus | null,
    act: SupplierAct,
  ) {
    super(`The supplier is ${status ?? 'gone'}: ${act} is not possible.`);
    this.name = 'StatusRefused';
  }
}

/**
 * Does one of the domain's acts to a supplier's status, in the transaction of its cause, and tells webhooks. Who becomes active is
 * put on watch at once where something asks for it. Answers the new status.
 * @throws StatusRefused
 */
export async function actOnStatus(tx: Transaction, { supplierId, act, at }: { supplierId: string; act: SupplierAct; at: Date }): Promise<SupplierStatus> {
  const [found] = await tx.$queryRaw<{ status: SupplierStatus; mergedIntoId: string | null }[]>`
    SELECT status, merged_into_id AS "mergedIntoId" FROM suppliers WHERE id = ${supplierId}::uuid FOR UPDATE`;
  const to = found && found.mergedIntoId === null ? statusAfter(found.status, act) : null;
  if (!found || to === null) throw new StatusRefused(found?.status ?? null, act);
  await moveSuppliers(tx, { supplierIds: [supplierId], from: found.status, act, at });
  if (to === 'active') await refreshWatch(tx, [supplierId], at);
  return to;
}
