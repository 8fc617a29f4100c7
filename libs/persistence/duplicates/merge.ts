import type pg from 'pg';
import { mergeRefusals, type MergeRefusal, type MergeSide } from '#domain/duplicates/merge.js';
import type { SupplierStatus } from '#domain/supplier/status.js';
import { v5 as uuidv5 } from 'uuid';
import type { Database } from '../database.js';
import { Prisma } from '../generated/client.js';
import { noteLateFacts } from '../restatements/note-late-facts.js';
import { refreshSegments } from '../segmentation/effective.js';
import { inBulkTransaction, lockSegments, run } from '../suppliers/bulk.js';
import { lockMerges } from '../suppliers/merged.js';
import { moveSuppliers } from '../suppliers/move.js';
import { movedDates, moveFactsOfMerged } from './facts-of-merged.js';
import { joinPeople, joinRecords, type MergeScope } from './join.js';

/** The two cannot be merged, for these reasons. */
export class MergeRefused extends Error {
  readonly code: MergeRefusal['code'];

  constructor(readonly refusals: readonly [MergeRefusal, ...MergeRefusal[]]) {
    super(refusals.map(({ message }) => message).join(' '));
    this.name = 'MergeRefused';
    this.code = refusals[0].code;
  }
}

/** The proposal is not open any more. */
export class DuplicateDecided extends Error {
  readonly code = 'decided';

  constructor(readonly status: string) {
    super(`This proposal is ${status}; it is not decided twice.`);
    this.name = 'DuplicateDecided';
  }
}

/** The supplier to keep is not one of the two. */
export class NotOfThePair extends Error {
  readonly code = 'notOfThePair';
}

/** What a merge moved. `facts` by table. */
export interface MergeResult {
  keptId: string;
  mergedId: string;
  facts: Record<string, number>;
  contacts: number;
}

/** Seconds that one statement may take: facts without an index by supplier are read whole. */
const STATEMENT_SECONDS = 300;

/** Seconds that a merge waits for facts that are just landing. */
const LANDING_SECONDS = 10;
const factsLanding: MergeRefusal = { code: 'mergeFactsLanding', message: 'An import is landing facts right now; merge when it is finished.' };

/**
 * Makes one of the two proposed suppliers part of the other. Its facts, contacts, categories, findings and waiting submissions
 * move; cases, scores and messages stay where they were made and show in the survivor's timeline; it becomes inactive and
 * leaves a redirect – as do all that were merged into it before, so a redirect is never followed twice. Days whose figures
 * change are noted for restatement. Both suppliers are locked in the order of their ids, all within one transaction.
 * @returns null when there is no such proposal
 * @throws MergeRefused, DuplicateDecided, NotOfThePair
 */
export async function mergeDuplicate(
  db: Database,
  merge: { proposalId: string; keepId: string; reason: string; decidedBy: string; today: string; at: Date },
): Promise<MergeResult | null> {
  return inBulkTransaction(db, STATEMENT_SECONDS, async (client) => {
    if (!(await lockMerges(client, LANDING_SECONDS))) throw new MergeRefused([factsLanding]);
    await lockSegments(client);
    const pair = await lockProposal(client, merge.proposalId);
    if (!pair) return null;
    if (!pair.ids.includes(merge.keepId)) throw new NotOfThePair(`Keep one of ${pair.ids.join(' and ')}.`);
    await client.query('SELECT FROM suppliers WHERE id = ANY($1::uuid[]) ORDER BY id FOR UPDATE', [pair.ids]);
    if (pair.status !== 'open') throw new DuplicateDecided(pair.status);
    const goneId = pair.ids[0] === merge.keepId ? pair.ids[1] : pair.ids[0];
    const scope = { keptId: merge.keepId, goneId, today: merge.today, at: merge.at, decidedBy: merge.decidedBy };
    await refuse(client, scope);
    const contacts = await joinPeople(client, scope);
    await joinRecords(client, scope);
    await redirect(client, scope);
    const facts = await moveFactsOfMerged(client, { into: scope.keptId });
    await refreshSegments(client, { ids: [scope.keptId], asOf: scope.today, at: scope.at });
    // Nobody can have opened a case for it, or begun to score it, unseen: both wait for this lock, or it waited for them.
    await client.query('LOCK TABLE cases, evaluation_members IN SHARE ROW EXCLUSIVE MODE');
    await refuse(client, scope, 'again');
    const result = { keptId: scope.keptId, mergedId: goneId, facts, contacts };
    await settle(client, merge, result);
    await noteLateFacts(client, { restatementId: uuidv5('restatement', merge.proposalId), importId: null, at: merge.at, changed: movedDates });
    return result;
  });
}

