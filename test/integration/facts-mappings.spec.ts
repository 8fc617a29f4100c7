import { randomUUID } from 'node:crypto';
import { PassThrough, Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { createDeflateRaw } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import ExcelJS from 'exceljs';
import { MappingInvalid, parseMapping, type Mapping } from '#domain/facts/mapping.js';
import { findMapping } from '#domain/facts/mappings.js';
import { usaidScms } from '#domain/facts/mappings/usaid-scms.js';
import { newSupplierBody } from '#domain/supplier/supplier.js';
import { openDatabase, type Database } from '#persistence/database.js';
import { listImportRows, type ImportRecord } from '#persistence/imports/imports.js';
import { runImport } from '#persistence/imports/run-import.js';
import { createSupplier } from '#persistence/suppliers/suppliers.js';
import { createTestDatabase } from '#test/postgres.js';

const at = new Date('2026-03-02T08:00:00Z');
// A busy machine only makes this slow, not wrong.
jest.setTimeout(180_000);

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let db: Database;

beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase({ url: database.url, role: 'staff', applicationName: 'mapping tests' });
});
afterAll(async () => {
  await db.close();
  await database.drop();
});

function mapping(name: string): Mapping {
  const found = findMapping(name);
  if (!found) throw new Error(`There is no mapping ${name}`);
  return found;
}

const bring = (content: Buffer, by: Mapping): Promise<ImportRecord> =>
  runImport(db, { importId: randomUUID(), input: Readable.from([content]), mapping: by, fileName: 'facts', dryRun: false, startedBy: 'test', now: () => at });

async function rows(sql: string): Promise<object[]> {
  return (await db.pool.query<object>(sql)).rows;
}

const quarantined = async ({ id }: ImportRecord) =>
  (await listImportRows(db, id, { status: 'quarantined', limit: 20 })).items.map(({ line, column, value, rule }) => `${line} ${column} ${value} ${rule}`);

async function workbook(sheets: Record<string, unknown[][]>): Promise<Buffer> {
  const book = new ExcelJS.Workbook();
  for (const [name, lines] of Object.entries(sheets)) book.addWorksheet(name).addRows(lines);
  return Buffer.from(await book.xlsx.writeBuffer());
}

/** As 1C saves a table for Excel in Russia: Windows-1251, semicolons, decimal comma, no-break spaces between thousands. */
function windows1251(text: string): Buffer {
  const code = (character: string): number => {
    const point = character.codePointAt(0) ?? 0;
    if (point < 0x80 || point === 0xa0) return point;
    if (point >= 0x410 && point <= 0x44f) return point - 0x410 + 0xc0;
    return { 'Ё': 0xa8, 'ё': 0xb8, '«': 0xab, '»': 0xbb, '№': 0xb9 }[character] ?? 0x3f;
  };
  return Buffer.from(Array.from(text, code));
}

