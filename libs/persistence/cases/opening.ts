import type { Database } from '../database.js';
import { openCaseId } from './read.js';

/** What became of an opening for which there is no case: `runningId` is the open case that it would have doubled. */
export type OpeningFate = { readonly status: 'pending' } | { readonly status: 'refused'; readonly code: string; readonly runningId: string | null };

/** Why there is no case of this id although its opening was taken; null when none was, or when it was taken back. */
export async function openingFate(db: Database, process: string, caseId: string): Promise<OpeningFate | null> {
  const opening = await db.prisma.submission.findFirst({
    where: { caseId, process, command: 'open', status: { in: ['pending', 'refused'] } },
    orderBy: { receivedAt: 'asc' },
  });
  if (!opening) return null;
  if (opening.status === 'pending') return { status: 'pending' };
  const { cause } = opening.facts as { cause: string };
  const runningId = opening.refusalCode === 'twin' ? await openCaseId(db, process, opening.supplierId, cause) : null;
  return { status: 'refused', code: opening.refusalCode ?? 'refused', runningId };
}
