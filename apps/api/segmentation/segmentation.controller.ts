import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { v5 as uuidv5 } from 'uuid';
import type { z } from 'zod';
import { categoryName, segmentationBody, segmentOverrideBody } from '#domain/segmentation/commands.js';
import type { Database } from '#persistence/database.js';
import { currentPolicy } from '#persistence/policies/policies.js';
import { endOverride, listOverrides, type OverrideRecord, overrideSegment } from '#persistence/segmentation/overrides.js';
import { listPareto } from '#persistence/segmentation/pareto.js';
import { runSegmentation } from '#persistence/segmentation/run.js';
import { listSegmentations, putSegmentation, type SegmentationRecord } from '#persistence/segmentation/segmentations.js';
import { Permit } from '../auth/permit.js';
import { Caller, type Principal } from '../auth/principal.js';
import { Answers, dateText, Does } from '../http/answers.js';
import { CommandId, Idempotent } from '../http/idempotency.js';
import { given, id, pageQuery } from '../http/paging.js';
import { problems } from '../http/problem.js';
import { InjectDatabase, InjectNow, type Now } from '../parts.js';
import { asSupplierProblem, supplierAsked } from '../suppliers/supplier-asked.js';
import { overrides, overrideSchema, pareto, paretoQuery, segmentationRun, segmentationRunBody, segmentations, segmentationSchema, segmentationsQuery } from './segmentation-schemas.js';

@ApiTags('Segmentation')
@Controller('api/v1')
export class SegmentationController {
  constructor(
    @InjectDatabase() private readonly db: Database,
    @InjectNow() private readonly now: Now,
  ) {}

  @Does('Places the supplier in the matrix of a category by answers to the questions of the policy and the figures of today; what was before is kept.')
  @Put('suppliers/:id/segmentations/:category')
  @Permit('segmentation:write')
  @Answers(200, segmentationSchema)
  async place(
    @Param('id', { schema: id }) supplierId: string,
    @Param('category', { schema: categoryName }) category: string,
    @Body({ schema: segmentationBody }) body: z.infer<typeof segmentationBody>,
    @Caller() caller: Principal,
  ): Promise<z.infer<typeof segmentationSchema>> {
    const at = this.now();
    return shown(await putSegmentation(this.db, { supplierId, category, ...body, decidedBy: caller.id, asOf: dateText(at), at }).catch(asSupplierProblem));
  }

  @Does('The placements of the supplier by category, with both axes taken apart; newest first.')
  @Get('suppliers/:id/segmentations')
  @Permit('suppliers:read')
  @Answers(200, segmentations)
  async placements(
    @Param('id', { schema: id }) supplierId: string,
    @Query({ schema: segmentationsQuery }) query: z.infer<typeof segmentationsQuery>,
    @Req() request: FastifyRequest,
  ): Promise<z.infer<typeof segmentations>> {
    await supplierAsked(this.db, supplierId, request);
    const { history = false, ...page } = given(query);
    const found = await listSegmentations(this.db, { supplierId, history, ...page });
    return { ...found, items: found.items.map(shown) };
  }

  @Does("Puts a person's segment in the place of the computed one, with a reason and until a day.")
  @Post('suppliers/:id/segment-overrides')
  @Permit('segmentation:override')
  @Idempotent()
  @Answers(201, overrideSchema)
  async override(
    @Param('id', { schema: id }) supplierId: string,
    @Body({ schema: segmentOverrideBody }) body: z.infer<typeof segmentOverrideBody>,
    @CommandId() commandId: string,
    @Caller() caller: Principal,
  ): Promise<z.infer<typeof overrideSchema>> {
    const at = this.now();
    const override = { ...body, id: uuidv5('segment-override', commandId), supplierId, decidedBy: caller.id, today: dateText(at), at };
    return shownOverride(await overrideSegment(this.db, override).catch(asSupplierProblem));
  }

  @Does('The overrides of the supplier, newest first, ended ones too.')
  @Get('suppliers/:id/segment-overrides')
  @Permit('suppliers:read')
  @Answers(200, overrides)
  async overrides(
    @Param('id', { schema: id }) supplierId: string,
    @Query({ schema: pageQuery }) query: z.infer<typeof pageQuery>,
    @Req() request: FastifyRequest,
  ): Promise<z.infer<typeof overrides>> {
    await supplierAsked(this.db, supplierId, request);
    const found = await listOverrides(this.db, { supplierId, ...given(query) });
    return { ...found, items: found.items.map(shownOverride) };
  }

  @Does('Ends an override before its last day; the computed segment is in force again.')
  @Delete('suppliers/:id/segment-overrides/:overrideId')
  @Permit('segmentation:override')
  @Answers(200, overrideSchema)
  async endOverride(
    @Param('id', { schema: id }) supplierId: string,
    @Param('overrideId', { schema: id }) overrideId: string,
    @Caller() caller: Principal,
  ): Promise<z.infer<typeof overrideSchema>> {
    const at = this.now();
    const ended = await endOverride(this.db, { id: overrideId, supplierId, endedBy: caller.id, today: dateText(at), at });
    if (!ended) throw problems.notFound('This override');
    return shownOverride(ended);
  }

  @Does(
    'Computes figures, segments and Pareto classes of all suppliers as of a day, and answers when finished. They become the current ones, those of a past day too: only with dryRun everything stays as it is and the changes are but counted.',
  )
  @Post('segmentations/runs')
  @HttpCode(200)
  @Permit('segmentation:write')
  @Answers(200, segmentationRun)
  async run(@Body({ schema: segmentationRunBody }) body: z.infer<typeof segmentationRunBody>, @Caller() caller: Principal): Promise<z.infer<typeof segmentationRun>> {
    const at = this.now();
    const today = dateText(at);
    if (body.asOf !== undefined && body.asOf > today) throw problems.invalid([{ path: 'asOf', message: 'lies in the future' }]);
    return runSegmentation(this.db, { asOf: body.asOf ?? today, dryRun: body.dryRun, requestedBy: caller.id, at });
  }

  @Does('Suppliers by spend of the trailing months up to a day, with their Pareto class; spend in other than the main currency is left out.')
  @Get('segmentations/pareto')
  @Permit('suppliers:read')
  @Answers(200, pareto)
  async pareto(@Query({ schema: paretoQuery }) query: z.infer<typeof paretoQuery>): Promise<z.infer<typeof pareto>> {
    const { policy } = await currentPolicy(this.db);
    const { asOf = dateText(this.now()), ...page } = given(query);
    return listPareto(this.db, { asOf, terms: policy.segmentation, ...page });
  }
}

function shown(record: SegmentationRecord): z.infer<typeof segmentationSchema> {
  return {
    ...record,
    explanation: record.explanation as z.infer<typeof segmentationSchema>['explanation'],
    decidedAt: record.decidedAt.toISOString(),
    supersededAt: record.supersededAt?.toISOString() ?? null,
  };
}

function shownOverride(record: OverrideRecord): z.infer<typeof overrideSchema> {
  return { ...record, decidedAt: record.decidedAt.toISOString(), endedAt: record.endedAt?.toISOString() ?? null };
}
