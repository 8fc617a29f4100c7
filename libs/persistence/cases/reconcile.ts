import type { Database } from '../database.js';

/** Open cases by id after the given one that have not been written since the given instant: a page of a walk over all of them. */
export async function openCasesAfter(db: Database, after: string | null, before: Date, limit: number): Promise<{ id: string; process: string }[]> {
  return db.prisma.case.findMany({
    where: { status: 'open', updatedAt: { lt: before }, ...(after === null ? {} : { id: { gt: after } }) },
    orderBy: { id: 'asc' },
    take: limit,
    select: { id: true, process: true },
  });
}
