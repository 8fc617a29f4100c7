import { randomUUID } from 'node:crypto';
import { settleMail } from '#apps/mail/settle.js';
import { sendWaiting } from '#apps/delivery/post.js';
import { removeAbandoned } from '#apps/mail/housekeeping.js';
import { openMailTransport } from '#messaging/channels/email.js';
import { storeContent } from '#persistence/inbound/content-store.js';
import { storeInbound } from '#persistence/inbound/inbound.js';
import { insertFile } from '#persistence/files/files.js';
import { startApiUnderTest, type ApiUnderTest } from './api-under-test.js';

let api: ApiUnderTest;
let buyer: string;
let colleague: string;

beforeAll(async () => {
  api = await startApiUnderTest();
  buyer = (await api.keyOf('procurement')).key;
  colleague = (await api.keyOf('procurement')).key;
}, 240_000);
afterAll(() => api?.close(), 60_000);

interface Submission {
  id: string;
  status: string;
  kind: string;
  text: string;
  files: { id: string; name: string }[];
  channel: string;
  supplierId: string;
  contactId: string | null;
}
interface Supplier {
  id: string;
  code: string;
  contacts: { id: string; email: string }[];
}

async function supplier(change: object = {}): Promise<Supplier> {
  const code = `S-${randomUUID().slice(0, 8)}`;
  const contacts = [{ name: 'Anna Petrova', email: `anna-${code.toLowerCase()}@example.com`, language: 'ru' }];
  const { status, body } = await api.call<Supplier>('POST', '/api/v1/suppliers', { key: buyer, body: { code, name: 'Castings', country: 'IN', timeZone: 'Asia/Kolkata', contacts, ...change } });
  expect(status).toBe(201);
  return body;
}

async function picture(name = 'mould.png', mediaType = 'image/png'): Promise<string> {
  const id = randomUUID();
  const { sha256, size } = await storeContent(api.filesDirectory, [Buffer.from(id)]);
  await insertFile(api.db, { id, name, mediaType, size, sha256, uploadedBy: 'test', uploadedAt: new Date('2026-01-01T00:00:00Z') });
  return id;
}

const submit = (supplierId: string, body: object, { key = buyer, headers = {} } = {}) =>
  api.call<Submission>('POST', `/api/v1/suppliers/${supplierId}/submissions`, { key, body, headers });
const decide = (id: string, how: 'accept' | 'return', key: string, body: object = {}, headers = {}) =>
  api.call<Submission & { code?: string }>('POST', `/api/v1/submissions/${id}/${how}`, { key, body, headers });
const figures = { inspectedOn: '2026-02-10', lot: 'L-7', inspectedQuantity: '100', rejectedQuantity: '3' };

