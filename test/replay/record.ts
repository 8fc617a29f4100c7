/**
 * Records the histories that replay.spec.ts replays. After a change of the workflows on purpose, before the first release
 * (later, histories of releases are kept and the change goes behind `patched`):
 *
 *   node scripts/build.mjs && NODE_OPTIONS=--experimental-vm-modules npx jest --selectProjects workflows --testMatch '**\/test/replay/record.ts'
 *
 * It runs under Jest because the sources are TypeScript; it needs no database or Temporal of yours.
 */
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { findTemporal } from '#apps/cli/launcher/temporal-binary.js';
import { commandIdOf } from '#apps/door/command-id.js';
import type { Actor } from '#domain/process/decision.js';
import { getCase } from '#persistence/cases/read.js';
import { createSchedule } from '#persistence/schedules/schedules.js';
import { createEvaluation } from '#persistence/scoring/evaluations.js';
import { saveReplies } from '#persistence/surveys/replies.js';
import { monitoring, type MonitoringInput } from '#workflows/monitoring/contract.js';
import { openings } from '#workflows/openings/contract.js';
import { pullFacts } from '#workflows/pull-facts/contract.js';
import { scheduledEvaluation } from '#workflows/scheduled-evaluation/contract.js';
import { survey } from '#workflows/survey/contract.js';
import { assignRater, startCycle } from '#test/cycles.js';
import { eventually } from '#test/eventually.js';
import { openWorkplace, settleCast, type Workplace } from '#test/in-process.js';
import { goodAnswers } from '#test/questionnaire-answers.js';
import { land, month, type Delivery } from '#test/late-facts.js';
import { letDaysPass } from '#test/temporal.js';

const run = promisify(execFile);
const historiesFolder = fileURLToPath(new URL('histories', import.meta.url));
let place: Workplace;

beforeAll(async () => {
  place = await openWorkplace();
  mkdirSync(historiesFolder, { recursive: true });
}, 60_000);
afterAll(async () => {
  await place?.close();
}, 60_000);

type Cast = Awaited<ReturnType<typeof settleCast>>;
const staff = ({ id }: { id: string }): Actor => ({ kind: 'staff', id });
const contact = ({ contactId }: Cast): Actor => ({ kind: 'contact', id: contactId });
const origin = () => ({ process: 'rectification', channel: 'api', commandId: commandIdOf('record', randomUUID()), receivedAt: new Date() }) as const;

async function openCase(cast: Cast, severity: 'major' | 'minor' = 'minor'): Promise<string> {
  const body = { supplierId: cast.supplierId, severity, title: 'Late again', description: 'Three deliveries came late.' };
  const outcome = await place.door.open({ body, actor: staff(cast.procurement), ...origin() });
  if (outcome.status !== 'applied') throw new Error(`not opened: ${JSON.stringify(outcome)}`);
  return outcome.standing.caseId;
}

async function act(caseId: string, command: string, actor: Actor, body: object = {}): Promise<void> {
  const outcome = await place.door.act({ caseId, command, actor, body, ...origin() });
  if (outcome.status !== 'applied') throw new Error(`${command}: ${JSON.stringify(outcome)}`);
}

/** Waits for the end, so that the history is whole, and writes it down. */
async function record(workflowId: string, name: string): Promise<void> {
  await place.client.workflow.getHandle(workflowId).result();
  const { address, namespace } = place.temporal;
  const show = ['workflow', 'show', '--workflow-id', workflowId, '--address', address, '--namespace', namespace, '--output', 'json'];
  const { stdout } = await run(await findTemporal(console.warn), show, { maxBuffer: 64 * 1024 * 1024 });
  // Who ran it on which machine is nobody's business, and would differ each time.
  const nameless = stdout.replaceAll(`${process.pid}@${hostname()}`, 'recorder');
  writeFileSync(join(historiesFolder, `${name}.json`), `${JSON.stringify({ workflowId, history: JSON.parse(nameless) as unknown }, null, 1)}\n`);
}

