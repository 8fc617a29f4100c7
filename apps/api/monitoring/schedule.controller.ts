import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { Door } from '#apps/door/door.js';
import { monitoringPlanSchema, type MonitoringPlan } from '#domain/monitoring/schedule.js';
import type { Database } from '#persistence/database.js';
import { monitoringPlan, setMonitoringPlan } from '#persistence/monitoring/schedule.js';
import { Permit } from '../auth/permit.js';
import { Caller, type Principal } from '../auth/principal.js';
import { Answers, Does, instant } from '../http/answers.js';
import { InjectDatabase, InjectDoor, InjectNow, type Now } from '../parts.js';

const change = monitoringPlanSchema.meta({ id: 'MonitoringScheduleChange' });
const schedule = z
  .object({
    ...monitoringPlanSchema.shape,
    inPlace: z.boolean().describe('Whether Temporal has it as it says here; false while Temporal is away, then it follows by itself.'),
    nextRuns: z.array(instant).describe('Soonest first; empty while it is paused or not in place.'),
  })
  .meta({ id: 'MonitoringSchedule' });

@ApiTags('Monitoring')
@Controller('api/v1/monitoring/schedule')
export class MonitoringScheduleController {
  constructor(
    @InjectDatabase() private readonly db: Database,
    @InjectDoor() private readonly door: Door,
    @InjectNow() private readonly now: Now,
  ) {}

  @Does('When the daily monitoring run is made; it judges the day before, UTC, and tells people what is new.')
  @Get()
  @Permit('schedules:read')
  @Answers(200, schedule)
  async read(): Promise<z.infer<typeof schedule>> {
    return this.shown(await monitoringPlan(this.db));
  }

  @Does('Changes when the daily run is made, or pauses it.')
  @Put()
  @Permit('schedules:manage')
  @Answers(200, schedule)
  async change(@Body({ schema: change }) body: MonitoringPlan, @Caller() caller: Principal): Promise<z.infer<typeof schedule>> {
    await setMonitoringPlan(this.db, body, { by: caller.id, at: this.now() });
    return this.shown(body);
  }

  private async shown(plan: MonitoringPlan): Promise<z.infer<typeof schedule>> {
    const inPlace = (await this.door.monitoring.keep(plan)) !== false;
    const next = inPlace && !plan.paused ? await this.door.monitoring.nextRuns() : null;
    return { ...plan, inPlace, nextRuns: next ? next.map((at) => at.toISOString()) : [] };
  }
}
