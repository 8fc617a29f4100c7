import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';

const root = process.cwd();

it('The client’s types are those of the API’s document', async () => {
  const tool = join(root, 'node_modules/openapi-typescript/bin/cli.js');
  const check = promisify(execFile)(process.execPath, [tool, 'apps/web/openapi.json', '-o', 'apps/web/src/api/schema.d.ts', '--check'], { cwd: root });
  await expect(check).resolves.toBeDefined();
});
