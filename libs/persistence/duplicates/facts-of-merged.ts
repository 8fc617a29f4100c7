import type pg from 'pg';

/** Facts whose own date is the day they count on. */
const datedFacts = [
  ['inspections', 'inspected_on'],
  ['invoices', 'invoiced_on'],
  ['complaints', 'opened_on'],
  ['stoppages', 'occurred_on'],
  ['survey_answers', 'answered_on'],
  ['progress_reports', 'reported_on'],
  ['certificates', 'valid_from'],
  ['contracts', 'valid_from'],
] as const;

/** Facts that count on the day of another one: joins from the moved rows m to that day. */
const dependentFacts = [
  ['receipts', 'JOIN order_lines d ON d.source = m.source AND d.external_id = m.line_external_id AND d.superseded_at IS NULL', 'd.promised_date'],
  ['shipments', 'JOIN order_lines d ON d.source = m.source AND d.external_id = m.line_external_id AND d.superseded_at IS NULL', 'd.promised_date'],
  ['receipt_reversals', `JOIN receipts r ON r.source = m.source AND r.external_id = m.receipt_external_id AND r.superseded_at IS NULL
    JOIN order_lines d ON d.source = r.source AND d.external_id = r.line_external_id AND d.superseded_at IS NULL`, 'd.promised_date'],
  ['tracking_events', `JOIN shipments r ON r.source = m.source AND r.external_id = m.shipment_external_id AND r.superseded_at IS NULL
    JOIN order_lines d ON d.source = r.source AND d.external_id = r.line_external_id AND d.superseded_at IS NULL`, 'd.promised_date'],
  ['payments', 'JOIN invoices d ON d.source = m.source AND d.external_id = m.invoice_external_id AND d.superseded_at IS NULL', 'd.invoiced_on'],
] as const;

/** Name of the temporary table `(supplier_id uuid, on_date date)` that {@link moveFactsOfMerged} makes. */
export const movedDates = 'moved_dates';

/**
 * Gives every fact of a merged supplier, in all versions, to the survivor, and notes the days whose figures change thereby.
 * A landing that did not see the merge may bring such facts later, so whoever lands facts may call it too.
 * @returns how many facts moved, by table
 */
export async function moveFactsOfMerged(client: pg.ClientBase, { into }: { into: string }): Promise<Record<string, number>> {
  await client.query(`CREATE TEMPORARY TABLE ${movedDates} (supplier_id uuid, on_date date) ON COMMIT DROP`);
  const moved: Record<string, number> = { order_lines: await move(client, into, 'order_lines', '', 'm.promised_date') };
  for (const [table, date] of datedFacts) moved[table] = await move(client, into, table, '', `m.${date}`);
  for (const [table, joins, date] of dependentFacts) moved[table] = await move(client, into, table, joins, date);
  return Object.fromEntries(Object.entries(moved).filter(([, count]) => count > 0));
}

async function move(client: pg.ClientBase, into: string, table: string, joins: string, date: string): Promise<number> {
  const { rows } = await client.query<{ moved: number }>(
    `WITH m AS (
       UPDATE ${table} f SET supplier_id = $1::uuid FROM suppliers s WHERE s.merged_into_id = $1::uuid AND f.supplier_id = s.id RETURNING f.*),
     noted AS (
       INSERT INTO ${movedDates} SELECT DISTINCT $1::uuid, ${date} FROM m ${joins} WHERE m.superseded_at IS NULL)
     SELECT count(*)::int AS moved FROM m`,
    [into],
  );
  return rows[0]?.moved ?? 0;
}
