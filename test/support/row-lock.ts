import pg from 'pg';
import { eventually } from './eventually.js';

/** Holds something, so that the next commit that needs it waits inside its transaction until it is let go. */
export interface RowLock {
  /** Resolves when somebody else's commit waits for it. */
  commitWaits(): Promise<void>;
  /** Lets it go; does nothing where the database has died meanwhile. */
  release(): Promise<void>;
}

/** Locks the row of a case as a foreign transaction would. `databaseUrl` as of the login. */
export function lockCaseRow(databaseUrl: string, caseId: string): Promise<RowLock> {
  return lock(databaseUrl, 'select from cases where id = $1 for update', [caseId]);
}

/** Locks the row of an evaluation as a foreign transaction would. */
export function lockEvaluationRow(databaseUrl: string, evaluationId: string): Promise<RowLock> {
  return lock(databaseUrl, 'select from evaluations where id = $1 for update', [evaluationId]);
}

/** Locks a message of the outbox as a foreign transaction would. */
export function lockMessage(databaseUrl: string, outboxId: string): Promise<RowLock> {
  return lock(databaseUrl, 'select from outbox where id = $1 for update', [outboxId]);
}

/** Writes the first scorecard of a supplier as a foreign transaction that never ends: whoever writes the same waits. */
export function lockScorecard(databaseUrl: string, evaluationId: string, supplierId: string): Promise<RowLock> {
  return lock(databaseUrl, 'insert into scorecards (id, evaluation_id, supplier_id, revision, created_at) values (gen_random_uuid(), $1, $2, 1, now())', [evaluationId, supplierId]);
}

/** Lets nobody write into a table. */
export function lockTable(databaseUrl: string, table: 'scores' | 'evaluation_stages' | 'scorecards' | 'submissions'): Promise<RowLock> {
  // As the login, which owns the tables: whoever may only insert may not lock.
  return lock(databaseUrl, `set role none; lock table ${table} in share row exclusive mode`);
}

async function lock(databaseUrl: string, statement: string, values?: string[]): Promise<RowLock> {
  const holder = new pg.Client({ connectionString: databaseUrl, options: '-c role=steward_staff' });
  const watcher = new pg.Client({ connectionString: databaseUrl });
  for (const client of [holder, watcher]) {
    client.on('error', () => undefined);
    await client.connect();
  }
  await holder.query('begin');
  await (values ? holder.query(statement, values) : holder.query(statement));
  const { rows } = await holder.query<{ pid: number }>('select pg_backend_pid() as pid');
  return {
    async commitWaits() {
      await eventually('a commit waits for what is locked', async () => {
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
