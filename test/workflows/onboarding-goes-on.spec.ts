import { randomUUID } from 'node:crypto';
import { beginRequalifications } from '#apps/door/requalify.js';
import { defaultOnboardingRules } from '#domain/onboarding/terms.js';
import { qualifiedUntil } from '#domain/onboarding/validity.js';
import type { Actor } from '#domain/process/decision.js';
import { getCase, listEvents } from '#persistence/cases/read.js';
import { goodAnswers } from '#test/questionnaire-answers.js';
import { eventually } from '#test/eventually.js';
import { openWorkplace, settleCast, type Workplace } from '#test/in-process.js';
import { land, type Delivery } from '#test/late-facts.js';
import { letDaysPass } from '#test/temporal.js';

let place: Workplace;

beforeAll(async () => {
  place = await openWorkplace();
}, 240_000);
afterAll(() => place?.close(), 240_000);

type Cast = Awaited<ReturnType<typeof settleCast>>;

const staff = ({ id }: { id: string }): Actor => ({ kind: 'staff', id });
const origin = () => ({ channel: 'api' as const, commandId: randomUUID(), receivedAt: new Date() });
const routine = { sourcesAvailable: 'many', switchingCost: 'low', substitutes: 'ready', criticality: 'unnoticed', qualityImpact: 'none' };
const strategic = { sourcesAvailable: 'none', switchingCost: 'prohibitive', substitutes: 'none', criticality: 'stops', qualityImpact: 'decides' };
const manager = { authority: { roles: ['manager'], standsInFor: [] } };
const A_DAY = 24 * 3_600_000;
const dayFromNow = (days: number) => new Date(Date.now() + days * A_DAY).toISOString().slice(0, 10);

async function does(process: 'onboarding' | 'rectification', caseId: string, command: string, actor: Actor, body: object = {}): Promise<string> {
  const outcome = await place.door.act({ process, caseId, command, actor, body, ...origin(), ...(command === 'approve' ? { known: manager } : {}) });
  if (outcome.status !== 'applied') throw new Error(`${command} came to ${JSON.stringify(outcome)}`);
  return outcome.standing.stage;
}

/** An onboarding whose answers are accepted. */
async function toSegment(cast: Cast, more: object = {}): Promise<{ caseId: string; supplierId: string }> {
  const opened = await place.door.open({ process: 'onboarding', body: { name: `Newcomer ${randomUUID().slice(0, 8)}`, country: 'DE', email: `sales-${randomUUID().slice(0, 8)}@example.com`, ...more }, actor: staff(cast.procurement), ...origin() });
  if (opened.status !== 'applied') throw new Error(`not opened: ${JSON.stringify(opened)}`);
  const { caseId } = opened.standing;
  await answered(cast, caseId);
  return { caseId, supplierId: (await getCase(place.db, caseId))?.supplierId ?? '' };
}

async function answered(cast: Cast, caseId: string): Promise<void> {
  await does('onboarding', caseId, 'answerQuestionnaire', staff(cast.procurement), { answers: goodAnswers, agreement: '2026-1', signatory: 'Managing director' });
  await does('onboarding', caseId, 'acceptDocuments', staff(cast.procurement));
}

const sweep = () => place.door.sweep(new Date('2099-01-01'));
const statusOf = async (supplierId: string) => (await place.db.prisma.supplier.findUniqueOrThrow({ where: { id: supplierId } })).status;
const eventsOf = async (caseId: string) => (await listEvents(place.db, caseId, { limit: 50 })).items.map(({ type }) => type);
const correctionsOf = (supplierId: string) => place.db.prisma.case.findMany({ where: { supplierId, process: 'rectification' }, orderBy: { severity: 'asc' } });

