import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { DELIVERY_LEASE } from '#apps/delivery/post.js';
import { commandIdOf } from '#apps/door/command-id.js';
import { doorOn } from '#apps/door/connect.js';
import type { Door } from '#apps/door/door.js';
import { listEvents } from '#persistence/cases/read.js';
import { openDatabase, type Database } from '#persistence/database.js';
import { seedPolicies } from '#persistence/policies/policies.js';
import { seedQuestionnaires } from '#persistence/questionnaires/questionnaires.js';
import { eventually } from '#test/eventually.js';
import { openGate, type Gate } from '#test/gate.js';
import { settleCast } from '#test/in-process.js';
import { currentShares } from '#persistence/phase-outs/order-shares.js';
import { createTestDatabase } from '#test/postgres.js';
import { installation, startRole, type Installation, type Role } from '#test/roles.js';
import { lockCaseRow } from '#test/row-lock.js';
import { letDaysPass, openTestNamespace, type TestNamespace } from '#test/temporal.js';

/** A mail server at whose points the worker can be made to die. A point that was reached never answers. */
interface Post {
  readonly url: string;
  readonly mails: Email[];
  dieBeforeData: (() => void) | null;
  dieAfterData: (() => void) | null;
  close(): void;
}

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let temporal: TestNamespace;
let gate: Gate;
let post: Post;
let steward: Installation;
let db: Database;
let door: Door;
let worker: Role;

async function openPost(): Promise<Post> {
  const mails: Email[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo: (_address, _session, answer) => void (post.dieBeforeData ? post.dieBeforeData() : answer()),
    onData: (stream, _session, answer) => {
      void (async () => {
        mails.push(await PostalMime.parse(Buffer.concat(await stream.toArray())));
        if (post.dieAfterData) post.dieAfterData();
        else answer();
        // Who dies in the middle of a mail has not handed it over.
      })().catch(() => undefined);
    },
  });
  server.on('error', () => undefined);
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const { port } = listening.address() as AddressInfo;
  return { url: `smtp://127.0.0.1:${port}`, mails, dieBeforeData: null, dieAfterData: null, close: () => server.close(() => undefined) };
}

async function startWorker(): Promise<void> {
  worker = startRole('worker', steward.env);
  await worker.ready();
}

beforeAll(async () => {
  [database, temporal, post] = await Promise.all([createTestDatabase(), openTestNamespace(), openPost()]);
  gate = await openGate(temporal.address);
  steward = installation({ databaseUrl: database.url, temporalAddress: gate.address, namespace: temporal.namespace, smtpUrl: post.url });
  db = openDatabase({ url: database.url, role: 'staff', applicationName: 'steward-test' });
  door = doorOn({ db, client: temporal.client });
  await seedPolicies(db, { sample: true, at: new Date('2026-01-01T00:00:00Z') });
  await seedQuestionnaires(db, new Date('2026-01-01T00:00:00Z'));
  await startWorker();
}, 240_000);
afterAll(async () => {
  await worker?.kill();
  await gate?.close();
  await db?.close();
  await temporal?.close();
  post?.close();
  steward?.remove();
  await database?.drop();
}, 240_000);

type Cast = Awaited<ReturnType<typeof settleCast>>;
const origin = () => ({ channel: 'api', commandId: commandIdOf('test', randomUUID()), receivedAt: new Date() }) as const;

async function openCase(cast: Cast): Promise<string> {
  const body = { supplierId: cast.supplierId, severity: 'minor', title: 'Late again', description: 'Three deliveries came late.' };
  const outcome = await door.open({ process: 'rectification', body, actor: { kind: 'staff', id: cast.procurement.id }, ...origin() });
  // A worker that dies meanwhile lets the answer wait; the case is opened all the same.
  if (outcome.status === 'pending') return outcome.caseId;
  if (outcome.status !== 'applied') throw new Error(`not opened: ${JSON.stringify(outcome)}`);
  return outcome.standing.caseId;
}

const mailOf = (caseId: string, template: string) => db.prisma.outboxMessage.findFirstOrThrow({ where: { caseId, template } });
const firstMailTo = ({ supplierId }: Cast) => db.prisma.outboxMessage.findFirstOrThrow({ where: { supplierId, template: 'rectification.opened' } });
const sent = (caseId: string, template: string) =>
  eventually(`${template} is sent`, async () => {
    const mail = await mailOf(caseId, template);
    return mail.status === 'sent' && mail;
  });
const copies = (messageId: string) => post.mails.filter((mail) => mail.messageId === messageId);

