import { Body, Controller, Delete, Get, HttpCode, Logger, Param, Patch, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { v5 as uuidv5 } from 'uuid';
import { z } from 'zod';
import type { Door } from '#apps/door/door.js';
import { localDate, nextPeriods, periodOf, type Cadence } from '#domain/evaluation/periods.js';
import { newScheduleBody, scheduleChange } from '#domain/evaluation/schedule.js';
import type { Database } from '#persistence/database.js';
import {
  changeSchedule,
  createSchedule,
  getSchedule,
  listSchedules,
  removeSchedule,
  ScheduleStale,
  ScheduleTaken,
  type ScheduleRecord,
  type ScheduleValues,
} from '#persistence/schedules/schedules.js';
import { periodsNotStarted } from '#persistence/schedules/not-started.js';
import { evaluationsOfSchedule } from '#persistence/schedules/start-due.js';
import { Permit } from '../auth/permit.js';
import { Caller, type Principal } from '../auth/principal.js';
import { Answers, Does } from '../http/answers.js';
import { CommandId, Idempotent } from '../http/idempotency.js';
import { entityTag, IfMatch } from '../http/if-match.js';
import { given, id, pageQuery } from '../http/paging.js';
import { problems } from '../http/problem.js';
import { InjectDatabase, InjectDoor, InjectNow, type Now } from '../parts.js';
import { resumeBody, runAnswer, schedule, scheduleInDetail, schedules, shownSchedule } from './schedule-schemas.js';

type Shown = z.infer<typeof schedule>;
const EVALUATIONS_SHOWN = 12;
/** Milliseconds, about the time between two sweeps. */
const AWAY_FOR = 15_000;

@ApiTags('Schedules')
@Controller('api/v1/schedules')
export class SchedulesController {
  private readonly logger = new Logger('schedules');
  /** On the process's own clock, in milliseconds. */
  private awayUntil = 0;

  constructor(
    @InjectDatabase() private readonly db: Database,
    @InjectDoor() private readonly door: Door,
    @InjectNow() private readonly now: Now,
  ) {}

  @Does('When evaluations start by themselves, by name.')
  @Get()
  @Permit('schedules:read')
  @Answers(200, schedules)
  async list(@Query({ schema: pageQuery }) query: z.infer<typeof pageQuery>): Promise<z.infer<typeof schedules>> {
    const page = await listSchedules(this.db, given(query));
    return { ...page, items: page.items.map((each) => shownSchedule(each, this.now())) };
  }

  @Does('One schedule, with what it has started, what it has not, and what the scheduler has of it.')
  @Get(':id')
  @Permit('schedules:read')
  @Answers(200, scheduleInDetail)
  async one(@Param('id', { schema: id }) scheduleId: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<z.infer<typeof scheduleInDetail>> {
    const found = await this.known(scheduleId);
    const [place, evaluations, notStarted] = await Promise.all([
      this.door.schedules.look(scheduleId),
      evaluationsOfSchedule(this.db, scheduleId, EVALUATIONS_SHOWN),
      periodsNotStarted(this.db, found, { at: this.now(), count: EVALUATIONS_SHOWN }),
    ]);
    const state = place === false ? 'unreachable' : place === null ? 'missing' : 'inPlace';
    const nextLooks = (place || null)?.nextLooks.map((at) => at.toISOString()) ?? [];
    return {
      ...this.shown(found, reply),
      scheduler: { state, nextLooks },
      evaluations: evaluations.map(({ createdAt, ...each }) => ({ ...each, createdAt: createdAt.toISOString() })),
      notStarted: notStarted.map(({ start, end, dueAt, why }) => ({ periodStart: start, periodEnd: end, dueAt, why })),
    };
  }

  @Does('Lets the evaluations of a segment, or of all, start by themselves. 409 when another schedule starts those of the same suppliers.')
  @Post()
  @Permit('schedules:manage')
  @Idempotent()
  @Answers(201, schedule)
  async create(
    @Body({ schema: newScheduleBody }) body: z.infer<typeof newScheduleBody>,
    @Caller() caller: Principal,
    @CommandId() commandId: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Shown> {
    const at = this.now();
    const since = body.since ?? periodOfToday(body.cadence, body.timeZone, at);
    const created = await refused(() => createSchedule(this.db, { ...body, since, id: uuidv5('schedule', commandId), createdBy: caller.id, at }));
    await this.keep(created);
    reply.header('location', `/api/v1/schedules/${created.id}`);
    return this.shown(created, reply);
  }

  @Does('Changes a schedule; cycles that run go on as they are. A segment cannot be changed: remove the schedule and make another.')
  @Patch(':id')
  @Permit('schedules:manage')
  @Answers(200, schedule)
  async change(
    @Param('id', { schema: id }) scheduleId: string,
    @Body({ schema: scheduleChange }) body: z.infer<typeof scheduleChange>,
    @IfMatch() expected: number | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Shown> {
    const before = await this.known(scheduleId);
    const since = body.since ?? this.firstOfNewCadence(before, body);
    return this.shown(await this.changed(scheduleId, { ...body, ...(since === undefined ? {} : { since }) }, expected), reply);
  }

  @Does('Removes a schedule. What it started goes on and stays.')
  @Delete(':id')
  @HttpCode(204)
  @Permit('schedules:manage')
  @Answers(204, null, 'Removed.')
  async remove(@Param('id', { schema: id }) scheduleId: string): Promise<void> {
    const at = this.now();
    const found = await this.known(scheduleId);
    await removeSchedule(this.db, scheduleId, at);
    await this.keep({ ...found, removedAt: at });
  }

  @Does('Pauses a schedule; cycles that run go on to their end.')
  @Post(':id/pause')
  @HttpCode(200)
  @Permit('schedules:manage')
  @Answers(200, schedule)
  async pause(@Param('id', { schema: id }) scheduleId: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<Shown> {
    return this.shown(await this.changed(scheduleId, { paused: true }), reply);
  }

  @Does('Lets a schedule go on. What would have started during the pause is left out unless `makeUp` says otherwise.')
  @Post(':id/resume')
  @HttpCode(200)
  @Permit('schedules:manage')
  @Answers(200, schedule)
  async resume(
    @Param('id', { schema: id }) scheduleId: string,
    @Body({ schema: resumeBody }) { makeUp }: z.infer<typeof resumeBody>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Shown> {
    const found = await this.known(scheduleId);
    const [next] = nextPeriods(found, this.now().toISOString(), 1);
    const skips = found.paused && !makeUp && next !== undefined;
    return this.shown(await this.changed(scheduleId, { paused: false, ...(skips ? { since: next.start } : {}) }), reply);
  }

  @Does('Starts the evaluations of the periods that have ended and have none, also before their day has come and while the schedule is paused; none that was due longer ago than `catchUpDays`.')
  @Post(':id/run')
  @HttpCode(200)
  @Permit('schedules:manage')
  @Idempotent()
  @Answers(200, runAnswer)
  async run(
    @Param('id', { schema: id }) scheduleId: string,
    @CommandId() commandId: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.infer<typeof runAnswer>> {
    await this.known(scheduleId);
    const answer = await this.door.schedules.run(scheduleId, commandId);
    if (answer === false) throw problems.unavailable('The scheduler cannot be reached; nothing was done. Try again in a moment.');
    if (answer !== 'late') return { started: [...answer.started] };
    reply.code(202);
    return { started: [] };
  }

  /** Periods of another length begin with the one that runs now: those before were evaluated by the old ones. */
  private firstOfNewCadence(before: ScheduleRecord, { cadence, timeZone = before.timeZone }: z.infer<typeof scheduleChange>): string | undefined {
    if (cadence === undefined || cadence === before.cadence) return undefined;
    const first = periodOfToday(cadence, timeZone, this.now());
    return first > before.since ? first : before.since;
  }

  private async changed(scheduleId: string, change: ScheduleValues, expected?: number): Promise<ScheduleRecord> {
    const changed = await refused(() => changeSchedule(this.db, scheduleId, change, { at: this.now(), expected }));
    if (!changed) throw problems.notFound('This schedule');
    await this.keep(changed);
    return changed;
  }

  private async known(scheduleId: string): Promise<ScheduleRecord> {
    const found = await getSchedule(this.db, scheduleId);
    if (!found) throw problems.notFound('This schedule');
    return found;
  }

  /** The row is what counts: what the scheduler cannot take now the sweeper brings to it, and nobody waits for one that was away a moment ago. */
  private async keep(record: ScheduleRecord): Promise<void> {
    if (performance.now() < this.awayUntil) return;
    try {
      if (!(await this.door.schedules.keep(record))) this.awayUntil = performance.now() + AWAY_FOR;
    } catch (error) {
      this.logger.warn(`Schedule ${record.id} is not in place yet: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  private shown(record: ScheduleRecord, reply: FastifyReply): Shown {
    reply.header('etag', entityTag(record.revision));
    return shownSchedule(record, this.now());
  }
}

function periodOfToday(cadence: Cadence, timeZone: string, now: Date): string {
  return periodOf(cadence, localDate(timeZone, now.toISOString())).start;
}

async function refused<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ScheduleStale) throw problems.stale();
    if (error instanceof ScheduleTaken) throw problems.conflict(error.code, error.message, error.scheduleId);
    throw error;
  }
}
