import { randomUUID } from 'node:crypto';
import { createKey } from '#persistence/access/keys.js';
import type { Role } from '#persistence/access/roles.js';
import { openWorkplace, settleCast, type Workplace } from '#test/in-process.js';
import { keyFor, startApiUnderTest, type ApiUnderTest } from '../integration/api-under-test.js';

let place: Workplace;
let api: ApiUnderTest;

beforeAll(async () => {
  place = await openWorkplace();
  api = await startApiUnderTest(place);
}, 240_000);
afterAll(async () => {
  await api?.close();
  await place?.close();
}, 240_000);

interface CaseBody {
  id: string;
  stage: string;
  code?: string;
  runningId?: string;
}
interface Shares {
  items: { category: string; percent: number }[];
  history: object[];
  ordersBlockedFrom: string | null;
  code?: string;
}

/** A supplier of a category of its own, with a key for who asks and for each of two managers. */
async function settle() {
  const category = `castings-${randomUUID().slice(0, 8)}`;
  const cast = await settleCast(api.db);
  await api.db.prisma.supplier.update({ where: { id: cast.supplierId }, data: { categories: [category] } });
  const [asking, first, second] = await Promise.all([keyFor(api.db, cast.procurement, 'procurement'), keyFor(api.db, cast.manager, 'manager'), api.keyOf('manager')]);
  return { ...cast, category, asking, first, second: second.key };
}

/** A key that acts for itself, made by a person. */
async function keyMadeBy(person: { id: string }, ...roles: Role[]): Promise<string> {
  const key = `key-${randomUUID()}`;
  await createKey(api.db, { id: randomUUID(), name: 'program', key, roles, personId: null, createdBy: person.id, expiresAt: null, at: new Date() });
  return key;
}

const open = (key: string, body: object) => api.call<CaseBody>('POST', '/api/v1/phase-outs', { key, body });
const act = (key: string, id: string, command: string, body: object = {}) => api.call<CaseBody>('POST', `/api/v1/phase-outs/${id}/${command}`, { key, body });
const asked = async (key: string, supplierId: string) => (await open(key, { supplierId, reason: 'Two years of late deliveries.' })).body.id;
const shares = (key: string, supplierId: string) => api.call<Shares>('GET', `/api/v1/suppliers/${supplierId}/order-shares`, { key });
const setShares = (key: string, supplierId: string, list: object[]) => api.call<Shares>('PUT', `/api/v1/suppliers/${supplierId}/order-shares`, { key, body: { shares: list } });
const setBackups = (key: string, supplierId: string, body: object) => api.call('PUT', `/api/v1/suppliers/${supplierId}/backups`, { key, body });

