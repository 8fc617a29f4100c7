import { Refusal } from '#domain/process/decision.js';
import type { NewInteraction } from '#domain/conversation/terms.js';
import { seenBy, type Reader } from '../cases/read.js';
import type { Database, Transaction } from '../database.js';
import { Prisma, type Interaction } from '../generated/client.js';

/** What is written down, by whom and when. `followUpBy` is given when `followUpOn` is. */
export type RecordedInteraction = NewInteraction & { readonly supplierId: string; readonly recordedBy: string; readonly recordedAt: Date };

/** Writes an interaction down; the same id again changes nothing and answers what is there. */
export async function recordInteraction(db: Database, id: string, told: RecordedInteraction): Promise<Interaction> {
  await db.prisma.interaction.createMany({ data: [rowOf(id, { rootId: id, version: 1, correction: null }, told)], skipDuplicates: true });
  return db.prisma.interaction.findUniqueOrThrow({ where: { id } });
}

/**
 * Puts a newer version in the place of the current one, which stays. A follow-up that was done stays done unless the date is another.
 * The same id again changes nothing.
 * @throws Refusal `alreadyCorrected` when somebody else did so at the same time
 */
export async function correctInteraction(db: Database, id: string, { rootId, correction, ...told }: RecordedInteraction & { rootId: string; correction: string }): Promise<Interaction> {
  return db.transaction(async (tx) => {
    const there = await tx.interaction.findUnique({ where: { id } });
    if (there) return there;
    const current = await tx.interaction.findFirstOrThrow({ where: { rootId, supersededAt: null } });
    const { count } = await tx.interaction.updateMany({ where: { id: current.id, supersededAt: null }, data: { supersededAt: told.recordedAt } });
    if (count === 0) throw new Refusal('alreadyCorrected', 'Somebody has corrected this at the same time; read it again.');
    const row = rowOf(id, { rootId, version: current.version + 1, correction }, told);
    const sameDay = row.followUpOn?.getTime() === current.followUpOn?.getTime();
    await tx.interaction.createMany({ data: [{ ...row, ...(sameDay ? { followedUpAt: current.followedUpAt, followedUpBy: current.followedUpBy } : {}) }] });
    return tx.interaction.findUniqueOrThrow({ where: { id } });
  });
}

/** The interaction as it stands now, if it is the supplier's and the reader may see its case; else null. */
export async function getInteraction(db: Database | Transaction, rootId: string, supplierIds: readonly string[], readers: Reader): Promise<Interaction | null> {
  const [found] = await currentOf(db, [rootId], readers);
  return found && supplierIds.includes(found.supplierId) ? found : null;
}

/** Current versions by the interactions' names, of those that the reader may see. */
export async function currentOf(db: Database | Transaction, rootIds: readonly string[], readers: Reader): Promise<Interaction[]> {
  if (rootIds.length === 0) return [];
  const prisma = 'prisma' in db ? db.prisma : db;
  const seen = await prisma.$queryRaw<{ id: string }[]>(Prisma.sql`
    SELECT i.id FROM interactions i LEFT JOIN cases c ON c.id = i.case_id
     WHERE i.root_id = ANY(${[...rootIds]}::uuid[]) AND i.superseded_at IS NULL AND (i.case_id IS NULL OR ${seenBy(readers)})`);
  return prisma.interaction.findMany({ where: { id: { in: seen.map(({ id }) => id) } } });
}

/** All versions, newest first. */
export async function listVersions(db: Database, rootId: string): Promise<Interaction[]> {
  return db.prisma.interaction.findMany({ where: { rootId }, orderBy: { version: 'desc' } });
}

/** Says that the follow-up was seen to. False when there is none that waits. */
export async function endFollowUp(db: Database, rootId: string, { by, at }: { by: string; at: Date }): Promise<boolean> {
  const where = { rootId, supersededAt: null, followUpOn: { not: null }, followedUpAt: null };
  const { count } = await db.prisma.interaction.updateMany({ where, data: { followedUpAt: at, followedUpBy: by } });
  return count > 0;
}

/** What a person is to see to until a day. */
export interface FollowUp {
  readonly interactionId: string;
  readonly supplierId: string;
  readonly supplierName: string;
  readonly kind: string;
  readonly at: Date;
  readonly withWhom: string;
  readonly nextStep: string;
  readonly followUpOn: Date;
}

/** The follow-ups of a person up to a day (`YYYY-MM-DD`), the oldest first. */
export async function waitingFollowUps(db: Database, personId: string, until: string, limit: number): Promise<FollowUp[]> {
  const rows = await db.prisma.$queryRaw<FollowUp[]>(Prisma.sql`
    SELECT i.root_id AS "interactionId", i.supplier_id AS "supplierId", s.name AS "supplierName", i.kind, i.at, i.with_whom AS "withWhom",
           i.next_step AS "nextStep", i.follow_up_on AS "followUpOn"
      FROM interactions i JOIN suppliers s ON s.id = i.supplier_id LEFT JOIN cases c ON c.id = i.case_id
     WHERE i.follow_up_by_id = ${personId}::uuid AND i.superseded_at IS NULL AND i.followed_up_at IS NULL AND i.follow_up_on <= ${until}::date
       AND (i.case_id IS NULL OR ${seenBy([personId])})
     ORDER BY i.follow_up_on, i.id LIMIT ${limit}`);
  return rows;
}

function rowOf(id: string, version: { rootId: string; version: number; correction: string | null }, told: RecordedInteraction) {
  const { at, followUpOn, followUpBy, contactIds, ...rest } = told;
  return { ...rest, ...version, id, at: new Date(at), contactIds: [...contactIds], followUpOn: followUpOn === null ? null : new Date(followUpOn), followUpById: followUpOn === null ? null : followUpBy };
}
