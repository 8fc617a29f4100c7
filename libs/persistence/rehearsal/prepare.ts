import pg from 'pg';
import { copyFacts } from './copy-facts.js';
import { moveFacts } from './move-facts.js';

/** Copies what a rehearsal is played with from another database, which is only read. Addresses are of logins that own the schemas. */
export async function takeFactsFrom(sourceUrl: string, superuserUrl: string): Promise<void> {
  // As staff: the login itself sees no row of the tables that row-level security protects.
  await connected(sourceUrl, (source) => connected(superuserUrl, (target) => copyFacts(source, target)), '-c role=steward_staff -c TimeZone=UTC');
}

/** Moves all facts ahead; see {@link moveFacts}. */
export async function moveAhead(superuserUrl: string, years: number): Promise<void> {
  await connected(superuserUrl, (superuser) => moveFacts(superuser, years));
}

/** Makes a database that begins as another is now; nobody may be connected to that one. */
export async function cloneDatabase(superuserUrl: string, { name, from, owner }: { name: string; from: string; owner: string }): Promise<void> {
  await connected(superuserUrl, async (superuser) => {
    await superuser.query(`CREATE DATABASE ${pg.escapeIdentifier(name)} TEMPLATE ${pg.escapeIdentifier(from)} OWNER ${pg.escapeIdentifier(owner)}`);
  });
}

async function connected<T>(url: string, work: (client: pg.Client) => Promise<T>, options?: string): Promise<T> {
  const client = new pg.Client({ connectionString: url, ...(options === undefined ? {} : { options }) });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
