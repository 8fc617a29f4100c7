import { readFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { openDatabase, type Database } from '#persistence/database.js';
import { loadSample } from '#persistence/imports/sample.js';
import { runMonitoring } from '#persistence/monitoring/run.js';
import { seedPolicies } from '#persistence/policies/policies.js';
import { createTestDatabase } from '#test/postgres.js';

// A decade of runs on a busy machine is slow, not wrong.
jest.setTimeout(300_000);
const now = new Date('2026-03-02T08:00:00Z');

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let db: Database;

beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase({ url: database.url, role: 'staff', applicationName: 'monitoring sample tests' });
  await seedPolicies(db, { sample: true, at: now });
  await loadSample(db, { now: () => now });
});
afterAll(async () => {
  await db.close();
  await database.drop();
});

/** The 15th of each month from 2006 to 2015: by then the month before has been judged, whatever its weekends. */
const fifteenths = Array.from({ length: 120 }, (_, at) => `${2006 + Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}-15`);

/** `2-Jun-06` and `11/13/06` as a number that sorts: 20060602. */
function dayNumber(text: string): number {
  const words = /^(\d+)-(\w{3})-(\d\d)$/.exec(text);
  const names = 'JanFebMarAprMayJunJulAugSepOctNovDec';
  const [day, month, year] = words ? [words[1], names.indexOf(words[2] ?? '') / 3 + 1, words[3]] : ((parts) => [parts[1], parts[0], parts[2]])(text.split('/'));
  return (2000 + Number(year)) * 10_000 + Number(month) * 100 + Number(day);
}

interface PlainAlert {
  vendor: string;
  raisedFor: string;
  months: { lines: number; inTime: number }[];
  ended: string | null;
  because: string | null;
}

/** The rule read plainly from the file, with whole numbers and no code of the product: month 12 × year + month. */
function alertsOfTheFile(): PlainAlert[] {
  const rows: Record<string, string>[] = parse(readFileSync(new URL('../../sample/usaid-scms.csv', import.meta.url)), { columns: true });
  const byVendor = new Map<string, Map<number, { lines: number; inTime: number }>>();
  for (const row of rows) {
    const vendor = row['Vendor']?.trim() ?? '';
    if (vendor === 'SCMS from RDC') continue;
    const promised = dayNumber(row['Scheduled Delivery Date'] ?? '');
    const month = Math.floor(promised / 10_000) * 12 + (Math.floor(promised / 100) % 100) - 1;
    const months = byVendor.get(vendor) ?? byVendor.set(vendor, new Map()).get(vendor)!;
    const figure = months.get(month) ?? { lines: 0, inTime: 0 };
    figure.lines += 1;
    if (dayNumber(row['Delivered to Client Date'] ?? '') <= promised) figure.inTime += 1;
    months.set(month, figure);
  }
  const name = (month: number) => `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`;
  const alerts: PlainAlert[] = [];
  for (const [vendor, months] of byVendor) {
    const at = (month: number) => months.get(month) ?? { lines: 0, inTime: 0 };
    let open: PlainAlert | null = null;
    for (let month = 2005 * 12 + 11; month <= 2015 * 12 + 10; month += 1) {
      const { lines, inTime } = at(month);
      if (open) {
        if (lines >= 3 && 10 * inTime < 9 * lines) continue;
        open.ended = name(month);
        open.because = lines < 3 ? 'lapsed' : 'recovered';
        open = null;
      } else if ([month - 2, month - 1, month].every((each) => at(each).lines >= 3 && 10 * at(each).inTime < 9 * at(each).lines)) {
        open = { vendor, raisedFor: name(month), months: [at(month - 2), at(month - 1), at(month)], ended: null, because: null };
        alerts.push(open);
      }
    }
  }
  return alerts;
}

async function alertsStored(): Promise<PlainAlert[]> {
  const rows = await db.prisma.alert.findMany({ where: { rule: 'onTimeDelivery3Months' } });
  const names = new Map((await db.prisma.supplier.findMany()).map(({ id, name }) => [id, name]));
  return rows.map((row) => {
    const { months } = row.evidence as unknown as { months: { numerator: number; denominator: number }[] };
    return {
      vendor: names.get(row.supplierId) ?? '',
      raisedFor: row.raisedFor,
      months: months.map(({ numerator, denominator }) => ({ lines: denominator, inTime: numerator })),
      ended: row.endedFor,
      because: row.closedBecause,
    };
  });
}

const sorted = (alerts: PlainAlert[]) => alerts.toSorted((a, b) => (a.vendor + a.raisedFor < b.vendor + b.raisedFor ? -1 : 1));
const replay = async (days: string[]) => {
  for (const asOf of days) await runMonitoring(db, { id: randomUUID(), asOf, requestedBy: 'test', now, clock: () => now });
};
const forget = async () => {
  await db.prisma.alert.deleteMany();
  await db.prisma.monitoringRun.deleteMany();
};

test('replayed month by month, the default alert is raised and closed exactly where the file has it', async () => {
  const expected = sorted(alertsOfTheFile());
  await replay(fifteenths);
  const stored = sorted(await alertsStored());
  expect(stored).toEqual(expected);
  expect(new Set(expected.map(({ because }) => because))).toEqual(new Set(['recovered', 'lapsed']));
});

test('in the whole decade the rule for stops sees no more than the one supplier that paused for longer than ever', async () => {
  const stops = await db.prisma.alert.findMany({ where: { rule: 'supplyStopped' } });
  expect(stops.length).toBeLessThanOrEqual(1);
});

test('made again in any order, no run of the decade changes anything', async () => {
  const before = await db.prisma.alert.findMany({ orderBy: { id: 'asc' } });
  await replay(['2010-09-15', '2006-02-15', '2015-12-15', '2012-05-15']);
  expect(await db.prisma.alert.findMany({ orderBy: { id: 'asc' } })).toEqual(before);
});

test('runs that were missed lose nothing: one a year finds what twelve find', async () => {
  await forget();
  await replay(fifteenths.filter((day, at) => at === 0 || day.slice(5, 7) === '12'));
  expect(sorted(await alertsStored())).toEqual(sorted(alertsOfTheFile()));
});

test('replayed backwards, every alert of the file is found too, and the later ones of its row are not doubled but continue it', async () => {
  await forget();
  await replay(fifteenths.filter((day) => day >= '2010-03' && day < '2011-10').toReversed());
  const stored = await alertsStored();
  const inThatTime = alertsOfTheFile().filter(({ raisedFor }) => raisedFor >= '2010-02' && raisedFor < '2011-09');
  expect(inThatTime.length).toBeGreaterThan(1);
  for (const { vendor, raisedFor, months } of inThatTime) expect(stored).toContainEqual(expect.objectContaining({ vendor, raisedFor, months }));
  const one = (alerts: PlainAlert[], month: string, vendor: string) => alerts.filter((each) => each.vendor === vendor && each.raisedFor <= month && (each.ended === null || each.ended > month));
  for (const { vendor } of inThatTime) for (const day of fifteenths) expect(one(stored, day.slice(0, 7), vendor).length).toBeLessThanOrEqual(1);
});
