import { randomUUID } from 'node:crypto';
import { openWorkplace, settleCast, type Workplace } from '#test/in-process.js';
import { letDaysPass } from '#test/temporal.js';
import { createKey } from '#persistence/access/keys.js';
import { keyFor, startApiUnderTest, type ApiUnderTest } from './api-under-test.js';

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
  sequence: number;
  allowedCommands: string[];
}

async function desks() {
  const cast = await settleCast(api.db);
  return {
    supplierId: cast.supplierId,
    procurement: await keyFor(api.db, cast.procurement, 'procurement'),
    /** Who enters what the supplier has said. */
    colleague: (await api.keyOf('procurement')).key,
    quality: await keyFor(api.db, cast.quality, 'quality'),
    manager: await keyFor(api.db, cast.manager, 'manager'),
  };
}

const opening = (supplierId: string, title: string = randomUUID()) => ({ supplierId, severity: 'minor', title, description: 'Three deliveries came late.' });
const open = (key: string, body: object, headers = {}) => api.call<CaseBody>('POST', '/api/v1/rectifications', { key, body, headers });
const act = (key: string, id: string, command: string, body: object = {}, headers = {}) =>
  api.call<CaseBody>('POST', `/api/v1/rectifications/${id}/${command}`, { key, body, headers });

