import { createHash } from 'node:crypto';
import type pg from 'pg';
import { batchMapping, readBatchFact } from '#domain/facts/batch-mapping.js';
import type { FactKindName } from '#domain/facts/catalogue.js';
import { columnsOf } from '#domain/facts/mapping.js';
import type { Problem } from '#domain/facts/rules.js';
import { checkDecision, type SubmissionStatus } from '#domain/submission/submission.js';
import type { Database } from '../database.js';
import { landRows } from '../imports/land-rows.js';
import { recorded } from '../imports/transaction.js';
import { insertOutbox, type NewOutboxMessage } from '../outbox/outbox.js';

/** Who decides, and when. */
export interface Decider {
  readonly id: string;
  readonly by: string;
  readonly at: Date;
}

/** A decision to accept, and the fact that the submission becomes. */
export interface Acceptance extends Decider {
  readonly importId: string;
  readonly kind: FactKindName;
  readonly fact: Record<string, unknown>;
}

/** The source of facts that were submissions; there they are known by the submission's id. Nobody else sends facts of it. */
export const SUBMISSIONS = 'submissions';

/** The cleaning refuses the fact: nothing was landed, and the submission is still undecided. */
export class FactRefused extends Error {
  constructor(readonly problems: readonly Problem[]) {
    super(problems.map(({ hint }) => hint).join(' '));
    this.name = 'FactRefused';
  }
}

/**
 * Marks a submission accepted and lands its fact through the cleaning that all facts go through, in one transaction. The same
 * person accepting again changes nothing.
 * @throws Refusal `alreadyDecided`, `ownSubmission`; FactRefused
 */
export async function acceptSubmission(db: Database, acceptance: Acceptance): Promise<void> {
  const { importId, kind, fact, by, at } = acceptance;
  const mapping = batchMapping(kind, SUBMISSIONS);
  const { cells, problem } = readBatchFact(fact, columnsOf(mapping));
  const begin = { importId, mapping, fileName: `submission-${acceptance.id}.json`, dryRun: false, startedBy: by, now: () => at };
  const sha256 = () => createHash('sha256').update(JSON.stringify(fact)).digest('hex');
  await recorded(db, begin, async (client) => {
    await markAccepted(client, acceptance);
    await landRows(client, begin, only({ line: 1, cells, problem }), { sha256 });
    const { rows } = await client.query<{ problems: string }>('SELECT problems FROM staged WHERE problems IS NOT NULL');
    if (rows[0]) throw new FactRefused(JSON.parse(rows[0].problems) as Problem[]);
  });
}

async function* only<Row>(row: Row): AsyncGenerator<Row[]> {
  yield [row];
}

async function markAccepted(client: pg.ClientBase, { id, by, at }: Decider): Promise<void> {
  const { rows } = await client.query<{ status: SubmissionStatus; submittedBy: string; decidedBy: string | null }>(
    `SELECT status, submitted_by AS "submittedBy", decided_by AS "decidedBy" FROM supplier_submissions WHERE id = $1 FOR UPDATE`,
    [id],
  );
  const [row] = rows;
  if (!row) throw new Error(`The submission ${id} is gone`);
  if (checkDecision({ id, ...row }, 'accepted', by) === 'again') return;
  await client.query(`UPDATE supplier_submissions SET status = 'accepted', decided_by = $2, decided_at = $3 WHERE id = $1`, [id, by, at]);
}

/**
 * Returns a submission with its reason, and stores the mails that say so, in one transaction. The same person returning it again
 * changes nothing.
 * @throws Refusal `alreadyDecided`
 */
export async function returnSubmission(db: Database, { id, by, at, reason, mails }: Decider & { reason: string; mails: readonly NewOutboxMessage[] }): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.$queryRaw`SELECT id FROM supplier_submissions WHERE id = ${id}::uuid FOR UPDATE`;
    const row = await tx.supplierSubmission.findUniqueOrThrow({ where: { id } });
    if (checkDecision({ ...row, status: row.status as SubmissionStatus }, 'returned', by) === 'again') return;
    await tx.supplierSubmission.update({ where: { id }, data: { status: 'returned', reason, decidedBy: by, decidedAt: at } });
    await insertOutbox(tx, mails);
  });
}
