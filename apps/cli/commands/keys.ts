import { type Command, InvalidArgumentError, Option } from 'commander';
import { v4 as uuidv4 } from 'uuid';
import { createKey, listKeys, revokeKey } from '#persistence/access/keys.js';
import { activePersonByEmail } from '#persistence/access/people.js';
import { roles, type Role } from '#persistence/access/roles.js';
import { newSecret } from '#persistence/access/secrets.js';
import { openDatabase, type Database } from '#persistence/database.js';
import { OperatorError } from '../operator-error.js';

const DAY = 86_400_000;
const PAGE = 200;

interface CreateOptions {
  role: Role[];
  person?: string;
  days?: number;
}

/** Adds `steward keys create|list|revoke`: API keys in the database at DATABASE_URL, without a running API. */
export function registerKeys(program: Command): void {
  const keys = program.command('keys').description('API keys in the database at DATABASE_URL');
  keys
    .command('create <name>')
    .description('make a key and print it; it is not stored and not shown again')
    .addOption(new Option('--role <role...>', 'what it may do').choices(roles).makeOptionMandatory())
    .option('--person <email>', 'whom it acts for; without, it acts for itself')
    .option('--days <days>', 'valid this long; without, until it is revoked', wholeDays)
    .action((name: string, options: CreateOptions) => withDatabase((db) => create(db, name, options)));
  keys
    .command('list')
    .description('the keys, newest first, without the keys themselves')
    .action(() => withDatabase(list));
  keys
    .command('revoke <id>')
    .description('end a key at once')
    .action((id: string) => withDatabase((db) => revoke(db, id)));
}

async function create(db: Database, name: string, { role, person, days }: CreateOptions): Promise<void> {
  const holder = person === undefined ? null : await activePersonByEmail(db, person);
  if (person !== undefined && !holder) throw new OperatorError(`There is no active person with the address ${person}.`);
  const missing = holder ? role.filter((each) => !holder.roles.includes(each)) : [];
  if (missing.length > 0) throw new OperatorError(`${person} does not hold: ${missing.join(', ')}.`);
  const key = `stw_${newSecret()}`;
  const at = new Date();
  const expiresAt = days === undefined ? null : new Date(at.getTime() + days * DAY);
  await createKey(db, { id: uuidv4(), name, key, roles: role, personId: holder?.id ?? null, createdBy: 'cli', expiresAt, at });
  console.log(key);
}

async function list(db: Database): Promise<void> {
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof listKeys>> = await listKeys(db, { limit: PAGE, ...(cursor === null ? {} : { cursor }) });
    for (const { id, name, roles: held, expiresAt, revokedAt } of page.items) {
      const state = revokedAt ? `revoked ${revokedAt.toISOString()}` : expiresAt ? `until ${expiresAt.toISOString()}` : 'valid';
      console.log([id, name, held.join(','), state].join('\t'));
    }
    cursor = page.nextCursor;
  } while (cursor !== null);
}

async function revoke(db: Database, id: string): Promise<void> {
  const known = /^[0-9a-f-]{36}$/i.test(id) && (await revokeKey(db, id, new Date()));
  if (!known) throw new OperatorError(`There is no key ${id}; see steward keys list.`);
  console.log(`${id} is revoked`);
}

async function withDatabase(work: (db: Database) => Promise<void>): Promise<void> {
  const url = process.env['DATABASE_URL'];
  if (!url) throw new OperatorError('DATABASE_URL is missing; set it to the database of this Steward.');
  const db = openDatabase({ url, role: 'staff', applicationName: 'steward-keys', poolSize: 1 });
  try {
    await work(db);
  } finally {
    await db.close();
  }
}

function wholeDays(text: string): number {
  const days = Number(text);
  if (!Number.isInteger(days) || days < 1) throw new InvalidArgumentError('Days are a whole number from 1.');
  return days;
}
