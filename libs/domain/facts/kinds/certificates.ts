import { date, externalId, factKind, files, flag, required, text } from '../kind.js';

/** A certificate of the supplier, such as ISO 9001. */
export const certificates = factKind({
  name: 'certificates',
  table: 'certificates',
  means: "a supplier's certificate",
  columns: {
    externalId: externalId(),
    kind: required(text('what it certifies, such as ISO 9001')),
    number: required(text('its number')),
    issuer: text('who issued it'),
    validFrom: required(date('first day')),
    validTo: date('last day; left out: without end'),
    mandatory: required(flag('whether the supplier may not do without', 'false')),
    fileIds: files('the document'),
  },
  day: 'validFrom',
  complete: (certificate, say) => {
    if (certificate['validTo'] && certificate['validTo'] < (certificate['validFrom'] ?? '')) say.problem('validTo', 'datesOutOfOrder', 'It ends before it begins.');
  },
});
