import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { DateTime } from 'luxon';
import { doorOn } from '#apps/door/connect.js';
import { LATEST_DAY } from '#domain/evaluation/periods.js';
import { openDatabase, type Database } from '#persistence/database.js';
import { seedPolicies } from '#persistence/policies/policies.js';
import { createSchedule } from '#persistence/schedules/schedules.js';
import { evaluationCycle } from '#workflows/evaluation-cycle/contract.js';
import { scheduledEvaluation } from '#workflows/scheduled-evaluation/contract.js';
import { deliver } from '#test/cycles.js';
import { eventually } from '#test/eventually.js';
import { settleCast } from '#test/in-process.js';
import { ownTemporal, type OwnTemporal } from '#test/own-temporal.js';
import { createTestDatabase } from '#test/postgres.js';
import { installation, startRole, type Installation, type Role } from '#test/roles.js';

const MINUTE = 60_000;

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let temporal: OwnTemporal;
let steward: Installation;
let db: Database;
let connection: Connection;
let client: Client;
const roles: Role[] = [];

beforeAll(async () => {
  [temporal, database] = await Promise.all([ownTemporal(), createTestDatabase()]);
  await temporal.start();
  db = openDatabase({ url: database.url, role: 'staff', applicationName: 'steward-test' });
  await seedPolicies(db, { sample: true, at: new Date('2026-01-01T00:00:00Z') });
  steward = installation({ databaseUrl: database.url, temporalAddress: temporal.address, namespace: 'default', smtpUrl: 'smtp://127.0.0.1:1' });
  roles.push(startRole('worker', steward.env), startRole('mail', (await steward.mail()).env));
  await Promise.all(roles.map((role) => role.ready()));
  connection = await Connection.connect({ address: temporal.address });
  client = new Client({ connection });
}, 240_000);
afterAll(async () => {
  await Promise.all(roles.map((role) => role.kill()));
  await connection?.close();
  await temporal?.remove();
  steward?.remove();
  await db?.close();
  await database?.drop();
}, 240_000);

/** A whole minute that is far enough away for what is done before it. */
const nextMinute = () => DateTime.utc().plus({ seconds: 45 }).startOf('minute').plus({ minutes: 1 });
const passed = (instant: DateTime) => eventually(`it is ${instant.toFormat('HH:mm:ss')}`, () => DateTime.utc() > instant, 4 * MINUTE);
const evaluationsOf = (scheduleId: string) => db.prisma.evaluation.findMany({ where: { scheduleId }, orderBy: { periodStart: 'asc' } });

it('a Temporal that is killed before a cycle is due and comes back after it starts one cycle per period, and each runs to its end', async () => {
  const due = nextMinute();
  const thisMonth = due.startOf('month');
  const months = [2, 1].map((back) => thisMonth.minus({ months: back }).toFormat('yyyy-MM'));
  const { supplierId } = await settleCast(db, { contact: false });
  for (const month of months) await deliver(db, supplierId, month, 10, 0);

  // Due today at that minute; on days that not every month has the schedule itself cannot be, and its looks are moved here.
  const afterDays = Math.min(due.day, LATEST_DAY);
  const row = { name: 'Monthly', segment: null, cadence: 'month', afterDays, timeOfDay: due.toFormat('HH:mm'), timeZone: 'UTC', since: `${months[0]}-01` } as const;
  const schedule = await createSchedule(db, { ...row, overlap: 'skip', catchUpDays: 60, collectRatings: false, paused: false, id: randomUUID(), createdBy: 'test', at: new Date() });
  await doorOn({ db, client }).schedules.keep(schedule);
  const handle = client.schedule.getHandle(scheduledEvaluation.workflowId(schedule.id));
  if (afterDays < due.day) await handle.update((known) => ({ ...known, spec: { calendars: [{ hour: due.hour, minute: due.minute }] } }));
  const [madeUp, ...tooEarly] = await eventually('the month before is made up for', async () => {
    const all = await evaluationsOf(schedule.id);
    return all.length > 0 && all;
  }, MINUTE);
  expect([madeUp?.periodStart.toISOString().slice(0, 7), afterDays < due.day ? [] : tooEarly]).toEqual([months[0], []]);
  await eventually('its cycle is closed', async () => (await evaluationsOf(schedule.id))[0]?.status === 'closed', MINUTE);

  expect(DateTime.utc() < due.minus({ seconds: 2 })).toBe(true);
  await temporal.kill();
  await passed(due.plus({ seconds: 10 }));
  expect((await evaluationsOf(schedule.id)).length).toBe(afterDays < due.day ? 2 : 1);
  await temporal.start();

  const rows = await eventually('the cycle of the month is closed', async () => {
    const all = await evaluationsOf(schedule.id);
    return all.length > 1 && all.every(({ status }) => status === 'closed') && all;
  }, 3 * MINUTE);
  expect(rows.map(({ periodStart }) => periodStart.toISOString().slice(0, 7))).toEqual(months);
  // The look that was missed came after the outage, once.
  const { info } = await handle.describe();
  expect(info.numActionsMissedCatchupWindow).toBe(0);

  // Once more in the middle of nothing: what has come to its end stays there.
  await temporal.kill();
  await temporal.start();
  for (const { id } of rows) expect(await client.workflow.getHandle(evaluationCycle.workflowId(id)).result()).toMatchObject({ stage: 'closed', scored: 1 });
  await handle.trigger('BUFFER_ONE');
  await eventually('it has looked again', async () => (await db.prisma.evaluationSchedule.findUniqueOrThrow({ where: { id: schedule.id } })).lastRunAt! > due.plus({ seconds: 10 }).toJSDate(), MINUTE);
  expect(await evaluationsOf(schedule.id)).toEqual(rows);
  expect(await db.prisma.score.count()).toBe(2);
}, 420_000);
