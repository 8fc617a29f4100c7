import { parseMapping } from '../mapping.js';
import { oneCFile } from './one-c.js';

/** A report «Поступления товаров» of 1C:Enterprise, a row per line of a receipt, with the line of the order it is for. */
export const oneCReceipts = parseMapping({
  ...oneCFile,
  name: '1c-receipts',
  keepOnly: [{ column: 'Проведен', in: ['Да', 'Истина', 'true'] }],
  supplier: { from: 'Поставщик', holds: 'name', create: { kind: 'product', language: 'ru', timeZone: 'Europe/Moscow' } },
  facts: [
    {
      kind: 'receipts',
      values: {
        externalId: { columns: ['Номер', 'Номер строки'], joinedBy: '/' },
        lineExternalId: { columns: ['Заказ поставщику', 'Номер строки заказа'], joinedBy: '/' },
        quantity: 'Количество',
        receivedOn: 'Дата',
        unit: 'Единица измерения',
      },
    },
  ],
});
