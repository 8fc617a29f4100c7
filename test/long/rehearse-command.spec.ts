import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { printPolicy } from '#domain/policy/document.js';
import { samplePolicy } from '#domain/policy/default-policy.js';
import type { Policy } from '#domain/policy/policy.js';
import type { Happening, RehearsalResult } from '#domain/rehearsal/story.js';
import { openDatabase, type Database } from '#persistence/database.js';
import { loadSample } from '#persistence/imports/sample.js';
import { seedPolicies } from '#persistence/policies/policies.js';
import { createSchedule } from '#persistence/schedules/schedules.js';
import { replaceRaters } from '#persistence/surveys/raters.js';
import { createTestDatabase } from '#test/postgres.js';
import { rehearseWith } from '#test/rehearsal.js';
import { startSmtpSink, type SmtpSink } from '#test/smtp-sink.js';

// Two servers are started for each rehearsal; a busy machine is slow, not wrong.
jest.setTimeout(500_000);

const at = new Date('2026-11-22T12:00:00Z');
/** Everything that people can do of a cycle, and grades that somebody appeals against. */
const withPeople: Policy = {
  ...samplePolicy,
  name: 'With people',
  gradeBounds: { A: 99, B: 97 },
  appealWindowDays: 2,
  evaluation: { ...samplePolicy.evaluation, reviewDays: 2, appealDecisionDays: 2, calibrationDays: 2, ratingDays: 2, scorecards: true },
};

let database: { url: string; drop(): Promise<void> };
let empty: { url: string; drop(): Promise<void> };
let db: Database;
let sink: SmtpSink;
let folder: string;
let file: string;

beforeAll(async () => {
  [database, empty, sink, folder] = await Promise.all([createTestDatabase(), createTestDatabase(), startSmtpSink(), mkdtemp(join(tmpdir(), 'steward-policies-'))]);
  file = join(folder, 'with-people.yaml');
  await writeFile(file, printPolicy(withPeople, 'yaml'));
  db = openDatabase({ url: database.url, role: 'staff', applicationName: 'test', poolSize: 3 });
  await seedPolicies(db, { sample: true, at });
  await loadSample(db, { now: () => at });
  const suppliers = await db.prisma.supplier.findMany({ select: { id: true }, orderBy: { code: 'asc' } });
  const people = await Promise.all(
    [1, 2, 3, 4].map((number) => db.prisma.person.create({ data: { id: randomUUID(), name: `Rater ${number}`, email: `rater${number}@example.com`, roles: ['rater'], language: 'en', active: true, createdAt: at } })),
  );
  for (const { id } of suppliers) await replaceRaters(db, { supplierId: id, personIds: people.map((each) => each.id), by: 'test', at });
  const timing = { cadence: 'month' as const, afterDays: 1, timeOfDay: '06:00', timeZone: 'UTC', since: '2011-01-01' };
  await createSchedule(db, { id: randomUUID(), name: 'Monthly', segment: null, ...timing, overlap: 'skip', catchUpDays: 10, collectRatings: true, paused: false, createdBy: 'test', at });
});
afterAll(async () => {
  await db?.close();
  await Promise.all([database?.drop(), empty?.drop(), sink?.close(), rm(folder, { recursive: true, force: true })]);
});

const rehearse = (url: string, ...args: string[]) => rehearseWith({ DATABASE_URL: url, SMTP_URL: sink.url }, ...args).ended;

/** Every row of every table, as one digest each. */
async function rows(): Promise<Record<string, string>> {
  const tables = await db.prisma.$queryRaw<{ name: string }[]>`SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1`;
  const digests: Record<string, string> = {};
  for (const { name } of tables) {
    const [found] = await db.prisma.$queryRawUnsafe<{ digest: string | null }[]>(`SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) AS digest FROM "${name}" t`).catch(() => [{ digest: 'not for staff' }]);
    digests[name] = found?.digest ?? 'empty';
  }
  return digests;
}

describe('steward rehearse with a database', () => {
  it('plays a policy file against a stored version with people who rate, review, appeal and decide; the database is only read and nobody gets mail', async () => {
    const before = await rows();
    expect(Object.values(before).filter((digest) => digest !== 'empty' && digest !== 'not for staff').length).toBeGreaterThan(5);
    const { code, out, said } = await rehearse(database.url, '--policy', file, '--against', '2', '--from', '2011-06-01', '--to', '2011-07-31', '--seed', '9');
    expect(code === 0 ? '' : said).toBe('');
    const { outcomes, stories, gradesThatDiffer, suppliersThatDiffer } = JSON.parse(out) as RehearsalResult;
    expect(outcomes.map(({ policy }) => policy)).toEqual([{ version: null, name: 'With people' }, { version: 2, name: samplePolicy.name }]);
    const [first] = outcomes;
    const told = (kind: Happening['kind']) => (stories[0] ?? []).filter((each) => each.kind === kind).length;
    // The months of the stretch: May's lies before it; July's cycle goes on after its last day.
    expect((['rated', 'calibrated', 'released', 'published'] as const).map(told)).toEqual([2, 2, 2, 2]);
    expect(first?.ratings.asked).toBe(2 * 4);
    expect(told('appealed')).toBe(first?.appeals.filed);
    expect(first?.appeals.filed).toBeGreaterThan(0);
    const { filed = 0, upheld = 0, rejected = 0, undecided = 0 } = first?.appeals ?? {};
    expect(upheld + rejected + undecided).toBe(filed);
    expect(first?.mails.withoutCase).toBe((stories[0] ?? []).reduce((sum, each) => sum + (each.kind === 'mailed' ? each.mails : 0), 0));
    expect(first?.mails.byTemplate).toMatchObject({ 'survey.ratings.asked': 8 });
    expect(gradesThatDiffer.length).toBeGreaterThan(0);
    expect(suppliersThatDiffer.some(({ what }) => what === 'rectification')).toBe(true);
    expect(await rows()).toEqual(before);
    expect(sink.mails).toEqual([]);
  });

  it('says in words what cannot be played', async () => {
    const faulty = join(folder, 'faulty.yaml');
    await writeFile(faulty, printPolicy(withPeople, 'yaml').replace(/^toleranceDays:.*$/m, 'toleranceDays: many'));
    const [wrong, none, unknown, nothing] = [
      await rehearse(database.url, '--policy', faulty),
      await rehearse(database.url, '--policy', join(folder, 'none.yaml')),
      await rehearse(database.url, '--against', '99', '--from', '2011-07-01', '--to', '2011-07-02'),
      await rehearse(empty.url),
    ];
    for (const { code } of [wrong, none, unknown, nothing]) expect(code).not.toBe(0);
    expect(wrong.said).toMatch(/faulty\.yaml:\d+:\d+: toleranceDays: /);
    expect(none.said).toContain('none.yaml cannot be read');
    expect(unknown.said).toContain('There is no policy version 99; the newest is 2.');
    expect(nothing.said).toContain('There are no deliveries to rehearse with');
    for (const { said } of [wrong, none, unknown, nothing]) expect(said).not.toMatch(/^\s+at /m);
  });
});