describe('what an audit has found', () => {
  it('is corrected before the approval where it holds, each finding in a rectification of its own', async () => {
    const cast = await settleCast(place.db);
    const { caseId, supplierId } = await toSegment(cast);
    expect(await does('onboarding', caseId, 'segment', staff(cast.procurement), { answers: strategic, expectedSpend: 1 })).toBe('auditing');
    const findings = [{ severity: 'major', title: 'Gauges without calibration', description: 'Hall 2, gauges 4 and 7.' }, { severity: 'minor', title: 'Faded floor marks' }];
    expect(await place.door.act({ process: 'onboarding', caseId, command: 'recordAudit', actor: staff(cast.quality), body: { result: 'passed', text: 'Seen.', findings: [{ severity: 'fatal', title: '' }] }, ...origin() })).toMatchObject({
      status: 'invalid',
      problems: [{ path: 'findings.0.severity' }, { path: 'findings.0.title' }],
    });
    expect(await does('onboarding', caseId, 'recordAudit', staff(cast.quality), { result: 'passed', text: 'Well led.', findings })).toBe('correcting');
    await sweep();
    const [major, minor] = await correctionsOf(supplierId);
    expect([major, minor]).toMatchObject([{ severity: 'major', title: 'Gauges without calibration', status: 'open' }, { severity: 'minor', title: 'Faded floor marks', status: 'open' }]);
    expect(await does('onboarding', caseId, 'lookAgain', staff(cast.procurement))).toBe('correcting');

    const steps = [['acknowledge', cast.procurement], ['submitPlan', cast.procurement], ['acceptPlan', cast.quality], ['submitEvidence', cast.procurement], ['verify', cast.manager]] as const;
    for (const [command, by] of steps) await does('rectification', major?.id ?? '', command, staff(by), command.startsWith('submit') ? { text: 'Calibrated, with a plan for each year.' } : {});
    await sweep();
    await eventually('the approval is asked for', async () => (await getCase(place.db, caseId))?.stage === 'approving');
    await place.sink.mail((each) => each.to?.[0]?.address === cast.manager.email && (each.subject ?? '').includes('Approve this supplier?'), 'the approval');
    expect((await correctionsOf(supplierId)).map(({ stage }) => stage)).toEqual(['watching', 'opened']);
  }, 120_000);

  it('is not asked for any more when the supplier does not come in', async () => {
    const cast = await settleCast(place.db);
    const { caseId, supplierId } = await toSegment(cast);
    await does('onboarding', caseId, 'segment', staff(cast.procurement), { answers: strategic, expectedSpend: 1 });
    expect(await does('onboarding', caseId, 'recordAudit', staff(cast.quality), { result: 'failed', text: 'No furnace.', findings: [{ severity: 'critical', title: 'No furnace' }] })).toBe('auditing');
    await sweep();
    expect(await correctionsOf(supplierId)).toMatchObject([{ severity: 'critical', status: 'open' }]);
    expect(await does('onboarding', caseId, 'recordAudit', staff(cast.quality), { result: 'passed', text: 'It stands now.' })).toBe('correcting');
    await does('onboarding', caseId, 'reject', staff(cast.procurement), { reason: 'Too late for us.' });
    await sweep();
    await eventually('the correction is given up', async () => (await correctionsOf(supplierId))[0]?.status === 'cancelled');
    expect(await statusOf(supplierId)).toBe('rejected');
  }, 120_000);
});

describe('an invitation with more time', () => {
  it('expires so much later', async () => {
    const cast = await settleCast(place.db);
    const opened = await place.door.open({ process: 'onboarding', body: { name: `Newcomer ${randomUUID().slice(0, 8)}`, country: 'DE', email: `sales-${randomUUID().slice(0, 8)}@example.com` }, actor: staff(cast.procurement), ...origin() });
    if (opened.status !== 'applied') throw new Error(`not opened: ${JSON.stringify(opened)}`);
    const { caseId } = opened.standing;
    const { supplierId = '', dueAt: before } = (await getCase(place.db, caseId)) ?? {};
    const contact = await place.db.prisma.contact.findFirstOrThrow({ where: { supplierId } });
    await does('onboarding', caseId, 'requestExtension', { kind: 'contact', id: contact.id }, { businessDays: 20, reason: 'Our quality manager is away.' });
    expect(await getCase(place.db, caseId)).toMatchObject({ stage: 'invited', waitingFor: 'owner' });
    await letDaysPass(place.client, `onboarding:${caseId}`, 3);
    await does('onboarding', caseId, 'decideExtension', staff(cast.procurement), { decision: 'grant' });
    const { dueAt: after } = (await getCase(place.db, caseId)) ?? {};
    expect((after?.getTime() ?? 0) - (before?.getTime() ?? 0)).toBeGreaterThanOrEqual(28 * A_DAY);
    // Without more time it would have expired by now.
    await letDaysPass(place.client, `onboarding:${caseId}`, 45);
    expect(await getCase(place.db, caseId)).toMatchObject({ stage: 'invited' });
    await letDaysPass(place.client, `onboarding:${caseId}`, 45);
    await eventually('it expires', async () => (await getCase(place.db, caseId))?.stage === 'expired');
  }, 120_000);
});

