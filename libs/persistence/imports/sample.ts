import { randomUUID } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { usaidScms } from '#domain/facts/mappings/usaid-scms.js';
import { supplierCodeOf } from '#domain/supplier/code.js';
import { supplierLanguages } from '#domain/supplier/supplier.js';
import type { Database, Transaction } from '../database.js';
import type { ImportRecord } from './imports.js';
import { runImport, type ImportProgress } from './run-import.js';

const sampleFile = 'usaid-scms.csv';
const startedBy = 'sample';

const samplePeople = z.object({
  desks: z.array(z.object({ name: z.string(), email: z.email(), roles: z.array(z.string()) })).min(1),
  contacts: z.array(z.object({ supplier: z.string(), name: z.string(), email: z.email(), language: z.enum(supplierLanguages) })),
});
type SamplePeople = z.infer<typeof samplePeople>;

/** What {@link loadSample} did; `import` is null and the numbers are 0 where it had been done before. */
export interface LoadedSample {
  import: ImportRecord | null;
  desks: number;
  contacts: number;
}

/**
 * Loads the product's own sample: its deliveries, the buyer's desks, a contact for each supplier, and the procurement desk
 * as their owner. What an earlier call finished is left as people have changed it since; what it did not finish is done.
 * @throws when the sample's folder is missing or its import fails
 */
export async function loadSample(db: Database, options: { now: () => Date; onProgress?: (progress: ImportProgress) => void }): Promise<LoadedSample> {
  const folder = sampleFolder();
  const imported = await importDeliveries(db, folder, options);
  const people = samplePeople.parse(JSON.parse(await readFile(join(folder, 'contacts.json'), 'utf8')));
  return { import: imported, ...(await db.transaction((tx) => loadPeople(tx, people, options.now()))) };
}

async function importDeliveries(
  db: Database,
  folder: string,
  { now, onProgress }: { now: () => Date; onProgress?: (progress: ImportProgress) => void },
): Promise<ImportRecord | null> {
  const before = await db.prisma.import.findFirst({ where: { startedBy, status: 'completed' }, select: { id: true } });
  if (before) return null;
  const input = createReadStream(join(folder, sampleFile));
  const done = await runImport(db, { importId: randomUUID(), input, mapping: usaidScms, fileName: sampleFile, dryRun: false, startedBy, now, onProgress });
  if (done.status !== 'completed') throw new Error(`The sample could not be imported: ${done.error}`);
  return done;
}

/** In one transaction that begins with the desks: where they exist, an earlier call has done all of it. */
async function loadPeople(tx: Transaction, { desks, contacts }: SamplePeople, at: Date): Promise<{ desks: number; contacts: number }> {
  const created = await tx.person.createManyAndReturn({
    data: desks.map((desk) => ({ ...desk, id: randomUUID(), language: 'en', active: true, createdAt: at })),
    skipDuplicates: true,
    select: { id: true, roles: true },
  });
  const owner = created.find((desk) => desk.roles.includes('procurement'));
  if (!owner) return { desks: created.length, contacts: 0 };
  const suppliers = await tx.supplier.findMany({
    where: { code: { in: contacts.map((contact) => supplierCodeOf(contact.supplier)) }, contacts: { none: {} } },
    select: { id: true, code: true },
  });
  const idOf = new Map(suppliers.map((supplier) => [supplier.code, supplier.id]));
  await tx.supplier.updateMany({ where: { id: { in: [...idOf.values()] }, ownerId: null }, data: { ownerId: owner.id, updatedAt: at } });
  const { count } = await tx.contact.createMany({
    data: contacts.flatMap(({ supplier, ...contact }) => {
      const supplierId = idOf.get(supplierCodeOf(supplier));
      return supplierId ? [{ ...contact, id: randomUUID(), supplierId, role: 'quality', position: 0 }] : [];
    }),
  });
  return { desks: created.length, contacts: count };
}

/** The folder sample/ of the installed product, whether this runs from the sources or from dist. */
function sampleFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'sample', sampleFile))) {
    if (folder === dirname(folder)) throw new Error('The folder sample/ is not where Steward is installed.');
    folder = dirname(folder);
  }
  return join(folder, 'sample');
}
