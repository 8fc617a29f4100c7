import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { Configuration } from '#apps/configuration.js';
import { consequenceEndedRows } from '#apps/scorecards/consequence-mails.js';
import { consequenceKinds } from '#domain/consequences/rules.js';
import { endConsequence, getConsequence, listConsequences, statusOn, type ConsequenceRecord } from '#persistence/consequences/consequences.js';
import { consequenceDetailSchema } from '#persistence/consequences/propose.js';
import type { Database } from '#persistence/database.js';
import { insertOutbox } from '#persistence/outbox/outbox.js';
import { Permit } from '../auth/permit.js';
import { Caller, type Principal } from '../auth/principal.js';
import { Answers, date, Does, instant } from '../http/answers.js';
import { Idempotent } from '../http/idempotency.js';
import { given, id, pageOfItems, pageQuery } from '../http/paging.js';
import { problems } from '../http/problem.js';
import { refusing } from '../http/refusing.js';
import { InjectConfiguration, InjectDatabase, InjectNow, type Now } from '../parts.js';

const consequence = z
  .object({
    id: z.uuid(),
    supplierId: z.uuid(),
    supplierCode: z.string(),
    supplierName: z.string(),
    kind: z.enum(consequenceKinds),
    terms: z.record(z.string(), z.union([z.string(), z.number()])).describe('What exactly, as the policy says.'),
    status: z.enum(['inForce', 'ended', 'expired']).describe('Today.'),
    inForceFrom: date,
    inForceUntil: date.nullable().describe('The last day; null: until somebody ends it.'),
    because: consequenceDetailSchema.pick({ rule: true, grade: true, periods: true, periodStart: true, periodEnd: true }).describe('The rule of the policy, and the grades that asked for it.'),
    evaluationId: z.uuid().nullable(),
    comment: z.string().nullable().describe('Of the person who approved it.'),
    decidedBy: z.string(),
    decidedAt: instant,
    endedBy: z.string().nullable(),
    endedAt: instant.nullable(),
    endReason: z.string().nullable(),
  })
  .meta({ id: 'Consequence' });
const consequences = pageOfItems(consequence).meta({ id: 'Consequences' });
const listQuery = pageQuery.extend({ supplierId: z.uuid().optional(), kind: z.enum(consequenceKinds).optional(), inForceOn: date.optional().describe('Only what holds on this day.'), overOn: date.optional().describe('Only what was ended or has expired by this day.') });
const ending = z.strictObject({ reason: z.string().trim().min(1, 'must not be empty').max(2_000) });

@ApiTags('Consequences')
@Controller('api/v1/consequences')
export class ConsequencesController {
  constructor(
    @InjectDatabase() private readonly db: Database,
    @InjectConfiguration() private readonly configuration: Configuration,
    @InjectNow() private readonly now: Now,
  ) {}

  @Does('What good and bad grades have led to, newest first: for the ERP, `inForceOn` names what holds on a day.')
  @Get()
  @Permit('consequences:read')
  @Answers(200, consequences)
  async list(@Query({ schema: listQuery }) query: z.infer<typeof listQuery>): Promise<z.infer<typeof consequences>> {
    const page = await listConsequences(this.db, given(query));
    return { ...page, items: page.items.map((each) => this.shown(each)) };
  }

  @Does('One consequence.')
  @Get(':id')
  @Permit('consequences:read')
  @Answers(200, consequence)
  async one(@Param('id', { schema: id }) consequenceId: string): Promise<z.infer<typeof consequence>> {
    const found = await getConsequence(this.db, consequenceId);
    if (!found) throw problems.notFound('This consequence');
    return this.shown(found);
  }

  @Does('Ends a consequence that is in force; the supplier is told with the reason. 409 when it has ended.')
  @Post(':id/end')
  @HttpCode(200)
  @Permit('consequences:end')
  @Idempotent()
  @Answers(200, consequence)
  async end(@Param('id', { schema: id }) consequenceId: string, @Body({ schema: ending }) { reason }: z.infer<typeof ending>, @Caller() caller: Principal): Promise<z.infer<typeof consequence>> {
    const at = this.now();
    const ended = await refusing(() =>
      this.db.transaction(async (tx) => {
        const done = await endConsequence(tx, { id: consequenceId, by: caller.id, reason, at });
        if (done) await insertOutbox(tx, await consequenceEndedRows(tx, this.configuration, { ...done, endedAt: at, endReason: reason }));
        return done;
      }),
    );
    if (!ended) throw problems.notFound('This consequence');
    return this.shown(ended);
  }

  private shown({ detail, reason, createdAt, endedAt, ...record }: ConsequenceRecord): z.infer<typeof consequence> {
    const { rule, grade, periods, periodStart, periodEnd } = detail;
    const { proposalId: _, ...rest } = record;
    return {
      ...rest,
      because: { rule, grade, periods, periodStart, periodEnd },
      comment: reason === '' ? null : reason,
      status: statusOn({ endedAt, inForceUntil: record.inForceUntil }, this.now().toISOString().slice(0, 10)),
      decidedAt: createdAt.toISOString(),
      endedAt: endedAt?.toISOString() ?? null,
    };
  }
}
