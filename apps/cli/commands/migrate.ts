import { Command } from 'commander';
import { MigrationError, migrate } from '#persistence/migrate/migrate.js';
import { OperatorError } from '../operator-error.js';

/** `steward migrate`: brings DATABASE_URL to the newest schema; to be run before the roles of a new version start. */
export const migrateCommand = () =>
  new Command('migrate').description('bring the database at DATABASE_URL to the newest schema').action(async () => {
    const url = process.env.DATABASE_URL;
    if (!url) throw new OperatorError('DATABASE_URL is missing; set it to the database to migrate.');
    try {
      const { applied } = await migrate(url);
      console.log(applied.length > 0 ? `Applied ${applied.join(', ')}` : 'The database is up to date.');
    } catch (error) {
      throw error instanceof MigrationError ? new OperatorError(error.message, { cause: error }) : error;
    }
  });
