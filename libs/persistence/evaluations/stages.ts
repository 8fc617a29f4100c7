import {
  daysOfStage,
  isBeforePublication,
  nextStage,
  reminderAt,
  stageDueAt,
  type AbandonedStage,
  type CycleTerms,
  type EvaluationStage,
} from '#domain/evaluation/stages.js';
import { Refusal, SYSTEM } from '#domain/process/decision.js';
import type { Database, Transaction } from '../database.js';
import { endFiling } from '../appeals/filing-lock.js';
import { calendarFor, OURS } from '../holidays.js';
import { getPolicy } from '../policies/policies.js';
import type { EvaluationStatus } from '../scoring/evaluations.js';
import { refreshGrades } from '../scoring/grades.js';
import { waitForLandings } from '../scoring/landing-lock.js';
import { lockEvaluation, readEvaluation, type EvaluationRow } from './row.js';
import { announce, told } from '../webhooks/announce.js';

/** Where a cycle stands. Instants are ISO. */
export interface Standing {
  readonly stage: EvaluationStage | AbandonedStage;
  readonly dueAt: string | null;
  readonly remindAt: string | null;
  readonly appealsUntil: string | null;
  readonly cancelAsked: boolean;
  readonly ratingsUsed: 'calibrated' | 'raw' | null;
  readonly released: boolean;
  readonly official: boolean;
  readonly scorecards: boolean;
}

/** How long a stage took, or takes. */
export interface StageTimes {
  readonly stage: EvaluationStage;
  readonly startedAt: Date;
  /** When it ends if nobody ends it before; null: with its work. */
  readonly dueAt: Date | null;
  readonly endedAt: Date | null;
  /** A person's or key's id, or `steward` when the work or a deadline ended it. */
  readonly endedBy: string | null;
}

/** Where a cycle stands, by its row. @throws EvaluationUnknown */
export async function standingOf(db: Database | Transaction, evaluationId: string): Promise<Standing> {
  const row = await readEvaluation(db, evaluationId);
  const cycle = await termsOf(db, row);
  const current = (await stagesOf(db, evaluationId)).find(({ stage }) => stage === row.stage);
  const dueAt = row.stageDueAt?.toISOString() ?? null;
  return {
    stage: row.stage,
    dueAt,
    remindAt: dueAt !== null && current ? reminderAt(dueAt, current.startedAt.toISOString(), OURS.timeZone) : null,
    appealsUntil: row.stage === 'appeals' && current ? (dueOf(row, 'appeals', cycle, current.startedAt)?.toISOString() ?? null) : null,
    cancelAsked: row.cancelledBy !== null,
    ratingsUsed: row.ratingsUsed,
    released: row.reviewedBy !== null,
    official: row.official,
    scorecards: row.official && cycle.terms.scorecards,
  };
}

/** The stages that a cycle has entered, in their order. */
export async function stagesOf(db: Database | Transaction, evaluationId: string): Promise<StageTimes[]> {
  const connection = 'prisma' in db ? db.prisma : db;
  const rows = await connection.evaluationStage.findMany({ where: { evaluationId }, orderBy: [{ startedAt: 'asc' }, { endedAt: { sort: 'asc', nulls: 'last' } }] });
  return rows.map(({ stage, startedAt, dueAt, endedAt, endedBy }) => ({ stage: stage as EvaluationStage, startedAt, dueAt, endedAt, endedBy }));
}

/** Enters the first stage of a cycle that has entered none. Repeated, it changes nothing. @throws EvaluationUnknown */
export async function enterFirstStage(db: Database, { evaluationId, at }: { evaluationId: string; at: Date }): Promise<void> {
  await db.transaction(async (tx) => {
    const row = await lockEvaluation(tx, evaluationId);
    if (hasEnded(row) || (await tx.evaluationStage.count({ where: { evaluationId } })) > 0) return;
    await enter(tx, row, row.stage as EvaluationStage, await termsOf(tx, row), at);
  });
}

/**
 * Goes from a finished stage to the next, in one transaction with what that means: the times of both, the cut-off after ratings,
 * publication, the end. A cycle that stands elsewhere stays there, and so do an unpublished one that is to be given up and one
 * that has appeals to be heard: one may have come in at the last moment. Repeated, it changes nothing.
 * @throws EvaluationUnknown
 * @throws Refusal `wrongStage` where grades are to be published while scores are missing
 */
export async function advance(db: Database, { evaluationId, from, at }: { evaluationId: string; from: EvaluationStage; at: Date }): Promise<void> {
  await db.transaction(async (tx) => {
    // Before the row, as whoever freezes the membership does.
    if (from === 'collecting' || from === 'calibrating') await waitForLandings(tx);
    if (from === 'appeals') await endFiling(tx, evaluationId);
    const row = await lockEvaluation(tx, evaluationId);
    if (row.stage !== from || hasEnded(row)) return;
    if (from === 'appeals' && (await tx.appeal.count({ where: { evaluationId, status: 'open' } })) > 0) return;
    if (row.cancelledBy !== null && isBeforePublication(from)) return;
    const terms = await termsOf(tx, row);
    const next = nextStage(from, terms);
    // What people say counts as of the day on which it was asked for, so facts do up to the end of the asking.
    if (next === 'scoring' && row.collectRatings && at > row.cutOffAt) await tx.evaluation.update({ where: { id: evaluationId }, data: { cutOffAt: at } });
    await enter(tx, row, next, terms, at);
    if (next === 'published') await publish(tx, row, at);
  });
}

