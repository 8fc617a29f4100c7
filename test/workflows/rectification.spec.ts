import { commandIdOf } from '#apps/door/command-id.js';
import type { ActRequest, Outcome } from '#apps/door/door.js';
import { SYSTEM, type Actor } from '#domain/process/decision.js';
import { getCase, listEvents } from '#persistence/cases/read.js';
import { refuseTwin } from '#persistence/cases/refuse-twin.js';
import { storeSubmission } from '#persistence/cases/submissions.js';
import { openWorkplace, settleCast, type Workplace } from '#test/in-process.js';
import { eventually } from '#test/eventually.js';
import { readCalendar } from '#test/icalendar.js';
import { land, type Delivery } from '#test/late-facts.js';
import { letDaysPass } from '#test/temporal.js';
import { randomUUID } from 'node:crypto';

let place: Workplace;

beforeAll(async () => {
  place = await openWorkplace();
}, 240_000);
afterAll(async () => {
  await place?.close();
}, 240_000);

type Cast = Awaited<ReturnType<typeof settleCast>>;
const staff = (person: { id: string }): Actor => ({ kind: 'staff', id: person.id });
const contact = (cast: Cast): Actor => ({ kind: 'contact', id: cast.contactId });

async function openCase(cast: Cast, title = 'Late again', more: object = {}): Promise<string> {
  const outcome = await place.door.open({
    process: 'rectification',
    commandId: commandIdOf('test', randomUUID()),
    body: { supplierId: cast.supplierId, severity: 'minor', title, description: 'Three deliveries came late.', ...more },
    actor: staff(cast.procurement),
    channel: 'api',
    receivedAt: new Date(),
  });
  if (outcome.status !== 'applied') throw new Error(`not opened: ${JSON.stringify(outcome)}`);
  return outcome.standing.caseId;
}

function act(caseId: string, command: string, actor: Actor, body: unknown = {}, more: Partial<ActRequest> = {}): Promise<Outcome> {
  return place.door.act({
    process: 'rectification',
    caseId,
    command,
    body,
    actor,
    channel: 'api',
    commandId: commandIdOf('test', randomUUID()),
    receivedAt: new Date(),
    ...more,
  });
}

/** How the supplier answered each step it was asked, in order. */
async function responses(caseId: string): Promise<[string, string][]> {
  const rows = await place.db.prisma.supplierResponse.findMany({ where: { caseId }, orderBy: { askedAt: 'asc' } });
  expect(rows.every(({ askedAt, dueAt }) => dueAt !== null && dueAt > askedAt)).toBe(true);
  return rows.map(({ step, answeredAt }) => [step, answeredAt === null ? 'not answered' : 'answered']);
}

/** Lines due, and delivered on time, in the days to come. */
function lotsAfterNow(supplierId: string, count: number): Delivery[] {
  return Array.from({ length: count }, (_, index) => {
    const day = new Date(Date.now() + (index + 3) * 86_400_000).toISOString().slice(0, 10);
    return { supplierId, id: `${supplierId}-watched-${index}`, promised: day, received: day };
  });
}

/** What the mails of a case did to a reader's calendar: always the same entry, each file newer than the one before. */
async function calendarOf(caseId: string, recipientId: string): Promise<string[]> {
  const rows = await place.db.prisma.outboxMessage.findMany({ where: { caseId, recipientId, calendar: { not: null } }, orderBy: { createdAt: 'asc' } });
  const files = rows.map(({ calendar }) => readCalendar(calendar ?? ''));
  expect(new Set(files.map(({ uid }) => uid)).size).toBe(1);
  for (const [index, { sequence }] of files.entries()) expect(sequence).toBeGreaterThan(files[index - 1]?.sequence ?? 0);
  expect(files.map(({ status }) => status)).toEqual(files.map(({ method }) => (method === 'CANCEL' ? 'CANCELLED' : 'CONFIRMED')));
  return rows.map(({ template }, index) => `${template.replace('rectification.', '')} ${files[index]?.method}`);
}

const mailTo = (address: string, words: string) =>
  place.sink.mail((mail) => mail.to?.[0]?.address === address && (mail.subject ?? '').includes(words), `to ${address} about “${words}”`);

