import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import fastifyStatic from '@fastify/static';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { pagePolicy } from './content-security-policy.js';

/** What the built page holds in place of the nonce of its styles. */
const NONCE_MARK = '__CSP_NONCE__';

/** Paths that are no page: an unknown one there, or one that names a file, is a 404. */
const NOT_PAGES = /^\/(api|docs|health|assets)(\/|$)|\.[A-Za-z0-9]+$/;

/** The built web app, or null where it was not built. */
export interface WebApp {
  readonly directory: string;
  /** Answers a page's address with the app, which does the routing; false when it is no page's address. */
  answers(request: FastifyRequest, reply: FastifyReply): boolean;
}

/** Serves the web app's files: those with a hash in their name for ever. */
export async function serveWebApp(app: NestFastifyApplication): Promise<WebApp | null> {
  const directory = join(packageRoot(), 'dist', 'web');
  const index = join(directory, 'index.html');
  if (!existsSync(index)) return null;
  const page = readFileSync(index, 'utf8');
  await app.register(fastifyStatic, {
    root: directory,
    index: false,
    wildcard: false,
    // The build wrote .br and .gz beside each script and style sheet.
    preCompressed: true,
    globIgnore: ['**/index.html', '**/*.map'],
    setHeaders: (reply, path) => {
      const hashed = path.startsWith(join(directory, 'assets'));
      reply.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  return {
    directory,
    answers(request, reply) {
      const isPage = (request.method === 'GET' || request.method === 'HEAD') && !NOT_PAGES.test(request.url.split('?')[0] ?? '');
      if (isPage) sendPage(reply, page);
      return isPage;
    },
  };
}

function sendPage(reply: FastifyReply, page: string): void {
  const nonce = page.includes(NONCE_MARK) ? randomBytes(16).toString('base64') : null;
  void reply
    .code(200)
    .header('content-security-policy', pagePolicy(nonce))
    .header('cache-control', 'no-store')
    .type('text/html; charset=utf-8')
    .send(nonce === null ? page : page.replaceAll(NONCE_MARK, nonce));
}

/** The folder of package.json: above the sources as above the build. */
function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error('There is no package.json above this file.');
    folder = parent;
  }
  return folder;
}
