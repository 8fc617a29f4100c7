import { defaultPolicy, samplePolicy } from '#domain/policy/default-policy.js';
import { PolicyInvalid } from '#domain/policy/fault.js';
import { openDatabase, type Database } from '#persistence/database.js';
import {
  createDraft,
  currentPolicy,
  getPolicy,
  listPolicies,
  PolicyUnknown,
  publishPolicy,
  seedPolicies,
} from '#persistence/policies/policies.js';
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

const draft = (name: string) => createDraft(db, { document: { ...defaultPolicy, name }, createdBy: 'anna', at });
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
  it('that the rules refuse is not stored', async () => {
    const document = { ...defaultPolicy, minimumWeightShare: 0 };
    await expect(createDraft(db, { document, createdBy: 'anna', at })).rejects.toBeInstanceOf(PolicyInvalid);
    expect(await standing()).toEqual([]);
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
