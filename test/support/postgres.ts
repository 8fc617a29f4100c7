import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { ensureLogin } from '#apps/cli/launcher/postgres.js';
import { migrate } from '#persistence/migrate/migrate.js';
import { testServers } from './servers.js';

const login = 'steward';
const password = 'steward_test';
/** Any number: whoever holds this lock makes the template. */
const templateLock = 5_511_800_203;
const migrations = fileURLToPath(new URL('../../prisma/migrations', import.meta.url));

/** The shared test cluster. @returns its superuser's address */
export async function startTestPostgres(): Promise<{ url: string }> {
  return { url: (await testServers()).postgresUrl };
}

/**
 * A fresh, migrated, empty database of its own for one test file; about 50 ms each after the first.
 * @returns the address of its login, which is bound by row-level security as in production, and how to remove it
 */
export async function createTestDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const template = await migratedTemplate();
  const name = `steward_test_${randomBytes(6).toString('hex')}`;
  await asSuperuser(async (client) => {
    await client.query(`CREATE DATABASE ${pg.escapeIdentifier(name)} TEMPLATE ${pg.escapeIdentifier(template)} OWNER ${login}`);
  });
  return { url: await loginUrl(name), drop: () => dropTestDatabase(name) };
}

/** An empty database without any table, for tests of the migrations themselves. */
export async function createEmptyTestDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `steward_test_${randomBytes(6).toString('hex')}`;
  return { url: await makeDatabase(name), drop: () => dropTestDatabase(name) };
}

/** @throws Error when the name is not one that tests give: nobody's data is dropped by mistake */
export async function dropTestDatabase(name: string): Promise<void> {
  if (!/^steward_test_[0-9a-f]{12}$/.test(name)) throw new Error(`${name} is no test's database; it is not dropped.`);
  await asSuperuser((client) => client.query(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(name)} WITH (FORCE)`));
}

let template: Promise<string> | undefined;

/** One template per state of the migrations; test files that come at the same time wait for the first. */
function migratedTemplate(): Promise<string> {
  return (template ??= asSuperuser(async (client) => {
    const name = `steward_test_template_${hashOfMigrations()}`;
    await client.query('SELECT pg_advisory_lock($1)', [templateLock]);
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1 AND datistemplate', [name]);
    if (!rowCount) {
      await client.query(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(name)}`);
      await migrate(await makeDatabase(name));
      await client.query(`ALTER DATABASE ${pg.escapeIdentifier(name)} IS_TEMPLATE true`);
    }
    return name;
  }));
}

async function makeDatabase(name: string): Promise<string> {
  const url = new URL((await testServers()).postgresUrl);
  const cluster = { directory: '', logFile: '', port: Number(url.port), superuserPassword: decodeURIComponent(url.password) };
  return ensureLogin(cluster, login, password, name);
}

async function loginUrl(name: string): Promise<string> {
  const url = new URL((await testServers()).postgresUrl);
  return `postgresql://${login}:${password}@${url.host}/${name}`;
}

async function asSuperuser<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: (await testServers()).postgresUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

function hashOfMigrations(): string {
  const hash = createHash('sha256');
  for (const folder of readdirSync(migrations, { withFileTypes: true }).filter((entry) => entry.isDirectory()).sort((a, b) => a.name.localeCompare(b.name))) {
    hash.update(folder.name).update(readFileSync(join(migrations, folder.name, 'migration.sql')));
  }
  return hash.digest('hex').slice(0, 16);
}
