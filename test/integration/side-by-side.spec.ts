import { randomUUID } from 'node:crypto';
import { openDatabase, type Database } from '#persistence/database.js';
import { insertOutbox } from '#persistence/outbox/outbox.js';
import { seedPolicies } from '#persistence/policies/policies.js';
import { sendReply } from '#test/correspondence.js';
import { eventually } from '#test/eventually.js';
import { call, type Answer } from '#test/http.js';
import { createEmptyTestDatabase } from '#test/postgres.js';
import { installation, startRole, type Installation, type Role } from '#test/roles.js';
import { startSmtpSink, type SmtpSink } from '#test/smtp-sink.js';
import { runSteward } from '#test/system.js';
import { openTestNamespace, type TestNamespace } from '#test/temporal.js';

interface Case {
  readonly id: string;
  readonly stage: string;
  readonly sequence: number;
}

let database: Awaited<ReturnType<typeof createEmptyTestDatabase>>;
let temporal: TestNamespace;
let sink: SmtpSink;
let steward: Installation;
let db: Database;
const roles: Role[] = [];
const apis: string[] = [];
const inboundPorts: number[] = [];
const workers: Role[] = [];
let supplierId = '';

/** Starts one process of each kind; does not wait for them. */
async function startOneOfEach(): Promise<Role[]> {
  const [api, mail] = await Promise.all([steward.api(), steward.mail()]);
  const started = [startRole('api', api.env), startRole('worker', steward.env), startRole('mail', mail.env)];
  roles.push(...started);
  apis.push(api.url);
  inboundPorts.push(mail.inboundPort);
  workers.push(started[1]!);
  return started;
}

const request = <Body = Case>(api: number, method: string, path: string, body?: object, headers: Record<string, string> = {}): Promise<Answer<Body>> =>
  call<Body>(apis[api]!, method, path, { key: steward.key, body, headers });
const health = async (api: number) => (await call<{ status?: string }>(apis[api]!, 'GET', '/health/ready', {})).status;

/** The same request with the same key to both processes at once, repeated where one says that the other is at it. */
function toBoth(path: string, body: object, status: number): Promise<Answer<Case>[]> {
  const headers = { 'idempotency-key': randomUUID() };
  const send = (api: number) =>
    eventually(`process ${api} has answered`, async () => {
      const answer = await request(api, 'POST', path, body, headers);
      if (answer.status === 409) expect(answer.headers.get('retry-after')).not.toBeNull();
      return answer.status === status && answer;
    });
  return Promise.all([send(0), send(1)]);
}

const opening = (title: string) => ({ supplierId, severity: 'minor', title, description: 'Three deliveries came late.' });
const commandsOf = (caseId: string) => db.prisma.commandResult.count({ where: { caseId } });

beforeAll(async () => {
  [database, temporal, sink] = await Promise.all([createEmptyTestDatabase(), openTestNamespace(), startSmtpSink()]);
  steward = installation({ databaseUrl: database.url, temporalAddress: temporal.address, namespace: temporal.namespace, smtpUrl: sink.url });
  db = openDatabase({ url: database.url, role: 'staff', applicationName: 'steward-test' });
}, 240_000);
afterAll(async () => {
  await Promise.all(roles.map((role) => role.stop()));
  await db?.close();
  await Promise.all([temporal?.close(), sink?.close(), database?.drop()]);
  steward?.remove();
}, 240_000);