describe('reports of 1C', () => {
  const orders = [
    'Номер;Дата;Статус;Поставщик;Номер строки;Номенклатура;Единица измерения;Количество;Цена;Сумма;Валюта;Дата поступления;Новая дата поступления;Инициатор переноса',
    'УТ-000017;12.01.2026 10:15:00;Согласован;ООО «Ромашка»;1;Перчатки нитриловые;шт;1\u00a0200;12,50;15\u00a0000,00;руб.;02.02.2026;;',
    'УТ-000017;12.01.2026 10:15:00;Согласован;ООО «Ромашка»;2;Маски;шт;500,5;3,2;1601,6;руб.;02.02.2026;09.02.2026;Покупатель',
    'УТ-000018;13.01.2026 9:00:00;Не согласован;ООО «Ромашка»;1;Маски;шт;1;1;1;руб.;03.02.2026;;',
    'УТ-000019;14.01.2026 9:00:00;Согласован;ООО «Ромашка»;1;Бахилы;шт;1.200;1;1;руб.;31.02.2026;;',
  ].join('\r\n');

  test('on orders become lines of a supplier with a Russian name, and what cannot be read is named by its Russian column', async () => {
    const done = await bring(windows1251(orders), mapping('1c-orders'));
    expect(done).toMatchObject({ status: 'completed', rowsRead: 4, landed: 2, filtered: 1, quarantined: 1 });
    expect(await quarantined(done)).toEqual(['5 Количество 1.200 impossibleQuantity', '5 Дата поступления 31.02.2026 impossiblePromisedDate']);
    expect(
      await rows(`SELECT l.external_id AS id, p.name AS supplier, trim_scale(ordered_quantity)::text AS quantity, trim_scale(unit_price)::text AS price, currency,
                         order_date::text AS ordered, promised_date::text AS promised FROM order_lines l JOIN suppliers p ON p.id = l.supplier_id WHERE source = '1c' ORDER BY 1`),
    ).toEqual([
      { id: 'УТ-000017/2026/1', supplier: 'ООО «Ромашка»', quantity: '1200', price: '12.5', currency: 'RUB', ordered: '2026-01-12', promised: '2026-02-02' },
      { id: 'УТ-000017/2026/2', supplier: 'ООО «Ромашка»', quantity: '500.5', price: '3.2', currency: 'RUB', ordered: '2026-01-12', promised: '2026-02-09' },
    ]);
  });

  test('may lack the column by which rows are left out: then nothing is', async () => {
    const without = orders.split('\r\n').map((line) => line.split(';').filter((_, place) => place !== 2).join(';')).join('\r\n');
    const done = await bring(windows1251(without), { ...mapping('1c-orders'), source: randomUUID() });
    expect(done).toMatchObject({ error: null, status: 'completed', rowsRead: 4, landed: 3, filtered: 0, quarantined: 1 });
    const needed = { ...mapping('1c-orders'), source: randomUUID(), leaveOut: [{ column: 'Статус', in: ['Не согласован'] }] };
    expect((await bring(windows1251(without), needed)).error).toContain('Missing columns: "Статус"');
  });

  test('on receipts, as a workbook with real dates and numbers, find the lines they are for', async () => {
    await bring(windows1251(orders), mapping('1c-orders'));
    const header = ['Номер', 'Дата', 'Проведен', 'Поставщик', 'Номер строки', 'Заказ поставщику', 'Дата заказа', 'Номер строки заказа', 'Количество', 'Единица измерения'];
    const sheet = await workbook({
      Поступления: [
        header,
        ['ПТ-1', new Date('2026-02-01T00:00:00Z'), 'Да', 'ООО «Ромашка»', 1, 'УТ-000017', '12.01.2026 10:15:00', 1, 700, 'шт'],
        ['ПТ-2', '03.02.2026', 'Да', 'ООО «Ромашка»', 1, 'УТ-000017', '12.01.2026 10:15:00', 1, 500.25, 'шт'],
        ['ПТ-3', new Date('2026-02-04T00:00:00Z'), 'Нет', 'ООО «Ромашка»', 1, 'УТ-000017', '12.01.2026 10:15:00', 2, 1, 'шт'],
        ['ПТ-4', new Date('2026-02-04T00:00:00Z'), 'Да', 'ООО «Ромашка»', 1, 'УТ-000017', '12.01.2026 10:15:00', 2, 1, 'кг'],
      ],
    });
    const done = await bring(sheet, mapping('1c-receipts'));
    expect(done).toMatchObject({ error: null, status: 'completed', rowsRead: 4, landed: 2, filtered: 1, quarantined: 1 });
    expect(await quarantined(done)).toEqual(['5 Единица измерения кг unitMismatch']);
    expect(await rows(`SELECT external_id AS id, line_external_id AS line, trim_scale(quantity)::text AS quantity, received_on::text AS day FROM receipts WHERE source = '1c' ORDER BY 1`)).toEqual([
      { id: 'ПТ-1/2026/1', line: 'УТ-000017/2026/1', quantity: '700', day: '2026-02-01' },
      { id: 'ПТ-2/2026/1', line: 'УТ-000017/2026/1', quantity: '500.25', day: '2026-02-03' },
    ]);
  });

  test('number their documents anew each year: the order of the next year is another one, also that of another supplier', async () => {
    const header = orders.split('\r\n')[0];
    const order = (date: string, supplier: string) => `0000-000001;${date};Согласован;${supplier};1;Бинты;шт;10;1;10;руб.;01.12.2026;;`;
    const by = { ...mapping('1c-orders'), source: randomUUID() };
    const done = await bring(windows1251([header, order('10.01.2025', 'Север'), order('10.01.2026 9:00:00', 'Юг'), order('<>', 'Юг')].join('\r\n')), by);
    expect(done).toMatchObject({ landed: 2, updated: 0, quarantined: 1 });
    expect(await quarantined(done)).toEqual(['4 Номер  missingExternalId']);
    expect((await listImportRows(db, done.id, { limit: 5 })).items[0]?.hint).toContain('the year of the date in "Дата"');
    const again = await bring(windows1251([header, order('10.01.2026', 'Юг')].join('\r\n')), by);
    expect(again).toMatchObject({ unchanged: 1 });
    expect(await rows(`SELECT external_id AS id, p.name AS supplier FROM order_lines l JOIN suppliers p ON p.id = l.supplier_id WHERE source = '${by.source}' ORDER BY 1`)).toEqual([
      { id: '0000-000001/2025/1', supplier: 'Север' },
      { id: '0000-000001/2026/1', supplier: 'Юг' },
    ]);
  });
});