/** The stage lasts until the given instant. @throws EvaluationUnknown */
export async function extendStage(db: Database, { evaluationId, stage, until }: { evaluationId: string; stage: EvaluationStage; until: Date }): Promise<void> {
  await db.transaction(async (tx) => {
    const row = await lockEvaluation(tx, evaluationId);
    if (row.stage !== stage) return;
    await tx.evaluation.update({ where: { id: evaluationId }, data: { stageDueAt: until } });
    await tx.evaluationStage.updateMany({ where: { evaluationId, stage }, data: { dueAt: until } });
  });
}

/**
 * Gives up an evaluation that is not published, so that the period can be evaluated again. Repeated, it changes nothing.
 * @throws EvaluationUnknown
 */
export async function abandonEvaluation(db: Database, { evaluationId, as, at }: { evaluationId: string; as: AbandonedStage; at: Date }): Promise<void> {
  await db.transaction(async (tx) => {
    const row = await lockEvaluation(tx, evaluationId);
    if (hasEnded(row) || !isBeforePublication(row.stage)) return;
    await endStage(tx, row, at);
    await tx.evaluation.update({ where: { id: evaluationId }, data: { status: as, stage: as, stageDueAt: null, closedAt: at } });
  });
}

/** True where nothing moves any more. */
function hasEnded({ status }: EvaluationRow): boolean {
  return status === 'closed' || status === 'failed' || status === 'cancelled';
}

async function termsOf(db: Database | Transaction, row: EvaluationRow): Promise<CycleTerms> {
  const connection = 'prisma' in db ? db.prisma : db;
  const found = await getPolicy(db, row.policyVersion);
  if (!found) throw new Error(`Evaluation ${row.id} names policy version ${row.policyVersion}, which does not exist`);
  const asked = row.collectRatings && (await connection.survey.count({ where: { evaluationId: row.id } })) > 0;
  return { official: row.official, asked, terms: found.policy.evaluation, appealWindowDays: found.policy.appealWindowDays };
}

async function enter(tx: Transaction, row: EvaluationRow, stage: EvaluationStage, terms: CycleTerms, at: Date): Promise<void> {
  await endStage(tx, row, at);
  const dueAt = dueOf(row, stage, terms, at);
  const closed = stage === 'closed';
  if (!closed) await tx.evaluationStage.create({ data: { evaluationId: row.id, stage, startedAt: at, dueAt } });
  await tx.evaluation.update({
    where: { id: row.id },
    data: { stage, stageDueAt: dueAt, status: statusIn(stage, row.status), ...(closed ? { closedAt: at } : {}) },
  });
}

/** The window for appeals opens with the publication, as suppliers are told, however long their scorecards took to be written. */
function dueOf({ publishedAt }: EvaluationRow, stage: EvaluationStage, terms: CycleTerms, at: Date): Date | null {
  const days = daysOfStage(stage, terms);
  const from = stage === 'appeals' ? (publishedAt ?? at) : at;
  return days === null || days === 0 ? null : new Date(stageDueAt(days, from.toISOString(), calendarFor(OURS, from)));
}

async function endStage(tx: Transaction, row: EvaluationRow, at: Date): Promise<void> {
  const decided = row.stage === 'calibrating' ? row.calibratedBy : row.stage === 'review' ? row.reviewedBy : null;
  const endedBy = row.cancelledBy ?? decided ?? SYSTEM.id;
  await tx.evaluationStage.updateMany({ where: { evaluationId: row.id, endedAt: null }, data: { endedAt: at, endedBy } });
}

/** Scores that are all there stay so said until they are looked through or published. */
function statusIn(stage: EvaluationStage, now: EvaluationStatus): EvaluationStatus {
  if (stage === 'closed') return 'closed';
  if (stage === 'review') return 'reviewing';
  return isBeforePublication(stage) ? now : 'published';
}

/**
 * Makes the grades public. Of an official evaluation they become the suppliers' grades, N included, unless a later
 * period has already been judged: old history must not overwrite what is known since.
 */
async function publish(tx: Transaction, row: EvaluationRow, at: Date): Promise<void> {
  const { id: evaluationId } = row;
  const scored = await tx.score.count({ where: { evaluationId } });
  if (scored < row.total) throw new Refusal('wrongStage', `Evaluation ${evaluationId} has ${scored} of ${row.total} scores`);
  await tx.evaluation.update({
    where: { id: evaluationId },
    data: { publishedAt: at, ...(row.reviewedBy === null ? { reviewedBy: SYSTEM.id, reviewedAt: at } : {}) },
  });
  const { official, segment, policyVersion } = row;
  const data = { evaluationId, official, segment, policyVersion, periodStart: row.periodStart, periodEnd: row.periodEnd };
  await announce(tx, [told('evaluation.published', { key: evaluationId, data, at })]);
  if (row.official) await refreshGrades(tx, { evaluationId, at });
}
