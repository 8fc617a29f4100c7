import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Door } from '#apps/door/door.js';
import { listenForReplies } from '#apps/mail/inbound-server.js';
import { settleMail } from '#apps/mail/settle.js';
import { openMailTransport, sendMail } from '#messaging/channels/email.js';
import { createKey } from '#persistence/access/keys.js';
import { storeAppeal } from '#persistence/appeals/appeals.js';
import { openDatabase } from '#persistence/database.js';
import { advance } from '#persistence/evaluations/stages.js';
import { gradesNeedingRectification } from '#persistence/scoring/scores.js';
import { eventually } from '#test/eventually.js';
import { land } from '#test/late-facts.js';
import { startApiUnderTest, type ApiUnderTest } from './api-under-test.js';
import { openSetting, publishMonth, settings, settleWithContact, tenLines } from './scorecards-setting.js';

let setting: Awaited<ReturnType<typeof openSetting>>;
let api: ApiUnderTest;
let folder: string;
/** Yesterday: the window is open now, whenever this runs. */
const at = new Date(Date.now() - 3_600_000);
const nobody = { nudgeEvaluation: async () => true, startRestatements: async () => 0, close: async () => undefined } as unknown as Door;

beforeAll(async () => {
  setting = await openSetting();
  folder = await mkdtemp(join(tmpdir(), 'steward-appeals-'));
  api = await startApiUnderTest({ db: setting.db, door: nobody }, { databaseUrl: setting.url, secret: settings.secret });
}, 240_000);
afterAll(async () => {
  await api?.close();
  await setting?.close();
  await rm(folder, { recursive: true, force: true });
}, 240_000);

/** A supplier that was late half of the time, its published evaluation of a month of its own, and the mail it got. */
let months = 0;
async function carded(late = 5, language = 'en') {
  const { db, ports } = setting;
  const supplier = await settleWithContact(db, language);
  const name = `${2010 + Math.floor(months / 12)}-${String((months++ % 12) + 1).padStart(2, '0')}`;
  const evaluationId = await publishMonth(db, name, tenLines(supplier.supplierId, name, late), at);
  await ports.sendScorecards({ evaluationId, at: at.toISOString() });
  const mail = await db.prisma.outboxMessage.findFirstOrThrow({ where: { template: 'scorecard', address: supplier.email } });
  const path = /\/portal\/scorecards\/[A-Za-z0-9_-]{32}/.exec(mail.text)?.[0] ?? '';
  return { ...supplier, month: name, evaluationId, mail, path };
}

const form = (path: string, text: string) =>
  fetch(api.url + path, { method: 'POST', redirect: 'manual', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams({ text }).toString() });
const page = async (path: string) => (await fetch(api.url + path)).text();
const supplierTimeline = async (supplierId: string, key: string) =>
  (await api.call<{ items: { kind: string; data: { what?: string } }[] }>('GET', `/api/v1/suppliers/${supplierId}/timeline`, { key })).body;
const walkToEnd = async (evaluationId: string) => {
  for (const from of ['appeals', 'consequences'] as const) await advance(setting.db, { evaluationId, from, at: new Date() });
};
const gradeOf = async (supplierId: string) => (await setting.db.prisma.supplier.findUniqueOrThrow({ where: { id: supplierId } })).grade;
const mailsTo = async (address: string) => (await setting.db.prisma.outboxMessage.findMany({ where: { address }, orderBy: { createdAt: 'asc' } })).map(({ template }) => template);

