import { decodeCursor, type Page, pageOf } from '../cursor.js';
import type { Database } from '../database.js';
import type { Prisma } from '../generated/client.js';
import { requireLivingIn } from '../suppliers/merged.js';

/** What holds against a supplier whatever its figures (the fatal gates of domain.md §5). */
export const findingKinds = ['sanctionsHit', 'forgedCertificate'] as const;
export type FindingKind = (typeof findingKinds)[number];

/** A finding; `liftedAt` null: it holds. */
export interface FindingRecord {
  id: string;
  supplierId: string;
  kind: FindingKind;
  reason: string;
  /** The forged certificate, if one is named. */
  certificateId: string | null;
  foundBy: string;
  foundAt: Date;
  liftedBy: string | null;
  liftedAt: Date | null;
  liftReason: string | null;
}

/** The certificate named is none of the supplier's. */
export class UnknownCertificate extends Error {
  constructor() {
    super('The supplier has no such certificate.');
    this.name = 'UnknownCertificate';
  }
}

/** Why a finding cannot be lifted by this person now. */
export class FindingKept extends Error {
  constructor(
    readonly code: 'ownFinding' | 'lifted',
    message: string,
  ) {
    super(message);
    this.name = 'FindingKept';
  }
}

const record = (row: Omit<FindingRecord, 'kind'> & { kind: string }): FindingRecord => ({ ...row, kind: row.kind as FindingKind });

/** Stores a finding; repeated with the same id it answers the first. @throws SupplierUnknown, SupplierMerged, UnknownCertificate */
export async function addFinding(
  db: Database,
  finding: { id: string; supplierId: string; kind: FindingKind; reason: string; certificateId: string | null; foundBy: string; at: Date },
): Promise<FindingRecord> {
  return db.transaction(async (tx) => {
    await requireLivingIn(tx, finding.supplierId);
    const { at, certificateId, ...fields } = finding;
    if (certificateId !== null && (await tx.certificate.count({ where: { id: certificateId, supplierId: finding.supplierId } })) === 0) throw new UnknownCertificate();
    await tx.supplierFinding.createMany({ data: { ...fields, certificateId, foundAt: at }, skipDuplicates: true });
    return record(await tx.supplierFinding.findUniqueOrThrow({ where: { id: finding.id } }));
  });
}

/**
 * Lifts a finding: it no longer holds, and stays in the history. Null when there is none of this id.
 * @throws FindingKept when whoever found it would lift it, or it is lifted already
 */
export async function liftFinding(db: Database, lift: { id: string; by: string; reason: string; at: Date }): Promise<FindingRecord | null> {
  return db.transaction(async (tx) => {
    const [row] = await tx.$queryRaw<{ foundBy: string; liftedAt: Date | null }[]>`
      SELECT found_by AS "foundBy", lifted_at AS "liftedAt" FROM supplier_findings WHERE id = ${lift.id}::uuid FOR UPDATE`;
    if (!row) return null;
    if (row.liftedAt !== null) throw new FindingKept('lifted', 'This finding was lifted already.');
    if (row.foundBy === lift.by) throw new FindingKept('ownFinding', 'Somebody else than who found it must lift a finding.');
    return record(await tx.supplierFinding.update({ where: { id: lift.id }, data: { liftedBy: lift.by, liftedAt: lift.at, liftReason: lift.reason } }));
  });
}

/** The findings of a supplier, newest first. @throws BadCursor */
export async function listFindings(db: Database, { supplierId, limit, cursor }: { supplierId: string; limit: number; cursor?: string | null }): Promise<Page<FindingRecord>> {
  const [at, id] = cursor ? decodeCursor(cursor, ['instant', 'uuid']) : [];
  const after: Prisma.SupplierFindingWhereInput = at === undefined ? {} : { OR: [{ foundAt: { lt: at } }, { foundAt: at, id: { lt: id } }] };
  const rows = await db.prisma.supplierFinding.findMany({
    where: { AND: [{ supplierId }, after] },
    orderBy: [{ foundAt: 'desc' }, { id: 'desc' }],
    take: limit + 1,
  });
  return pageOf(rows, limit, record, (row) => [row.foundAt.toISOString(), row.id]);
}
