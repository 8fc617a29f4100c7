import type pg from 'pg';
import type { Transaction } from '../database.js';

/**
 * An import that commits while an evaluation is scored must be seen by all of its chunks or by none.
 *
 * Whoever lands facts holds this lock shared, from before the facts get their instant of arrival until the commit.
 * Whoever begins to score against a cut-off takes it exclusively for a moment, after the cut-off was stored: it thereby waits until
 * every landing that is under way has committed, and all chunks see those. A landing that gets the lock later finds the
 * cut-off and arrives after it, whatever its clock says, so that no chunk sees it.
 * A writer in the queue stops new readers in PostgreSQL, so landings cannot keep an evaluation from ever starting.
 */
const LANDING = "hashtextextended('steward.landing', 0)";

/**
 * To be called in the landing transaction, before the first fact is written. @returns the instant at which its facts arrive: the
 * given one, or where an evaluation has a later cut-off already, the first millisecond after that
 */
export async function holdLanding(client: pg.ClientBase, at: Date): Promise<Date> {
  await client.query(`SELECT pg_advisory_xact_lock_shared(${LANDING})`);
  // A statement of its own after the lock: it sees the cut-off of whoever held the lock before.
  const { rows } = await client.query<{ newest: Date | null }>('SELECT max(cut_off_at) AS newest FROM evaluations');
  const newest = rows[0]?.newest?.getTime() ?? 0;
  return new Date(Math.max(at.getTime(), newest + 1));
}

/** Waits in the transaction that fixes what is scored until no landing is under way; new ones wait until it ends. */
export async function waitForLandings(tx: Transaction): Promise<void> {
  await tx.$queryRawUnsafe(`SELECT 1 FROM pg_advisory_xact_lock(${LANDING})`);
}
