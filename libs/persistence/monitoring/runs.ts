import type { Silence } from '#domain/monitoring/rules.js';
import { decodeCursor, type Page, pageOf } from '../cursor.js';
import { connectionOf, type Database, type Transaction } from '../database.js';
import type { MonitoringRun } from '../generated/client.js';

/** A run of all rules as of a day. */
export interface MonitoringRunRecord {
  id: string;
  /** `YYYY-MM-DD`. */
  asOf: string;
  notify: boolean;
  policyVersion: number;
  /** How many suppliers were monitored. */
  suppliers: number;
  raised: number;
  closed: number;
  silent: Silence[];
  /** Mails that told of what is news, one a reader. */
  told: number;
  /** Rectifications that it decided on. */
  opened: number;
  requestedBy: string;
  startedAt: Date;
  finishedAt: Date | null;
}

/** One run, or null. */
export async function getRun(db: Database | Transaction, id: string): Promise<MonitoringRunRecord | null> {
  const row = await connectionOf(db).monitoringRun.findUnique({ where: { id } });
  return row && recordOf(row);
}

/** Runs, the latest made first. @throws BadCursor */
export async function listRuns(db: Database, page: { limit: number; cursor?: string }): Promise<Page<MonitoringRunRecord>> {
  const [at, id] = page.cursor === undefined ? [] : decodeCursor(page.cursor, ['instant', 'uuid']);
  const rows = await db.prisma.monitoringRun.findMany({
    where: at === undefined || id === undefined ? {} : { OR: [{ startedAt: { lt: at } }, { startedAt: at, id: { lt: id } }] },
    orderBy: [{ startedAt: 'desc' }, { id: 'desc' }],
    take: page.limit + 1,
  });
  return pageOf(rows, page.limit, recordOf, (row) => [row.startedAt.toISOString(), row.id]);
}

function recordOf({ asOf, silent, ...row }: MonitoringRun): MonitoringRunRecord {
  return { ...row, asOf: asOf.toISOString().slice(0, 10), silent: silent as unknown as Silence[] };
}
