import { parseMapping } from '../mapping.js';
import { oneCFile, oneCLine } from './one-c.js';

/** A report «Заказы поставщикам» of 1C:Enterprise (ERP, Комплексная автоматизация) saved as text or workbook, a row per line of an order. */
export const oneCOrders = parseMapping({
  ...oneCFile,
  name: '1c-orders',
  leaveOut: [{ column: 'Статус', in: ['Не согласован', 'Помечен на удаление'], optional: true }],
  supplier: { from: 'Поставщик', holds: 'name', create: { kind: 'product', language: 'ru', timeZone: 'Europe/Moscow' } },
  facts: [
    {
      kind: 'orderLines',
      values: {
        externalId: oneCLine(['Номер', 'Дата', 'Номер строки']),
        orderNumber: 'Номер',
        item: 'Номенклатура',
        category: { column: 'Вид номенклатуры', optional: true },
        orderedQuantity: 'Количество',
        unit: 'Единица измерения',
        unitPrice: 'Цена',
        lineValue: 'Сумма',
        currency: { column: 'Валюта', translate: { 'руб.': 'RUB', руб: 'RUB', '₽': 'RUB', 'USD': 'USD', 'EUR': 'EUR' } },
        orderDate: 'Дата',
        originalPromisedDate: 'Дата поступления',
        currentPromisedDate: { column: 'Новая дата поступления', optional: true },
        promiseChangedBy: { column: 'Инициатор переноса', optional: true, translate: { Поставщик: 'supplier', Покупатель: 'buyer', 'Наша организация': 'buyer' } },
        cancelledBy: { column: 'Инициатор отмены', optional: true, translate: { Поставщик: 'supplier', Покупатель: 'buyer', 'Наша организация': 'buyer' } },
        cancelledOn: { column: 'Дата отмены', optional: true },
        cancelledQuantity: { column: 'Отменено количество', optional: true },
      },
    },
  ],
});
