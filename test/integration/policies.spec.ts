import { randomUUID } from 'node:crypto';
import { defaultPolicy, samplePolicy } from '#domain/policy/default-policy.js';
import { openDatabase, type Database } from '#persistence/database.js';
import {
  createDraft,
  currentPolicy,
  discardDraft,
  getPolicy,
  listPolicies,
  PolicyStale,
  PolicyUnknown,
  publishPolicy,
  replaceDraft,
  seedPolicies,
} from '#persistence/policies/policies.js';
import { createEvaluation, getEvaluation } from '#persistence/scoring/evaluations.js';
import { createTestDatabase } from '#test/postgres.js';

const at = new Date('2011-01-05T10:00:00Z');
const later = new Date('2011-02-05T10:00:00Z');

let test: Awaited<ReturnType<typeof createTestDatabase>>;
let db: Database;

beforeEach(async () => {
  test = await createTestDatabase();
  db = openDatabase({ url: test.url, role: 'staff', applicationName: 'policies spec' });
});
afterEach(async () => {
  await db.close();
  await test.drop();
});

const draft = (name: string) => createDraft(db, { policy: { ...defaultPolicy, name }, createdBy: 'anna', at });
const standing = async () =>
  (await listPolicies(db, { limit: 50 })).items.map(({ version, status }) => `${version} ${status}`);

describe('a fresh database', () => {
  it('has no policy in force', async () => {
    await expect(currentPolicy(db)).rejects.toMatchObject({ code: 'noPolicy' });
  });
  it('gets the default policy, once, however often and by however many it is seeded', async () => {
    await Promise.all([1, 2, 3].map(() => seedPolicies(db, { sample: false, at })));
    expect(await currentPolicy(db)).toMatchObject({ version: 1, policy: defaultPolicy, publishedAt: at });
    expect(await standing()).toEqual(['1 published']);
  });
  it('gets the sample policy in its place when it gets the sample', async () => {
    await Promise.all([1, 2, 3].map(() => seedPolicies(db, { sample: true, at })));
    await seedPolicies(db, { sample: false, at: later });
    expect(await currentPolicy(db)).toMatchObject({ version: 2, policy: samplePolicy });
    expect(await standing()).toEqual(['2 published', '1 superseded']);
  });
  it('keeps what people have published since', async () => {
    await seedPolicies(db, { sample: false, at });
    await publishPolicy(db, { version: (await draft('Ours')).version, at });
    await seedPolicies(db, { sample: true, at: later });
    expect(await standing()).toEqual(['2 published', '1 superseded']);
  });
});

describe('a draft', () => {
  it('gets the next version even when many are made at once', async () => {
    await seedPolicies(db, { sample: false, at });
    const drafts = await Promise.all(['a', 'b', 'c', 'd'].map(draft));
    expect(drafts.map((each) => each.version).toSorted()).toEqual([2, 3, 4, 5]);
    expect((await currentPolicy(db)).version).toBe(1);
  });
  it('can be replaced and thrown away until it is published, and its number is never given again', async () => {
    await seedPolicies(db, { sample: false, at });
    const first = await draft('First thought');
    const second = await replaceDraft(db, { version: first.version, expectedRevision: 1, policy: { ...defaultPolicy, name: 'Second thought' } });
    expect(second).toMatchObject({ version: 2, revision: 2, name: 'Second thought', status: 'draft' });
    await expect(discardDraft(db, { version: 2, expectedRevision: 1 })).rejects.toBeInstanceOf(PolicyStale);
    await discardDraft(db, { version: 2, expectedRevision: 2 });
    expect(await getPolicy(db, 2)).toBeNull();
    await expect(publishPolicy(db, { version: 2, at })).rejects.toBeInstanceOf(PolicyUnknown);
    expect((await draft('Third thought')).version).toBe(3);
    expect(await standing()).toEqual(['3 draft', '1 published']);
  });
  it('that two replace at once keeps the first, and the second is told', async () => {
    const { version } = await draft('Ours');
    const replace = (name: string) => replaceDraft(db, { version, expectedRevision: 1, policy: { ...defaultPolicy, name } });
    const outcomes = await Promise.allSettled([replace('a'), replace('b'), replace('c')]);
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected', 'rejected']);
  });
});

describe('publishing', () => {
  it('supersedes the policy in force and never leaves two or none', async () => {
    await seedPolicies(db, { sample: false, at });
    const drafts = await Promise.all(['a', 'b', 'c'].map(draft));
    await Promise.all(drafts.map(({ version }) => publishPolicy(db, { version, at: later })));
    const states = (await standing()).map((each) => each.split(' ')[1]);
    expect(states.toSorted()).toEqual(['published', 'superseded', 'superseded', 'superseded']);
  });
  it('ends every change of it, in the application and in the database', async () => {
    const { version } = await draft('Ours');
    await publishPolicy(db, { version, at });
    await expect(replaceDraft(db, { version, policy: defaultPolicy })).rejects.toMatchObject({ code: 'immutable' });
    await expect(discardDraft(db, { version })).rejects.toMatchObject({ code: 'immutable' });
    const byHand = [
      `UPDATE policies SET document = document || '{"toleranceDays": 9}'`,
      `UPDATE policies SET status = 'draft'`,
      `UPDATE policies SET published_at = now()`,
      'DELETE FROM policies',
    ];
    for (const statement of byHand) await expect(db.pool.query(statement)).rejects.toMatchObject({ code: '23000' });
    expect(await getPolicy(db, version)).toMatchObject({ status: 'published', policy: { toleranceDays: 0 }, publishedAt: at });
  });
  it('of another policy leaves a running evaluation under the one it began with', async () => {
    await seedPolicies(db, { sample: false, at });
    const id = randomUUID();
    await createEvaluation(db, { id, periodStart: '2010-01-01', periodEnd: '2010-12-31', requestedBy: 'anna', at });
    await publishPolicy(db, { version: (await draft('Ours')).version, at: later });
    expect((await getEvaluation(db, id))?.policyVersion).toBe(1);
    await expect(db.pool.query('UPDATE evaluations SET policy_version = 2')).rejects.toThrow(/keeps policy version 1/);
  });
  it('is refused the second time, and for a version that does not exist', async () => {
    const { version } = await draft('Ours');
    await publishPolicy(db, { version, at });
    await expect(publishPolicy(db, { version, at: later })).rejects.toMatchObject({ code: 'alreadyPublished' });
    await expect(publishPolicy(db, { version: 99, at })).rejects.toBeInstanceOf(PolicyUnknown);
    expect((await getPolicy(db, version))?.publishedAt).toEqual(at);
  });
});

it('lists policies newest first, page by page', async () => {
  for (const name of ['a', 'b', 'c']) await draft(name);
  const first = await listPolicies(db, { limit: 2 });
  const second = await listPolicies(db, { limit: 2, cursor: first.nextCursor ?? '' });
  expect([...first.items, ...second.items].map((each) => each.policy.name)).toEqual(['c', 'b', 'a']);
  expect(second.nextCursor).toBeNull();
});
