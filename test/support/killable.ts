import { doorOn } from '#apps/door/connect.js';
import type { Door } from '#apps/door/door.js';
import { openDatabase, type Database } from '#persistence/database.js';
import { seedPolicies } from '#persistence/policies/policies.js';
import { seedQuestionnaires } from '#persistence/questionnaires/questionnaires.js';
import { createTestDatabase } from './postgres.js';
import { installation, startRole, type Installation, type Role } from './roles.js';
import type { RowLock } from './row-lock.js';
import { startSmtpSink, type SmtpSink } from './smtp-sink.js';
import { letDaysPass, openTestNamespace, type TestNamespace } from './temporal.js';

/** An installation on real servers whose worker a test kills, as often as it likes. */
export interface Killable {
  readonly db: Database;
  readonly door: Door;
  readonly temporal: TestNamespace;
  readonly sink: SmtpSink;
  readonly steward: Installation;
  /** As of the login. */
  readonly databaseUrl: string;
  /** Lets the worker come to where it needs what is locked, in the middle of a transaction, and kills it there; another takes over. */
  killWhere(locked: RowLock, cause: () => Promise<unknown>): Promise<void>;
  /** Kills the worker while these workflows wait, lets something happen while there is none, and starts another. */
  withoutWorker(workflowIds: readonly string[], meanwhile: () => Promise<unknown>): Promise<void>;
  /** Lets days pass for a workflow, also while nobody works on it; does not wait for their end. */
  passing(workflowId: string, days: number): Promise<void>;
  close(): Promise<void>;
}

/** Opens an installation with the sample's policy and a worker. */
export async function openKillable(): Promise<Killable> {
  const [temporal, database, sink] = await Promise.all([openTestNamespace(), createTestDatabase(), startSmtpSink()]);
  const db = openDatabase({ url: database.url, role: 'staff', applicationName: 'steward-test' });
  await seedPolicies(db, { sample: true, at: new Date('2026-01-01T00:00:00Z') });
  await seedQuestionnaires(db, new Date('2026-01-01T00:00:00Z'));
  const steward = installation({ databaseUrl: database.url, temporalAddress: temporal.address, namespace: temporal.namespace, smtpUrl: sink.url });
  let worker: Role;
  const startWorker = async () => {
    worker = startRole('worker', steward.env);
    await worker.ready();
  };
  await startWorker();
  return {
    db,
    door: doorOn({ db, client: temporal.client }),
    temporal,
    sink,
    steward,
    databaseUrl: database.url,
    async killWhere(locked, cause) {
      try {
        await cause();
        await locked.commitWaits();
        await worker.kill();
      } finally {
        await locked.release();
      }
      await startWorker();
    },
    async withoutWorker(workflowIds, meanwhile) {
      await worker.kill();
      await Promise.all(workflowIds.map((workflowId) => forgetWorker(temporal, workflowId)));
      await meanwhile();
      await startWorker();
    },
    passing: (workflowId, days) => Promise.resolve(void letDaysPass(temporal.client, workflowId, days).catch(() => undefined)),
    async close() {
      await worker?.kill();
      steward.remove();
      await db.close();
      await temporal.close();
      await Promise.all([sink.close(), database.drop()]);
    },
  };
}

/** Temporal keeps work for the worker that had a workflow in its cache, ten seconds long; a dead one need not be waited for. */
async function forgetWorker({ client, namespace }: TestNamespace, workflowId: string): Promise<void> {
  await client.workflowService.resetStickyTaskQueue({ namespace, execution: { workflowId } });
}
