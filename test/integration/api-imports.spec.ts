import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { startApiUnderTest, type ApiUnderTest, type Answer } from './api-under-test.js';

const sample = readFileSync(new URL('../../sample/usaid-scms.csv', import.meta.url));
let api: ApiUnderTest;
let key: string;

beforeAll(async () => {
  api = await startApiUnderTest();
  ({ key } = await api.keyOf('procurement'));
}, 240_000);
afterAll(() => api?.close(), 60_000);

interface ImportBody {
  id: string;
  status: string;
  rowsRead: number;
  landed: number;
  updated: number;
  unchanged: number;
  quarantined: number;
  filtered: number;
  error: string | null;
}

function form(file: Buffer | string | null, mapping: string | null = 'usaid-scms'): FormData {
  const body = new FormData();
  if (mapping !== null) body.append('mapping', mapping);
  if (file !== null) body.append('file', new Blob([typeof file === 'string' ? file : new Uint8Array(file)]), 'deliveries.csv');
  return body;
}

const send = (body: FormData, query = '', headers = {}): Promise<Answer<ImportBody>> =>
  api.call<ImportBody>('POST', `/api/v1/imports${query}`, { key, body, headers });

/** Asks as a client does until the import is no longer running. */
async function finished(id: string): Promise<ImportBody> {
  for (;;) {
    const { body } = await api.call<ImportBody>('GET', `/api/v1/imports/${id}`, { key });
    if (body.status !== 'running') return body;
  }
}

describe('an import over HTTP', () => {
  it('lands the sample once, accounts for every row, and shows what was quarantined', async () => {
    const started = await send(form(sample));
    expect(started.status).toBe(202);
    expect(started.headers.get('location')).toBe(`/api/v1/imports/${started.body.id}`);
    const first = await finished(started.body.id);
    expect(first.status).toBe('completed');
    expect(first.rowsRead).toBe(first.landed + first.updated + first.unchanged + first.quarantined + first.filtered);
    expect(first.landed).toBeGreaterThan(0);

    const second = await finished((await send(form(sample))).body.id);
    expect(second).toMatchObject({ landed: 0, updated: 0, unchanged: first.landed });

    const rows = await api.call<{ items: { line: number; rule: string; hint: string }[] }>('GET', `/api/v1/imports/${first.id}/rows?status=quarantined&limit=200`, { key });
    expect(rows.body.items.length).toBe(Math.min(first.quarantined, 200));
    expect(rows.body.items.every((row) => row.line > 1 && row.rule !== '' && row.hint !== '')).toBe(true);
    const suppliers = await api.call<{ items: { onTimeDelivery: { denominator: number } }[] }>('GET', '/api/v1/suppliers?limit=200', { key });
    const lines = suppliers.body.items.reduce((sum, each) => sum + each.onTimeDelivery.denominator, 0);
    expect(lines).toBe(first.landed);
  }, 240_000);

  it('that is only tried changes nothing', async () => {
    const facts = () => api.db.prisma.orderLine.count();
    const before = await facts();
    const changed = Buffer.from(sample.toString('latin1').replaceAll(',1000,', ',1001,'), 'latin1');
    const tried = await finished((await send(form(changed), '?dryRun=true')).body.id);
    expect(tried).toMatchObject({ status: 'completed', dryRun: true });
    expect(await facts()).toBe(before);
  }, 240_000);

  it('repeated with the same key is the same import; another file with that key is refused', async () => {
    const first = await send(form('a,b\n'), '', { 'idempotency-key': 'one file' });
    const again = await send(form('a,b\n'), '', { 'idempotency-key': 'one file' });
    expect([again.status, again.body.id]).toEqual([202, first.body.id]);
    const other = await send(form('c,d\n'), '', { 'idempotency-key': 'one file' });
    expect(other.body).toMatchObject({ status: 422, code: 'idempotencyKeyReused' });
  });

  it('of a file without the columns fails and says which', async () => {
    const failed = await finished((await send(form('ID,Vendor\n1,Acme\n'))).body.id);
    expect(failed.status).toBe('failed');
    expect(failed.error).toMatch(/Scheduled Delivery Date/);
  });

  it.each([
    ['an unknown mapping', form('x', 'sap'), 422],
    ['no mapping', form('x', null), 422],
    ['no file', form(null), 422],
  ])('with %s is refused', async (_, body, status) => {
    expect((await send(body)).status).toBe(status);
  });

  it('as JSON is a 415', async () => {
    const { status } = await api.call('POST', '/api/v1/imports', { key, body: { mapping: 'usaid-scms' } });
    expect(status).toBe(415);
  });

  it('that breaks off in the middle leaves neither an import nor half a file', async () => {
    const count = () => api.db.prisma.import.count();
    const before = await count();
    const { hostname, port } = new URL(api.url);
    const socket = connect(Number(port), hostname);
    const head = ['POST /api/v1/imports HTTP/1.1', `Host: ${hostname}`, `Authorization: Bearer ${key}`, 'Content-Type: multipart/form-data; boundary=b', 'Content-Length: 100000', '', ''];
    const part = '--b\r\nContent-Disposition: form-data; name="file"; filename="x.csv"\r\nContent-Type: text/csv\r\n\r\nID,Vendor\r\n';
    await new Promise<void>((resolve) => socket.write(head.join('\r\n') + part, () => resolve()));
    socket.destroy();
    // The next request of the same kind is answered after the broken one was cleared away.
    await finished((await send(form('a,b\n'))).body.id);
    expect(await count()).toBe(before + 1);
    expect(await readdir(join(api.filesDirectory, 'arriving'))).toEqual([]);
  });
});

