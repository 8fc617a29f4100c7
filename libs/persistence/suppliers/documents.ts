import { decodeCursor, type Page, pageOf } from '../cursor.js';
import type { Database } from '../database.js';
import type { Certificate, Contract, Prisma } from '../generated/client.js';

type Fact = 'contentHash' | 'supersededAt' | 'importId';
export type CertificateRecord = Omit<Certificate, Fact>;
export type ContractRecord = Omit<Contract, Fact>;

interface DocumentPage {
  readonly supplierId: string;
  readonly limit: number;
  readonly cursor?: string | null;
}

/** The certificates of a supplier as its facts have them now, by their first day, newest first. @throws BadCursor */
export async function listCertificates(db: Database, page: DocumentPage): Promise<Page<CertificateRecord>> {
  const rows = await db.prisma.certificate.findMany({ where: current(page), ...newestFirst(page), omit: { contentHash: true, supersededAt: true, importId: true } });
  return pageOf(rows, page.limit, (row) => row, (row) => [row.validFrom.toISOString(), row.id]);
}

/** The contracts of a supplier as its facts have them now, by their first day, newest first. @throws BadCursor */
export async function listContracts(db: Database, page: DocumentPage): Promise<Page<ContractRecord>> {
  const rows = await db.prisma.contract.findMany({ where: current(page), ...newestFirst(page), omit: { contentHash: true, supersededAt: true, importId: true } });
  return pageOf(rows, page.limit, (row) => row, (row) => [row.validFrom.toISOString(), row.id]);
}

function current({ supplierId, cursor }: DocumentPage) {
  const [from, id] = cursor ? decodeCursor(cursor, ['instant', 'uuid']) : [];
  const after = from === undefined || id === undefined ? [] : [{ OR: [{ validFrom: { lt: from } }, { validFrom: from, id: { lt: id } }] }];
  return { supplierId, supersededAt: null, AND: after } satisfies Prisma.CertificateWhereInput & Prisma.ContractWhereInput;
}

const newestFirst = ({ limit }: DocumentPage) => ({ orderBy: [{ validFrom: 'desc' as const }, { id: 'desc' as const }], take: limit + 1 });
