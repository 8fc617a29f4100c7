import { randomUUID } from 'node:crypto';
import { defaultOnboardingRules } from '#domain/onboarding/terms.js';
import { qualifiedUntil } from '#domain/onboarding/validity.js';
import { createKey } from '#persistence/access/keys.js';
import { listEvents } from '#persistence/cases/read.js';
import { goodAnswers } from '#test/questionnaire-answers.js';
import { openWorkplace, settleCast, type Workplace } from '#test/in-process.js';
import { eventually } from '#test/eventually.js';
import { letDaysPass } from '#test/temporal.js';
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
  supplierId: string;
  stage: string;
  waitingFor: string | null;
  code?: string;
  runningId?: string;
  existingId?: string;
}

const routine = { sourcesAvailable: 'many', switchingCost: 'low', substitutes: 'ready', criticality: 'unnoticed', qualityImpact: 'none' };
const newcomer = <More extends object>(more?: More) => ({ name: `Newcomer ${randomUUID().slice(0, 8)}`, country: 'DE', email: `sales-${randomUUID().slice(0, 8)}@example.com`, ...(more as More) });

async function desks() {
  const cast = await settleCast(api.db);
  return { procurementId: cast.procurement.id, procurement: await keyFor(api.db, cast.procurement, 'procurement'), manager: await keyFor(api.db, cast.manager, 'manager') };
}
const open = (key: string, body: object) => api.call<CaseBody>('POST', '/api/v1/onboardings', { key, body });
const act = (key: string, id: string, command: string, body: object = {}) => api.call<CaseBody>('POST', `/api/v1/onboardings/${id}/${command}`, { key, body });
const statusOf = async (id: string) => (await place.db.prisma.supplier.findUniqueOrThrow({ where: { id } })).status;