describe('What a supplier sends unasked', () => {
  it('becomes a progress report with its files when somebody else accepts it', async () => {
    const { id: supplierId } = await supplier();
    const file = await picture();
    const { status, body, headers } = await submit(supplierId, { kind: 'photos', text: 'The mould is ready.', files: [file] });
    expect([status, body.status, body.files.map(({ name }) => name), headers.get('location')]).toEqual([201, 'submitted', ['mould.png'], `/api/v1/submissions/${body.id}`]);
    expect((await decide(body.id, 'accept', colleague)).body).toMatchObject({ status: 'accepted' });
    const facts = await api.db.prisma.progressReport.findMany({ where: { supplierId } });
    expect(facts).toMatchObject([{ source: 'submissions', externalId: body.id, kind: 'photos', text: 'The mould is ready.', fileIds: [file], version: 1 }]);
  });

  it('becomes an inspection when its report has figures', async () => {
    const { id: supplierId } = await supplier();
    const { body } = await submit(supplierId, { kind: 'inspectionReport', figures });
    await decide(body.id, 'accept', colleague);
    const [inspection] = await api.db.prisma.inspection.findMany({ where: { supplierId } });
    expect([Number(inspection?.inspectedQuantity), Number(inspection?.rejectedQuantity), inspection?.lot]).toEqual([100, 3, 'L-7']);
    expect(await api.db.prisma.progressReport.count({ where: { supplierId } })).toBe(0);
  });

  it('is dated by the day it was at the supplier', async () => {
    const { id: supplierId } = await supplier({ timeZone: 'Pacific/Kiritimati' });
    const { body } = await submit(supplierId, { kind: 'progressReport', text: 'Half done.' });
    await api.db.prisma.supplierSubmission.update({ where: { id: body.id }, data: { submittedAt: new Date('2026-03-01T11:00:00Z') } });
    await decide(body.id, 'accept', colleague);
    const [report] = await api.db.prisma.progressReport.findMany({ where: { supplierId } });
    expect(report?.reportedOn.toISOString().slice(0, 10)).toBe('2026-03-02');
  });

  it('is accepted by nobody who handed it in, and decided once', async () => {
    const { id: supplierId } = await supplier();
    const { body } = await submit(supplierId, { kind: 'progressReport', text: 'Half done.' });
    expect(await decide(body.id, 'accept', buyer)).toMatchObject({ status: 409, body: { code: 'ownSubmission' } });
    expect((await decide(body.id, 'accept', colleague)).status).toBe(200);
    expect((await decide(body.id, 'accept', colleague)).body).toMatchObject({ status: 'accepted' });
    expect(await decide(body.id, 'return', colleague, { reason: 'no' })).toMatchObject({ status: 409, body: { code: 'alreadyDecided' } });
    const third = (await api.keyOf('procurement')).key;
    expect(await decide(body.id, 'accept', third)).toMatchObject({ status: 409, body: { code: 'alreadyDecided' } });
    expect(await api.db.prisma.progressReport.count({ where: { supplierId } })).toBe(1);
  });

  it('decided by two at the same moment is decided once, and is one fact', async () => {
    const { id: supplierId } = await supplier();
    const { body } = await submit(supplierId, { kind: 'progressReport', text: 'Half done.' });
    const answers = await Promise.all([decide(body.id, 'accept', colleague), decide(body.id, 'return', buyer, { reason: 'Which half?' }), decide(body.id, 'accept', colleague)]);
    const { body: end } = await api.call<Submission>('GET', `/api/v1/submissions/${body.id}`, { key: buyer });
    const won = answers.filter(({ status }) => status === 200).map((answer) => answer.body.status);
    expect(new Set(won)).toEqual(new Set([end.status]));
    expect(await api.db.prisma.progressReport.count({ where: { supplierId } })).toBe(end.status === 'accepted' ? 1 : 0);
  });

  it('handed in again with its key is the same one', async () => {
    const { id: supplierId } = await supplier();
    const headers = { 'idempotency-key': randomUUID() };
    const first = await submit(supplierId, { kind: 'progressReport', text: 'Half done.' }, { headers });
    expect((await submit(supplierId, { kind: 'progressReport', text: 'Half done.' }, { headers })).body.id).toBe(first.body.id);
    expect((await submit(supplierId, { kind: 'progressReport', text: 'All done.' }, { headers })).status).toBe(422);
  });

  it('keeps its files from being cleared away', async () => {
    const { id: supplierId } = await supplier();
    const [kept, abandoned] = [await picture(), await picture()];
    await submit(supplierId, { kind: 'photos', files: [kept] });
    await removeAbandoned({ db: api.db, filesDirectory: api.filesDirectory }, new Date());
    expect((await api.db.prisma.file.findMany({ where: { id: { in: [kept, abandoned] } } })).map(({ id }) => id)).toEqual([kept]);
  });

  it('is listed by status and supplier, newest first, page by page', async () => {
    const { id: supplierId } = await supplier();
    const ids: string[] = [];
    for (const text of ['one', 'two', 'three']) ids.unshift((await submit(supplierId, { kind: 'progressReport', text })).body.id);
    await decide(ids[1] ?? '', 'accept', colleague);
    const list = async (query: string) => (await api.call<{ items: Submission[]; nextCursor: string | null }>('GET', `/api/v1/submissions?supplierId=${supplierId}${query}`, { key: buyer })).body;
    const first = await list('&limit=2');
    const rest = await list(`&limit=2&cursor=${encodeURIComponent(first.nextCursor ?? '')}`);
    expect([...first.items, ...rest.items].map(({ id }) => id)).toEqual(ids);
    expect(rest.nextCursor).toBeNull();
    expect((await list('&status=accepted')).items.map(({ id }) => id)).toEqual([ids[1]]);
  });

  it.each([
    ['nothing at all', { kind: 'progressReport' }, 'text'],
    ['photos without a photo', { kind: 'photos', text: 'see' }, 'files'],
    ['figures that are no inspection’s', { kind: 'progressReport', text: 'x', figures }, 'figures'],
    ['more rejected than inspected', { kind: 'inspectionReport', figures: { ...figures, rejectedQuantity: '101' } }, 'figures.rejectedQuantity'],
    ['a file that is not there', { kind: 'progressReport', text: 'x', files: [randomUUID()] }, 'files.0'],
    ['somebody else’s contact', { kind: 'progressReport', text: 'x', contactId: randomUUID() }, 'contactId'],
    ['a kind nobody knows', { kind: 'greeting', text: 'x' }, 'kind'],
  ])('of %s is refused with the field', async (_, body, path) => {
    const { id } = await supplier();
    expect(await submit(id, body)).toMatchObject({ status: 422, body: { errors: expect.arrayContaining([expect.objectContaining({ path })]) } });
  });

  it('as photos must be pictures, and may be no file of another supplier', async () => {
    const [one, two] = [await supplier(), await supplier()];
    const report = await picture('report.pdf', 'application/pdf');
    expect(await submit(one.id, { kind: 'photos', files: [report] })).toMatchObject({ status: 422, body: { errors: [{ path: 'files.0' }] } });
    const photo = await picture();
    expect((await submit(one.id, { kind: 'photos', files: [photo] })).status).toBe(201);
    expect(await submit(two.id, { kind: 'photos', files: [photo] })).toMatchObject({ status: 422, body: { errors: [{ path: 'files.0' }] } });
  });

  it('is for known suppliers only, and not everybody may hand in or decide', async () => {
    expect((await submit(randomUUID(), { kind: 'progressReport', text: 'x' })).status).toBe(404);
    expect((await decide(randomUUID(), 'accept', buyer)).status).toBe(404);
    expect((await decide(randomUUID(), 'return', buyer, { reason: 'x' })).status).toBe(404);
    const { id } = await supplier();
    const { body } = await submit(id, { kind: 'progressReport', text: 'x' }, { key: (await api.keyOf('integration')).key });
    for (const role of ['quality', 'integration', 'manager', 'auditor', 'rater', 'admin'] as const) {
      const { key } = await api.keyOf(role);
      expect([role, (await decide(body.id, 'accept', key)).status]).toEqual([role, 403]);
    }
    const auditor = (await api.keyOf('auditor')).key;
    expect((await submit(id, { kind: 'progressReport', text: 'x' }, { key: auditor })).status).toBe(403);
    expect((await api.call('GET', `/api/v1/submissions/${body.id}`, { key: auditor })).status).toBe(200);
  });
});