describe('recording', () => {
  it('a rectification with an extension, a returned plan and returned evidence, closed in the end', async () => {
    const cast = await settleCast(place.db);
    const caseId = await openCase(cast);
    const workflowId = `rectification:${caseId}`;
    await act(caseId, 'acknowledge', contact(cast));
    await letDaysPass(place.client, workflowId, 14);
    await act(caseId, 'requestExtension', contact(cast), { businessDays: 3, reason: 'The foreman is ill.' });
    await act(caseId, 'decideExtension', staff(cast.procurement), { decision: 'grant' });
    await act(caseId, 'submitPlan', contact(cast), { text: 'A second shift.' });
    await act(caseId, 'returnPlan', staff(cast.procurement), { reason: 'From when on?' });
    await act(caseId, 'submitPlan', contact(cast), { text: 'A second shift from Monday on.' });
    await act(caseId, 'acceptPlan', staff(cast.procurement));
    await letDaysPass(place.client, workflowId, 20);
    await act(caseId, 'submitEvidence', contact(cast), { text: 'It works.' });
    await act(caseId, 'verify', staff(cast.quality), { result: 'ineffective', comment: 'The last delivery was late.' });
    await act(caseId, 'submitEvidence', contact(cast), { text: 'Now it works.' });
    await act(caseId, 'verify', staff(cast.quality), { result: 'effective' });
    expect(await getCase(place.db, caseId)).toMatchObject({ status: 'closed', outcome: 'effective' });
    await record(workflowId, 'rectification-closed');
  }, 120_000);

  it('a full 8D with a returned containment, root causes, a watch that is prolonged, and a decision of quality', async () => {
    const cast = await settleCast(place.db);
    const caseId = await openCase(cast, 'major');
    const workflowId = `rectification:${caseId}`;
    await act(caseId, 'acknowledge', contact(cast));
    await act(caseId, 'submitContainment', contact(cast), { text: 'All stock is sorted.' });
    await act(caseId, 'returnContainment', staff(cast.procurement), { reason: 'And in transit?' });
    await act(caseId, 'submitContainment', contact(cast), { text: 'Transit as well.' });
    await act(caseId, 'acceptContainment', staff(cast.procurement));
    await act(caseId, 'submitRootCause', contact(cast), { text: 'A worn die.' });
    await act(caseId, 'reassign', staff(cast.procurement), { what: 'step', to: cast.manager.id });
    await act(caseId, 'acceptRootCause', staff(cast.procurement));
    await act(caseId, 'submitPlan', contact(cast), { text: 'A new die.' });
    await act(caseId, 'acceptPlan', staff(cast.procurement));
    await act(caseId, 'submitEvidence', contact(cast), { text: 'It is in use.' });
    await act(caseId, 'verify', staff(cast.quality), { result: 'effective' });
    for (const days of [61, 61]) await letDaysPass(place.client, workflowId, days);
    await eventually('quality is asked', async () => (await getCase(place.db, caseId))?.stage === 'effectivenessReview');
    await act(caseId, 'decideEffectiveness', staff(cast.quality), { result: 'effective' });
    await record(workflowId, 'rectification-full');
  }, 120_000);

  it('a rectification that nobody answers', async () => {
    const caseId = await openCase(await settleCast(place.db));
    await letDaysPass(place.client, `rectification:${caseId}`, 30);
    expect(await getCase(place.db, caseId)).toMatchObject({ outcome: 'failed' });
    await record(`rectification:${caseId}`, 'rectification-failed');
  }, 120_000);

  it('an evaluation cycle that opens a rectification', async () => {
    const { supplierId } = await settleCast(place.db);
    await deliverLate(supplierId);
    const period = { periodStart: '2026-01-01', periodEnd: '2026-01-31' };
    const { id } = await createEvaluation(place.db, { id: randomUUID(), ...period, requestedBy: 'record', at: new Date('2026-02-03T00:00:00Z') });
    await place.door.startEvaluation(id);
    await record(`evaluation:${id}`, 'evaluation-cycle');
    await record(openings.workflowId(id), 'openings');
    await eventually('its case is open', async () => (await place.db.prisma.case.count({ where: { supplierId, cause: 'grade' } })) === 1);
  }, 120_000);

  it('a restatement by receipts that were booked late', async () => {
    const { supplierId } = await settleCast(place.db);
    const delivery = { supplierId, id: `${supplierId}-late`, promised: '2026-03-10' };
    const three = (received: string | null): Delivery[] => [1, 2, 3].map((number) => ({ ...delivery, id: `${delivery.id}-${number}`, received }));
    await land(place.db, three(null), new Date());
    const { id } = await createEvaluation(place.db, { id: randomUUID(), ...month('2026-03'), requestedBy: 'record', at: new Date() });
    await place.door.startEvaluation(id);
    await place.client.workflow.getHandle(`evaluation:${id}`).result();
    const restatementId = await land(place.db, three('2026-03-09'), new Date());
    await place.door.startRestatements();
    await record(`restatement:${restatementId}`, 'restatement');
    expect(await place.db.prisma.restatement.findUniqueOrThrow({ where: { id: restatementId } })).toMatchObject({ status: 'completed', restated: 1 });
  }, 120_000);
});

