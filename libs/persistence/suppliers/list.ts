import { countingOf } from '#domain/policy/policy.js';
import { decodeCursor, pageOf, type Page } from '../cursor.js';
import type { Database } from '../database.js';
import type { Prisma } from '../generated/client.js';
import { measureSuppliers } from '../measures/measure.js';
import { currentPolicy } from '../policies/policies.js';
import { supplierRecord, withPeople, type SupplierRecord } from './records.js';

export interface SupplierFilter {
  /** Part of the name or code, in any case. */
  q?: string;
  status?: string;
  segment?: string;
  grade?: string;
  paretoClass?: number;
  ownerId?: string;
  limit: number;
  cursor?: string | null;
  /** Promised dates of the lines whose punctuality is shown, inclusive; without them all lines. */
  from?: string;
  to?: string;
  /** The day the list is looked at (lines promised later are not due) and the instant up to which facts are known. */
  asOf: string;
  at: Date;
}

/** A supplier in a list, with its on-time delivery over the lines due (percent, null without lines) and its open cases. */
export interface SupplierListItem extends SupplierRecord {
  onTimeDelivery: { value: number | null; numerator: number; denominator: number };
  openCases: number;
}

/**
 * A page of suppliers by name. The figures are computed for the suppliers of the page only, with the tolerance of the policy in
 * force. @throws BadCursor; Refusal `noPolicy`
 */
export async function listSuppliers(db: Database, filter: SupplierFilter): Promise<Page<SupplierListItem>> {
  const rows = await db.prisma.supplier.findMany({
    where: { AND: [matching(filter), after(filter.cursor)] },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    take: filter.limit + 1,
    include: withPeople,
  });
  const ids = rows.slice(0, filter.limit).map((row) => row.id);
  const [punctuality, openCases] = await Promise.all([punctualityOf(db, ids, filter), openCasesOf(db, ids)]);
  return pageOf(
    rows,
    filter.limit,
    (row) => ({ ...supplierRecord(row), onTimeDelivery: punctuality(row.id), openCases: openCases.get(row.id) ?? 0 }),
    (row) => [row.name, row.id],
  );
}

function matching({ q, status, segment, grade, paretoClass, ownerId }: SupplierFilter): Prisma.SupplierWhereInput {
  // Prisma hands the text to LIKE as it is.
  const search = q?.trim().replace(/[\\%_]/g, '\\$&');
  return {
    // Who was merged is found as the supplier that it became part of.
    mergedIntoId: null,
    ...(search ? { OR: [{ name: { contains: search, mode: 'insensitive' } }, { code: { contains: search, mode: 'insensitive' } }] } : {}),
    ...(status ? { status } : {}),
    ...(segment ? { segment } : {}),
    ...(grade ? { grade } : {}),
    ...(paretoClass ? { paretoClass } : {}),
    ...(ownerId ? { ownerId } : {}),
  };
}

function after(cursor: string | null | undefined): Prisma.SupplierWhereInput {
  if (!cursor) return {};
  const [name, id] = decodeCursor(cursor, ['text', 'uuid']);
  return { OR: [{ name: { gt: name } }, { name, id: { gt: id } }] };
}

async function punctualityOf(db: Database, supplierIds: string[], { from, to, asOf, at }: SupplierFilter): Promise<(id: string) => SupplierListItem['onTimeDelivery']> {
  const { policy } = await currentPolicy(db);
  const measures = await measureSuppliers(db, { supplierIds, from: from ?? '0001-01-01', to: to ?? asOf, asOf, cutOffAt: at, ...countingOf(policy), groups: ['deliveries'] });
  return (id) => {
    const { linesOnTime: numerator, linesDue: denominator } = measures.get(id) ?? { linesOnTime: 0, linesDue: 0 };
    return { value: denominator === 0 ? null : (100 * numerator) / denominator, numerator, denominator };
  };
}

async function openCasesOf(db: Database, supplierIds: string[]): Promise<Map<string, number>> {
  const counts = await db.prisma.case.groupBy({ by: ['supplierId'], where: { supplierId: { in: supplierIds }, status: 'open' }, _count: true });
  return new Map(counts.map((row) => [row.supplierId, row._count]));
}
