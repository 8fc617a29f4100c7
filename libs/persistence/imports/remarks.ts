import { columnsOf } from '#domain/facts/mapping.js';
import type { ImportCounts } from './imports.js';
import { rowFate } from './judge.js';
import type { Landing } from './parts.js';
import { cellDivider } from './staging.js';

/** The table `noted`: warnings that only the comparison with other rows and stored facts brings up. */
export const createNoted = `CREATE TEMPORARY TABLE noted (line integer NOT NULL, "column" text, value text, rule text NOT NULL, hint text NOT NULL) ON COMMIT DROP`;

/** Stores what a person must or may look at: an entry for each problem of a quarantined row, and for each warning of a landed one, with the row as read. */
export async function storeRemarks({ client, importId, mapping }: Landing): Promise<void> {
  await client.query('ANALYZE noted');
  await client.query(
    `INSERT INTO import_rows (import_id, line, status, "column", value, rule, hint, raw)
     SELECT $1, line, status, "column", value, rule, hint, json_object($2::text[], string_to_array(cells, $3))::jsonb
       FROM (
         SELECT line, cells, CASE WHEN problems IS NULL THEN 'warning' ELSE 'quarantined' END AS status, told.*
           FROM staged, LATERAL json_to_recordset(coalesce(problems, warnings)::json) AS told ("column" text, value text, rule text, hint text)
          WHERE problems IS NOT NULL OR warnings IS NOT NULL
         UNION ALL
         SELECT s.line, s.cells, 'warning', n."column", n.value, n.rule, n.hint FROM noted n JOIN staged s USING (line) WHERE s.problems IS NULL
       ) remarks
      ORDER BY line`,
    [importId, columnsOf(mapping), cellDivider],
  );
}

/** Counts what became of the rows that were staged; those filtered never got this far. */
export async function countFates({ client, importId, parts }: Landing): Promise<Omit<ImportCounts, 'rowsRead' | 'filtered'>> {
  const { rows } = await client.query<Record<'accepted' | 'updated' | 'unchanged' | 'quarantined' | 'warnings', number>>(
    `WITH judgements AS (SELECT ${rowFate(parts)} AS fate, count(*) AS rows FROM judged j GROUP BY 1),
     rows AS (SELECT count(*) FILTER (WHERE problems IS NULL) AS accepted, count(problems) AS quarantined FROM staged)
     SELECT (SELECT accepted FROM rows)::int AS accepted, (SELECT quarantined FROM rows)::int AS quarantined,
            coalesce((SELECT rows FROM judgements WHERE fate = 'updated'), 0)::int AS updated,
            coalesce((SELECT rows FROM judgements WHERE fate = 'unchanged'), 0)::int AS unchanged,
            (SELECT count(*) FROM import_rows WHERE import_id = $1 AND status = 'warning')::int AS warnings`,
    [importId],
  );
  const [counts] = rows;
  if (!counts) throw new Error('Counting the rows of an import gave no answer');
  const { accepted, ...fates } = counts;
  return { ...fates, landed: accepted - counts.updated - counts.unchanged };
}