describe('What waits in quarantine', () => {
  const header = 'Line;Vendor;Qty;Unit;Due';
  const mapping = {
    name: 'quarantine',
    source: 'quarantine',
    file: { separator: ';' },
    dates: { forms: ['dd.MM.yyyy'] },
    supplier: { from: 'Vendor', holds: 'code', create: null },
    facts: [{ kind: 'orderLines', values: { externalId: 'Line', orderedQuantity: 'Qty', unit: 'Unit', originalPromisedDate: 'Due' } }],
  };
  const arrived = async (text: string) => finished((await send(form(text, 'quarantine'))).body.id);
  const download = (id: string, as = key) => api.call<string>('GET', `/api/v1/imports/${id}/quarantine.csv`, { key: as });
  const retry = (id: string, rows: object[], options: { as?: string; headers?: Record<string, string> } = {}) =>
    api.call<ImportBody & { errors?: { path: string }[] }>('POST', `/api/v1/imports/${id}/retry`, { key: options.as ?? key, body: { rows }, headers: options.headers ?? {} });
  const waiting = async (id: string) => {
    const { body } = await api.call<{ items: { line: number }[] }>('GET', `/api/v1/imports/${id}/rows?status=quarantined`, { key });
    return [...new Set(body.items.map(({ line }) => line))];
  };

  beforeAll(async () => {
    expect((await api.call('POST', '/api/v1/mappings', { key, body: mapping })).status).toBe(201);
    expect((await api.call('POST', '/api/v1/suppliers', { key, body: { code: 'S-Q', name: 'Castings', country: 'IN' } })).status).toBe(201);
  });

  it('is corrected row by row: what is right lands as an import of its own, what is not waits on', async () => {
    const first = await arrived(`${header}\n1;S-Q;10;piece;31.01.2026\n2;S-Q;-5;piece;31.01.2026\n3;S-Q;7;piece;soon\n4;S-X;1;piece;31.01.2026\n`);
    expect([first.landed, first.quarantined]).toEqual([1, 3]);
    const headers = { 'idempotency-key': 'corrected once' };
    const corrected = [{ line: 3, cells: { Qty: '5' } }, { line: 4, cells: { Due: '02.02.2026' } }, { line: 5, cells: { Qty: '2' } }];
    const second = await retry(first.id, corrected, { headers });
    expect([second.status, second.body.rowsRead, second.body.landed, second.body.quarantined]).toEqual([200, 3, 2, 1]);
    expect(second.body).toMatchObject({ retryOfId: first.id });
    expect(second.headers.get('location')).toBe(`/api/v1/imports/${second.body.id}`);
    expect(await waiting(first.id)).toEqual([5]);
    expect((await retry(first.id, corrected, { headers })).body).toEqual(second.body);
    expect((await api.db.prisma.orderLine.findMany({ where: { source: 'quarantine' }, orderBy: { externalId: 'asc' } })).map((line) => Number(line.orderedQuantity))).toEqual([10, 5, 7]);
  });

  it('cannot be corrected where nothing waits, nor in columns that the mapping does not read', async () => {
    const { id } = await arrived(`${header}\n20;S-Q;-1;piece;31.01.2026\n`);
    expect(await retry(id, [{ line: 9, cells: { Qty: '1' } }])).toMatchObject({ status: 422, body: { errors: [{ path: 'rows.0' }] } });
    expect(await retry(id, [{ line: 2, cells: { Colour: 'red' } }])).toMatchObject({ status: 422, body: { errors: [{ path: 'rows.0' }] } });
    expect(await retry(id, [{ line: 2, cells: {} }, { line: 2, cells: {} }])).toMatchObject({ status: 422 });
    expect(await retry('0b0e0d3c-94a8-4f8e-8a3e-1c5c7f2f6a11', [{ line: 2, cells: {} }])).toMatchObject({ status: 404 });
    const { key: auditor } = await api.keyOf('auditor');
    expect(await retry(id, [{ line: 2, cells: {} }], { as: auditor })).toMatchObject({ status: 403 });
  });

  it('is downloaded as the file that the mapping reads, corrected and imported again', async () => {
    const first = await arrived(`${header}\n30;S-Q;-5;piece;soon\n31;S-Q;3;"a ""b"";c";31.01.2026\n32;S-Q;0;piece;31.01.2026\n`);
    const file = await download(first.id);
    expect([file.status, file.headers.get('content-type'), file.headers.get('x-content-type-options')]).toEqual([200, 'text/csv', 'nosniff']);
    const [titles = '', ...rows] = file.body.split('\r\n').filter((row) => row !== '');
    expect(titles).toContain('"Line";');
    // One row of the file for each row that waits, however much is wrong with it.
    expect(rows.length).toBe(2);
    expect(rows[0]).toMatch(/"30".*Qty: negativeQuantity \| Due: impossiblePromisedDate/);
    const corrected = file.body.replace('"-5"', '"5"').replace('"soon"', '"31.01.2026"').replace('"0"', '"4"');
    expect(await arrived(corrected)).toMatchObject({ status: 'completed', landed: 2, quarantined: 0 });
  });

  it('calculates nothing in a spreadsheet, and keeps numbers as they were', async () => {
    const formulas = ['=cmd|/C calc!A0', '+1+1', '@SUM(A1)', '-2+3', '\tx'];
    const { id } = await arrived(`${header}\n${formulas.map((formula, index) => `${40 + index};S-Q;-1,5;${formula};31.01.2026`).join('\n')}\n`);
    const { body } = await download(id);
    const cells = body.split('\r\n').flatMap((row) => row.split(';').map((cell) => cell.replace(/^"|"$/g, '')));
    expect(cells.filter((cell) => /^[=+@\t]/.test(cell) || /^-(?![\d,]+$)/.test(cell))).toEqual([]);
    expect(cells).toContain('-1,5');
    expect(cells).toContain("'=cmd|/C calc!A0");
  });

  it('of an import without any is a file of titles; of no import it is a 404, and not everybody may have it', async () => {
    const { id } = await arrived(`${header}\n50;S-Q;1;piece;31.01.2026\n`);
    expect((await download(id)).body.split('\r\n').filter((row) => row !== '').length).toBe(1);
    expect((await download('0b0e0d3c-94a8-4f8e-8a3e-1c5c7f2f6a11')).status).toBe(404);
    const { key: rater } = await api.keyOf('rater');
    expect((await download(id, rater)).status).toBe(403);
  });
});
