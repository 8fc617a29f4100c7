/**
 * `npm test`: sets up what is missing, then lint, types and every Jest project.
 *   --long     also test/long, and more stories for the properties of the database
 *   otherwise  the arguments go to Jest (a path, -t NAME), and lint and types are left out
 * The last line is `N passed, N failed`; the exit code is 1 on any failure, and when nothing was tested.
 */
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { spawn } from 'node:child_process';
import { findBrowser } from './browser.mjs';
import { setup } from './setup.mjs';
import { root } from './steps.mjs';
import { withTestServers } from './test-servers.mjs';

const long = process.argv.includes('--long');
const filter = process.argv.slice(2).filter((argument) => argument !== '--long');

/**
 * The lanes run side by side, the projects of a lane one after the other. Whole products and browsers wait most of their time – for
 * processes to come up, for pages, for mails – and leave the machine to the code's lane; in their own lane they run one file at a time.
 */
const lanes = [
  [
    { name: 'pure', folders: ['libs', 'workflows', 'apps'] },
    { name: 'workflows', folders: ['test/workflows', 'test/replay'] },
    { name: 'integration', folders: ['test/integration'] },
  ],
  [{ name: 'browser', folders: ['test/browser'], alone: true, browser: true }],
  [
    { name: 'e2e', folders: ['test/e2e'], alone: true },
    { name: 'chaos', folders: ['test/chaos'], alone: true },
    ...(long ? [{ name: 'long', folders: ['test/long'], alone: true }] : []),
  ],
];
const workers = Math.min(4, Math.max(2, availableParallelism()));

/** Each takes one processor: they run two at a time, before the code's lane. */
const checks = [
  { name: 'ESLint', tool: 'eslint/bin/eslint.js', args: ['.', '--max-warnings', '0'] },
  { name: 'Types', tool: 'typescript/bin/tsc', args: ['-p', 'tsconfig.json', '--noEmit'] },
  ...(existsSync(join(root, 'apps/web/tsconfig.json')) ? [{ name: 'Types of the web', tool: 'typescript/bin/tsc', args: ['-p', 'apps/web/tsconfig.json', '--noEmit'] }] : []),
  { name: 'Import directions', tool: 'dependency-cruiser/bin/dependency-cruise.mjs', args: ['--config', '.dependency-cruiser.cjs', 'apps', 'libs', 'workflows'] },
];

const total = { passed: 0, failed: 0, skipped: 0 };
const failures = [];
const children = new Set();
// Whoever ends us ends them too.
for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => children.forEach((child) => child.kill(signal)));

try {
  await setup();
  await withTestServers({ report: console.log }, async ({ postgresUrl, temporalAddress }) => {
    const env = { STEWARD_TEST_POSTGRES: postgresUrl, STEWARD_TEST_TEMPORAL: temporalAddress, ...(long ? { STEWARD_TEST_LONG: 'yes' } : {}) };
    await Promise.all(lanes.map((projects, lane) => runLane(projects, lane === 0 && filter.length === 0 ? checks : [], env)));
  });
} catch (error) {
  fail('The run itself', error.stack ?? String(error));
}
conclude();

/** Never rejects: what breaks one lane leaves the others their servers. */
async function runLane(projects, before, env) {
  try {
    const queue = [...before];
    const next = async () => {
      for (let check = queue.shift(); check; check = queue.shift()) await runCheck(check);
    };
    await Promise.all([next(), next()]);
    for (const project of projects.filter(({ folders }) => folders.some(hasSpecs))) await runProject(project, env);
  } catch (error) {
    fail(projects.map(({ name }) => name).join(', '), error.stack ?? String(error));
  }
}

async function runCheck({ name, tool, args }) {
  const { code, said } = await runTool([join(root, 'node_modules', tool), ...args]);
  if (code !== 0) return fail(name, `It ended with code ${code}.\n${said}`);
  total.passed += 1;
  console.log(`ok      ${name}`);
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
  const begun = Date.now();
  const { code, results } = await runJest(project, env);
  const before = failures.length;
  if (results) {
    count(project, results);
    if (results.testResults.length > 0) console.log(`done    ${project.name}: ${results.numPassedTests} passed, ${Math.round((Date.now() - begun) / 1000)} s; slowest: ${slowest(results)}`);
  }
  // Whatever it was that Jest broke off for: a run that did not end well has not passed.
  if (code !== 0 && failures.length === before) fail(project.name, `Jest ended with code ${code}${results ? '' : ' and left no results'}.`);
}

/** The files to begin with when the run gets too long, with the seconds each took beside others. */
function slowest({ testResults }) {
  const files = testResults.map(({ name, startTime, endTime }) => ({ name: relative(root, name), seconds: Math.round((endTime - startTime) / 1000) }));
  return files
    .sort((a, b) => b.seconds - a.seconds)
    .slice(0, 8)
    .map(({ name, seconds }) => `${name} ${seconds}`)
    .join(', ');
}

/** Takes Jest's account of a project into ours. */
function count(project, results) {
  total.passed += results.numPassedTests;
  total.skipped += results.numPendingTests + results.numTodoTests;
  for (const suite of results.testResults) {
    const failed = suite.assertionResults.filter(({ status }) => status === 'failed');
    for (const { fullName, failureMessages } of failed) fail(`${project.name}: ${fullName}`, failureMessages.join('\n'));
    // A file that could not be read or run at all has no tests to count; it is one failure.
    if (suite.status === 'failed' && failed.length === 0) fail(`${project.name}: ${suite.name}`, suite.message);
  }
}

/** @returns how Jest ended, and its own account of the run, which may be missing */
async function runJest({ name, alone }, env) {
  const folder = mkdtempSync(join(tmpdir(), 'steward-jest-'));
  const file = join(folder, 'results.json');
  // The filter goes first: --selectProjects takes every name that follows it.
  const args = [...filter, '--json', `--outputFile=${file}`, '--passWithNoTests', ...(alone ? ['--runInBand'] : [`--maxWorkers=${workers}`]), '--selectProjects', name];
  try {
    const jest = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', join(root, 'node_modules/jest/bin/jest.js'), ...args];
    const { code } = await runTool(jest, { ...env, NODE_ENV: 'test' }, (text) => process.stderr.write(text));
    return { code, results: existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Runs a program of Node.js to its end.
 * @param hear gets what it writes to its error stream while it runs, where somebody wants to hear it: Jest tells its progress there and
 *   its account in a file
 */
function runTool(args, env = {}, hear) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: root, env: { ...process.env, ...env }, stdio: ['ignore', hear ? 'ignore' : 'pipe', 'pipe'] });
    children.add(child);
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', hear ?? ((text) => (said += text)));
    child.once('error', reject);
    child.once('close', (code) => {
      children.delete(child);
      resolve({ code, said });
    });
  });
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
