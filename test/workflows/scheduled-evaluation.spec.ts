import { randomUUID } from 'node:crypto';
import { DateTime } from 'luxon';
import { doorOn } from '#apps/door/connect.js';
import { dueAt, periodOf, type Timing } from '#domain/evaluation/periods.js';
import { startDueEvaluations } from '#persistence/schedules/start-due.js';
import { createSchedule, schedulesChangedAfter } from '#persistence/schedules/schedules.js';
import { evaluationCycle } from '#workflows/evaluation-cycle/contract.js';
import { scheduledEvaluation } from '#workflows/scheduled-evaluation/contract.js';
import { startApiUnderTest, type ApiUnderTest } from '../integration/api-under-test.js';
import { eventually } from '#test/eventually.js';
import { openWorkplace, type Workplace } from '#test/in-process.js';

let place: Workplace;
let api: ApiUnderTest;
let manager: string;

beforeAll(async () => {
  place = await openWorkplace();
  api = await startApiUnderTest({ db: place.db, door: place.door });
  manager = (await api.keyOf('manager')).key;
}, 240_000);
afterAll(async () => {
  await api?.close();
  await place?.close();
}, 240_000);

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;
const daysBefore = (days: number) => new Date(Date.now() - days * DAY).toISOString().slice(0, 10);
const handleOf = (id: string) => place.client.schedule.getHandle(scheduledEvaluation.workflowId(id));
const evaluationsOf = (scheduleId: string) => place.db.prisma.evaluation.findMany({ where: { scheduleId }, orderBy: { periodStart: 'asc' } });
const startsOf = (rows: { periodStart: Date }[]) => rows.map(({ periodStart }) => periodStart.toISOString().slice(0, 10));
const act = (id: string, what: string, body?: object) => api.call('POST', `/api/v1/schedules/${id}/${what}`, { key: manager, ...(body ? { body } : {}) });

interface Shown {
  id: string;
  name: string;
  since: string;
  next: { periodStart: string; startsAt: string }[];
  scheduler: { state: string; nextLooks: string[] };
}
async function make(change: object): Promise<Shown> {
  const body = { name: `Reviews ${randomUUID()}`, cadence: 'month', ...change };
  const answer = await api.call<Shown>('POST', '/api/v1/schedules', { key: manager, body });
  expect(answer).toMatchObject({ status: 201 });
  return answer.body;
}
const remove = (id: string) => api.call('DELETE', `/api/v1/schedules/${id}`, { key: manager });

/** When Temporal itself says that a schedule will look, in a span of time. */
async function looksOf(id: string, from: string, to: string): Promise<string[]> {
  const stamp = (at: string) => ({ seconds: Date.parse(at) / 1000 }) as never;
  const request = { namespace: place.temporal.namespace, scheduleId: scheduledEvaluation.workflowId(id), startTime: stamp(from), endTime: stamp(to) };
  const { startTime } = await place.client.workflowService.listScheduleMatchingTimes(request);
  return startTime.map(({ seconds }) => new Date(Number(seconds) * 1000).toISOString());
}