describe('A submission that is returned', () => {
  it('is told to the supplier once, with the reason, in its language, as text that stands alone', async () => {
    const { id: supplierId, contacts } = await supplier();
    const { body } = await submit(supplierId, { kind: 'inspectionReport', text: 'See the file.', figures });
    expect((await decide(body.id, 'return', colleague, {})).status).toBe(422);
    const reason = 'Партия указана неверно: L-7 мы не получали.';
    expect((await decide(body.id, 'return', colleague, { reason })).body).toMatchObject({ status: 'returned', reason });
    expect((await decide(body.id, 'return', colleague, { reason })).status).toBe(200);
    const transport = openMailTransport({ url: api.sink.url, from: 'Steward <steward@example.com>' });
    await sendWaiting({ db: api.db, transport, now: () => new Date(), publicUrl: 'https://steward.example.com' });
    transport.close();
    const toContact = (mail: { to?: { address?: string }[] }) => mail.to?.[0]?.address === contacts[0]?.email;
    const mail = await api.sink.mail(toContact, 'to the contact');
    expect(mail.subject).toContain('Просим доработать присланные материалы');
    expect(mail.text).toContain('Здравствуйте, Anna Petrova!');
    expect(mail.text).toContain(reason);
    expect(mail.text).toContain('Протокол контроля');
    expect(api.sink.mails.filter(toContact).length).toBe(1);
    expect(await decide(body.id, 'accept', colleague)).toMatchObject({ status: 409, body: { code: 'alreadyDecided' } });
    expect(await api.db.prisma.inspection.count({ where: { supplierId } })).toBe(0);
  });

  it('by a supplier without contacts tells nobody and is returned all the same', async () => {
    const { id: supplierId } = await supplier({ contacts: [] });
    const { body } = await submit(supplierId, { kind: 'progressReport', text: 'Half done.' });
    expect((await decide(body.id, 'return', colleague, { reason: 'Which half?' })).body).toMatchObject({ status: 'returned' });
    expect(await api.db.prisma.outboxMessage.count({ where: { supplierId } })).toBe(0);
  });
});

