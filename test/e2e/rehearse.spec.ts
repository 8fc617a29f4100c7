import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { identify } from '#apps/cli/launcher/processes.js';
import type { RehearsalResult } from '#domain/rehearsal/story.js';
import { rehearse, type Ended } from '#test/rehearsal.js';

// Virtual months on a busy machine are slow, not wrong.
jest.setTimeout(600_000);

const folders = () => readdirSync(tmpdir()).filter((name) => name.startsWith('steward-rehearsal-'));

/** Command lines of processes that name a folder of a rehearsal. */
function processesOf(folder: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      } catch {
        return '';
      }
    })
    .filter((line) => line.includes(folder));
}

const before = new Set<string>();
beforeAll(() => folders().forEach((name) => before.add(name)));
afterAll(() => expect(folders().filter((name) => !before.has(name))).toEqual([]));

/** The default alert read plainly from the file: three months in a row below 90 % of at least three lines; `2011-06` when it begins. */
function rowsOfTheFile(): { vendor: string; raisedFor: string }[] {
  const file: Record<string, string>[] = parse(readFileSync(new URL('../../sample/usaid-scms.csv', import.meta.url)), { columns: true });
  const names = 'JanFebMarAprMayJunJulAugSepOctNovDec';
  const day = (text: string): number => {
    const words = /^(\d+)-(\w{3})-(\d\d)$/.exec(text);
    const [d, m, y] = words ? [words[1], names.indexOf(words[2] ?? '') / 3 + 1, words[3]] : ((parts) => [parts[1], parts[0], parts[2]])(text.split('/'));
    return (2000 + Number(y)) * 10_000 + Number(m) * 100 + Number(d);
  };
  const months = new Map<string, Map<number, [number, number]>>();
  for (const row of file) {
    const vendor = row['Vendor']?.trim() ?? '';
    if (vendor === 'SCMS from RDC') continue;
    const promised = day(row['Scheduled Delivery Date'] ?? '');
    const month = Math.floor(promised / 10_000) * 12 + (Math.floor(promised / 100) % 100) - 1;
    const own = months.get(vendor) ?? months.set(vendor, new Map()).get(vendor)!;
    const [lines, inTime] = own.get(month) ?? [0, 0];
    own.set(month, [lines + 1, inTime + (day(row['Delivered to Client Date'] ?? '') <= promised ? 1 : 0)]);
  }
  const rows: { vendor: string; raisedFor: string }[] = [];
  for (const [vendor, own] of months) {
    const bad = (month: number) => {
      const [lines, inTime] = own.get(month) ?? [0, 0];
      return lines >= 3 && 10 * inTime < 9 * lines;
    };
    for (const month of own.keys()) {
      if (!bad(month) || !bad(month - 1) || !bad(month - 2) || bad(month - 3)) continue;
      rows.push({ vendor, raisedFor: `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}` });
    }
  }
  return rows;
}

test('a quarter of the past is played: its alerts are those of the file, its cases come to an end by themselves, and nothing is left behind', async () => {
  const known = new Set(folders());
  const { ended, saw } = rehearse('--from', '2011-07-01', '--to', '2011-09-30', '--seed', '3');
  await saw('playing 2011-07-01 to 2011-09-30');
  const folder = folders().find((name) => !known.has(name)) ?? '';
  expect(processesOf(folder).length).toBeGreaterThan(0);
  const { code, out, said } = await ended;
  expect(code === 0 ? '' : said).toBe('');
  const result = JSON.parse(out) as RehearsalResult;
  const [outcome] = result.outcomes;
  const [story] = result.stories;

  const expected = rowsOfTheFile().filter(({ raisedFor }) => raisedFor >= '2011-06' && raisedFor < '2011-09');
  expect(expected.length).toBeGreaterThan(0);
  const raised = story?.flatMap((each) => (each.kind === 'alertRaised' && each.rule === 'onTimeDelivery3Months' ? [{ vendor: each.supplier, raisedFor: each.raisedFor, on: each.on }] : []));
  expect(raised?.filter(({ raisedFor }) => raisedFor >= '2011-06').map(({ vendor, raisedFor }) => ({ vendor, raisedFor }))).toEqual(expect.arrayContaining(expected));
  // A month is judged when five business days have passed since its end.
  for (const { raisedFor, on } of raised ?? []) if (raisedFor >= '2011-06') expect(on.slice(8) >= '06' && on.slice(8) <= '12').toBe(true);

  // The 72 of the file, and whom procurement invites beside them.
  expect(outcome).toMatchObject({ monitoringRuns: 92, suppliers: 72 + (outcome?.onboardings.opened ?? 0) });
  expect(outcome?.evaluations).toMatchObject([{ periodStart: '2011-07-01', periodEnd: '2011-09-30', publishedOn: '2011-10-03' }]);
  const graded = Object.values(outcome?.evaluations[0]?.grades ?? {}).reduce((sum, count) => sum + count, 0);
  expect(graded).toBe(72);
  expect(outcome?.cases.opened).toBe(outcome?.evaluations[0]?.grades.C);
  const begun = (kind: string) => story?.filter((each) => each.kind === kind && 'event' in each && each.event === 'opened').length;
  expect([begun('onboarding'), begun('phaseOut')]).toEqual([outcome?.onboardings.opened, outcome?.phaseOuts.opened]);
  expect(outcome?.onboardings.opened).toBeGreaterThan(0);
  expect(JSON.stringify(story)).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/);
  expect(folders()).not.toContain(folder);
  expect(processesOf(folder)).toEqual([]);
});

test('the same seed plays the same, and Ctrl-C leaves no process, folder or port behind', async () => {
  const weeks = ['--from', '2011-07-01', '--to', '2011-07-14', '--seed', '5'];
  const [first, second] = [await rehearse(...weeks).ended, await rehearse(...weeks).ended];
  const told = ({ out }: Ended) => {
    const { took: _took, ...result } = JSON.parse(out) as RehearsalResult;
    return result;
  };
  expect(told(first)).toEqual(told(second));

  const known = new Set(folders());
  const { child, ended, saw } = rehearse('--from', '2011-07-01');
  await saw('-- 2011-07-01');
  const folder = folders().find((name) => !known.has(name)) ?? '';
  const processes = JSON.parse(readFileSync(`${tmpdir()}/${folder}/processes.json`, 'utf8')) as { name: string; pid: number }[];
  expect(processes.map(({ name }) => name).sort()).toEqual(['PostgreSQL', 'Temporal']);
  child.kill('SIGINT');
  const { code, said } = await ended;
  expect(code).not.toBe(0);
  expect(said.trimEnd().split('\n').at(-1)).toBe('The rehearsal was stopped.');
  expect(folders()).not.toContain(folder);
  for (const { pid } of processes) expect(identify(pid)).toBeNull();
});
