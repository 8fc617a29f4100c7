import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '#test/ports.js';
import { createTestDatabase } from '#test/postgres.js';

/** As it runs in production: `steward api` from the build, serving the built web app. */
let api: ChildProcess;
let url: string;
let output = '';
let directory: string;
let database: { url: string; drop(): Promise<void> };

beforeAll(async () => {
  if (!existsSync('dist/web/index.html')) throw new Error('The web app is not built: npm run build.');
  database = await createTestDatabase();
  directory = await mkdtemp(join(tmpdir(), 'steward-pages-'));
  const secret = join(directory, 'secret');
  await writeFile(secret, Buffer.alloc(32, 9));
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  api = spawn(process.execPath, ['apps/cli/bin.mjs', 'api'], {
    env: {
      PATH: process.env['PATH'],
      DATABASE_URL: database.url,
      TEMPORAL_ADDRESS: '127.0.0.1:1',
      STEWARD_PORT: String(port),
      STEWARD_DATA: directory,
      STEWARD_SECRET_FILE: secret,
      STEWARD_BOOTSTRAP_KEY: 'bootstrap-of-this-test',
    },
  });
  api.stderr?.on('data', (text: Buffer) => (output += text.toString()));
  await new Promise<void>((resolve, reject) => {
    api.once('exit', (code) => reject(new Error(`steward api ended with ${code}: ${output}`)));
    api.stdout?.on('data', (text: Buffer) => {
      output += text.toString();
      if (output.includes('steward api is ready')) resolve();
    });
  });
}, 240_000);
afterAll(async () => {
  if (api?.exitCode === null) {
    api.kill('SIGTERM');
    await once(api, 'exit');
  }
  await database?.drop();
  await rm(directory, { recursive: true, force: true });
}, 240_000);

const get = (path: string, headers: Record<string, string> = {}) => fetch(url + path, { headers });

describe('steward api, as built', () => {
  it('answers every page of the web app with the app, which may run only its own scripts', async () => {
    for (const path of ['/', '/suppliers', '/rectifications/17', '/sign-in']) {
      const page = await get(path);
      expect([path, page.status, page.headers.get('content-type')]).toEqual([path, 200, 'text/html; charset=utf-8']);
      const policy = page.headers.get('content-security-policy') ?? '';
      expect(policy).toContain("script-src 'self';");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(page.headers.get('cache-control')).toBe('no-store');
      expect(await page.text()).toContain('<div id="root">');
    }
  });

  it('lets what carries a hash in its name be kept for ever', async () => {
    const page = await (await get('/')).text();
    const asset = /"(\/assets\/[^"]+\.js)"/.exec(page)?.[1] ?? '';
    const script = await get(asset);
    expect([script.status, script.headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable']);
    expect((await get('/assets/nothing.js')).status).toBe(404);
  });

  it('has no page for an unknown address of the API', async () => {
    const answer = await get('/api/v1/nothing');
    expect([answer.status, answer.headers.get('content-type')]).toEqual([404, 'application/problem+json']);
  });

  it('shows its documentation under a policy of its own', async () => {
    const page = await get('/docs');
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(await page.text()).not.toMatch(/<script>[^<]/);
    for (const path of ['/docs/swagger-ui-bundle.js', '/docs/swagger-ui-init.js', '/docs/swagger-ui.css', '/openapi.json']) {
      expect([path, (await get(path)).status]).toEqual([path, 200]);
    }
  });

  it('never serves what lies beside the web app', async () => {
    for (const path of ['/..%2fapps/api/main.js', '/%2e%2e/apps/api/main.js', '/assets/..%2f..%2fapps/api/main.js']) {
      const answer = await get(path);
      expect(await answer.text()).not.toContain('startApi');
    }
  });

  it('takes the bootstrap key of its environment', async () => {
    const me = async () => (await get('/api/v1/me', { authorization: 'Bearer bootstrap-of-this-test' })).status;
    let status = await me();
    for (let tries = 0; status !== 200 && tries < 100; tries++) status = await me();
    expect(status).toBe(200);
  });

  it('stops cleanly when it is told to', async () => {
    api.kill('SIGTERM');
    const [code] = (await once(api, 'exit')) as [number];
    expect([code, output]).toEqual([0, expect.not.stringMatching(/error/i)]);
  }, 240_000);
});
