import { randomUUID } from 'node:crypto';
import { beginnings } from '#domain/supplier/status.js';
import type { ContactBody, NewSupplier, SupplierChange } from '#domain/supplier/supplier.js';
import { connectionOf, type Database, type Transaction } from '../database.js';
import { claimTaxId } from '../duplicates/tax-id.js';
import { keepNameKey } from '../duplicates/keys.js';
import { SupplierMerged } from './merged.js';
import { supplierRecord, withPeople, type SupplierRecord } from './records.js';

/** The code belongs to another supplier already. */
export class SupplierCodeTaken extends Error {
  constructor(
    readonly code: string,
    readonly existingId: string,
  ) {
    super(`The code ${code} belongs to another supplier.`);
    this.name = 'SupplierCodeTaken';
  }
}

/** Somebody changed the supplier since it was read. */
export class StaleSupplier extends Error {
  constructor(readonly currentVersion: number) {
    super(`The supplier was changed meanwhile; it is at version ${currentVersion}.`);
    this.name = 'StaleSupplier';
  }
}

/** The owner named is no active person. */
export class UnknownOwner extends Error {
  constructor(readonly ownerId: string) {
    super(`There is no active person ${ownerId} to own the supplier.`);
    this.name = 'UnknownOwner';
  }
}

/** The supplier, or null when there is none with this id. */
export async function getSupplier(db: Database | Transaction, id: string): Promise<SupplierRecord | null> {
  const row = await connectionOf(db).supplier.findUnique({ where: { id }, include: withPeople });
  return row && supplierRecord(row);
}

/**
 * Stores a new supplier with its contacts: active unless it is only a prospect, routine until segmented.
 * @throws SupplierCodeTaken naming the one that has the code; DuplicateTaxId naming the one of its country that has the tax id; UnknownOwner
 */
export async function createSupplier(
  db: Database | Transaction,
  created: { id: string; supplier: NewSupplier; ownerId: string | null; begins?: keyof typeof beginnings; at: Date },
): Promise<SupplierRecord> {
  return inTransaction(db, async (tx) => {
    const { id, at, ownerId, begins = 'known' } = created;
    const { contacts, ...fields } = created.supplier;
    await requireOwner(tx, ownerId);
    const { count } = await tx.supplier.createMany({
      data: { ...fields, id, ownerId, status: beginnings[begins], segment: 'routine', version: 1, createdAt: at, updatedAt: at },
      skipDuplicates: true,
    });
    if (count === 0) {
      const existing = await tx.supplier.findUniqueOrThrow({ where: { code: fields.code }, select: { id: true } });
      throw new SupplierCodeTaken(fields.code, existing.id);
    }
    if (fields.taxId !== null) await claimTaxId(tx, { taxId: fields.taxId, country: fields.country, supplierId: id });
    await keepNameKey(tx, { supplierId: id, name: fields.name });
    await replaceContacts(tx, id, contacts, at);
    return supplierRecord(await tx.supplier.findUniqueOrThrow({ where: { id }, include: withPeople }));
  });
}

/**
 * Changes what the change names; a list of contacts replaces the one before. Null when there is no such supplier.
 * `expectedVersion` null changes whatever version is there.
 * @throws StaleSupplier when the version is another one; SupplierMerged; DuplicateTaxId; UnknownOwner
 */
export async function updateSupplier(
  db: Database | Transaction,
  update: { id: string; change: StoredChange; expectedVersion: number | null; at: Date },
): Promise<SupplierRecord | null> {
  return inTransaction(db, async (tx) => {
    const { id, at, expectedVersion } = update;
    const [current] = await tx.$queryRaw<Current[]>`
      SELECT version, tax_id AS "taxId", country, merged_into_id AS "mergedIntoId" FROM suppliers WHERE id = ${id}::uuid FOR UPDATE`;
    if (!current) return null;
    if (current.mergedIntoId !== null) throw new SupplierMerged(id, current.mergedIntoId);
    if (expectedVersion !== null && current.version !== expectedVersion) throw new StaleSupplier(current.version);
    const { contacts, ...given } = update.change;
    const fields = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
    await requireOwner(tx, given.ownerId ?? null);
    await requireOwnTaxId(tx, id, current, given);
    await tx.supplier.update({ where: { id }, data: { ...fields, version: current.version + 1, updatedAt: at } });
    if (given.name !== undefined) await keepNameKey(tx, { supplierId: id, name: given.name });
    if (contacts) await replaceContacts(tx, id, contacts, at);
    return supplierRecord(await tx.supplier.findUniqueOrThrow({ where: { id }, include: withPeople }));
  });
}

/** What of a change is stored on the supplier itself; its segment follows from segmentations and overrides. */
export type StoredChange = Omit<SupplierChange, 'segment' | 'segmentReason' | 'segmentExpiresOn'>;

/** What of the row a change is checked against. */
interface Current {
  readonly version: number;
  readonly taxId: string | null;
  readonly country: string | null;
  readonly mergedIntoId: string | null;
}

/** Only a change of tax id or country is checked: doubles that are there already must not keep people from other changes. */
async function requireOwnTaxId(tx: Transaction, supplierId: string, current: Current, given: StoredChange): Promise<void> {
  const taxId = given.taxId === undefined ? current.taxId : given.taxId;
  const country = given.country ?? current.country;
  if (taxId === null || country === null || (taxId === current.taxId && country === current.country)) return;
  await claimTaxId(tx, { taxId, country, supplierId });
}

/** Works inside the transaction it is given, or in one of its own. */
function inTransaction<T>(db: Database | Transaction, work: (tx: Transaction) => Promise<T>): Promise<T> {
  return 'transaction' in db ? db.transaction(work) : work(db);
}

async function requireOwner(tx: Transaction, ownerId: string | null): Promise<void> {
  if (ownerId === null) return;
  const owner = await tx.person.findFirst({ where: { id: ownerId, active: true }, select: { id: true } });
  if (!owner) throw new UnknownOwner(ownerId);
}

/**
 * Makes the list the supplier's contacts, in its order. An address known before keeps its id, even if it had been removed:
 * what that person wrote stays theirs. Contacts left out are marked removed, and nobody's deadlines climb to them any more.
 */
async function replaceContacts(tx: Transaction, supplierId: string, contacts: readonly ContactBody[], at: Date): Promise<void> {
  const known = await tx.contact.findMany({ where: { supplierId }, orderBy: { removedAt: { sort: 'desc', nulls: 'last' } } });
  const idOf = new Map(known.map((contact) => [contact.email.toLowerCase(), contact.id]));
  const kept = contacts.flatMap(({ email }) => idOf.get(email) ?? []);
  const gone = { supplierId, removedAt: null, id: { notIn: kept } };
  await tx.contact.updateMany({ where: { supplierId, escalateToId: { not: null, notIn: kept } }, data: { escalateToId: null } });
  await tx.contact.updateMany({ where: gone, data: { removedAt: at } });
  for (const [position, contact] of contacts.entries()) {
    const id = idOf.get(contact.email);
    const fields = { ...contact, position, removedAt: null };
    if (id) await tx.contact.update({ where: { id }, data: fields });
    else await tx.contact.create({ data: { ...fields, id: randomUUID(), supplierId, escalateToId: null } });
  }
}
