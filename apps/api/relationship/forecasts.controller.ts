import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { v5 as uuidv5 } from 'uuid';
import { z } from 'zod';
import type { Configuration } from '#apps/configuration.js';
import { askToCommit } from '#apps/relationship/forecast-mails.js';
import { stageDueAt } from '#domain/evaluation/stages.js';
import { deviation, forecastBody, type ForecastBody } from '#domain/relationship/forecasts.js';
import type { Database } from '#persistence/database.js';
import type { Forecast } from '#persistence/generated/client.js';
import { calendarFor } from '#persistence/holidays.js';
import { linesWithDeliveries, listForecasts, publishForecast, type LineWithDeliveries } from '#persistence/relationship/forecasts.js';
import { withMerged } from '#persistence/suppliers/merged.js';
import { Permit } from '../auth/permit.js';
import { Caller, type Principal } from '../auth/principal.js';
import { Answers, Does, instant } from '../http/answers.js';
import { BYTE_ORDER_MARK, csvLine } from '../http/csv.js';
import { CommandId, Idempotent } from '../http/idempotency.js';
import { given, id, pageOfItems, pageQuery } from '../http/paging.js';
import { problems } from '../http/problem.js';
import { InjectConfiguration, InjectDatabase, InjectNow, type Now } from '../parts.js';
import { supplierAsked } from '../suppliers/supplier-asked.js';

const percent = z.number().nullable();
const lineSchema = z.object({
  item: z.string().nullable(),
  category: z.string().nullable(),
  month: z.string().describe('`YYYY-MM`.'),
  unit: z.string(),
  quantity: z.number().describe('What we expect to need.'),
  committed: z.number().nullable().describe('What the supplier commits to.'),
  comment: z.string(),
  delivered: z.number().nullable().describe('What was received in that month, by the facts; null while it lies ahead.'),
  committedDeviation: percent.describe('Of the commitment from the forecast, in percent.'),
  deliveredDeviation: percent.describe('Of what was received from the commitment, or where there is none from the forecast, in percent.'),
});
const summary = { id: z.uuid(), supplierId: z.uuid(), version: z.int(), contactId: z.uuid(), dueAt: instant, publishedBy: z.string(), publishedAt: instant, committedAt: instant.nullable() };
const forecastSummary = z.object(summary).meta({ id: 'SharedForecastSummary' });
const forecasts = pageOfItems(forecastSummary).meta({ id: 'SharedForecasts' });
const forecastSchema = z.object({ ...summary, lines: z.array(lineSchema) }).meta({ id: 'SharedForecast' });

/** Columns of the file, by the names of the API, so that programs read both alike. */
const columns = ['item', 'category', 'month', 'unit', 'quantity', 'committed', 'committedDeviation', 'delivered', 'deliveredDeviation', 'comment'] as const satisfies readonly (keyof z.infer<typeof lineSchema>)[];

/** What we expect to need of a supplier, what it commits to, and what came. */
@ApiTags('Relationship')
@Controller('api/v1/suppliers/:id/relationship/forecasts')
export class ForecastsController {
  constructor(
    @InjectDatabase() private readonly db: Database,
    @InjectConfiguration() private readonly configuration: Configuration,
    @InjectNow() private readonly now: Now,
  ) {}

  @Does('Forecasts that were shared, newest first.')
  @Get()
  @Permit('suppliers:read')
  @Answers(200, forecasts)
  async list(@Param('id', { schema: id }) supplierId: string, @Query({ schema: pageQuery }) query: z.infer<typeof pageQuery>, @Req() request: FastifyRequest): Promise<z.infer<typeof forecasts>> {
    await supplierAsked(this.db, supplierId, request);
    const page = await listForecasts(this.db, { supplierId, ...given(query) });
    return { ...page, items: page.items.map(shownSummary) };
  }

