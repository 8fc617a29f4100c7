import { amount, currency, externalId, factKind, past, reference, required } from '../kind.js';

/** Our payment of an invoice. */
export const payments = factKind({
  name: 'payments',
  table: 'payments',
  means: 'our payment of an invoice',
  columns: {
    externalId: externalId(),
    invoiceExternalId: required(reference('external id of the invoice')),
    paidOn: required(past('when we paid')),
    amount: required(amount('the amount')),
    currency: currency('ISO 4217; must be that of the invoice'),
  },
  day: 'paidOn',
  parent: { kind: 'invoices', column: 'invoiceExternalId' },
});
