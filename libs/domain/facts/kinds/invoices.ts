import { amount, currency, date, externalId, factKind, flag, past, reference, required } from '../kind.js';

/** An invoice of the supplier. */
export const invoices = factKind({
  name: 'invoices',
  table: 'invoices',
  means: "a supplier's invoice",
  columns: {
    externalId: externalId(),
    lineExternalId: reference('external id of the order line, where it is for one'),
    invoicedOn: required(past('the date of the invoice')),
    amount: required(amount('the amount')),
    currency: currency('ISO 4217; must be that of the order line'),
    dueOn: date('when we must have paid'),
    accurate: flag('whether price, quantity and terms were right; left out: not checked'),
  },
  day: 'invoicedOn',
  parent: { kind: 'orderLines', column: 'lineExternalId' },
});
