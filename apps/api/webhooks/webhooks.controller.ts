import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { v5 as uuidv5 } from 'uuid';
import { z } from 'zod';
import type { Configuration } from '#apps/configuration.js';
import { caseEventData, webhookEvents } from '#domain/channels/events.js';
import { newWebhookBody, webhookChange } from '#domain/channels/webhook.js';
import { webhookSecret } from '#messaging/channels/webhook.js';
import { isAllowedHost } from '#messaging/outgoing/http-call.js';
import type { Database } from '#persistence/database.js';
import type { WebhookEndpoint } from '#persistence/generated/client.js';
import { replay } from '#persistence/outbox/pushes.js';
import { changeEndpoint, createEndpoint, deleteEndpoint, getEndpoint, listEndpoints, rotateSecret } from '#persistence/webhooks/endpoints.js';
import { processes } from '#workflows/contracts.js';
import { Permit } from '../auth/permit.js';
import { Caller, type Principal } from '../auth/principal.js';
import { Answers, Does, instant } from '../http/answers.js';
import { CommandId, Idempotent } from '../http/idempotency.js';
import { refusePrivateAddress } from '../http/outgoing-address.js';
import { given, id, pageOfItems, pageQuery } from '../http/paging.js';
import { problems } from '../http/problem.js';
import { InjectConfiguration, InjectDatabase, InjectNow, type Now } from '../parts.js';

const webhook = z
  .object({
    id: z.uuid(),
    url: z.string(),
    events: z.array(z.string()),
    description: z.string(),
    paused: z.boolean(),
    createdBy: z.string(),
    createdAt: instant,
    updatedAt: instant,
  })
  .meta({ id: 'Webhook' });
const withSecret = webhook.extend({ secret: z.string().describe('Shown this once. By it the receiver checks webhook-signature, as Standard Webhooks says.') }).meta({ id: 'WebhookWithSecret' });
const webhooks = pageOfItems(webhook).meta({ id: 'Webhooks' });
const replayBody = z
  .union([z.strictObject({ deliveryId: z.uuid() }), z.strictObject({ since: instant })])
  .meta({ id: 'WebhookReplay' });
const replayed = z.object({ count: z.int().describe('So many messages are sent once more, under their ids.') }).meta({ id: 'WebhookReplayed' });
const eventCatalogue = z
  .object({
    envelope: z.object({ type: z.string(), timestamp: z.string(), data: z.string() }).describe('What the body of each message is.'),
    items: z.array(z.object({ name: z.string(), when: z.string(), schema: z.record(z.string(), z.unknown()).describe('JSON Schema of `data`.') })),
  })
  .meta({ id: 'WebhookEvents' });
type Shown = z.infer<typeof webhook>;

/** Events for other systems, signed by the rules of Standard Webhooks. */
@ApiTags('Webhooks')
@Controller('api/v1/webhooks')
export class WebhooksController {
  constructor(
    @InjectConfiguration() private readonly configuration: Configuration,
    @InjectDatabase() private readonly db: Database,
    @InjectNow() private readonly now: Now,
  ) {}

  @Does('Endpoints that get events, newest first.')
  @Get()
  @Permit('channels:read')
  @Answers(200, webhooks)
  async list(@Query({ schema: pageQuery }) query: z.infer<typeof pageQuery>): Promise<z.infer<typeof webhooks>> {
    const page = await listEndpoints(this.db, given(query));
    return { ...page, items: page.items.map(shown) };
  }

  @Does('Every event that an endpoint can ask for, with the schema of its data. Those of cases are named after the process and what happened in it.')
  @Get('events')
  @Permit('channels:read')
  @Answers(200, eventCatalogue)
  events(): z.infer<typeof eventCatalogue> {
    const schemaOf = (data: z.ZodType) => z.toJSONSchema(data) as Record<string, unknown>;
    const ofCases = processes.map(({ process }) => ({ name: `${process}.*`, when: 'Something was decided in a case, such as opened, acknowledged or closed.', schema: schemaOf(caseEventData) }));
    const others = Object.entries(webhookEvents).map(([name, { when, data }]) => ({ name, when, schema: schemaOf(data) }));
    return { envelope: { type: 'The name of the event.', timestamp: 'When it happened, ISO 8601.', data: 'As the schema of the event says.' }, items: [...ofCases, ...others] };
  }