describe('a trial', () => {
  const inTrial = async (cast: Cast) => {
    const found = await toSegment(cast);
    await does('onboarding', found.caseId, 'segment', staff(cast.procurement), { answers: routine, expectedSpend: 1 });
    await does('onboarding', found.caseId, 'approve', staff(cast.manager));
    expect(await does('onboarding', found.caseId, 'agreeContract', staff(cast.procurement), { text: 'As usual.' })).toBe('trial');
    return found;
  };

  it.each([
    ['passed by itself with the grade of its deliveries', 0, 'active', ['trialJudged', 'activated']],
    ['left to its owner with a grade that the policy does not take', 30, 'onboarding', ['trialJudged']],
  ])('is %s', async (_, daysLate, status, said) => {
    const cast = await settleCast(place.db);
    const { caseId, supplierId } = await inTrial(cast);
    const deliveries: Delivery[] = Array.from({ length: 12 }, (__, index) => ({ supplierId, id: randomUUID(), promised: dayFromNow(3 + index), received: dayFromNow(3 + index + daysLate) }));
    await land(place.db, deliveries, new Date());
    expect(await getCase(place.db, caseId)).toMatchObject({ stage: 'trial', waitingFor: null });
    await letDaysPass(place.client, `onboarding:${caseId}`, 95);
    await eventually('the trial is evaluated', async () => (await eventsOf(caseId)).includes('trialJudged'));
    await eventually('it has come to its end', async () => (await statusOf(supplierId)) === status);
    expect((await eventsOf(caseId)).filter((type) => ['trialProlonged', 'trialJudged', 'activated'].includes(type))).toEqual(said);
    if (status === 'active') return;
    await place.sink.mail((each) => each.to?.[0]?.address === cast.procurement.email && (each.subject ?? '').includes('The trial has to be decided'), 'the question');
    expect(await does('onboarding', caseId, 'concludeTrial', staff(cast.procurement), { result: 'failed', text: 'A month late each time.' })).toBe('rejected');
  }, 120_000);

  it('without enough deliveries is prolonged once, then its owner decides', async () => {
    const cast = await settleCast(place.db);
    const { caseId, supplierId } = await inTrial(cast);
    await letDaysPass(place.client, `onboarding:${caseId}`, 95);
    await eventually('it is prolonged', async () => (await eventsOf(caseId)).at(-1) === 'trialProlonged');
    await letDaysPass(place.client, `onboarding:${caseId}`, 35);
    await eventually('it is evaluated', async () => (await eventsOf(caseId)).includes('trialJudged'));
    expect(await getCase(place.db, caseId)).toMatchObject({ stage: 'trial', waitingFor: 'owner' });
    expect(await does('onboarding', caseId, 'concludeTrial', staff(cast.procurement), { result: 'passed', text: 'Samples were good; orders follow in spring.' })).toBe('active');
    expect(await statusOf(supplierId)).toBe('active');
  }, 120_000);
});

describe('a supplier that was phased out', () => {
  it('comes back by a new onboarding, with its history, and may be ordered from again', async () => {
    const cast = await settleCast(place.db);
    await place.db.prisma.supplier.update({ where: { id: cast.supplierId }, data: { name: `Returning ${randomUUID().slice(0, 8)}`, status: 'inactive', ordersBlockedFrom: new Date('2026-02-01') } });
    const { caseId, supplierId } = await toSegment(cast, { supplierId: cast.supplierId });
    expect([supplierId, await statusOf(supplierId)]).toEqual([cast.supplierId, 'onboarding']);
    await does('onboarding', caseId, 'segment', staff(cast.procurement), { answers: routine, expectedSpend: 1 });
    await does('onboarding', caseId, 'approve', staff(cast.manager));
    await does('onboarding', caseId, 'agreeContract', staff(cast.procurement), { text: 'As before.' });
    expect((await place.db.prisma.supplier.findUniqueOrThrow({ where: { id: supplierId } })).ordersBlockedFrom).not.toBeNull();
    expect(await does('onboarding', caseId, 'concludeTrial', staff(cast.procurement), { result: 'passed', text: 'As good as ever.' })).toBe('active');
    expect(await place.db.prisma.supplier.findUniqueOrThrow({ where: { id: supplierId } })).toMatchObject({ status: 'active', ordersBlockedFrom: null });
  }, 60_000);
});

