import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { withSchemaEngine } from './engine.js';

/** Any number that no other program uses; Prisma's own lock has another one and gives up after ten seconds. */
const MIGRATION_LOCK = 7_318_210_455;

/** The database cannot be migrated as things are; the message says what to change. */
export class MigrationError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'MigrationError';
  }
}

/**
 * Brings the database to the newest schema. Any number of processes may call this at once: an advisory lock lets one
 * work while the others wait, and these then find nothing left to do.
 * @returns the names of the migrations this call applied, oldest first
 * @throws MigrationError when the login lacks a right, has too many, or a migration fails
 */
export async function migrate(databaseUrl: string): Promise<{ applied: string[] }> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'steward migrate' });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const pending = await pendingMigrations(client);
    if (pending.length === 0) return { applied: [] };
    await checkRights(client);
    await forgetFailures(client);
    return { applied: await apply(databaseUrl) };
  } finally {
    await client.end();
  }
}

/** @returns the names of the migrations that the database has not seen, oldest first */
export async function pendingMigrations(client: pg.ClientBase): Promise<string[]> {
  const names = await migrationNames();
  if (!(await hasHistory(client))) return names;
  const { rows } = await client.query<{ name: string }>(
    'SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
  );
  const applied = new Set(rows.map((row) => row.name));
  return names.filter((name) => !applied.has(name));
}

/** Each migration is one transaction: one that failed or was cut off left nothing behind, and may be tried again. */
async function forgetFailures(client: pg.ClientBase): Promise<void> {
  if (!(await hasHistory(client))) return;
  await client.query('UPDATE _prisma_migrations SET rolled_back_at = now() WHERE finished_at IS NULL AND rolled_back_at IS NULL');
}

async function hasHistory(client: pg.ClientBase): Promise<boolean> {
  const { rows } = await client.query<{ found: boolean }>(`SELECT to_regclass('_prisma_migrations') IS NOT NULL AS found`);
  return rows[0]?.found ?? false;
}

async function checkRights(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ login: string; superuser: boolean; creates: boolean; mayCreateRoles: boolean; present: number; held: number }>(`
    SELECT current_user AS login, rolsuper AS superuser, rolcreaterole AS "mayCreateRoles",
           has_schema_privilege(current_schema(), 'CREATE') AS creates,
           (SELECT count(*)::int FROM pg_roles WHERE rolname IN ('steward_staff', 'steward_portal')) AS present,
           (SELECT count(*)::int FROM pg_roles r
             WHERE rolname IN ('steward_staff', 'steward_portal') AND pg_has_role(r.oid, 'MEMBER')) AS held
      FROM pg_roles WHERE rolname = current_user`);
  const rights = rows[0];
  if (!rights) throw new MigrationError('The database does not know the role this connection acts as.');
  const login = pg.escapeIdentifier(rights.login);
  if (rights.superuser) {
    throw new MigrationError(
      `${login} is a superuser, whom row-level security does not bind. Let a role without that right own the database: ` +
        `CREATE ROLE steward LOGIN CREATEROLE PASSWORD '…'; CREATE DATABASE steward OWNER steward; and name it in DATABASE_URL.`,
    );
  }
  if (!rights.creates) {
    throw new MigrationError(`${login} may not create tables here. Make it the owner of the database: ALTER DATABASE … OWNER TO ${login};`);
  }
  if (rights.held < rights.present) {
    throw new MigrationError(`${login} is not a member of Steward's roles. Let a superuser run: GRANT steward_staff, steward_portal TO ${login};`);
  }
  if (rights.present < 2 && !rights.mayCreateRoles) {
    throw new MigrationError(
      `${login} may not create the roles steward_staff and steward_portal. Let a superuser run: ` +
        `CREATE ROLE steward_staff NOLOGIN; CREATE ROLE steward_portal NOLOGIN; GRANT steward_staff, steward_portal TO ${login}; ` +
        `or allow it: ALTER ROLE ${login} CREATEROLE;`,
    );
  }
}

async function apply(databaseUrl: string): Promise<string[]> {
  const folder = join(packageRoot(), 'prisma', 'migrations');
  const schema = await readFile(join(packageRoot(), 'prisma', 'schema.prisma'), 'utf8');
  const names = await migrationNames();
  const migrationDirectories = await Promise.all(
    names.map(async (name) => ({
      path: name,
      migrationFile: {
        path: 'migration.sql',
        content: { tag: 'ok' as const, value: await readFile(join(folder, name, 'migration.sql'), 'utf8') },
      },
    })),
  );
  const lockfile = { path: 'migration_lock.toml', content: await readFile(join(folder, 'migration_lock.toml'), 'utf8') };
  try {
    return await withSchemaEngine({ url: databaseUrl, schema }, async (engine) => {
      const result = await engine.applyMigrations({
        migrationsList: { baseDir: folder, lockfile, shadowDbInitScript: '', migrationDirectories },
        filters: { externalTables: [], externalEnums: [] },
      });
      return result.appliedMigrationNames;
    });
  } catch (error) {
    // The engine appends where in its own sources the error passed through; that helps nobody here.
    const reason = (error instanceof Error ? error.message : String(error)).split(/\n\s+0: /)[0];
    throw new MigrationError(`The database could not be migrated: ${reason}`, { cause: error });
  }
}

async function migrationNames(): Promise<string[]> {
  const entries = await readdir(join(packageRoot(), 'prisma', 'migrations'), { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name).sort();
}

/** The folder of package.json, whether this runs from the sources or from dist. */
function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'prisma', 'schema.prisma'))) {
    if (folder === dirname(folder)) throw new MigrationError('The folder prisma/ is not where Steward is installed.');
    folder = dirname(folder);
  }
  return folder;
}
