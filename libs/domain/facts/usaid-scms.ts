import type { Mapping } from './mapping.js';

/**
 * The delivery history of USAID's Supply Chain Management System, 2006–2015 (public domain).
 * Quantities are packs; the file gives prices in US dollars, `Unit Price` for one unit of a pack.
 * `SCMS from RDC` is the buyer's own warehouse, no supplier.
 */
export const usaidScms: Mapping = {
  name: 'usaid-scms',
  source: 'usaid-scms',
  filter: { column: 'Vendor', leaveOut: ['SCMS from RDC'] },
  supplier: { column: 'Vendor', holds: 'name', create: { kind: 'product', language: 'en', timeZone: 'UTC' } },
  orderLine: {
    externalId: 'ID',
    orderNumber: 'PO / SO #',
    item: 'Item Description',
    category: ['Product Group', 'Sub Classification'],
    orderedQuantity: 'Line Item Quantity',
    unitPrice: 'Unit Price',
    lineValue: 'Line Item Value',
    orderDate: 'PO Sent to Vendor Date',
    promisedDate: 'Scheduled Delivery Date',
  },
  receipt: { externalId: 'ID', quantity: 'Line Item Quantity', receivedOn: 'Delivered to Client Date' },
  unit: { constant: 'pack' },
  currency: { constant: 'USD' },
  dates: {
    forms: ['d-MMM-yy', 'M/d/yy', 'yyyy-MM-dd'],
    unknown: ['Date Not Captured', 'N/A - From RDC', 'Pre-PQ Process'],
    earliest: '2000-01-01',
    latest: '2059-12-31',
  },
};