describe('recording what runs beside the cycles', () => {
  it('a survey that one of two raters answers, the other reminded in vain', async () => {
    const { supplierId } = await settleCast(place.db);
    for (let rater = 0; rater < 2; rater += 1) await assignRater(place.db, [supplierId]);
    const id = await startCycle(place, '2026-02', { collectRatings: true });
    const asked = await eventually('the survey is out', () => place.db.prisma.survey.findFirst({ where: { evaluationId: id, status: 'open' } }));
    const [first] = await place.db.prisma.surveyInvitation.findMany({ where: { surveyId: asked.id } });
    const answers = [{ supplierId, question: 'quality', value: 4, comment: null, cannotSay: false }];
    await place.db.transaction((tx) => saveReplies(tx, { invitationId: first!.id, answers, send: true, at: new Date() }));
    const handle = place.client.workflow.getHandle(survey.workflowId(asked.id));
    await handle.signal(survey.answeredSignal);
    await eventually('it has looked who is missing', async () => (await handle.query<{ open: number }>(survey.progressQuery)).open === 1);
    await letDaysPass(place.client, survey.workflowId(asked.id), 7);
    expect(await handle.result()).toMatchObject({ answered: 1, missing: 1 });
    await record(survey.workflowId(asked.id), 'survey');
  }, 120_000);

  it('a monitoring run that finds a supplier who has stopped, tells of it and opens a case', async () => {
    const { supplierId } = await settleCast(place.db);
    await stopSupplying(supplierId);
    const workflowId = monitoring.workflowId(randomUUID());
    const input: MonitoringInput = { asOf: null, requestedBy: 'record', notify: true };
    const { workflowType, taskQueue } = monitoring;
    expect(await place.client.workflow.execute(workflowType, { workflowId, taskQueue, args: [input] })).toMatchObject({ raised: 1, opened: 1 });
    await record(workflowId, 'monitoring');
  }, 120_000);

  it('a schedule that starts the cycle of the month that has ended', async () => {
    const since = new Date();
    since.setUTCMonth(since.getUTCMonth() - 1, 1);
    const row = { name: 'Monthly', segment: 'strategic', cadence: 'month', afterDays: 27, timeOfDay: '02:30', timeZone: 'UTC', since: since.toISOString().slice(0, 10) } as const;
    const { id } = await createSchedule(place.db, { ...row, overlap: 'skip', catchUpDays: 60, collectRatings: false, paused: true, id: randomUUID(), createdBy: 'record', at: new Date() });
    expect(await place.door.schedules.run(id, 'record')).toMatchObject({ started: [expect.anything()] });
    await record(`${scheduledEvaluation.workflowId(id)}:record`, 'scheduled-evaluation');
  }, 120_000);

  it('a pull of a connector that is gone', async () => {
    const connectorId = randomUUID();
    const { workflowType, taskQueue } = pullFacts;
    const workflowId = pullFacts.workflowId(connectorId);
    expect(await place.client.workflow.execute(workflowType, { workflowId, taskQueue, args: [{ connectorId }] })).toEqual({ kind: 'gone' });
    await record(workflowId, 'pull-facts');
  }, 60_000);
});

describe('recording how suppliers come in', () => {
  it('an onboarding that is reminded, asked for more, audited, approved by two, and active after its trial', async () => {
    const [cast, other] = [await settleCast(place.db), await settleCast(place.db)];
    const joining = () => ({ ...origin(), process: 'onboarding' });
    const body = { name: 'Recorded Castings', country: 'DE', email: 'sales@example.com' };
    const opened = await place.door.open({ body, actor: staff(cast.procurement), ...joining() });
    if (opened.status !== 'applied') throw new Error(`not opened: ${JSON.stringify(opened)}`);
    const { caseId } = opened.standing;
    const workflowId = `onboarding:${caseId}`;
    const does = async (command: string, by: { id: string }, content: object = {}, known?: { authority: { roles: string[]; standsInFor: [] } }) => {
      expect([command, await place.door.act({ caseId, command, actor: staff(by), body: content, ...joining(), ...(known ? { known } : {}) })]).toMatchObject([command, { status: 'applied' }]);
    };
    const manager = { authority: { roles: ['manager'], standsInFor: [] as [] } };
    await letDaysPass(place.client, workflowId, 20);
    await does('answerQuestionnaire', cast.procurement, { answers: goodAnswers, agreement: '2026-1', signatory: 'Managing director' });
    await does('requestInformation', cast.procurement, { text: 'Which presses?' });
    await does('provideInformation', cast.procurement, { text: 'Three of 400 t.' });
    await does('acceptDocuments', cast.procurement);
    await does('segment', cast.procurement, { answers: { sourcesAvailable: 'none', switchingCost: 'prohibitive', substitutes: 'none', criticality: 'stops', qualityImpact: 'decides' }, expectedSpend: 500_000 });
    await does('recordAudit', cast.quality, { result: 'passed', text: 'As described.' });
    await does('approve', cast.manager, {}, manager);
    await does('approve', other.manager, {}, manager);
    await does('agreeContract', cast.procurement, { text: 'Agreed.' });
    await letDaysPass(place.client, workflowId, 90);
    await does('concludeTrial', cast.procurement, { result: 'passed', text: 'All lots accepted.' });
    await record(workflowId, 'onboarding');
  }, 120_000);
});

