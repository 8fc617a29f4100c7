import { randomUUID } from 'node:crypto';
import { openWorkplace, settleCast, type Workplace } from '#test/in-process.js';
import { keyFor, startApiUnderTest, type ApiUnderTest } from './api-under-test.js';

let place: Workplace;
let api: ApiUnderTest;

beforeAll(async () => {
  place = await openWorkplace();
  api = await startApiUnderTest(place);
}, 240_000);
afterAll(async () => {
  await api?.close();
  await place?.close();
}, 240_000);

const pdf = Buffer.from('%PDF-1.7\n%âãÏÓ\n1 0 obj\n<<>>\nendobj');

function upload(key: string, name: string, content: Buffer, headers = {}) {
  const body = new FormData();
  body.append('file', new Blob([new Uint8Array(content)]), name);
  return api.call<{ id: string; name: string; mediaType: string; size: number }>('POST', '/api/v1/files', { key, body, headers });
}

describe('evidence over HTTP', () => {
  it('is stored, named by the command, shown in the conversation and downloaded byte for byte', async () => {
    const cast = await settleCast(api.db);
    const key = await keyFor(api.db, cast.procurement, 'procurement');
    const opening = { supplierId: cast.supplierId, severity: 'minor', title: 'Rust', description: 'On two crates.' };
    const opened = await api.call<{ id: string; description: string }>('POST', '/api/v1/rectifications', { key, body: opening });
    expect(opened.body.description).toBe('On two crates.');
    const act = (command: string, body: object) => api.call('POST', `/api/v1/rectifications/${opened.body.id}/${command}`, { key, body });
    const stored = await upload(key, 'план 8D.pdf', pdf);
    expect(stored.status).toBe(201);
    expect(stored.body).toMatchObject({ name: 'план 8D.pdf', mediaType: 'application/pdf', size: pdf.length });

    expect((await act('acknowledge', {})).status).toBe(200);
    expect(await act('submit-plan', { text: 'See the file.', files: [randomUUID()] })).toMatchObject({ status: 422, body: { errors: [{ path: 'files.0' }] } });
    expect((await act('submit-plan', { text: 'See the file.', files: [stored.body.id] })).status).toBe(200);

    const talk = await api.call<{ items: { text: string; files: { id: string }[] }[] }>('GET', `/api/v1/rectifications/${opened.body.id}/messages`, { key });
    expect(talk.body.items).toMatchObject([{ text: 'See the file.', files: [{ id: stored.body.id, name: 'план 8D.pdf', size: pdf.length }] }]);

    const read = await fetch(`${api.url}/api/v1/files/${stored.body.id}`, { headers: { authorization: `Bearer ${key}` } });
    expect(Buffer.from(await read.arrayBuffer()).equals(pdf)).toBe(true);
    expect(read.headers.get('content-disposition')).toMatch(/^attachment;/);
    expect(read.headers.get('x-content-type-options')).toBe('nosniff');
    expect((await fetch(`${api.url}/api/v1/files/${stored.body.id}`)).status).toBe(401);
  }, 240_000);

  it('of a kind that is not accepted is refused with the reason, whatever its name', async () => {
    const { key } = await api.keyOf('procurement');
    const program = Buffer.concat([Buffer.from('MZ'), Buffer.alloc(200)]);
    expect(await upload(key, 'report.pdf', program)).toMatchObject({ status: 422, body: { errors: [{ path: 'file' }] } });
    expect(await upload(key, 'empty.txt', Buffer.alloc(0))).toMatchObject({ status: 422 });
    expect(await upload(key, 'large.txt', Buffer.alloc(10 * 1024 * 1024 + 1, 'a'))).toMatchObject({ status: 413 });
    expect(await api.call('GET', `/api/v1/files/${randomUUID()}`, { key })).toMatchObject({ status: 404 });
  }, 240_000);

  it('sent twice with one key is one file', async () => {
    const { key } = await api.keyOf('procurement');
    const headers = { 'idempotency-key': randomUUID() };
    const [first, second] = [await upload(key, 'a.txt', Buffer.from('done'), headers), await upload(key, 'a.txt', Buffer.from('done'), headers)];
    expect(second.body).toEqual(first.body);
  }, 240_000);
});
