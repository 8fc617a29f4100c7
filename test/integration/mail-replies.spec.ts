import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Email } from 'postal-mime';
import { commandIdOf } from '#apps/door/command-id.js';
import { listenForReplies } from '#apps/mail/inbound-server.js';
import { settleMail } from '#apps/mail/settle.js';
import type { Listener } from '#apps/mail/smtp-listener.js';
import { openMailTransport, sendMail, type MailTransport, type OutgoingMail } from '#messaging/channels/email.js';
import { getCase } from '#persistence/cases/read.js';
import { listMessages } from '#persistence/messages/messages.js';
import { openWorkplace, settleCast, type Workplace } from '#test/in-process.js';

/** As the workers of the test set-up make their addresses. */
const secret = Buffer.alloc(32, 7);

let place: Workplace;
let folder: string;
let listener: Listener;
let transport: MailTransport;
let settled: Promise<unknown>;

beforeAll(async () => {
  place = await openWorkplace();
  folder = await mkdtemp(join(tmpdir(), 'steward-mail-'));
  const now = () => new Date();
  const ports = { db: place.db, door: place.door, filesDirectory: folder, secret, publicUrl: 'https://steward.example.com', domain: 'example.com', now };
  listener = await listenForReplies(
    { host: '127.0.0.1', port: 0 },
    { db: place.db, filesDirectory: folder, secret, now, accepted: (ids) => (settled = Promise.all(ids.map((id) => settleMail(ports, id)))) },
  );
  transport = openMailTransport({ url: `smtp://127.0.0.1:${listener.port}`, from: '' });
}, 240_000);
afterAll(async () => {
  transport?.close();
  await listener?.close();
  await place?.close();
  await rm(folder, { recursive: true, force: true });
}, 240_000);

type Cast = Awaited<ReturnType<typeof settleCast>>;

async function openCase(cast: Cast, severity: 'minor' | 'major' = 'minor'): Promise<string> {
  const outcome = await place.door.open({
    process: 'rectification',
    commandId: commandIdOf('test', randomUUID()),
    body: { supplierId: cast.supplierId, severity, title: 'Late again', description: 'Three deliveries came late.' },
    actor: { kind: 'staff', id: cast.procurement.id },
    channel: 'api',
    receivedAt: new Date(),
  });
  if (outcome.status !== 'applied') throw new Error(`not opened: ${JSON.stringify(outcome)}`);
  return outcome.standing.caseId;
}

const mailAbout = (caseId: string, words: string) =>
  place.sink.mail((mail) => (mail.subject ?? '').includes(caseId.slice(0, 8)) && (mail.subject ?? '').includes(words), `about “${words}”`);

/** Replies to a mail as its reader would, and waits until the reply has been dealt with. */
async function replyTo(original: Email, text: string, more: Partial<OutgoingMail> = {}): Promise<void> {
  const result = await sendMail(transport, {
    from: original.to?.[0]?.address ?? '',
    to: original.replyTo?.[0]?.address ?? '',
    replyTo: null,
    subject: `Re: ${original.subject}`,
    text: `${text}\n\nOn Tue, 24 Nov 2026 at 10:02, Steward <steward@example.com> wrote:\n${(original.text ?? '').replace(/^/gm, '> ')}`,
    html: null,
    calendar: null,
    messageId: `<${randomUUID()}@example.com>`,
    inReplyTo: original.messageId ?? null,
    references: [],
    headers: {},
    ...more,
  });
  expect(result.kind).toBe('sent');
  await settled;
}

const stageOf = async (caseId: string) => (await getCase(place.db, caseId))?.stage;
const conversation = async (caseId: string) => (await listMessages(place.db, caseId, { limit: 50 })).items.map(({ text }) => text).sort();

function decide(caseId: string, command: string, actor: { id: string }, body: object, process: 'rectification' | 'onboarding' = 'rectification') {
  return place.door.act({
    process,
    caseId,
    command,
    body,
    actor: { kind: 'staff', id: actor.id },
    channel: 'api',
    commandId: commandIdOf('test', randomUUID()),
    receivedAt: new Date(),
  });
}

