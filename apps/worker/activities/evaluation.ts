import { Refusal, SYSTEM } from '#domain/process/decision.js';
import { addBusinessDays } from '#domain/calendar/business-days.js';
import type { Database } from '#persistence/database.js';
import type { Supplier } from '#persistence/generated/client.js';
import { calendarFor } from '#persistence/holidays.js';
import { getPolicy, type PolicyRecord } from '#persistence/policies/policies.js';
import { abandonEvaluation, closeEvaluation, EvaluationUnknown, freezeMembership, markScored, publishEvaluation, scoreChunk } from '#persistence/scoring/cycle.js';
import { getEvaluation } from '#persistence/scoring/evaluations.js';
import { getScores, gradesNeedingRectification, type ScoreRecord } from '#persistence/scoring/scores.js';
import type { ConsequenceStep, EvaluationCycleActivities } from '#workflows/evaluation-cycle/activities.js';
import { rectification, type RectificationInput } from '#workflows/rectification/contract.js';
import { caseSearchAttributes } from '#workflows/shared/search-attributes.js';
import { Context } from '@temporalio/activity';
import { WorkflowExecutionAlreadyStartedError, type Client } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { DateTime } from 'luxon';
import { v5 as uuidv5 } from 'uuid';
import { GRADE_CAUSE, storeGradeOpening } from '../../door/open-for-grade.js';

/** Cases opened by one activity: small enough for one payload and one short run. */
const PAGE = 50;
/** Ours is the week's calendar; the appeal window counts its days. */
const OURS = { country: null, timeZone: 'UTC' };

/** The steps of an evaluation cycle on PostgreSQL; `client` starts the cases that a cycle opens. */
export function createEvaluationActivities(db: Database, client: Client): EvaluationCycleActivities {
  return {
    freezeMembership: ({ evaluationId }) => refusedForGood(() => freezeMembership(db, { evaluationId })),
    scoreChunk: ({ evaluationId, chunk, at }) => beating(() => refusedForGood(() => scoreChunk(db, { evaluationId, chunk, at: new Date(at) }))),
    markScored: ({ evaluationId }) => refusedForGood(() => markScored(db, { evaluationId })),
    publishEvaluation: ({ evaluationId, at }) =>
      refusedForGood(async () => {
        const { appealWindowDays } = await publishEvaluation(db, { evaluationId, at: new Date(at) });
        return { appealsUntil: appealWindowDays === 0 ? null : endOfWindow(at, appealWindowDays) };
      }),
    openConsequences: ({ evaluationId, after, at }) => refusedForGood(() => openConsequences(db, client, evaluationId, after, new Date(at))),
    closeEvaluation: ({ evaluationId, at }) => refusedForGood(() => closeEvaluation(db, { evaluationId, at: new Date(at) })),
    abandonEvaluation: ({ evaluationId, at }) => abandonEvaluation(db, { evaluationId, status: 'failed', at: new Date(at) }),
  };
}

/** Milliseconds between signs of life. */
const BEAT = 10_000;

/** Gives a sign of life while a long query runs. */
async function beating<T>(work: () => Promise<T>): Promise<T> {
  const context = Context.current();
  const beat = setInterval(() => context.heartbeat(), BEAT);
  try {
    return await work();
  } finally {
    clearInterval(beat);
  }
}

/** Repeating cannot mend what the rules refuse; everything else is the infrastructure's and is repeated. */
async function refusedForGood<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Refusal || error instanceof EvaluationUnknown) throw ApplicationFailure.nonRetryable(error.message, error.code);
    throw error;
  }
}

function endOfWindow(at: string, days: number): string {
  const today = DateTime.fromISO(at, { zone: OURS.timeZone });
  const end = addBusinessDays(today, days, calendarFor(OURS, today.toJSDate())).endOf('day');
  return end.toUTC().toISO() ?? at;
}

/** Opens the cases of one page, each with its submission stored first, so that a case is never without its reason. */
async function openConsequences(db: Database, client: Client, evaluationId: string, after: string | null, at: Date): Promise<ConsequenceStep> {
  const evaluation = await getEvaluation(db, evaluationId);
  const policy = evaluation && (await getPolicy(db, evaluation.policyVersion));
  if (!policy) throw ApplicationFailure.nonRetryable(`evaluation ${evaluationId} has no policy`, 'evaluationUnknown');
  const graded = await gradesNeedingRectification(db, { evaluationId, afterSupplierId: after, limit: PAGE });
  const ids = graded.map((each) => each.supplierId);
  const suppliers = new Map((await db.prisma.supplier.findMany({ where: { id: { in: ids } } })).map((each) => [each.id, each]));
  const scores = new Map((await getScores(db, evaluationId, ids)).map((each) => [each.supplierId, each]));
  let opened = 0;
  for (const { supplierId } of graded) {
    const supplier = suppliers.get(supplierId);
    const score = scores.get(supplierId);
    // Whose facts are another's by now is judged as that one.
    if (!supplier || !score || supplier.mergedIntoId) continue;
    await startRectification(client, await prepareOpening(db, { evaluationId, supplier, score, policy, at }));
    opened += 1;
  }
  return { opened, next: graded.length < PAGE ? null : (ids.at(-1) ?? null) };
}

type Opening = Extract<RectificationInput, { opening: object }>;

/** A case that was started before – this activity is repeated after a crash – is left alone, also when it has ended meanwhile. */
async function startRectification(client: Client, input: Opening): Promise<void> {
  const { caseId, supplierId } = input.opening;
  try {
    await client.workflow.start(rectification.workflowType, {
      workflowId: rectification.workflowId(caseId),
      taskQueue: rectification.taskQueue,
      args: [input],
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
      typedSearchAttributes: caseSearchAttributes(rectification.process, supplierId),
      staticSummary: 'Rectification opened by a grade C',
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}

async function prepareOpening(
  db: Database,
  { evaluationId, supplier, score, policy, at }: { evaluationId: string; supplier: Supplier; score: ScoreRecord; policy: PolicyRecord; at: Date },
): Promise<Opening> {
  const commandId = uuidv5(`rectify:${supplier.id}`, evaluationId);
  const submission = await storeGradeOpening(db, { evaluationId, supplier, score, commandId, actor: SYSTEM, channel: 'system', at });
  return {
    opening: {
      caseId: submission.caseId,
      supplierId: supplier.id,
      severity: 'major',
      cause: GRADE_CAUSE,
      terms: policy.policy.rectification,
      policyVersion: policy.version,
    },
    actor: SYSTEM,
    commandId,
    submissionId: submission.id,
  };
}
