import { Prisma } from '../generated/client.js';
import type { FactGroup } from './fact-group.js';
import { happened, inPeriod, inScope, knownFacts } from './query.js';

/** Checked invoices by their date. */
export const invoices: FactGroup = {
  rows: (query) =>
    knownFacts(
      query,
      'invoices',
      Prisma.sql`id, supplier_id, invoiced_on AS on_date, accurate`,
      Prisma.sql`${inScope(query)} AND ${inPeriod(query, Prisma.sql`invoiced_on`)} AND accurate IS NOT NULL`,
    ),
  sums: { invoicesChecked: Prisma.sql`1`, invoicesAccurate: Prisma.sql`accurate::int` },
};

/** Invoices by the day on which we had to pay them, each with what we had paid by then. */
export const payments: FactGroup = {
  rows: (query) => {
    const due = knownFacts(
      query,
      'invoices',
      Prisma.sql`id, supplier_id, source, external_id, due_on AS on_date, amount`,
      Prisma.sql`${inScope(query)} AND ${inPeriod(query, Prisma.sql`due_on`)}`,
    );
    const paid = knownFacts(
      query,
      'payments',
      Prisma.sql`supplier_id, source, invoice_external_id, paid_on, amount`,
      Prisma.sql`${inScope(query)} AND ${happened(query, Prisma.sql`paid_on`)}`,
    );
    return Prisma.sql`
      SELECT id, supplier_id, any_value(on_date) AS on_date, any_value(amount) AS amount,
        coalesce(sum(paid), 0) AS paid, coalesce(sum(paid) FILTER (WHERE paid_on <= on_date), 0) AS paid_in_time, max(paid_on) AS paid_on
      FROM (
        SELECT due.*, payment.paid_on, payment.amount AS paid FROM (${due}) AS due LEFT JOIN (${paid}) AS payment
          ON payment.supplier_id = due.supplier_id AND payment.source = due.source AND payment.invoice_external_id = due.external_id
      ) AS invoice
      GROUP BY supplier_id, id`;
  },
  sums: { invoicesDue: Prisma.sql`1`, invoicesPaidInTime: Prisma.sql`(paid_in_time >= amount)::int` },
};
