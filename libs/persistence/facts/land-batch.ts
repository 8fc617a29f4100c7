import { createHash } from 'node:crypto';
import { batchMapping, type BatchFact, readBatchFact } from '#domain/facts/batch-mapping.js';
import type { FactKindName } from '#domain/facts/catalogue.js';
import { columnsOf } from '#domain/facts/mapping.js';
import type { Problem, Warning } from '#domain/facts/rules.js';
import type { Database } from '../database.js';
import type { ImportCounts } from '../imports/imports.js';
import { rowFate } from '../imports/judge.js';
import { landRows } from '../imports/land-rows.js';
import { staged, type Landing } from '../imports/parts.js';
import { recorded } from '../imports/transaction.js';

/** What became of one fact of a batch. */
export interface BatchItem {
  /** Its place in the batch, from 0. */
  readonly index: number;
  readonly externalId: string | null;
  readonly status: 'landed' | 'updated' | 'unchanged' | 'quarantined';
  readonly problems: readonly Problem[];
  readonly warnings: readonly Warning[];
}

/** What became of a batch; `id` is that of its import, where quarantined facts wait as rows: the first fact is line 1. */
export interface BatchResult extends ImportCounts {
  readonly id: string;
  readonly items: readonly BatchItem[];
}

export interface BatchRequest {
  readonly importId: string;
  readonly source: string;
  readonly kind: FactKindName;
  /** Each as `factBody(kind)` says; one that is not is quarantined. */
  readonly facts: readonly unknown[];
  readonly dryRun: boolean;
  readonly startedBy: string;
  readonly at: Date;
}

/** Lands facts of one kind and source through the cleaning that files go through, in one transaction, as an import of their own. */
export async function landBatch(db: Database, { importId, source, kind, facts, dryRun, startedBy, at }: BatchRequest): Promise<BatchResult> {
  const mapping = batchMapping(kind, source);
  const columns = columnsOf(mapping);
  const rows = facts.map((fact, index) => fileRow(readBatchFact(fact, columns), index));
  const sha256 = () => createHash('sha256').update(JSON.stringify(facts)).digest('hex');
  let items: BatchItem[] = [];
  const begin = { importId, mapping, fileName: `${kind}.json`, dryRun, startedBy, now: () => at };
  const { id, rowsRead, landed, updated, unchanged, quarantined, filtered, warnings } = await recorded(db, begin, async (client) => {
    items = await itemsOf(await landRows(client, begin, batches(rows), { sha256 }));
  });
  return { id, rowsRead, landed, updated, unchanged, quarantined, filtered, warnings, items };
}

const fileRow = ({ cells, problem }: BatchFact, index: number) => ({ line: index + 1, cells, problem });

async function* batches<Row>(rows: Row[]): AsyncGenerator<Row[]> {
  yield rows;
}

async function itemsOf({ client, importId, parts }: Landing): Promise<BatchItem[]> {
  const [part] = parts;
  if (!part) return [];
  const { rows } = await client.query<BatchItem>(
    `SELECT s.line - 1 AS index, coalesce(s.${staged(part, 'externalId')}, nullif(r.raw ->> 'externalId', '')) AS "externalId",
            CASE WHEN s.problems IS NOT NULL THEN 'quarantined' ELSE ${rowFate(parts)} END AS status,
            coalesce(r.problems, '[]') AS problems, coalesce(r.warnings, '[]') AS warnings
       FROM staged s LEFT JOIN judged j USING (line)
       LEFT JOIN (
            SELECT line, (array_agg(raw))[1] AS raw, ${told('quarantined')} AS problems, ${told('warning')} AS warnings
              FROM import_rows WHERE import_id = $1 GROUP BY line) r USING (line)
      ORDER BY s.line`,
    [importId],
  );
  return rows;
}

const told = (status: string): string =>
  `json_agg(json_build_object('column', "column", 'value', value, 'rule', rule, 'hint', hint) ORDER BY id) FILTER (WHERE status = '${status}')`;
