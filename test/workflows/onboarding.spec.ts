import { randomUUID } from 'node:crypto';
import { defaultQuestionnaire } from '#domain/questionnaire/default-questionnaire.js';
import { questionsOf } from '#domain/questionnaire/questionnaire.js';
import { listEvents } from '#persistence/cases/read.js';
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

const answers = Object.fromEntries(questionsOf(defaultQuestionnaire).flatMap(({ question, choices, when }) => (when ? [] : [[question, choices[0]?.answer ?? '']])));
const routine = { sourcesAvailable: 'many', switchingCost: 'low', substitutes: 'ready', criticality: 'unnoticed', qualityImpact: 'none' };
const newcomer = <More extends object>(more?: More) => ({ name: `Newcomer ${randomUUID().slice(0, 8)}`, country: 'DE', email: `sales-${randomUUID().slice(0, 8)}@example.com`, ...(more as More) });

async function desks() {
  const cast = await settleCast(api.db);
  return { procurement: await keyFor(api.db, cast.procurement, 'procurement'), manager: await keyFor(api.db, cast.manager, 'manager') };
}
const open = (key: string, body: object) => api.call<CaseBody>('POST', '/api/v1/onboardings', { key, body });
const act = (key: string, id: string, command: string, body: object = {}) => api.call<CaseBody>('POST', `/api/v1/onboardings/${id}/${command}`, { key, body });
const statusOf = async (id: string) => (await place.db.prisma.supplier.findUniqueOrThrow({ where: { id } })).status;

describe('an onboarding over HTTP', () => {
  it('brings a supplier in, invited by a mail with the questions, approved by another than who asked', async () => {
    const { procurement, manager } = await desks();
    const body = newcomer({ language: 'ru', taxId: `DE ${randomUUID()}` });
    const opened = await open(procurement, body);
    expect(opened).toMatchObject({ status: 201, body: { process: 'onboarding', stage: 'invited', status: 'open', waitingFor: 'supplier' } });
    const { id, supplierId } = opened.body;
    expect(await statusOf(supplierId)).toBe('onboarding');
    const mail = await place.sink.mail((each) => each.to?.[0]?.address === body.email, 'the invitation');
    expect(mail.subject).toContain('Приглашение стать нашим поставщиком');

    const twin = await open(procurement, newcomer({ taxId: body.taxId.toLowerCase() }));
    expect(twin.status).toBe(409);
    expect(JSON.stringify(twin.body)).toContain(id);

    expect((await act(procurement, id, 'answer-questionnaire', { answers: {} })).body).toMatchObject({ status: 409, code: 'answersIncomplete' });
    expect((await act(procurement, id, 'answer-questionnaire', { answers, agreement: '2026-1', signatory: 'Managing director' })).body).toMatchObject({ stage: 'checking', waitingFor: 'owner' });
    expect((await act(procurement, id, 'accept-documents')).body).toMatchObject({ stage: 'segmenting' });
    expect((await act(procurement, id, 'segment', { answers: routine, expectedSpend: 1000 })).body).toMatchObject({ stage: 'approving', waitingFor: 'manager' });
    expect((await act(procurement, id, 'approve')).status).toBe(403);
    expect((await act(manager, id, 'agree-contract', { text: 'Terms' })).status).toBe(403);
    expect((await act(manager, id, 'approve')).body).toMatchObject({ stage: 'contracting' });
    expect((await act(procurement, id, 'agree-contract', { text: 'OTD 95 %, 60 days net' })).body).toMatchObject({ stage: 'trial' });
    expect((await act(procurement, id, 'conclude-trial', { result: 'passed', text: 'All lots accepted' })).body).toMatchObject({ stage: 'active', outcome: 'active' });
    expect(await statusOf(supplierId)).toBe('active');
    await place.sink.mail((each) => each.to?.[0]?.address === body.email && (each.subject ?? '').includes('Добро пожаловать'), 'the welcome');
  }, 120_000);

  it('is not approved by a key that acts for who asked, nor opened for a supplier that is there or blocked', async () => {
    const { manager } = await desks();
    const opened = await open(manager, newcomer());
    expect(opened.status).toBe(201);
    const { id, supplierId } = opened.body;
    const { procurement } = await desks();
    await act(procurement, id, 'answer-questionnaire', { answers });
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
