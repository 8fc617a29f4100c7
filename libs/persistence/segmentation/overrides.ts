import type pg from 'pg';
import type { SegmentOverrideBody } from '#domain/segmentation/commands.js';
import type { Segment } from '#domain/supplier/status.js';
import { decodeCursor, type Page, pageOf } from '../cursor.js';
import type { Database } from '../database.js';
import { Prisma } from '../generated/client.js';
import { currentPolicy } from '../policies/policies.js';
import { inBulkTransaction, lockSegments, run } from '../suppliers/bulk.js';
import { requireLiving } from '../suppliers/merged.js';
import { refreshSegments } from './effective.js';

/** A person's segment in place of the computed one. */
export interface OverrideRecord {
  id: string;
  supplierId: string;
  /** null: the supplier's own segment. */
  category: string | null;
  segment: Segment;
  reason: string;
  /** YYYY-MM-DD, the last day on which it holds. */
  expiresOn: string;
  decidedBy: string;
  decidedAt: Date;
  endedAt: Date | null;
  /** `steward` when it expired. */
  endedBy: string | null;
}

/** The override would end before it begins, or last longer than the policy lets it. */
export class OverrideInvalid extends Error {
  readonly code = 'overrideInvalid';

  constructor(readonly faults: readonly { path: string; message: string }[]) {
    super(faults.map(({ path, message }) => `${path}: ${message}`).join('; '));
    this.name = 'OverrideInvalid';
  }
}

const columns = Prisma.sql`id, supplier_id AS "supplierId", category, segment, reason, to_char(expires_on, 'YYYY-MM-DD') AS "expiresOn", decided_by AS "decidedBy",
  decided_at AS "decidedAt", ended_at AS "endedAt", ended_by AS "endedBy"`;

/** The latest day on which an override made today may end, by the policy in force. @param today YYYY-MM-DD */
export async function latestExpiry(db: Database, today: string): Promise<string> {
  const { policy } = await currentPolicy(db);
  return new Date(Date.parse(today) + policy.segmentation.longestOverrideDays * 86_400_000).toISOString().slice(0, 10);
}

/** @throws OverrideInvalid when the last day lies in the past, or further off than the policy lets it */
export async function checkExpiry(db: Database, { expiresOn, today }: { expiresOn: string; today: string }): Promise<void> {
  const latest = await latestExpiry(db, today);
  if (expiresOn < today) throw new OverrideInvalid([{ path: 'expiresOn', message: 'lies in the past' }]);
  if (expiresOn > latest) throw new OverrideInvalid([{ path: 'expiresOn', message: `must not lie after ${latest}` }]);
}

/**
 * Puts a person's segment in the place of what was computed, and of the override before.
 * @throws OverrideInvalid; SupplierUnknown; SupplierMerged
 */
export async function overrideSegment(
  db: Database,
  override: SegmentOverrideBody & { id: string; supplierId: string; decidedBy: string; today: string; at: Date },
): Promise<OverrideRecord> {
  await checkExpiry(db, override);
  return inBulkTransaction(db, 60, async (client) => {
    await lockSegments(client);
    await requireLiving(client, override.supplierId);
    return writeOverride(client, override);
  });
}

async function writeOverride(
  client: pg.ClientBase,
  { id, supplierId, category, segment, reason, expiresOn, decidedBy, today, at }: SegmentOverrideBody & { id: string; supplierId: string; decidedBy: string; today: string; at: Date },
): Promise<OverrideRecord> {
  const known = await run<OverrideRecord & Record<string, unknown>>(client, Prisma.sql`SELECT ${columns} FROM segment_overrides WHERE id = ${id}::uuid`);
  if (known.rows[0]) return known.rows[0];
  await run(client, Prisma.sql`
    UPDATE segment_overrides SET ended_at = ${at}, ended_by = ${decidedBy}
     WHERE supplier_id = ${supplierId}::uuid AND category IS NOT DISTINCT FROM ${category} AND ended_at IS NULL`);
  const { rows } = await run<OverrideRecord & Record<string, unknown>>(client, Prisma.sql`
    INSERT INTO segment_overrides (id, supplier_id, category, segment, reason, expires_on, decided_by, decided_at)
    VALUES (${id}::uuid, ${supplierId}::uuid, ${category}, ${segment}, ${reason}, ${expiresOn}::date, ${decidedBy}, ${at}) RETURNING ${columns}`);
  await refreshSegments(client, { ids: [supplierId], asOf: today, at });
  const [stored] = rows;
  if (!stored) throw new Error('The override was not stored');
  return stored;
}

/** Ends an override before its last day; one that has ended stays as it is. Null when the supplier has none of this id. */
export async function endOverride(db: Database, end: { id: string; supplierId: string; endedBy: string; today: string; at: Date }): Promise<OverrideRecord | null> {
  return inBulkTransaction(db, 60, async (client) => {
    await lockSegments(client);
    await run(client, Prisma.sql`
      UPDATE segment_overrides SET ended_at = ${end.at}, ended_by = ${end.endedBy}
       WHERE id = ${end.id}::uuid AND supplier_id = ${end.supplierId}::uuid AND ended_at IS NULL`);
    await refreshSegments(client, { ids: [end.supplierId], asOf: end.today, at: end.at });
    const { rows } = await run<OverrideRecord & Record<string, unknown>>(client, Prisma.sql`
      SELECT ${columns} FROM segment_overrides WHERE id = ${end.id}::uuid AND supplier_id = ${end.supplierId}::uuid`);
    return rows[0] ?? null;
  });
}

/** The overrides of a supplier, newest first, ended ones too. @throws BadCursor */
export async function listOverrides(db: Database, { supplierId, limit, cursor }: { supplierId: string; limit: number; cursor?: string | null }): Promise<Page<OverrideRecord>> {
  const [at, id] = cursor ? decodeCursor(cursor, ['instant', 'uuid']) : [];
  const rows = await db.prisma.$queryRaw<OverrideRecord[]>(Prisma.sql`
    SELECT ${columns} FROM segment_overrides
     WHERE supplier_id = ${supplierId}::uuid
       AND (${at ?? null}::timestamptz IS NULL OR (decided_at, id) < (${at ?? null}::timestamptz, ${id ?? null}::uuid))
     ORDER BY decided_at DESC, id DESC LIMIT ${limit + 1}`);
  return pageOf(rows, limit, (row) => row, (row) => [row.decidedAt.toISOString(), row.id]);
}