describe('a phase-out over HTTP', () => {
  it('is asked for, read, approved by two managers and aborted, while the ERP sees what is ordered where', async () => {
    const { supplierId, category, asking, first, second } = await settle();
    const backup = await settleCast(api.db);
    expect(await setShares(asking, supplierId, [{ category, percent: 60 }])).toMatchObject({ status: 200, body: { items: [{ category, percent: 60 }], ordersBlockedFrom: null } });
    expect(await setBackups(asking, supplierId, { category, supplierIds: [backup.supplierId] })).toMatchObject({ status: 200, body: { items: [{ category, supplierId: backup.supplierId, position: 0 }] } });
    expect((await api.call('GET', `/api/v1/suppliers/${supplierId}/backups`, { key: first })).body).toMatchObject({ items: [{ supplierId: backup.supplierId, status: 'active' }] });

    const opened = await open(asking, { supplierId, reason: 'Two years of late deliveries.' });
    expect(opened).toMatchObject({ status: 201, body: { process: 'phaseOut', stage: 'choosingBackup', waitingFor: 'owner', phaseOut: { impact: { categories: [{ category, share: 60, otherSources: 0 }] }, withoutSource: [{ category, why: 'noBackup' }] } } });
    const { id } = opened.body;
    expect(opened.headers.get('location')).toContain(id);
    expect(await open(first, { supplierId, reason: 'Again.' })).toMatchObject({ status: 409, body: { code: 'twin', runningId: id } });
    expect((await api.call<{ items: CaseBody[] }>('GET', `/api/v1/phase-outs?supplierId=${supplierId}`, { key: first })).body.items.map((each) => each.id)).toEqual([id]);

    expect(await act(first, id, 'approve')).toMatchObject({ status: 409, body: { code: 'categoryWithoutSource', detail: expect.stringContaining(category) as string } });
    expect(await act(asking, id, 'choose-backup', { category, supplierId: backup.supplierId, share: 61 })).toMatchObject({ status: 409, body: { code: 'shareTooLarge' } });
    expect(await act(asking, id, 'choose-backup', { category, supplierId: backup.supplierId })).toMatchObject({ status: 200, body: { stage: 'approving', waitingFor: 'manager' } });
    await act(asking, id, 'record-impact', { tooling: 'Two moulds', documents: 'Drawings' });
    expect(await act(asking, id, 'record-impact', { tooling: 'Three moulds' })).toMatchObject({
      status: 200,
      body: { phaseOut: { recorded: { tooling: 'Three moulds', documents: 'Drawings', knowledge: null, fileIds: [] }, planned: { noticeDays: 90, steps: [{ afterDays: 30, moved: 33 }, { afterDays: 59, moved: 66 }, { afterDays: 90, moved: 100 }] }, inEffect: [] } },
    });
    expect(await act(first, id, 'approve')).toMatchObject({ status: 200, body: { stage: 'approving', phaseOut: { approvals: [{ by: expect.any(String) as string }], approvalsNeeded: 2 } } });
    expect(await act(second, id, 'approve')).toMatchObject({ status: 200, body: { stage: 'shifting' } });
    const { body: found } = await api.call<{ status: string; phaseOut: { notice: { blockedFrom: string; endsOn: string }; inEffect: object[] } }>('GET', `/api/v1/phase-outs/${id}`, { key: asking });
    const { blockedFrom, endsOn } = found.phaseOut.notice;
    expect(found.phaseOut.inEffect).toEqual([{ kind: 'orderBlock', from: blockedFrom }, { kind: 'notice', endsOn }, { kind: 'status' }]);
    expect((await shares(asking, supplierId)).body).toMatchObject({ items: [{ percent: 60 }], ordersBlockedFrom: blockedFrom });
    expect((await api.call('GET', `/api/v1/suppliers/${supplierId}`, { key: asking })).body).toMatchObject({ status: 'phasing-out', ordersBlockedFrom: blockedFrom });
    expect(await setShares(asking, supplierId, [{ category, percent: 5 }])).toMatchObject({ status: 409, body: { code: 'phasingOut' } });

    expect(await act(first, id, 'abort', { reason: 'They have a new owner.' })).toMatchObject({ status: 200, body: { stage: 'aborted', status: 'cancelled', allowedCommands: [] } });
    expect((await api.call('GET', `/api/v1/suppliers/${supplierId}`, { key: asking })).body).toMatchObject({ status: 'active', ordersBlockedFrom: null });
    expect(await act(asking, id, 'choose-backup', { category, supplierId: backup.supplierId })).toMatchObject({ status: 409, body: { code: 'caseEnded' } });
    const { body: trail } = await api.call<{ items: { type: string }[] }>('GET', `/api/v1/phase-outs/${id}/events`, { key: first });
    expect(trail.items.map(({ type }) => type)).toEqual(['opened', 'backupChosen', 'approvalAsked', 'impactRecorded', 'impactRecorded', 'approved', 'approved', 'noticeGiven', 'aborted', 'undone', 'undone', 'undone']);
  }, 120_000);

  it('is not approved by who asked for it, nor twice by one, whichever key they use', async () => {
    const { supplierId, category, first, second, manager, asking } = await settle();
    const id = await asked(first, supplierId);
    await act(second, id, 'override-source', { category, reason: 'The category is given up.' });
    const refused = { status: 403, body: { code: 'separationOfDuties' } };
    expect(await act(first, id, 'approve')).toMatchObject(refused);
    expect(await act(await keyFor(api.db, manager, 'manager'), id, 'approve')).toMatchObject(refused);
    expect(await act(await keyMadeBy(manager, 'manager'), id, 'approve')).toMatchObject(refused);
    expect((await act(asking, id, 'approve')).status).toBe(403);

    const third = await api.keyOf('manager');
    expect((await act(third.key, id, 'approve')).status).toBe(200);
    expect(await act(third.key, id, 'approve')).toMatchObject(refused);
    expect(await act(await keyMadeBy({ id: third.personId }, 'manager'), id, 'approve')).toMatchObject(refused);
    expect(await act(asking, id, 'plan-shift', { steps: [{ afterDays: 5, moved: 100 }] })).toMatchObject({ status: 409, body: { code: 'approvedAlready' } });
    expect(await act(second, id, 'reject', { reason: 'They are better by now.' })).toMatchObject({ status: 200, body: { stage: 'rejected', outcome: 'rejected' } });

    const byProgram = await asked(await keyMadeBy(manager, 'manager'), supplierId);
    await act(second, byProgram, 'override-source', { category, reason: 'The category is given up.' });
    expect(await act(first, byProgram, 'approve')).toMatchObject(refused);
    expect((await act(second, byProgram, 'approve')).status).toBe(200);
    await act(asking, byProgram, 'cancel', { reason: 'A mistake.' });
  }, 120_000);

  it('moves nobody above the cap, and takes only suppliers that are there', async () => {
    const { supplierId, category, asking, first } = await settle();
    const other = await settleCast(api.db);
    const unknown = randomUUID();
    expect(await open(asking, { supplierId: unknown, reason: 'Unknown.' })).toMatchObject({ status: 422, body: { errors: [{ path: 'supplierId' }] } });
    expect((await open(asking, { supplierId })).status).toBe(422);
    expect((await open((await api.keyOf('quality')).key, { supplierId, reason: 'Bad parts.' })).status).toBe(403);
    const id = await asked(asking, supplierId);
    expect(await act(asking, id, 'choose-backup', { category, supplierId: other.supplierId, share: 71 })).toMatchObject({ status: 409, body: { code: 'shareCap' } });
    expect(await act(asking, id, 'choose-backup', { category, supplierId: unknown })).toMatchObject({ status: 409, body: { code: 'backupNotPossible' } });
    expect(await act(asking, id, 'choose-backup', { category, supplierId })).toMatchObject({ status: 409, body: { code: 'backupNotPossible' } });
    expect((await act(asking, id, 'override-source', { category, reason: 'No need.' })).status).toBe(403);
    expect((await act(first, id, 'choose-backup', { category, supplierId: other.supplierId })).status).toBe(403);

    expect(await setBackups(asking, supplierId, { category, supplierIds: [unknown] })).toMatchObject({ status: 422 });
    expect(await setBackups(asking, supplierId, { category, supplierIds: [supplierId] })).toMatchObject({ status: 422 });
    await setShares(asking, supplierId, [{ category, percent: 60 }]);
    expect(await setShares(asking, other.supplierId, [{ category, percent: 41 }])).toMatchObject({ status: 409, body: { code: 'sharesExceed' } });
    expect((await shares(asking, other.supplierId)).body.items).toEqual([]);
    expect((await setShares(first, supplierId, [{ category, percent: 1 }])).status).toBe(403);
    expect((await setShares(asking, supplierId, [{ category, percent: null }])).body).toMatchObject({ items: [], history: [{ percent: null, version: 2 }, { percent: 60, version: 1 }] });
  }, 120_000);

  it('waits in the work of the managers once a backup is there', async () => {
    const { supplierId, category, asking, first } = await settle();
    const work = async (key: string) => (await api.call<{ cases: CaseBody[] }>('GET', '/api/v1/my-work', { key })).body.cases.map((each) => each.id);
    const id = await asked(asking, supplierId);
    expect([(await work(asking)).includes(id), (await work(first)).includes(id)]).toEqual([true, false]);
    const backup = await settleCast(api.db);
    await act(asking, id, 'choose-backup', { category, supplierId: backup.supplierId });
    expect([(await work(asking)).includes(id), (await work(first)).includes(id)]).toEqual([false, true]);
    await act(asking, id, 'cancel', { reason: 'A mistake.' });
    expect(await work(first)).not.toContain(id);
  }, 120_000);
});
