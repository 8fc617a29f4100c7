import { parseMapping } from '../facts/mapping.js';
import { suggest, type FileHead } from './suggest.js';
import { dateFormsOf, decimalSignOf } from './writing.js';

const head = (columns: string[], ...rows: string[][]): FileHead => ({ columns, rows, separator: ';', encoding: 'utf-8' });
const fields = (file: FileHead) => {
  const { kind, guesses } = suggest(file, 'ours');
  return [kind, ...guesses.map((guess) => guess?.field ?? null)];
};

describe('The mapping suggested for a file', () => {
  it.each([
    ['English', ['Line ID', 'PO Number', 'Vendor Code', 'Item', 'Ordered Quantity', 'UoM', 'Promised Date']],
    ['Russian', ['Номер строки', 'Номер заказа', 'Код поставщика', 'Номенклатура', 'Количество', 'Ед. изм.', 'Срок поставки']],
    ['Chinese', ['订单行号', '采购订单号', '供应商代码', '物料编码', '订购数量', '单位', '承诺交期']],
    ["SAP's fields", ['EBELP', 'EBELN', 'LIFNR', 'MATNR', 'MENGE', 'MEINS', 'SLFDT']],
  ])('knows order lines by their names in %s, and can be saved as it is', (_, columns) => {
    const file = head(columns, ['10', '4500', 'S-1', 'bolt', '10', 'piece', '2026-01-31']);
    expect(fields(file)).toEqual(['orderLines', 'externalId', 'orderNumber', 'supplierCode', 'item', 'orderedQuantity', 'unit', 'originalPromisedDate']);
    const { mapping, faults } = suggest(file, 'ours');
    expect(faults).toEqual([]);
    expect(parseMapping(mapping)).toMatchObject({ supplier: { from: columns[2], holds: 'code' }, facts: [{ kind: 'orderLines', values: { orderedQuantity: columns[4] } }] });
  });

  it('finds the kind of the rows by what they cannot do without', () => {
    expect(fields(head(['检验单号', '供应商名称', '检验日期', '检验数量', '不合格数量']))).toEqual(['inspections', 'externalId', 'supplierName', 'inspectedOn', 'inspectedQuantity', 'rejectedQuantity']);
    expect(fields(head(['Номер поступления', 'Строка заказа', 'Дата приёмки', 'Принято']))).toEqual(['receipts', 'externalId', 'lineExternalId', 'receivedOn', 'quantity']);
  });

  it('forgives a slip of the pen, and is then less sure', () => {
    const { guesses } = suggest(head(['Recieved Quantity']), 'ours', 'receipts');
    expect(guesses[0]?.field).toBe('quantity');
    expect(guesses[0]?.confidence).toBeLessThan(1);
  });

  it('gives a field to one column only, and leaves alone what it does not know', () => {
    expect(fields(head(['Order Number', 'PO Number', 'Colour']))).toEqual(expect.arrayContaining(['orderNumber', null]));
    expect(suggest(head(['Order Number', 'PO Number', 'Colour']), 'ours', 'orderLines').guesses.filter((guess) => guess?.field === 'orderNumber').length).toBe(1);
  });

  it("knows the German headings of SAP's reports, and how they write their dates", () => {
    const columns = ['Einkaufsbeleg', 'Position', 'Lieferant', 'Material', 'Bestellmenge', 'Mengeneinheit', 'Lieferdatum'];
    const file = head(columns, ['4500001234', '10', '100234', '4711', '1.000,5', 'ST', '31.01.2025'], ['4500001234', '20', '100234', '4712', '5', 'ST', '01.02.2025']);
    expect(fields(file)).toEqual(['orderLines', 'orderNumber', 'externalId', 'supplierCode', 'item', 'orderedQuantity', 'unit', 'originalPromisedDate']);
    expect(suggest(file, 'ours')).toMatchObject({ faults: [], mapping: { dates: { forms: ['dd.MM.yyyy'] }, numbers: { decimal: ',', thousands: '.' } } });
    expect(fields(head(['Materialbeleg', 'PO Line', 'Buchungsdatum', 'Menge']))).toEqual(['receipts', 'externalId', 'lineExternalId', 'receivedOn', 'quantity']);
  });

  it('takes the form of dates from the rows also where no column is known for a date', () => {
    const file = head(['Line', 'Wann', 'Nr'], ['1', '31.01.2025', '20250131'], ['2', '02.02.2025', '7']);
    expect(suggest(file, 'ours', 'orderLines').mapping).toMatchObject({ dates: { forms: ['dd.MM.yyyy'] } });
    expect(suggest(head(['Wann'], ['31.01.2025'], ['soon']), 'ours', 'orderLines').mapping).toMatchObject({ dates: { forms: ['yyyy-MM-dd'] } });
  });

  it('says what a mapping still lacks', () => {
    const { faults } = suggest(head(['PO Number', 'Vendor']), 'ours', 'orderLines');
    expect(faults.map(({ path }) => path)).toEqual(expect.arrayContaining(['facts.0.values.orderedQuantity', 'facts.0.values.originalPromisedDate']));
  });
});

describe('The writing of a file', () => {
  it.each([
    [['31.01.2026', '01.02.2026'], ['dd.MM.yyyy']],
    [['13/01/2026', '02/01/2026'], ['d/M/yyyy']],
    [['01/13/2026', '02/01/2026'], ['M/d/yyyy']],
    [['20260131'], ['yyyyMMdd']],
    [['2026年1月31日'], ["yyyy'年'M'月'd'日'"]],
    [['2-Jun-06', '11/14/06'], ['d-MMM-yy', 'M/d/yy']],
    [['soon'], ['yyyy-MM-dd']],
  ])('of dates such as %j is %j', (samples, forms) => expect([...dateFormsOf(samples)].sort()).toEqual([...forms].sort()));

  it.each([
    [['1250.5', '3'], '.', ''],
    [['1 250,50'], ',', ' '],
    [['1.250,50'], ',', '.'],
    [['1,250.50', '7'], '.', ','],
    [['12,5'], ',', ''],
    [['1,250'], '.', ','],
    [[], '.', ''],
  ])('of numbers such as %j has the decimal sign "%s" and "%s" between thousands', (samples, decimal, thousands) =>
    expect(decimalSignOf(samples)).toMatchObject({ decimal, thousands }),
  );
});
