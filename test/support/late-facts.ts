import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { Database } from '#persistence/database.js';
import { noteLateFacts } from '#persistence/restatements/note-late-facts.js';
import { restateChunk } from '#persistence/restatements/restate.js';
import { proposeChunk } from '#persistence/restatements/consequences.js';
import { finishRestatement, workableRestatements } from '#persistence/restatements/restatements.js';
import { freezeMembership, scoreChunk } from '#persistence/scoring/cycle.js';
import { createEvaluation } from '#persistence/scoring/evaluations.js';
import { closeEvaluation, publishEvaluation } from './cycle-steps.js';

/** A delivery as it lands: a line of ten pieces and, if any of it has come, one receipt. Dates are `YYYY-MM-DD`. */
export interface Delivery {
  readonly supplierId: string;
  /** Id of line and receipt; the same again is a new version. */
  readonly id: string;
  readonly promised: string;
  readonly received: string | null;
  readonly quantity?: number;
}

/** A month (`YYYY-MM`) from its first to its last day. */
export function month(name: string): { periodStart: string; periodEnd: string } {
  const [year, number] = name.split('-').map(Number) as [number, number];
  return { periodStart: `${name}-01`, periodEnd: new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10) };
}

/** An active supplier of the routine segment. Answers its id. */
export async function settleSupplier(db: Database): Promise<string> {
  const id = randomUUID();
  const at = new Date('2026-01-01T00:00:00Z');
  await db.prisma.supplier.create({
    data: { id, code: `S-${id.slice(0, 8)}`, name: 'Example Castings', timeZone: 'UTC', language: 'en', kind: 'product', status: 'active', segment: 'routine', categories: [], version: 1, createdAt: at, updatedAt: at },
  });
  return id;
}

/** Lands deliveries in one transaction, new versions after closing the old, and notes what they touch. Answers the restatement's id. */
export async function land(db: Database, deliveries: readonly Delivery[], at: Date, restatementId: string = randomUUID()): Promise<string> {
  const client = await db.pool.connect();
  try {
    await client.query('BEGIN');
    await client.query('CREATE TEMPORARY TABLE touched (supplier_id uuid, on_date date) ON COMMIT DROP');
    for (const delivery of deliveries) await landOne(client, delivery, at);
    await noteLateFacts(client, { restatementId, importId: null, at, changed: 'touched' });
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
  return restatementId;
}

async function landOne(client: pg.ClientBase, { supplierId, id, promised, received, quantity = 10 }: Delivery, at: Date): Promise<void> {
  const closed = await client.query(
    `UPDATE order_lines SET superseded_at = $2 WHERE source = 'test' AND external_id = $1 AND superseded_at IS NULL RETURNING version, promised_date::text AS promised`,
    [id, at],
  );
  const withdrawn = await client.query(
    `UPDATE receipts SET superseded_at = $2 WHERE source = 'test' AND external_id = $1 AND superseded_at IS NULL RETURNING received_on::text`,
    [id, at],
  );
  const before = closed.rows[0] as { version: number; promised: string } | undefined;
  const receivedBefore = (withdrawn.rows[0] as { received_on: string } | undefined)?.received_on;
  const version = (before?.version ?? 0) + 1;
  await client.query(
    `INSERT INTO order_lines (id, supplier_id, source, external_id, version, ordered_quantity, unit, order_date, original_promised_date, promised_date, content_hash, arrived_at)
     VALUES (gen_random_uuid(), $1, 'test', $2, $3, 10, 'piece', $4::date - 20, $4, $4, $5, $6)`,
    [supplierId, id, version, promised, randomUUID(), at],
  );
  if (received !== null)
    await client.query(
      `INSERT INTO receipts (id, supplier_id, source, external_id, version, line_external_id, quantity, received_on, content_hash, arrived_at)
       VALUES (gen_random_uuid(), $1, 'test', $2, $3, $2, $4, $5, $6, $7)`,
      [supplierId, id, version, quantity, received, randomUUID(), at],
    );
  for (const day of [promised, received, before?.promised, receivedBefore]) if (day) await client.query('INSERT INTO touched VALUES ($1, $2)', [supplierId, day]);
}

/** An official evaluation of all suppliers; a list makes it advisory. Answers its id. */
export async function begin(db: Database, period: { periodStart: string; periodEnd: string; supplierIds?: readonly string[] }, at: Date): Promise<string> {
  const { id } = await createEvaluation(db, { id: randomUUID(), ...period, requestedBy: 'test', at });
  return id;
}

/** Scores all chunks of an evaluation. */
export async function score(db: Database, evaluationId: string, at: Date): Promise<void> {
  const { chunks } = await freezeMembership(db, { evaluationId });
  for (let chunk = 0; chunk < chunks; chunk += 1) await scoreChunk(db, { evaluationId, chunk, at });
}

/** Evaluates a period from beginning to end. Answers the evaluation's id. */
export async function judge(db: Database, period: { periodStart: string; periodEnd: string; supplierIds?: readonly string[] }, at: Date): Promise<string> {
  const evaluationId = await begin(db, period, at);
  await score(db, evaluationId, at);
  await publishEvaluation(db, { evaluationId, at });
  await closeEvaluation(db, { evaluationId, at });
  return evaluationId;
}

/** Works one restatement off as its workflow does. */
export async function workOff(db: Database, restatementId: string, at: Date, chunkSize?: number): Promise<void> {
  const chunk = { restatementId, at, ...(chunkSize === undefined ? {} : { chunkSize }) };
  while ((await restateChunk(db, chunk)).more);
  while ((await proposeChunk(db, { restatementId, at })).more);
  await finishRestatement(db, { restatementId, at });
}

/** Works off everything that can be. */
export async function workOffAll(db: Database, at: Date): Promise<void> {
  for (let open = await workableRestatements(db, 100); open.length > 0; open = await workableRestatements(db, 100))
    for (const { id } of open) await workOff(db, id, at);
}

/** The rows of scores as they are stored, by evaluation and supplier: for comparing before and after. */
export async function storedScore(db: Database, evaluationId: string, supplierId: string) {
  return db.prisma.score.findUniqueOrThrow({ where: { evaluationId_supplierId: { evaluationId, supplierId } } });
}
