import type { Exact } from './exact.js';
import { isIn, type Period, sumOf } from './measure-quality.js';
import type { Measures } from './measures.js';

/** An invoice with what we paid of it. `accurate: null`: not checked. */
export interface Invoice {
  readonly invoicedOn: string;
  readonly dueOn: string | null;
  readonly amount: Exact;
  readonly accurate: boolean | null;
  readonly payments: readonly { readonly paidOn: string; readonly amount: Exact }[];
}

/**
 * Invoices checked, by their date, and invoices due, by their due date: the plain reference that the SQL of persistence must
 * equal. An invoice is paid in time when all of it was paid on the day it was due.
 */
export function measureInvoices(invoices: readonly Invoice[], period: Period): Partial<Measures> {
  const checked = invoices.filter(({ invoicedOn, accurate }) => isIn(invoicedOn, period) && accurate !== null);
  const due = invoices.flatMap((invoice) => (invoice.dueOn !== null && isIn(invoice.dueOn, period) ? [{ ...invoice, dueOn: invoice.dueOn }] : []));
  return {
    invoicesChecked: checked.length,
    invoicesAccurate: checked.filter(({ accurate }) => accurate).length,
    invoicesDue: due.length,
    invoicesPaidInTime: due.filter(({ dueOn, amount, payments }) => {
      const inTime = payments.filter(({ paidOn }) => paidOn <= dueOn);
      return sumOf(inTime, (payment) => payment.amount).gte(amount);
    }).length,
  };
}