describe('On days on which the clocks are changed', () => {
  const outageFor = 2 * DAY;
  // Nothing of these years is due or running any more: the cycles of other tests are not to be started by the sweeper.
  afterEach(async () => {
    for (const { id } of await place.db.prisma.evaluationSchedule.findMany({ where: { removedAt: null } })) await remove(id);
    await place.db.prisma.evaluation.updateMany({ data: { status: 'cancelled' } });
  });

  const local = (timeZone: string, at: string) => DateTime.fromISO(at, { zone: timeZone }).toFormat('dd HH:mm Z');

  it.each([
    ['Berlin in spring, which has no 02:30', 'Europe/Berlin', 27, '02:30', '2022-03', ['27 03:30 +2', '28 02:30 +2']],
    // Of the two the server takes the second alone here, and both in New York.
    ['Berlin in autumn, which has 02:30 twice', 'Europe/Berlin', 25, '02:30', '2020-10', ['25 02:30 +1', '25 03:30 +1', '26 02:30 +1']],
    ['New York in spring, which has no 02:30', 'America/New_York', 10, '02:30', '2024-03', ['10 03:30 -4', '11 02:30 -4']],
    ['New York in autumn, which has 02:30 once', 'America/New_York', 2, '02:30', '2025-11', ['02 02:30 -5', '02 03:30 -5', '03 02:30 -5']],
    ['New York in autumn, which has 01:30 twice', 'America/New_York', 5, '01:30', '2023-11', ['05 01:30 -4', '05 01:30 -5', '05 02:30 -5', '06 01:30 -5']],
  ])('of %s, and after an outage of two days, each period has one cycle', async (_, timeZone, afterDays, timeOfDay, month, seen) => {
    const year = month.slice(0, 4);
    const timing: Timing = { cadence: 'month', afterDays, timeOfDay, timeZone, since: `${Number(year) - 1}-12-01` };
    const row = { ...timing, name: `${timeZone} ${year}`, segment: 'routine', overlap: 'skip', catchUpDays: 5, collectRatings: false, paused: true } as const;
    const schedule = await createSchedule(place.db, { ...row, id: randomUUID(), createdBy: 'test', at: new Date() });
    expect(await place.door.schedules.keep(schedule)).toBe('changed');
    const looks = await looksOf(schedule.id, `${year}-01-01T00:00:00Z`, `${year}-12-31T23:00:00Z`);
    const days = looks.filter((at) => DateTime.fromISO(at, { zone: timeZone }).toFormat('yyyy-MM') === month);
    expect(days.map((at) => local(timeZone, at))).toEqual(seen);

    await place.db.prisma.evaluationSchedule.update({ where: { id: schedule.id }, data: { paused: false } });
    // Everything is down for two days from the due instant of the month after; Temporal then looks once for each look that it missed.
    const missed = Date.parse(dueAt(timing, periodOf('month', `${month}-15`)));
    const back = new Date(missed + outageFor).toISOString();
    const happened = looks.map((at) => (Date.parse(at) >= missed && at < back ? back : at));
    for (const at of happened) {
      const twice = [1, 2].map(() => startDueEvaluations(place.db, { scheduleId: schedule.id, at: new Date(at), ahead: false }));
      await Promise.all(twice);
    }
    const made = await evaluationsOf(schedule.id);
    const months = Array.from({ length: 12 }, (_, index) => DateTime.utc(Number(year) - 1, 12).plus({ months: index }).toFormat('yyyy-MM-dd'));
    expect(startsOf(made)).toEqual(months);
    // At its time, or an hour later where the clocks are put back; after the outage at its end.
    const due = months.map((start) => dueAt(timing, periodOf('month', start)));
    expect(made.map(({ createdAt }) => createdAt.toISOString())).toEqual(due.map((at) => happened.find((look) => look >= at)));
    expect(made.map(({ createdAt }, index) => createdAt.getTime() - Date.parse(due[index] ?? '')).filter((late) => late > HOUR)).toEqual([outageFor]);
  });
});

