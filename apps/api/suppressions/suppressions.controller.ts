import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { Database } from '#persistence/database.js';
import { clearSuppression, listSuppressions } from '#persistence/delivery/suppressions.js';
import { Permit } from '../auth/permit.js';
import { Caller, type Principal } from '../auth/principal.js';
import { Answers, Does, instant } from '../http/answers.js';
import { Idempotent } from '../http/idempotency.js';
import { given, id, pageOfItems, pageQuery } from '../http/paging.js';
import { problems } from '../http/problem.js';
import { InjectDatabase, InjectNow, type Now } from '../parts.js';

const suppression = z
  .object({
    id: z.uuid(),
    address: z.string(),
    code: z.string().describe('Enhanced status code (RFC 3463), or `unknownUser`.'),
    reason: z.string().describe('As the mail server said it.'),
    suppressedAt: instant,
    clearedAt: instant.nullable(),
    clearedBy: z.string().nullable(),
    clearedWhy: z.string().nullable(),
    contacts: z.array(z.object({ id: z.uuid(), name: z.string(), supplierId: z.uuid(), supplierName: z.string() })).describe('Whose address it is.'),
  })
  .meta({ id: 'SuppressedAddress' });
const suppressions = pageOfItems(suppression).meta({ id: 'SuppressedAddresses' });
const suppressionQuery = pageQuery.extend({ status: z.enum(['suppressed', 'cleared']).default('suppressed') });
const clearing = z.strictObject({ reason: z.string().trim().min(1, 'must not be empty').max(2_000).optional() });
const cleared = z.object({ id: z.uuid(), clearedAt: instant }).meta({ id: 'ClearedAddress' });

@ApiTags('Mailbox')
@Controller('api/v1/suppressed-addresses')
export class SuppressionsController {
  constructor(
    @InjectDatabase() private readonly db: Database,
    @InjectNow() private readonly now: Now,
  ) {}

  @Does('Addresses that take no mail and are not written to, newest first.')
  @Get()
  @Permit('inbound:read')
  @Answers(200, suppressions)
  async list(@Query({ schema: suppressionQuery }) query: z.infer<typeof suppressionQuery>): Promise<z.infer<typeof suppressions>> {
    const { status, ...page } = given(query);
    const found = await listSuppressions(this.db, { ...page, cleared: status === 'cleared' });
    return {
      ...found,
      items: found.items.map(({ id: rowId, address, code, reason, suppressedAt, clearedAt, clearedBy, clearedWhy, contacts }) => ({
        id: rowId,
        address,
        code,
        reason,
        suppressedAt: suppressedAt.toISOString(),
        clearedAt: clearedAt?.toISOString() ?? null,
        clearedBy,
        clearedWhy,
        contacts: [...contacts],
      })),
    };
  }

  @Does('Says that an address takes mail again: it is written to from now on.')
  @Post(':id/clear')
  @HttpCode(200)
  @Permit('inbound:decide')
  @Idempotent()
  @Answers(200, cleared)
  async clear(@Param('id', { schema: id }) rowId: string, @Body({ schema: clearing }) { reason }: z.infer<typeof clearing>, @Caller() caller: Principal): Promise<z.infer<typeof cleared>> {
    const at = this.now();
    const done = await this.db.transaction((tx) => clearSuppression(tx, rowId, { by: caller.id, why: reason ?? null, at }));
    if (!done) throw problems.notFound('This suppressed address');
    return { id: rowId, clearedAt: at.toISOString() };
  }
}
