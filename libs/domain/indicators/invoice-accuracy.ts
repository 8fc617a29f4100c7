import { defineIndicator } from './definition.js';

/** Invoices that nobody checked say nothing. */
export const invoiceAccuracy = defineIndicator({
  name: 'invoiceAccuracy',
  unit: 'percent',
  direction: 'higherIsBetter',
  minimumSample: 3,
  titleKey: 'indicator.invoiceAccuracy',
  title: 'Invoice accuracy',
  formula: 'invoices whose price, quantity and terms were right / invoices checked × 100',
  numerator: 'invoicesAccurate',
  denominator: 'invoicesChecked',
  sample: 'invoicesChecked',
  scale: 100,
});