describe('a supplier that is invited', () => {
  it('asks for more time by its reply, and hears what was decided', async () => {
    const cast = await settleCast(place.db);
    const body = { name: `Newcomer ${randomUUID().slice(0, 8)}`, country: 'DE', email: `sales-${randomUUID().slice(0, 8)}@example.com` };
    const opened = await place.door.open({ process: 'onboarding', commandId: commandIdOf('test', randomUUID()), body, actor: { kind: 'staff', id: cast.procurement.id }, channel: 'api', receivedAt: new Date() });
    if (opened.status !== 'applied') throw new Error(`not opened: ${JSON.stringify(opened)}`);
    const { caseId } = opened.standing;
    const invitation = await mailAbout(caseId, 'Invitation to become our supplier');
    expect(invitation.text).toContain('EXTENSION 5');

    await replyTo(invitation, 'EXTENSION 100\nWe are moving.');
    expect(await getCase(place.db, caseId)).toMatchObject({ waitingFor: 'supplier' });
    await replyTo(invitation, 'EXTENSION 7\nOur quality manager is away.');
    expect(await getCase(place.db, caseId)).toMatchObject({ stage: 'invited', waitingFor: 'owner' });
    const asked = await mailAbout(caseId, 'More time asked for');
    expect(asked.text).toContain('7 business days');
    expect(asked.text).toContain('Our quality manager is away.');
    expect(await decide(caseId, 'decideExtension', cast.procurement, { decision: 'refuse', comment: 'The samples are needed in May.' }, 'onboarding')).toMatchObject({ status: 'applied' });
    expect((await mailAbout(caseId, 'More time refused')).text).toContain('The samples are needed in May.');
    expect(await conversation(caseId)).toEqual(expect.arrayContaining(['EXTENSION 100\nWe are moving.', 'Our quality manager is away.']));

    await replyTo(invitation, 'Which standard do you mean in question 5?');
    expect(await stageOf(caseId)).toBe('invited');
  });
});

