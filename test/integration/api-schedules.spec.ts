import { randomUUID } from 'node:crypto';
import { periodOf } from '#domain/evaluation/periods.js';
import { periodsNotStarted } from '#persistence/schedules/not-started.js';
import { getSchedule } from '#persistence/schedules/schedules.js';
import { scheduledEvaluationId, startDueEvaluations } from '#persistence/schedules/start-due.js';
import { createEvaluation } from '#persistence/scoring/evaluations.js';
import { startApiUnderTest, type ApiUnderTest } from './api-under-test.js';

let api: ApiUnderTest;
let manager: string;

beforeAll(async () => {
  api = await startApiUnderTest();
  manager = (await api.keyOf('manager')).key;
}, 240_000);
afterAll(() => api?.close(), 60_000);
afterEach(async () => {
  await api.db.prisma.evaluationSchedule.updateMany({ where: { removedAt: null }, data: { removedAt: new Date() } });
});

interface Schedule {
  id: string;
  name: string;
  since: string;
  revision: number;
  paused: boolean;
  next: { periodStart: string; periodEnd: string; startsAt: string }[];
  code?: string;
  runningId?: string;
  errors?: { path: string }[];
}

const body = (change: object = {}) => ({ name: `Reviews ${randomUUID()}`, cadence: 'quarter', segment: 'routine', ...change });
const create = (given: object, { key = manager, headers = {} } = {}) => api.call<Schedule>('POST', '/api/v1/schedules', { key, body: given, headers });
const change = (id: string, given: object, headers = {}) => api.call<Schedule>('PATCH', `/api/v1/schedules/${id}`, { key: manager, body: given, headers });
const act = (id: string, what: string, given?: object) => api.call<Schedule>('POST', `/api/v1/schedules/${id}/${what}`, { key: manager, ...(given ? { body: given } : {}) });
const today = () => new Date().toISOString().slice(0, 10);

