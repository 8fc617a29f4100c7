import { moveFactsOfMerged } from '#persistence/duplicates/facts-of-merged.js';
import { joinRecords } from '#persistence/duplicates/join.js';
import { openDatabase, type Transaction } from '#persistence/database.js';
import { createLink } from '#persistence/links/links.js';
import { findInvitation } from '#persistence/surveys/invitations.js';
import { repliesOf, saveReplies } from '#persistence/surveys/replies.js';
import { closeSurvey } from '#persistence/surveys/close.js';
import { storeSurvey } from '#persistence/surveys/prepare.js';
import { questionsAboutUs } from '#domain/surveys/questions.js';
import { createEvaluation } from '#persistence/scoring/evaluations.js';
import { createRatingActivities } from '#apps/worker/activities/ratings.js';
import { indicators } from '#domain/indicators/catalogue.js';
import { measureSuppliers } from '#persistence/measures/measure.js';
import { settleCast } from '#test/in-process.js';
import { markFields, openForm, postForm } from '#test/survey-form.js';
import { randomUUID } from 'node:crypto';
import { startApiUnderTest, type ApiUnderTest } from './api-under-test.js';

let api: ApiUnderTest;
let key: string;

beforeAll(async () => {
  api = await startApiUnderTest();
  key = (await api.keyOf('procurement')).key;
}, 240_000);
afterAll(() => api?.close(), 60_000);

const soon = () => new Date(Date.now() + 3_600_000);
/** A survey about us that this supplier is asked, with the link that its mail would hold. */
async function invite(supplierId: string, contactId: string, expiresAt = soon()) {
  const surveyId = randomUUID();
  const at = new Date();
  await api.db.transaction((tx) =>
    storeSurvey(
      tx,
      { id: surveyId, kind: 'suppliersRateUs', evaluationId: null, title: 'Year', questions: questionsAboutUs, periodStart: '2025-01-01', periodEnd: '2025-12-31', dueAt: expiresAt, requestedBy: 'test', at },
      [{ recipientKind: 'contact', recipientId: contactId, supplierId, subjectIds: [supplierId] }],
    ),
  );
  const { id } = await api.db.prisma.surveyInvitation.findFirstOrThrow({ where: { surveyId } });
  const token = await api.db.transaction((tx) =>
    createLink(tx, { kind: 'survey', subjectId: id, supplierId, recipientKind: 'contact', recipientId: contactId, createdAt: at, expiresAt }),
  );
  return { surveyId, invitationId: id, link: `http://localhost:3000/portal/surveys/${token}` };
}

describe('raters', () => {
  it('are named by supplier, and in bulk for many', async () => {
    const [{ supplierId }, { supplierId: other }] = [await settleCast(api.db), await settleCast(api.db)];
    const [one, two] = [(await api.keyOf('rater')).personId, (await api.keyOf('rater')).personId];
    const named = await api.call<{ items: { personId: string }[] }>('PUT', `/api/v1/suppliers/${supplierId}/raters`, { key, body: { personIds: [one, two, one] } });
    expect([named.status, named.body.items.map(({ personId }) => personId).sort()]).toEqual([200, [one, two].sort()]);
    const bulk = { assign: [{ personId: one, supplierId: other }, { personId: one, supplierId }], remove: [{ personId: two, supplierId }] };
    expect((await api.call('POST', '/api/v1/raters', { key, body: bulk })).body).toEqual({ assigned: 1, removed: 1 });
    const listed = await api.call<{ items: object[] }>('GET', `/api/v1/suppliers/${supplierId}/raters`, { key });
    expect(listed.body.items).toMatchObject([{ personId: one, active: true }]);
  });

  it('that do not exist are named in the refusal, and nothing changes', async () => {
    const { supplierId } = await settleCast(api.db);
    const stranger = randomUUID();
    const answer = await api.call('PUT', `/api/v1/suppliers/${supplierId}/raters`, { key, body: { personIds: [stranger] } });
    expect(answer.status).toBe(422);
    expect(JSON.stringify(answer.body)).toContain(stranger);
    expect((await api.call('GET', `/api/v1/suppliers/${randomUUID()}/raters`, { key })).status).toBe(404);
    const { key: auditor } = await api.keyOf('auditor');
    expect((await api.call('PUT', `/api/v1/suppliers/${supplierId}/raters`, { key: auditor, body: { personIds: [] } })).status).toBe(403);
  });
});

