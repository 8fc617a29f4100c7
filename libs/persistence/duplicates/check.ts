import { nameKey, parsedKey } from '#domain/duplicates/name-key.js';
import { nameSimilarity, proposedFrom } from '#domain/duplicates/similarity.js';
import type { Database } from '../database.js';
import { Prisma } from '../generated/client.js';
import { supplierWithTaxId } from './tax-id.js';

/** A supplier that may be the one somebody is about to add. */
export interface CheckedSupplier {
  supplierId: string;
  code: string;
  name: string;
  country: string | null;
  status: string;
  kind: 'sameTaxId' | 'similarName';
  /** 0–1; 1 for the same tax id. */
  similarity: number;
}

const CANDIDATES = 50;
const SHOWN = 10;

/** Suppliers that a name, or a tax id with its country, may already belong to: certain ones first, then the most alike. */
export async function checkSupplier(db: Database, asked: { name?: string; taxId?: string; country?: string }): Promise<CheckedSupplier[]> {
  const twin = asked.taxId !== undefined && asked.country !== undefined ? await supplierWithTaxId(db, { taxId: asked.taxId, country: asked.country, except: null }) : null;
  const certain = twin ? await db.prisma.supplier.findMany({ where: { id: twin.id }, select: { id: true, code: true, name: true, country: true, status: true } }) : [];
  const similar = asked.name === undefined ? [] : await similarlyNamed(db, asked.name);
  return [
    ...certain.map(({ id, ...supplier }) => ({ supplierId: id, ...supplier, kind: 'sameTaxId' as const, similarity: 1 })),
    ...similar.filter(({ supplierId }) => supplierId !== twin?.id),
  ].slice(0, SHOWN);
}

async function similarlyNamed(db: Database, name: string): Promise<CheckedSupplier[]> {
  const key = nameKey(name);
  const core = key.core.join(' ');
  if (core === '') return [];
  const rows = await db.prisma.$queryRaw<(Omit<CheckedSupplier, 'kind' | 'similarity'> & { key: string })[]>(Prisma.sql`
    SELECT s.id AS "supplierId", s.code, s.name, s.country, s.status, k.key
      FROM supplier_name_keys k JOIN suppliers s ON s.id = k.supplier_id
     WHERE k.core % ${core} AND s.merged_into_id IS NULL
     ORDER BY similarity(k.core, ${core}) DESC, s.id LIMIT ${CANDIDATES}`);
  return rows
    .map(({ key: stored, ...supplier }) => ({ ...supplier, kind: 'similarName' as const, similarity: Number(nameSimilarity(key, parsedKey(stored)).toFixed(4)) }))
    .filter(({ similarity }) => similarity >= proposedFrom)
    .sort((a, b) => b.similarity - a.similarity);
}
