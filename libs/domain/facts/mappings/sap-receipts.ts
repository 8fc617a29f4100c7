import { parseMapping } from '../mapping.js';
import { sapFile, sapLine } from './sap.js';

/**
 * Goods receipts from SAP's order history EKBE, by field name: movement 101 receives, 102 and 122 take back what the reference
 * document (LFGJA, LFBNR, LFPOS) received. EKBE names no supplier: it is that of the order line.
 */
export const sapReceipts = parseMapping({
  ...sapFile,
  name: 'sap-receipts',
  keepOnly: [{ column: 'BWART', in: ['101', '102', '122'] }],
  supplier: null,
  facts: [
    {
      kind: 'receipts',
      when: { column: 'BWART', in: ['101'] },
      values: {
        externalId: { columns: ['GJAHR', 'BELNR', 'BUZEI'], joinedBy: '/', withoutLeadingZeros: true },
        lineExternalId: sapLine,
        quantity: 'MENGE',
        receivedOn: 'BUDAT',
        unit: { column: 'MEINS', optional: true },
      },
    },
    {
      kind: 'receiptReversals',
      when: { column: 'BWART', in: ['102', '122'] },
      values: {
        externalId: { columns: ['GJAHR', 'BELNR', 'BUZEI'], joinedBy: '/', withoutLeadingZeros: true },
        receiptExternalId: { columns: ['LFGJA', 'LFBNR', 'LFPOS'], joinedBy: '/', withoutLeadingZeros: true },
        quantity: 'MENGE',
        reversedOn: 'BUDAT',
      },
    },
  ],
});
