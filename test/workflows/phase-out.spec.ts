import { commandIdOf } from '#apps/door/command-id.js';
import type { Outcome } from '#apps/door/door.js';
import type { Actor } from '#domain/process/decision.js';
import type { PhaseOutState } from '#domain/phase-out/state.js';
import type { SupplierStatus } from '#domain/supplier/status.js';
import { getCase, listEvents } from '#persistence/cases/read.js';
import { createLink } from '#persistence/links/links.js';
import { currentShares, setShares } from '#persistence/phase-outs/order-shares.js';
import { goodAnswers } from '#test/questionnaire-answers.js';
import { openWorkplace, settleCast, type Workplace } from '#test/in-process.js';
import { eventually } from '#test/eventually.js';
import { land } from '#test/late-facts.js';
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
const routine = { sourcesAvailable: 'many', switchingCost: 'low', substitutes: 'ready', criticality: 'unnoticed', qualityImpact: 'none' };
const staff = (person: { id: string }): Actor => ({ kind: 'staff', id: person.id });
const origin = () => ({ process: 'phaseOut', channel: 'api', commandId: commandIdOf('test', randomUUID()), receivedAt: new Date() }) as const;
const today = () => new Date().toISOString().slice(0, 10);

/** A supplier of categories with its people, and a second manager. */
async function settle(categories: string[], status: SupplierStatus = 'active') {
  const cast = await settleCast(place.db);
  await place.db.prisma.supplier.update({ where: { id: cast.supplierId }, data: { categories, status } });
  const second = { id: randomUUID(), name: 'Second manager', email: `second-${randomUUID().slice(0, 8)}@example.com`, roles: ['manager'], language: 'en', active: true, createdAt: new Date() };
  await place.db.prisma.person.create({ data: second });
  return { ...cast, second };
}

async function open({ supplierId, procurement }: Cast): Promise<string> {
  const outcome = await place.door.open({ body: { supplierId, reason: 'Two years of late deliveries.' }, actor: staff(procurement), ...origin() });
  if (outcome.status !== 'applied') throw new Error(`not opened: ${JSON.stringify(outcome)}`);
  return outcome.standing.caseId;
}

const act = (caseId: string, command: string, person: { id: string }, body: unknown = {}): Promise<Outcome> =>
  place.door.act({ caseId, command, body, actor: staff(person), ...origin() });

async function done(caseId: string, command: string, person: { id: string }, body: unknown = {}): Promise<void> {
  expect(await act(caseId, command, person, body)).toMatchObject({ status: 'applied' });
}

const days = (caseId: string, count: number) => letDaysPass(place.client, `phase-out:${caseId}`, count);
const stage = async (caseId: string) => (await getCase(place.db, caseId))?.stage;
const inStage = (caseId: string, wanted: string) => eventually(`the case is ${wanted}`, async () => (await stage(caseId)) === wanted);
const supplier = (id: string) => place.db.prisma.supplier.findUniqueOrThrow({ where: { id } });
const sharesOf = async (id: string) => (await currentShares(place.db, id)).map(({ category, percent }) => [category, percent?.toNumber()]);
const mailsTo = async (address: string, template: string) => (await place.db.prisma.outboxMessage.findMany({ where: { address, template } })).length;
const contactOf = (cast: Cast) => `contact-${cast.contactId.slice(0, 8)}@example.com`;

