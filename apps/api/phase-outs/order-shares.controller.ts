import { Body, Controller, Get, Param, Put, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Database } from '#persistence/database.js';
import type { OrderShare } from '#persistence/generated/client.js';
import { backupsOf, NoBackup, setBackups } from '#persistence/phase-outs/backups.js';
import { currentShares, setShares, shareHistory, SharesExceed, SharesMoving } from '#persistence/phase-outs/order-shares.js';
import { requireLivingIn } from '#persistence/suppliers/merged.js';
import { Permit } from '../auth/permit.js';
import { Caller, type Principal } from '../auth/principal.js';
import { Answers, date, dateText, Does, instant } from '../http/answers.js';
import { id } from '../http/paging.js';
import { problems } from '../http/problem.js';
import { InjectDatabase, InjectNow, type Now } from '../parts.js';
import { supplierAsked, supplierProblem } from '../suppliers/supplier-asked.js';

const category = z.string().trim().min(1).max(200);
const percent = z.number().min(0).max(100).refine((value) => Math.abs(value * 100 - Math.round(value * 100)) < 1e-6, 'must have at most two decimals');
const share = z
  .object({
    category: z.string(),
    percent: z.number().nullable().describe('Of the orders in the category; null: none is set any more.'),
    validFrom: date,
    version: z.int(),
    caseId: z.uuid().nullable().describe('The phase-out that moved it.'),
    setBy: z.string(),
    setAt: instant,
  })
  .meta({ id: 'OrderShare' });
const shares = z
  .object({ items: z.array(share).describe('What is set now, by category.'), history: z.array(share).describe('Every version, newest first.'), ordersBlockedFrom: date.nullable() })
  .meta({ id: 'OrderShares' });
const historyQuery = z.object({ history: z.coerce.number().int().min(0).max(200).default(50).describe('How many versions.') });
const newShares = z.strictObject({
  shares: z
    .array(z.strictObject({ category, percent: percent.nullable(), validFrom: date.optional().describe('Today unless said.') }))
    .min(1)
    .max(100)
    .refine((list) => new Set(list.map((each) => each.category)).size === list.length, 'name a category only once'),
});
const backups = z
  .object({ items: z.array(z.object({ category: z.string(), supplierId: z.uuid(), name: z.string(), status: z.string(), position: z.int() })) })
  .meta({ id: 'Backups' });
const newBackups = z.strictObject({ category, supplierIds: z.array(z.uuid()).max(20).describe('The first choice first; an empty list: none.') });

@ApiTags('Suppliers')
@Controller('api/v1/suppliers/:id')
export class OrderSharesController {
  constructor(
    @InjectDatabase() private readonly db: Database,
    @InjectNow() private readonly now: Now,
  ) {}

  @Does('Which part of the orders in each category the supplier is to get, and from when nothing new is ordered: for the ERP.')
  @Get('order-shares')
  @Permit('suppliers:read')
  @Answers(200, shares)
  async shares(@Param('id', { schema: id }) supplierId: string, @Query({ schema: historyQuery }) { history }: z.infer<typeof historyQuery>, @Req() request: FastifyRequest): Promise<z.infer<typeof shares>> {
    const { ordersBlockedFrom } = await supplierAsked(this.db, supplierId, request);
    return {
      items: (await currentShares(this.db, supplierId)).map(shown),
      history: (await shareHistory(this.db, supplierId, history)).map(shown),
      ordersBlockedFrom: ordersBlockedFrom && dateText(ordersBlockedFrom),
    };
  }

  @Does('Sets shares; those not named stay. All suppliers of a category together cannot have more than 100 percent. While the supplier is phased out, the phase-out moves them: 409.')
  @Put('order-shares')
  @Permit('shares:write')
  @Answers(200, shares)
  async setShares(
    @Param('id', { schema: id }) supplierId: string,
    @Body({ schema: newShares }) body: z.infer<typeof newShares>,
    @Caller() caller: Principal,
    @Req() request: FastifyRequest,
  ): Promise<z.infer<typeof shares>> {
    const at = this.now();
    const given = body.shares.map(({ validFrom = dateText(at), ...rest }) => ({ ...rest, validFrom, setBy: caller.id, at }));
    await this.db
      .transaction(async (tx) => {
        await requireLivingIn(tx, supplierId);
        await setShares(tx, { supplierId, shares: given });
      })
      .catch(refusedAs);
    return this.shares(supplierId, { history: 50 }, request);
  }

  @Does('Who takes over when the supplier stops, per category, the first choice first.')
  @Get('backups')
  @Permit('suppliers:read')
  @Answers(200, backups)
  async backups(@Param('id', { schema: id }) supplierId: string, @Req() request: FastifyRequest): Promise<z.infer<typeof backups>> {
    await supplierAsked(this.db, supplierId, request);
    return { items: await backupsOf(this.db, supplierId) };
  }

  @Does('Makes the list the backups of one category; the other categories stay.')
  @Put('backups')
  @Permit('shares:write')
  @Answers(200, backups)
  async setBackups(
    @Param('id', { schema: id }) supplierId: string,
    @Body({ schema: newBackups }) { category: named, supplierIds }: z.infer<typeof newBackups>,
    @Caller() caller: Principal,
    @Req() request: FastifyRequest,
  ): Promise<z.infer<typeof backups>> {
    await this.db
      .transaction(async (tx) => {
        await requireLivingIn(tx, supplierId);
        await setBackups(tx, { supplierId, category: named, backupIds: supplierIds, setBy: caller.id, at: this.now() });
      })
      .catch(refusedAs);
    return this.backups(supplierId, request);
  }
}

function shown({ category: named, percent: set, validFrom, version, caseId, setBy, setAt }: OrderShare): z.infer<typeof share> {
  return { category: named, percent: set?.toNumber() ?? null, validFrom: dateText(validFrom), version, caseId, setBy, setAt: setAt.toISOString() };
}

function refusedAs(error: unknown): never {
  if (error instanceof SharesMoving || error instanceof SharesExceed) throw problems.conflict(error.code, error.message);
  if (error instanceof NoBackup) throw problems.invalid([{ path: 'supplierIds', message: error.message }]);
  throw supplierProblem(error);
}
