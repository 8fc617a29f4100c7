import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listenForReplies } from '#apps/mail/inbound-server.js';
import { settleMail } from '#apps/mail/settle.js';
import type { Listener } from '#apps/mail/smtp-listener.js';
import { openMailTransport, sendMail, type MailTransport } from '#messaging/channels/email.js';
import { insertMessage } from '#persistence/messages/messages.js';
import { startApiUnderTest, type ApiUnderTest } from './api-under-test.js';
import { settleMailSetting, type MailSetting } from './mail-setting.js';

const secret = Buffer.alloc(32, 5);
let api: ApiUnderTest;
let folder: string;
let listener: Listener;
let transport: MailTransport;
let settled: Promise<unknown> = Promise.resolve();
let buyer: { key: string; personId: string };

beforeAll(async () => {
  [api, folder] = await Promise.all([startApiUnderTest(undefined, { secret }), mkdtemp(join(tmpdir(), 'steward-talk-'))]);
  const now = () => new Date();
  const ports = { db: api.db, door: { act: () => Promise.reject(new Error('no command is given here')) }, filesDirectory: folder, secret, publicUrl: 'https://steward.example.com', domain: 'example.com', now };
  listener = await listenForReplies(
    { host: '127.0.0.1', port: 0 },
    { db: api.db, filesDirectory: folder, secret, now, accepted: (ids) => (settled = Promise.all(ids.map((id) => settleMail(ports, id)))) },
  );
  transport = openMailTransport({ url: `smtp://127.0.0.1:${listener.port}`, from: '' });
  buyer = await api.keyOf('procurement');
}, 240_000);
afterAll(async () => {
  transport?.close();
  await listener?.close();
  await api?.close();
  await rm(folder, { recursive: true, force: true });
}, 240_000);

interface Entry {
  id: string;
  kind: string;
  text: string;
  channel: string | null;
  direction: string | null;
  author: { kind: string; name: string };
  case: { id: string } | null;
  interaction: { version: number; withWhom: string; followUpOn: string | null } | null;
}
interface Page {
  items: Entry[];
  nextCursor: string | null;
}
const call = <Body = Record<string, unknown>>(method: string, path: string, body?: object, key = buyer.key) => api.call<Body>(method, `/api/v1${path}`, { key, ...(body ? { body } : {}) });
const talk = async ({ supplierId }: MailSetting, query = '', key = buyer.key) => (await call<Page>('GET', `/suppliers/${supplierId}/conversation${query}`, undefined, key)).body;
const mailTo = async ({ contactId }: MailSetting) => api.db.prisma.outboxMessage.findMany({ where: { recipientId: contactId }, orderBy: { createdAt: 'asc' } });
const inCase = ({ caseId, supplierId }: MailSetting, text: string, at: Date) =>
  api.db.transaction((tx) =>
    insertMessage(tx, { id: randomUUID(), caseId, supplierId, direction: 'in', channel: 'mail', authorKind: 'contact', authorId: randomUUID(), author: 'Quality contact', text, fileIds: [], sourceId: null, at }),
  );
const reply = async (from: string, to: string, text: string) => {
  await sendMail(transport, { from, to, subject: 'Re: your question', text, html: null, replyTo: null, headers: {}, messageId: `<${randomUUID()}@example.org>`, inReplyTo: null, references: [], calendar: null });
  await settled;
};

describe('The conversation with a supplier', () => {
  it('goes out by mail outside of any case, and the answer to that mail comes back into it', async () => {
    const setting = await settleMailSetting(api.db);
    const said = await call<Entry>('POST', `/suppliers/${setting.supplierId}/conversation`, { text: 'May we visit you in March?\n\nTwo of us would come.', subject: 'Visit in March' });
    expect([said.status, said.body]).toMatchObject([201, { kind: 'message', direction: 'out', channel: 'mail', case: null }]);
    const [mail] = await mailTo(setting);
    expect(mail).toMatchObject({ template: 'conversation.message', address: setting.contact, subject: 'Visit in March', caseId: null });
    expect(mail?.text).toContain('Two of us would come.');

    await reply(setting.contact, mail?.replyTo ?? '', 'March suits us well.');
    await reply('stranger@example.net', mail?.replyTo ?? '', 'Let me in.');
    const { items } = await talk(setting);
    expect(items.map(({ text, direction, author }) => [direction, author.name, text])).toEqual([
      ['in', 'Quality contact', 'March suits us well.'],
      ['out', expect.any(String), expect.stringContaining('May we visit you')],
    ]);
    // The stranger's mail waits for a person; the owner hears of the answer.
    expect(await api.db.prisma.inboundMail.count({ where: { supplierId: setting.supplierId, status: 'held', reason: 'unknownSender' } })).toBe(1);
    expect(await api.db.prisma.outboxMessage.count({ where: { supplierId: setting.supplierId, template: 'conversation.received' } })).toBe(1);
  });

  it('is sent to nobody as a remark, nor where nobody takes mail', async () => {
    const setting = await settleMailSetting(api.db);
    const remark = await call<Entry>('POST', `/suppliers/${setting.supplierId}/conversation`, { text: 'Ask for the director.', internal: true });
    expect([remark.status, remark.body.kind, await mailTo(setting)]).toEqual([201, 'note', []]);
    const stranger = await call('POST', `/suppliers/${setting.supplierId}/conversation`, { text: 'Hello', contactIds: [randomUUID()] });
    await api.db.prisma.contact.updateMany({ where: { id: setting.contactId }, data: { removedAt: new Date() } });
    const nobody = await call('POST', `/suppliers/${setting.supplierId}/conversation`, { text: 'Hello' });
    expect([stranger.status, nobody.status, nobody.body.code]).toEqual([422, 409, 'noContact']);
    expect((await talk(setting)).items).toHaveLength(1);
  });

  it('holds what was said in all cases, by page and kind, and what is confidential only for its readers', async () => {
    const setting = await settleMailSetting(api.db, { confidential: true, readers: [buyer.personId] });
    for (let hour = 1; hour <= 5; hour++) await inCase(setting, `mail ${hour}`, new Date(`2026-11-20T0${hour}:00:00Z`));
    await call('POST', `/suppliers/${setting.supplierId}/interactions`, { kind: 'call', at: '2026-11-20T03:30:00Z', withWhom: 'Quality contact', summary: 'They will send the report.' });
    const first = await talk(setting, '?limit=3');
    const rest = await talk(setting, `?limit=10&cursor=${first.nextCursor}`);
    expect([...first.items, ...rest.items].map(({ text }) => text)).toEqual(['mail 5', 'mail 4', 'They will send the report.', 'mail 3', 'mail 2', 'mail 1']);
    expect((await talk(setting, '?kind=call')).items).toEqual([expect.objectContaining({ kind: 'call', direction: null, interaction: expect.objectContaining({ version: 1, withWhom: 'Quality contact' }) })]);
    const other = await api.keyOf('procurement');
    expect((await talk(setting, '', other.key)).items.map(({ kind }) => kind)).toEqual(['call']);
    const rater = await api.keyOf('rater');
    expect((await call('GET', `/suppliers/${setting.supplierId}/conversation`, undefined, rater.key)).status).toBe(403);
  });
});

