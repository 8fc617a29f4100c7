import type { Database } from '../database.js';
import type { Prisma } from '../generated/client.js';

/** What a case was opened with. */
export interface OpeningFacts {
  readonly supplierId: string;
  readonly facts: Prisma.JsonValue;
  readonly receivedAt: Date;
  /** null while the case has not begun. */
  readonly caseStatus: string | null;
}

/** The stored opening of a case that began or is about to; null when there is none. */
export async function openingOf(db: Database, caseId: string): Promise<OpeningFacts | null> {
  const opening = await db.prisma.submission.findFirst({ where: { caseId, command: 'open', status: { in: ['pending', 'applied'] } } });
  if (!opening) return null;
  const found = await db.prisma.case.findUnique({ where: { id: caseId }, select: { status: true } });
  return { supplierId: opening.supplierId, facts: opening.facts, receivedAt: opening.receivedAt, caseStatus: found?.status ?? null };
}