describe('a rectification over HTTP', () => {
  it('is led from opened to closed by those whose step it is', async () => {
    const { supplierId, procurement, colleague, quality, manager } = await desks();
    const opened = await open(procurement, opening(supplierId));
    expect(opened.status).toBe(201);
    const { id } = opened.body;
    expect(opened.headers.get('location')).toBe(`/api/v1/rectifications/${id}`);
    expect(opened.body).toMatchObject({
      process: 'rectification',
      stage: 'opened',
      status: 'open',
      waitingFor: 'supplier',
      sequence: 1,
      supplierName: 'Example Castings',
      owner: { name: 'Procurement desk' },
      temporal: { workflowId: `rectification:${id}` },
      allowedCommands: ['acknowledge', 'request-extension', 'reassign', 'comment', 'revoke-links', 'merge-twin', 'cancel'],
    });

    expect((await act(procurement, id, 'acknowledge')).body).toMatchObject({ stage: 'planning', sequence: 2 });
    const planned = await act(colleague, id, 'submit-plan', { text: 'We add a second shift.' });
    expect([planned.status, planned.body.stage]).toEqual([200, 'planReview']);
    const waiting = await api.call<{ cases: CaseBody[] }>('GET', '/api/v1/my-work', { key: procurement });
    expect(waiting.body.cases.find((each) => each.id === id)?.allowedCommands).toEqual(['accept-plan', 'return-plan', 'reassign', 'comment', 'revoke-links', 'merge-twin', 'cancel']);
    expect((await act(procurement, id, 'accept-plan')).body.stage).toBe('implementing');
    expect((await act(procurement, id, 'submit-evidence', { text: 'It works since Monday.' })).body.stage).toBe('verifying');
    expect((await api.call<CaseBody>('GET', `/api/v1/rectifications/${id}`, { key: manager })).body.allowedCommands).toEqual(['comment', 'merge-twin', 'cancel']);
    const mistyped = await act(quality, id, 'verify', { outcome: 'ineffective' });
    expect({ status: mistyped.status, ...mistyped.body }).toMatchObject({ status: 422, errors: [{ path: 'outcome' }] });
    const closed = await act(quality, id, 'verify', { result: 'effective' });
    expect(closed.body).toMatchObject({ stage: 'closed', status: 'closed', outcome: 'effective', dueAt: null, allowedCommands: [] });

    const trail = await api.call<{ items: { type: string; actor: { name: string } }[] }>('GET', `/api/v1/rectifications/${id}/events`, { key: manager });
    expect(trail.body.items.map((event) => event.type)).toEqual(['opened', 'acknowledged', 'planSubmitted', 'planAccepted', 'evidenceSubmitted', 'closedEffective']);
    expect(trail.body.items.map((event) => event.actor.name).at(-1)).toBe('Quality desk');
    const said = await api.call<{ items: { text: string }[] }>('GET', `/api/v1/rectifications/${id}/messages`, { key: manager });
    expect(said.body.items.map((message) => message.text)).toEqual(['We add a second shift.', 'It works since Monday.']);
    const timeline = await api.call<{ items: { kind: string }[] }>('GET', `/api/v1/suppliers/${supplierId}/timeline`, { key: manager });
    expect(timeline.body.items.filter((entry) => entry.kind === 'event')).toHaveLength(6);
  }, 240_000);

  it('of the full arc is driven by who knows only the first commands, and watched after its verification', async () => {
    const { supplierId, procurement, colleague, quality } = await desks();
    const { body } = await open(procurement, { ...opening(supplierId), severity: 'major' });
    expect((await act(procurement, body.id, 'acknowledge')).body).toMatchObject({ stage: 'containing', arc: 'full' });
    expect((await act(procurement, body.id, 'request-extension', { businessDays: 2, reason: 'Ill' })).body).toMatchObject({ code: 'notExtendable' });
    expect((await act(procurement, body.id, 'submit-plan', { text: 'Plan', containment: 'Sorted', rootCause: 'Worn', nonDetection: 'Not measured' })).body).toMatchObject({ stage: 'planReview' });
    expect((await act(procurement, body.id, 'return-containment', { reason: 'Transit?' })).body).toMatchObject({ stage: 'containing' });
    for (const [command, sent] of [['submit-plan', { text: 'Plan' }], ['accept-plan', {}], ['submit-evidence', { text: 'Done' }]] as const) await act(command === 'accept-plan' ? procurement : colleague, body.id, command, sent);
    expect((await act(quality, body.id, 'verify')).body).toMatchObject({ stage: 'watching', status: 'open', waitingFor: null, watch: { indicator: 'onTimeDelivery', target: 90 } });
    expect((await act(quality, body.id, 'reopen', { reason: 'It came back.' })).body).toMatchObject({ stage: 'containing', watch: null });
    const { items } = (await api.call<{ items: { text: string }[] }>('GET', `/api/v1/rectifications/${body.id}/messages`, { key: quality })).body;
    expect(items[0]?.text).toBe('Sorted\n\nWorn\n\nPlan\n\nNot measured');
  }, 240_000);

  it('that is confidential is there only for its opener, its owner and those it names, in every list and on every route', async () => {
    const cast = await settleCast(api.db);
    const procurement = await keyFor(api.db, cast.procurement, 'procurement');
    const quality = await keyFor(api.db, cast.quality, 'quality');
    const manager = await keyFor(api.db, cast.manager, 'manager');
    const title = `Bribery ${randomUUID()}`;
    const secret = { ...opening(cast.supplierId, title), confidential: true };
    expect((await open(procurement, { ...secret, readers: [randomUUID()] })).status).toBe(422);
    expect((await open(procurement, { ...opening(cast.supplierId), readers: [cast.quality.id] })).status).toBe(422);
    const { body } = await open(procurement, { ...secret, readers: [cast.quality.id] });
    expect(body).toMatchObject({ confidential: true });
    await act(procurement, body.id, 'acknowledge', { text: 'They called.' });
    await act(procurement, body.id, 'submit-plan', { text: 'Plan' });
    const at = `/api/v1/rectifications/${body.id}`;
    const sees = async (key: string) => {
      const one = (await api.call('GET', at, { key })).status;
      const parts = await Promise.all(['events', 'messages'].map(async (part) => (await api.call('GET', `${at}/${part}`, { key })).status));
      const listed = (await api.call<{ items: CaseBody[] }>('GET', `/api/v1/rectifications?supplierId=${cast.supplierId}`, { key })).body.items.length;
      const found = (await api.call<{ cases: object[] }>('GET', `/api/v1/search?q=${encodeURIComponent(title)}`, { key })).body.cases.length;
      const told = (await api.call<{ items: { caseId: string | null }[] }>('GET', `/api/v1/suppliers/${cast.supplierId}/timeline`, { key })).body.items.filter(({ caseId }) => caseId === body.id).length;
      return { one, parts, listed, found, told: told > 0 };
    };
    for (const key of [procurement, quality]) expect(await sees(key)).toEqual({ one: 200, parts: [200, 200], listed: 1, found: 1, told: true });
    expect(await sees(manager)).toEqual({ one: 404, parts: [404, 404], listed: 0, found: 0, told: false });
    expect((await act(manager, body.id, 'cancel', { reason: 'No' })).status).toBe(404);
    expect((await api.call('POST', `${at}/messages`, { key: manager, body: { text: 'Hello?' } })).status).toBe(404);

    const { key: stranger } = await api.keyOf('procurement');
    const work = async (key: string) => (await api.call<{ cases: CaseBody[] }>('GET', '/api/v1/my-work', { key })).body.cases.some(({ id }) => id === body.id);
    expect([await work(procurement), await work(stranger)]).toEqual([true, false]);
    await act(procurement, body.id, 'reassign', { what: 'step', to: cast.manager.id });
    expect((await sees(manager)).one).toBe(200);
    const readers = await api.db.prisma.outboxMessage.findMany({ where: { caseId: body.id, recipientKind: 'person' }, distinct: ['recipientId'], select: { recipientId: true } });
    expect(readers.map(({ recipientId }) => recipientId).sort()).toEqual([cast.procurement.id, cast.manager.id].sort());
  }, 240_000);

  it('refuses a command in the wrong stage with its code, and a body with its fields', async () => {
    const { supplierId, procurement } = await desks();
    const { body } = await open(procurement, opening(supplierId));
    const early = await act(procurement, body.id, 'submit-plan', { text: 'too early' });
    expect({ status: early.status, ...early.body }).toMatchObject({ status: 409, code: 'wrongStage' });
    const empty = await act(procurement, body.id, 'return-plan', {});
    expect({ status: empty.status, ...empty.body }).toMatchObject({ status: 422, errors: [{ path: 'reason' }] });
    expect((await act(procurement, body.id, 'dance')).status).toBe(404);
    expect((await act(procurement, randomUUID(), 'acknowledge')).status).toBe(404);
  }, 240_000);

  it('is not verified by who accepted the plan, whatever roles they hold', async () => {
    const cast = await settleCast(api.db);
    await api.db.prisma.person.update({ where: { id: cast.procurement.id }, data: { roles: ['procurement', 'quality'] } });
    const both = await keyFor(api.db, cast.procurement, 'procurement', 'quality');
    const { body } = await open(both, opening(cast.supplierId));
    await act(both, body.id, 'acknowledge');
    const { key: colleague } = await api.keyOf('procurement');
    await act(colleague, body.id, 'submit-plan', { text: 'Plan' });
    await act(both, body.id, 'accept-plan');
    await act(colleague, body.id, 'submit-evidence', { text: 'Evidence' });
    const evidence = await api.call<CaseBody>('GET', `/api/v1/rectifications/${body.id}`, { key: both });
    expect(evidence.body.allowedCommands).not.toContain('verify');
    const verified = await act(both, body.id, 'verify');
    expect({ status: verified.status, ...verified.body }).toMatchObject({ status: 403, code: 'separationOfDuties' });
  }, 240_000);

  it('is not verified by a key that who accepted the plan made for it, nor the other way round', async () => {
    const cast = await settleCast(api.db);
    await api.db.prisma.person.update({ where: { id: cast.procurement.id }, data: { roles: ['procurement', 'quality', 'admin'] } });
    const maker = await keyFor(api.db, cast.procurement, 'procurement', 'quality', 'admin');
    const { key: stranger } = await api.keyOf('admin');
    const { key: colleague } = await api.keyOf('procurement');
    const keyMadeBy = async (by: string) => (await api.call<{ key: string }>('POST', '/api/v1/keys', { key: by, body: { name: 'Robot', roles: ['procurement', 'quality', 'admin'] } })).body.key;
    const robot = await keyMadeBy(maker);
    const robotsRobot = await keyMadeBy(robot);
    const foreign = await keyMadeBy(stranger);
    const verifying = async (acceptor: string) => {
      const { body } = await open(maker, opening(cast.supplierId));
      await act(maker, body.id, 'acknowledge');
      await act(colleague, body.id, 'submit-plan', { text: 'Plan' });
      expect((await act(acceptor, body.id, 'accept-plan')).status).toBe(200);
      await act(colleague, body.id, 'submit-evidence', { text: 'Evidence' });
      return body.id;
    };
    const byMaker = await verifying(maker);
    for (const key of [robot, robotsRobot]) {
      expect((await act(key, byMaker, 'verify')).body).toMatchObject({ status: 403, code: 'separationOfDuties' });
    }
    expect((await act(foreign, byMaker, 'verify')).body).toMatchObject({ stage: 'closed' });
    const byRobot = await verifying(robotsRobot);
    for (const key of [maker, robot]) {
      expect((await act(key, byRobot, 'verify')).body).toMatchObject({ status: 403, code: 'separationOfDuties' });
    }
  }, 240_000);

  it('is never decided on by who entered, asked for or caused it, by whichever of their hands', async () => {
    const cast = await settleCast(api.db);
    await api.db.prisma.person.update({ where: { id: cast.procurement.id }, data: { roles: ['procurement', 'quality', 'manager', 'admin'] } });
    const person = await keyFor(api.db, cast.procurement, 'procurement', 'quality', 'manager', 'admin');
    const keyMadeBy = async (by: string) => (await api.call<{ key: string }>('POST', '/api/v1/keys', { key: by, body: { name: 'Robot', roles: ['procurement', 'quality', 'manager'] } })).body.key;
    const robot = await keyMadeBy(person);
    const [another, third] = [(await api.keyOf('procurement', 'quality', 'manager')).key, (await api.keyOf('quality')).key];
    /** One hand did it: neither may decide, neither is offered it, and somebody else may. */
    const judgedByAnother = async (id: string, decision: string, body: object = {}) => {
      for (const key of [person, robot]) {
        expect((await act(key, id, decision, body)).body).toMatchObject({ status: 403, code: 'separationOfDuties' });
        expect((await api.call<CaseBody>('GET', `/api/v1/rectifications/${id}`, { key })).body.allowedCommands).not.toContain(decision);
        expect((await api.call<{ items: CaseBody[] }>('GET', `/api/v1/rectifications?supplierId=${cast.supplierId}`, { key })).body.items.find((each) => each.id === id)?.allowedCommands).not.toContain(decision);
      }
      expect((await api.call<CaseBody>('GET', `/api/v1/rectifications/${id}`, { key: another })).body.allowedCommands).toContain(decision);
      expect((await act(another, id, decision, body)).status).toBe(200);
    };
    for (const hand of [person, robot]) {
      const { body: { id } } = await open(another, opening(cast.supplierId));
      await act(hand, id, 'acknowledge');
      await act(hand, id, 'request-extension', { businessDays: 2, reason: 'Ill' });
      await judgedByAnother(id, 'decide-extension', { decision: 'grant' });
      await act(hand, id, 'submit-plan', { text: 'As told by telephone' });
      await judgedByAnother(id, 'accept-plan');
      await act(hand, id, 'submit-evidence', { text: 'As told by telephone' });
      if (hand === person) expect((await act(hand, id, 'reassign', { what: 'step', to: cast.procurement.id })).body).toMatchObject({ status: 403, code: 'separationOfDuties' });
      for (const key of [person, robot, another]) expect((await act(key, id, 'verify')).body).toMatchObject({ status: 403, code: 'separationOfDuties' });
      expect((await act(third, id, 'verify')).body).toMatchObject({ stage: 'closed' });
    }

    // What follows from somebody's decision is not accepted by them either.
    const { body: { id } } = await open(another, { ...opening(cast.supplierId), severity: 'major' });
    await act(another, id, 'acknowledge');
    for (let round = 1; round <= 2; round++) {
      await act(another, id, 'submit-plan', { text: 'Plan' });
      await act(person, id, 'accept-plan');
      await act(another, id, 'submit-evidence', { text: 'Done' });
      await act(third, id, 'verify');
      await act(robot, id, 'report-recurrence', { text: 'It came back.' });
    }
    const proposal = await api.db.prisma.proposal.findFirstOrThrow({ where: { causeCaseId: id, kind: 'phaseOut' } });
    for (const key of [person, robot]) {
      expect((await api.call('POST', `/api/v1/proposals/${proposal.id}/accept`, { key, body: {} })).body).toMatchObject({ status: 403, code: 'separationOfDuties' });
    }
  }, 240_000);

  it('is verified by another program than the one that accepted the plan, also when the installation’s own key made it', async () => {
    const cast = await settleCast(api.db);
    const root = `key-${randomUUID()}`;
    await createKey(api.db, { id: randomUUID(), name: 'root', key: root, roles: ['procurement', 'quality', 'admin'], personId: null, createdBy: 'bootstrap', expiresAt: null, at: new Date() });
    const made = await api.call<{ key: string }>('POST', '/api/v1/keys', { key: root, body: { name: 'Quality system', roles: ['quality'] } });
    const { body } = await open(root, opening(cast.supplierId));
    await act(root, body.id, 'acknowledge');
    await act(root, body.id, 'submit-plan', { text: 'Plan' });
    await act(root, body.id, 'accept-plan');
    await act(root, body.id, 'submit-evidence', { text: 'Evidence' });
    expect((await act(root, body.id, 'verify')).body).toMatchObject({ status: 403, code: 'separationOfDuties' });
    expect((await act(made.body.key, body.id, 'verify')).body).toMatchObject({ stage: 'closed' });
  });

  it('takes a command only from who saw the newest state, if they say which they saw', async () => {
    const { supplierId, procurement } = await desks();
    const opened = await open(procurement, opening(supplierId));
    const seen = opened.headers.get('etag') ?? '';
    expect(seen).toBe('"1"');
    await act(procurement, opened.body.id, 'acknowledge', {}, { 'if-match': seen });
    const stale = await act(procurement, opened.body.id, 'submit-plan', { text: 'x' }, { 'if-match': seen });
    expect({ status: stale.status, ...stale.body }).toMatchObject({ status: 412, code: 'stale' });
  }, 240_000);

  it('names the running case to who opens a twin', async () => {
    const { supplierId, procurement } = await desks();
    const first = await open(procurement, opening(supplierId, 'Late again'));
    const twin = await open(procurement, opening(supplierId, 'late  AGAIN'));
    expect({ status: twin.status, ...twin.body }).toMatchObject({ status: 409, code: 'twin', runningId: first.body.id });
  }, 240_000);

  it('is opened and moved on once, however often the request is repeated', async () => {
    const { supplierId, procurement } = await desks();
    const body = opening(supplierId);
    const first = await open(procurement, body, { 'idempotency-key': 'open-once' });
    const again = await open(procurement, body, { 'idempotency-key': 'open-once' });
    expect([again.status, again.body]).toEqual([201, first.body]);
    // The kept answer is lost, as after a crash: the command's id still makes it one.
    await api.db.prisma.idempotencyKey.deleteMany();
    const third = await open(procurement, body, { 'idempotency-key': 'open-once' });
    expect(third.body.id).toBe(first.body.id);
    const acknowledge = () => act(procurement, first.body.id, 'acknowledge', {}, { 'idempotency-key': 'ack-once' });
    expect((await acknowledge()).body.sequence).toBe(2);
    expect((await acknowledge()).body.sequence).toBe(2);
  }, 240_000);

  it('is found by stage, supplier and words, and its conversation takes remarks', async () => {
    const { supplierId, procurement } = await desks();
    const title = `Cracked housings ${randomUUID().slice(0, 8)}`;
    const { body } = await open(procurement, opening(supplierId, title));
    const listed = await api.call<{ items: CaseBody[] }>('GET', `/api/v1/rectifications?stage=opened&supplierId=${supplierId}&overdue=false`, { key: procurement });
    expect(listed.body.items.map((each) => each.id)).toEqual([body.id]);
    const found = await api.call<{ cases: { id: string; route: string }[] }>('GET', `/api/v1/search?q=${encodeURIComponent(title.toUpperCase())}`, { key: procurement });
    expect(found.body.cases).toMatchObject([{ id: body.id, route: 'rectifications' }]);
    const said = await api.call('POST', `/api/v1/rectifications/${body.id}/messages`, { key: procurement, body: { text: 'Called them.' } });
    expect(said.body).toMatchObject({ text: 'Called them.', direction: 'out', author: { name: 'Procurement desk' } });
  }, 240_000);

  it('that failed leaves a proposal, which a manager can dismiss once, with a reason', async () => {
    const { supplierId, procurement, manager } = await desks();
    const { body } = await open(procurement, opening(supplierId));
    await letDaysPass(place.client, `rectification:${body.id}`, 30);
    const work = await api.call<{ proposals: { id: string; causeCaseId: string; kind: string }[] }>('GET', '/api/v1/my-work', { key: manager });
    const proposal = work.body.proposals.find((each) => each.causeCaseId === body.id);
    expect(proposal).toMatchObject({ kind: 'phaseOut' });
    const dismiss = (reason: string) => api.call('POST', `/api/v1/proposals/${proposal?.id}/dismiss`, { key: manager, body: { reason } });
    expect((await dismiss('')).status).toBe(422);
    expect((await dismiss('They are our only source.')).body).toMatchObject({ status: 'dismissed', decision: 'They are our only source.' });
    expect((await dismiss('Again')).status).toBe(409);
  }, 240_000);
});
