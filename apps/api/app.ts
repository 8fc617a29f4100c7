import 'reflect-metadata';
import cookie from '@fastify/cookie';
import multipart from '@fastify/multipart';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply } from 'fastify';
import { ApiModule } from './api.module.js';
import { allowLargeBatches } from './facts/large-batches.js';
import { BODY_LIMIT } from './http/body-limit.js';
import { useYamlBodies } from './http/document-text.js';
import { useFormBodies } from './http/form-body.js';
import { useJsonBodies } from './http/json-body.js';
import { ProblemFilter, sendProblem } from './http/problem.filter.js';
import { RouteBook } from './http/route-book.js';
import { problemOf } from './http/unexpected.js';
import { serveDocument } from './openapi.js';
import type { ApiParts } from './parts.js';
import { apiPolicy } from './web/content-security-policy.js';
import type { WebApp } from './web/web-app.js';

/** A request that has not arrived whole after this long is dropped, in milliseconds; uploads of large files take their time. */
const REQUEST_LIMIT = 30 * 60_000;

/**
 * The whole API on its parts, ready to listen; `routes` lists what it answers.
 * `servePages` adds what a browser shows; without it the API stands alone.
 */
export async function createApp(
  parts: ApiParts,
  servePages?: (app: NestFastifyApplication) => Promise<WebApp | null>,
): Promise<{ app: NestFastifyApplication; routes: RouteBook }> {
  const { publicUrl, http } = parts.configuration;
  const { trustedProxies } = http;
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_LIMIT,
    trustProxy: trustedProxies.length > 0 ? [...trustedProxies] : false,
    requestTimeout: REQUEST_LIMIT,
    routerOptions: { maxParamLength: 200 },
    frameworkErrors: (error: Error, _request: unknown, reply: FastifyReply) => sendProblem(reply, problemOf(error)),
  });
  const instance = adapter.getInstance();
  const routes = new RouteBook();
  routes.listenTo(instance);
  allowLargeBatches(instance);
  useJsonBodies(instance);
  useYamlBodies(instance);
  useFormBodies(instance);
  const app = await NestFactory.create<NestFastifyApplication>(ApiModule.on(parts), adapter, {
    bodyParser: false,
    logger: ['error', 'warn'],
    abortOnError: false,
  });
  app.useSecurityHeaders({ contentSecurityPolicy: apiPolicy, strictTransportSecurity: publicUrl.startsWith('https:') });
  app.enableCsrfProtection({ trustedOrigins: [new URL(publicUrl).origin] });
  let web: WebApp | null = null;
  app.useGlobalFilters(new ProblemFilter(routes, () => web));
  await app.register(cookie);
  await app.register(multipart, { throwFileSizeLimit: false });
  serveDocument(app);
  web = (await servePages?.(app)) ?? null;
  await app.init();
  await instance.ready();
  return { app, routes };
}