describe('A schedule', () => {
  let made: Shown;
  afterEach(() => remove(made.id));

  it('is kept by Temporal with its zone, its overlap and its catch-up, as changed, paused and resumed', async () => {
    made = await make({ timeZone: 'Europe/Berlin', timeOfDay: '23:30', afterDays: 5, cadence: 'quarter', overlap: 'bufferOne', catchUpDays: 9, segment: 'leverage' });
    const { spec, policies, action, state } = await handleOf(made.id).describe();
    expect(spec.timezone).toBe('Europe/Berlin');
    expect(policies).toMatchObject({ overlap: 'BUFFER_ONE', catchupWindow: 9 * DAY, pauseOnFailure: false });
    expect(action).toMatchObject({ workflowType: 'scheduledEvaluation', args: [{ scheduleId: made.id }] });
    expect(state.paused).toBe(false);
    const shown = await api.call<Shown>('GET', `/api/v1/schedules/${made.id}`, { key: manager });
    expect(shown.body.scheduler).toMatchObject({ state: 'inPlace' });
    expect(shown.body.scheduler.nextLooks[0]).toBe(new Date(shown.body.next[0]?.startsAt ?? '').toISOString());

    expect(await act(made.id, 'pause')).toMatchObject({ status: 200, body: { paused: true, next: [], revision: 2 } });
    expect((await handleOf(made.id).describe()).state.paused).toBe(true);
    expect(await act(made.id, 'resume')).toMatchObject({ status: 200, body: { paused: false, since: made.since } });
    expect((await handleOf(made.id).describe()).state.paused).toBe(false);
    const change = await api.call('PATCH', `/api/v1/schedules/${made.id}`, { key: manager, body: { timeZone: 'America/New_York' }, headers: { 'if-match': '"3"' } });
    expect(change).toMatchObject({ status: 200, body: { revision: 4 } });
    expect((await handleOf(made.id).describe()).spec.timezone).toBe('America/New_York');
    // A process that looks now finds nothing to do.
    const [record] = await schedulesChangedAfter(place.db, null).then((all) => all.filter(({ id }) => id === made.id));
    expect(record && (await place.door.schedules.keep(record))).toBe('kept');
  });

  it('makes up, once, for what was missed before Temporal knew it, and each cycle runs to its end', async () => {
    made = await make({ segment: 'strategic', afterDays: 1, since: daysBefore(100), catchUpDays: 366 });
    const rows = await eventually('the cycles are closed', async () => {
      const all = await evaluationsOf(made.id);
      return all.length > 0 && all.every(({ status }) => status === 'closed') && all;
    });
    expect(rows.length).toBeGreaterThanOrEqual(2);
    expect(new Set(startsOf(rows)).size).toBe(rows.length);
    expect(rows[0]).toMatchObject({ segment: 'strategic', official: true, requestedBy: 'steward', collectRatings: false });
    // Every look of the last months again, all at once.
    await handleOf(made.id).backfill({ start: new Date(Date.now() - 200 * DAY), end: new Date(), overlap: 'ALLOW_ALL' });
    await eventually('the looks have ended', async () => {
      const { info } = await handleOf(made.id).describe();
      return info.numActionsTaken > 6 && info.runningActions.length === 0;
    });
    expect(startsOf(await evaluationsOf(made.id))).toEqual(startsOf(rows));
    const shown = await api.call('GET', `/api/v1/schedules/${made.id}`, { key: manager });
    expect(shown.body).toMatchObject({ lastError: null, lastRunAt: expect.any(String), evaluations: [...rows].reverse().map(({ id }) => expect.objectContaining({ id })) });
  });

  it('that Temporal has lost is brought back from its row, and what was due meanwhile is made up for once', async () => {
    made = await make({ segment: 'bottleneck', afterDays: 1, catchUpDays: 366 });
    await eventually('its first look has ended', async () => (await handleOf(made.id).describe()).info.recentActions.length > 0);
    await handleOf(made.id).delete();
    // As if it had been made two months ago and lost since.
    await place.db.prisma.evaluationSchedule.update({ where: { id: made.id }, data: { since: new Date(daysBefore(62)) } });
    expect((await api.call<Shown>('GET', `/api/v1/schedules/${made.id}`, { key: manager })).body.scheduler.state).toBe('missing');
    // Two processes that have just started: each looks at everything.
    const doors = [1, 2].map(() => doorOn({ db: place.db, client: place.client }));
    await Promise.all(doors.map((door) => door.sweep(new Date())));
    const rows = await eventually('the cycle is closed', async () => {
      const all = await evaluationsOf(made.id);
      return all.length > 0 && all.every(({ status }) => status === 'closed') && all;
    });
    expect(new Set(startsOf(rows)).size).toBe(rows.length);
    expect((await api.call<Shown>('GET', `/api/v1/schedules/${made.id}`, { key: manager })).body.scheduler.state).toBe('inPlace');
  });

  it('is run by hand for what has ended, paused or not, before its day, and never twice', async () => {
    made = await make({ segment: 'routine', paused: true, afterDays: 27, since: daysBefore(62) });
    const run = await act(made.id, 'run');
    expect(run.status).toBe(200);
    const { started } = run.body as { started: { evaluationId: string }[] };
    expect(started.length).toBeGreaterThanOrEqual(1);
    for (const { evaluationId } of started) await place.client.workflow.getHandle(evaluationCycle.workflowId(evaluationId)).result();
    expect(await act(made.id, 'run')).toMatchObject({ status: 200, body: { started: [] } });
    expect((await act(made.id, 'resume')).body).toMatchObject({ paused: false });
    expect(new Set(startsOf(await evaluationsOf(made.id))).size).toBe((await evaluationsOf(made.id)).length);
  });

  it('is gone from Temporal once it is removed, and its look does nothing', async () => {
    made = await make({ segment: 'leverage', since: daysBefore(100), paused: true });
    expect((await remove(made.id)).status).toBe(204);
    await expect(handleOf(made.id).describe()).rejects.toThrow();
    expect(await startDueEvaluations(place.db, { scheduleId: made.id, at: new Date(), ahead: true })).toEqual([]);
    expect((await api.call('GET', `/api/v1/schedules/${made.id}`, { key: manager })).status).toBe(404);
  });
});
