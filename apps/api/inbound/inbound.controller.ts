import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { Configuration } from '#apps/configuration.js';
import { assignHeld, dismissHeld } from '#apps/mail/decide-held.js';
import { getCase } from '#persistence/cases/read.js';
import type { Database } from '#persistence/database.js';
import type { InboundMail } from '#persistence/generated/client.js';
import { getInbound, listInbound } from '#persistence/inbound/inbound.js';
import { Permit } from '../auth/permit.js';
import { Caller, type Principal } from '../auth/principal.js';
import { Answers, Does, instant } from '../http/answers.js';
import { Idempotent } from '../http/idempotency.js';
import { given, id, pageOfItems, pageQuery } from '../http/paging.js';
import { problems } from '../http/problem.js';
import { refusing } from '../http/refusing.js';
import { InjectConfiguration, InjectDatabase, InjectNow, type Now } from '../parts.js';

const statuses = ['received', 'held', 'ignored', 'settled'] as const;
const result = z.enum(['pass', 'fail', 'softfail', 'neutral', 'none', 'policy', 'temperror', 'permerror']);
const authentication = z
  .object({
    spf: z.object({ result, domain: z.string().nullable(), client: z.string().nullable().describe('Who handed it over; null: nobody outside.') }),
    dkim: z.array(z.object({ result, domain: z.string(), selector: z.string(), aligned: z.boolean().describe("Of the domain of the sender's address."), comment: z.string().nullable() })),
    dmarc: z.object({ result, domain: z.string().nullable(), policy: z.string().nullable().describe('What the domain asks to do with mail that fails.'), comment: z.string().nullable() }),
  })
  .meta({ id: 'MailAuthentication' });
const inboundMail = z
  .object({
    id: z.uuid(),
    from: z.string().describe('As the mail says; nobody has proved it.'),
    to: z.string(),
    subject: z.string(),
    text: z.string(),
    kind: z.string(),
    status: z.enum(statuses),
    reason: z.string().nullable().describe('Why it is held or ignored; `forged:` and what fails, where the domain of its sender asks to refuse such mail.'),
    authentication: authentication.nullable().describe('What SPF, DKIM and DMARC say of its origin; null: not asked (yet).'),
    caseId: z.uuid().nullable(),
    supplierId: z.uuid().nullable(),
    receivedAt: instant,
    settledAt: instant.nullable(),
    decidedBy: z.string().nullable().describe('Who assigned or dismissed it.'),
    decision: z.string().nullable().describe('`assigned`, or `dismissed:` with the reason.'),
  })
  .meta({ id: 'InboundMail' });
const inboundMails = pageOfItems(inboundMail).meta({ id: 'InboundMails' });
const inboundQuery = pageQuery.extend({ status: z.enum(statuses).default('held'), caseId: z.uuid().optional() });

const assignment = z.strictObject({ caseId: z.uuid() });
const dismissal = z.strictObject({ reason: z.string().trim().min(1, 'must not be empty').max(2_000) });

@ApiTags('Mailbox')
@Controller('api/v1/inbound-mails')
export class InboundController {
  constructor(
    @InjectDatabase() private readonly db: Database,
    @InjectConfiguration() private readonly configuration: Configuration,
    @InjectNow() private readonly now: Now,
  ) {}

  @Does('Mails that came in, newest first: by default those that wait for a person.')
  @Get()
  @Permit('inbound:read')
  @Answers(200, inboundMails)
  async list(@Query({ schema: inboundQuery }) query: z.infer<typeof inboundQuery>, @Caller() caller: Principal): Promise<z.infer<typeof inboundMails>> {
    const page = await listInbound(this.db, { ...given(query), readers: [caller.id] });
    return { ...page, items: page.items.map(shown) };
  }

  @Does('One mail that came in.')
  @Get(':id')
  @Permit('inbound:read')
  @Answers(200, inboundMail)
  async one(@Param('id', { schema: id }) mailId: string, @Caller() caller: Principal): Promise<z.infer<typeof inboundMail>> {
    const found = await getInbound(this.db, mailId, [caller.id]);
    if (!found) throw problems.notFound('This mail');
    return shown(found);
  }

  @Does('Puts a held mail into the conversation of a case, with its files. It is a message and gives no command.')
  @Post(':id/assign')
  @HttpCode(200)
  @Permit('inbound:decide')
  @Idempotent()
  @Answers(200, inboundMail)
  async assign(@Param('id', { schema: id }) mailId: string, @Body({ schema: assignment }) { caseId }: z.infer<typeof assignment>, @Caller() caller: Principal): Promise<z.infer<typeof inboundMail>> {
    const { filesDirectory } = this.configuration;
    await this.one(mailId, caller);
    const found = await getCase(this.db, caseId, undefined, [caller.id]);
    if (!found) throw problems.notFound('This case');
    await refusing(() => assignHeld({ db: this.db, filesDirectory }, { mailId, by: caller.id, at: this.now() }, found));
    return this.one(mailId, caller);
  }

  @Does('Puts a held mail away, with the reason. The mail stays.')
  @Post(':id/dismiss')
  @HttpCode(200)
  @Permit('inbound:decide')
  @Idempotent()
  @Answers(200, inboundMail)
  async dismiss(@Param('id', { schema: id }) mailId: string, @Body({ schema: dismissal }) { reason }: z.infer<typeof dismissal>, @Caller() caller: Principal): Promise<z.infer<typeof inboundMail>> {
    await this.one(mailId, caller);
    await refusing(() => dismissHeld(this.db, { mailId, by: caller.id, at: this.now() }, reason));
    return this.one(mailId, caller);
  }
}

function shown(mail: InboundMail): z.infer<typeof inboundMail> {
  const { id: mailId, fromAddress, envelopeTo, subject, text, kind, status, reason, caseId, supplierId, receivedAt, settledAt, decidedBy, decision } = mail;
  const asked = authentication.safeParse(mail.authentication);
  return {
    id: mailId,
    from: fromAddress,
    to: envelopeTo,
    subject,
    text,
    kind,
    status: status as (typeof statuses)[number],
    reason,
    authentication: asked.success ? asked.data : null,
    caseId,
    supplierId,
    receivedAt: receivedAt.toISOString(),
    settledAt: settledAt?.toISOString() ?? null,
    decidedBy,
    decision,
  };
}
