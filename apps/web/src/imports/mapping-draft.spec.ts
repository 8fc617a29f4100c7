import { describe, expect, it } from '@jest/globals';
import { chosen, documentOf, draftOf, missingIn } from './mapping-draft.js';
import type { Suggestion } from './queries.js';

const suggestion: Suggestion = {
  kind: 'orderLines',
  columns: [
    { name: 'Pos', samples: ['1', '2'], guess: null },
    { name: 'Vendor', samples: ['erp-77'], guess: { field: 'supplierCode', confidence: 1 } },
    { name: 'Qty', samples: ['1.234,5'], guess: { field: 'orderedQuantity', confidence: 1 } },
    { name: 'Promised', samples: ['01.03.2026'], guess: null },
  ],
  rows: [['1', 'erp-77', '1.234,5', '01.03.2026']],
  mapping: { name: 'lines', source: 'lines', file: { separator: ';', encoding: 'utf-8' }, numbers: { decimal: ',', thousands: '.', trailingMinus: false }, dates: { forms: ['yyyy-MM-dd'] } },
  faults: [],
};

describe('A mapping made from a file', () => {
  it('begins with what the server guesses and names what is still needed', () => {
    const draft = draftOf(suggestion);
    expect(draft.choices).toEqual({ supplierCode: { by: 'column', column: 'Vendor' }, orderedQuantity: { by: 'column', column: 'Qty' } });
    expect(missingIn(draft)).toEqual(['externalId', 'unit', 'originalPromisedDate']);
  });

  it('takes a column, or the same text in every row, and says how the file writes', () => {
    let draft = chosen(draftOf(suggestion), 'externalId', { by: 'column', column: 'Pos' }, suggestion.columns);
    draft = chosen(draft, 'unit', { by: 'constant', text: ' pcs ' }, suggestion.columns);
    draft = chosen(draft, 'originalPromisedDate', { by: 'column', column: 'Promised' }, suggestion.columns);
    expect(missingIn(draft)).toEqual([]);
    expect(documentOf(draft, suggestion.mapping)).toMatchObject({
      name: 'lines',
      file: { separator: ';', encoding: 'utf-8' },
      numbers: { decimal: ',', thousands: '.' },
      dates: { forms: ['yyyy-MM-dd', 'd.M.yyyy'] },
      supplier: { from: 'Vendor', holds: 'code', create: null },
      facts: [{ kind: 'orderLines', values: { externalId: 'Pos', orderedQuantity: 'Qty', unit: { constant: 'pcs' }, originalPromisedDate: 'Promised' } }],
    });
  });

  it('needs a supplier by code or by name, unless it follows from the fact that is named', () => {
    const nobody = { ...draftOf(suggestion), choices: {} };
    expect(missingIn(nobody)).toContain('supplierCode');
    expect(missingIn({ ...nobody, choices: { supplierName: { by: 'column', column: 'Vendor' } } })).not.toContain('supplierCode');
    expect(missingIn({ ...nobody, kind: 'receipts' })).not.toContain('supplierCode');
    expect(missingIn({ ...nobody, kind: 'items' })).toEqual(['externalId', 'name']);
  });
});
