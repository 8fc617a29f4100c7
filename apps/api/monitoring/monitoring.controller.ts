import { Body, Controller, Get, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { v5 as uuidv5 } from 'uuid';
import type { z } from 'zod';
import type { Database } from '#persistence/database.js';
import { runMonitoring } from '#persistence/monitoring/run.js';
import { listRuns } from '#persistence/monitoring/runs.js';
import { Permit } from '../auth/permit.js';
import { Caller, type Principal } from '../auth/principal.js';
import { Answers, dateText, Does } from '../http/answers.js';
import { CommandId, Idempotent } from '../http/idempotency.js';
import { given, pageQuery } from '../http/paging.js';
import { problems } from '../http/problem.js';
import { InjectDatabase, InjectNow, type Now } from '../parts.js';
import { newRun, run, runs, shownRun } from './monitoring-schemas.js';

@ApiTags('Monitoring')
@Controller('api/v1/monitoring/runs')
export class MonitoringController {
  constructor(
    @InjectDatabase() private readonly db: Database,
    @InjectNow() private readonly now: Now,
  ) {}

  @Does('Judges all alert rules for all suppliers as of a day, and answers when that is done. The same day again changes nothing.')
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
    const errors = [
      ...(body.asOf > dateText(now) ? [{ path: 'asOf', message: `lies ahead: today is ${dateText(now)}` }] : []),
      ...(body.notify ? [{ path: 'notify', message: 'must be false or absent: a run tells nobody yet; read the alerts with GET /api/v1/alerts' }] : []),
    ];
    if (errors.length > 0) throw problems.invalid(errors);
    const made = await runMonitoring(this.db, { id: uuidv5('monitoringRun', commandId), asOf: body.asOf, requestedBy: caller.id, now, clock: this.now });
    reply.header('location', '/api/v1/monitoring/runs');
    return shownRun(made);
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
