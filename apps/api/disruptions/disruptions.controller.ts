import { Body, Controller, Get, Param, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Configuration } from '#apps/configuration.js';
import type { Door } from '#apps/door/door.js';
import { DISRUPTION_CAUSE } from '#domain/monitoring/rules.js';
import { LONGEST_TEXT } from '#domain/rectification/commands.js';
import { openingOf } from '#persistence/cases/opening-facts.js';
import type { Database } from '#persistence/database.js';
import { rectification } from '#workflows/rectification/contract.js';
import { Permit } from '../auth/permit.js';
import { Caller, type Principal } from '../auth/principal.js';
import { Answers, Does, instant } from '../http/answers.js';
import { CommandId, Idempotent } from '../http/idempotency.js';
import { id } from '../http/paging.js';
import { problems } from '../http/problem.js';
import { InjectConfiguration, InjectDatabase, InjectDoor, InjectNow, type Now } from '../parts.js';
import { answerOutcome } from '../processes/outcomes.js';

const report = z
  .strictObject({
    supplierId: z.uuid(),
    description: z.string().trim().min(1, 'must not be empty').max(LONGEST_TEXT).describe('What has happened; the supplier reads it too.'),
  })
  .meta({ id: 'DisruptionReport' });
const disruption = z
  .object({
    caseId: z.uuid().describe('The critical rectification that it has opened.'),
    supplierId: z.uuid(),
    reportedAt: instant,
    openLines: z.int().describe('Order lines of which something was still to come.'),
    openOrders: z.int(),
    openValue: z.array(z.object({ currency: z.string(), value: z.string() })).describe('Worth of what was still to come, by currency.'),
    soleCategories: z.array(z.string()).describe('Categories that nobody else had delivered within a year.'),
    status: z.enum(['opening', 'open', 'closed']).describe('Of the case; `opening` while its workflow has not begun.'),
  })
  .meta({ id: 'Disruption' });

@ApiTags('Monitoring')
@Controller('api/v1/disruptions')
export class DisruptionsController {
  constructor(
    @InjectConfiguration() private readonly configuration: Configuration,
    @InjectDatabase() private readonly db: Database,
    @InjectDoor() private readonly door: Door,
    @InjectNow() private readonly now: Now,
  ) {}

  @Does('Says that a supplier has suddenly stopped: its owner and the managers are told at once what depends on it, and a critical rectification opens. A second report while that is open is a 409 that names it.')
  @Post()
  @Permit('disruptions:report')
  @Idempotent()
  @Answers(201, disruption)
  @Answers(202, disruption, 'People are told; the case opens as soon as the workflow server is back.')
  async report(
    @Body({ schema: report }) body: z.infer<typeof report>,
    @CommandId() commandId: string,
    @Caller() caller: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.infer<typeof disruption>> {
    const { publicUrl, mail } = this.configuration;
    const outcome = await this.door.reportDisruption({
      ...body,
      commandId,
      person: caller.name,
      actor: caller.actor,
      channel: 'api',
      receivedAt: this.now(),
      publicUrl,
      domain: mail.domain,
    });
    if (outcome.status !== 'applied' && outcome.status !== 'pending') {
      // What it refuses, it refuses as an opening by hand does.
      await answerOutcome(outcome, { db: this.db, contract: rectification, caller, reply, whenApplied: 201 });
      throw problems.notFound('This disruption');
    }
    const caseId = outcome.status === 'applied' ? outcome.standing.caseId : outcome.caseId;
    reply.code(outcome.status === 'applied' ? 201 : 202).header('location', `/api/v1/disruptions/${caseId}`);
    return this.shown(caseId);
  }

  @Does('What depended on a supplier when it stopped, reported or found by a rule, by the case that it has opened.')
  @Get(':id')
  @Permit('rectification:read')
  @Answers(200, disruption)
  one(@Param('id', { schema: id }) caseId: string): Promise<z.infer<typeof disruption>> {
    return this.shown(caseId);
  }

  private async shown(caseId: string): Promise<z.infer<typeof disruption>> {
    const found = await openingOf(this.db, caseId);
    const facts = impactFacts.safeParse(found?.facts);
    if (!found || !facts.success) throw problems.notFound('This disruption');
    const { supplierId, receivedAt, caseStatus } = found;
    const status = caseStatus === null ? 'opening' : caseStatus === 'open' ? 'open' : 'closed';
    return { caseId, supplierId, reportedAt: receivedAt.toISOString(), ...facts.data.evidence, status };
  }
}

const impactFacts = z.object({
  cause: z.literal(DISRUPTION_CAUSE),
  evidence: disruption.pick({ openLines: true, openOrders: true, openValue: true, soleCategories: true }),
});
