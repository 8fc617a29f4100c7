import { Body, Controller, Get, Param, Patch, Post, Query, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { v4 as uuidv4, v5 as uuidv5 } from 'uuid';
import type { z } from 'zod';
import { newSupplierBody, supplierChange, type SupplierChange } from '#domain/supplier/supplier.js';
import type { Database } from '#persistence/database.js';
import { supplierIndicators } from '#persistence/measures/supplier-indicators.js';
import { lapseOverrides } from '#persistence/segmentation/effective.js';
import { checkExpiry, latestExpiry, overrideSegment } from '#persistence/segmentation/overrides.js';
import { scoresOfSupplier } from '#persistence/scoring/scores.js';
import { listSuppliers } from '#persistence/suppliers/list.js';
import { createSupplier, getSupplier, SupplierCodeTaken, updateSupplier } from '#persistence/suppliers/suppliers.js';
import { supplierTimeline } from '#persistence/suppliers/timeline.js';
import { Permit } from '../auth/permit.js';
import { Caller, type Principal } from '../auth/principal.js';
import { Answers, dateText, Does } from '../http/answers.js';
import { CommandId, Idempotent } from '../http/idempotency.js';
import { entityTag, IfMatch } from '../http/if-match.js';
import { given, id, pageQuery } from '../http/paging.js';
import { problems } from '../http/problem.js';
import { InjectDatabase, InjectNow, type Now } from '../parts.js';
import { scores, shownScore } from '../evaluations/score-schemas.js';
import {
  indicatorsQuery,
  indicatorsSchema,
  shownSupplier,
  supplierQuery,
  suppliers,
  supplierSchema,
  timeline,
} from './supplier-schemas.js';
import { asSupplierProblem, supplierAsked, supplierProblem } from './supplier-asked.js';

type SupplierAnswer = z.infer<typeof supplierSchema>;

@ApiTags('Suppliers')
@Controller('api/v1/suppliers')
export class SuppliersController {
  constructor(
    @InjectDatabase() private readonly db: Database,
    @InjectNow() private readonly now: Now,
  ) {}

  @Does('Suppliers by name, with their on-time delivery and open cases.')
  @Get()
  @Permit('suppliers:read')
  @Answers(200, suppliers)
  async list(@Query({ schema: supplierQuery }) query: z.infer<typeof supplierQuery>): Promise<z.infer<typeof suppliers>> {
    const at = this.now();
    await lapseOverrides(this.db, { asOf: dateText(at), at });
    const page = await listSuppliers(this.db, { ...given(query), asOf: dateText(at), at });
    const items = page.items.map((item) => ({ ...shownSupplier(item), onTimeDelivery: item.onTimeDelivery, openCases: item.openCases }));
    return { ...page, items };
  }

  @Does('Adds a supplier: active, and owned by the caller if that is a person. The tax id of another supplier of the country: 409 with its id.')
  @Post()
  @Permit('suppliers:write')
  @Idempotent()
  @Answers(201, supplierSchema)
  async create(
    @Body({ schema: newSupplierBody }) body: z.infer<typeof newSupplierBody>,
    @CommandId() commandId: string,
    @Caller() caller: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SupplierAnswer> {
    const supplierId = uuidv5('supplier', commandId);
    const created = await createSupplier(this.db, { id: supplierId, supplier: body, ownerId: caller.personId, at: this.now() }).catch(
      async (error: unknown) => {
        if (!(error instanceof SupplierCodeTaken)) throw supplierProblem(error);
        // The same request again, after its first answer was lost: its supplier is the one that has the code.
        const mine = error.existingId === supplierId ? await getSupplier(this.db, supplierId) : null;
        if (!mine) throw problems.conflict('codeTaken', error.message, error.existingId);
        return mine;
      },
    );
    reply.header('location', `/api/v1/suppliers/${created.id}`).header('etag', entityTag(created.version));
    return shownSupplier(created);
  }

  @Does('One supplier; its ETag is its version. One that was merged: 308 to the supplier that it became part of, as for everything below it.')
  @Get(':id')
  @Permit('suppliers:read')
  @Answers(200, supplierSchema)
  async one(
    @Param('id', { schema: id }) supplierId: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SupplierAnswer> {
    const at = this.now();
    await lapseOverrides(this.db, { asOf: dateText(at), at });
    const found = await supplierAsked(this.db, supplierId, request);
    reply.header('etag', entityTag(found.version));
    return shownSupplier(found);
  }

  @Does('Changes the fields that are given; `contacts` replaces the whole list. `segment` overrides the computed one and takes the right to override.')
  @Patch(':id')
  @Permit('suppliers:write')
  @ApiHeader({ name: 'If-Match', required: false, description: 'The ETag of the supplier that you read.' })
  @Answers(200, supplierSchema)
  async change(
    @Param('id', { schema: id }) supplierId: string,
    @Body({ schema: supplierChange }) body: z.infer<typeof supplierChange>,
    @IfMatch() expectedVersion: number | undefined,
    @Caller() caller: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SupplierAnswer> {
    const at = this.now();
    const { segment, segmentReason, segmentExpiresOn, ...change } = body;
    const override = await this.overrideAsked(caller, { segment, segmentReason, segmentExpiresOn }, dateText(at));
    const update = { id: supplierId, change, expectedVersion: expectedVersion ?? null, at };
    const changed = await updateSupplier(this.db, update).catch(asSupplierProblem);
    if (!changed) throw problems.notFound('This supplier');
    if (override && override.segment !== changed.segment) {
      await overrideSegment(this.db, { ...override, id: uuidv4(), supplierId, decidedBy: caller.id, today: dateText(at), at }).catch(asSupplierProblem);
    }
    const now = (await getSupplier(this.db, supplierId)) ?? changed;
    reply.header('etag', entityTag(now.version));
    return shownSupplier(now);
  }

  /** Checked before anything is changed: the change and the override stand or fall together but for the database's own faults. */
  private async overrideAsked(caller: Principal, asked: Pick<SupplierChange, 'segment' | 'segmentReason' | 'segmentExpiresOn'>, today: string) {
    const { segment, segmentReason: reason = 'Given with the data of the supplier.', segmentExpiresOn } = asked;
    if (segment === undefined) {
      if (asked.segmentReason === undefined && segmentExpiresOn === undefined) return null;
      throw problems.invalid([{ path: 'segment', message: 'is what reason and expiry are about' }]);
    }
    if (!caller.permissions.has('segmentation:override')) throw problems.forbidden();
    const expiresOn = segmentExpiresOn ?? (await latestExpiry(this.db, today));
    await checkExpiry(this.db, { expiresOn, today }).catch(asSupplierProblem);
    return { category: null, segment, reason, expiresOn };
  }

  @Does('The indicators over the lines promised in the period, with full precision.')
  @Get(':id/indicators')
  @Permit('suppliers:read')
  @Answers(200, indicatorsSchema)
  async indicators(
    @Param('id', { schema: id }) supplierId: string,
    @Query({ schema: indicatorsQuery }) query: z.infer<typeof indicatorsQuery>,
    @Req() request: FastifyRequest,
  ): Promise<z.infer<typeof indicatorsSchema>> {
    if (query.from > query.to) throw problems.malformed('The period ends before it begins.', [{ path: 'to', message: 'lies before from' }]);
    await supplierAsked(this.db, supplierId, request);
    const at = this.now();
    const { from, to, by, asOf = dateText(at) } = query;
    if (asOf > dateText(at)) throw problems.malformed('The day lies ahead.', [{ path: 'asOf', message: `lies after today, ${dateText(at)}` }]);
    const items = await supplierIndicators(this.db, { supplierId, from, to, asOf, cutOffAt: at, ...(by ? { by } : {}) });
    return { items: items.map(({ series, ...item }) => ({ ...item, ...(series ? { series: [...series] } : {}) })) };
  }

  @Does('Its official scores of published periods, the newest period first, with inputs and arithmetic.')
  @Get(':id/scores')
  @Permit('evaluations:read')
  @Answers(200, scores)
  async scores(@Param('id', { schema: id }) supplierId: string, @Query({ schema: pageQuery }) query: z.infer<typeof pageQuery>, @Req() request: FastifyRequest): Promise<z.infer<typeof scores>> {
    await supplierAsked(this.db, supplierId, request);
    const page = await scoresOfSupplier(this.db, { supplierId, ...given(query) });
    return { ...page, items: page.items.map(shownScore) };
  }

  @Does('Everything that happened with the supplier, newest first.')
  // It tells what was said in cases.
  @Get(':id/timeline')
  @Permit('rectification:read')
  @Answers(200, timeline)
  async timeline(
    @Param('id', { schema: id }) supplierId: string,
    @Query({ schema: pageQuery }) query: z.infer<typeof pageQuery>,
    @Req() request: FastifyRequest,
    @Caller() caller: Principal,
  ): Promise<z.infer<typeof timeline>> {
    await supplierAsked(this.db, supplierId, request);
    const page = await supplierTimeline(this.db, supplierId, { ...given(query), at: this.now(), readers: [caller.id] });
    return { ...page, items: page.items.map((entry) => ({ ...entry, at: entry.at.toISOString() })) };
  }
}
