import { parseMapping } from '../mapping.js';
import { sapFile } from './sap.js';

/**
 * Schedule lines of SAP purchase orders: EKPO joined with its header EKKO and schedule EKET, by field name. EINDT is the delivery
 * date now, SLFDT the statistical one, which buyers keep for judging suppliers.
 */
export const sapOrderLines = parseMapping({
  ...sapFile,
  name: 'sap-order-lines',
  leaveOut: [{ column: 'LOEKZ', in: ['L', 'X'], optional: true }],
  supplier: { from: { column: 'LIFNR', withoutLeadingZeros: true }, holds: 'code', create: null },
  facts: [
    {
      kind: 'orderLines',
      values: {
        externalId: { columns: ['EBELN', 'EBELP'], joinedBy: '/', withoutLeadingZeros: true },
        orderNumber: { column: 'EBELN', withoutLeadingZeros: true },
        item: { column: 'MATNR', withoutLeadingZeros: true },
        category: { column: 'MATKL', optional: true },
        orderedQuantity: 'MENGE',
        unit: 'MEINS',
        unitPrice: 'NETPR',
        lineValue: 'NETWR',
        currency: 'WAERS',
        orderDate: { column: 'BEDAT' },
        originalPromisedDate: 'SLFDT',
        currentPromisedDate: { column: 'EINDT', optional: true },
      },
    },
  ],
});
