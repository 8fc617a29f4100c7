import { SYSTEM, type Actor } from '#domain/process/decision.js';
import { worstOf } from '#domain/rectification/watched-indicator.js';
import { languageOf } from '#messaging/catalogs/speak.js';
import { describeGradeCause } from '#messaging/causes.js';
import { openCaseId } from '#persistence/cases/read.js';
import { storeSubmission, storeSubmissions, type NewSubmission } from '#persistence/cases/submissions.js';
import type { Database } from '#persistence/database.js';
import type { Submission, Supplier } from '#persistence/generated/client.js';
import { getPolicy } from '#persistence/policies/policies.js';
import { getScores, gradesNeedingRectification, type ScoreRecord } from '#persistence/scoring/scores.js';
import { rectification } from '#workflows/rectification/contract.js';
import { v5 as uuidv5 } from 'uuid';
import { settle, type Engine } from './act.js';
import { newCaseId } from './command-id.js';
import type { Channel, OpenForGradeRequest, Outcome } from './door.js';
import { standingOf, startOpened } from './open.js';
import { reportRecurrence } from './recurrence.js';

/** Openings stored at once. */
const PAGE = 50;

/** One open rectification per supplier is enough for its grades. */
export const GRADE_CAUSE = 'grade';

/** What a policy calls its indicators, by their names. */
type IndicatorTitles = ReadonlyMap<string, string>;

/** Who opens a rectification because of which score. */
export interface GradeOpening {
  readonly evaluationId: string;
  readonly supplier: Supplier;
  readonly score: ScoreRecord;
  readonly commandId: string;
  readonly actor: Actor;
  readonly channel: Channel | 'system';
  readonly at: Date;
  /** Started together with others, by the workflow of this batch. */
  readonly batchId?: string;
}

/** Stores why a grade opens a case, in the supplier's language, before any workflow hears of it. The same command again finds the first. */
export async function storeGradeOpening(db: Database, opening: GradeOpening): Promise<Submission> {
  return storeSubmission(db, submissionOf(opening, await titlesUnder(db, opening.score.policyVersion)));
}

async function titlesUnder(db: Database, policyVersion: number): Promise<IndicatorTitles> {
  const judgedBy = await getPolicy(db, policyVersion);
  return new Map(judgedBy?.policy.indicators.map(({ name, title }) => [name, title]));
}

/** Why the grade asks for a case, in the supplier's language. */
function wordsOf(supplier: Supplier, score: ScoreRecord, titles: IndicatorTitles): ReturnType<typeof describeGradeCause> {
  return describeGradeCause(
    {
      grade: score.grade,
      score: score.score === null ? '–' : score.score.toFixed(1),
      periodStart: score.periodStart,
      periodEnd: score.periodEnd,
      findings: score.indicators.flatMap(({ indicator, value, unit, weight }) =>
        // What is not weighed had no part in the grade.
        value === null || weight === null ? [] : [{ indicator, title: titles.get(indicator), value, unit }],
      ),
    },
    languageOf(supplier.language),
  );
}

function submissionOf({ evaluationId, supplier, score, commandId, actor, channel, at, batchId }: GradeOpening, titles: IndicatorTitles): NewSubmission {
  const worst = worstOf(score.indicators);
  return {
    commandId,
    process: rectification.process,
    caseId: newCaseId(commandId),
    supplierId: supplier.id,
    command: 'open',
    ...(batchId === undefined ? {} : { batchId }),
    facts: { severity: 'major', cause: GRADE_CAUSE, evaluationId, policyVersion: score.policyVersion, factsFrom: score.periodStart, ...(worst === null ? {} : { indicator: worst }) },
    content: wordsOf(supplier, score, titles),
    actor,
    channel,
    expectedSequence: null,
    receivedAt: at,
  };
}

/**
 * Stores the openings of a page of an official evaluation's grades C, before any workflow hears of them; the workflow of the batch,
 * which has the evaluation's id, starts them. Answers where the next page begins, null after the last. Repeated, it changes nothing.
 */
export async function storeOpeningsOfGrades(
  db: Database,
  { evaluationId, after, at }: { evaluationId: string; after: string | null; at: Date },
): Promise<string | null> {
  const graded = await gradesNeedingRectification(db, { evaluationId, afterSupplierId: after, limit: PAGE });
  const ids = graded.map((each) => each.supplierId);
  const suppliers = new Map((await db.prisma.supplier.findMany({ where: { id: { in: ids } } })).map((each) => [each.id, each]));
  const scores = await getScores(db, evaluationId, ids);
  const titles = new Map(await Promise.all([...new Set(scores.map((each) => each.policyVersion))].map(async (version) => [version, await titlesUnder(db, version)] as const)));
  await storeSubmissions(
    db,
    scores.flatMap((score) => {
      const supplier = suppliers.get(score.supplierId);
      // Whose facts are another's by now is judged as that one.
      if (!supplier || supplier.mergedIntoId) return [];
      const commandId = uuidv5(`rectify:${supplier.id}`, evaluationId);
      const opening = { evaluationId, supplier, score, commandId, actor: SYSTEM, channel: 'system', at, batchId: evaluationId } as const;
      return [submissionOf(opening, titles.get(score.policyVersion) ?? new Map())];
    }),
  );
  return graded.length < PAGE ? null : (ids.at(-1) ?? null);
}

/** Opens the rectification of a grade C because a person wants it, as the cycle itself would have opened it. */
export async function openForGrade(engine: Engine, request: OpenForGradeRequest): Promise<Outcome> {
  const { evaluationId, supplierId, commandId } = request;
  const caseId = newCaseId(commandId);
  const standing = await standingOf(engine, rectification, caseId);
  if (standing) return { status: 'applied', standing };
  const supplier = await engine.db.prisma.supplier.findUnique({ where: { id: supplierId } });
  const [score] = await getScores(engine.db, evaluationId, [supplierId]);
  if (!supplier || !score) return { status: 'notFound', what: 'score' };
  if (supplier.mergedIntoId) return { status: 'refused', code: 'merged', message: `This supplier was merged; ${supplier.mergedIntoId} is judged in its place.` };
  if (score.grade !== 'C') return { status: 'refused', code: 'notGradeC', message: `The grade is ${score.grade} by now; only a C opens a rectification.` };
  const twin = await openCaseId(engine.db, rectification.process, supplierId, GRADE_CAUSE);
  if (twin) {
    const { description } = wordsOf(supplier, score, await titlesUnder(engine.db, score.policyVersion));
    return (await reportRecurrence(engine, { ...request, runningId: twin, factsFrom: score.periodStart, text: description })) ?? twinOf(twin);
  }
  const submission = await storeGradeOpening(engine.db, { ...request, supplier, score, at: request.receivedAt });
  const outcome = await settle(engine, submission, await startOpened(engine, submission), { at: request.receivedAt, withdraw: true });
  if (outcome.status !== 'refused' || outcome.code !== 'twin') return outcome;
  const running = await openCaseId(engine.db, rectification.process, supplierId, GRADE_CAUSE);
  return running ? twinOf(running) : outcome;
}

function twinOf(runningId: string): Outcome {
  return { status: 'refused', code: 'twin', message: `The supplier has an open rectification for its grade already: ${runningId}.`, runningId };
}