describe('the form behind a link', () => {
  it('is plain HTML that runs nothing, tells nobody its address, and is in the reader’s language or another', async () => {
    const { supplierId, contactId } = await settleCast(api.db, { language: 'zh' });
    const { link } = await invite(supplierId, contactId);
    const page = await openForm(api.url, link);
    expect(page.status).toBe(200);
    expect(page.text).toContain('<html lang="zh-CN">');
    expect(page.text).not.toMatch(/<script|\son\w+=/i);
    expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/);
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect((await openForm(api.url, link, '?lang=ru')).text).toContain('Работа с нами');
    expect((await openForm(api.url, link, '?lang=xx')).text).toContain('与我们的合作');
  });

  it('is not changed by looking, nor by a scanner that posts nothing', async () => {
    const { supplierId, contactId } = await settleCast(api.db);
    const { link, invitationId } = await invite(supplierId, contactId);
    const all = () => api.db.pool.query(`select (select json_agg(i) from survey_invitations i)::text || (select json_agg(l order by hash) from links l)::text || (select count(*) from survey_replies) as rows`);
    const before = (await all()).rows[0].rows;
    for (const method of ['GET', 'HEAD']) expect((await fetch(`${api.url}${new URL(link).pathname}`, { method })).status).toBe(200);
    expect((await postForm(api.url, link, 'send', {})).status).toBe(422);
    await fetch(`${api.url}${new URL(link).pathname}`, { method: 'POST' });
    expect((await all()).rows[0].rows).toBe(before);
    expect(await api.db.prisma.surveyInvitation.findUniqueOrThrow({ where: { id: invitationId } })).toMatchObject({ status: 'open' });
  });

  it('keeps what is right, says what is wrong with the rest, and loses nothing that was typed', async () => {
    const { supplierId, contactId } = await settleCast(api.db);
    const { link, invitationId } = await invite(supplierId, contactId);
    const field = (question: string) => `a.${supplierId}.${question}`;
    const page = await postForm(api.url, link, 'save', { [field('payment')]: '6', [field('clarity')]: '4', [field('comment')]: '"><script>alert(1)</script>', [`a.${randomUUID()}.payment`]: '1' });
    expect(page.status).toBe(422);
    expect(page.text).toContain('takes a whole number from 1 to 5');
    expect(page.text).toContain('&quot;&gt;&lt;script&gt;');
    const kept = await api.db.prisma.surveyReply.findMany({ where: { invitationId }, orderBy: { question: 'asc' } });
    expect(kept.map(({ question, value }) => [question, value?.toNumber() ?? null])).toEqual([['clarity', 4], ['comment', null]]);
    expect((await postForm(api.url, link, 'save', { [field('comment')]: '' })).status).toBe(200);
    expect((await postForm(api.url, link, 'save', { [field('comment')]: 'x'.repeat(2_001) })).status).toBe(422);
    expect(await api.db.prisma.surveyReply.count({ where: { invitationId } })).toBe(1);
  });

  it('is closed to a wrong, an expired and a used link, and to bodies that are no form', async () => {
    const { supplierId, contactId } = await settleCast(api.db);
    const { link } = await invite(supplierId, contactId);
    for (const token of ['x', 'A'.repeat(32), '%00', `${new URL(link).pathname.split('/').pop()}x`]) expect([400, 404]).toContain((await openForm(api.url, `http://x/portal/surveys/${token}`)).status);
    const expired = await invite(supplierId, contactId, new Date(Date.now() - 1));
    expect([(await openForm(api.url, expired.link)).status, (await postForm(api.url, expired.link, 'save', {})).status]).toEqual([410, 410]);
    const json = await fetch(`${api.url}${new URL(link).pathname}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"act":"send"}' });
    expect(json.status).toBe(400);
    const elsewhere = await fetch(`${api.url}/api/v1/raters`, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded', authorization: `Bearer ${key}` }, body: 'assign=' });
    expect(elsewhere.status).toBe(415);
    await api.db.prisma.contact.update({ where: { id: contactId }, data: { removedAt: new Date() } });
    expect((await openForm(api.url, link)).status).toBe(410);
  });

  it('is passed on only to another contact of the same supplier', async () => {
    const { supplierId, contactId } = await settleCast(api.db);
    const { contactId: stranger } = await settleCast(api.db);
    const foreign = await api.db.prisma.contact.findUniqueOrThrow({ where: { id: stranger } });
    const colleague = await api.db.prisma.contact.create({ data: { id: randomUUID(), supplierId, name: 'Sales', email: `sales-${randomUUID().slice(0, 8)}@example.com`, role: 'sales', position: 1 } });
    const { link, surveyId } = await invite(supplierId, contactId);
    expect((await postForm(api.url, link, 'delegate', { address: foreign.email, reason: 'x' })).status).toBe(422);
    expect((await postForm(api.url, link, 'delegate', { address: colleague.email, reason: 'Knows better' })).status).toBe(200);
    const { body } = await api.call<{ items: object[] }>('GET', `/api/v1/surveys/${surveyId}/respondents?status=open`, { key });
    expect(body.items).toMatchObject([{ recipientId: colleague.id, name: 'Sales' }]);
    expect(await api.db.prisma.outboxMessage.count({ where: { recipientId: colleague.id, template: 'survey.suppliersRateUs.delegated' } })).toBe(1);
  });
});

describe('the rows behind a supplier’s form', () => {
  it('are its own alone, whatever is asked for', async () => {
    const [mine, other] = [await settleCast(api.db), await settleCast(api.db)];
    const [own, foreign] = [await invite(mine.supplierId, mine.contactId), await invite(other.supplierId, other.contactId)];
    for (const [{ link }, { supplierId }] of [[own, mine], [foreign, other]] as const) expect((await postForm(api.url, link, 'save', { [`a.${supplierId}.payment`]: '2' })).status).toBe(200);
    const portal = openDatabase({ url: api.databaseUrl, role: 'portal', applicationName: 'test' });
    const as = <T>(supplierId: string | null, work: (tx: Transaction) => Promise<T>) =>
      portal.transaction(async (tx) => {
        if (supplierId !== null) await tx.$queryRaw`SELECT set_config('steward.supplier_id', ${supplierId}, true)`;
        return work(tx);
      });
    const seen = (tx: Transaction) => tx.$queryRaw<object[]>`
      SELECT (SELECT array_agg(id) FROM surveys) AS surveys, (SELECT array_agg(id) FROM survey_invitations) AS invitations,
        (SELECT array_agg(invitation_id) FROM survey_replies) AS replies`;
    expect(await as(mine.supplierId, seen)).toEqual([{ surveys: [own.surveyId], invitations: [own.invitationId], replies: [own.invitationId] }]);
    expect(await as(null, seen)).toEqual([{ surveys: null, invitations: null, replies: null }]);
    // What the page does, for another's invitation.
    expect(await as(mine.supplierId, (tx) => findInvitation(tx, foreign.invitationId))).toBeNull();
    expect(await as(mine.supplierId, (tx) => repliesOf(tx, foreign.invitationId))).toEqual([]);
    expect(await as(mine.supplierId, (tx) => saveReplies(tx, { invitationId: foreign.invitationId, answers: [], send: true, at: new Date() }))).toBe(false);
    // Writing past what the page does.
    const reply = (invitationId: string, supplierId: string) => (tx: Transaction) =>
      tx.surveyReply.createMany({ data: [{ invitationId, supplierId, question: 'clarity', value: 1, comment: null, savedAt: new Date() }] });
    await expect(as(mine.supplierId, reply(foreign.invitationId, mine.supplierId))).rejects.toThrow(/row-level security/);
    await expect(as(mine.supplierId, reply(own.invitationId, other.supplierId))).rejects.toThrow(/row-level security/);
    const touched = (tx: Transaction) => Promise.all([tx.surveyInvitation.updateMany({ data: { status: 'answered' } }), tx.surveyReply.deleteMany({})]);
    expect(await as(other.supplierId, touched)).toEqual([{ count: 1 }, expect.objectContaining({ count: expect.any(Number) })]);
    expect(await api.db.prisma.surveyInvitation.findUniqueOrThrow({ where: { id: own.invitationId } })).toMatchObject({ status: 'open' });
    expect(await api.db.prisma.surveyReply.count({ where: { invitationId: own.invitationId } })).toBe(1);
    // A survey is held, not changed; who asked is not told, nor how links are made.
    await expect(as(mine.supplierId, (tx) => tx.$executeRaw`UPDATE surveys SET id = id`)).rejects.toThrow(/row-level security/);
    await expect(as(mine.supplierId, (tx) => tx.$executeRaw`UPDATE surveys SET status = 'closed'`)).rejects.toThrow(/permission denied/);
    await expect(as(mine.supplierId, (tx) => tx.$queryRaw`SELECT FROM links`)).rejects.toThrow(/permission denied/);
    await expect(as(mine.supplierId, (tx) => tx.$queryRaw`SELECT requested_by FROM surveys`)).rejects.toThrow(/permission denied/);
    await portal.close();
  }, 240_000);
});

describe('the survey in which suppliers rate us', () => {
  it('is given up by a person, with the reason: its links say that it has ended, and it does not end twice', async () => {
    const { supplierId, contactId } = await settleCast(api.db);
    const { surveyId, link } = await invite(supplierId, contactId);
    const cancel = (of = surveyId, as = key, body: object = { reason: 'The wrong period' }) => api.call<{ code?: string }>('POST', `/api/v1/surveys/${of}/cancel`, { key: as, body });
    expect((await cancel(surveyId, (await api.keyOf('auditor')).key)).status).toBe(403);
    expect((await cancel(surveyId, key, { reason: ' ' })).status).toBe(422);
    expect(await cancel()).toMatchObject({ status: 200, body: { status: 'cancelled', cancelReason: 'The wrong period', cancelledBy: expect.any(String) } });
    const page = await openForm(api.url, link, '?lang=en');
    expect([page.status, page.text.includes('This survey has been cancelled')]).toEqual([410, true]);
    expect((await postForm(api.url, link, 'save', { [`a.${supplierId}.payment`]: '2' })).status).toBe(410);
    expect(await cancel()).toMatchObject({ status: 409, body: { code: 'surveyEnded' } });
    expect((await cancel(randomUUID())).status).toBe(404);
    // The workflow that comes to its end without having heard of it names nobody as missing.
    expect(await closeSurvey(api.db, { surveyId, at: new Date() })).toEqual({ answered: 0, missing: 0 });
  });

  it('asks those with a contact, shows results only where nobody can be recognised, and stands while Temporal is away', async () => {
    const casts: Awaited<ReturnType<typeof settleCast>>[] = [];
    for (let index = 0; index < 3; index++) casts.push(await settleCast(api.db));
    const silent = await settleCast(api.db, { contact: false });
    const supplierIds = [...casts, silent].map(({ supplierId }) => supplierId);
    const body = { kind: 'suppliersRateUs', periodStart: '2025-01-01', periodEnd: '2025-12-31', supplierIds };
    const made = await api.call<{ id: string }>('POST', '/api/v1/surveys', { key, body, headers: { 'idempotency-key': 'survey-2025' } });
    expect([made.status, made.body]).toMatchObject([201, { kind: 'suppliersRateUs', status: 'preparing', open: 3, answered: 0, notAsked: 1 }]);
    const surveyId = made.body.id;
    expect((await api.call<{ items: object[] }>('GET', '/api/v1/surveys?kind=suppliersRateUs&limit=1', { key })).body.items).toMatchObject([{ id: surveyId }]);

    const answerAs = async ({ supplierId, contactId }: (typeof casts)[number], mark: string, recommend: string) => {
      const invitation = await api.db.prisma.surveyInvitation.findFirstOrThrow({ where: { surveyId, supplierId } });
      const token = await api.db.transaction((tx) =>
        createLink(tx, { kind: 'survey', subjectId: invitation.id, supplierId, recipientKind: 'contact', recipientId: contactId, createdAt: new Date(), expiresAt: soon() }),
      );
      const link = `http://x/portal/surveys/${token}`;
      const marks = Object.fromEntries(markFields(await openForm(api.url, link)).map((field) => [field, mark]));
      expect((await postForm(api.url, link, 'send', { ...marks, [`a.${supplierId}.recommendUs`]: recommend })).status).toBe(200);
    };
    type Results = { answered: number; final: boolean; questions: { question: { name: string }; mean: number | null; netScore: number | null; tooFew: boolean }[] };
    const resultsNow = async () => (await api.call<Results>('GET', `/api/v1/surveys/${surveyId}/results`, { key })).body;
    await answerAs(casts[0]!, '5', '10');
    await answerAs(casts[1]!, '4', '9');
    expect((await resultsNow()).questions.every(({ mean, tooFew }) => mean === null && tooFew)).toBe(true);
    await answerAs(casts[2]!, '3', '2');
    await closeSurvey(api.db, { surveyId, at: new Date() });
    const found = await resultsNow();
    expect(found).toMatchObject({ asked: 3, answered: 3, final: true, notAsked: [{ supplierId: silent.supplierId }] });
    expect(found.questions.find(({ question }) => question.name === 'payment')).toMatchObject({ mean: 4, netScore: null });
    expect(found.questions.find(({ question }) => question.name === 'recommendUs')?.netScore).toBeCloseTo(100 / 3);
    // What suppliers say of us is no fact about them.
    expect(await api.db.prisma.surveyAnswer.count({ where: { supplierId: { in: supplierIds } } })).toBe(0);
  });

  it('is refused where nobody can be asked', async () => {
    const { supplierId } = await settleCast(api.db, { contact: false });
    const body = { kind: 'suppliersRateUs', periodStart: '2025-01-01', periodEnd: '2025-12-31', supplierIds: [supplierId] };
    expect((await api.call('POST', '/api/v1/surveys', { key, body })).status).toBe(422);
    expect((await api.call('POST', '/api/v1/surveys', { key, body: { ...body, periodEnd: '2024-12-31' } })).status).toBe(422);
    expect((await api.call('GET', `/api/v1/surveys/${randomUUID()}/results`, { key })).status).toBe(404);
  });
});

