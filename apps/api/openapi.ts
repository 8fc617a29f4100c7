import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { z } from 'zod';
import { webhookEvents } from '#domain/channels/events.js';
import { ApiModule } from './api.module.js';
import { problemSchema } from './http/answers.js';
import type { ApiParts } from './parts.js';
import { docsPolicy } from './web/content-security-policy.js';

type Schema = Record<string, unknown>;

/** The zod schema in OpenAPI 3.0; those that carry an id become components, and are referred to. */
function convertSchema(schema: unknown, { schemaType }: { schemaType: 'input' | 'output' }) {
  if (!(schema instanceof z.ZodType)) return undefined;
  const { definitions = {}, $schema: _, ...converted } = z.toJSONSchema(schema, {
    target: 'openapi-3.0',
    io: schemaType,
    override: ({ jsonSchema }) => simplify(jsonSchema as Schema, schemaType),
  }) as Schema & { definitions?: Record<string, Schema> };
  return { schema: converted, components: definitions };
}

/** Leaves out what repeats the format or the number type, and lets answers grow new fields. */
function simplify(schema: Schema, schemaType: 'input' | 'output'): void {
  if ('format' in schema) delete schema['pattern'];
  if (schema['minimum'] === Number.MIN_SAFE_INTEGER) delete schema['minimum'];
  if (schema['maximum'] === Number.MAX_SAFE_INTEGER) delete schema['maximum'];
  if (schemaType === 'output' && schema['additionalProperties'] === false) delete schema['additionalProperties'];
  delete schema['id'];
}

/** The OpenAPI document of an application whose routes are known. */
function documentOf(app: NestFastifyApplication): OpenAPIObject {
  const about = new DocumentBuilder()
    .setTitle('Steward')
    .setDescription('Suppliers, evaluations and the processes that follow from them. Errors are problem documents (RFC 9457).')
    .setVersion('1')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'An API key.' }, 'key')
    .addCookieAuth('steward_session', { type: 'apiKey', in: 'cookie', name: 'steward_session' }, 'session')
    .build();
  const document = SwaggerModule.createDocument(app, about, {
    standardSchemaConverter: convertSchema as never,
    operationIdFactory: (_controller, method) => method,
  });
  return completed(document);
}

/** Adds what holds for every operation: who may call it, a unique id, and its problems. */
function completed(document: OpenAPIObject): OpenAPIObject {
  const problem = convertSchema(problemSchema, { schemaType: 'output' });
  const schemas = { ...document.components?.schemas, ...problem?.components } as NonNullable<OpenAPIObject['components']>['schemas'];
  for (const [path, item] of Object.entries(document.paths)) {
    for (const method of ['get', 'post', 'put', 'patch', 'delete'] as const) {
      const operation = item[method];
      if (!operation) continue;
      const open = 'x-public' in operation;
      operation.operationId = operationId(method, path);
      operation.security = open ? [] : [{ key: [] }, { session: [] }];
      operation.responses['default'] = {
        description: 'A problem',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      };
    }
  }
  const webhooks = Object.entries(webhookEvents).map(([name, { when, data }]) => [name, { post: { summary: when, requestBody: { content: { 'application/json': { schema: envelopeOf(data) } } } } }]);
  const sorted = Object.fromEntries(Object.entries(schemas ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)));
  // OpenAPI 3.0 has no place of its own for what is sent to others.
  return { ...document, ...{ 'x-webhooks': Object.fromEntries(webhooks) as object }, components: { ...document.components, schemas: sorted } };
}

function envelopeOf(data: z.ZodType): Schema {
  const envelope = z.object({ type: z.string(), timestamp: z.iso.datetime(), data });
  return convertSchema(envelope, { schemaType: 'output' })?.schema ?? {};
}

/** `post /api/v1/rectifications/{id}/submit-plan` → `postRectificationsIdSubmitPlan`. */
function operationId(method: string, path: string): string {
  const words = path.replace('/api/v1', '').split(/[^A-Za-z0-9]+/).filter(Boolean);
  return method + words.map((word) => word[0]?.toUpperCase() + word.slice(1)).join('');
}

/** `/openapi.json`, for programs. */
export function serveDocument(app: NestFastifyApplication): void {
  SwaggerModule.setup('docs', app, () => documentOf(app), { ui: false, raw: ['json'], jsonDocumentUrl: 'openapi.json' });
}

/** `/docs`, for people, which has a content security policy of its own. */
export function serveDocumentation(app: NestFastifyApplication): void {
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRequest', async (request, reply) => {
      if (/^\/docs(\/|\?|$)/.test(request.url)) reply.header('content-security-policy', docsPolicy);
    });
  SwaggerModule.setup('docs', app, () => documentOf(app), { raw: false, customSiteTitle: 'Steward' });
}

/** The document without a database or Temporal: routes and schemas are read, nothing is started. */
export async function buildDocument(): Promise<OpenAPIObject> {
  const nothing = {} as ApiParts;
  const app = await NestFactory.create<NestFastifyApplication>(ApiModule.on(nothing), new FastifyAdapter(), { preview: true, logger: ['error'] });
  try {
    return documentOf(app);
  } finally {
    await app.close();
  }
}
