/**
 * Writes the migration from the schema of the last commit to the schema as it stands:
 *   node scripts/new-migration.mjs NAME            prisma/migrations/<timestamp>_NAME/migration.sql
 *   node scripts/new-migration.mjs --from-empty DIR  writes DIR's migration.sql anew, from an empty database
 * Tables it creates also need their rights: SELECT steward_protect('<table>') at its end.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setup } from './setup.mjs';
import { root } from './steps.mjs';
import { withTestServers } from './test-servers.mjs';

const [first, second] = process.argv.slice(2);
const fromEmpty = first === '--from-empty';
const name = fromEmpty ? second : first;

if (!name || !/^[a-z0-9_]+$/.test(name)) fail('Name the migration in lower case, such as: node scripts/new-migration.mjs add_invoices');
await setup();
const { migrationSql } = await import('../dist/libs/persistence/migrate/engine.js');
const schemaFile = 'prisma/schema.prisma';
const newest = readFileSync(join(root, schemaFile), 'utf8');
const last = fromEmpty ? null : execFileSync('git', ['show', `HEAD:${schemaFile}`], { cwd: root, encoding: 'utf8' });
const sql = await withTestServers({ temporal: false }, ({ postgresUrl }) => migrationSql(postgresUrl, last, newest));
if (last !== null && sql.trim() === '-- This is an empty migration.') fail(`${schemaFile} is as in the last commit: nothing to migrate.`);

const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
const folder = join(root, 'prisma', 'migrations', fromEmpty ? name : `${stamp}_${name}`);
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'migration.sql'), sql);
console.log(`Wrote ${join(folder, 'migration.sql')}`);

function fail(message) {
  console.error(message);
  process.exit(1);
}