describe('the ratings of an evaluation', () => {
  it('show raw beside calibrated by rater, name who is missing, and are the indicator once they are settled', async () => {
    const suppliers: string[] = [];
    for (let index = 0; index < 6; index++) suppliers.push((await settleCast(api.db)).supplierId);
    const people: string[] = [];
    for (let index = 0; index < 4; index++) people.push((await api.keyOf('rater')).personId);
    const assign = people.flatMap((personId) => suppliers.map((supplierId) => ({ personId, supplierId })));
    await api.call('POST', '/api/v1/raters', { key, body: { assign } });
    const { id: evaluationId } = await createEvaluation(api.db, { id: randomUUID(), periodStart: '2025-01-01', periodEnd: '2025-03-31', supplierIds: suppliers, requestedBy: 'test', at: new Date() });
    const activities = createRatingActivities(api.db);
    const at = new Date().toISOString();
    const { surveyId } = await activities.prepareRatings({ evaluationId, at });
    expect(await activities.prepareRatings({ evaluationId, at })).toEqual({ surveyId });
    // Three raters agree; the third gives one mark less to everybody, the fourth is silent.
    const marks = [5, 4, 3, 4, 2, 5];
    for (const [rater, personId] of people.slice(0, 3).entries()) {
      const invitation = await api.db.prisma.surveyInvitation.findFirstOrThrow({ where: { surveyId: surveyId ?? '', recipientId: personId } });
      await api.db.prisma.surveyReply.createMany({
        data: suppliers.map((supplierId, index) => ({ invitationId: invitation.id, supplierId, question: 'quality', value: (marks[index] ?? 3) - (rater === 2 ? 1 : 0), savedAt: new Date() })),
      });
      await api.db.prisma.surveyInvitation.update({ where: { id: invitation.id }, data: { status: 'answered', answeredAt: new Date() } });
    }
    await closeSurvey(api.db, { surveyId: surveyId ?? '', at: new Date() });
    expect(await activities.calibrateRatings({ evaluationId, at })).toEqual({ suppliers: 6, adjusted: 6 });

    type Ratings = { use: string | null; missing: { personId: string; suppliers: object[] }[]; items: { supplierId: string; raters: number; raw: number; calibrated: number; used: number | null; parts: { raterId: string; raw: number; calibrated: number; leftRaw: string | null }[] }[] };
    const shown = (await api.call<Ratings>('GET', `/api/v1/evaluations/${evaluationId}/ratings`, { key })).body;
    expect(shown.missing).toMatchObject([{ personId: people[3], saved: false }]);
    expect(shown.missing[0]?.suppliers).toHaveLength(6);
    const first = shown.items.find(({ supplierId }) => supplierId === suppliers[0]);
    expect(first).toMatchObject({ raters: 3, used: null });
    expect(first?.raw).toBeCloseTo((100 + 100 + 75) / 3, 3);
    expect(first?.calibrated).toBeCloseTo(100, 3);
    expect(first?.parts.find(({ raterId }) => raterId === people[2])).toMatchObject({ raw: 75, leftRaw: null });

    const figure = async () => {
      const window = { from: '2025-01-01', to: '2025-03-31', asOf: '2025-04-30', cutOffAt: new Date(), toleranceDays: 0 };
      const measures = (await measureSuppliers(api.db, { ...window, supplierIds: suppliers })).get(suppliers[0] ?? '');
      const found = measures && indicators.find(({ name }) => name === 'humanRating')?.from(measures);
      return { sample: found?.sample, value: found?.value == null ? null : Number(found.value) };
    };
    expect(await figure()).toMatchObject({ sample: 0, value: null });
    await activities.settleRatings({ evaluationId, use: 'calibrated', at });
    expect(await figure()).toMatchObject({ sample: 3, value: 100 });
    await activities.settleRatings({ evaluationId, use: 'raw', at });
    expect((await figure())?.value).toBeCloseTo(275 / 3, 3);
    expect((await api.call('GET', `/api/v1/evaluations/${randomUUID()}/ratings`, { key })).status).toBe(404);
  });
});

