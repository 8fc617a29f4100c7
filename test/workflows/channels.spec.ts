import { randomUUID } from 'node:crypto';
import { pushWaiting } from '#apps/channels/deliver-push.js';
import { commandIdOf } from '#apps/door/command-id.js';
import { preferences } from '#domain/channels/preferences.js';
import { webhookSecret } from '#messaging/channels/webhook.js';
import { putChat } from '#persistence/channels/chats.js';
import { putPreferences } from '#persistence/outbox/preferences.js';
import { createEndpoint } from '#persistence/webhooks/endpoints.js';
import { openWorkplace, settleCast, type Workplace } from '#test/in-process.js';
import { startReceiver, verified, type Receiver } from '#test/webhook-receiver.js';

let place: Workplace;
let receiver: Receiver;
const secret = Buffer.alloc(32, 3);

beforeAll(async () => {
  [place, receiver] = await Promise.all([openWorkplace(), startReceiver()]);
}, 240_000);
afterAll(async () => {
  await Promise.all([place?.close(), receiver?.close()]);
}, 240_000);

it('What a case decides goes to the webhook and into the chat that its owner chose, in the transaction of the decision', async () => {
  const { db, door } = place;
  const cast = await settleCast(db);
  const at = new Date();
  const endpoint = await createEndpoint(db, { id: randomUUID(), url: `${receiver.url}/hook`, events: ['rectification.*'], description: '', paused: false, createdBy: cast.procurement.id, at });
  await putChat(db, 'slack', { secretName: 'SLACK', signName: null, receiveName: null, chatId: null, paused: false, updatedBy: cast.procurement.id, at });
  const rules = [{ event: 'rectification.acknowledged', channels: ['slack'] }, { event: 'rectification.planReceived', channels: ['slack'] }];
  await putPreferences(db, cast.procurement.id, { document: preferences.parse({ rules }), at });

  const common = { process: 'rectification' as const, channel: 'api' as const, receivedAt: at };
  const body = { supplierId: cast.supplierId, severity: 'minor', title: 'Late again', description: 'Three deliveries came late.' };
  const opened = await door.open({ ...common, commandId: commandIdOf('test', randomUUID()), body, actor: { kind: 'staff', id: cast.procurement.id } });
  if (opened.status !== 'applied') throw new Error(`not opened: ${JSON.stringify(opened)}`);
  const { caseId } = opened.standing;
  const answer = (command: string, said: object, id = caseId) => door.act({ ...common, caseId: id, command, body: said, actor: { kind: 'contact', id: cast.contactId }, commandId: commandIdOf('test', randomUUID()) });
  expect(await answer('acknowledge', {})).toMatchObject({ status: 'applied' });
  expect(await answer('submitPlan', { text: 'We add a second shift.' })).toMatchObject({ status: 'applied' });

  const secretBody = { ...body, title: 'For few eyes', confidential: true };
  const confidential = await door.open({ ...common, commandId: commandIdOf('test', randomUUID()), body: secretBody, actor: { kind: 'staff', id: cast.procurement.id } });
  if (confidential.status !== 'applied') throw new Error(`not opened: ${JSON.stringify(confidential)}`);
  for (const [command, said] of [['acknowledge', {}], ['submitPlan', { text: 'We look into it.' }]] as const)
    expect(await answer(command, said, confidential.standing.caseId)).toMatchObject({ status: 'applied' });
  const left = await db.prisma.outboxMessage.findMany({ where: { caseId: confidential.standing.caseId } });
  expect(new Set(left.map(({ channel }) => channel))).toEqual(new Set(['email']));
  expect(left.some(({ template, recipientId }) => template === 'rectification.planReceived' && recipientId === cast.procurement.id)).toBe(true);

  receiver.answer(200, 'ok');
  const settings = { secret, connectors: { secrets: {}, allowedHosts: ['127.0.0.1'] }, channels: { secrets: { SLACK: `${receiver.url}/slack` } } };
  await pushWaiting({ db, settings, now: () => new Date() });
  const hooks = receiver.posted.filter(({ path }) => path === '/hook').map((posted) => verified(posted, webhookSecret(endpoint, secret), new Date()));
  expect(hooks.map(({ type }) => type).sort()).toEqual(['rectification.acknowledged', 'rectification.opened', 'rectification.planSubmitted']);
  expect(hooks.find(({ type }) => type === 'rectification.opened')?.data).toMatchObject({ caseId, supplierId: cast.supplierId, sequence: 1, stage: 'opened', status: 'open' });
  expect(JSON.stringify(hooks)).not.toContain('second shift');
  const said = receiver.posted.filter(({ path }) => path === '/slack').map(({ body: text }) => text);
  expect(said.some((text) => text.includes('second shift'))).toBe(true);
  const mails = await db.prisma.outboxMessage.findMany({ where: { caseId, recipientId: cast.procurement.id, channel: 'email', template: 'rectification.planReceived' } });
  expect(mails).toEqual([]);
}, 240_000);