describe('recording how suppliers leave', () => {
  it('a phase-out whose backup is chosen and waited for, that moves the share in two steps, drains, hands over and closes', async () => {
    const [cast, other] = [await settleCast(place.db), await settleCast(place.db)];
    const category = 'recorded castings';
    await place.db.prisma.supplier.update({ where: { id: cast.supplierId }, data: { categories: [category] } });
    await place.db.prisma.supplier.update({ where: { id: other.supplierId }, data: { status: 'onboarding' } });
    const phasing = () => ({ ...origin(), process: 'phaseOut' });
    const opened = await place.door.open({ body: { supplierId: cast.supplierId, reason: 'Late for two years.' }, actor: staff(cast.procurement), ...phasing() });
    if (opened.status !== 'applied') throw new Error(`not opened: ${JSON.stringify(opened)}`);
    const { caseId } = opened.standing;
    const workflowId = `phase-out:${caseId}`;
    const does = async (command: string, by: { id: string }, body: object = {}) => {
      expect([command, await place.door.act({ caseId, command, actor: staff(by), body, ...phasing() })]).toMatchObject([command, { status: 'applied' }]);
    };
    const inStage = (stage: string) => eventually(`the case is ${stage}`, async () => (await getCase(place.db, caseId))?.stage === stage);
    const line = { supplierId: cast.supplierId, id: `${cast.supplierId}-1`, promised: new Date().toISOString().slice(0, 10) };
    await land(place.db, [{ ...line, received: null }], new Date());
    await does('chooseBackup', cast.procurement, { category, supplierId: other.supplierId });
    await does('planShift', cast.procurement, { steps: [{ afterDays: 5, moved: 50 }, { afterDays: 10, moved: 100 }] });
    await place.db.prisma.supplier.update({ where: { id: other.supplierId }, data: { status: 'active' } });
    await letDaysPass(place.client, workflowId, 2);
    await inStage('approving');
    await does('approve', cast.manager);
    await does('approve', cast.quality);
    await letDaysPass(place.client, workflowId, 12);
    await inStage('draining');
    await land(place.db, [{ ...line, received: line.promised }], new Date());
    await does('lookAgain', cast.procurement);
    for (const item of ['tooling', 'documents', 'knowledge', 'stock', 'returns']) await does('checkOff', cast.procurement, { item });
    await does('settle', cast.procurement, { text: 'The last invoice is paid.' });
    await record(workflowId, 'phase-out');
  }, 120_000);
});

/** It delivered every third day, and has brought nothing of what was due since. */
async function stopSupplying(supplierId: string): Promise<void> {
  const at = (days: number) => new Date(Date.now() + days * 86_400_000);
  const fact = () => ({ id: randomUUID(), supplierId, source: 'of the stopped', externalId: randomUUID(), version: 1, contentHash: 'x', arrivedAt: at(-1) });
  const lines = [...Array.from({ length: 12 }, (_, index) => -80 + 3 * index), -40, -35, -30].map((days) => ({ ...fact(), promisedDate: at(days) }));
  await place.db.prisma.orderLine.createMany({ data: lines.map((line) => ({ ...line, originalPromisedDate: line.promisedDate, orderedQuantity: 1, unit: 'piece' })) });
  const received = lines.slice(0, 12).map(({ externalId, promisedDate }) => ({ ...fact(), lineExternalId: externalId, quantity: 1, receivedOn: promisedDate }));
  await place.db.prisma.receipt.createMany({ data: received });
}

/** Ten lines of January 2026, each three days late. */
async function deliverLate(supplierId: string): Promise<void> {
  const day = (date: number) => new Date(Date.UTC(2026, 0, date));
  const facts = Array.from({ length: 10 }, (_, index) => {
    const externalId = `${supplierId}-${index}`;
    return { externalId, index, shared: { supplierId, source: 'record', externalId, version: 1, contentHash: externalId, arrivedAt: new Date('2026-02-02T00:00:00Z') } };
  });
  await place.db.prisma.orderLine.createMany({
    data: facts.map(({ index, shared }) => ({
      ...shared,
      id: randomUUID(),
      orderedQuantity: 10,
      unit: 'piece',
      orderDate: day(1),
      originalPromisedDate: day(5 + index),
      promisedDate: day(5 + index),
    })),
  });
  await place.db.prisma.receipt.createMany({
    data: facts.map(({ index, externalId, shared }) => ({ ...shared, id: randomUUID(), lineExternalId: externalId, quantity: 10, receivedOn: day(8 + index) })),
  });
}