describe('Schedules of evaluations', () => {
  it('are made once by the same request, begin with the period that runs now, and say when their cycles start', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const given = body({ name: 'Routine, each quarter', timeZone: 'Europe/Berlin', timeOfDay: '02:30' });
    const made = await create(given, { headers });
    expect([made.status, made.headers.get('location'), made.headers.get('etag')]).toEqual([201, `/api/v1/schedules/${made.body.id}`, '"1"']);
    const { start, end } = periodOf('quarter', today());
    expect(made.body).toMatchObject({ afterDays: 3, overlap: 'skip', catchUpDays: 31, collectRatings: false, paused: false, since: start, lastRunAt: null });
    expect(made.body.next).toHaveLength(3);
    expect(made.body.next[0]).toMatchObject({ periodStart: start, periodEnd: end });
    expect((await create(given, { headers })).body).toEqual(made.body);
    const listed = await api.call<{ items: Schedule[] }>('GET', '/api/v1/schedules', { key: manager });
    expect(listed.body.items).toEqual([made.body]);
    const one = await api.call<Schedule>('GET', `/api/v1/schedules/${made.body.id}`, { key: manager });
    expect(one.body).toMatchObject({ ...made.body, scheduler: { state: 'unreachable', nextLooks: [] }, evaluations: [] });
  }, 240_000);

  it('of the same suppliers exclude each other, the other is named', async () => {
    const { body: first } = await create(body());
    expect(await create(body())).toMatchObject({ status: 409, body: { code: 'scopeTaken', runningId: first.id } });
    expect(await create(body({ segment: null }))).toMatchObject({ status: 409, body: { code: 'scopeTaken', runningId: first.id } });
    const { body: other } = await create(body({ segment: 'strategic' }));
    expect(await create(body({ name: first.name, segment: 'leverage' }))).toMatchObject({ status: 409, body: { code: 'nameTaken', runningId: first.id } });
    expect(await change(other.id, { name: first.name })).toMatchObject({ status: 409, body: { code: 'nameTaken' } });
    const removed = await api.call('DELETE', `/api/v1/schedules/${first.id}`, { key: manager });
    expect(removed.status).toBe(204);
    expect((await create(body({ name: first.name }))).status).toBe(201);
    const made = await Promise.all([1, 2, 3].map(() => create(body({ segment: 'bottleneck' }))));
    expect(made.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
  }, 240_000);

  it('are changed under their revision; periods of another length begin with the one that runs', async () => {
    const { body: made } = await create(body({ since: '2024-01-01' }));
    expect(await change(made.id, { afterDays: 5 }, { 'if-match': '"1"' })).toMatchObject({ status: 200, body: { afterDays: 5, revision: 2, since: '2024-01-01' } });
    expect((await change(made.id, { afterDays: 6 }, { 'if-match': '"1"' })).status).toBe(412);
    expect((await change(made.id, { cadence: 'month' })).body).toMatchObject({ since: periodOf('month', today()).start });
    expect((await change(made.id, { cadence: 'year', since: '2030-01-01' })).body).toMatchObject({ since: '2030-01-01', next: [{ periodStart: '2030-01-01' }, {}, {}] });
  }, 240_000);

  it('leave out what would have started during a pause, unless it is to be made up for', async () => {
    const { body: made } = await create(body({ cadence: 'month', since: '2024-01-01' }));
    const next = made.next[0]?.periodStart;
    expect((await act(made.id, 'pause')).body).toMatchObject({ paused: true, next: [] });
    expect((await act(made.id, 'resume', { makeUp: true })).body).toMatchObject({ paused: false, since: '2024-01-01' });
    await act(made.id, 'pause');
    expect((await act(made.id, 'resume')).body).toMatchObject({ paused: false, since: next });
  }, 240_000);

  it.each([
    ['no cadence', { cadence: undefined }, 'cadence'],
    ['a day that not every month has', { afterDays: 28 }, 'afterDays'],
    ['an hour that no clock shows', { timeOfDay: '24:00' }, 'timeOfDay'],
    ['a zone that does not exist', { timeZone: 'Europe/Atlantis' }, 'timeZone'],
    ['a zone that is a mere offset', { timeZone: '+01:00' }, 'timeZone'],
    ['a zone in small letters', { timeZone: 'europe/berlin' }, 'timeZone'],
    ['an overlap nobody knows', { overlap: 'cancelOther' }, 'overlap'],
    ['no catch-up', { catchUpDays: 0 }, 'catchUpDays'],
    ['a segment nobody knows', { segment: 'odd' }, 'segment'],
    ['a day that is none', { since: '2026-02-30' }, 'since'],
    ['a field nobody knows', { every: 1 }, ''],
  ])('with %s are refused', async (_, given, path) => {
    expect(await create(body(given))).toMatchObject({ status: 422, body: { errors: [expect.objectContaining({ path: expect.stringContaining(path) })] } });
  });

  it('are kept while the scheduler is away; what needs it now says so', async () => {
    const { status, body: made } = await create(body());
    expect(status).toBe(201);
    expect((await act(made.id, 'run')).status).toBe(503);
    expect((await api.call('DELETE', `/api/v1/schedules/${made.id}`, { key: manager })).status).toBe(204);
    expect((await api.call('GET', `/api/v1/schedules/${made.id}`, { key: manager })).status).toBe(404);
    expect((await Promise.all(['pause', 'resume', 'run'].map((what) => act(made.id, what)))).map((answer) => answer.status)).toEqual([404, 404, 404]);
  }, 240_000);
});

