/** Builds dist/: the servers, the workflow bundle and the web. Each part only when its inputs changed. */
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root, runTool, step } from './steps.mjs';

const serverApps = readdirSync(join(root, 'apps'))
  .filter((name) => name !== 'web')
  .map((name) => join('apps', name));

/** Rejects with the compiler's or the bundler's output when a part cannot be built. */
export async function build() {
  await step('Generating the database client', {
    stamp: 'libs/persistence/generated/.stamp',
    inputs: ['prisma/schema.prisma', 'node_modules/prisma/package.json'],
    outputs: ['libs/persistence/generated/client.ts'],
    // Generating never runs the engine that Prisma would download for it: any program will do in its place.
    work: () => runTool('prisma/build/index.js', ['generate'], { env: { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: '1' } }),
  });
  await step('Compiling', {
    stamp: 'dist/.servers-stamp',
    inputs: ['libs', 'workflows', ...serverApps, 'prisma/schema.prisma', 'tsconfig.json', 'tsconfig.build.json', 'package-lock.json'],
    outputs: ['dist/apps/cli/main.js'],
    work: compile,
  });
  if (existsSync(join(root, 'workflows/index.ts'))) {
    await step('Bundling the workflows', {
      stamp: 'dist/.workflows-stamp',
      inputs: ['workflows', 'libs/domain', 'package-lock.json'],
      outputs: ['dist/workflow-bundle.js'],
      work: bundleWorkflows,
    });
  }
  if (existsSync(join(root, 'apps/web/vite.config.ts'))) {
    await step('Building the web', {
      stamp: 'dist/.web-stamp',
      inputs: ['apps/web', 'package-lock.json'],
      outputs: ['dist/web/index.html'],
      work: () => runTool('vite/bin/vite.js', ['build', '--config', 'apps/web/vite.config.ts', '--logLevel', 'warn']),
    });
  }
}

async function compile() {
  await runTool('typescript/bin/tsc', ['-p', 'tsconfig.build.json']);
  // The compiler leaves behind what it once made from files that are gone.
  for (const folder of ['apps', 'libs', 'workflows']) removeOrphans(folder);
}

function removeOrphans(folder) {
  const built = join(root, 'dist', folder);
  if (!existsSync(built)) return;
  for (const entry of readdirSync(built, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) removeOrphans(path);
    else if (!existsSync(join(root, path.replace(/\.js(\.map)?$/, '.ts')))) rmSync(join(root, 'dist', path));
  }
}

async function bundleWorkflows() {
  const { bundleWorkflowCode } = await import('@temporalio/worker');
  const quiet = { log() {}, trace() {}, debug() {}, info() {}, warn: console.warn, error: console.error };
  const { code } = await bundleWorkflowCode({ workflowsPath: join(root, 'dist/workflows/index.js'), logger: quiet });
  writeFileSync(join(root, 'dist/workflow-bundle.js'), code);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await build().catch((error) => {
    console.error(error.message);
    process.exit(1);
  });
}
