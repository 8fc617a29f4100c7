import type { Database } from '../database.js';

/**
 * Deletes the oldest files that were stored before an instant and that nobody has named since: no command, no message, no
 * draft, and no mail that is still to be looked at. Answers the hashes of their content, which others may still refer to.
 */
export async function deleteAbandonedFiles(db: Database, before: Date, limit: number): Promise<string[]> {
  const { rows } = await db.pool.query<{ sha256: string }>(
    `with named as (
       select unnest(file_ids)::text as id from messages
       union all
       select unnest(file_ids)::text from portal_drafts
       union all
       select file.id from submissions,
              jsonb_array_elements_text(case when jsonb_typeof(content -> 'files') = 'array' then content -> 'files' end) as file (id)
     ), abandoned as (
       select f.id from files f
        where f.status = 'pending' and f.uploaded_at < $1
          and not exists (select from named where named.id = f.id::text)
          -- A mail that waits for its case names its files only when it is settled.
          and not exists (select from inbound_mails m where m.status = 'received' and m.received_at = f.uploaded_at)
        order by f.uploaded_at limit $2
     )
     delete from files using abandoned where files.id = abandoned.id and files.status = 'pending' returning files.sha256`,
    [before, limit],
  );
  return [...new Set(rows.map(({ sha256 }) => sha256))];
}

/** Those of the hashes that no file, no inbound mail and no import refers to. */
export async function withoutRow(db: Database, hashes: readonly string[]): Promise<string[]> {
  if (hashes.length === 0) return [];
  const { rows } = await db.pool.query<{ sha256: string }>(
    `select sha256 from unnest($1::text[]) as stored (sha256)
      where not exists (select from files where files.sha256 = stored.sha256)
        and not exists (select from inbound_mails where raw_sha256 = stored.sha256)
        and not exists (select from imports where file_sha256 = stored.sha256)`,
    [hashes],
  );
  return rows.map(({ sha256 }) => sha256);
}
