import { given, present, staged, title, type Landing, type Part } from './parts.js';
import { tableOf } from './suppliers.js';

/** What cannot add up to more than the fact it belongs to. */
const sums = {
  receiptReversals: { value: 'quantity', most: 'quantity', rule: 'reversedOverReceived', said: 'is taken back of a receipt of' },
  payments: { value: 'amount', most: 'amount', rule: 'paidOverInvoiced', said: 'is paid of an invoice of' },
} as const;

/** Warns of receipts taken back by more than arrived and of invoices paid by more than was asked, all reversals and payments summed. */
export async function warnOfExcess(landing: Landing): Promise<void> {
  for (const part of landing.parts) {
    if (part.kind.name === 'receiptReversals' || part.kind.name === 'payments') await compareSum(landing, part, sums[part.kind.name]);
  }
}

async function compareSum({ client, mapping }: Landing, part: Part, { value, most, rule, said }: (typeof sums)[keyof typeof sums]): Promise<void> {
  const { parent, table } = part.kind;
  if (!parent || !given(part, parent.column)) return;
  const reference = parent.kind === 'receipts' ? 'receipt_external_id' : 'invoice_external_id';
  await client.query(
    `INSERT INTO noted (line, "column", value, rule, hint)
     WITH own AS (
       SELECT s.line, s.${staged(part, 'externalId')} AS id, s.${staged(part, parent.column)} AS parent, s.${staged(part, value)} AS value
         FROM staged s LEFT JOIN judged j USING (line)
        WHERE s.problems IS NULL AND ${present(part)} AND coalesce(j.${part.prefix}fate, 'new') IN ('new', 'changed')),
     arriving AS (SELECT parent, sum(value) AS total FROM own GROUP BY parent),
     stored AS (
       SELECT t.${reference} AS parent, sum(t.${value}) AS total
         FROM arriving a JOIN ${table} t ON t.source = $2 AND t.${reference} = a.parent AND t.superseded_at IS NULL LEFT JOIN own ON own.id = t.external_id
        WHERE own.id IS NULL GROUP BY 1)
     SELECT own.line, $1, trim_scale(own.value)::text, '${rule}',
            'In all ' || trim_scale(a.total + coalesce(stored.total, 0)) || ' ${said} ' || trim_scale(p.${most}) || ' (' || own.parent || ').'
       FROM own JOIN arriving a USING (parent) LEFT JOIN stored USING (parent)
       JOIN ${tableOf(parent.kind)} p ON p.source = $2 AND p.external_id = own.parent AND p.superseded_at IS NULL
      WHERE a.total + coalesce(stored.total, 0) > p.${most}`,
    [title(part, value), mapping.source],
  );
}
