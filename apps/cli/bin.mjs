#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const main = new URL('../../dist/apps/cli/main.js', import.meta.url);
if (!existsSync(fileURLToPath(main))) {
  console.error('Steward is not built yet. Run: npm run setup');
  process.exit(1);
}
const { runCommandLine } = await import(main.href);
await runCommandLine(process.argv);
