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
}, 60_000);
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
  }, 120_000);

  it('that is only tried changes nothing', async () => {
    const facts = () => api.db.prisma.orderLine.count();
    const before = await facts();
    const changed = Buffer.from(sample.toString('latin1').replaceAll(',1000,', ',1001,'), 'latin1');
    const tried = await finished((await send(form(changed), '?dryRun=true')).body.id);
    expect(tried).toMatchObject({ status: 'completed', dryRun: true });
    expect(await facts()).toBe(before);
  }, 120_000);

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