describe('a qualification that runs out', () => {
  const qualified = async (days: number | null): Promise<Cast> => {
    const cast = await settleCast(place.db);
    await place.db.prisma.supplier.update({ where: { id: cast.supplierId }, data: { qualifiedUntil: days === null ? null : new Date(dayFromNow(days)) } });
    return cast;
  };
  const certificate = (supplierId: string, validTo: number, more: object = {}) =>
    place.db.prisma.certificate.create({ data: { id: randomUUID(), supplierId, source: 'test', externalId: randomUUID(), version: 1, kind: 'ISO 9001', number: '1', validFrom: new Date('2025-01-01'), validTo: new Date(dayFromNow(validTo)), mandatory: true, fileIds: [], contentHash: 'h', arrivedAt: new Date(), ...more } });
  const begun = (cast: Cast) => place.db.prisma.case.findMany({ where: { supplierId: cast.supplierId, process: 'onboarding' }, orderBy: { openedAt: 'asc' } });
  const theDay = async () => {
    await beginRequalifications(place.db, new Date());
    await sweep();
  };

  it('is renewed by a questionnaire while the supplier stays active, without contract and trial', async () => {
    const [soon, later] = [await qualified(59), await qualified(61)];
    await theDay();
    await theDay();
    const [found, ...more] = await begun(soon);
    expect([found, more, await begun(later)]).toMatchObject([{ stage: 'invited', status: 'open' }, [], []]);
    const { email } = await place.db.prisma.contact.findFirstOrThrow({ where: { supplierId: soon.supplierId } });
    await place.sink.mail((each) => each.to?.[0]?.address === email && (each.subject ?? '').includes('Your qualification as our supplier is renewed'), 'the questions');
    const caseId = found?.id ?? '';
    await answered(soon, caseId);
    await does('onboarding', caseId, 'segment', staff(soon.procurement), { answers: routine, expectedSpend: 1 });
    expect(await does('onboarding', caseId, 'approve', staff(soon.manager))).toBe('active');
    expect(await place.db.prisma.supplier.findUniqueOrThrow({ where: { id: soon.supplierId } })).toMatchObject({ status: 'active', qualifiedUntil: qualifiedUntil(defaultOnboardingRules, new Date()) });
  }, 120_000);

  it('begins anew for a mandatory certificate that nothing follows, once', async () => {
    const [ending, followed, optional] = [await qualified(null), await qualified(null), await qualified(null)];
    await certificate(ending.supplierId, 20);
    await certificate(followed.supplierId, 20);
    await certificate(followed.supplierId, 400, { validFrom: new Date(dayFromNow(15)) });
    await certificate(optional.supplierId, 20, { mandatory: false });
    await theDay();
    expect([(await begun(ending)).length, (await begun(followed)).length, (await begun(optional)).length]).toEqual([1, 0, 0]);
    await does('onboarding', (await begun(ending))[0]?.id ?? '', 'withdraw', staff(ending.procurement), { reason: 'Renewed by letter.' });
    await theDay();
    expect((await begun(ending)).map(({ status }) => status)).toEqual(['cancelled']);
  }, 120_000);

  it('that nobody renews leaves the supplier active, and a proposal to the managers', async () => {
    const cast = await qualified(10);
    await theDay();
    const [found] = await begun(cast);
    await letDaysPass(place.client, `onboarding:${found?.id}`, 60);
    await eventually('it has ended', async () => (await begun(cast))[0]?.outcome === 'expired');
    expect(await statusOf(cast.supplierId)).toBe('active');
    expect(await place.db.prisma.proposal.findMany({ where: { supplierId: cast.supplierId } })).toMatchObject([{ kind: 'phaseOut', reason: 'notRequalified', status: 'open' }]);
  }, 120_000);
});
