import { sendWaiting } from '#apps/delivery/post.js';
import { openMailTransport, type MailTransport } from '#messaging/channels/email.js';
import { createEvaluation } from '#persistence/scoring/evaluations.js';
import { cancelSurvey } from '#persistence/surveys/close.js';
import { survey } from '#workflows/survey/contract.js';
import { createRatingActivities } from '#apps/worker/activities/ratings.js';
import { eventually } from '#test/eventually.js';
import { openWorkplace, settleCast, type Workplace } from '#test/in-process.js';
import { linkFor, markFields, openForm, postForm } from '#test/survey-form.js';
import { letDaysPass } from '#test/temporal.js';
import { randomUUID } from 'node:crypto';
import { startApiUnderTest, type ApiUnderTest } from '../integration/api-under-test.js';

let place: Workplace;
let api: ApiUnderTest;
let transport: MailTransport;

beforeAll(async () => {
  place = await openWorkplace();
  api = await startApiUnderTest({ db: place.db, door: place.door });
  transport = openMailTransport({ url: place.sink.url, from: 'Steward <steward@example.com>' });
}, 240_000);
afterAll(async () => {
  transport?.close();
  await api?.close();
  await place?.close();
}, 240_000);

const closedAt = async (id: string) => (await place.db.prisma.survey.findUniqueOrThrow({ where: { id } })).closedAt?.toISOString();
const post = () => sendWaiting({ db: place.db, transport, now: () => new Date(), publicUrl: 'https://steward.example.com' });
const person = async (name: string, language = 'en') => {
  const row = { id: randomUUID(), name, email: `${name.toLowerCase()}-${randomUUID().slice(0, 8)}@example.com`, roles: ['rater'], language, active: true, createdAt: new Date() };
  await place.db.prisma.person.create({ data: row });
  return row;
};
const assign = (personIds: readonly string[], supplierIds: readonly string[]) =>
  place.db.prisma.raterAssignment.createMany({
    data: personIds.flatMap((personId) => supplierIds.map((supplierId) => ({ personId, supplierId, assignedBy: 'test', assignedAt: new Date() }))),
  });
let quarter = 0;
/** A cycle's ratings, asked for by the survey's workflow as the cycle's child would be. */
async function askFor(supplierIds: readonly string[]) {
  const year = 2000 + (quarter += 1);
  const { id: evaluationId } = await createEvaluation(place.db, {
    id: randomUUID(), periodStart: `${year}-01-01`, periodEnd: `${year}-03-31`, supplierIds, requestedBy: 'test', at: new Date(),
  });
  const ratings = createRatingActivities(place.db);
  const { surveyId } = await ratings.prepareRatings({ evaluationId, at: new Date().toISOString() });
  if (surveyId === null) throw new Error('Nobody was to be asked');
  await place.door.startSurvey(surveyId);
  const asked = async () => (await place.db.prisma.survey.findUniqueOrThrow({ where: { id: surveyId } })).status === 'open' || null;
  await eventually('everybody was asked', asked);
  await post();
  return { evaluationId, surveyId, ratings, handle: place.client.workflow.getHandle(survey.workflowId(surveyId)) };
}

