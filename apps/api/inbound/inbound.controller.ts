import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { Database } from '#persistence/database.js';
import { listInbound } from '#persistence/inbound/inbound.js';
import { Permit } from '../auth/permit.js';
import { Answers, Does, instant } from '../http/answers.js';
import { given, pageOfItems, pageQuery } from '../http/paging.js';
import { InjectDatabase } from '../parts.js';

const statuses = ['received', 'held', 'ignored', 'settled'] as const;
const inboundMail = z
  .object({
    id: z.uuid(),
    from: z.string().describe('As the mail says; nobody has proved it.'),
    to: z.string(),
    subject: z.string(),
    text: z.string(),
    kind: z.string(),
    status: z.enum(statuses),
    reason: z.string().nullable().describe('Why it is held or ignored.'),
    caseId: z.uuid().nullable(),
    supplierId: z.uuid().nullable(),
    receivedAt: instant,
    settledAt: instant.nullable(),
  })
  .meta({ id: 'InboundMail' });
const inboundMails = pageOfItems(inboundMail).meta({ id: 'InboundMails' });
const inboundQuery = pageQuery.extend({ status: z.enum(statuses).default('held'), caseId: z.uuid().optional() });

@ApiTags('Mailbox')
@Controller('api/v1/inbound-mails')
export class InboundController {
  constructor(@InjectDatabase() private readonly db: Database) {}

  @Does('Mails that came in, newest first: by default those that wait for a person.')
  @Get()
  @Permit('inbound:read')
  @Answers(200, inboundMails)
  async list(@Query({ schema: inboundQuery }) query: z.infer<typeof inboundQuery>): Promise<z.infer<typeof inboundMails>> {
    const page = await listInbound(this.db, given(query));
    const items = page.items.map(({ id, fromAddress, envelopeTo, subject, text, kind, status, reason, caseId, supplierId, receivedAt, settledAt }) => ({
      id,
      from: fromAddress,
      to: envelopeTo,
      subject,
      text,
      kind,
      status: status as (typeof statuses)[number],
      reason,
      caseId,
      supplierId,
      receivedAt: receivedAt.toISOString(),
      settledAt: settledAt?.toISOString() ?? null,
    }));
    return { ...page, items };
  }
}