describe('A visit that somebody writes down', () => {
  const visit = { kind: 'visit', at: '2026-11-20T08:00:00+08:00', minutes: 240, withWhom: 'Director and quality', summary: 'Line 3 runs again.', nextStep: 'Ask for the audit report', followUpOn: '2026-11-21' };

  it('stands in the conversation, on the timeline and in the work of who is to follow it up, until that is done', async () => {
    const setting = await settleMailSetting(api.db);
    const { status, body } = await call<{ id: string; followUpBy: { id: string } }>('POST', `/suppliers/${setting.supplierId}/interactions`, visit);
    expect([status, body.followUpBy.id]).toEqual([201, buyer.personId]);
    const mine = async () => (await call<{ followUps: { interactionId: string; nextStep: string }[] }>('GET', '/my-work')).body.followUps.filter((each) => each.interactionId === body.id);
    expect(await mine()).toEqual([expect.objectContaining({ nextStep: 'Ask for the audit report' })]);
    const timeline = (await call<{ items: { kind: string }[] }>('GET', `/suppliers/${setting.supplierId}/timeline`)).body.items;
    expect(timeline.find(({ kind }) => kind === 'interaction')).toMatchObject({ id: body.id, data: { interaction: 'visit', minutes: 240 } });
    await call('POST', `/suppliers/${setting.supplierId}/interactions/${body.id}/follow-up-done`);
    expect(await mine()).toEqual([]);
  });

  it('is corrected by a newer version; what was said before stays', async () => {
    const setting = await settleMailSetting(api.db);
    const at = `/suppliers/${setting.supplierId}/interactions`;
    const { body } = await call<{ id: string }>('POST', at, visit);
    const corrected = await call<{ id: string; version: number }>('POST', `${at}/${body.id}/corrections`, { ...visit, summary: 'Line 2 runs again.', correction: 'It was line 2.' });
    expect([corrected.status, corrected.body]).toMatchObject([201, { id: body.id, version: 2, summary: 'Line 2 runs again.' }]);
    const { items } = (await call<{ items: { summary: string; correction: string | null }[] }>('GET', `${at}/${body.id}/versions`)).body;
    expect(items.map(({ summary, correction }) => [summary, correction])).toEqual([['Line 2 runs again.', 'It was line 2.'], ['Line 3 runs again.', null]]);
    expect((await talk(setting)).items.map(({ text }) => text)).toEqual(['Line 2 runs again.']);
    await expect(api.db.prisma.interaction.updateMany({ where: { rootId: body.id }, data: { summary: 'Nothing happened.' } })).rejects.toThrow('permission denied');
  });

  it('is refused when it lies ahead, names strangers, or belongs to another supplier', async () => {
    const [setting, other] = [await settleMailSetting(api.db), await settleMailSetting(api.db)];
    const at = `/suppliers/${setting.supplierId}/interactions`;
    for (const wrong of [{ at: '2999-01-01T00:00:00Z' }, { contactIds: [other.contactId] }, { caseId: other.caseId }, { followUpBy: randomUUID() }, { followUpOn: null, followUpBy: buyer.personId }]) {
      expect([wrong, (await call('POST', at, { ...visit, ...wrong })).status]).toEqual([wrong, 422]);
    }
    const { body } = await call<{ id: string }>('POST', at, visit);
    expect((await call('GET', `/suppliers/${other.supplierId}/interactions/${body.id}`)).status).toBe(404);
  });
});
