import type { Database } from '../database.js';

/** The names of people, contacts and keys by id; ids of none of them (such as Steward's own) are left out. */
export async function actorNames(db: Database, ids: readonly string[]): Promise<Map<string, string>> {
  const wanted = [...new Set(ids)].filter((id) => /^[0-9a-f-]{36}$/i.test(id));
  if (wanted.length === 0) return new Map();
  const { rows } = await db.pool.query<{ id: string; name: string }>(
    `select id, name from people where id = any($1::uuid[])
     union all select id, name from contacts where id = any($1::uuid[])
     union all select id, name from api_keys where id = any($1::uuid[])`,
    [wanted],
  );
  return new Map(rows.map((row) => [row.id, row.name]));
}
