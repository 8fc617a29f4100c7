import { parseMapping } from '../mapping.js';

/**
 * The delivery history of USAID's Supply Chain Management System, 2006–2015 (public domain).
 * Quantities are packs; the file gives prices in US dollars, `Unit Price` for one unit of a pack.
 * `SCMS from RDC` is the buyer's own warehouse, no supplier.
 */
export const usaidScms = parseMapping({
  name: 'usaid-scms',
  source: 'usaid-scms',
  dates: {
    forms: ['d-MMM-yy', 'M/d/yy', 'yyyy-MM-dd'],
    unknown: ['Date Not Captured', 'N/A - From RDC', 'Pre-PQ Process'],
  },
  leaveOut: [{ column: 'Vendor', in: ['SCMS from RDC'] }],
  supplier: { from: 'Vendor', holds: 'name', create: { kind: 'product', language: 'en', timeZone: 'UTC' } },
  facts: [
    {
      kind: 'orderLines',
      values: {
        externalId: 'ID',
        orderNumber: 'PO / SO #',
        item: 'Item Description',
        orderedQuantity: 'Line Item Quantity',
        unit: { constant: 'pack' },
        unitPrice: 'Unit Price',
        lineValue: 'Line Item Value',
        currency: { constant: 'USD' },
        orderDate: 'PO Sent to Vendor Date',
        originalPromisedDate: 'Scheduled Delivery Date',
        category: { columns: ['Product Group', 'Sub Classification'], joinedBy: ' / ' },
      },
    },
    {
      kind: 'receipts',
      absentWithout: 'receivedOn',
      values: { externalId: 'ID', lineExternalId: 'ID', quantity: 'Line Item Quantity', receivedOn: 'Delivered to Client Date' },
    },
  ],
});