/**
 * Temporal gives what a dead worker had in hand to another after a time-out: ten seconds for a commit, or for a workflow that the
 * dead one had in its cache. Shortens both, as an operator may.
 */
async function giveUpSoon(workflowId: string): Promise<void> {
  const { namespace } = temporal;
  const execution = { workflowId };
  const activityOptions = { startToCloseTimeout: { seconds: 1 } as never };
  await temporal.client.workflowService.updateActivityOptions({ namespace, execution, type: 'commit', activityOptions, updateMask: { paths: ['start_to_close_timeout'] } });
  await temporal.client.workflowService.resetStickyTaskQueue({ namespace, execution });
}

/** Lets the lease of the attempt be over that the dead worker had begun. */
async function leaseEnds({ id, attemptStarted }: { id: string; attemptStarted: Date | null }): Promise<void> {
  await db.prisma.outboxMessage.update({ where: { id }, data: { attemptStarted: new Date(attemptStarted!.getTime() - DELIVERY_LEASE) } });
}

/** Lets the worker die after its next commit for a case, before Temporal hears of it, and starts another. `begins` brings the commit about. */
async function dieAfterCommit(caseId: string, workflowId: string, begins: () => unknown): Promise<void> {
  const { sequence } = await db.prisma.case.findUniqueOrThrow({ where: { id: caseId } });
  const row = await lockCaseRow(database.url, caseId);
  begins();
  await row.commitWaits();
  gate.shut();
  await row.release();
  await eventually('the step is committed', () => db.prisma.case.findFirst({ where: { id: caseId, sequence: sequence + 1 } }));
  await worker.kill();
  gate.open();
  await giveUpSoon(workflowId);
  await startWorker();
}

/** Resolves when the worker has died at a point of the mail server. */
function deathAt(point: 'dieBeforeData' | 'dieAfterData'): Promise<void> {
  return new Promise((resolve) => {
    post[point] = () => {
      post[point] = null;
      void worker.kill().then(resolve);
    };
  });
}