describe('the page behind the link', () => {
  it('shows the scorecard and takes one appeal, told to both sides; looking changes nothing', async () => {
    const card = await carded();
    const before = await page(card.path);
    expect(before).toMatch(/<html lang="en-GB">.*<h1>Your scorecard.*On-time delivery.*<label for="text">/s);
    expect(before).not.toContain('<script');
    expect(await setting.db.prisma.appeal.count({ where: { supplierId: card.supplierId } })).toBe(0);

    expect((await form(card.path, '  ')).status).toBe(422);
    const manager = await api.keyOf('manager');
    const taken = await form(card.path, 'Five lines were <b>your</b> own delay.');
    expect([taken.status, taken.headers.get('location')]).toEqual([303, `${card.path}?lang=en#appeal`]);
    expect(await page(card.path)).toMatch(/We have received your appeal.*Five lines were &lt;b&gt;your&lt;\/b&gt; own delay/s);
    expect((await form(card.path, 'And one more thing')).status).toBe(303);

    expect(await setting.db.prisma.appeal.findMany({ where: { supplierId: card.supplierId } })).toMatchObject([{ channel: 'portal', status: 'open', submittedBy: card.contactId }]);
    expect(await mailsTo(card.email)).toEqual(['scorecard', 'appeal.received']);
    expect(await setting.db.prisma.outboxMessage.count({ where: { template: 'appeal.toDecide', recipientId: manager.personId } })).toBe(1);
  }, 240_000);

  it('is written in the reader’s language, and in another on demand', async () => {
    const card = await carded(5, 'zh');
    expect(await page(card.path)).toContain('提交申诉');
    expect(await page(`${card.path}?lang=ru`)).toContain('Отправить апелляцию');
  });

  it('opens for nobody else: a wrong or closed link is a 404, and the portal’s role sees no other supplier’s rows', async () => {
    const [mine, other] = [await carded(), await carded()];
    expect((await fetch(`${api.url}/portal/scorecards/${'A'.repeat(32)}`)).status).toBe(404);
    const portal = openDatabase({ url: setting.url, role: 'portal', applicationName: 'test' });
    const seen = await portal.transaction(async (tx) => {
      await tx.$queryRaw`SELECT set_config('steward.supplier_id', ${mine.supplierId}, true)`;
      const tables = await Promise.all([tx.scorecard.findMany(), tx.score.findMany(), tx.appeal.findMany()]);
      return [...new Set(tables.flat().map((row) => row.supplierId))];
    });
    expect(seen).toEqual([mine.supplierId]);
    const write = (supplierId: string, change: object) =>
      portal.transaction(async (tx) => {
        await tx.$queryRaw`SELECT set_config('steward.supplier_id', ${mine.supplierId}, true)`;
        await tx.appeal.createMany({ data: [{ id: randomUUID(), evaluationId: other.evaluationId, supplierId, text: 'x', fileIds: [], channel: 'portal', submittedBy: 'x', submittedAt: at, dueAt: at, status: 'open', ...change }] });
      });
    await expect(write(other.supplierId, {})).rejects.toThrow(/row-level security/);
    await expect(write(mine.supplierId, {})).rejects.toThrow(/row-level security/);
    await expect(write(mine.supplierId, { evaluationId: mine.evaluationId, status: 'upheld' })).rejects.toThrow(/row-level security/);
    await expect(write(mine.supplierId, { evaluationId: mine.evaluationId, submittedAt: new Date(at.getTime() + 30 * 86_400_000) })).rejects.toThrow(/row-level security/);
    await portal.close();
  }, 240_000);
});

describe('a reply to the scorecard', () => {
  async function reply(card: { mail: { replyTo: string | null; messageId: string } }, from: string, text: string) {
    let settled: Promise<unknown> = Promise.resolve();
    const now = () => new Date();
    const ports = { db: setting.db, door: nobody, filesDirectory: folder, secret: settings.secret, publicUrl: settings.publicUrl, domain: 'example.com', now };
    const listener = await listenForReplies({ host: '127.0.0.1', port: 0 }, { db: setting.db, filesDirectory: folder, secret: settings.secret, now, accepted: (ids) => (settled = Promise.all(ids.map((id) => settleMail(ports, id)))) });
    const transport = openMailTransport({ url: `smtp://127.0.0.1:${listener.port}`, from });
    const messageId = `<${randomUUID()}@example.com>`;
    await sendMail(transport, { from, to: card.mail.replyTo ?? '', replyTo: null, subject: 'Re: Scorecard', text, html: null, calendar: null, messageId, inReplyTo: card.mail.messageId, references: [card.mail.messageId], headers: {}, attachments: [] });
    transport.close();
    await listener.close();
    await settled;
    return setting.db.prisma.inboundMail.findFirstOrThrow({ where: { messageId } });
  }

  it('is the appeal, with the text that was written', async () => {
    const card = await carded();
    expect(await reply(card, card.email, 'The goods arrived on the 5th, see our papers.\n\n> How to appeal')).toMatchObject({ status: 'settled', reason: 'appeal', supplierId: card.supplierId, caseId: null });
    expect(await setting.db.prisma.appeal.findMany({ where: { supplierId: card.supplierId } })).toMatchObject([{ channel: 'mail', status: 'open', text: 'The goods arrived on the 5th, see our papers.' }]);
    expect(await mailsTo(card.email)).toEqual(['scorecard', 'appeal.received']);
  }, 240_000);

  it('waits for a person when it comes too late, a second time, or from a stranger', async () => {
    const card = await carded();
    expect(await reply(card, 'stranger@example.org', 'Not fair')).toMatchObject({ status: 'held', reason: 'unknownSender' });
    await reply(card, card.email, 'First');
    expect(await reply(card, card.email, 'Second')).toMatchObject({ status: 'held', reason: 'alreadyAppealed' });
    const late = await carded();
    await setting.db.prisma.scorecard.updateMany({ where: { supplierId: late.supplierId }, data: { appealUntil: at } });
    expect(await reply(late, late.email, 'Too late')).toMatchObject({ status: 'held', reason: 'appealTooLate' });
    expect(await mailsTo(late.email)).toEqual(['scorecard', 'appeal.refused.appealTooLate']);
  }, 240_000);
});

