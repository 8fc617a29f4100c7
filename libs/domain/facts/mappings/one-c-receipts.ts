import { parseMapping } from '../mapping.js';
import { oneCFile, oneCLine } from './one-c.js';

/** A report «Поступления товаров» of 1C:Enterprise, a row per line of a receipt, with number, date and line of the order it is for. */
export const oneCReceipts = parseMapping({
  ...oneCFile,
  name: '1c-receipts',
  keepOnly: [{ column: 'Проведен', in: ['Да', 'Истина', 'true'] }],
  supplier: { from: 'Поставщик', holds: 'name', create: { kind: 'product', language: 'ru', timeZone: 'Europe/Moscow' } },
  facts: [
    {
      kind: 'receipts',
      values: {
        externalId: oneCLine(['Номер', 'Дата', 'Номер строки']),
        lineExternalId: oneCLine(['Заказ поставщику', 'Дата заказа', 'Номер строки заказа']),
        quantity: 'Количество',
        receivedOn: 'Дата',
        unit: 'Единица измерения',
      },
    },
  ],
});