describe('a phase-out on the real road', () => {
  it('of a sole source waits for its backup, moves the share in three steps, drains two open orders from the facts, and closes', async () => {
    const category = `castings-${randomUUID().slice(0, 8)}`;
    const leaving = await settle([category]);
    const backup = await settle([category], 'onboarding');
    const orders = [1, 2].map((each) => ({ supplierId: leaving.supplierId, id: `${leaving.supplierId}-${each}`, promised: today(), received: null }));
    await land(place.db, orders, new Date());
    const token = await place.db.transaction((tx) =>
      createLink(tx, { kind: 'scorecard', subjectId: randomUUID(), supplierId: leaving.supplierId, recipientKind: 'contact', recipientId: leaving.contactId, createdAt: new Date(), expiresAt: new Date('2099-01-01') }),
    );
    expect(token).toHaveLength(32);

    const caseId = await open(leaving);
    expect(await getCase(place.db, caseId)).toMatchObject({ stage: 'choosingBackup', status: 'open', waitingFor: 'owner', state: { supply: { openLines: 2, categories: [{ category, otherSources: 0, share: 100 }] } } });
    expect(await act(caseId, 'approve', leaving.manager)).toMatchObject({ status: 'refused', code: 'categoryWithoutSource', message: expect.stringContaining(category) as string });
    expect(await act(caseId, 'chooseBackup', leaving.procurement, { category, supplierId: backup.supplierId, share: 71 })).toMatchObject({ status: 'refused', code: 'shareCap' });
    await done(caseId, 'chooseBackup', leaving.procurement, { category, supplierId: backup.supplierId });
    expect(await stage(caseId)).toBe('awaitingBackup');
    expect(await act(caseId, 'approve', leaving.manager)).toMatchObject({ status: 'refused', code: 'categoryWithoutSource' });
    await days(caseId, 2);
    expect(await stage(caseId)).toBe('awaitingBackup');
    await place.db.prisma.supplier.update({ where: { id: backup.supplierId }, data: { status: 'active' } });
    await days(caseId, 2);
    await inStage(caseId, 'approving');

    expect(await act(caseId, 'approve', leaving.procurement)).toMatchObject({ status: 'refused', code: 'separationOfDuties' });
    await done(caseId, 'approve', leaving.manager);
    expect(await act(caseId, 'approve', leaving.manager)).toMatchObject({ status: 'refused', code: 'separationOfDuties' });
    await done(caseId, 'approve', leaving.second);
    expect(await supplier(leaving.supplierId)).toMatchObject({ status: 'phasing-out', ordersBlockedFrom: expect.any(Date) as Date });
    expect(await mailsTo(contactOf(leaving), 'phaseOut.notice')).toBe(1);
    await expect(place.db.transaction((tx) => setShares(tx, { supplierId: leaving.supplierId, shares: [{ category, percent: 5, validFrom: today(), setBy: 'test', at: new Date() }] }))).rejects.toThrow('being phased out');

    for (const [passing, left, moved] of [[31, 67, 23.1], [30, 34, 46.2], [31, 0, 70]] as const) {
      await days(caseId, passing);
      await eventually(`${moved} percent are moved`, async () => (await sharesOf(backup.supplierId))[0]?.[1] === moved);
      expect(await sharesOf(leaving.supplierId)).toEqual([[category, left]]);
    }
    await inStage(caseId, 'draining');
    expect(await mailsTo(contactOf(backup), 'phaseOut.gaining')).toBe(3);
    await land(place.db, [{ ...orders[0]!, received: today() }], new Date());
    await days(caseId, 15);
    expect(await stage(caseId)).toBe('draining');
    await eventually('the open order is reminded of', async () => (await mailsTo(contactOf(leaving), 'phaseOut.openOrders')) === 2);
    await land(place.db, [{ ...orders[1]!, received: today() }], new Date());
    await days(caseId, 2);
    await inStage(caseId, 'handover');
    for (const item of ['tooling', 'documents', 'knowledge', 'stock']) await done(caseId, 'checkOff', leaving.procurement, { item });
    expect(await act(caseId, 'settle', leaving.procurement, { text: 'Paid.' })).toMatchObject({ status: 'refused', code: 'wrongStage' });
    await done(caseId, 'checkOff', leaving.procurement, { item: 'returns', result: 'notApplicable' });
    await done(caseId, 'settle', leaving.procurement, { text: 'The last invoice is paid.' });
    expect(await getCase(place.db, caseId)).toMatchObject({ stage: 'closed', status: 'closed', outcome: 'phasedOut' });
    expect(await supplier(leaving.supplierId)).toMatchObject({ status: 'inactive' });
    expect(await place.db.prisma.link.count({ where: { supplierId: leaving.supplierId, revokedAt: null } })).toBe(0);
    expect(await mailsTo(contactOf(leaving), 'phaseOut.closed')).toBe(1);
    const { items } = await listEvents(place.db, caseId, { limit: 100 });
    expect(items.map(({ type }) => type).filter((type) => type !== 'reminded' && type !== 'checkedOff')).toEqual([
      'opened', 'backupChosen', 'backupAwaited', 'approvalAsked', 'approved', 'approved', 'noticeGiven', 'shareMoved', 'shareMoved', 'shareMoved', 'drainingBegun', 'drained', 'handedOver', 'settled', 'closed',
    ]);
  }, 300_000);

  it('aborted after its second step leaves everything as it was, and tells everybody who was told', async () => {
    const category = `valves-${randomUUID().slice(0, 8)}`;
    const leaving = await settle([category]);
    const backup = await settle([category]);
    await place.db.transaction((tx) => setShares(tx, { supplierId: leaving.supplierId, shares: [{ category, percent: 60, validFrom: today(), setBy: 'test', at: new Date() }] }));
    const outside = async () => ({ supplier: { ...(await supplier(leaving.supplierId)), version: 0, updatedAt: null }, own: await sharesOf(leaving.supplierId), others: await sharesOf(backup.supplierId) });
    const before = await outside();

    const caseId = await open(leaving);
    expect(await stage(caseId)).toBe('approving');
    await done(caseId, 'chooseBackup', leaving.procurement, { category, supplierId: backup.supplierId, share: 40 });
    await done(caseId, 'planShift', leaving.procurement, { steps: [{ afterDays: 10, moved: 25 }, { afterDays: 20, moved: 50 }, { afterDays: 30, moved: 100 }] });
    await done(caseId, 'approve', leaving.manager);
    await done(caseId, 'approve', leaving.second);
    await days(caseId, 21);
    await eventually('two steps are done', async () => ((await getCase(place.db, caseId))?.state as PhaseOutState).stepsDone === 2);
    expect([await sharesOf(leaving.supplierId), await sharesOf(backup.supplierId)]).toEqual([[[category, 30]], [[category, 20]]]);
    await done(caseId, 'abort', leaving.manager, { reason: 'They have a new owner.' });
    expect(await outside()).toEqual(before);
    expect(await getCase(place.db, caseId)).toMatchObject({ stage: 'aborted', status: 'cancelled', outcome: 'aborted' });
    for (const [address, template] of [[contactOf(leaving), 'phaseOut.noticeRetracted'], [leaving.procurement.email, 'phaseOut.aborted'], [leaving.manager.email, 'phaseOut.aborted'], [contactOf(backup), 'phaseOut.losing']] as const) {
      expect([template, await mailsTo(address, template)]).toEqual([template, 1]);
    }
    const { items } = await listEvents(place.db, caseId, { limit: 100 });
    expect(items.filter(({ type }) => type === 'undone').map(({ data }) => (data as { what: string }).what)).toEqual(['shares', 'shares', 'orderBlock', 'notice', 'status']);
  }, 300_000);

  it('is asked for once at a time, only of a supplier that we buy from, and can be rejected or withdrawn', async () => {
    const leaving = await settle([]);
    const caseId = await open(leaving);
    expect(await place.door.open({ body: { supplierId: leaving.supplierId, reason: 'Again.' }, actor: staff(leaving.procurement), ...origin() })).toMatchObject({ status: 'refused', code: 'twin', runningId: caseId });
    await done(caseId, 'reject', leaving.manager, { reason: 'They are better by now.' });
    expect(await getCase(place.db, caseId)).toMatchObject({ stage: 'rejected', outcome: 'rejected' });
    const another = await open(leaving);
    await done(another, 'cancel', leaving.procurement, { reason: 'A mistake.' });
    expect(await supplier(leaving.supplierId)).toMatchObject({ status: 'active' });
    await place.db.prisma.supplier.update({ where: { id: leaving.supplierId }, data: { status: 'blocked' } });
    expect(await place.door.open({ body: { supplierId: leaving.supplierId, reason: 'Blocked.' }, actor: staff(leaving.procurement), ...origin() })).toMatchObject({ status: 'refused', code: 'supplierStatus' });
  }, 240_000);

  it('invites a backup that is no supplier yet, and hears of the end of its onboarding without waiting for the next day', async () => {
    const category = `gears-${randomUUID().slice(0, 8)}`;
    const leaving = await settle([category]);
    const backup = await settle([category], 'rejected');
    // Nobody is approved who bears another's name.
    await place.db.prisma.supplier.update({ where: { id: backup.supplierId }, data: { name: 'Albers Zahnradwerk' } });
    const caseId = await open(leaving);
    await done(caseId, 'chooseBackup', leaving.procurement, { category, supplierId: backup.supplierId });
    expect(await stage(caseId)).toBe('awaitingBackup');
    await done(caseId, 'lookAgain', leaving.procurement);
    expect(await stage(caseId)).toBe('awaitingBackup');
    const sweep = () => place.door.sweep(new Date('2099-01-01'));
    await sweep();
    const joining = await place.db.prisma.case.findFirstOrThrow({ where: { process: 'onboarding', supplierId: backup.supplierId } });
    expect(joining).toMatchObject({ status: 'open', stage: 'invited', state: { askedBy: [leaving.procurement.id] } });
    expect(await supplier(backup.supplierId)).toMatchObject({ status: 'onboarding' });
    expect(await mailsTo(contactOf(backup), 'onboarding.invited')).toBe(1);
    await sweep();
    expect(await place.db.prisma.case.count({ where: { process: 'onboarding', supplierId: backup.supplierId } })).toBe(1);
    await days(caseId, 3);
    expect(await stage(caseId)).toBe('awaitingBackup');

    const steps: [string, { id: string }, object][] = [
      ['answerQuestionnaire', backup.procurement, { answers: goodAnswers, agreement: '2026-1', signatory: 'Managing director' }],
      ['acceptDocuments', backup.procurement, {}],
      ['segment', backup.procurement, { answers: routine, expectedSpend: 1_000 }],
      ['approve', backup.manager, {}],
      ['agreeContract', backup.procurement, { text: '60 days net' }],
      ['concludeTrial', backup.procurement, { result: 'passed', text: 'All lots accepted' }],
    ];
    // Who approves an onboarding has a right to it, which the way in works out.
    const asManager = { authority: { roles: ['manager'], standsInFor: [] } };
    for (const [command, person, body] of steps) {
      expect([command, await place.door.act({ ...origin(), process: 'onboarding', caseId: joining.id, command, body, actor: staff(person), ...(command === 'approve' ? { known: asManager } : {}) })]).toMatchObject([command, { status: 'applied' }]);
    }
    expect(await supplier(backup.supplierId)).toMatchObject({ status: 'active' });
    expect(await stage(caseId)).toBe('awaitingBackup');
    await sweep();
    expect(await stage(caseId)).toBe('approving');
    await done(caseId, 'cancel', leaving.procurement, { reason: 'It is only a test.' });
  }, 240_000);

  it('lets the owner choose again as soon as the onboarding of the backup has ended in vain', async () => {
    const category = `shafts-${randomUUID().slice(0, 8)}`;
    const leaving = await settle([category]);
    const backup = await settle([category], 'inactive');
    const caseId = await open(leaving);
    await done(caseId, 'chooseBackup', leaving.procurement, { category, supplierId: backup.supplierId });
    await place.door.sweep(new Date('2099-01-01'));
    const joining = await place.db.prisma.case.findFirstOrThrow({ where: { process: 'onboarding', supplierId: backup.supplierId } });
    await letDaysPass(place.client, `onboarding:${joining.id}`, 60);
    await eventually('the invitation has expired', async () => (await supplier(backup.supplierId)).status === 'rejected');
    await place.door.sweep(new Date('2099-01-01'));
    expect(await stage(caseId)).toBe('choosingBackup');
    expect(await mailsTo(leaving.procurement.email, 'phaseOut.backupLost')).toBe(1);
    await done(caseId, 'cancel', leaving.procurement, { reason: 'It is only a test.' });
  }, 240_000);

  it('does nothing when the supplier was blocked before the last approval', async () => {
    const leaving = await settle([]);
    const caseId = await open(leaving);
    await done(caseId, 'approve', leaving.manager);
    await place.db.prisma.supplier.update({ where: { id: leaving.supplierId }, data: { status: 'blocked' } });
    expect(await act(caseId, 'approve', leaving.second)).toMatchObject({ status: 'refused', code: 'supplierStatus' });
    expect(await getCase(place.db, caseId)).toMatchObject({ stage: 'approving', sequence: 2 });
    await done(caseId, 'cancel', leaving.procurement, { reason: 'Blocked.' });
  }, 240_000);
});