async function lockProposal(client: pg.ClientBase, id: string): Promise<{ ids: readonly [string, string]; status: string } | null> {
  const { rows } = await client.query<{ first: string; second: string; status: string }>(
    'SELECT first_id AS first, second_id AS second, status FROM duplicate_proposals WHERE id = $1 FOR UPDATE',
    [id],
  );
  return rows[0] ? { ids: [rows[0].first, rows[0].second], status: rows[0].status } : null;
}

/** Looks at both again after the redirect is laid: then only what others did meanwhile counts. */
async function refuse(client: pg.ClientBase, { keptId, goneId }: MergeScope, when: 'first' | 'again' = 'first'): Promise<void> {
  const { rows } = await client.query<MergeSide>(
    `SELECT s.id, s.name, s.status, s.merged_into_id AS "mergedIntoId",
            (SELECT count(*)::int FROM cases c WHERE c.supplier_id = s.id AND c.status = 'open') AS "openCases",
            EXISTS (SELECT FROM evaluation_members m JOIN evaluations e ON e.id = m.evaluation_id
                     WHERE m.supplier_id = s.id AND e.status = 'running') AS "beingScored"
       FROM suppliers s WHERE s.id = ANY($1::uuid[])`,
    [[keptId, goneId]],
  );
  const [kept, gone] = [keptId, goneId].map((id) => rows.find((row) => row.id === id));
  if (!kept || !gone) throw new Error('A supplier of the proposal is gone');
  const refusals = mergeRefusals(kept, gone).filter(({ code }) => when === 'first' || code === 'mergeOpenCases' || code === 'mergeBeingScored');
  const [first, ...more] = refusals;
  if (first) throw new MergeRefused([first, ...more]);
}

async function redirect(client: pg.ClientBase, { keptId, goneId, at }: MergeScope): Promise<void> {
  const { rows } = await client.query<{ status: SupplierStatus }>('SELECT status FROM suppliers WHERE id = $1', [goneId]);
  for (const { status } of rows) await moveSuppliers(client, { supplierIds: [goneId], from: status, act: 'merge', at });
  await run(client, Prisma.sql`
    UPDATE suppliers SET merged_into_id = ${keptId}::uuid, version = version + 1, updated_at = ${at}, pareto_class = NULL
     WHERE id = ${goneId}::uuid OR merged_into_id = ${goneId}::uuid`);
  await run(client, Prisma.sql`DELETE FROM supplier_name_keys WHERE supplier_id = ${goneId}::uuid`);
}

/** The proposal tells the merge; what else was proposed about the merged one has lost its object. */
async function settle(client: pg.ClientBase, merge: { proposalId: string; reason: string; decidedBy: string; at: Date }, result: MergeResult): Promise<void> {
  await run(client, Prisma.sql`
    UPDATE duplicate_proposals SET status = 'merged', decided_by = ${merge.decidedBy}, decided_at = ${merge.at}, reason = ${merge.reason},
           evidence = evidence || jsonb_build_object('merge', ${JSON.stringify(result)}::jsonb)
     WHERE id = ${merge.proposalId}::uuid`);
  await run(client, Prisma.sql`
    UPDATE duplicate_proposals SET status = 'obsolete'
     WHERE (first_id = ${result.mergedId}::uuid OR second_id = ${result.mergedId}::uuid) AND status = 'open'`);
}
