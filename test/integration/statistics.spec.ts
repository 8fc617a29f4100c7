import { openDatabase, type Database } from '#persistence/database.js';
import { refreshStatistics } from '#persistence/statistics.js';
import { createTestDatabase } from '#test/postgres.js';

let test: Awaited<ReturnType<typeof createTestDatabase>>;
let staff: Database;

beforeAll(async () => {
  test = await createTestDatabase();
  staff = openDatabase({ url: test.url, role: 'staff', applicationName: 'test' });
}, 60_000);
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
});
