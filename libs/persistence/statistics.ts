import type { Database } from './database.js';

/**
 * Tells the planner how large the tables have become, where it believes them to be much smaller. Call it outside of a transaction,
 * after many rows were written and before what reads them all; it takes milliseconds where nothing has grown.
 */
export async function refreshStatistics(db: Database): Promise<void> {
  await db.pool.query('SELECT steward_refresh_statistics()');
}
