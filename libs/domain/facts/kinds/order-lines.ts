import { isGreater } from '../cells.js';
import { amount, choice, currency, date, digits, externalId, factKind, quantity, required, text, unit, type Say, type Values } from '../kind.js';

/**
 * An order line: a schedule line of an order. The promised date that counts is the original one, reset only by a change the
 * buyer asked for; a source that keeps that date itself may give it.
 */
export const orderLines = factKind({
  name: 'orderLines',
  table: 'order_lines',
  means: 'an order line (a schedule line of an order)',
  columns: {
    externalId: externalId(),
    orderNumber: text('the number of the order'),
    item: text('external id or description of the item', 1_000),
    category: text('from the wider to the narrower, joined by " / "'),
    orderedQuantity: required(quantity('what was ordered', { positive: true })),
    unit: required(unit('the unit of the quantities')),
    unitPrice: amount('price of one unit', digits.unitPrice),
    lineValue: amount('value of the line'),
    currency: currency(),
    orderDate: date('when it was ordered', { lenient: true }),
    originalPromisedDate: required(date('the date promised first', { missing: 'missingPromisedDate', impossible: 'impossiblePromisedDate' })),
    promisedDate: date('the promised date that counts, where the source keeps it; else it follows from the original and the change', { impossible: 'impossiblePromisedDate' }),
    currentPromisedDate: date('the date agreed now', { impossible: 'impossiblePromisedDate' }),
    promiseChangedBy: choice(['buyer', 'supplier'], 'who asked for the change of the promised date'),
    cancelledBy: choice(['buyer', 'supplier'], 'who cancelled'),
    cancelledOn: date('when it was cancelled'),
    cancelledQuantity: quantity('how much was cancelled; left out: all of it'),
    transportCost: amount('cost of transport'),
  },
  completed: ['promisedDate'],
  day: 'promisedDate',
  complete,
});

function complete(line: Values, say: Say): void {
  line['promisedDate'] ??= (line['promiseChangedBy'] === 'buyer' ? line['currentPromisedDate'] : null) ?? line['originalPromisedDate'] ?? null;
  if (line['promiseChangedBy'] && !line['currentPromisedDate']) say.problem('currentPromisedDate', 'missingPromisedDate', 'Somebody asked for another date: give the date agreed now.');
  if (line['cancelledBy'] && !line['cancelledOn']) say.problem('cancelledOn', 'incompleteCancellation', 'Give the day it was cancelled: up to the due date and after it are not the same.');
  if (!line['cancelledBy'] && (line['cancelledOn'] || isGreater(line['cancelledQuantity'] ?? null, '0'))) {
    say.problem('cancelledBy', 'incompleteCancellation', 'Say who cancelled: buyer or supplier.');
  }
  if (isGreater(line['cancelledQuantity'] ?? null, line['orderedQuantity'] ?? null)) {
    say.problem('cancelledQuantity', 'impossibleQuantity', `More is cancelled than was ordered (${line['orderedQuantity']}).`);
  }
  if (!line['orderDate']) say.warning('orderDate', 'missingOrderDate', 'Without an order date this line says nothing about lead time.');
  if (line['unitPrice'] === '0') say.warning('unitPrice', 'zeroPrice', 'A price of 0 counts as given; check whether it was rounded away or never filled in.');
}
