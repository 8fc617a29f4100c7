import { defineIndicator } from './definition.js';

/** Measures us, and shows beside the supplier's figures: who pays late has little to ask. */
export const paymentsOnTime = defineIndicator({
  name: 'paymentsOnTime',
  unit: 'percent',
  direction: 'higherIsBetter',
  minimumSample: 3,
  titleKey: 'indicator.paymentsOnTime',
  title: 'Our payments on time',
  formula: 'invoices paid in full by their due date / invoices due × 100',
  numerator: 'invoicesPaidInTime',
  denominator: 'invoicesDue',
  sample: 'invoicesDue',
  scale: 100,
  ofUs: true,
});
