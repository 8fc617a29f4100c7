/**
 * `npm test`: sets up what is missing, then lint, types and every Jest project, from the cheap to the costly.
 *   --long     also test/long
 *   otherwise  the arguments go to Jest (a path, -t NAME), and lint and types are left out
 * The last line is `N passed, N failed`; the exit code is 1 on any failure, and when nothing was tested.
 */
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { findBrowser } from './browser.mjs';
import { setup } from './setup.mjs';
import { root, runTool } from './steps.mjs';
import { withTestServers } from './test-servers.mjs';

const long = process.argv.includes('--long');
const filter = process.argv.slice(2).filter((argument) => argument !== '--long');

/** In the order in which they run; those that start whole products run one at a time, for the sake of the ports and the machine. */
const projects = [
  { name: 'pure', folders: ['libs', 'workflows', 'apps'] },
  { name: 'workflows', folders: ['test/workflows', 'test/replay'], servers: true },
  { name: 'integration', folders: ['test/integration'], servers: true },
  { name: 'e2e', folders: ['test/e2e'], servers: true, alone: true },
  { name: 'browser', folders: ['test/browser'], servers: true, alone: true, browser: true },
  { name: 'chaos', folders: ['test/chaos'], servers: true, alone: true },
  ...(long ? [{ name: 'long', folders: ['test/long'], servers: true, alone: true }] : []),
];

const checks = [
  { name: 'ESLint', tool: 'eslint/bin/eslint.js', args: ['.', '--max-warnings', '0'] },
  { name: 'Import directions', tool: 'dependency-cruiser/bin/dependency-cruise.mjs', args: ['--config', '.dependency-cruiser.cjs', 'apps', 'libs', 'workflows'] },
  { name: 'Types', tool: 'typescript/bin/tsc', args: ['-p', 'tsconfig.json', '--noEmit'] },
  ...(existsSync(join(root, 'apps/web/tsconfig.json')) ? [{ name: 'Types of the web', tool: 'typescript/bin/tsc', args: ['-p', 'apps/web/tsconfig.json', '--noEmit'] }] : []),
];

const total = { passed: 0, failed: 0, skipped: 0 };
const failures = [];

try {
  await setup();
  if (filter.length === 0) for (const check of checks) await runCheck(check);
  const wanted = projects.filter(({ folders }) => folders.some(hasSpecs));
  for (const project of wanted.filter(({ servers }) => !servers)) await runProject(project);
  const served = wanted.filter(({ servers }) => servers);
  if (served.length > 0) {
    await withTestServers({ report: console.log }, async ({ postgresUrl, temporalAddress }) => {
      const env = { STEWARD_TEST_POSTGRES: postgresUrl, STEWARD_TEST_TEMPORAL: temporalAddress };
      for (const project of served) await runProject(project, env);
    });
  }
} catch (error) {
  fail('The run itself', error.stack ?? String(error));
}
conclude();

async function runCheck({ name, tool, args }) {
  try {
    await runTool(tool, args);
    total.passed += 1;
    console.log(`ok      ${name}`);
  } catch (error) {
    fail(name, error.message);
  }
}

async function runProject(project, env = {}) {
  if (project.browser) {
    const { path, missing } = await findBrowser();
    if (missing && process.env.CI !== 'true') {
      console.log(`skipped ${project.name}: ${missing}`);
      return;
    }
    if (missing) return fail(project.name, missing);
    env = { ...env, STEWARD_CHROMIUM: path };
  }
  const results = await runJest(project, env);
  if (!results) return;
  total.passed += results.numPassedTests;
  total.skipped += results.numPendingTests + results.numTodoTests;
  for (const suite of results.testResults) {
    const failed = suite.assertionResults.filter(({ status }) => status === 'failed');
    for (const { fullName, failureMessages } of failed) fail(`${project.name}: ${fullName}`, failureMessages.join('\n'));
    // A file that could not be read or run at all has no tests to count; it is one failure.
    if (suite.status === 'failed' && failed.length === 0) fail(`${project.name}: ${suite.name}`, suite.message);
  }
}

/** @returns Jest's own account of the run, or nothing when a filter fits no file of the project */
async function runJest({ name, alone }, env) {
  const folder = mkdtempSync(join(tmpdir(), 'steward-jest-'));
  const file = join(folder, 'results.json');
  // The filter goes first: --selectProjects takes every name that follows it.
  const args = [...filter, '--json', `--outputFile=${file}`, '--passWithNoTests', ...(alone ? ['--runInBand'] : ['--maxWorkers=2']), '--selectProjects', name];
  try {
    const code = await new Promise((resolve) => {
      const child = spawn(process.execPath, ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', join(root, 'node_modules/jest/bin/jest.js'), ...args], {
        cwd: root,
        env: { ...process.env, ...env, NODE_ENV: 'test' },
        // Jest's account goes to the file; what it says while it runs goes to the error stream.
        stdio: ['ignore', 'ignore', 'inherit'],
      });
      child.once('close', resolve);
    });
    if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'));
    if (code !== 0) fail(name, `Jest ended with code ${code} and left no results.`);
    return null;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function hasSpecs(folder) {
  const path = join(root, folder);
  if (!existsSync(path)) return false;
  return readdirSync(path, { recursive: true }).some((name) => name.endsWith('.spec.ts') && !name.includes('node_modules'));
}

function fail(name, message) {
  total.failed += 1;
  failures.push({ name, message });
  console.log(`FAILED  ${name}`);
}

function conclude() {
  for (const { name, message } of failures) console.log(`\n──── ${name}\n${message.trimEnd()}`);
  if (total.skipped > 0) console.log(`\n${total.skipped} skipped`);
  if (total.passed + total.failed === 0) console.log('\nNothing was tested.');
  console.log(`\n${total.passed} passed, ${total.failed} failed`);
  process.exit(total.failed > 0 || total.passed === 0 ? 1 : 0);
}