describe('tables of SAP', () => {
  const orders = [
    'EBELN;EBELP;LOEKZ;LIFNR;MATNR;MATKL;MENGE;MEINS;NETPR;NETWR;WAERS;BEDAT;SLFDT;EINDT',
    '4500001234;00010;;0000100234;000000000000004711;R-100;1.000,000;ST;12,50;12.500,00;EUR;20260105;20260201;20260215',
    '4500001234;00020;L;0000100234;000000000000004712;R-100;5,000;ST;1,00;5,00;EUR;20260105;20260201;20260201',
    '4500001235;00010;;0000999999;000000000000004713;R-100;5,000;ST;1,00;5,00;EUR;05.01.2026;00000000;01.02.2026',
  ].join('\n');
  const history = [
    'EBELN;EBELP;BWART;GJAHR;BELNR;BUZEI;LFGJA;LFBNR;LFPOS;MENGE;MEINS;BUDAT',
    '4500001234;00010;101;2026;5000000001;0001;2026;5000000001;0001;600,000;ST;20260130',
    '4500001234;00010;101;2026;5000000002;0001;2026;5000000002;0001;400,000;ST;20260203',
    '4500001234;00010;102;2026;5000000003;0001;2026;5000000002;0001;150,000;ST;20260204',
    '4500001234;00010;601;2026;5000000004;0001;2026;5000000004;0001;1,000;ST;20260204',
    '4500001234;00010;101;2026;5000000005;0001;2026;5000000005;0001;10,000-;ST;20260205',
    '4500009999;00010;101;2026;5000000006;0001;2026;5000000006;0001;10,000;ST;20260205',
  ].join('\n');

  test('become lines, receipts in parts and what was taken back; the order history names no supplier', async () => {
    await createSupplier(db, { id: randomUUID(), supplier: newSupplierBody.parse({ code: '100234', name: 'Muster GmbH', country: 'DE' }), ownerId: null, at });
    const lines = await bring(Buffer.from(orders), mapping('sap-order-lines'));
    expect(lines).toMatchObject({ status: 'completed', rowsRead: 3, landed: 1, filtered: 1, quarantined: 1 });
    expect(await quarantined(lines)).toEqual(['4 SLFDT 00000000 missingPromisedDate']);
    const receipts = await bring(Buffer.from(history), mapping('sap-receipts'));
    expect(receipts).toMatchObject({ status: 'completed', rowsRead: 6, landed: 3, filtered: 1, quarantined: 2 });
    expect(await quarantined(receipts)).toEqual(['6 MENGE 10,000- negativeQuantity', '7 EBELN 4500009999/10 missingSupplier']);
    expect(
      await rows(`SELECT p.code AS supplier, l.external_id AS id, item, l.promised_date::text AS promised, l.current_promised_date::text AS now,
                         (SELECT trim_scale(sum(quantity))::text FROM receipts r WHERE r.source = 'sap' AND r.line_external_id = l.external_id) AS received,
                         (SELECT trim_scale(sum(v.quantity))::text FROM receipt_reversals v JOIN receipts r ON r.source = v.source AND r.external_id = v.receipt_external_id WHERE r.line_external_id = l.external_id) AS reversed
                    FROM order_lines l JOIN suppliers p ON p.id = l.supplier_id WHERE l.source = 'sap'`),
    ).toEqual([{ supplier: '100234', id: '4500001234/10', item: '4711', promised: '2026-02-01', now: '2026-02-15', received: '1000', reversed: '150' }]);
  });
});

