import type pg from 'pg';
import { Prisma } from '../generated/client.js';
import { run } from '../suppliers/bulk.js';
import { alertData, type ToldAlert } from '../monitoring/write-alerts.js';
import { announce, told } from '../webhooks/announce.js';

/** The two suppliers of a merge, and who decides it when. */
export interface MergeScope {
  readonly keptId: string;
  readonly goneId: string;
  /** YYYY-MM-DD. */
  readonly today: string;
  readonly at: Date;
  readonly decidedBy: string;
}

/**
 * Gives the contacts of the merged supplier to the survivor, after its own. Who is known to both by mail address stays as
 * the survivor has them, and whoever escalated to the double escalates to that one.
 * @returns how many contacts moved
 */
export async function joinPeople(client: pg.ClientBase, { keptId, goneId, at }: MergeScope): Promise<number> {
  await run(client, Prisma.sql`
    UPDATE contacts c SET escalate_to_id = own.id
      FROM contacts double JOIN contacts own ON own.supplier_id = ${keptId}::uuid AND own.removed_at IS NULL AND lower(own.email) = lower(double.email)
     WHERE double.supplier_id = ${goneId}::uuid AND c.escalate_to_id = double.id AND c.supplier_id = ${goneId}::uuid`);
  await run(client, Prisma.sql`
    UPDATE contacts c SET removed_at = ${at}
     WHERE c.supplier_id = ${goneId}::uuid AND c.removed_at IS NULL
       AND EXISTS (SELECT FROM contacts own WHERE own.supplier_id = ${keptId}::uuid AND own.removed_at IS NULL AND lower(own.email) = lower(c.email))`);
  const { count } = await run(client, Prisma.sql`
    UPDATE contacts SET supplier_id = ${keptId}::uuid,
           position = position + 1 + coalesce((SELECT max(position) FROM contacts WHERE supplier_id = ${keptId}::uuid), -1)
     WHERE supplier_id = ${goneId}::uuid AND removed_at IS NULL`);
  return count;
}

/**
 * Joins what else belongs to a supplier: its raters, categories, and where the survivor has none, tax id, country and owner; findings,
 * response times and waiting submissions; placements in categories that the survivor is not placed in. Overrides of the
 * merged one end, its alerts lapse: they were about facts that are the survivor's now.
 */
export async function joinRecords(client: pg.ClientBase, { keptId, goneId, decidedBy, today, at }: MergeScope): Promise<void> {
  await run(client, Prisma.sql`
    UPDATE suppliers k SET
           categories = k.categories || ARRAY(SELECT c FROM unnest(g.categories) WITH ORDINALITY AS u (c, n) WHERE NOT c = ANY(k.categories) ORDER BY n),
           tax_id = CASE WHEN k.tax_id IS NULL AND (k.country IS NULL OR k.country IS NOT DISTINCT FROM g.country) THEN g.tax_id ELSE k.tax_id END,
           country = coalesce(k.country, g.country), owner_id = coalesce(k.owner_id, g.owner_id), version = k.version + 1, updated_at = ${at}
      FROM suppliers g WHERE k.id = ${keptId}::uuid AND g.id = ${goneId}::uuid`);
  await run(client, Prisma.sql`
    INSERT INTO rater_assignments (person_id, supplier_id, assigned_by, assigned_at)
    SELECT person_id, ${keptId}::uuid, assigned_by, assigned_at FROM rater_assignments WHERE supplier_id = ${goneId}::uuid
    ON CONFLICT DO NOTHING`);
  await run(client, Prisma.sql`DELETE FROM rater_assignments WHERE supplier_id = ${goneId}::uuid`);
  await run(client, Prisma.sql`UPDATE supplier_findings SET supplier_id = ${keptId}::uuid WHERE supplier_id = ${goneId}::uuid`);
  await run(client, Prisma.sql`UPDATE refusals SET supplier_id = ${keptId}::uuid WHERE supplier_id = ${goneId}::uuid`);
  await run(client, Prisma.sql`UPDATE supplier_responses SET supplier_id = ${keptId}::uuid WHERE supplier_id = ${goneId}::uuid`);
  await run(client, Prisma.sql`UPDATE supplier_submissions SET supplier_id = ${keptId}::uuid WHERE supplier_id = ${goneId}::uuid AND decided_at IS NULL`);
  await run(client, Prisma.sql`
    UPDATE segmentations g SET superseded_at = ${at}
     WHERE g.supplier_id = ${goneId}::uuid AND g.superseded_at IS NULL
       AND EXISTS (SELECT FROM segmentations k WHERE k.supplier_id = ${keptId}::uuid AND k.category = g.category AND k.superseded_at IS NULL)`);
  await run(client, Prisma.sql`UPDATE segmentations SET supplier_id = ${keptId}::uuid WHERE supplier_id = ${goneId}::uuid AND superseded_at IS NULL`);
  await run(client, Prisma.sql`UPDATE segment_overrides SET ended_at = ${at}, ended_by = ${decidedBy} WHERE supplier_id = ${goneId}::uuid AND ended_at IS NULL`);
  const closed = await run<ToldAlert>(client, Prisma.sql`
    UPDATE alerts SET status = 'closed', closed_on = ${today}::date, closed_at = ${at}, closed_because = 'lapsed',
           closing_evidence = jsonb_build_object('mergedInto', ${keptId}::text)
     WHERE supplier_id = ${goneId}::uuid AND status <> 'closed'
    RETURNING id, supplier_id AS "supplierId", rule, subject, raised_for AS "raisedFor", severity`);
  await announce(client, closed.rows.map((alert) => told('alert.closed', { key: alert.id, data: { ...alertData(alert), because: 'lapsed' }, at })));
}
