import type { Grade, Segment, SupplierStatus } from '#domain/supplier/status.js';
import type { Prisma } from '../generated/client.js';

export interface ContactRecord {
  id: string;
  name: string;
  email: string;
  role: string;
  language: string | null;
  escalateToId: string | null;
}

/** A supplier with its contacts of today and its owner; `grade` is null until an official evaluation was published. */
export interface SupplierRecord {
  id: string;
  code: string;
  name: string;
  taxId: string | null;
  country: string | null;
  timeZone: string;
  language: string;
  kind: string;
  status: SupplierStatus;
  segment: Segment;
  grade: Grade | null;
  /** By spend of the trailing 12 months, as the last run found it; null: never computed, or spend that cannot be compared. */
  paretoClass: number | null;
  categories: string[];
  /** From this day on nothing new is ordered; null: no end is set. */
  ordersBlockedFrom: Date | null;
  owner: { id: string; name: string; email: string } | null;
  contacts: ContactRecord[];
  /** The supplier that this one became part of. */
  mergedIntoId: string | null;
  /** Grows with every change; what If-Match compares. */
  version: number;
  createdAt: Date;
  updatedAt: Date;
}

/** What a query must fetch for {@link supplierRecord}: contacts that were removed stay out. */
export const withPeople = {
  owner: { select: { id: true, name: true, email: true } },
  contacts: {
    where: { removedAt: null },
    orderBy: [{ position: 'asc' }, { id: 'asc' }],
    select: { id: true, name: true, email: true, role: true, language: true, escalateToId: true },
  },
} satisfies Prisma.SupplierInclude;

/** The row as people see it. */
export function supplierRecord({ ownerId: _ownerId, ...row }: Prisma.SupplierGetPayload<{ include: typeof withPeople }>): SupplierRecord {
  return { ...row, status: row.status as SupplierStatus, segment: row.segment as Segment, grade: row.grade as Grade | null };
}