it('a merged supplier’s raters and ratings are the survivor’s, except where that was rated itself', async () => {
  const [kept, gone] = [(await settleCast(api.db)).supplierId, (await settleCast(api.db)).supplierId];
  const [one, two] = [(await api.keyOf('rater')).personId, (await api.keyOf('rater')).personId];
  const assign = [{ personId: one, supplierId: kept }, { personId: one, supplierId: gone }, { personId: two, supplierId: gone }];
  await api.call('POST', '/api/v1/raters', { key, body: { assign } });
  const [both, alone] = [randomUUID(), randomUUID()];
  const rating = (evaluationId: string, supplierId: string, raw: number) => ({ evaluationId, supplierId, raw, used: raw, raters: 1, ratedOn: new Date('2025-03-31'), detail: [], recordedAt: new Date() });
  await api.db.prisma.supplierRating.createMany({ data: [rating(both, kept, 80), rating(both, gone, 10), rating(alone, gone, 40)] });
  await api.db.prisma.supplier.update({ where: { id: gone }, data: { mergedIntoId: kept } });
  const client = await api.db.pool.connect();
  await client.query('BEGIN');
  expect(await moveFactsOfMerged(client, { into: kept })).toEqual({ supplier_ratings: 1 });
  await joinRecords(client, { keptId: kept, goneId: gone, decidedBy: 'test', today: '2025-04-01', at: new Date() });
  await client.query('COMMIT');
  client.release();
  const ratings = await api.db.prisma.supplierRating.findMany({ where: { supplierId: kept }, orderBy: { raw: 'asc' } });
  expect(ratings.map(({ raw }) => raw.toNumber())).toEqual([40, 80]);
  const raters = await api.db.prisma.raterAssignment.findMany({ where: { supplierId: { in: [kept, gone] } } });
  expect(raters.map(({ personId, supplierId }) => [personId, supplierId]).sort()).toEqual([[one, kept], [two, kept]].sort());
  // Who still knows the old address is shown the survivor's.
  const moved = await api.call('PUT', `/api/v1/suppliers/${gone}/raters`, { key, body: { personIds: [two] } });
  expect([moved.status, moved.headers.get('location')]).toEqual([308, `/api/v1/suppliers/${kept}/raters`]);
});
