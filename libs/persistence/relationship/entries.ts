import { Refusal } from '#domain/process/decision.js';
import { isOpen, type EntryBody, type Register } from '#domain/relationship/registers.js';
import { decodeCursor, pageOf, type Page } from '../cursor.js';
import { connectionOf, type Database, type Transaction } from '../database.js';
import type { Prisma, RelationshipEntry } from '../generated/client.js';

/** An entry as somebody wrote it, with its version. `id` names all versions. */
export interface EntryRecord {
  readonly id: string;
  readonly version: number;
  readonly supplierId: string;
  readonly body: EntryBody & { readonly ownerId: string };
  readonly recordedBy: string;
  readonly recordedAt: Date;
}

/** Who writes what, when. */
export interface WrittenEntry {
  readonly supplierId: string;
  readonly body: EntryBody & { readonly ownerId: string };
  readonly by: string;
  readonly at: Date;
}

/** Writes a new entry; the same id again changes nothing and answers what is there. */
export async function writeEntry(db: Database | Transaction, id: string, entry: WrittenEntry): Promise<EntryRecord> {
  await connectionOf(db).relationshipEntry.createMany({ data: [rowOf(id, { rootId: id, version: 1 }, entry)], skipDuplicates: true });
  return recordOf(await connectionOf(db).relationshipEntry.findUniqueOrThrow({ where: { id } }));
}

/**
 * Puts a newer version in the place of the current one. The same id again changes nothing.
 * @throws Refusal `stale` when the version is not the one that the caller saw, `otherRegister` when the entry would move to another
 */
export async function rewriteEntry(db: Database, id: string, { rootId, expectedVersion, ...entry }: WrittenEntry & { rootId: string; expectedVersion: number | undefined }): Promise<EntryRecord> {
  return db.transaction(async (tx) => {
    const there = await tx.relationshipEntry.findUnique({ where: { id } });
    if (there) return recordOf(there);
    const current = await tx.relationshipEntry.findFirstOrThrow({ where: { rootId, supersededAt: null } });
    if (current.register !== entry.body.register) throw new Refusal('otherRegister', `This entry is a ${current.register}; write a new one.`);
    if (expectedVersion !== undefined && expectedVersion !== current.version) throw new Refusal('stale', `The entry has moved on: it is at version ${current.version}.`);
    const { count } = await tx.relationshipEntry.updateMany({ where: { id: current.id, supersededAt: null }, data: { supersededAt: entry.at } });
    if (count === 0) throw new Refusal('stale', 'Somebody has changed the entry at the same time; read it again.');
    return recordOf(await tx.relationshipEntry.create({ data: rowOf(id, { rootId, version: current.version + 1 }, entry) }));
  });
}

/** The current version of a supplier's entry, or null. */
export async function getEntry(db: Database, rootId: string, supplierIds: readonly string[]): Promise<EntryRecord | null> {
  const row = await db.prisma.relationshipEntry.findFirst({ where: { rootId, supersededAt: null, supplierId: { in: [...supplierIds] } } });
  return row && recordOf(row);
}

/** All versions of an entry, newest first. @throws BadCursor */
export async function entryVersions(db: Database, query: { rootId: string; limit: number; cursor?: string }): Promise<Page<EntryRecord>> {
  const below = query.cursor === undefined ? null : decodeCursor(query.cursor, ['integer'])[0];
  const rows = await db.prisma.relationshipEntry.findMany({
    where: { rootId: query.rootId, ...(below === null ? {} : { version: { lt: below } }) },
    orderBy: { version: 'desc' },
    take: query.limit + 1,
  });
  return pageOf(rows, query.limit, recordOf, ({ version }) => [version]);
}

/** Current entries of suppliers, the newest first. @throws BadCursor */
export async function listEntries(
  db: Database,
  query: { supplierIds: readonly string[]; register?: Register; open?: boolean; limit: number; cursor?: string },
): Promise<Page<EntryRecord>> {
  const [at, rootId] = query.cursor === undefined ? [] : decodeCursor(query.cursor, ['instant', 'uuid']);
  const rows = await db.prisma.relationshipEntry.findMany({
    where: {
      supplierId: { in: [...query.supplierIds] },
      supersededAt: null,
      ...(query.register === undefined ? {} : { register: query.register }),
      ...(query.open === undefined ? {} : { open: query.open }),
      ...(at === undefined ? {} : { OR: [{ recordedAt: { lt: new Date(at) } }, { recordedAt: new Date(at), rootId: { lt: rootId } }] }),
    },
    orderBy: [{ recordedAt: 'desc' }, { rootId: 'desc' }],
    take: query.limit + 1,
  });
  return pageOf(rows, query.limit, recordOf, (row) => [row.recordedAt.toISOString(), row.rootId]);
}

/** What somebody is to see to until a day (`YYYY-MM-DD`). */
export interface DueEntry {
  readonly entryId: string;
  readonly supplierId: string;
  readonly supplierName: string;
  readonly register: Register;
  readonly title: string;
  readonly dueOn: Date;
}

/** Open entries of an owner that are due until a day, the oldest first. */
export async function dueEntries(db: Database, ownerId: string, until: string, limit: number): Promise<DueEntry[]> {
  return db.prisma.$queryRaw<DueEntry[]>`
    SELECT e.root_id AS "entryId", e.supplier_id AS "supplierId", s.name AS "supplierName", e.register, e.title, e.due_on AS "dueOn"
      FROM relationship_entries e JOIN suppliers s ON s.id = e.supplier_id
     WHERE e.owner_id = ${ownerId}::uuid AND e.superseded_at IS NULL AND e.open AND e.due_on <= ${until}::date
     ORDER BY e.due_on, e.root_id LIMIT ${limit}`;
}

function rowOf(id: string, version: { rootId: string; version: number }, { supplierId, body, by, at }: WrittenEntry): Prisma.RelationshipEntryCreateManyInput {
  const { register, title, status, dueOn, ownerId, ...details } = body;
  return { ...version, id, supplierId, register, title, status, open: isOpen(body), dueOn: dueOn === null ? null : new Date(dueOn), ownerId, details, recordedBy: by, recordedAt: at };
}

function recordOf({ rootId, version, supplierId, register, title, status, dueOn, ownerId, details, recordedBy, recordedAt }: RelationshipEntry): EntryRecord {
  const common = { register, title, status, dueOn: dueOn?.toISOString().slice(0, 10) ?? null, ownerId };
  return { id: rootId, version, supplierId, body: { ...common, ...(details as object) } as EntryRecord['body'], recordedBy, recordedAt };
}
