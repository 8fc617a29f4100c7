import { nameKey, parsedKey } from '#domain/duplicates/name-key.js';
import { nameSimilarity, proposedFrom } from '#domain/duplicates/similarity.js';
import { connectionOf, type Database, type Transaction } from '../database.js';
import { Prisma } from '../generated/client.js';
import { fillNameKeys } from './keys.js';
import { supplierWithTaxId } from './tax-id.js';

/** Why a supplier may be the one. */
export const checkedKinds = ['sameTaxId', 'sameEmail', 'similarName'] as const;

/** A supplier that may be the one somebody is about to add. */
export interface CheckedSupplier {
  supplierId: string;
  code: string;
  name: string;
  country: string | null;
  status: string;
  kind: (typeof checkedKinds)[number];
  /** 0–1; 1 for the same tax id or address. */
  similarity: number;
}

/** What somebody is about to add. */
export interface AskedSupplier {
  readonly name?: string;
  readonly taxId?: string;
  readonly country?: string;
  /** Of a contact, in lower case. */
  readonly email?: string;
}

const known = { id: true, code: true, name: true, country: true, status: true } as const;

const CANDIDATES = 50;
const SHOWN = 10;

/**
 * Suppliers, those that are only coming in among them, that a name, a tax id with its country, or a contact's address may already
 * belong to: certain ones first, then the most alike. Each is named once.
 */
export async function checkSupplier(db: Database | Transaction, asked: AskedSupplier): Promise<CheckedSupplier[]> {
  const { name, taxId, country, email } = asked;
  const twin = taxId !== undefined && country !== undefined ? await supplierWithTaxId(db, { taxId, country, except: null }) : null;
  const certain = twin ? await connectionOf(db).supplier.findMany({ where: { id: twin.id }, select: known }) : [];
  const written = email === undefined ? [] : await connectionOf(db).supplier.findMany({ where: { mergedIntoId: null, contacts: { some: { email, removedAt: null } } }, select: known, orderBy: { id: 'asc' }, take: SHOWN });
  const found = [
    ...certain.map((supplier) => of(supplier, 'sameTaxId')),
    ...written.map((supplier) => of(supplier, 'sameEmail')),
    ...(name === undefined ? [] : await similarlyNamed(db, name)),
  ];
  return found.filter(({ supplierId }, index) => found.findIndex((other) => other.supplierId === supplierId) === index).slice(0, SHOWN);
}

function of({ id, ...supplier }: { id: string; code: string; name: string; country: string | null; status: string }, kind: 'sameTaxId' | 'sameEmail'): CheckedSupplier {
  return { supplierId: id, ...supplier, kind, similarity: 1 };
}

async function similarlyNamed(db: Database | Transaction, name: string): Promise<CheckedSupplier[]> {
  const key = nameKey(name);
  const core = key.core.join(' ');
  if (core === '') return [];
  await fillNameKeys(db);
  const rows = await connectionOf(db).$queryRaw<(Omit<CheckedSupplier, 'kind' | 'similarity'> & { key: string })[]>(Prisma.sql`
    SELECT s.id AS "supplierId", s.code, s.name, s.country, s.status, k.key
      FROM supplier_name_keys k JOIN suppliers s ON s.id = k.supplier_id
     WHERE k.core % ${core} AND s.merged_into_id IS NULL
     ORDER BY similarity(k.core, ${core}) DESC, s.id LIMIT ${CANDIDATES}`);
  return rows
    .map(({ key: stored, ...supplier }) => ({ ...supplier, kind: 'similarName' as const, similarity: Number(nameSimilarity(key, parsedKey(stored)).toFixed(4)) }))
    .filter(({ similarity }) => similarity >= proposedFrom)
    .sort((a, b) => b.similarity - a.similarity);
}
