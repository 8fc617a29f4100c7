import { Body, Controller, Get, Param, Patch, Post, Query, Res } from '@nestjs/common';
import { ApiHeader, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { v5 as uuidv5 } from 'uuid';
import type { z } from 'zod';
import { newSupplierBody, supplierChange } from '#domain/supplier/supplier.js';
import type { Database } from '#persistence/database.js';
import { supplierIndicators } from '#persistence/measures/supplier-indicators.js';
import { listSuppliers } from '#persistence/suppliers/list.js';
import { createSupplier, getSupplier, StaleSupplier, SupplierCodeTaken, UnknownOwner, updateSupplier } from '#persistence/suppliers/suppliers.js';
import { supplierTimeline } from '#persistence/suppliers/timeline.js';
import { Permit } from '../auth/permit.js';
import { Caller, type Principal } from '../auth/principal.js';
import { Answers, dateText, Does } from '../http/answers.js';
import { CommandId, Idempotent } from '../http/idempotency.js';
import { entityTag, IfMatch } from '../http/if-match.js';
import { given, id, pageQuery } from '../http/paging.js';
import { problems } from '../http/problem.js';
import { InjectDatabase, InjectNow, type Now } from '../parts.js';
import {
  indicatorsQuery,
  indicatorsSchema,
  shownSupplier,
  supplierQuery,
  suppliers,
  supplierSchema,
  timeline,
} from './supplier-schemas.js';

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
    const page = await listSuppliers(this.db, { ...given(query), asOf: dateText(at), at });
    const items = page.items.map((item) => ({ ...shownSupplier(item), onTimeDelivery: item.onTimeDelivery, openCases: item.openCases }));
    return { ...page, items };
  }

  @Does('Adds a supplier: active, and owned by the caller if that is a person.')
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

  @Does('One supplier; its ETag is its version.')
  @Get(':id')
  @Permit('suppliers:read')
  @Answers(200, supplierSchema)
  async one(@Param('id', { schema: id }) supplierId: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<SupplierAnswer> {
    const found = await this.find(supplierId);
    reply.header('etag', entityTag(found.version));
    return shownSupplier(found);
  }

  @Does('Changes the fields that are given; `contacts` replaces the whole list.')
  @Patch(':id')
  @Permit('suppliers:write')
  @ApiHeader({ name: 'If-Match', required: false, description: 'The ETag of the supplier that you read.' })
  @Answers(200, supplierSchema)
  async change(
    @Param('id', { schema: id }) supplierId: string,
    @Body({ schema: supplierChange }) body: z.infer<typeof supplierChange>,
    @IfMatch() expectedVersion: number | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SupplierAnswer> {
    const update = { id: supplierId, change: body, expectedVersion: expectedVersion ?? null, at: this.now() };
    const changed = await updateSupplier(this.db, update).catch((error: unknown) => {
      throw supplierProblem(error);
    });
    if (!changed) throw problems.notFound('This supplier');
    reply.header('etag', entityTag(changed.version));
    return shownSupplier(changed);
  }

  @Does('The indicators over the lines promised in the period, with full precision.')
  @Get(':id/indicators')
  @Permit('suppliers:read')
  @Answers(200, indicatorsSchema)
  async indicators(
    @Param('id', { schema: id }) supplierId: string,
    @Query({ schema: indicatorsQuery }) query: z.infer<typeof indicatorsQuery>,
  ): Promise<z.infer<typeof indicatorsSchema>> {
    if (query.from > query.to) throw problems.malformed('The period ends before it begins.', [{ path: 'to', message: 'lies before from' }]);
    await this.find(supplierId);
    const at = this.now();
    const { from, to, by, asOf = dateText(at) } = query;
    const items = await supplierIndicators(this.db, { supplierId, from, to, asOf, cutOffAt: at, ...(by ? { by } : {}) });
    return { items: items.map(({ series, ...item }) => ({ ...item, ...(series ? { series: [...series] } : {}) })) };
  }

  @Does('Everything that happened with the supplier, newest first.')
  // It tells what was said in cases.
  @Get(':id/timeline')
  @Permit('rectification:read')
  @Answers(200, timeline)
  async timeline(
    @Param('id', { schema: id }) supplierId: string,
    @Query({ schema: pageQuery }) query: z.infer<typeof pageQuery>,
  ): Promise<z.infer<typeof timeline>> {
    await this.find(supplierId);
    const page = await supplierTimeline(this.db, supplierId, given(query));
    return { ...page, items: page.items.map((entry) => ({ ...entry, at: entry.at.toISOString() })) };
  }

  private async find(supplierId: string) {
    const found = await getSupplier(this.db, supplierId);
    if (!found) throw problems.notFound('This supplier');
    return found;
  }
}

function supplierProblem(error: unknown): unknown {
  if (error instanceof StaleSupplier) return problems.stale();
  if (error instanceof UnknownOwner) return problems.invalid([{ path: 'ownerId', message: 'there is no such active person' }]);
  return error;
}
