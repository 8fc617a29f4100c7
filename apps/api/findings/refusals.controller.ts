import { Body, Controller, Get, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { v5 as uuidv5 } from 'uuid';
import { z } from 'zod';
import { findIndicator } from '#domain/indicators/catalogue.js';
import { indicatorsOf } from '#domain/indicators/user-defined.js';
import type { Database } from '#persistence/database.js';
import { getRefusal, listRefusals, recordRefusal, withdrawRefusal, type RefusalRecord } from '#persistence/findings/refusals.js';
import { currentPolicy } from '#persistence/policies/policies.js';
import { Permit } from '../auth/permit.js';
import { Caller, type Principal } from '../auth/principal.js';
import { Answers, date, dateText, Does, instant } from '../http/answers.js';
import { CommandId, Idempotent } from '../http/idempotency.js';
import { given, id, pageOfItems, pageQuery } from '../http/paging.js';
import { problems } from '../http/problem.js';
import { InjectDatabase, InjectNow, type Now } from '../parts.js';
import { asSupplierProblem, supplierAsked } from '../suppliers/supplier-asked.js';

const reason = z.string().trim().min(3).max(2000);
const newRefusal = z.strictObject({
  indicator: z.string().trim().min(1).max(60).describe('What the supplier was asked for, by the name of the indicator.'),
  refusedOn: date.describe('The period of this day is scored with it.'),
  reason: reason.describe('What was asked, and what was answered.'),
});
const withdrawal = z.strictObject({ reason });
const refusal = z
  .object({
    id: z.uuid(),
    supplierId: z.uuid(),
    indicator: z.string(),
    refusedOn: date,
    reason: z.string(),
    recordedBy: z.string(),
    recordedAt: instant,
    withdrawnBy: z.string().nullable(),
    withdrawnAt: instant.nullable().describe('Null: it counts.'),
    withdrawReason: z.string().nullable(),
  })
  .meta({ id: 'Refusal' });
const refusals = pageOfItems(refusal).meta({ id: 'Refusals' });

@ApiTags('Refusals')
@Controller('api/v1')
export class RefusalsController {
  constructor(
    @InjectDatabase() private readonly db: Database,
    @InjectNow() private readonly now: Now,
  ) {}

  @Does('Notes that the supplier was asked for something and refused it: the indicator scores 0 in the period of that day, where without an answer it would have no data.')
  @Post('suppliers/:id/refusals')
  @Permit('findings:write')
  @Idempotent()
  @Answers(201, refusal)
  async record(
    @Param('id', { schema: id }) supplierId: string,
    @Body({ schema: newRefusal }) body: z.infer<typeof newRefusal>,
    @CommandId() commandId: string,
    @Caller() caller: Principal,
  ): Promise<z.infer<typeof refusal>> {
    const at = this.now();
    const { policy } = await currentPolicy(this.db);
    if (!findIndicator(body.indicator, indicatorsOf(policy.indicators))) throw problems.invalid([{ path: 'indicator', message: 'there is no such indicator; GET /indicators names them' }]);
    if (body.refusedOn > dateText(at)) throw problems.invalid([{ path: 'refusedOn', message: `lies ahead: today is ${dateText(at)}` }]);
    const noted = { ...body, id: uuidv5('refusal', commandId), supplierId, recordedBy: caller.id, at };
    return shown(await recordRefusal(this.db, noted).catch(asSupplierProblem));
  }

  @Does('What the supplier refused, newest first, what was withdrawn too.')
  @Get('suppliers/:id/refusals')
  @Permit('suppliers:read')
  @Answers(200, refusals)
  async list(
    @Param('id', { schema: id }) supplierId: string,
    @Query({ schema: pageQuery }) query: z.infer<typeof pageQuery>,
    @Req() request: FastifyRequest,
  ): Promise<z.infer<typeof refusals>> {
    await supplierAsked(this.db, supplierId, request);
    const page = await listRefusals(this.db, { supplierId, ...given(query) });
    return { ...page, items: page.items.map(shown) };
  }

  @Does('Takes a refusal back, as the supplier answered after all. Published scores stay; those that come count it no longer.')
  @Post('refusals/:id/withdraw')
  @HttpCode(200)
  @Permit('findings:write')
  @Idempotent()
  @Answers(200, refusal)
  async withdraw(
    @Param('id', { schema: id }) refusalId: string,
    @Body({ schema: withdrawal }) body: z.infer<typeof withdrawal>,
    @Caller() caller: Principal,
  ): Promise<z.infer<typeof refusal>> {
    const withdrawn = await withdrawRefusal(this.db, { id: refusalId, ...body, by: caller.id, at: this.now() });
    if (withdrawn) return shown(withdrawn);
    if (!(await getRefusal(this.db, refusalId))) throw problems.notFound('This refusal');
    throw problems.conflict('withdrawn', 'This refusal was withdrawn before.');
  }
}

function shown(record: RefusalRecord): z.infer<typeof refusal> {
  return { ...record, recordedAt: record.recordedAt.toISOString(), withdrawnAt: record.withdrawnAt?.toISOString() ?? null };
}