describe('a survey', () => {
  it('asks raters in their language, keeps what they save, hears once when all have sent, and ends before its deadline', async () => {
    const [{ supplierId: first }, { supplierId: second }] = [await settleCast(place.db), await settleCast(place.db)];
    const [anna, boris] = [await person('Anna'), await person('Boris', 'ru')];
    await assign([anna.id, boris.id], [first, second]);
    const { evaluationId, surveyId, ratings, handle } = await askFor([first, second]);
    const [annas, boriss] = [await linkFor(place.sink, anna.email), await linkFor(place.sink, boris.email, (text) => text.includes('поставщик'))];

    const form = await openForm(api.url, annas);
    expect(form.status).toBe(200);
    expect(markFields(form)).toHaveLength(8);
    const half = { [`a.${first}.quality`]: '5', [`a.${first}.comment`]: 'Good <b>castings</b>' };
    expect((await postForm(api.url, annas, 'save', half)).text).toContain('Your answers are saved');
    expect((await openForm(api.url, annas)).text).toContain('Good &lt;b&gt;castings&lt;/b&gt;');
    const early = await postForm(api.url, annas, 'send', {});
    expect([early.status, early.text.includes('has no answer yet')]).toEqual([422, true]);

    const all = (link: string, mark: string) => openForm(api.url, link).then((page) => Object.fromEntries(markFields(page).map((field) => [field, mark])));
    expect((await postForm(api.url, annas, 'send', { ...(await all(annas, '4')), [`a.${first}.recommendation`]: '9' })).text).toContain('Thank you');
    expect((await openForm(api.url, annas)).text).toContain('Thank you');
    expect(await place.db.prisma.survey.findUniqueOrThrow({ where: { id: surveyId } })).toMatchObject({ status: 'open' });
    expect((await postForm(api.url, boriss, 'send', { ...(await all(boriss, '2')), [`a.${second}.quality`]: 'x' })).text).toContain('Спасибо');

    expect(await handle.result()).toEqual({ answered: 2, missing: 0, closedAt: await closedAt(surveyId) });
    const { events } = await handle.fetchHistory();
    expect(events?.filter((each) => each.workflowExecutionSignaledEventAttributes)).toHaveLength(1);
    expect(await place.db.prisma.surveyAnswer.findMany({ where: { supplierId: first } })).toMatchObject([{ source: 'steward', survey: 'nps', respondent: anna.id }]);

    expect(await ratings.calibrateRatings({ evaluationId, at: new Date().toISOString() })).toEqual({ suppliers: 2, adjusted: 0 });
    await ratings.settleRatings({ evaluationId, use: 'calibrated', at: new Date().toISOString() });
    const rated = await place.db.prisma.supplierRating.findMany({ where: { evaluationId } });
    // Anna gives 4s: 75. Boris gives 2s: 25, and cannot say one of them.
    expect(rated.map(({ raters, raw, calibrated, used }) => [raters, raw.toNumber(), calibrated, used?.toNumber()])).toEqual([[2, 50, null, 50], [2, 50, null, 50]]);
  }, 240_000);

  it('reminds who is silent, ends at its deadline, counts what was saved, and names who is missing', async () => {
    const { supplierId } = await settleCast(place.db);
    const [carl, dora] = [await person('Carl'), await person('Dora')];
    await assign([carl.id, dora.id], [supplierId]);
    const { evaluationId, surveyId, ratings, handle } = await askFor([supplierId]);
    const carls = await linkFor(place.sink, carl.email);
    await postForm(api.url, carls, 'save', { [`a.${supplierId}.quality`]: '3' });

    await letDaysPass(place.client, survey.workflowId(surveyId), 5);
    expect(await handle.result()).toEqual({ answered: 0, missing: 2, closedAt: await closedAt(surveyId) });
    await post();
    const reminder = await linkFor(place.sink, dora.email, (text) => text.startsWith('Reminder'));
    for (const link of [carls, reminder]) expect((await openForm(api.url, link)).status).toBe(410);
    expect((await postForm(api.url, carls, 'send', { [`a.${supplierId}.quality`]: '1' })).status).toBe(410);
    const missing = await place.db.prisma.surveyInvitation.findMany({ where: { surveyId, status: 'missing' }, orderBy: { recipientId: 'asc' } });
    expect(missing.map(({ recipientId }) => recipientId)).toEqual([carl.id, dora.id].sort());
    await ratings.calibrateRatings({ evaluationId, at: new Date().toISOString() });
    expect(await place.db.prisma.supplierRating.findMany({ where: { evaluationId } })).toMatchObject([{ raters: 1 }]);
  }, 240_000);

  it('passes questions on: the first link closes, the other is asked, and only the other counts', async () => {
    const { supplierId } = await settleCast(place.db);
    const [erik, fay] = [await person('Erik'), await person('Fay')];
    await assign([erik.id], [supplierId]);
    const { surveyId, handle } = await askFor([supplierId]);
    const eriks = await linkFor(place.sink, erik.email);
    await postForm(api.url, eriks, 'save', { [`a.${supplierId}.quality`]: '1' });
    const nobody = await postForm(api.url, eriks, 'delegate', { address: 'nobody@example.com', reason: 'On leave' });
    expect([nobody.status, nobody.text.includes('Nobody whom we know')]).toEqual([422, true]);
    expect((await postForm(api.url, eriks, 'delegate', { address: fay.email, reason: '' })).status).toBe(422);
    expect((await postForm(api.url, eriks, 'delegate', { address: fay.email.toUpperCase(), reason: 'Fay worked with them' })).text).toContain('Passed on');
    expect((await openForm(api.url, eriks)).text).toContain('Passed on');
    await post();

    const fays = await linkFor(place.sink, fay.email, (text) => text.includes('Fay worked with them'));
    const page = await openForm(api.url, fays);
    expect(page.text).not.toContain(' checked');
    await postForm(api.url, fays, 'send', Object.fromEntries(markFields(page).map((field) => [field, '5'])));
    expect(await handle.result()).toEqual({ answered: 1, missing: 0, closedAt: await closedAt(surveyId) });
    expect(await place.db.prisma.surveyInvitation.findMany({ where: { surveyId }, orderBy: { status: 'asc' } })).toMatchObject([
      { recipientId: fay.id, status: 'answered' },
      { recipientId: erik.id, status: 'delegated', delegateReason: 'Fay worked with them' },
    ]);
  }, 240_000);

  it('that is cancelled closes its links, and nothing counts', async () => {
    const { supplierId } = await settleCast(place.db);
    const gina = await person('Gina');
    await assign([gina.id], [supplierId]);
    const { surveyId, handle } = await askFor([supplierId]);
    const link = await linkFor(place.sink, gina.email);
    await handle.cancel();
    await expect(handle.result()).rejects.toThrow();
    expect((await openForm(api.url, link)).status).toBe(410);
    expect(await place.db.prisma.survey.findUniqueOrThrow({ where: { id: surveyId } })).toMatchObject({ status: 'cancelled' });
  }, 240_000);

  it('in which suppliers rate us ends with its workflow when a person gives it up, also when that is heard late', async () => {
    const { key } = await api.keyOf('procurement');
    const ask = async () => {
      const { supplierId } = await settleCast(place.db);
      const body = { kind: 'suppliersRateUs', periodStart: '2025-01-01', periodEnd: '2025-12-31', supplierIds: [supplierId] };
      const { body: made } = await api.call<{ id: string }>('POST', '/api/v1/surveys', { key, body });
      await eventually('the supplier was asked', async () => (await place.db.prisma.survey.findUniqueOrThrow({ where: { id: made.id } })).status === 'open' || null);
      return { surveyId: made.id, handle: place.client.workflow.getHandle(survey.workflowId(made.id)) };
    };
    const [heard, unheard] = [await ask(), await ask()];
    expect((await api.call('POST', `/api/v1/surveys/${heard.surveyId}/cancel`, { key, body: { reason: 'The wrong period' } })).status).toBe(200);
    await expect(heard.handle.result()).rejects.toThrow();
    expect(await place.db.prisma.survey.findUniqueOrThrow({ where: { id: heard.surveyId } })).toMatchObject({ status: 'cancelled', cancelReason: 'The wrong period' });
    await cancelSurvey(place.db, { surveyId: unheard.surveyId, at: new Date(Date.now() - 600_000), person: { by: 'test', reason: 'x' } });
    await place.door.sweep(new Date());
    await expect(unheard.handle.result()).rejects.toThrow();
  }, 240_000);

  it('that is not heard, as Temporal was away, is told by the sweeper', async () => {
    const { supplierId } = await settleCast(place.db);
    const hugo = await person('Hugo');
    await assign([hugo.id], [supplierId]);
    const { surveyId, handle } = await askFor([supplierId]);
    await place.db.prisma.surveyInvitation.updateMany({ where: { surveyId }, data: { status: 'answered', answeredAt: new Date() } });
    await place.door.sweep(new Date());
    expect(await handle.result()).toEqual({ answered: 1, missing: 0, closedAt: await closedAt(surveyId) });
  }, 240_000);
});
