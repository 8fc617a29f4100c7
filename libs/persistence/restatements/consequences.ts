import { proposalsAfter } from '#domain/restatement/consequence.js';
import { SYSTEM } from '#domain/process/decision.js';
import type { Grade } from '#domain/supplier/status.js';
import { v5 as uuidv5 } from 'uuid';
import type { Database, Transaction } from '../database.js';
import { announceDecided, announceProposed } from '../proposals/announce-proposals.js';

/** Scores whose consequences one transaction draws. */
const CHUNK_SIZE = 500;

/** Why a restatement proposes something; a code, for screens to translate. */
export const RESTATED = 'scoreRestated';

interface Standing {
  readonly supplierId: string;
  readonly before: Grade;
  readonly after: Grade;
  readonly openCases: string[];
  readonly answered: boolean;
}

/**
 * Proposes what the restated grades of one closed evaluation ask for, once per restatement, supplier and case, and takes
 * back proposals whose reason a newer grade has removed. Call it in the transaction that holds the scores' locks.
 */
export async function proposeConsequences(
  tx: Transaction,
  { restatementId, evaluationId, supplierIds, at }: { restatementId: string; evaluationId: string; supplierIds: readonly string[]; at: Date },
): Promise<void> {
  if (supplierIds.length === 0) return;
  const standings = await standingsOf(tx, restatementId, evaluationId, [...supplierIds]);
  await withdrawOutdated(tx, evaluationId, [...supplierIds], at);
  const drafts = standings.flatMap((standing) => proposalsAfter(standing).map((proposal) => ({ ...proposal, supplierId: standing.supplierId })));
  const known = await openProposals(tx, evaluationId, [...supplierIds]);
  const made = await tx.proposal.createManyAndReturn({
    data: drafts
      .filter(({ kind, causeCaseId, supplierId }) => !known.has(`${kind} ${supplierId} ${causeCaseId ?? ''}`))
      .map(({ kind, causeCaseId, supplierId }) => ({
        id: uuidv5(`${kind} ${supplierId} ${evaluationId} ${causeCaseId ?? ''}`, restatementId),
        kind,
        supplierId,
        causeCaseId,
        causeEvaluationId: evaluationId,
        reason: RESTATED,
        forRole: 'manager',
        status: 'open',
        proposedAt: at,
      })),
    skipDuplicates: true,
  });
  await announceProposed(tx, made, at);
}

/** An opening that still waits for its first commit counts as a case: it will be one in a moment. */
async function standingsOf(tx: Transaction, restatementId: string, evaluationId: string, supplierIds: string[]): Promise<Standing[]> {
  return tx.$queryRaw<Standing[]>`
    WITH openings AS (
      SELECT o.supplier_id, o.case_id, coalesce(c.status, 'open') AS status
      FROM submissions o LEFT JOIN cases c ON c.id = o.case_id
      WHERE o.command = 'open' AND o.facts ->> 'evaluationId' = ${evaluationId} AND o.supplier_id = ANY(${supplierIds}::uuid[])
        AND (o.status = 'applied' OR (o.status = 'pending' AND c.id IS NULL)))
    SELECT s.supplier_id AS "supplierId", old.grade AS before, s.grade AS after,
      ARRAY(SELECT o.case_id::text FROM openings o WHERE o.supplier_id = s.supplier_id AND o.status = 'open' ORDER BY 1) AS "openCases",
      EXISTS (SELECT FROM openings o WHERE o.supplier_id = s.supplier_id AND o.status <> 'cancelled')
        OR EXISTS (SELECT FROM cases c WHERE c.supplier_id = s.supplier_id AND c.process = 'rectification' AND c.cause = 'grade'
          AND c.status = 'open') AS answered
    FROM scores s JOIN superseded_scores old ON old.evaluation_id = s.evaluation_id AND old.supplier_id = s.supplier_id
      AND old.restatement_id = ${restatementId}::uuid
    WHERE s.evaluation_id = ${evaluationId}::uuid AND s.official AND s.supplier_id = ANY(${supplierIds}::uuid[])`;
}

/**
 * Restated once more, a score may be back where it was: what nobody has decided yet is not asked any longer. One that a
 * person is deciding at this moment is left to that person.
 */
async function withdrawOutdated(tx: Transaction, evaluationId: string, supplierIds: string[], at: Date): Promise<void> {
  const withdrawn = await tx.$queryRaw<{ id: string }[]>`
    UPDATE proposals SET status = 'dismissed', decided_by = ${SYSTEM.id}, decided_at = ${at.toISOString()}::timestamptz,
      decision = ${RESTATED}
    WHERE id IN (
      SELECT p.id FROM proposals p JOIN scores s ON s.evaluation_id = p.cause_evaluation_id AND s.supplier_id = p.supplier_id
      WHERE p.status = 'open' AND p.cause_evaluation_id = ${evaluationId}::uuid AND p.supplier_id = ANY(${supplierIds}::uuid[])
        AND CASE p.kind WHEN 'openRectification' THEN s.grade <> 'C' WHEN 'cancelRectification' THEN s.grade = 'C'
          WHEN 'consequence' THEN s.grade <> p.detail ->> 'grade' ELSE false END
      FOR UPDATE OF p SKIP LOCKED)
    RETURNING id`;
  if (withdrawn.length > 0) await announceDecided(tx, await tx.proposal.findMany({ where: { id: { in: withdrawn.map(({ id }) => id) } } }), at);
}

async function openProposals(tx: Transaction, evaluationId: string, supplierIds: string[]): Promise<Set<string>> {
  const rows = await tx.proposal.findMany({
    where: { status: 'open', causeEvaluationId: evaluationId, supplierId: { in: supplierIds } },
    select: { kind: true, supplierId: true, causeCaseId: true },
  });
  return new Set(rows.map((row) => `${row.kind} ${row.supplierId} ${row.causeCaseId ?? ''}`));
}

/**
 * Draws the consequences of scores that were restated before their cycle had opened its own cases, for evaluations that are
 * closed by now, a chunk of one at a time. Repeated, it goes on where it was. Answers whether there may be more.
 */
export async function proposeChunk(db: Database, { restatementId, at }: { restatementId: string; at: Date }): Promise<{ more: boolean }> {
  return db.transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM restatements WHERE id = ${restatementId}::uuid FOR UPDATE`;
    const scopes = await tx.$queryRaw<{ evaluationId: string; supplierId: string }[]>`
      SELECT sc.evaluation_id AS "evaluationId", sc.supplier_id AS "supplierId"
      FROM restatement_scopes sc JOIN evaluations e ON e.id = sc.evaluation_id
      WHERE sc.restatement_id = ${restatementId}::uuid AND sc.fate = 'restated' AND NOT sc.done AND e.status = 'closed'
      ORDER BY sc.evaluation_id, sc.supplier_id LIMIT ${CHUNK_SIZE}`;
    const [first] = scopes;
    if (!first) return { more: false };
    const { evaluationId } = first;
    const supplierIds = scopes.filter((each) => each.evaluationId === evaluationId).map((each) => each.supplierId);
    await tx.$queryRaw`SELECT 1 FROM scores WHERE evaluation_id = ${evaluationId}::uuid AND supplier_id = ANY(${supplierIds}::uuid[])
      ORDER BY supplier_id FOR UPDATE`;
    await proposeConsequences(tx, { restatementId, evaluationId, supplierIds, at });
    await tx.restatementScope.updateMany({ where: { restatementId, evaluationId, supplierId: { in: supplierIds } }, data: { done: true } });
    return { more: true };
  });
}