describe('deciding an appeal', () => {
  async function appealed() {
    const card = await carded();
    await form(card.path, 'We were in time.');
    const { id } = await setting.db.prisma.appeal.findFirstOrThrow({ where: { supplierId: card.supplierId } });
    return { ...card, appealId: id, decide: (key: string, body: object) => api.call(`POST`, `/api/v1/appeals/${id}/decide`, { key, body }) };
  }

  it('upheld with another grade restates the score, keeps what was published, and tells the supplier', async () => {
    const card = await appealed();
    const { key } = await api.keyOf('quality');
    expect(await card.decide(key, { decision: 'upheld', reason: 'Our dock was closed.', grade: 'B' })).toMatchObject({ status: 200, body: { status: 'upheld', grade: 'B' } });
    expect(await gradeOf(card.supplierId)).toBe('B');
    expect(await setting.db.prisma.supersededScore.findMany({ where: { supplierId: card.supplierId } })).toMatchObject([{ revision: 1, grade: 'C' }]);
    expect(await mailsTo(card.email)).toEqual(['scorecard', 'appeal.received', 'appeal.upheld', 'scorecard']);
    const corrected = (await setting.db.prisma.outboxMessage.findMany({ where: { address: card.email, template: 'scorecard' } })).find(({ subject }) => subject.startsWith('Corrected'));
    expect(corrected?.text).toMatch(/takes the place of the one we sent before, which said grade C/);
    expect(corrected?.text).toContain('Our dock was closed.');
    expect((await fetch(api.url + card.path)).status).toBe(404);
    expect(await card.decide(key, { decision: 'rejected', reason: 'no' })).toMatchObject({ status: 409, body: { code: 'alreadyDecided' } });
  }, 240_000);

  it('upheld with recompute computes anew with everything known today', async () => {
    const card = await appealed();
    await land(setting.db, tenLines(card.supplierId, card.month, 0), new Date());
    const { key } = await api.keyOf('manager');
    expect(await card.decide(key, { decision: 'upheld', reason: 'The receipts were booked late.', recompute: true })).toMatchObject({ status: 200, body: { grade: 'A' } });
    expect(await mailsTo(card.email)).toEqual(['scorecard', 'appeal.received', 'appeal.upheld', 'scorecard']);
  }, 240_000);

  it('rejected leaves the grade and tells the reason; after the deadline nobody rejects, and the supplier is told that too', async () => {
    const card = await appealed();
    const { key } = await api.keyOf('procurement');
    expect(await card.decide(key, { decision: 'rejected', reason: 'The papers show the 28th.' })).toMatchObject({ status: 200, body: { status: 'rejected', grade: 'C' } });
    expect(await mailsTo(card.email)).toEqual(['scorecard', 'appeal.received', 'appeal.rejected']);

    const late = await appealed();
    await setting.db.prisma.appeal.update({ where: { id: late.appealId }, data: { dueAt: at } });
    expect(await late.decide(key, { decision: 'rejected', reason: 'x' })).toMatchObject({ status: 409, body: { code: 'decisionTooLate' } });
    const about = { evaluationId: late.evaluationId, at: new Date().toISOString() };
    expect(await setting.ports.appealsOf(about)).toMatchObject({ open: 1 });
    expect([await setting.ports.lapseAppeals(about), await setting.ports.lapseAppeals(about)]).toEqual([{ undecided: 1 }, { undecided: 1 }]);
    expect(await mailsTo(late.email)).toEqual(['scorecard', 'appeal.received', 'appeal.undecided']);
    expect((await setting.ports.proposeConsequences(about)).proposed).toBe(0);
    expect(await late.decide(key, { decision: 'rejected', reason: 'x' })).toMatchObject({ status: 409, body: { code: 'decisionTooLate' } });
  }, 240_000);

  it('upheld after its deadline corrects the score, and still opens nothing', async () => {
    const { db, ports } = setting;
    const late = await appealed();
    const about = { evaluationId: late.evaluationId, at: new Date().toISOString() };
    await db.prisma.appeal.update({ where: { id: late.appealId }, data: { dueAt: at } });
    await ports.lapseAppeals(about);
    await walkToEnd(late.evaluationId);
    const { key } = await api.keyOf('quality');
    const seen = () => api.call('GET', `/api/v1/appeals/${late.appealId}`, { key });
    expect((await seen()).body).toMatchObject({ status: 'undecided', decidedAt: null, lapsedAt: about.at, mayDecide: false, mayUphold: true });
    // Still a C: what was promised when nobody decided holds.
    expect(await late.decide(key, { decision: 'upheld', reason: 'Two of the lines were ours.', score: 70 })).toMatchObject({ status: 200, body: { status: 'upheld', grade: 'C', score: 70 } });
    expect((await seen()).body).toMatchObject({ lapsedAt: about.at, mayDecide: false, mayUphold: false });
    expect(await mailsTo(late.email)).toEqual(['scorecard', 'appeal.received', 'appeal.undecided', 'appeal.upheld', 'scorecard']);
    expect(await gradesNeedingRectification(db, { evaluationId: late.evaluationId, limit: 10 })).toEqual([]);
    expect((await ports.proposeConsequences(about)).proposed).toBe(0);
    const { items } = await supplierTimeline(late.supplierId, key);
    expect(items.filter(({ kind }) => kind === 'appeal').map(({ data }) => data.what)).toEqual(['upheld', 'undecided', 'submitted']);
  }, 240_000);

  it('that is filed in the moment in which the cycle wants to go on is heard', async () => {
    const { db } = setting;
    const card = await carded();
    const { evaluationId, supplierId } = card;
    const appeal = { id: randomUUID(), evaluationId, supplierId, text: 'At the last moment.', fileIds: [], channel: 'api', submittedBy: card.contactId, submittedAt: new Date(), dueAt: new Date(Date.now() + 86_400_000) } as const;
    const goesOn = () => advance(db, { evaluationId, from: 'appeals', at: new Date() });
    let wanting: Promise<void> | undefined;
    await db.transaction(async (tx) => {
      await storeAppeal(tx, appeal);
      wanting = goesOn();
      await eventually('the cycle waits', async () => ((await tx.$queryRaw<{ waiting: number }[]>`SELECT count(*)::int AS waiting FROM pg_locks WHERE locktype = 'advisory' AND NOT granted`)[0]?.waiting ?? 0) > 0);
    });
    await wanting;
    expect(await db.prisma.evaluation.findUnique({ where: { id: evaluationId } })).toMatchObject({ stage: 'appeals' });
    await setting.ports.lapseAppeals({ evaluationId, at: new Date().toISOString() });
    await goesOn();
    expect(await db.prisma.evaluation.findUnique({ where: { id: evaluationId } })).toMatchObject({ stage: 'consequences' });
  }, 240_000);

  it('is refused to who released the grades, overrode one, ended the review, or wrote the appeal down – and to keys of the same hand', async () => {
    const { db } = setting;
    const refused = { status: 403, body: { code: 'separationOfDuties' } };
    const verdict = { decision: 'rejected', reason: 'no' };

    const released = await appealed();
    const releaser = await api.keyOf('manager');
    await db.prisma.evaluation.update({ where: { id: released.evaluationId }, data: { reviewedBy: releaser.personId } });
    expect(await released.decide(releaser.key, verdict)).toMatchObject(refused);
    const robot = `key-${randomUUID()}`;
    await createKey(db, { id: randomUUID(), name: 'robot', key: robot, roles: ['manager'], personId: null, createdBy: releaser.personId, expiresAt: null, at });
    expect(await released.decide(robot, verdict)).toMatchObject(refused);

    const overridden = await appealed();
    const overrider = await api.keyOf('procurement');
    await db.prisma.scoreOverride.create({ data: { id: randomUUID(), evaluationId: overridden.evaluationId, supplierId: randomUUID(), origin: 'review', computedScore: 50, computedGrade: 'C', score: 80, grade: 'B', reason: 'x', decidedBy: overrider.personId, decidedAt: at, lapsedAt: at } });
    expect(await overridden.decide(overrider.key, verdict)).toMatchObject(refused);

    const ended = await appealed();
    const ender = await api.keyOf('quality');
    await db.prisma.evaluationStage.create({ data: { evaluationId: ended.evaluationId, stage: 'review', startedAt: at, endedAt: at, endedBy: ender.personId } });
    expect(await ended.decide(ender.key, verdict)).toMatchObject(refused);

    const card = await carded();
    const writer = await api.keyOf('procurement');
    const written = await api.call<{ id: string }>('POST', '/api/v1/appeals', { key: writer.key, body: { evaluationId: card.evaluationId, supplierId: card.supplierId, text: 'By telephone: they were in time.' } });
    expect(written.status).toBe(201);
    expect(await api.call('POST', `/api/v1/appeals/${written.body.id}/decide`, { key: writer.key, body: verdict })).toMatchObject(refused);
    const free = await api.keyOf('manager');
    expect(await api.call('GET', `/api/v1/appeals/${written.body.id}`, { key: free.key })).toMatchObject({ body: { mayDecide: true } });
    expect(await api.call('POST', `/api/v1/appeals/${written.body.id}/decide`, { key: free.key, body: verdict })).toMatchObject({ status: 200 });
  }, 240_000);
});
