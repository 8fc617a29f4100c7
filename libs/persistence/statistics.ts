import type { Database } from './database.js';

/**
 * Tells the planner how large the tables have become, where it believes them to be much smaller. Call it outside of a transaction,
 * after many rows were written and before what reads them all; it takes milliseconds where nothing has grown. `target` is the
 * measure of their detail (PostgreSQL's default_statistics_target): 300 rows of a table are looked at for each of its units.
 */
export async function refreshStatistics(db: Database, target = 100): Promise<void> {
  await db.pool.query(`SET LOCAL default_statistics_target = ${target}; SELECT steward_refresh_statistics()`);
}