describe('a supplier who only replies to mail', () => {
  it('leads a case from acknowledgement over plan and evidence to its verification', async () => {
    const cast = await settleCast(place.db);
    const caseId = await openCase(cast);
    await replyTo(await mailAbout(caseId, 'confirm receipt'), 'Received, we look into it.');
    expect(await stageOf(caseId)).toBe('planning');
    const pdf = { name: 'plan.pdf', mediaType: 'application/pdf', content: Buffer.from('%PDF-1.7\n1 0 obj') };
    await replyTo(await mailAbout(caseId, 'send your corrective action plan'), 'PLAN\nRetrain the packers.', { attachments: [pdf] });
    expect(await stageOf(caseId)).toBe('planReview');
    await decide(caseId, 'acceptPlan', cast.procurement, {});
    await replyTo(await mailAbout(caseId, 'Plan accepted'), 'Evidence:\nAll packers were retrained.');
    expect(await stageOf(caseId)).toBe('verifying');
    expect(await conversation(caseId)).toEqual(['All packers were retrained.', 'Received, we look into it.', 'Retrain the packers.']);
    const files = await place.db.prisma.file.findMany({ where: { caseId } });
    expect(files).toMatchObject([{ name: 'plan.pdf', status: 'kept' }]);
  });

  it.each([
    ['minor', 'PLAN\nA second shift.', 'planReview', []],
    ['major', 'CONTAINMENT\nAll stock is sorted.', 'containmentReview', []],
    // What for, and until when, nobody has said yet.
    ['minor', 'EXTENSION 5\nThe foreman is ill.', 'planning', ['rectification.acknowledged']],
  ] as const)('who answers the opening of a %s case with %j gets a receipt, and is not asked for it again', async (severity, answer, stage, asked) => {
    const cast = await settleCast(place.db);
    const caseId = await openCase(cast, severity);
    const exe = { name: 'run.exe', mediaType: 'application/x-msdownload', content: Buffer.from('MZ') };
    await replyTo(await mailAbout(caseId, 'confirm receipt'), answer, { attachments: [exe] });
    expect(await stageOf(caseId)).toBe(stage);
    const mails = await place.db.prisma.outboxMessage.findMany({ where: { caseId, recipientId: cast.contactId }, orderBy: { createdAt: 'asc' } });
    expect(mails.map(({ template }) => template).sort()).toEqual(['rectification.opened', 'portal.receipt', ...asked].sort());
    const receipt = mails.find(({ template }) => template === 'portal.receipt');
    expect(receipt?.text).toContain(answer.split('\n')[1]);
    expect(receipt?.text).toContain('run.exe');
  });

  it('leads the full 8D by containment, root causes and plan, each with its own keyword', async () => {
    const cast = await settleCast(place.db);
    const caseId = await openCase(cast, 'major');
    await replyTo(await mailAbout(caseId, 'confirm receipt'), 'Received.');
    expect(await stageOf(caseId)).toBe('containing');
    await replyTo(await mailAbout(caseId, 'contain the problem'), 'We look into it.');
    expect(await place.db.prisma.outboxMessage.count({ where: { caseId, template: 'rectification.stillNeeded' } })).toBe(1);
    await replyTo(await mailAbout(caseId, 'contain the problem'), 'CONTAINMENT\nAll stock is sorted.');
    expect(await stageOf(caseId)).toBe('containmentReview');
    await decide(caseId, 'acceptContainment', cast.procurement, {});
    await replyTo(await mailAbout(caseId, 'send us the root causes'), 'Root causes:\nA worn die; the third cavity was never measured.');
    expect(await stageOf(caseId)).toBe('causeReview');
    await decide(caseId, 'acceptRootCause', cast.procurement, {});
    await replyTo(await mailAbout(caseId, 'send your corrective action plan'), 'PLAN\nA new die.');
    expect(await stageOf(caseId)).toBe('planReview');
  });

  it.each([
    ['zh', '请确认收到', '请采取遏制措施', '遏制\n库存已全部复检'],
    ['ru', 'подтвердить получение', 'сдерживающие действия', 'СДЕРЖИВАНИЕ\nВесь запас проверен'],
  ] as const)('contains the problem in %s as well', async (language, opening, asked, answer) => {
    const caseId = await openCase(await settleCast(place.db, { language }), 'major');
    await replyTo(await mailAbout(caseId, opening), 'OK');
    await replyTo(await mailAbout(caseId, asked), answer);
    expect(await stageOf(caseId)).toBe('containmentReview');
  });

  it('can send the plan with the first reply', async () => {
    const caseId = await openCase(await settleCast(place.db, { language: 'zh' }));
    await replyTo(await mailAbout(caseId, '请确认收到'), '计划\n培训包装人员');
    expect(await stageOf(caseId)).toBe('planReview');
    expect(await conversation(caseId)).toEqual(['培训包装人员']);
  });

  it('can ask for more time', async () => {
    const caseId = await openCase(await settleCast(place.db, { language: 'ru' }));
    await replyTo(await mailAbout(caseId, 'подтвердить получение'), 'Получено.');
    await replyTo(await mailAbout(caseId, 'план корректирующих действий'), 'ПРОДЛЕНИЕ 5\nСломался станок');
    expect(await getCase(place.db, caseId)).toMatchObject({ stage: 'planning', waitingFor: 'owner' });
    const asked = await mailAbout(caseId, 'More time asked for');
    expect(asked.text).toContain('5 business days');
    expect(asked.text).toContain('Сломался станок');
  });

  it('is told what is still needed when the rules refuse what the reply asks for', async () => {
    const caseId = await openCase(await settleCast(place.db));
    await replyTo(await mailAbout(caseId, 'confirm receipt'), 'Received.');
    await replyTo(await mailAbout(caseId, 'send your corrective action plan'), 'EXTENSION 200\nWe need half a year.');
    expect(await getCase(place.db, caseId)).toMatchObject({ stage: 'planning', waitingFor: 'supplier' });
    expect(await conversation(caseId)).toContain('EXTENSION 200\nWe need half a year.');
    expect(await place.db.prisma.inboundMail.findFirst({ where: { caseId, status: 'settled' }, orderBy: { receivedAt: 'desc' } })).toMatchObject({
      reason: 'requestExtension: extensionLimit',
    });
    expect(await place.db.prisma.outboxMessage.count({ where: { caseId, template: 'rectification.stillNeeded' } })).toBe(1);
  });

  it('moves the case on once, though the mail is handed over again and looked at twice', async () => {
    const caseId = await openCase(await settleCast(place.db));
    const original = await mailAbout(caseId, 'confirm receipt');
    const same = { messageId: `<${randomUUID()}@example.com>` };
    await replyTo(original, 'Received.', same);
    await replyTo(original, 'Received.', { ...same, headers: { 'X-Relay': 'second way' } });
    const row = await getCase(place.db, caseId);
    expect(row).toMatchObject({ stage: 'planning', sequence: 2 });
    expect(await conversation(caseId)).toEqual(['Received.']);
  });
});
