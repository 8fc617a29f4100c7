import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { Database } from '#persistence/database.js';
import { listDeliveries, type Delivery } from '#persistence/outbox/deliveries.js';
import { getOutboxMessage } from '#persistence/outbox/outbox.js';
import { listAttempts, retryNow } from '#persistence/outbox/pushes.js';
import { Permit } from '../auth/permit.js';
import { Caller, type Principal } from '../auth/principal.js';
import { Answers, Does, instant } from '../http/answers.js';
import { given, id, pageOfItems, pageQuery } from '../http/paging.js';
import { problems } from '../http/problem.js';
import { InjectDatabase } from '../parts.js';

const delivery = z
  .object({
    id: z.uuid().describe('Of a webhook also the webhook-id.'),
    channel: z.string(),
    template: z.string().describe('The kind of mail; of a webhook its event.'),
    recipientKind: z.string(),
    recipientId: z.string(),
    address: z.string(),
    subject: z.string(),
    caseId: z.uuid().nullable(),
    supplierId: z.uuid().nullable(),
    attempts: z.int(),
    ambiguous: z.boolean().describe('An answer was lost: it may have arrived twice.'),
    reason: z.string().nullable().describe('Why it is held – paused, notConfigured, notVerified, rateLimited, digest – or what the last try said.'),
    nextAttempt: instant.nullable().describe('Not before this; null: somebody has to do something first.'),
    createdAt: instant,
  })
  .meta({ id: 'Delivery' });
const deliveries = pageOfItems(delivery).meta({ id: 'Deliveries' });
const query = pageQuery.extend({
  status: z.enum(['waiting', 'failed', 'dead', 'held']).describe('Not tried yet; tried and coming again; given up; held back.'),
  channel: z.string().max(40).optional(),
  recipientId: z.string().max(100).optional().describe('Such as the id of a webhook.'),
});
const attempts = z
  .object({
    items: z.array(
      z.object({
        number: z.int(),
        startedAt: instant,
        endedAt: instant.nullable(),
        outcome: z.string().nullable().describe('sent, temporary, permanent or ambiguous; null: under way, or cut off.'),
        code: z.string().nullable(),
        detail: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'DeliveryAttempts' });

/** What waits to be sent, and why. */
@ApiTags('Deliveries')
@Controller('api/v1/deliveries')
export class DeliveriesController {
  constructor(@InjectDatabase() private readonly db: Database) {}

  @Does('Messages of one standing, newest first, with the reason and the next try.')
  @Get()
  @Permit('deliveries:read')
  @Answers(200, deliveries)
  async list(@Query({ schema: query }) asked: z.infer<typeof query>, @Caller() caller: Principal): Promise<z.infer<typeof deliveries>> {
    const page = await listDeliveries(this.db, { ...given(asked), readers: [caller.id] });
    return { ...page, items: page.items.map(shown) };
  }

  @Does('The tries to hand a message to a webhook or a chat, oldest first.')
  @Get(':id/attempts')
  @Permit('deliveries:read')
  @Answers(200, attempts)
  async attempts(@Param('id', { schema: id }) messageId: string): Promise<z.infer<typeof attempts>> {
    if (!(await getOutboxMessage(this.db, messageId))) throw notThere();
    const rows = await listAttempts(this.db, messageId);
    return { items: rows.map(({ number, startedAt, endedAt, outcome, code, detail }) => ({ number, startedAt: startedAt.toISOString(), endedAt: endedAt?.toISOString() ?? null, outcome, code, detail })) };
  }

  @Does('Tries a message again now; a dead letter begins afresh.')
  @Post(':id/retry')
  @HttpCode(202)
  @Permit('channels:manage')
  @Answers(202, null, 'It will be tried in a moment.')
  async retry(@Param('id', { schema: id }) messageId: string): Promise<void> {
    if (await retryNow(this.db, messageId)) return;
    if (!(await getOutboxMessage(this.db, messageId))) throw notThere();
    throw problems.conflict('alreadySent', 'This message was sent.');
  }
}

const notThere = () => problems.notFound('This message');

function shown({ nextAttempt, createdAt, ...rest }: Delivery): z.infer<typeof delivery> {
  return { ...rest, nextAttempt: nextAttempt?.toISOString() ?? null, createdAt: createdAt.toISOString() };
}