describe('processes of each kind, two of them side by side', () => {
  it('may be started before their database is migrated: they wait, and the API says so', async () => {
    const early = await startOneOfEach();
    await Promise.all(early.map((role) => role.ready()));
    const { status, body } = await call(apis[0]!, 'GET', '/health/ready', {});
    expect(status).toBe(503);
    expect(JSON.stringify(body)).toMatch(/"database":"?\{?.*down/);
    expect(await health(0)).toBe(503);

    const migrated = await runSteward(['migrate'], steward.env);
    expect(migrated).toMatchObject({ code: 0 });
    await seedPolicies(db, { sample: true, at: new Date('2026-01-01T00:00:00Z') });
    await eventually('the first three work together', async () => (await health(0)) === 200);
    const late = await startOneOfEach();
    await Promise.all(late.map((role) => role.ready()));
    await eventually('all six work together', async () => (await health(1)) === 200);
    expect(early.map((role) => role.exitCode())).toEqual([null, null, null]);

    const contacts = [{ name: 'Quality contact', email: 'quality@supplier.example.com' }];
    const supplier = await eventually('the key has been made', async () => {
      const made = await request<{ id: string }>(0, 'POST', '/api/v1/suppliers', { code: 'S-1', name: 'Example Castings', country: 'DE', contacts });
      return made.status === 201 && made;
    });
    supplierId = supplier.body.id;
  }, 240_000);

  it('open one case where the same request reaches both', async () => {
    const answers = await toBoth('/api/v1/rectifications', opening('Late again'), 201);
    expect(answers[1]?.body).toEqual(answers[0]?.body);
    expect(await db.prisma.case.count({ where: { supplierId } })).toBe(1);
    expect(await commandsOf(answers[0]!.body.id)).toBe(1);
  }, 240_000);

  it('open one case where two people want the same at once, and name it to the other', async () => {
    const answers = await Promise.all([0, 1].map((api) => request<Case & { id?: string }>(api, 'POST', '/api/v1/rectifications', opening('Wrong labels'))));
    const [opened, refused] = [...answers].sort((a, b) => a.status - b.status);
    expect(opened?.status).toBe(201);
    expect(refused?.status).toBe(409);
    expect(JSON.stringify(refused?.body)).toContain(opened!.body.id);
  }, 240_000);

  it('apply a command once where it reaches both', async () => {
    const { body } = await request(0, 'POST', '/api/v1/rectifications', opening('Broken seals'));
    const answers = await toBoth(`/api/v1/rectifications/${body.id}/acknowledge`, {}, 200);
    for (const answer of answers) expect(answer.body).toMatchObject({ stage: 'planning', sequence: 2 });
    expect(await commandsOf(body.id)).toBe(2);
  }, 240_000);

  it('take a reply once though it is handed to both ways in', async () => {
    const { body } = await request(0, 'POST', '/api/v1/rectifications', opening('Wet boxes'));
    const found = await sink.mail((mail) => (mail.subject ?? '').includes(body.id.slice(0, 8)), 'about the wet boxes');
    const mail = {
      messageId: found.messageId ?? '',
      from: found.from?.address ?? '',
      to: (found.to ?? []).flatMap(({ address }) => address ?? []),
      replyTo: found.replyTo?.[0]?.address ?? null,
      subject: found.subject ?? '',
      text: found.text ?? '',
    };
    const messageId = `<${randomUUID()}@example.com>`;
    await Promise.all(inboundPorts.map((port) => sendReply(port, mail, 'Received, we look into it.', { messageId })));
    await eventually('the reply has been taken', async () => (await db.prisma.case.findUnique({ where: { id: body.id } }))?.stage === 'planning');
    await eventually('both have been looked at', async () => (await db.prisma.inboundMail.count({ where: { status: 'received' } })) === 0);
    expect(await commandsOf(body.id)).toBe(2);
    expect(await db.prisma.message.count({ where: { caseId: body.id } })).toBe(1);
  }, 240_000);

  it('send a mail once though both look after the outbox', async () => {
    const ids = Array.from({ length: 12 }, (): string => randomUUID());
    const row = (id: string) => ({
      id,
      channel: 'email',
      template: 'access.signInLink',
      recipientKind: 'person',
      recipientId: randomUUID(),
      address: 'anna@example.com',
      language: 'en',
      subject: 'Your link',
      text: 'Dear Anna,',
      html: '<p>Dear Anna,</p>',
      messageId: `<${id}@example.com>`,
      references: [],
      createdAt: new Date(),
    });
    await db.transaction((tx) => insertOutbox(tx, ids.map(row)));
    await eventually('all are sent', async () => (await db.prisma.outboxMessage.count({ where: { id: { in: ids }, status: 'sent' } })) === ids.length);
    const came = sink.mails.map((mail) => mail.messageId).filter((messageId) => ids.includes(messageId?.slice(1, 37) ?? ''));
    expect(came.sort()).toEqual(ids.map((id) => `<${id}@example.com>`).sort());
  }, 240_000);

  it('go on when a worker is killed', async () => {
    const { body } = await request(0, 'POST', '/api/v1/rectifications', opening('Missing papers'));
    await workers[0]!.kill();
    const path = `/api/v1/rectifications/${body.id}/acknowledge`;
    const headers = { 'idempotency-key': randomUUID() };
    await eventually('the command is applied', async () => (await request(1, 'POST', path, {}, headers)).status === 200);
    const { body: next } = await request(1, 'POST', '/api/v1/rectifications', opening('Wrong count'));
    expect(next).toMatchObject({ stage: 'opened', sequence: 1 });
    expect(await health(1)).toBe(200);
  }, 240_000);

  it('wait for a namespace that is not there yet, and end at once when told to', async () => {
    const early = startRole('worker', { ...steward.env, TEMPORAL_NAMESPACE: `later-${randomUUID().slice(0, 8)}` });
    await eventually('the worker says what it waits for', () => early.output().includes('Temporal is not there yet'));
    expect(early.exitCode()).toBeNull();
    expect(await early.stop()).toBe(0);
    expect(early.output()).not.toContain('steward worker is ready');
  }, 240_000);

  it('stop by SIGTERM with exit code 0', async () => {
    const codes = await Promise.all(roles.filter((role) => role !== workers[0]).map((role) => role.stop()));
    expect(codes).toEqual([0, 0, 0, 0, 0]);
  }, 240_000);
});