describe('a worker that dies', () => {
  it('after its commit, before Temporal hears of it, leaves one step and no mail twice unflagged', async () => {
    const cast = await settleCast(db);
    const caseId = await openCase(cast);
    await sent(caseId, 'rectification.opened');
    const command = { process: 'rectification', caseId, command: 'acknowledge', body: {}, actor: { kind: 'contact', id: cast.contactId }, ...origin() } as const;
    let answer: unknown;
    await dieAfterCommit(caseId, `rectification:${caseId}`, () => (answer = door.act(command)));
    const committed = await db.prisma.case.findUniqueOrThrow({ where: { id: caseId } });
    const written = await mailOf(caseId, 'rectification.acknowledged');
    // The post may have been at it already.
    if (written.status === 'waiting' && written.attemptStarted) await leaseEnds(written);

    // Nobody had to ask again: Temporal repeats the commit, which answers what it had committed before.
    await answer;
    expect(await door.act(command)).toMatchObject({ status: 'applied', standing: { stage: 'planning', sequence: 2 } });
    const mail = await sent(caseId, 'rectification.acknowledged');
    const twice = mail.ambiguous ? [1, 2] : [1];
    expect(twice).toContain(copies(mail.messageId).length);
    expect(await db.prisma.case.findUnique({ where: { id: caseId } })).toEqual(committed);
    expect((await db.prisma.event.findMany({ where: { caseId }, orderBy: { sequence: 'asc' } })).map(({ type }) => type)).toEqual(['opened', 'acknowledged']);
    const plan = await door.act({ ...command, command: 'submitPlan', body: { text: 'A second shift.' }, ...origin() });
    expect(plan).toMatchObject({ status: 'applied', standing: { sequence: 3 } });
    await sent(caseId, 'rectification.planReceived');
  }, 240_000);

  it('before the mail server has the mail sends it afterwards, once', async () => {
    const died = deathAt('dieBeforeData');
    const cast = await settleCast(db);
    const opening = openCase(cast);
    await died;
    const begun = await firstMailTo(cast);
    expect(begun).toMatchObject({ status: 'waiting', attempts: 1 });
    expect(copies(begun.messageId)).toEqual([]);
    await leaseEnds(begun);
    await startWorker();
    const caseId = await opening;
    const mail = await sent(caseId, 'rectification.opened');
    expect(mail.attempts).toBe(2);
    expect(copies(mail.messageId)).toHaveLength(1);
  }, 240_000);

  it('after the mail server took the mail, before its answer, sends it once more with the same Message-ID, flagged', async () => {
    const died = deathAt('dieAfterData');
    const cast = await settleCast(db);
    const opening = openCase(cast);
    await died;
    const begun = await firstMailTo(cast);
    expect(begun).toMatchObject({ status: 'waiting', attempts: 1, ambiguous: false });
    expect(copies(begun.messageId)).toHaveLength(1);
    await leaseEnds(begun);
    await startWorker();
    const caseId = await opening;
    const mail = await sent(caseId, 'rectification.opened');
    expect(mail).toMatchObject({ attempts: 2, ambiguous: true, messageId: begun.messageId });
    const [first, again, ...more] = copies(mail.messageId);
    expect(more).toEqual([]);
    expect({ subject: again?.subject, text: again?.text, to: again?.to }).toEqual({ subject: first?.subject, text: first?.text, to: first?.to });
  }, 240_000);

  it('after a phase-out has chosen its backup, and again after a step of the share, brings one in once and moves each share once', async () => {
    const category = `castings-${randomUUID().slice(0, 8)}`;
    const [leaving, backup] = await Promise.all([settleCast(db), settleCast(db)]);
    const second = { id: randomUUID(), name: 'Second manager', email: 'second@example.com', roles: ['manager'], language: 'en', active: true, createdAt: new Date() };
    await db.prisma.person.create({ data: second });
    await db.prisma.supplier.updateMany({ where: { id: { in: [leaving.supplierId, backup.supplierId] } }, data: { categories: [category] } });
    await db.prisma.supplier.update({ where: { id: backup.supplierId }, data: { status: 'inactive' } });
    const act = (command: string, person: { id: string }, body: object = {}) =>
      door.act({ ...origin(), process: 'phaseOut', caseId, command, body, actor: { kind: 'staff', id: person.id } });
    const opened = await door.open({ ...origin(), process: 'phaseOut', body: { supplierId: leaving.supplierId, reason: 'Two years of late deliveries.' }, actor: { kind: 'staff', id: leaving.procurement.id } });
    if (opened.status !== 'applied') throw new Error(`not opened: ${JSON.stringify(opened)}`);
    const { caseId } = opened.standing;
    const workflowId = `phase-out:${caseId}`;

    let answer: unknown;
    const choice = { ...origin(), process: 'phaseOut', caseId, command: 'chooseBackup', body: { category, supplierId: backup.supplierId, share: 60 }, actor: { kind: 'staff', id: leaving.procurement.id } } as const;
    await dieAfterCommit(caseId, workflowId, () => (answer = door.act(choice)));
    await answer;
    expect(await door.act(choice)).toMatchObject({ status: 'applied', standing: { stage: 'awaitingBackup' } });
    for (let round = 0; round < 2; round += 1) await door.sweep(new Date('2099-01-01'));
    const joining = { process: 'onboarding', supplierId: backup.supplierId };
    expect(await db.prisma.case.findMany({ where: joining })).toMatchObject([{ status: 'open', stage: 'invited' }]);
    expect(await db.prisma.outboxMessage.count({ where: { supplierId: backup.supplierId, template: 'onboarding.invited' } })).toBe(1);

    await db.prisma.supplier.update({ where: { id: backup.supplierId }, data: { status: 'active' } });
    expect(await act('lookAgain', leaving.procurement)).toMatchObject({ status: 'applied', standing: { stage: 'approving' } });
    expect(await act('planShift', leaving.procurement, { steps: [{ afterDays: 10, moved: 50 }, { afterDays: 20, moved: 100 }] })).toMatchObject({ status: 'applied' });
    expect(await act('approve', leaving.manager)).toMatchObject({ status: 'applied' });
    expect(await act('approve', second)).toMatchObject({ status: 'applied' });
    const shares = async () => (await Promise.all([leaving, backup].map(({ supplierId }) => currentShares(db, supplierId)))).map(([share]) => share?.percent?.toNumber());
    await dieAfterCommit(caseId, workflowId, () => void letDaysPass(temporal.client, workflowId, 11).catch(() => undefined));
    expect(await shares()).toEqual([50, 30]);
    await letDaysPass(temporal.client, workflowId, 11);
    await eventually('the whole share is moved', async () => (await shares())[0] === 0);
    expect((await shares())[1]).toBe(60);
    const { items } = await listEvents(db, caseId, { limit: 100 });
    expect(items.map(({ type }) => type).filter((type) => ['backupChosen', 'noticeGiven', 'shareMoved'].includes(type))).toEqual(['backupChosen', 'noticeGiven', 'shareMoved', 'shareMoved']);
    expect(await db.prisma.outboxMessage.count({ where: { supplierId: backup.supplierId, template: 'phaseOut.gaining' } })).toBe(2);
  }, 240_000);
});
