import { readFileSync } from 'node:fs';
import ExcelJS from 'exceljs';
import { mappings as builtIn } from '#domain/facts/mappings.js';
import { startApiUnderTest, type ApiUnderTest } from './api-under-test.js';

let api: ApiUnderTest;
let key: string;

beforeAll(async () => {
  api = await startApiUnderTest();
  ({ key } = await api.keyOf('procurement'));
  for (const code of ['S-1', 'S-2']) await api.call('POST', '/api/v1/suppliers', { key, body: { code, name: `Castings ${code}`, country: 'IN' } });
}, 240_000);
afterAll(() => api?.close(), 60_000);

interface Mapping {
  name: string;
  version: number;
  builtIn: boolean;
  document: { source: string; numbers: { decimal: string } };
}
interface Suggestion {
  kind: string;
  columns: { name: string; samples: string[]; guess: { field: string; confidence: number } | null }[];
  rows: string[][];
  mapping: Record<string, unknown>;
  faults: { path: string; message: string }[];
}
interface ImportBody {
  id: string;
  status: string;
  error: string | null;
  landed: number;
  quarantined: number;
  mapping: string;
}

const document = (name: string, change: object = {}) => ({
  name,
  source: 'plant-7',
  dates: { forms: ['dd.MM.yyyy'] },
  supplier: { from: 'Vendor', holds: 'code', create: null },
  facts: [{ kind: 'orderLines', values: { externalId: 'Line', orderedQuantity: 'Qty', unit: 'Unit', originalPromisedDate: 'Due' } }],
  ...change,
});
const save = (body: object, as = key) => api.call<Mapping & { errors?: { path: string; message: string }[] }>('POST', '/api/v1/mappings', { key: as, body });

function form(file: string | Uint8Array, name: string, mapping?: string): FormData {
  const body = new FormData();
  if (mapping !== undefined) body.append('mapping', mapping);
  body.append('file', new Blob([typeof file === 'string' ? file : new Uint8Array(file)]), name);
  return body;
}

async function imported(file: string | Uint8Array, name: string, mapping: string): Promise<ImportBody> {
  const { status, body: begun } = await api.call<ImportBody>('POST', '/api/v1/imports', { key, body: form(file, name, mapping) });
  expect(status).toBe(202);
  let body = begun;
  while (body.status === 'running') ({ body } = await api.call<ImportBody>('GET', `/api/v1/imports/${body.id}`, { key }));
  return body;
}

const suggestFor = (file: string | Uint8Array, name: string, query = '') => api.call<Suggestion>('POST', `/api/v1/mappings/suggest${query}`, { key, body: form(file, name) });

async function workbook(...rows: unknown[][]): Promise<Uint8Array> {
  const book = new ExcelJS.Workbook();
  book.addWorksheet('Lines').addRows(rows);
  return new Uint8Array((await book.xlsx.writeBuffer()) as ArrayBuffer);
}

describe('Saved mappings', () => {
  it('become the next version when they change, keep the ones before, and are not made anew by the same document', async () => {
    const first = await save(document('versions'));
    expect([first.status, first.body.version, first.headers.get('location')]).toEqual([201, 1, '/api/v1/mappings/versions']);
    expect((await save(document('versions'))).status).toBe(200);
    const second = await save(document('versions', { numbers: { decimal: ',' } }));
    expect([second.status, second.body.version]).toEqual([201, 2]);
    const read = (query = '') => api.call<Mapping>('GET', `/api/v1/mappings/versions${query}`, { key });
    expect((await read()).body).toMatchObject({ version: 2, document: { numbers: { decimal: ',' } } });
    expect((await read('?version=1')).body).toMatchObject({ version: 1, document: { numbers: { decimal: '.' } } });
    expect((await read('?version=3')).status).toBe(404);
  });

  it('stand beside the built-in ones in one list, page by page, each once', async () => {
    for (const name of ['a-first', 'm-middle', 'z-last']) await save(document(name));
    const names: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: { items: Mapping[]; nextCursor: string | null } = (await api.call<{ items: Mapping[]; nextCursor: string | null }>('GET', `/api/v1/mappings?limit=2${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`, { key })).body;
      names.push(...page.items.map(({ name }) => name));
      cursor = page.nextCursor;
    }
    expect(names).toEqual([...names].sort());
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual(expect.arrayContaining([...Object.keys(builtIn), 'a-first', 'm-middle', 'z-last']));
  });

  it('that cannot be used are refused with the place of each fault', async () => {
    const faulty = document('faulty', { dates: { forms: [] }, facts: [{ kind: 'orderLines', values: { externalId: 'Line', colour: 'Colour' } }] });
    const { status, body } = await save(faulty);
    expect(status).toBe(422);
    expect(body.errors?.map(({ path }) => path)).toEqual(expect.arrayContaining(['dates.forms']));
    const strange = await save(document('faulty', { facts: [{ kind: 'orderLines', values: { externalId: 'Line', colour: 'Colour' } }] }));
    expect(strange.body.errors?.map(({ path }) => path)).toEqual(expect.arrayContaining(['facts.0.values.colour', 'facts.0.values.orderedQuantity']));
  });

  it('replace no built-in one, and never change the source by which their facts are known', async () => {
    expect(await save(document('usaid-scms'))).toMatchObject({ status: 422, body: { errors: [{ path: 'name' }] } });
    await save(document('stable'));
    expect(await save(document('stable', { source: 'plant-8' }))).toMatchObject({ status: 422, body: { errors: [{ path: 'source' }] } });
  });

  it('are what a file can be imported with, CSV or workbook', async () => {
    await save(document('plant'));
    expect(await imported('Line,Vendor,Qty,Unit,Due\n1,S-1,10,piece,31.01.2026\n2,S-0,1,piece,31.01.2026\n', 'lines.csv', 'plant')).toMatchObject({ status: 'completed', landed: 1, quarantined: 1, mapping: 'plant' });
    const book = await workbook(['Line', 'Vendor', 'Qty', 'Unit', 'Due'], [3, 'S-2', 2.5, 'kg', new Date('2026-02-01')]);
    expect(await imported(book, 'lines.xlsx', 'plant')).toMatchObject({ status: 'completed', error: null, landed: 1, quarantined: 0 });
    const stored = await api.db.prisma.orderLine.findFirst({ where: { source: 'plant-7', externalId: '3' } });
    expect([Number(stored?.orderedQuantity), stored?.promisedDate.toISOString().slice(0, 10)]).toEqual([2.5, '2026-02-01']);
  });

  it.each(['rater', 'auditor', 'quality', 'integration'] as const)('are not saved by %s', async (role) => {
    const { key: reader } = await api.keyOf(role);
    expect((await save(document('not-theirs'), reader)).status).toBe(403);
  });

  it('that nobody saved are a 404', async () => expect((await api.call('GET', '/api/v1/mappings/nobody', { key })).status).toBe(404));
});

