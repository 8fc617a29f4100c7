import type { Transaction } from '../database.js';

/*
 * An appeal is taken while its cycle hears appeals, and a cycle goes on when none is left: each must see the other. An advisory lock,
 * since the portal's role may lock no evaluation. Both last until the transaction ends.
 */

/** Whoever files an appeal: others may too, and no cycle goes on meanwhile. */
export async function whileFiling(tx: Transaction, evaluationId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock_shared(hashtext(${`steward.appeals:${evaluationId}`}))`;
}

/** The cycle that wants to go on: waits for appeals that are being filed; those that come after it find that it has gone on. */
export async function endFiling(tx: Transaction, evaluationId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext(${`steward.appeals:${evaluationId}`}))`;
}
