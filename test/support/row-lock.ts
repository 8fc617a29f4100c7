import pg from 'pg';
import { eventually } from './eventually.js';

/** Holds a case's row, so that its next commit waits inside its transaction until the row is let go. */
export interface RowLock {
  /** Resolves when a worker's commit waits for the row. */
  commitWaits(): Promise<void>;
  /** Lets the row go; does nothing where the database has died meanwhile. */
  release(): Promise<void>;
}

/** Locks the row of a case as a foreign transaction would. `databaseUrl` as of the login. */
export async function lockCaseRow(databaseUrl: string, caseId: string): Promise<RowLock> {
  const holder = new pg.Client({ connectionString: databaseUrl, options: '-c role=steward_staff' });
  const watcher = new pg.Client({ connectionString: databaseUrl });
  for (const client of [holder, watcher]) {
    client.on('error', () => undefined);
    await client.connect();
  }
  await holder.query('begin');
  await holder.query('select from cases where id = $1 for update', [caseId]);
  const { rows } = await holder.query<{ pid: number }>('select pg_backend_pid() as pid');
  return {
    async commitWaits() {
      await eventually('a commit waits for the row', async () => {
        const waiting = await watcher.query('select from pg_stat_activity where $1 = any (pg_blocking_pids(pid))', [rows[0]?.pid]);
        return (waiting.rowCount ?? 0) > 0;
      });
    },
    async release() {
      await holder.query('rollback').catch(() => undefined);
      for (const client of [holder, watcher]) await client.end().catch(() => undefined);
    },
  };
}
