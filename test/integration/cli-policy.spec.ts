import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { runCommandLine } from '#apps/cli/main.js';
import { loadSample } from '#persistence/imports/sample.js';
import { startApiUnderTest, type ApiUnderTest } from './api-under-test.js';

let api: ApiUnderTest;
let key: string;
let folder: string;
let printed: string[] = [];

beforeAll(async () => {
  api = await startApiUnderTest();
  ({ key } = await api.keyOf('admin'));
  folder = await mkdtemp(join(tmpdir(), 'steward-policy-'));
  await loadSample(api.db, { now: () => new Date() });
}, 240_000);
afterAll(async () => {
  await api?.close();
  await rm(folder, { recursive: true, force: true });
}, 240_000);
beforeEach(() => {
  printed = [];
  for (const method of ['log', 'error'] as const) jest.spyOn(console, method).mockImplementation((text: unknown) => void printed.push(String(text)));
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => printed.push(String(text)) > 0);
});
afterEach(() => {
  jest.restoreAllMocks();
  process.exitCode = 0;
});

/** What the command prints, and its exit code. */
async function steward(...command: string[]): Promise<{ text: string; code: unknown }> {
  printed = [];
  process.exitCode = 0;
  await runCommandLine(['node', 'steward', 'policy', ...command, '--url', api.url, '--key', key]);
  return { text: printed.join('\n'), code: process.exitCode };
}

it('takes a policy out, puts it back changed, says what changed and what it would have changed, and puts it in force', async () => {
  const file = join(folder, 'ours.yaml');
  await writeFile(file, (await steward('show', '2')).text.replace('  A: 90', '  A: 97'));
  expect((await steward('new', file)).text).toMatch(/^Draft 3: /);
  expect((await steward('diff', '2', '3')).text).toBe('Grade A now begins at 97 instead of 90.');
  expect((await steward('diff', '2', '3', '--language', 'zh')).text).toBe('A级的起点由90改为97。');
  const { text } = await steward('backtest', '3', '--from', '2010-01-01', '--to', '2010-12-31');
  expect(text).toMatch(/A 9\d(\.\d)? → B 9\d(\.\d)?\. Grade A begins at 97 instead of 90/);
  expect(text).toMatch(/^2010-01-01 to 2010-12-31: \d+ of 72 grades differ; version 2: A 17, B 0, C 3, N 52; version 3: /m);
  expect((await steward('publish', '3')).text).toMatch(/^Version 3 is in force: /);
  expect((await steward('list')).text).toMatch(/^ {3}3 {2}published .*\n {3}2 {2}superseded /);
}, 240_000);

it('says of each fault in a file where it stands, as editors read it', async () => {
  const file = join(folder, 'faulty.yaml');
  await writeFile(file, (await readFile(join(folder, 'ours.yaml'), 'utf8')).replace('toleranceDays: 0', 'toleranceDay: 0'));
  const { text, code } = await steward('new', file);
  expect(code).toBe(1);
  expect(text.split('\n')).toEqual([
    `${file}:1:1: toleranceDays: is missing; give a number`,
    `${file}:2:1: toleranceDay: there is no such field here; did you mean toleranceDays?`,
    'The rules refuse this policy; see the lines.',
  ]);
}, 240_000);
