import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { serveDocumentation } from '../openapi.js';
import { serveWebApp, type WebApp } from './web-app.js';

/** Everything for a browser: the web app, and the documentation for people. Null without a built web app. */
export async function servePages(app: NestFastifyApplication): Promise<WebApp | null> {
  serveDocumentation(app);
  return serveWebApp(app);
}