describe('a rectification on the real road', () => {
  it('of the short arc is led from opened to closed, every step told to whom it concerns', async () => {
    const cast = await settleCast(place.db);
    const caseId = await openCase(cast);
    const opened = await getCase(place.db, caseId);
    expect(opened).toMatchObject({ stage: 'opened', status: 'open', waitingFor: 'supplier', title: 'Late again', sequence: 1 });

    const steps: [string, Actor, object][] = [
      ['acknowledge', contact(cast), {}],
      ['submitPlan', contact(cast), { text: 'We add a second shift.' }],
      ['acceptPlan', staff(cast.procurement), {}],
      ['submitEvidence', contact(cast), { text: 'The second shift works since Monday.' }],
      ['verify', staff(cast.quality), { result: 'effective' }],
    ];
    for (const [command, actor, body] of steps) {
      expect(await act(caseId, command, actor, body)).toMatchObject({ status: 'applied' });
    }
    expect(await getCase(place.db, caseId)).toMatchObject({ stage: 'closed', status: 'closed', outcome: 'effective', dueAt: null, sequence: 6 });

    const { items } = await listEvents(place.db, caseId, { limit: 50 });
    expect(items.map((event) => event.type)).toEqual([
      'opened',
      'acknowledged',
      'planSubmitted',
      'planAccepted',
      'evidenceSubmitted',
      'closedEffective',
    ]);
    expect(await responses(caseId)).toEqual([
      ['opened', 'answered'],
      ['planning', 'answered'],
      ['implementing', 'answered'],
    ]);
    const supplierMail = await mailTo(`contact-${cast.contactId.slice(0, 8)}@example.com`, 'Late again');
    expect(supplierMail.text).toContain('Three deliveries came late.');
    const review = await place.sink.mail((mail) => mail.to?.[0]?.address === cast.procurement.email && (mail.text ?? '').includes('second shift'), 'the plan, to the owner');
    expect(review.messageId).toMatch(/@example\.com>$/);
    expect(await calendarOf(caseId, cast.contactId)).toEqual(['opened PUBLISH', 'acknowledged PUBLISH', 'planAccepted PUBLISH', 'closedEffective CANCEL']);
    expect(await calendarOf(caseId, cast.procurement.id)).toEqual(['planReceived PUBLISH', 'closedEffective CANCEL']);
    const closed = await mailTo(`contact-${cast.contactId.slice(0, 8)}@example.com`, 'Case closed');
    expect(closed.attachments).toContainEqual(expect.objectContaining({ mimeType: 'text/calendar', method: 'CANCEL' }));
  }, 240_000);

  it('of the full arc is led through containment, root causes and plan, and closed as effective when the facts of its watch are good', async () => {
    const cast = await settleCast(place.db);
    const caseId = await openCase(cast, 'Cracks', { severity: 'major' });
    const stages: string[] = [];
    const steps: [string, Actor, object][] = [
      ['acknowledge', contact(cast), {}],
      ['submitContainment', contact(cast), { text: 'All stock is sorted.' }],
      ['returnContainment', staff(cast.procurement), { reason: 'And the goods in transit?' }],
      ['submitContainment', contact(cast), { text: 'Stock and transit are sorted.' }],
      ['acceptContainment', staff(cast.procurement), {}],
      ['requestExtension', contact(cast), { businessDays: 3, reason: 'The laboratory is full.' }],
      ['decideExtension', staff(cast.procurement), { decision: 'grant' }],
      ['submitRootCause', contact(cast), { text: 'A worn die.', nonDetection: 'Nobody measured the third cavity.' }],
      ['acceptRootCause', staff(cast.procurement), {}],
      ['submitPlan', contact(cast), { text: 'The die is changed after 20,000 strokes.' }],
      ['acceptPlan', staff(cast.procurement), {}],
      ['submitEvidence', contact(cast), { text: 'Changed, and measured.' }],
      ['verify', staff(cast.quality), { result: 'effective' }],
    ];
    for (const [command, actor, body] of steps) {
      const outcome = await act(caseId, command, actor, body);
      expect(outcome).toMatchObject({ status: 'applied' });
      if (outcome.status === 'applied') stages.push(outcome.standing.stage);
    }
    expect(stages).toEqual(['containing', 'containmentReview', 'containing', 'containmentReview', 'findingCause', 'findingCause', 'findingCause', 'causeReview', 'planning', 'planReview', 'implementing', 'verifying', 'watching']);
    expect(await getCase(place.db, caseId)).toMatchObject({ stage: 'watching', status: 'open', waitingFor: null, overdue: false });
    const review = await mailTo(cast.procurement.email, 'Root causes to review');
    expect(review.text).toContain('Nobody measured the third cavity.');
    await land(place.db, lotsAfterNow(cast.supplierId, 6), new Date());
    await letDaysPass(place.client, `rectification:${caseId}`, 61);
    await eventually('the watch is over', async () => (await getCase(place.db, caseId))?.stage === 'closed');
    const { items } = await listEvents(place.db, caseId, { limit: 100 });
    expect(items.at(-1)).toMatchObject({ type: 'closedEffective', actorKind: 'system', data: { indicator: 'onTimeDelivery', value: 100, sample: 6, days: 60 } });
    const calendar = await calendarOf(caseId, cast.contactId);
    expect(calendar).toContain('extensionGranted PUBLISH');
    expect(calendar.slice(-2)).toEqual(['planAccepted PUBLISH', 'watching CANCEL']);
  }, 240_000);

  it('is watched longer where hardly anything was due, decided by quality, reopened once, and fails the second time', async () => {
    const cast = await settleCast(place.db);
    const caseId = await openCase(cast, 'Dents', { severity: 'critical' });
    const workflowId = `rectification:${caseId}`;
    const again = async () => {
      await act(caseId, 'submitPlan', contact(cast), { text: 'Containment, cause and plan at once.' });
      await act(caseId, 'acceptPlan', staff(cast.procurement));
      await act(caseId, 'submitEvidence', contact(cast), { text: 'Done.' });
      expect(await act(caseId, 'verify', staff(cast.quality), { result: 'effective' })).toMatchObject({ standing: { stage: 'watching' } });
      await letDaysPass(place.client, workflowId, 61);
      expect(await getCase(place.db, caseId)).toMatchObject({ stage: 'watching' });
      await letDaysPass(place.client, workflowId, 61);
      await eventually('quality is asked', async () => (await getCase(place.db, caseId))?.stage === 'effectivenessReview');
    };
    await act(caseId, 'acknowledge', contact(cast));
    await again();
    await mailTo(cast.quality.email, 'Have the measures helped');
    expect(await act(caseId, 'decideEffectiveness', staff(cast.procurement), { result: 'effective' })).toMatchObject({ status: 'refused', code: 'separationOfDuties' });
    expect(await act(caseId, 'decideEffectiveness', staff(cast.quality), { result: 'ineffective' })).toMatchObject({ standing: { stage: 'containing' } });
    await again();
    expect(await act(caseId, 'decideEffectiveness', staff(cast.quality), { result: 'ineffective' })).toMatchObject({ standing: { stage: 'failed', outcome: 'failed' } });
    expect(await place.db.prisma.proposal.count({ where: { causeCaseId: caseId, kind: 'phaseOut' } })).toBe(1);
  }, 240_000);

  it('that is being watched is reopened, not doubled, when the same is reported again, and fails when an alert brings it once more', async () => {
    const cast = await settleCast(place.db);
    const caseId = await openCase(cast, 'Burrs', { severity: 'major' });
    const toWatch = async () => {
      for (const [command, actor] of [['submitPlan', contact(cast)], ['acceptPlan', staff(cast.procurement)], ['submitEvidence', contact(cast)], ['verify', staff(cast.quality)]] as const) {
        await act(caseId, command, actor, command.startsWith('submit') ? { text: 'Deburred.' } : {});
      }
      expect(await getCase(place.db, caseId)).toMatchObject({ stage: 'watching' });
    };
    await act(caseId, 'acknowledge', contact(cast));
    await toWatch();
    expect(await openCase(cast, 'Burrs', { severity: 'major' })).toBe(caseId);
    expect(await getCase(place.db, caseId)).toMatchObject({ stage: 'containing', status: 'open' });
    const told = await mailTo(cast.procurement.email, 'Case reopened');
    expect(told.text).toContain('Three deliveries came late.');

    await toWatch();
    const { cause } = (await getCase(place.db, caseId))!.state as { cause: string };
    const alert = (factsFrom: string) => {
      const commandId = randomUUID();
      const facts = { severity: 'minor', cause, factsFrom };
      const stored = { commandId, process: 'rectification', caseId: randomUUID(), supplierId: cast.supplierId, command: 'open', facts, content: { title: 'Burrs', description: 'Burrs in lot 7.' }, actor: SYSTEM, channel: 'system', expectedSequence: null, receivedAt: new Date() };
      return storeSubmission(place.db, stored).then(({ id, caseId: twinId }) => refuseTwin(place.db, { submissionId: id, caseId: twinId, runningId: caseId, at: new Date() }));
    };
    await alert('2020-01-01');
    await alert(new Date().toISOString().slice(0, 10));
    await place.door.sweep(new Date(Date.now() + 60_000));
    expect(await getCase(place.db, caseId)).toMatchObject({ stage: 'failed', outcome: 'failed' });
    const { items } = await listEvents(place.db, caseId, { limit: 100 });
    expect(items.filter(({ type }) => type === 'recurred').map(({ actorKind }) => actorKind)).toEqual(['staff', 'system']);
    expect(await place.db.prisma.proposal.count({ where: { causeCaseId: caseId, kind: 'phaseOut' } })).toBe(1);
  }, 240_000);

  it('is passed to other people, and ends into its older twin', async () => {
    const cast = await settleCast(place.db);
    const older = await openCase(cast, 'Scratches');
    const younger = await openCase(cast, 'Scratched again');
    await act(older, 'acknowledge', contact(cast));
    await act(older, 'submitPlan', contact(cast), { text: 'New trays.' });
    expect(await act(older, 'reassign', staff(cast.procurement), { what: 'step', to: randomUUID() })).toMatchObject({ status: 'refused', code: 'unknownPerson' });
    expect(await act(older, 'reassign', staff(cast.procurement), { what: 'step', to: cast.manager.id })).toMatchObject({ status: 'applied' });
    await mailTo(cast.manager.email, 'A step was passed to you');
    await act(older, 'reassign', staff(cast.procurement), { what: 'owner', to: cast.quality.id });
    expect(await getCase(place.db, older)).toMatchObject({ ownerId: cast.quality.id });
    await act(older, 'comment', staff(cast.procurement), { text: 'They say so every year.' });
    expect(await place.db.prisma.message.findFirst({ where: { caseId: older, channel: 'note' } })).toMatchObject({ text: 'They say so every year.' });

    expect(await act(older, 'mergeTwin', staff(cast.procurement), { into: younger })).toMatchObject({ status: 'refused', code: 'notATwin' });
    expect(await act(younger, 'mergeTwin', staff(cast.procurement), { into: older })).toMatchObject({ standing: { stage: 'merged', status: 'cancelled', outcome: 'merged' } });
    expect(await getCase(place.db, younger)).toMatchObject({ mergedIntoId: older });
    expect(await calendarOf(younger, cast.contactId)).toEqual(['opened PUBLISH', 'merged CANCEL']);
  }, 240_000);

  it('of a cause whose measures were effective is linked to the case it repeats', async () => {
    const cast = await settleCast(place.db);
    const first = await openCase(cast, 'Rust');
    for (const [command, actor] of [['acknowledge', contact(cast)], ['submitPlan', contact(cast)], ['acceptPlan', staff(cast.procurement)], ['submitEvidence', contact(cast)], ['verify', staff(cast.quality)]] as const) {
      await act(first, command, actor, command.startsWith('submit') ? { text: 'Oil.' } : {});
    }
    expect(await getCase(place.db, await openCase(cast, 'Rust'))).toMatchObject({ recurrenceOfId: first });
  }, 240_000);

  it('reminds, climbs the ladder and fails when nobody answers, and leaves a proposal for the manager', async () => {
    const cast = await settleCast(place.db);
    const caseId = await openCase(cast);
    await letDaysPass(place.client, `rectification:${caseId}`, 30);
    const failed = await getCase(place.db, caseId);
    expect(failed).toMatchObject({ stage: 'failed', status: 'closed', outcome: 'failed', overdue: true });
    expect(await responses(caseId)).toEqual([['opened', 'not answered']]);
    const proposals = await place.db.prisma.proposal.findMany({ where: { causeCaseId: caseId } });
    expect(proposals).toMatchObject([{ kind: 'phaseOut', forRole: 'manager', status: 'open', supplierId: cast.supplierId }]);
    const { items } = await listEvents(place.db, caseId, { limit: 50 });
    const climbed = items.filter((event) => event.type === 'escalated').map((event) => (event.data as { to: string }).to);
    expect(climbed).toEqual(['supplier', 'escalationContact', 'owner', 'manager']);
    expect((await calendarOf(caseId, cast.contactId)).at(-1)).toBe('failed CANCEL');
    await place.sink.mail((mail) => mail.to?.[0]?.address === cast.manager.email && (mail.text ?? '').includes('Example Castings'), 'the proposal, to the manager');
  }, 240_000);

  it('refuses what the stage, the separation of duties or a stale view do not allow, and changes nothing', async () => {
    const cast = await settleCast(place.db);
    const caseId = await openCase(cast);
    expect(await act(caseId, 'submitPlan', contact(cast), { text: 'too early' })).toMatchObject({ status: 'refused', code: 'wrongStage' });
    expect(await act(caseId, 'submitPlan', contact(cast), {})).toMatchObject({ status: 'invalid', problems: [{ path: 'text' }] });
    expect(await act(caseId, 'acknowledge', contact(cast), {}, { expectedSequence: 7 })).toMatchObject({ status: 'refused', code: 'stale' });
    expect(await act(caseId, 'dance', contact(cast))).toMatchObject({ status: 'notFound' });
    expect(await act(randomUUID(), 'acknowledge', contact(cast))).toMatchObject({ status: 'notFound' });
    expect(await getCase(place.db, caseId)).toMatchObject({ sequence: 1, stage: 'opened' });
  }, 240_000);

  it('does the same command twice only once', async () => {
    const cast = await settleCast(place.db);
    const caseId = await openCase(cast);
    const commandId = commandIdOf('test', randomUUID());
    const [first, second] = await Promise.all([1, 2].map(() => act(caseId, 'acknowledge', contact(cast), {}, { commandId })));
    expect(first).toMatchObject({ status: 'applied', standing: { sequence: 2, stage: 'planning' } });
    expect(second).toEqual(first);
    expect(await act(caseId, 'acknowledge', contact(cast), {}, { commandId })).toEqual(first);
    const mails = await place.db.prisma.outboxMessage.count({ where: { caseId, template: 'rectification.acknowledged' } });
    expect(mails).toBe(1);
  }, 240_000);

  it('refuses a twin and names the running case, also when two start at once', async () => {
    const cast = await settleCast(place.db);
    const request = () =>
      place.door.open({
        process: 'rectification',
        commandId: commandIdOf('test', randomUUID()),
        body: { supplierId: cast.supplierId, severity: 'minor', title: 'Same  title', description: 'x' },
        actor: staff(cast.procurement),
        channel: 'api',
        receivedAt: new Date(),
      });
    const outcomes = await Promise.all([request(), request(), request()]);
    const applied = outcomes.filter((each) => each.status === 'applied');
    expect(applied).toHaveLength(1);
    const running = applied[0]?.status === 'applied' ? applied[0].standing.caseId : '';
    const refused = outcomes.filter((each) => each.status === 'refused');
    expect(refused).toHaveLength(2);
    for (const each of refused) expect(each).toMatchObject({ code: 'twin', runningId: running });
  }, 240_000);

  it('waits for the owner where the supplier has nobody to write to', async () => {
    const cast = await settleCast(place.db, { contact: false });
    const caseId = await openCase(cast);
    expect(await getCase(place.db, caseId)).toMatchObject({ waitingFor: 'owner', stage: 'opened' });
    const mail = await mailTo(cast.procurement.email, 'Nobody to write to');
    expect(mail.text).toContain('no contact of that supplier is known');
    await letDaysPass(place.client, `rectification:${caseId}`, 30);
    expect(await getCase(place.db, caseId)).toMatchObject({ stage: 'opened', status: 'open', overdue: true });
  }, 240_000);

  it('goes on from its row when Temporal has lost the workflow', async () => {
    const cast = await settleCast(place.db);
    const caseId = await openCase(cast);
    await place.client.workflow.getHandle(`rectification:${caseId}`).terminate('lost, for this test');
    expect(await act(caseId, 'acknowledge', contact(cast))).toMatchObject({ status: 'applied', standing: { stage: 'planning', sequence: 2 } });
    const plan = await act(caseId, 'submitPlan', contact(cast), { text: 'A second shift.' });
    expect(plan).toMatchObject({ status: 'applied', standing: { stage: 'planReview', sequence: 3 } });
  }, 240_000);
});
