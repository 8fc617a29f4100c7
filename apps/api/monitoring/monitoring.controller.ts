import { Body, Controller, Get, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { v5 as uuidv5 } from 'uuid';
import type { z } from 'zod';
import type { Door } from '#apps/door/door.js';
import type { AskedRun } from '#apps/door/monitoring-schedule.js';
import type { Database } from '#persistence/database.js';
import { runMonitoring } from '#persistence/monitoring/run.js';
import { getRun, listRuns, type MonitoringRunRecord } from '#persistence/monitoring/runs.js';
import { Permit } from '../auth/permit.js';
import { Caller, type Principal } from '../auth/principal.js';
import { Answers, dateText, Does } from '../http/answers.js';
import { CommandId, Idempotent } from '../http/idempotency.js';
import { given, pageQuery } from '../http/paging.js';
import { problems } from '../http/problem.js';
import { InjectDatabase, InjectDoor, InjectNow, type Now } from '../parts.js';
import { newRun, run, runs, shownRun } from './monitoring-schemas.js';

@ApiTags('Monitoring')
@Controller('api/v1/monitoring/runs')
export class MonitoringController {
  constructor(
    @InjectDatabase() private readonly db: Database,
    @InjectDoor() private readonly door: Door,
    @InjectNow() private readonly now: Now,
  ) {}

  @Does('Judges all alert rules for all suppliers as of a day, and answers when that is done. The same day again changes nothing. With `notify` people are told what is new, once, and cases are opened where the policy wants it; a day that is history tells nobody.')
  @Post()
  @Permit('monitoring:run')
  @Idempotent()
  @Answers(201, run)
  async start(
    @Body({ schema: newRun }) body: z.infer<typeof newRun>,
    @CommandId() commandId: string,
    @Caller() caller: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.infer<typeof run>> {
    const now = this.now();
    const { asOf, notify = false } = body;
    if (asOf > dateText(now)) throw problems.invalid([{ path: 'asOf', message: `lies ahead: today is ${dateText(now)}` }]);
    const asked = { runId: uuidv5('monitoringRun', commandId), asOf, requestedBy: caller.id };
    const made = notify ? await this.runAndTell({ ...asked, notify }) : await runMonitoring(this.db, { ...asked, id: asked.runId, now, clock: this.now });
    reply.header('location', '/api/v1/monitoring/runs');
    return shownRun(made);
  }

  /** What is told and opened is the workflow's: it is done to the end whatever happens to this process. */
  private async runAndTell(asked: AskedRun): Promise<MonitoringRunRecord> {
    const result = await this.door.monitoring.run(asked);
    if (result === false) throw problems.unavailable('The workflow server cannot be reached; nothing was done. Repeat the request with the same Idempotency-Key.');
    if (result === 'late') throw problems.unavailable('The run takes long and goes on; repeat the request with the same Idempotency-Key, or look at GET /api/v1/monitoring/runs.');
    const made = await getRun(this.db, result.runId);
    if (!made) throw new Error(`The run ${result.runId} has finished and is not there.`);
    return made;
  }

  @Does('Runs, the latest made first.')
  @Get()
  @Permit('alerts:read')
  @Answers(200, runs)
  async list(@Query({ schema: pageQuery }) query: z.infer<typeof pageQuery>): Promise<z.infer<typeof runs>> {
    const page = await listRuns(this.db, given(query));
    return { ...page, items: page.items.map(shownRun) };
  }
}