describe('a workbook', () => {
  const header = ['ID', 'Vendor', 'PO / SO #', 'Item Description', 'Line Item Quantity', 'Unit Price', 'Line Item Value', 'PO Sent to Vendor Date', 'Scheduled Delivery Date', 'Product Group', 'Sub Classification', 'Delivered to Client Date'];
  const day = (text: string) => new Date(`${text}T00:00:00Z`);
  const delivery = (id: number, price: unknown = 0.1 + 0.2) => [id, 'Workbook Ltd', 'W-1', `Item ${id}`, 10, price, 20, day('2010-06-01'), day('2010-07-01'), 'PPE', '', day('2010-07-02')];
  const ofSheet = (sheet: string | null): Mapping => ({ ...usaidScms, source: randomUUID(), file: { ...usaidScms.file, sheet } });

  test('is read sheet by sheet name, numbers without the noise of binary fractions, formulas by their result', async () => {
    const content = await workbook({ Cover: [['Deliveries of 2010']], Data: [header, delivery(1), [], delivery(2, { formula: '1+1', result: 2 })] });
    const by = ofSheet('Data');
    expect(await bring(content, by)).toMatchObject({ status: 'completed', rowsRead: 2, landed: 2 });
    expect(await rows(`SELECT external_id AS id, trim_scale(unit_price)::text AS price, order_date::text AS ordered FROM order_lines WHERE source = '${by.source}' ORDER BY 1`)).toEqual([
      { id: '1', price: '0.3', ordered: '2010-06-01' },
      { id: '2', price: '2', ordered: '2010-06-01' },
    ]);
  });

  test('lands the same facts as the same rows in CSV', async () => {
    const by = ofSheet(null);
    await bring(await workbook({ Data: [header, delivery(1, 0.5)] }), by);
    const csv = `${header.join(',')}\n1,Workbook Ltd,W-1,Item 1,10,0.5,20,1-Jun-10,1-Jul-10,PPE,,2-Jul-10\n`;
    expect(await bring(Buffer.from(csv), by)).toMatchObject({ landed: 0, unchanged: 1 });
  });

  test('without the sheet, without the columns or damaged is refused with the reason', async () => {
    const content = await workbook({ Cover: [['Deliveries']], Data: [header, delivery(1)] });
    expect((await bring(content, ofSheet('Missing'))).error).toContain('It has: Cover, Data');
    expect((await bring(content, ofSheet(null))).error).toContain('Missing columns');
    expect((await bring(content.subarray(0, content.length - 40), ofSheet('Data'))).error).toMatch(/damaged workbook/);
  });

  test('that unpacks to gigabytes is refused before it is read', async () => {
    const done = await bring(await bomb(), ofSheet(null));
    expect(done).toMatchObject({ status: 'failed', rowsRead: 0 });
    expect(done.error).toMatch(/unpacks to more/);
  });

  test('with a part that its table of contents does not name is refused: readers disagree on which one counts', async () => {
    const content = await workbook({ Data: [header, delivery(1)] });
    const tableAt = content.readUInt32LE(content.length - 22 + 16);
    const name = Buffer.from('xl/worksheets/sheet1.xml');
    const hidden = Buffer.alloc(30);
    hidden.writeUInt32LE(0x04034b50, 0);
    hidden.writeUInt16LE(name.length, 26);
    const end = Buffer.from(content.subarray(content.length - 22));
    end.writeUInt32LE(tableAt + hidden.length + name.length, 16);
    const forged = Buffer.concat([content.subarray(0, tableAt), hidden, name, content.subarray(tableAt, content.length - 22), end]);
    expect((await bring(forged, ofSheet(null))).error).toMatch(/damaged workbook/);
    expect((await bring(content, ofSheet(null))).status).toBe('completed');
  });

  /** An archive of one shared-strings part: 200 MB of nothing, which claims to be 10 bytes. */
  async function bomb(): Promise<Buffer> {
    const deflate = createDeflateRaw({ level: 9 });
    const packed = buffer(deflate.pipe(new PassThrough()));
    const block = Buffer.alloc(1_000_000, 0x20);
    for (let count = 0; count < 200; count++) if (!deflate.write(block)) await new Promise((resolve) => deflate.once('drain', resolve));
    deflate.end();
    const data = await packed;
    const name = Buffer.from('xl/sharedStrings.xml');
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(8, 8);
    local.writeUInt32LE(data.length, 18);
    local.writeUInt32LE(10, 22);
    local.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE(data.length, 20);
    entry.writeUInt32LE(10, 24);
    entry.writeUInt16LE(name.length, 28);
    const end = Buffer.alloc(22);
    end.writeUInt32LE(0x06054b50, 0);
    end.writeUInt16LE(1, 8);
    end.writeUInt16LE(1, 10);
    end.writeUInt32LE(entry.length + name.length, 12);
    end.writeUInt32LE(local.length + name.length + data.length, 16);
    return Buffer.concat([local, name, data, entry, name, end]);
  }
});

