import { Command } from 'commander';
import pg from 'pg';
import { Connection } from '@temporalio/client';
import { ConfigurationError, readConfiguration } from '#apps/configuration.js';
import { lookIntoMailbox } from '#apps/mail/imap-client.js';
import { MigrationError, pendingMigrations } from '#persistence/migrate/migrate.js';
import { findTemporal } from '../launcher/temporal-binary.js';

/** One thing that must be right, and the outcome of looking at it: what is so, or what to do. */
interface Check {
  what: string;
  look: () => Promise<string>;
}

/** `steward doctor`: says what is missing and how to mend it; exit code 1 if something is. */
export const doctorCommand = () =>
  new Command('doctor').description('say what is missing and how to mend it').action(async () => {
    let missing = 0;
    for (const { what, look } of checks()) {
      try {
        console.log(`ok       ${what}: ${await look()}`);
      } catch (error) {
        missing += 1;
        console.log(`missing  ${what}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    process.exitCode = missing > 0 ? 1 : 0;
  });

function checks(): Check[] {
  const given = process.env;
  const embedded: Check[] = [
    { what: 'Node', look: checkNode },
    ...(given.TEMPORAL_ADDRESS ? [] : [{ what: 'Temporal CLI', look: () => findTemporal(() => undefined) }]),
  ];
  if (!given.DATABASE_URL && !given.TEMPORAL_ADDRESS) return embedded;
  return [
    ...embedded,
    { what: 'Configuration', look: () => Promise.resolve(checkConfiguration()) },
    ...(given.DATABASE_URL ? [{ what: 'Database', look: () => checkDatabase(given.DATABASE_URL ?? '') }] : []),
    ...(given.TEMPORAL_ADDRESS ? [{ what: 'Temporal', look: checkTemporal }] : []),
    ...(given.INBOUND_IMAP_URL ? [{ what: 'Mailbox (IMAP)', look: checkMailbox }] : []),
  ];
}

async function checkNode(): Promise<string> {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 20)) throw new Error(`version ${process.versions.node} is too old; install Node 20.20 or newer`);
  return process.versions.node;
}

function checkConfiguration(): string {
  try {
    return `served as ${readConfiguration(process.env).publicUrl}`;
  } catch (error) {
    throw error instanceof ConfigurationError ? new Error(error.problems.join('; ')) : error;
  }
}

async function checkDatabase(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ version: string; superuser: boolean }>(
      `SELECT current_setting('server_version') AS version, rolsuper AS superuser FROM pg_roles WHERE rolname = current_user`,
    );
    if (rows[0]?.superuser) throw new MigrationError('the login is a superuser, whom row-level security does not bind; use one that is not');
    const pending = await pendingMigrations(client);
    if (pending.length > 0) throw new MigrationError(`migrations are missing (${pending.join(', ')}); run: steward start, or steward migrate`);
    return `PostgreSQL ${rows[0]?.version}, all migrations applied`;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function checkTemporal(): Promise<string> {
  const { temporal } = readConfiguration(process.env);
  const connection = await Connection.connect({ ...temporal.connectionOptions, connectTimeout: 5_000 });
  try {
    await connection.workflowService.describeNamespace({ namespace: temporal.namespace });
    return `${temporal.address}, namespace ${temporal.namespace}`;
  } finally {
    await connection.close();
  }
}

async function checkMailbox(): Promise<string> {
  const { imap } = readConfiguration(process.env);
  if (!imap) throw new Error('INBOUND_IMAP_URL is not set');
  return lookIntoMailbox(imap);
}
