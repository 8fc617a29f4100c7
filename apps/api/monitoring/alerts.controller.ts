import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import type { Database } from '#persistence/database.js';
import { actOnAlert, getAlert, listAlerts, type AlertAct } from '#persistence/monitoring/alerts.js';
import { Permit } from '../auth/permit.js';
import { Caller, type Principal } from '../auth/principal.js';
import { Answers, dateText, Does } from '../http/answers.js';
import { given, id } from '../http/paging.js';
import { problems } from '../http/problem.js';
import { InjectDatabase, InjectNow, type Now } from '../parts.js';
import { acknowledgement, alert, alertQuery, alerts, closing, shownAlert, snooze } from './monitoring-schemas.js';

type AlertAnswer = z.infer<typeof alert>;

@ApiTags('Monitoring')
@Controller('api/v1/alerts')
export class AlertsController {
  constructor(
    @InjectDatabase() private readonly db: Database,
    @InjectNow() private readonly now: Now,
  ) {}

  @Does('Alerts, the latest raised first.')
  @Get()
  @Permit('alerts:read')
  @Answers(200, alerts)
  async list(@Query({ schema: alertQuery }) query: z.infer<typeof alertQuery>): Promise<z.infer<typeof alerts>> {
    const page = await listAlerts(this.db, given(query));
    return { ...page, items: page.items.map(shownAlert) };
  }

  @Does('One alert with the figures that raised it.')
  @Get(':id')
  @Permit('alerts:read')
  @Answers(200, alert)
  async one(@Param('id', { schema: id }) alertId: string): Promise<AlertAnswer> {
    const found = await getAlert(this.db, alertId);
    if (!found) throw problems.notFound('This alert');
    return shownAlert(found);
  }

  @Does('Says that somebody has seen to it.')
  @Post(':id/acknowledge')
  @HttpCode(200)
  @Permit('alerts:act')
  @Answers(200, alert)
  async acknowledge(
    @Param('id', { schema: id }) alertId: string,
    @Body({ schema: acknowledgement }) body: z.infer<typeof acknowledgement>,
    @Caller() caller: Principal,
  ): Promise<AlertAnswer> {
    return this.act(alertId, { act: 'acknowledge', note: body.note ?? null }, caller);
  }

  @Does('Leaves it alone until a day; the first run from then on opens it again.')
  @Post(':id/snooze')
  @HttpCode(200)
  @Permit('alerts:act')
  @Answers(200, alert)
  async snooze(
    @Param('id', { schema: id }) alertId: string,
    @Body({ schema: snooze }) body: z.infer<typeof snooze>,
    @Caller() caller: Principal,
  ): Promise<AlertAnswer> {
    if (body.until <= dateText(this.now())) throw problems.invalid([{ path: 'until', message: 'must lie after today' }]);
    return this.act(alertId, { act: 'snooze', until: body.until, note: body.note ?? null }, caller);
  }

  @Does('Closes it by a person’s decision; while its cause goes on it is not raised again.')
  @Post(':id/close')
  @HttpCode(200)
  @Permit('alerts:act')
  @Answers(200, alert)
  async close(
    @Param('id', { schema: id }) alertId: string,
    @Body({ schema: closing }) body: z.infer<typeof closing>,
    @Caller() caller: Principal,
  ): Promise<AlertAnswer> {
    return this.act(alertId, { act: 'close', reason: body.reason }, caller);
  }

  private async act(alertId: string, act: AlertAct, caller: Principal): Promise<AlertAnswer> {
    const changed = await actOnAlert(this.db, alertId, act, { by: caller.id, at: this.now() });
    if (!changed) throw problems.notFound('This alert');
    return shownAlert(changed);
  }
}
