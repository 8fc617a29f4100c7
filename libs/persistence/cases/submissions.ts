import type { Actor } from '#domain/process/decision.js';
import { v5 as uuidv5 } from 'uuid';
import type { Database, Transaction } from '../database.js';
import type { Prisma, Submission } from '../generated/client.js';

/** The content of a command before any workflow hears of it. */
export interface NewSubmission {
  readonly commandId: string;
  readonly process: string;
  readonly caseId: string;
  readonly supplierId: string;
  readonly command: string;
  readonly facts: Prisma.InputJsonObject;
  readonly content: Prisma.InputJsonObject;
  readonly actor: Actor;
  readonly channel: string;
  /** The sequence that the caller saw; null: whatever it is. */
  readonly expectedSequence: number | null;
  readonly receivedAt: Date;
  /** What has decided it together with others, such as an evaluation; its workflow starts them all. */
  readonly batchId?: string;
}

/**
 * Stores a submission once: the same command again finds the first.
 * A submission that was withdrawn because nothing could take it waits again.
 */
export async function storeSubmission(db: Database | { prisma: Transaction }, submission: NewSubmission): Promise<Submission> {
  const { caseId, commandId } = submission;
  await storeSubmissions(db, [submission]);
  await db.prisma.submission.updateMany({ where: { caseId, commandId, status: 'withdrawn' }, data: { status: 'pending' } });
  return db.prisma.submission.findUniqueOrThrow({ where: { caseId_commandId: { caseId, commandId } } });
}

/** Stores new submissions together; those that are there already stay as they are. */
export async function storeSubmissions(db: Database | { prisma: Transaction }, submissions: readonly NewSubmission[]): Promise<void> {
  await db.prisma.submission.createMany({
    data: submissions.map(({ actor, ...columns }) => ({ ...columns, id: uuidv5('submission', columns.commandId), actorKind: actor.kind, actorId: actor.id, status: 'pending' })),
    skipDuplicates: true,
  });
}

/** Marks what became of a submission that no commit has taken; one that was applied stays applied. */
export async function settleSubmission(
  db: Database | { prisma: Transaction },
  id: string,
  fate: { status: 'refused'; code: string } | { status: 'withdrawn' },
  at: Date,
): Promise<void> {
  await db.prisma.submission.updateMany({
    where: { id, status: 'pending' },
    data: { status: fate.status, refusalCode: fate.status === 'refused' ? fate.code : null, settledAt: at },
  });
}

/** The oldest submissions that have waited since before the given instant. */
export async function pendingSubmissions(db: Database, before: Date, limit: number): Promise<Submission[]> {
  return db.prisma.submission.findMany({
    // What a cycle prepared, its own workflow opens.
    where: { status: 'pending', receivedAt: { lt: before }, NOT: { channel: 'system', command: 'open' } },
    orderBy: { receivedAt: 'asc' },
    take: limit,
  });
}

/** Openings of a batch that no commit has taken yet, by id, after the one given. Fewer than `limit` means that there are no more. */
export async function openingsOfBatch(db: Database, { batchId, after, limit }: { batchId: string; after: string | null; limit: number }): Promise<Submission[]> {
  return db.prisma.submission.findMany({
    where: { batchId, command: 'open', status: 'pending', ...(after === null ? {} : { id: { gt: after } }) },
    orderBy: { id: 'asc' },
    take: limit,
  });
}

/** The committed answer of a command, or null. */
export async function commandResult(db: Database, caseId: string, commandId: string): Promise<Prisma.JsonValue | null> {
  const row = await db.prisma.commandResult.findUnique({ where: { caseId_commandId: { caseId, commandId } } });
  return row?.result ?? null;
}