  @Does('One endpoint.')
  @Get(':id')
  @Permit('channels:read')
  @Answers(200, webhook)
  async one(@Param('id', { schema: id }) endpointId: string): Promise<Shown> {
    return shown(found(await getEndpoint(this.db, endpointId)));
  }

  @Does('Adds an endpoint. Its secret is in this answer alone.')
  @Post()
  @Permit('channels:manage')
  @Idempotent()
  @Answers(201, withSecret)
  async create(
    @Body({ schema: newWebhookBody }) body: z.infer<typeof newWebhookBody>,
    @Caller() caller: Principal,
    @CommandId() commandId: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.infer<typeof withSecret>> {
    this.refuseWrongRoad(body.url);
    const created = await createEndpoint(this.db, { ...body, id: uuidv5('webhook', commandId), createdBy: caller.id, at: this.now() });
    reply.header('location', `/api/v1/webhooks/${created.id}`);
    return this.withSecret(created);
  }

  @Does('Changes an endpoint. While it is paused, what it would get is held.')
  @Patch(':id')
  @Permit('channels:manage')
  @Answers(200, webhook)
  async change(@Param('id', { schema: id }) endpointId: string, @Body({ schema: webhookChange }) body: z.infer<typeof webhookChange>): Promise<Shown> {
    if (body.url !== undefined) this.refuseWrongRoad(body.url);
    return shown(found(await changeEndpoint(this.db, endpointId, body, this.now())));
  }

  @Does('Removes an endpoint; what waits for it becomes a dead letter.')
  @Delete(':id')
  @HttpCode(204)
  @Permit('channels:manage')
  @Answers(204, null, 'Removed.')
  async remove(@Param('id', { schema: id }) endpointId: string): Promise<void> {
    if (!(await deleteEndpoint(this.db, endpointId))) throw notThere();
  }

  @Does('Gives the endpoint a new secret, in this answer alone; from now on it signs.')
  @Post(':id/secret')
  @HttpCode(200)
  @Permit('channels:manage')
  @Answers(200, withSecret)
  async rotate(@Param('id', { schema: id }) endpointId: string): Promise<z.infer<typeof withSecret>> {
    return this.withSecret(found(await rotateSecret(this.db, endpointId, this.now())));
  }

  @Does('Sends once more what was sent or given up: one message, or all that were written since an instant.')
  @Post(':id/replay')
  @HttpCode(202)
  @Permit('channels:manage')
  @Answers(202, replayed)
  async replay(@Param('id', { schema: id }) endpointId: string, @Body({ schema: replayBody }) body: z.infer<typeof replayBody>): Promise<z.infer<typeof replayed>> {
    found(await getEndpoint(this.db, endpointId));
    return { count: await replay(this.db, endpointId, 'since' in body ? { since: new Date(body.since) } : { messageId: body.deliveryId }) };
  }

  private withSecret(endpoint: WebhookEndpoint): z.infer<typeof withSecret> {
    return { ...shown(endpoint), secret: webhookSecret(endpoint, this.configuration.secret) };
  }

  /** What no message will ever be sent to is not taken. */
  private refuseWrongRoad(url: string): void {
    const address = new URL(url);
    const { allowedHosts } = this.configuration.connectors;
    refusePrivateAddress(url, allowedHosts);
    if (address.protocol === 'https:' || isAllowedHost(address, allowedHosts)) return;
    throw problems.invalid([{ path: 'url', message: 'must begin with https://, unless the host is named in STEWARD_ALLOWED_HOSTS' }]);
  }
}

const notThere = () => problems.notFound('This webhook');

function found(endpoint: WebhookEndpoint | null): WebhookEndpoint {
  if (!endpoint) throw notThere();
  return endpoint;
}

function shown({ id: endpointId, url, events, description, paused, createdBy, createdAt, updatedAt }: WebhookEndpoint): Shown {
  return { id: endpointId, url, events, description, paused, createdBy, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
}