  @Does('Publishes a forecast as the newest version and asks the supplier by mail to commit to it; the version before can no longer be answered.')
  @Post()
  @Permit('relationship:write')
  @Idempotent()
  @Answers(201, forecastSchema)
  async publish(@Param('id', { schema: id }) supplierId: string, @Body({ schema: forecastBody }) body: ForecastBody, @Req() request: FastifyRequest, @Caller() caller: Principal, @CommandId() commandId: string): Promise<z.infer<typeof forecastSchema>> {
    const supplier = await supplierAsked(this.db, supplierId, request);
    const contact = body.contactId === null ? supplier.contacts[0] : supplier.contacts.find((each) => each.id === body.contactId);
    if (!contact) throw problems.invalid([{ path: 'contactId', message: 'is no contact of this supplier' }]);
    const at = this.now();
    const dueAt = new Date(stageDueAt(body.businessDays, at.toISOString(), calendarFor(supplier, at)));
    const published = await this.db.transaction(async (tx) => {
      const forecast = await publishForecast(tx, uuidv5('forecast', commandId), { supplierId: supplier.id, contactId: contact.id, dueAt, lines: body.lines, by: caller.id, at });
      await askToCommit(tx, this.configuration, { forecast, occasion: 'asked', at });
      return forecast;
    });
    return this.shown(published);
  }

  @Does('One forecast: each line with the commitment and with what was received, by the facts.')
  @Get(':forecastId')
  @Permit('suppliers:read')
  @Answers(200, forecastSchema)
  async one(@Param('id', { schema: id }) supplierId: string, @Param('forecastId', { schema: id }) forecastId: string, @Req() request: FastifyRequest): Promise<z.infer<typeof forecastSchema>> {
    await supplierAsked(this.db, supplierId, request);
    return this.shown(await this.known(supplierId, forecastId));
  }

  @Does('The lines of a forecast as a CSV file, with the commitment and with what was received.')
  @Get(':forecastId/lines.csv')
  @Permit('suppliers:read')
  @Answers(200, null, 'The file.')
  async csv(@Param('id', { schema: id }) supplierId: string, @Param('forecastId', { schema: id }) forecastId: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await supplierAsked(this.db, supplierId, request);
    const { version, lines } = await this.shown(await this.known(supplierId, forecastId));
    await reply
      .header('content-type', 'text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="forecast-${version}.csv"`)
      .header('x-content-type-options', 'nosniff')
      .header('cache-control', 'private, no-store')
      .send(BYTE_ORDER_MARK + [csvLine(columns), ...lines.map((line) => csvLine(columns.map((column) => String(line[column] ?? ''))))].join(''));
  }

  private async known(supplierId: string, forecastId: string): Promise<Forecast> {
    const found = await this.db.prisma.forecast.findFirst({ where: { id: forecastId, supplierId } });
    if (!found) throw problems.notFound('This forecast');
    return found;
  }

  private async shown(forecast: Forecast): Promise<z.infer<typeof forecastSchema>> {
    const lines = await linesWithDeliveries(this.db, forecast.id, { supplierIds: await withMerged(this.db, forecast.supplierId), at: this.now() });
    return { ...shownSummary(forecast), lines: lines.map(shownLine) };
  }
}

function shownSummary({ id: forecastId, supplierId, version, contactId, dueAt, publishedBy, publishedAt, committedAt }: Forecast): z.infer<typeof forecastSummary> {
  return { id: forecastId, supplierId, version, contactId, dueAt: dueAt.toISOString(), publishedBy, publishedAt: publishedAt.toISOString(), committedAt: committedAt?.toISOString() ?? null };
}

function shownLine({ item, category, month, unit, delivered, comment, ...line }: LineWithDeliveries): z.infer<typeof lineSchema> {
  const [quantity, committed] = [line.quantity.toNumber(), line.committedQuantity?.toNumber() ?? null];
  return { item, category, month: month.toISOString().slice(0, 7), unit, quantity, committed, comment, delivered, committedDeviation: deviation(committed, quantity), deliveredDeviation: deviation(delivered, committed ?? quantity) };
}