describe('The mapping suggested for a file', () => {
  it('of 1C in Windows-1251 can be saved as it is, and then imports that very file', async () => {
    const text = 'Номер строки;Номер заказа;Код поставщика;Номенклатура;Количество;Ед. изм.;Срок поставки\r\n1;ЗП-1;S-1;Болт;1 250,5;кг;31.01.2026\r\n';
    const table = new Map(Array.from({ length: 256 }, (_, byte) => [new TextDecoder('windows-1251').decode(Uint8Array.of(byte)), byte]));
    const file = Uint8Array.from(text, (character) => table.get(character) ?? 63);
    const { status, body } = await suggestFor(file, 'Заказы 2026.csv');
    expect([status, body.kind, body.faults]).toEqual([200, 'orderLines', []]);
    expect(body.columns.map(({ guess }) => guess?.field)).toEqual(['externalId', 'orderNumber', 'supplierCode', 'item', 'orderedQuantity', 'unit', 'originalPromisedDate']);
    expect(body.columns[3]).toMatchObject({ name: 'Номенклатура', samples: ['Болт'] });
    expect(body.mapping).toMatchObject({ name: '2026', file: { separator: ';', encoding: 'windows-1251' }, numbers: { decimal: ',', thousands: ' ' }, dates: { forms: ['dd.MM.yyyy'] } });
    expect((await save({ ...body.mapping, name: 'one-c' })).status).toBe(201);
    expect(await imported(file, 'orders.csv', 'one-c')).toMatchObject({ status: 'completed', landed: 1, quarantined: 0 });
  });

  it('of a workbook with Chinese titles imports it', async () => {
    const book = await workbook(['订单行号', '采购订单号', '供应商代码', '订购数量', '单位', '承诺交期'], ['9', 'PO-9', 'S-2', 12, '件', new Date('2026-03-01')]);
    const { body } = await suggestFor(book, '订单.xlsx');
    expect([body.kind, body.faults, body.rows]).toEqual(['orderLines', [], [['9', 'PO-9', 'S-2', '12', '件', '2026-03-01']]]);
    await save({ ...body.mapping, name: 'zh-lines' });
    expect(await imported(book, '订单.xlsx', 'zh-lines')).toMatchObject({ status: 'completed', landed: 1, quarantined: 0 });
  });

  it('says which fields of the wanted kind it did not find', async () => {
    const { body } = await suggestFor('Invoice Number,Vendor Code\n7,S-1\n', 'invoices.csv', '?kind=invoices');
    expect(body.kind).toBe('invoices');
    expect(body.faults.map(({ path }) => path)).toEqual(expect.arrayContaining(['facts.0.values.amount', 'facts.0.values.invoicedOn']));
  });

  it('reads no more than the head of a large file', async () => {
    const sample = readFileSync(new URL('../../sample/usaid-scms.csv', import.meta.url));
    const { status, body } = await suggestFor(sample, 'usaid-scms.csv');
    expect(status).toBe(200);
    expect(body.rows.length).toBe(20);
    expect(body.columns.find(({ name }) => name === 'Line Item Quantity')?.guess?.field).toBe('orderedQuantity');
  });

  it.each([
    ['an empty file', ''],
    ['a picture', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 1, 2])],
    ['an archive that is no workbook', new Uint8Array([0x50, 0x4b, 0x03, 0x04, 1, 2, 3])],
  ])('of %s is refused', async (_, file) => expect(await suggestFor(file, 'x')).toMatchObject({ status: 422, body: { errors: [{ path: 'file' }] } }));
});
