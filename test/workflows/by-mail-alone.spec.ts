import { commandIdOf } from '#apps/door/command-id.js';
import { listenForReplies } from '#apps/mail/inbound-server.js';
import { openInbox, type Inbox } from '#apps/mail/inbox.js';
import type { Listener } from '#apps/mail/smtp-listener.js';
import { keywords } from '#messaging/inbound/keywords.js';
import { getCase, listEvents } from '#persistence/cases/read.js';
import { listMessages } from '#persistence/messages/messages.js';
import { sendReply } from '#test/correspondence.js';
import { eventually } from '#test/eventually.js';
import { openWorkplace, settleCast, type Workplace } from '#test/in-process.js';
import { land } from '#test/late-facts.js';
import { letDaysPass } from '#test/temporal.js';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Email } from 'postal-mime';

/** As the workers of the test set-up make their addresses. */
const secret = Buffer.alloc(32, 7);

let place: Workplace;
let folder: string;
let inbox: Inbox;
let listener: Listener;

beforeAll(async () => {
  place = await openWorkplace();
  folder = await mkdtemp(join(tmpdir(), 'steward-mail-'));
  const now = () => new Date();
  const { db, door } = place;
  inbox = openInbox({ db, door, filesDirectory: folder, secret, publicUrl: 'https://steward.example.com', domain: 'example.com', now });
  listener = await listenForReplies({ host: '127.0.0.1', port: 0 }, { db, filesDirectory: folder, secret, now, accepted: (ids) => ids.forEach(inbox.take) });
}, 240_000);
afterAll(async () => {
  await listener?.close();
  await inbox?.close();
  await place?.close();
  await rm(folder, { recursive: true, force: true });
}, 240_000);

type Cast = Awaited<ReturnType<typeof settleCast>>;
type Language = keyof typeof keywords;
const origin = () => ({ process: 'rectification', channel: 'api', commandId: commandIdOf('test', randomUUID()), receivedAt: new Date() }) as const;

async function openCase(cast: Cast, title: string): Promise<string> {
  const body = { supplierId: cast.supplierId, severity: 'major', title, description: 'Three deliveries came late.' };
  const outcome = await place.door.open({ body, actor: { kind: 'staff', id: cast.procurement.id }, ...origin() });
  if (outcome.status !== 'applied') throw new Error(`not opened: ${JSON.stringify(outcome)}`);
  return outcome.standing.caseId;
}

async function decide(caseId: string, command: string, { id }: { id: string }, body: object = {}): Promise<void> {
  const outcome = await place.door.act({ caseId, command, body, actor: { kind: 'staff', id }, ...origin() });
  expect(outcome).toMatchObject({ status: 'applied' });
}

const addressOf = ({ contactId }: Cast) => `contact-${contactId.slice(0, 8)}@example.com`;

/** The mail of a template as it came out of the wire; `number`: the first such of the case, or a later one. */
async function arrived(caseId: string, address: string, template: string, number = 1): Promise<Email> {
  const written = await eventually(`${template} is written to ${address}`, async () => {
    const rows = await place.db.prisma.outboxMessage.findMany({ where: { caseId, address, template }, orderBy: { createdAt: 'asc' } });
    return rows[number - 1];
  });
  return place.sink.mail(({ messageId }) => messageId === written.messageId, `${template} to ${address}`);
}

/** Answers a mail as its reader's mail program does, and waits for the stage that the answer leads to. */
async function answer(caseId: string, mail: Email, text: string, stage: string): Promise<void> {
  const { messageId = '', subject = '', text: quoted = '' } = mail;
  const original = { messageId, subject, text: quoted, from: mail.from?.address ?? '', to: [mail.to?.[0]?.address ?? ''], replyTo: mail.replyTo?.[0]?.address ?? null };
  await sendReply(listener.port, original, text);
  await eventually(`“${text}” leads to ${stage}`, async () => (await getCase(place.db, caseId))?.stage === stage);
}

/** Six lots delivered in time in the days of the watch. */
function deliverInTime({ supplierId }: Cast): Promise<unknown> {
  const days = Array.from({ length: 6 }, (_, index) => new Date(Date.now() + (index + 3) * 86_400_000).toISOString().slice(0, 10));
  return land(place.db, days.map((day, index) => ({ supplierId, id: `${supplierId}-${index}`, promised: day, received: day })), new Date());
}

const answers: Readonly<Record<Language, readonly [received: string, containment: string, cause: string, plan: string, evidence: string]>> = {
  en: ['Received, we look into it.', 'All stock is sorted.', 'A worn die that nobody measured.', 'The die is changed after 20,000 strokes.', 'The new die is in use.'],
  zh: ['已收到，我们正在处理。', '库存已全部分选。', '模具磨损且未测量。', '每两万次冲压后更换模具。', '新模具已投入使用。'],
  ru: ['Получили, разбираемся.', 'Весь запас отсортирован.', 'Износ штампа, который никто не измерял.', 'Штамп меняется после 20 000 ударов.', 'Новый штамп в работе.'],
};

