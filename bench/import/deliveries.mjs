/**
 * Writes a file of deliveries: order lines with their receipts, a row each, in the order an ERP would export them. A tenth of
 * the rows has not arrived yet. The same number of rows gives the same file.
 */
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';

export const header = 'ID,Supplier,Order,Item,Category,Quantity,Price,Value,Ordered,Promised,Received';

/** How the file's columns become facts. */
export const mappingDocument = {
  name: 'bench-deliveries',
  source: 'bench',
  dates: { forms: ['yyyy-MM-dd'] },
  supplier: { from: 'Supplier', holds: 'code', create: { kind: 'product', language: 'en', timeZone: 'UTC' } },
  facts: [
    {
      kind: 'orderLines',
      values: {
        externalId: 'ID',
        orderNumber: 'Order',
        item: 'Item',
        category: 'Category',
        orderedQuantity: 'Quantity',
        unit: { constant: 'piece' },
        unitPrice: 'Price',
        lineValue: 'Value',
        currency: { constant: 'EUR' },
        orderDate: 'Ordered',
        originalPromisedDate: 'Promised',
      },
    },
    { kind: 'receipts', absentWithout: 'receivedOn', values: { externalId: 'ID', lineExternalId: 'ID', quantity: 'Quantity', receivedOn: 'Received' } },
  ],
};

/** The line `row` of the file; every column follows from its number. */
export function delivery(row, suppliers, items) {
  const chance = (of) => ((Math.imul(row + 1, 2_654_435_761) >>> of) & 0xffff) / 0x10000;
  const item = Math.floor(chance(3) * items);
  const quantity = 1 + Math.floor(chance(7) * 500);
  const price = (1 + (item % 900) + chance(11)).toFixed(2);
  const ordered = Math.floor((row % 1_000) * 0.9) + 1;
  const promised = ordered + 20 + Math.floor(chance(1) * 20);
  const received = chance(13) < 0.1 ? '' : day(promised - 3 + Math.floor(chance(5) * 8));
  const supplier = `S${String(row % suppliers).padStart(6, '0')}`;
  return `${4_500_000_000 + row},${supplier},PO-${Math.floor(row / 5)},"Item ${item}, as agreed",Parts / Group ${item % 50},${quantity},${price},${(quantity * Number(price)).toFixed(2)},${day(ordered)},${day(promised)},${received}`;
}

const first = Date.UTC(2023, 0, 1);
const days = Array.from({ length: 1_200 }, (_, number) => new Date(first + number * 86_400_000).toISOString().slice(0, 10));
const day = (number) => days[number] ?? '';

export async function writeDeliveries(path, { rows, suppliers, items }) {
  const file = createWriteStream(path);
  let text = `${header}\n`;
  for (let row = 0; row < rows; row++) {
    text += `${delivery(row, suppliers, items)}\n`;
    if (text.length < 1_000_000) continue;
    if (!file.write(text)) await new Promise((resolve) => file.once('drain', resolve));
    text = '';
  }
  file.end(text);
  await finished(file);
}
