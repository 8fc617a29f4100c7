import pg from 'pg';
import { migrate, MigrationError } from '#persistence/migrate/migrate.js';
import { createEmptyTestDatabase, createTestDatabase, dropTestDatabase, startTestPostgres } from '#test/postgres.js';

type Database = Awaited<ReturnType<typeof createTestDatabase>>;

async function connected<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

const first = '00000000-0000-4000-8000-000000000001';
const second = '00000000-0000-4000-8000-000000000002';

describe('The database', () => {
  let database: Database;

  beforeAll(async () => {
    database = await createTestDatabase();
    await connected(database.url, (client) =>
      client.query(
        `INSERT INTO suppliers (id, code, name, time_zone, language, kind, status, segment, version, created_at, updated_at)
         VALUES ($1, 'one', 'One', 'UTC', 'en', 'product', 'active', 'routine', 1, now(), now()),
                ($2, 'two', 'Two', 'UTC', 'en', 'product', 'active', 'routine', 1, now(), now())`,
        [first, second],
      ),
    );
  });
  afterAll(() => database.drop());

  it('protects every table: row-level security, forced on the owner too', async () => {
    const { rows } = await connected(database.url, (client) =>
      client.query(`SELECT relname FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace
                     WHERE n.nspname = 'public' AND relkind = 'r' AND relname <> '_prisma_migrations'
                       AND NOT (relrowsecurity AND relforcerowsecurity)`),
    );
    expect(rows).toEqual([]);
  });

  it('shows staff every supplier', async () => {
    const { rows } = await connected(database.url, async (client) => {
      await client.query('SET ROLE steward_staff');
      return client.query('SELECT code FROM suppliers ORDER BY code');
    });
    expect(rows).toEqual([{ code: 'one' }, { code: 'two' }]);
  });

  it('shows the portal the supplier it names, and nothing when it names none', async () => {
    await connected(database.url, async (client) => {
      await client.query('SET ROLE steward_portal');
      expect((await client.query('SELECT code FROM suppliers')).rows).toEqual([]);
      await client.query(`SELECT set_config('steward.supplier_id', $1, false)`, [second]);
      expect((await client.query('SELECT code FROM suppliers')).rows).toEqual([{ code: 'two' }]);
    });
  });

  const hidden = ['people', 'api_keys', 'events', 'order_lines', 'outbox', 'inbound_mails', 'sessions', 'links', 'supplier_ratings', 'consequences', 'standards_reviews', 'alerts', 'rehearsals'];
  it.each(hidden)('lets the portal read nothing of %s', async (table) => {
    await connected(database.url, async (client) => {
      await client.query('SET ROLE steward_portal');
      await expect(client.query(`SELECT FROM ${table}`)).rejects.toMatchObject({ code: '42501' });
    });
  });

  it('lets the portal read of an evaluation whether it is public, and not who asked for it', async () => {
    await connected(database.url, async (client) => {
      await client.query('SET ROLE steward_portal');
      await expect(client.query('SELECT id, status FROM evaluations')).resolves.toMatchObject({ rowCount: 0 });
      await expect(client.query('SELECT requested_by FROM evaluations')).rejects.toMatchObject({ code: '42501' });
    });
  });

  it('lets the portal write a message for its own supplier only', async () => {
    const write = (supplier: string) =>
      connected(database.url, async (client) => {
        await client.query('SET ROLE steward_portal');
        await client.query(`SELECT set_config('steward.supplier_id', $1, false)`, [first]);
        await client.query(
          `INSERT INTO messages (id, case_id, supplier_id, direction, channel, author_kind, author_id, author, text, at)
           VALUES (gen_random_uuid(), gen_random_uuid(), $1, 'in', 'portal', 'contact', 'x', 'X', 'hello', now())`,
          [supplier],
        );
      });
    await write(first);
    await expect(write(second)).rejects.toMatchObject({ code: '42501' });
  });

  it.each([
    ['change an event', `UPDATE events SET type = 'other'`],
    ['delete an event', 'DELETE FROM events'],
    ['change what a supplier submitted', `UPDATE submissions SET command = 'verify'`],
    ['delete a submission', 'DELETE FROM submissions'],
    ['change a delivery', 'UPDATE receipts SET quantity = 0'],
    ['delete an order line', 'DELETE FROM order_lines'],
  ])('lets nobody of the staff %s', async (_, statement) => {
    await connected(database.url, async (client) => {
      await client.query('SET ROLE steward_staff');
      await expect(client.query(statement)).rejects.toMatchObject({ code: '42501' });
    });
  });

  it('is no superuser behind the login', async () => {
    const { rows } = await connected(database.url, (client) => client.query('SELECT rolsuper FROM pg_roles WHERE rolname = current_user'));
    expect(rows).toEqual([{ rolsuper: false }]);
  });
});

describe('Migrating', () => {
  it('is done by one of many processes that try at once; the others find nothing left to do', async () => {
    const database = await createEmptyTestDatabase();
    try {
      const results = await Promise.all(Array.from({ length: 4 }, () => migrate(database.url)));
      expect(results.filter(({ applied }) => applied.length > 0)).toHaveLength(1);
      expect(await migrate(database.url)).toEqual({ applied: [] });
    } finally {
      await database.drop();
    }
  });

  it('works for several databases of one server at once, though roles belong to the server', async () => {
    const databases = await Promise.all([createEmptyTestDatabase(), createEmptyTestDatabase(), createEmptyTestDatabase()]);
    try {
      const results = await Promise.all(databases.map(({ url }) => migrate(url)));
      expect(results.every(({ applied }) => applied.length > 0)).toBe(true);
    } finally {
      await Promise.all(databases.map((database) => database.drop()));
    }
  });

  it('refuses a superuser, whom row-level security would not bind, and says what to do instead', async () => {
    const { url } = await startTestPostgres();
    const attempt = migrate(url);
    await expect(attempt).rejects.toThrow(MigrationError);
    await expect(attempt).rejects.toThrow(/superuser.*CREATE ROLE steward LOGIN/s);
  });
});

describe('Test support', () => {
  it('drops no database but those that tests made', async () => {
    await expect(dropTestDatabase('steward')).rejects.toThrow('no test');
  });
});