describe('a mapping document', () => {
  const document = { name: 'ours', source: 'ours', dates: { forms: ['yyyy-MM-dd'] }, supplier: { from: 'Supplier', holds: 'code', create: null } };
  const stoppages = { kind: 'stoppages', values: { externalId: 'Id', occurredOn: 'Day', hours: 'Hours' } };
  const faults = (given: object): string[] => {
    try {
      parseMapping({ ...document, facts: [stoppages], ...given });
      return [];
    } catch (error) {
      return error instanceof MappingInvalid ? error.faults.map(({ path, message }) => `${path}: ${message}`) : [String(error)];
    }
  };

  test('names every fault with its place', () => {
    expect(faults({})).toEqual([]);
    expect(faults({ facts: [{ kind: 'stoppages', values: { externalId: 'Id', minutes: 'Minutes' } }] })).toEqual([
      expect.stringMatching(/^facts\.0\.values\.minutes: stoppages have no such value/),
      expect.stringMatching(/^facts\.0\.values\.occurredOn: stoppages cannot do without it/),
      expect.stringMatching(/^facts\.0\.values\.hours: stoppages cannot do without it/),
    ]);
    expect(faults({ supplier: null })).toEqual(['supplier: stoppages need a supplier']);
    expect(faults({ numbers: { decimal: ',', thousands: ',' } })).toEqual(['numbers.thousands: must differ from the decimal sign']);
    expect(faults({ name: 'Ours!', colour: 'red' })).toEqual([expect.stringMatching(/^name: /), expect.stringMatching(/colour/)]);
    expect(faults({ facts: [{ kind: 'guesses', values: {} }] })).toEqual([expect.stringMatching(/^facts\.0\.kind: /)]);
  });

  test('is plain JSON and comes back from JSON as it was', () => {
    for (const name of ['usaid-scms', '1c-orders', '1c-receipts', 'sap-order-lines', 'sap-receipts']) {
      expect(parseMapping(JSON.parse(JSON.stringify(mapping(name))))).toEqual(mapping(name));
    }
  });
});
