import { isDeepStrictEqual } from 'node:util';
import { mappingSchema, type Mapping } from '#domain/facts/mapping.js';
import { findMapping, mappings as builtIn } from '#domain/facts/mappings.js';
import { decodeCursor, pageOf, type Page } from '../cursor.js';
import type { Database, Transaction } from '../database.js';
import type { SavedMapping } from '../generated/client.js';

/** A mapping as people see it. A built-in one has version 1 and nobody who made it. */
export interface MappingRecord {
  readonly name: string;
  readonly version: number;
  readonly builtIn: boolean;
  readonly document: Mapping;
  readonly createdBy: string | null;
  readonly createdAt: Date | null;
}

/** Why a mapping cannot be saved under its name. */
export class MappingRefused extends Error {
  constructor(
    readonly field: 'name' | 'source',
    message: string,
  ) {
    super(message);
    this.name = 'MappingRefused';
  }
}

/** The newest mapping of a name, or the given version of it; null when there is none. */
export async function getMapping(db: Database, name: string, version?: number): Promise<MappingRecord | null> {
  const ours = findMapping(name);
  if (ours) return version === undefined || version === 1 ? ofProduct(ours) : null;
  const row = await db.prisma.savedMapping.findFirst({ where: { name, ...(version === undefined ? {} : { version }) }, orderBy: { version: 'desc' } });
  return row && mappingRecord(row);
}

/** The mapping to import with, built in or saved, in its newest version; null when there is none. */
export async function mappingNamed(db: Database, name: string): Promise<Mapping | null> {
  return (await getMapping(db, name))?.document ?? null;
}

/** All mappings in their newest versions by name, built-in ones among them. @throws BadCursor */
export async function listMappings(db: Database, page: { limit: number; cursor?: string }): Promise<Page<MappingRecord>> {
  const [after = ''] = page.cursor ? decodeCursor(page.cursor, ['text']) : [];
  // By code points, so that the database and we agree on what comes next.
  const saved = await db.prisma.$queryRaw<{ name: string; version: number }[]>`
    SELECT name COLLATE "C" AS name, max(version)::int AS version FROM saved_mappings
     WHERE name COLLATE "C" > ${after} GROUP BY 1 ORDER BY 1 LIMIT ${page.limit + 1}`;
  const rows = saved.length === 0 ? [] : await db.prisma.savedMapping.findMany({ where: { OR: saved.map(({ name, version }) => ({ name, version })) } });
  const ours = Object.values(builtIn).filter(({ name }) => isAfter(name, after)).map(ofProduct);
  const all = [...ours, ...rows.map(mappingRecord)].sort((one, other) => (isAfter(one.name, other.name) ? 1 : -1));
  return pageOf(all, page.limit, (record) => record, (record) => [record.name]);
}

/**
 * Saves a mapping as the next version of its name; the same content as the newest changes nothing and answers that.
 * @throws MappingRefused for the name of a built-in one, and for another source than the versions before: source and external id are
 * what a fact is known by
 */
export async function saveMapping(db: Database, document: Mapping, by: { createdBy: string; at: Date }): Promise<{ record: MappingRecord; saved: boolean }> {
  const { name, source } = document;
  if (findMapping(name)) throw new MappingRefused('name', `"${name}" is built in and stays as it is; save yours under another name.`);
  return db.transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`mapping ${name}`}, 0))`;
    const before = await newest(tx, name);
    if (before && before.document.source !== source) {
      throw new MappingRefused('source', `The versions before have the source "${before.document.source}", by which their facts are known; it cannot change. Save this under another name.`);
    }
    // The database keeps no order of names, so the documents are compared by what they say.
    if (before && isDeepStrictEqual(before.document, document)) return { record: before, saved: false };
    const row = { name, version: (before?.version ?? 0) + 1, document: JSON.parse(JSON.stringify(document)) as object, createdBy: by.createdBy, createdAt: by.at };
    await tx.savedMapping.create({ data: row });
    return { record: mappingRecord(row as SavedMapping), saved: true };
  });
}

async function newest(tx: Transaction, name: string): Promise<MappingRecord | null> {
  const row = await tx.savedMapping.findFirst({ where: { name }, orderBy: { version: 'desc' } });
  return row && mappingRecord(row);
}

function mappingRecord({ name, version, document, createdBy, createdAt }: SavedMapping): MappingRecord {
  return { name, version, builtIn: false, document: mappingSchema.parse(document), createdBy, createdAt };
}

function ofProduct(mapping: Mapping): MappingRecord {
  return { name: mapping.name, version: 1, builtIn: true, document: mapping, createdBy: null, createdAt: null };
}

function isAfter(one: string, other: string): boolean {
  return Buffer.compare(Buffer.from(one), Buffer.from(other)) > 0;
}