describe('A mail that belongs to no case', () => {
  /** A mail from this sender, as the mail role leaves it when it finds no case: held. */
  async function held(from: string): Promise<string> {
    const attachment = Buffer.from('%PDF-1.4\n%%EOF\n').toString('base64');
    const lines = [
      `From: ${from}`, 'To: steward@example.com', 'Subject: Progress of order 7', `Message-ID: <${randomUUID()}@example.com>`, 'MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=b', '',
      '--b', 'Content-Type: text/plain; charset=utf-8', '', 'Half of the castings are done.', '',
      '--b', 'Content-Type: application/pdf; name=progress.pdf', 'Content-Disposition: attachment; filename=progress.pdf', 'Content-Transfer-Encoding: base64', '', attachment, '--b--', '',
    ];
    const { sha256, key } = await storeContent(api.filesDirectory, [Buffer.from(lines.join('\r\n'))]);
    const [id = ''] = await storeInbound(api.db, [{ id: randomUUID(), rawSha256: sha256, rawKey: key, envelopeFrom: from, envelopeTo: 'steward@example.com', receivedAt: new Date('2026-03-01T08:00:00Z') }]);
    const act = () => Promise.reject(new Error('No command follows from such a mail.'));
    await settleMail({ db: api.db, door: { act }, filesDirectory: api.filesDirectory, secret: Buffer.alloc(32, 5), publicUrl: 'https://steward.example.com', domain: 'example.com', now: () => new Date() }, id);
    return id;
  }
  const take = (id: string, body: object = { kind: 'progressReport' }, key = buyer) => api.call<Submission & { code?: string }>('POST', `/api/v1/inbound-mails/${id}/take-as-submission`, { key, body });

  it('is taken by a person as a submission, with its text and files, and accepted by another', async () => {
    const { id: supplierId, contacts } = await supplier();
    const mailId = await held(contacts[0]?.email ?? '');
    const { status, body } = await take(mailId);
    expect([status, body.channel, body.supplierId, body.contactId]).toEqual([201, 'mail', supplierId, contacts[0]?.id]);
    expect(body.text).toContain('Half of the castings are done.');
    expect(body.files.map(({ name }) => name)).toEqual(['progress.pdf']);
    const { body: mails } = await api.call<{ items: { id: string }[] }>('GET', '/api/v1/inbound-mails?status=settled', { key: buyer });
    expect(mails.items.map(({ id }) => id)).toContain(mailId);
    expect(await decide(body.id, 'accept', buyer)).toMatchObject({ status: 409, body: { code: 'ownSubmission' } });
    expect((await decide(body.id, 'accept', colleague)).body).toMatchObject({ status: 'accepted' });
    expect((await api.db.prisma.progressReport.findMany({ where: { supplierId } })).map(({ reportedOn }) => reportedOn.toISOString().slice(0, 10))).toEqual(['2026-03-01']);
  });

  it('is taken once', async () => {
    const { contacts } = await supplier();
    const mailId = await held(contacts[0]?.email ?? '');
    const first = await take(mailId);
    expect((await take(mailId)).body.id).toBe(first.body.id);
    expect(await take(mailId, { kind: 'photos' }, colleague)).toMatchObject({ status: 409, body: { code: 'notHeld' } });
  });

  it('of a stranger is not taken, and of a contact of two suppliers only for the one named', async () => {
    expect(await take(await held('stranger@example.com'))).toMatchObject({ status: 422, body: { errors: [{ path: 'supplierId' }] } });
    const shared = [{ name: 'Agent', email: `agent-${randomUUID().slice(0, 8)}@example.com` }];
    const [one, two] = [await supplier({ contacts: shared }), await supplier({ contacts: shared })];
    const mailId = await held(shared[0]?.email ?? '');
    expect(await take(mailId)).toMatchObject({ status: 422, body: { errors: [{ path: 'supplierId', message: expect.stringContaining('several') }] } });
    expect(await take(mailId, { kind: 'photos', supplierId: randomUUID() })).toMatchObject({ status: 422 });
    expect((await take(mailId, { kind: 'progressReport', supplierId: two.id })).body).toMatchObject({ supplierId: two.id });
    expect(one.id).not.toBe(two.id);
  });

  it('that is not there is a 404, and not everybody may take one', async () => {
    expect((await take(randomUUID())).status).toBe(404);
    for (const role of ['auditor', 'manager', 'rater'] as const) expect((await take(randomUUID(), { kind: 'photos' }, (await api.keyOf(role)).key)).status).toBe(403);
  });
});
