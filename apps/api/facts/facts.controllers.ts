import { Body, Controller, HttpCode, Inject, Injectable, Param, Post, Query, Req, type Type } from '@nestjs/common';
import { ApiExcludeEndpoint, ApiHeader, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { factBody, factKindNames, kindNamed, type FactKindName } from '#domain/facts/catalogue.js';
import { Permit } from '../auth/permit.js';
import { Caller, type Principal } from '../auth/principal.js';
import { Answers, Does } from '../http/answers.js';
import { batchBody, batchQuery, batchResult, FactsDesk, MOST_FACTS, type BatchAnswer } from './facts-desk.js';
import { kindSegment } from './kind-names.js';

type Query_ = z.infer<typeof batchQuery>;
type Batch = z.infer<typeof batchBody>;

const idempotencyKey = ApiHeader({ name: 'Idempotency-Key', required: false, schema: { type: 'string', minLength: 1, maxLength: 255 } });

/** One route a kind, so that each documents its own facts. */
function factsOf(kind: FactKindName): Type {
  const name = `${kind[0]?.toUpperCase() ?? ''}${kind.slice(1)}`;
  const schema = batchBody.extend({ items: z.array(documentedItem(kind, name)).min(1).max(MOST_FACTS) }).meta({ id: `${name}Batch` });

  @Injectable()
  @ApiTags('Facts')
  @Controller(`api/v1/facts/${kindSegment(kind)}`)
  class FactsController {
    constructor(@Inject(FactsDesk) readonly desk: FactsDesk) {}

    @Does(`Takes in a batch: each item is ${kindNamed(kind).means}. What the rules refuse is quarantined and named in the answer; the rest lands.`)
    @Post()
    @HttpCode(200)
    @Permit('facts:write')
    @idempotencyKey
    @Answers(200, batchResult)
    land(
      @Query({ schema: batchQuery }) { dryRun }: Query_,
      @Body({ schema }) body: Batch,
      @Caller() caller: Principal,
      @Req() request: FastifyRequest,
    ): Promise<BatchAnswer> {
      return this.desk.land(kind, { body, dryRun }, caller, request);
    }
  }
  Object.defineProperty(FactsController, 'name', { value: `${kind}FactsController` });
  return FactsController;
}

/** Documented as the fact it should be, but taken as it comes: the cleaning judges it, so that one bad item does not refuse the batch. */
function documentedItem(kind: FactKindName, name: string): z.ZodType {
  const { definitions = {} } = z.toJSONSchema(factBody(kind), { target: 'openapi-3.0', io: 'input' }) as { definitions?: Record<string, object> };
  const [shape] = Object.values(definitions);
  return z.unknown().meta({ ...shape, id: `${name}Item` });
}

/** Every other spelling: names in camelCase, and a 404 that names the kinds. */
@ApiTags('Facts')
@Controller('api/v1/facts')
class FactsByNameController {
  constructor(@Inject(FactsDesk) private readonly desk: FactsDesk) {}

  @ApiExcludeEndpoint()
  @Post(':kind')
  @HttpCode(200)
  @Permit('facts:write')
  land(
    @Param('kind') segment: string,
    @Query({ schema: batchQuery }) { dryRun }: Query_,
    @Body() body: unknown,
    @Caller() caller: Principal,
    @Req() request: FastifyRequest,
  ): Promise<BatchAnswer> {
    const kind = this.desk.kindIn(segment);
    return this.desk.land(kind, { body: this.desk.batchIn(body), dryRun }, caller, request);
  }
}

/** The controllers of all kinds of facts. */
export const factsControllers: Type[] = [...factKindNames.map(factsOf), FactsByNameController];