describe('a supplier who has nothing but a mailbox', () => {
  it.each(['en', 'zh', 'ru'] as const)('is led through the full 8D to an effective end in %s, each answer under the word that the mail names', async (language) => {
    const cast = await settleCast(place.db, { language });
    const caseId = await openCase(cast, `Cracks, ${language}`);
    const mail = (template: string) => arrived(caseId, addressOf(cast), `rectification.${template}`);
    const words = keywords[language];
    const [received, containment, cause, plan, evidence] = answers[language];
    const asked = async (template: string, word: string) => {
      const found = await mail(template);
      expect(found.text).toContain(word);
      return found;
    };

    await answer(caseId, await mail('opened'), received, 'containing');
    await answer(caseId, await asked('acknowledgedFull', words.containment), `${words.containment}\n${containment}`, 'containmentReview');
    await decide(caseId, 'acceptContainment', cast.procurement);
    await answer(caseId, await asked('containmentAccepted', words.rootCause), `${words.rootCause}\n${cause}`, 'causeReview');
    await decide(caseId, 'acceptRootCause', cast.procurement);
    await answer(caseId, await asked('rootCauseAccepted', words.plan), `${words.plan}\n${plan}`, 'planReview');
    await decide(caseId, 'acceptPlan', cast.procurement);
    await answer(caseId, await asked('planAccepted', words.evidence), `${words.evidence}\n${evidence}`, 'verifying');
    await decide(caseId, 'verify', cast.quality, { result: 'effective' });
    await mail('watching');
    await deliverInTime(cast);
    await letDaysPass(place.client, `rectification:${caseId}`, 61);
    await eventually('the watch is over', async () => (await getCase(place.db, caseId))?.status === 'closed');

    expect(await getCase(place.db, caseId)).toMatchObject({ stage: 'closed', outcome: 'effective' });
    await mail('closedEffective');
    const { items } = await listEvents(place.db, caseId, { limit: 100 });
    const bySupplier = items.filter(({ actorKind }) => actorKind === 'contact').map(({ type }) => type);
    expect(bySupplier).toEqual(['acknowledged', 'containmentSubmitted', 'rootCauseSubmitted', 'planSubmitted', 'evidenceSubmitted']);
    const said = (await listMessages(place.db, caseId, { limit: 50 })).items.map(({ text }) => text);
    for (const text of answers[language]) expect(said).toContain(text);
  }, 240_000);
});

describe('a supplier who ignores everything', () => {
  /** A second contact, to whom an overdue step climbs. */
  async function withEscalation(cast: Cast): Promise<string> {
    const id = randomUUID();
    const email = `escalation-${id.slice(0, 8)}@example.com`;
    await place.db.prisma.contact.create({ data: { id, supplierId: cast.supplierId, name: 'Plant manager', email, role: 'management', position: 1 } });
    await place.db.prisma.contact.update({ where: { id: cast.contactId }, data: { escalateToId: id } });
    return email;
  }

  /** Rungs in their order, each by a mail on the wire, then the end and what is proposed. */
  async function climbsToTheEnd(cast: Cast, caseId: string, escalation: string): Promise<void> {
    await letDaysPass(place.client, `rectification:${caseId}`, 40);
    expect(await getCase(place.db, caseId)).toMatchObject({ stage: 'failed', outcome: 'failed', overdue: true });
    const { items } = await listEvents(place.db, caseId, { limit: 100 });
    const climbed = items.filter(({ type }) => type === 'escalated').map(({ data }) => (data as { to: string }).to);
    expect(climbed.slice(-4)).toEqual(['supplier', 'escalationContact', 'owner', 'manager']);
    await arrived(caseId, addressOf(cast), 'rectification.reminder');
    for (const address of [addressOf(cast), escalation, cast.procurement.email, cast.manager.email]) await arrived(caseId, address, 'rectification.overdue');
    for (const address of [addressOf(cast), cast.procurement.email]) await arrived(caseId, address, 'rectification.failed');
    await arrived(caseId, cast.manager.email, 'phaseOut.proposed');
    const proposals = await place.db.prisma.proposal.findMany({ where: { causeCaseId: caseId } });
    expect(proposals).toMatchObject([{ kind: 'phaseOut', forRole: 'manager', status: 'open', supplierId: cast.supplierId }]);
  }

  it('is reported from contact to escalation contact, owner and manager, then given up with a phase-out proposed', async () => {
    const cast = await settleCast(place.db);
    const escalation = await withEscalation(cast);
    await climbsToTheEnd(cast, await openCase(cast, 'Silence'), escalation);
  }, 240_000);

  it('is given up as well when the case was reopened because its measures had not helped', async () => {
    const cast = await settleCast(place.db);
    const escalation = await withEscalation(cast);
    const caseId = await openCase(cast, 'Silence after all');
    const { plan, evidence } = keywords.en;
    const mail = (template: string) => arrived(caseId, addressOf(cast), `rectification.${template}`);
    await answer(caseId, await mail('opened'), 'Received.', 'containing');
    await answer(caseId, await mail('acknowledgedFull'), `${plan}\nAll of it at once.`, 'planReview');
    await decide(caseId, 'acceptPlan', cast.procurement);
    await answer(caseId, await mail('planAccepted'), `${evidence}\nDone.`, 'verifying');
    await decide(caseId, 'verify', cast.quality, { result: 'effective' });
    await decide(caseId, 'reopen', cast.quality, { reason: 'It cracked again.' });
    expect((await mail('reopened')).text).toContain('It cracked again.');
    await climbsToTheEnd(cast, caseId, escalation);
    expect(await getCase(place.db, caseId)).toMatchObject({ state: { reopened: 1 } });
  }, 240_000);
});
