import { date, externalId, factKind, figures, integer, proseLimit, required, text } from '../kind.js';

/** A contract with the supplier and what was agreed in it. */
export const contracts = factKind({
  name: 'contracts',
  table: 'contracts',
  means: 'a contract with the supplier',
  columns: {
    externalId: externalId(),
    number: required(text('its number')),
    validFrom: required(date('first day')),
    validTo: date('last day; left out: without end'),
    priceTerms: text('prices', proseLimit),
    qualitySpecification: text('the quality specification', proseLimit),
    testMethod: text('how it is tested', proseLimit),
    paymentTerms: text('when we pay', proseLimit),
    liquidatedDamages: text('what lateness costs', proseLimit),
    noticeDays: integer('notice period in days', 3_660),
    kpiTargets: figures('agreed target by indicator, such as {"otd": "95"}'),
  },
  day: 'validFrom',
  complete: (contract, say) => {
    if (contract['validTo'] && contract['validTo'] < (contract['validFrom'] ?? '')) say.problem('validTo', 'datesOutOfOrder', 'It ends before it begins.');
  },
});
