import { Decimal } from 'decimal.js';
import { isGreater } from '../cells.js';
import { choice, externalId, factKind, past, quantity, reference, required, text } from '../kind.js';

/** An incoming inspection of a lot. What is accepted under concession is accepted, and counts as a defect in PPM. */
export const inspections = factKind({
  name: 'inspections',
  table: 'inspections',
  means: 'an incoming inspection of a lot',
  columns: {
    externalId: externalId(),
    lineExternalId: reference('external id of the order line'),
    lot: text('the lot'),
    inspectedOn: required(past('when it was inspected')),
    inspectedQuantity: required(quantity('what was inspected', { positive: true })),
    rejectedQuantity: quantity('what was rejected', { otherwise: '0' }),
    concessionQuantity: quantity('what was accepted under concession', { otherwise: '0' }),
    defectType: text('the kind of defect'),
    disposition: choice(['accept', 'concession', 'rework', 'return', 'scrap'], 'what was done with the lot'),
  },
  day: 'inspectedOn',
  parent: { kind: 'orderLines', column: 'lineExternalId' },
  complete: ({ inspectedQuantity, rejectedQuantity, concessionQuantity }, say) => {
    const faulty = Decimal.add(rejectedQuantity ?? '0', concessionQuantity ?? '0').toFixed();
    if (isGreater(faulty, inspectedQuantity ?? null)) {
      say.problem('rejectedQuantity', 'rejectedOverInspected', `Rejected and conceded (${faulty}) are more than was inspected (${inspectedQuantity}).`);
    }
  },
});
