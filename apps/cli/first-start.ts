import type { Configuration } from '#apps/configuration.js';
import { createFirstSignInLink } from '#persistence/access/first-sign-in.js';
import { openDatabase, type Database } from '#persistence/database.js';
import { loadSample } from '#persistence/imports/sample.js';
import { seedPolicies } from '#persistence/policies/policies.js';
import { seedQuestionnaires } from '#persistence/questionnaires/questionnaires.js';

/**
 * Gives the migrated database what a start needs before anything serves: policies, and the sample where it is wanted.
 * Repeated after an interruption, it does what is still missing.
 * @returns what was loaded, in words; null without the sample
 */
export async function furnish(configuration: Configuration, sample: boolean, report: (line: string) => void): Promise<string | null> {
  return withDatabase(configuration, async (db) => {
    await seedPolicies(db, { sample, at: new Date() });
    await seedQuestionnaires(db, new Date());
    if (!sample) return null;
    const loaded = await loadSample(db, {
      now: () => new Date(),
      onProgress: ({ step, rowsRead }) => report(`${step}: ${rowsRead.toLocaleString('en')} rows`),
    });
    const rows = loaded.import;
    return rows ? `${rows.landed.toLocaleString('en')} of ${rows.rowsRead.toLocaleString('en')} rows landed, ${rows.quarantined} quarantined` : 'the sample is there';
  });
}

/** @returns a one-time link for the administrator, or null while one is signed in */
export function administratorLink(configuration: Configuration): Promise<string | null> {
  return withDatabase(configuration, (db) => createFirstSignInLink(db, { now: new Date(), publicUrl: configuration.publicUrl }));
}

async function withDatabase<T>(configuration: Configuration, work: (db: Database) => Promise<T>): Promise<T> {
  const db = openDatabase({ url: configuration.databaseUrl, role: 'staff', applicationName: 'steward start', poolSize: 3 });
  try {
    return await work(db);
  } finally {
    await db.close();
  }
}
