import { randomUUID } from 'node:crypto';
import { openDatabase, type Database } from '#persistence/database.js';
import { seedPolicies } from '#persistence/policies/policies.js';
import { freezeMembership } from '#persistence/scoring/cycle.js';
import { createEvaluation } from '#persistence/scoring/evaluations.js';
import { refreshStatistics } from '#persistence/statistics.js';
import { eventually } from '#test/eventually.js';
import { createTestDatabase } from '#test/postgres.js';

let test: Awaited<ReturnType<typeof createTestDatabase>>;
let staff: Database;

beforeAll(async () => {
  test = await createTestDatabase();
  staff = openDatabase({ url: test.url, role: 'staff', applicationName: 'test' });
}, 240_000);
afterAll(async () => {
  await staff?.close();
  await test?.drop();
});

const believed = async () => {
  const { rows } = await staff.pool.query<{ rows: number }>(`SELECT reltuples::int AS rows FROM pg_class WHERE relname = 'items'`);
  return rows[0]?.rows;
};
const buy = (from: number, to: number) =>
  staff.pool.query(
    `INSERT INTO items (id, source, external_id, version, name, content_hash, arrived_at)
     SELECT gen_random_uuid(), 'test', n::text, 1, 'Item ' || n, '', now() FROM generate_series($1::int, $2::int) AS n`,
    [from, to],
  );

describe('what the planner believes', () => {
  it('follows what was written, as the role of the product, whoever owns the tables', async () => {
    await buy(1, 5_000);
    await refreshStatistics(staff);
    expect(await believed()).toBe(5_000);
    await buy(5_001, 20_000);
    await refreshStatistics(staff);
    expect(await believed()).toBe(20_000);
  });

  it('does not let the second list of suppliers be numbered again for each of its members', async () => {
    await seedPolicies(staff, { sample: true, at });
    const supplierIds = await suppliers(300);
    await freezeList(supplierIds);
    const before = await membersRead();
    await freezeList(supplierIds);
    await eventually('its connections have told what they read', async () => (await membersRead()) > before);
    expect((await membersRead()) - before).toBeLessThan(20 * supplierIds.length);
  });
});

const at = new Date('2011-01-05T10:00:00Z');

async function suppliers(count: number): Promise<string[]> {
  const { rows } = await staff.pool.query<{ id: string }>(
    `INSERT INTO suppliers (id, code, name, time_zone, language, kind, status, segment, categories, version, created_at, updated_at)
     SELECT gen_random_uuid(), 'S' || n, 'Supplier ' || n, 'UTC', 'en', 'product', 'active', 'routine', '{}', 1, now(), now()
       FROM generate_series(1, $1::int) AS n RETURNING id`,
    [count],
  );
  return rows.map(({ id }) => id);
}

/** On connections of its own: a connection that ends tells what it has read. */
async function freezeList(supplierIds: string[]): Promise<void> {
  const db = openDatabase({ url: test.url, role: 'staff', applicationName: 'test' });
  const id = randomUUID();
  await createEvaluation(db, { id, periodStart: '2010-01-01', periodEnd: '2010-12-31', supplierIds, requestedBy: 'test', at });
  expect(await freezeMembership(db, { evaluationId: id, chunkSize: 100 })).toEqual({ total: 300, chunks: 3 });
  await db.close();
}

async function membersRead(): Promise<number> {
  const { rows } = await staff.pool.query<{ read: number }>(
    `SELECT (seq_tup_read + (SELECT sum(idx_tup_read) FROM pg_stat_user_indexes WHERE relname = 'evaluation_members'))::int AS read
       FROM pg_stat_user_tables WHERE relname = 'evaluation_members'`,
  );
  return rows[0]?.read ?? 0;
}
