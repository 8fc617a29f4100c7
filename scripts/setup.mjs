/** Sets up what is missing: packages, generated client, build. Does nothing, quickly, when nothing is. */
import { pathToFileURL } from 'node:url';
import { run, step } from './steps.mjs';

const oldest = [20, 20];

/** Rejects with the output of whichever step failed. */
export async function setup() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < oldest[0] || (major === oldest[0] && minor < oldest[1])) {
    throw new Error(`Steward needs Node ${oldest.join('.')} or newer; this is ${process.versions.node}.`);
  }
  await step('Installing packages', {
    stamp: 'node_modules/.steward-stamp',
    inputs: ['package-lock.json'],
    outputs: ['node_modules/typescript', 'node_modules/@nestjs/core'],
    work: () => run('npm', ['ci', '--no-audit', '--no-fund', '--include=dev']),
  });
  // Only now: the build is made of packages that may just have come.
  const { build } = await import('./build.mjs');
  await build();
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await setup().catch((error) => {
    console.error(error.message);
    process.exit(1);
  });
}