describe('an onboarding over HTTP', () => {
  it('brings a supplier in, invited by a mail with the questions, approved by another than who asked', async () => {
    const { procurementId, procurement, manager } = await desks();
    const body = newcomer({ language: 'ru', taxId: `DE ${randomUUID()}`, categories: ['castings', 'forged parts'] });
    const opened = await open(procurement, body);
    expect(opened).toMatchObject({ status: 201, body: { process: 'onboarding', stage: 'invited', status: 'open', waitingFor: 'supplier' } });
    const { id, supplierId } = opened.body;
    expect(await statusOf(supplierId)).toBe('onboarding');
    const mail = await place.sink.mail((each) => each.to?.[0]?.address === body.email, 'the invitation');
    expect(mail.subject).toContain('Приглашение стать нашим поставщиком');

    const twin = await open(procurement, newcomer({ taxId: body.taxId.toLowerCase() }));
    expect(twin.status).toBe(409);
    expect(JSON.stringify(twin.body)).toContain(id);

    expect((await act(procurement, id, 'answer-questionnaire', { answers: { ...goodAnswers, onTime: 101 } })).body).toMatchObject({ status: 422, errors: [{ path: 'answers.onTime', message: 'is out of its bounds' }] });
    expect((await act(procurement, id, 'answer-questionnaire', { answers: goodAnswers, agreement: '2026-1', signatory: 'Managing director' })).body).toMatchObject({ stage: 'checking', waitingFor: 'owner' });
    const { body: told } = await api.call<{ version: string; answered: { answers: object; signatory: string }; qualification: { sections: { criterion: string; arithmetic: string }[] } }>('GET', `/api/v1/onboardings/${id}/answers`, { key: manager });
    expect(told).toMatchObject({ version: 'standard-1', answered: { answers: goodAnswers, signatory: 'Managing director' }, qualification: { reached: true } });
    expect(told.qualification.sections.find(({ criterion }) => criterion === 'delivery')?.arithmetic).toBe('(100 × 2 + 100 × 1) / 3 = 100');
    expect((await act(procurement, id, 'accept-documents')).body).toMatchObject({ stage: 'segmenting' });
    expect((await act(procurement, id, 'segment', { answers: routine, expectedSpend: 1000 })).body).toMatchObject({ stage: 'approving', waitingFor: 'manager' });
    expect((await act(procurement, id, 'approve')).status).toBe(403);
    expect((await act(manager, id, 'agree-contract', { text: 'Terms' })).status).toBe(403);
    expect((await act(manager, id, 'approve')).body).toMatchObject({ stage: 'contracting' });
    const contract = { number: 'C-2026-17', validFrom: '2026-03-01', validTo: '2027-02-28', noticeDays: 90, paymentTerms: '60 days net', kpiTargets: { onTimeDelivery: '95', qualityPassRate: '99.5' } };
    expect(await act(procurement, id, 'agree-contract', { text: 'As agreed.', contract: { ...contract, validTo: '2026-02-28' } })).toMatchObject({ status: 422 });
    expect((await act(procurement, id, 'agree-contract', { text: 'OTD 95 %, 60 days net', contract })).body).toMatchObject({ stage: 'trial' });
    const { id: _, ...agreed } = await place.db.prisma.contract.findFirstOrThrow({ where: { supplierId } });
    expect(agreed).toMatchObject({ ...contract, validFrom: new Date('2026-03-01'), validTo: new Date('2027-02-28'), source: 'onboarding', externalId: id });
    expect((await act(procurement, id, 'conclude-trial', { result: 'passed', text: 'All lots accepted' })).body).toMatchObject({ stage: 'active', outcome: 'active' });
    const active = await place.db.prisma.supplier.findUniqueOrThrow({ where: { id: supplierId } });
    expect(active).toMatchObject({ status: 'active', segment: 'routine', qualifiedUntil: qualifiedUntil(defaultOnboardingRules, new Date()) });
    const placements = await place.db.prisma.segmentation.findMany({ where: { supplierId, supersededAt: null }, orderBy: { category: 'asc' } });
    expect(placements).toMatchObject([{ category: 'castings', segment: 'routine', answers: routine, decidedBy: procurementId }, { category: 'forged parts', segment: 'routine' }]);
    await place.sink.mail((each) => each.to?.[0]?.address === body.email && (each.subject ?? '').includes('Добро пожаловать'), 'the welcome');
  }, 120_000);

  it('is not approved by a key that acts for who asked, nor opened for a supplier that is there or blocked', async () => {
    const { manager } = await desks();
    const opened = await open(manager, newcomer());
    expect(opened.status).toBe(201);
    const { id, supplierId } = opened.body;
    const { procurement } = await desks();
    // Nor does who asks for more time for the supplier grant it.
    const { procurement: another } = await desks();
    expect((await act(procurement, id, 'request-extension', { businessDays: 0, reason: 'Their fair.' })).status).toBe(422);
    expect(await act(procurement, id, 'request-extension', { businessDays: 3, reason: 'Their fair.' })).toMatchObject({ status: 200, body: { stage: 'invited', waitingFor: 'owner' } });
    expect((await act(manager, id, 'decide-extension', { decision: 'grant' })).status).toBe(403);
    expect(await act(procurement, id, 'decide-extension', { decision: 'grant' })).toMatchObject({ status: 403, body: { code: 'separationOfDuties' } });
    expect(await act(another, id, 'decide-extension', { decision: 'grant' })).toMatchObject({ status: 200, body: { waitingFor: 'supplier' } });
    await act(procurement, id, 'answer-questionnaire', { answers: goodAnswers });
    await act(procurement, id, 'accept-documents');
    await act(procurement, id, 'segment', { answers: routine, expectedSpend: 0 });
    expect(await act(manager, id, 'approve')).toMatchObject({ status: 403, body: { code: 'separationOfDuties' } });
    expect((await act(procurement, id, 'reject', { reason: 'Too far away.' })).body).toMatchObject({ stage: 'rejected' });
    expect(await statusOf(supplierId)).toBe('rejected');

    const again = await open(procurement, { ...newcomer(), supplierId });
    expect(again).toMatchObject({ status: 201, body: { supplierId } });
    expect((await open(procurement, { ...newcomer(), supplierId })).body.code).toBe('twin');
    await act(procurement, again.body.id, 'withdraw', { reason: 'No demand.' });
    await place.db.prisma.supplier.update({ where: { id: supplierId }, data: { status: 'blocked' } });
    expect(await open(procurement, { ...newcomer(), supplierId })).toMatchObject({ status: 409, body: { code: 'blocked' } });
  }, 120_000);

  it('asks by the published questionnaire that says most closely whom it is for, and keeps it when another is published', async () => {
    const admin = (await api.keyOf('admin', 'procurement')).key;
    const words = (text: string) => ({ en: text, zh: text, ru: text });
    const document = { code: 'forgings', title: words('Forgings'), for: { categories: ['forgings'] }, sections: [{ criterion: 'capacity', weight: 1, minimum: 50, questions: [{ kind: 'number', question: 'presses', words: words('Presses'), unit: words('pieces'), least: 0, most: 99, bands: [{ from: 2, points: 60 }] }] }] };
    const call = <T extends object>(method: string, path: string, body?: object, headers?: Record<string, string>) => api.call<T>(method, `/api/v1/questionnaires${path}`, { key: admin, ...(body ? { body } : {}), ...(headers ? { headers } : {}) });
    const refused = await call<{ errors: { path: string }[] }>('POST', '', { ...document, sections: [] });
    expect([refused.status, refused.body.errors[0]?.path]).toEqual([422, 'sections']);
    const draft = await call<{ version: string }>('POST', '', document);
    expect(draft).toMatchObject({ status: 201, body: { version: 'forgings-1', status: 'draft', revision: 1 } });
    const better = { ...document, title: words('Forged parts') };
    expect((await call('PUT', '/forgings-1', better, { 'if-match': '"1"' })).body).toMatchObject({ revision: 2, document: { title: words('Forged parts') } });
    expect((await call('PUT', '/forgings-1', document, { 'if-match': '"1"' })).status).toBe(412);
    expect((await call('PUT', '/forgings-1', { ...document, code: 'castings' })).body).toMatchObject({ code: 'otherCode' });
    expect((await call('POST', '/forgings-1/publish')).body).toMatchObject({ status: 'published' });
    expect((await call('PUT', '/forgings-1', document)).body).toMatchObject({ code: 'immutable' });

    const { id } = (await open(admin, newcomer({ categories: ['forgings'] }))).body;
    await call('POST', '', document);
    await call('POST', '/forgings-2/publish');
    expect((await call<{ items: { version: string; status: string }[] }>('GET', '?code=forgings')).body.items.map(({ version, status }) => `${version} ${status}`)).toEqual(['forgings-2 published', 'forgings-1 superseded']);
    expect((await act(admin, id, 'answer-questionnaire', { answers: goodAnswers })).status).toBe(422);
    expect((await act(admin, id, 'answer-questionnaire', { answers: { presses: 3 } })).body).toMatchObject({ stage: 'checking' });
    expect((await place.db.prisma.case.findUniqueOrThrow({ where: { id } })).state).toMatchObject({ qualification: { version: 'forgings-1', score: 60 } });
  }, 120_000);

  it('is approved by its rule: by those asked, in their place by a deputy, by nobody who asked – by no route', async () => {
    const [cast, other] = [await settleCast(api.db), await settleCast(api.db)];
    const [asking, quality, manager] = [await keyFor(api.db, cast.procurement, 'procurement'), await keyFor(api.db, cast.quality, 'quality'), await keyFor(api.db, cast.manager, 'manager')];
    const away = await keyFor(api.db, other.manager, 'manager');
    const standIn = await keyFor(api.db, other.quality, 'quality');
    const refused = { status: 403, body: { code: 'separationOfDuties' } };
    const today = new Date().toISOString().slice(0, 10);
    const name = (key: string, deputyId: string) => api.call<{ id: string }>('POST', '/api/v1/me/deputies', { key, body: { deputyId, from: today, until: today } });
    const atApproval = async (): Promise<string> => {
      const { id } = (await open(asking, newcomer())).body;
      await act(asking, id, 'answer-questionnaire', { answers: goodAnswers, agreement: '2026-1', signatory: 'Managing director' });
      await act(asking, id, 'accept-documents');
      expect((await act(asking, id, 'segment', { answers: routine, expectedSpend: 2_000_000 })).body.stage).toBe('approving');
      return id;
    };

    const waitsFor = async (key: string, caseId: string) => (await api.call<{ cases: { id: string }[] }>('GET', '/api/v1/my-work', { key })).body.cases.some((each) => each.id === caseId);
    const approvers = async (caseId: string) => (await api.call<{ items: { id: string; role: string; inPlaceOf: { id: string } | null }[] }>('GET', `/api/v1/onboardings/${caseId}/approvers`, { key: quality })).body.items;
    const mayApprove = async (caseId: string) => (await approvers(caseId)).map((each) => each.id);

    const id = await atApproval();
    expect([await waitsFor(manager, id), await waitsFor(away, id), await waitsFor(quality, id), await waitsFor(asking, id)]).toEqual([true, true, false, false]);
    expect(await mayApprove(id)).toEqual(expect.arrayContaining([cast.manager.id, other.manager.id]));
    expect(await mayApprove(id)).not.toContain(cast.procurement.id);
    expect(await act(asking, id, 'approve')).toMatchObject(refused);
    expect(await act(quality, id, 'approve')).toMatchObject({ status: 403, body: { code: 'notApprover' } });
    expect(await act(quality, id, 'approve', { authority: { roles: ['manager'], standsInFor: [] } })).toMatchObject({ status: 403, body: { code: 'notApprover' } });
    // A key that acts for nobody is the hand of who made it.
    const ownKey = `key-${randomUUID()}`;
    await createKey(api.db, { id: randomUUID(), name: 'own', key: ownKey, roles: ['manager'], personId: null, createdBy: cast.procurement.id, expiresAt: null, at: new Date() });
    expect(await act(ownKey, id, 'approve')).toMatchObject(refused);
    expect((await act(manager, id, 'approve')).body.stage).toBe('approving');
    expect(await act(manager, id, 'approve')).toMatchObject(refused);
    expect([await waitsFor(manager, id), await waitsFor(away, id), await waitsFor(standIn, id)]).toEqual([false, true, false]);
    // Who asked is no deputy either; nor does a deputy of who has approved approve again.
    expect((await name(away, cast.procurement.id)).status).toBe(201);
    expect(await act(asking, id, 'approve')).toMatchObject(refused);
    expect((await name(manager, other.quality.id)).status).toBe(201);
    expect(await act(standIn, id, 'approve')).toMatchObject(refused);
    expect((await name(away, other.manager.id)).status).toBe(422);
    const deputyship = await name(away, other.quality.id);
    expect(await waitsFor(standIn, id)).toBe(true);
    expect((await approvers(id)).find((each) => each.id === other.quality.id)).toMatchObject({ role: 'manager', inPlaceOf: { id: other.manager.id } });
    expect(await mayApprove(id)).not.toEqual(expect.arrayContaining([cast.manager.id]));
    expect((await act(standIn, id, 'approve')).body.stage).toBe('contracting');
    const shown = await api.call<{ onboarding: { approval: { given: object[] } } }>('GET', `/api/v1/onboardings/${id}`, { key: manager });
    expect(shown.body.onboarding.approval.given).toMatchObject([{ role: 'manager', by: cast.manager.id, inPlaceOf: null }, { role: 'manager', by: other.quality.id, inPlaceOf: other.manager.id }]);
    expect((await api.call('DELETE', `/api/v1/me/deputies/${deputyship.body.id}`, { key: away })).status).toBe(204);

    const second = await atApproval();
    expect(await act(away, second, 'pass-approval', { to: cast.procurement.id })).toMatchObject(refused);
    expect(await act(standIn, second, 'pass-approval', { to: cast.quality.id })).toMatchObject({ status: 200 });
    expect((await act(away, second, 'pass-approval', { to: cast.quality.id })).status).toBe(200);
    expect(await waitsFor(quality, second)).toBe(true);
    await place.sink.mail((each) => each.to?.[0]?.address === cast.quality.email && (each.subject ?? '').includes('An approval was passed on to you'), 'the approval passed on');
    expect((await act(quality, second, 'approve')).body.stage).toBe('approving');
  }, 120_000);

  it('is reminded, climbs and expires when nobody answers', async () => {
    const { procurement } = await desks();
    const { id, supplierId } = (await open(procurement, newcomer())).body;
    await letDaysPass(place.client, `onboarding:${id}`, 60);
    await eventually('the invitation has expired', async () => (await statusOf(supplierId)) === 'rejected' || null, 60_000);
    const { items } = await listEvents(place.db, id, { limit: 50 });
    const types = items.map(({ type }) => type);
    expect(types[0]).toBe('opened');
    expect(types.at(-1)).toBe('expired');
    expect(types).toEqual(expect.arrayContaining(['reminded', 'escalated']));
  }, 120_000);
});