describe('The starter of a schedule', () => {
  const at = (text: string) => ({ at: new Date(text), ahead: false });
  const of = async (given: object) => {
    const { body: made } = await create(body({ cadence: 'month', catchUpDays: 40, ...given }));
    return made.id;
  };
  const startsOf = async (scheduleId: string) =>
    (await api.db.prisma.evaluation.findMany({ where: { scheduleId }, orderBy: { periodStart: 'asc' } })).map(({ periodStart }) => periodStart.toISOString().slice(0, 10));

  it('makes up as far back as the catch-up goes, one by one, however many look at once', async () => {
    const scheduleId = await of({ since: '2031-01-01' });
    const found = await Promise.all(Array.from({ length: 6 }, () => startDueEvaluations(api.db, { scheduleId, ...at('2031-05-10T00:00:00Z') })));
    expect(await startsOf(scheduleId)).toEqual(['2031-03-01', '2031-04-01']);
    // Every one of them may have to start the cycles: none knows whether another has come so far.
    for (const each of found.filter(({ length }) => length === 2)) expect(each.map(({ periodStart }) => periodStart)).toEqual(['2031-03-01', '2031-04-01']);
    expect(await startDueEvaluations(api.db, { scheduleId, ...at('2031-06-03T05:59:00Z') })).toHaveLength(1);
    expect(await startDueEvaluations(api.db, { scheduleId, ...at('2031-06-03T06:00:00Z') })).toHaveLength(2);
    expect(await startsOf(scheduleId)).toEqual(['2031-03-01', '2031-04-01', '2031-05-01']);
  }, 240_000);

  it('leaves behind what fell out of its catch-up, what it waits with, and what is about to start, each with its reason', async () => {
    const scheduleId = await of({ since: '2033-01-01', segment: 'leverage' });
    const notStarted = async (text: string) => {
      const found = await periodsNotStarted(api.db, (await getSchedule(api.db, scheduleId))!, { at: new Date(text), count: 12 });
      return found.map(({ start, why }) => [start, why]);
    };
    expect(await notStarted('2033-01-31T00:00:00Z')).toEqual([]);
    expect(await notStarted('2033-05-10T00:00:00Z')).toEqual([['2033-04-01', 'due'], ['2033-03-01', 'due'], ['2033-02-01', 'missed'], ['2033-01-01', 'missed']]);
    await startDueEvaluations(api.db, { scheduleId, ...at('2033-05-10T00:00:00Z') });
    await createEvaluation(api.db, { id: randomUUID(), periodStart: '2033-02-01', periodEnd: '2033-02-28', requestedBy: 'test', at: new Date('2033-05-10T00:00:00Z') });
    await api.db.prisma.evaluation.update({ where: { id: scheduledEvaluationId(scheduleId, { start: '2033-04-01', end: '2033-04-30' }) }, data: { status: 'cancelled' } });
    expect(await notStarted('2033-05-10T00:00:00Z')).toEqual([['2033-01-01', 'missed']]);
    await act(scheduleId, 'pause');
    expect(await notStarted('2033-06-10T00:00:00Z')).toEqual([['2033-05-01', 'paused'], ['2033-01-01', 'missed']]);
    await change(scheduleId, { since: '2033-06-01' });
    expect(await notStarted('2033-06-10T00:00:00Z')).toEqual([['2033-05-01', 'leftOut']]);
  }, 240_000);

  it('names them with the schedule', async () => {
    const month = (back: number) => new Date(Date.UTC(new Date().getUTCFullYear(), new Date().getUTCMonth() - back, 1)).toISOString().slice(0, 10);
    const { body: made } = await create(body({ cadence: 'month', since: month(4), catchUpDays: 1, segment: 'bottleneck' }));
    const one = await api.call<{ notStarted: { periodStart: string; why: string }[] }>('GET', `/api/v1/schedules/${made.id}`, { key: manager });
    expect(one.body.notStarted).toContainEqual({ periodStart: month(3), periodEnd: expect.any(String), dueAt: expect.any(String), why: 'missed' });
  });

  it('does not start again what was given up, nor what a person has started for the same suppliers', async () => {
    const scheduleId = await of({ since: '2032-01-01', segment: 'strategic' });
    const january = scheduledEvaluationId(scheduleId, { start: '2032-01-01', end: '2032-01-31' });
    await startDueEvaluations(api.db, { scheduleId, ...at('2032-02-04T00:00:00Z') });
    await api.db.prisma.evaluation.update({ where: { id: january }, data: { status: 'cancelled' } });
    const byHand = { id: randomUUID(), periodStart: '2032-02-01', periodEnd: '2032-02-29', requestedBy: 'test', at: new Date('2032-03-01T00:00:00Z') };
    await createEvaluation(api.db, byHand);
    expect(await startDueEvaluations(api.db, { scheduleId, ...at('2032-03-04T00:00:00Z') })).toMatchObject([{ evaluationId: byHand.id }]);
    expect(await startsOf(scheduleId)).toEqual(['2032-01-01']);
  }, 240_000);

  it('does nothing for a schedule that is paused or removed', async () => {
    const scheduleId = await of({ since: '2033-01-01', segment: 'leverage', paused: true });
    expect(await startDueEvaluations(api.db, { scheduleId, ...at('2033-02-04T00:00:00Z') })).toEqual([]);
    await api.call('DELETE', `/api/v1/schedules/${scheduleId}`, { key: manager });
    expect(await startDueEvaluations(api.db, { scheduleId, at: new Date('2033-02-04T00:00:00Z'), ahead: true })).toEqual([]);
    expect(await startsOf(scheduleId)).toEqual([]);
  }, 240_000);
});
