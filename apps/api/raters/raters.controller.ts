import { Body, Controller, Get, HttpCode, Param, Post, Put, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Database } from '#persistence/database.js';
import { AssignmentUnknown, changeAssignments, ratersOf, replaceRaters, type RaterRecord } from '#persistence/surveys/raters.js';
import { Permit } from '../auth/permit.js';
import { Caller, type Principal } from '../auth/principal.js';
import { Answers, Does, instant } from '../http/answers.js';
import { Idempotent } from '../http/idempotency.js';
import { id } from '../http/paging.js';
import { problems } from '../http/problem.js';
import { InjectDatabase, InjectNow, type Now } from '../parts.js';
import { supplierAsked } from '../suppliers/supplier-asked.js';

const rater = z
  .object({ personId: z.uuid(), name: z.string(), email: z.string(), active: z.boolean().describe('Who has left is asked no more.'), assignedBy: z.string(), assignedAt: instant })
  .meta({ id: 'Rater' });
const raters = z.object({ items: z.array(rater) }).meta({ id: 'Raters' });
const newRaters = z.strictObject({ personIds: z.array(z.uuid()).max(200).describe('Nobody else rates the supplier afterwards.') });
const assignments = z.array(z.strictObject({ personId: z.uuid(), supplierId: z.uuid() })).max(10_000);
const change = z.strictObject({ assign: assignments.default([]), remove: assignments.default([]) });
const changed = z.object({ assigned: z.int().describe('Without those that were there already.'), removed: z.int() }).meta({ id: 'AssignmentsChanged' });

@ApiTags('Surveys')
@Controller('api/v1')
export class RatersController {
  constructor(
    @InjectDatabase() private readonly db: Database,
    @InjectNow() private readonly now: Now,
  ) {}

  @Does('Who rates the supplier in evaluations that collect ratings.')
  @Get('suppliers/:id/raters')
  @Permit('surveys:read')
  @Answers(200, raters)
  async list(@Param('id', { schema: id }) supplierId: string, @Req() request: FastifyRequest): Promise<z.infer<typeof raters>> {
    await supplierAsked(this.db, supplierId, request);
    return { items: (await ratersOf(this.db, supplierId)).map(shown) };
  }

  @Does('Names the raters of the supplier anew.')
  @Put('suppliers/:id/raters')
  @Permit('surveys:manage')
  @Answers(200, raters)
  async replace(
    @Param('id', { schema: id }) supplierId: string,
    @Body({ schema: newRaters }) { personIds }: z.infer<typeof newRaters>,
    @Caller() caller: Principal,
    @Req() request: FastifyRequest,
  ): Promise<z.infer<typeof raters>> {
    await supplierAsked(this.db, supplierId, request);
    const items = await naming('personIds', () => replaceRaters(this.db, { supplierId, personIds: [...new Set(personIds)], by: caller.id, at: this.now() }));
    return { items: items.map(shown) };
  }

  @Does('Adds and takes back many raters of many suppliers at once, all or none.')
  @Post('raters')
  @HttpCode(200)
  @Permit('surveys:manage')
  @Idempotent()
  @Answers(200, changed)
  async change(@Body({ schema: change }) body: z.infer<typeof change>, @Caller() caller: Principal): Promise<z.infer<typeof changed>> {
    return naming('assign', () => changeAssignments(this.db, { ...body, by: caller.id, at: this.now() }));
  }
}

async function naming<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof AssignmentUnknown)) throw error;
    const faults = [
      ...error.people.map((each) => ({ path, message: `there is no active person ${each}` })),
      ...error.suppliers.map((each) => ({ path, message: `there is no supplier ${each}` })),
    ];
    throw problems.invalid(faults.slice(0, 100));
  }
}

function shown(record: RaterRecord): z.infer<typeof rater> {
  return { ...record, assignedAt: record.assignedAt.toISOString() };
}
