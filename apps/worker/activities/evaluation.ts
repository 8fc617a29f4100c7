import { Refusal } from '#domain/process/decision.js';
import type { Database } from '#persistence/database.js';
import { decideForPeople } from '#persistence/evaluations/decisions.js';
import { EvaluationUnknown } from '#persistence/evaluations/row.js';
import { abandonEvaluation, advance, enterFirstStage, extendStage, standingOf } from '#persistence/evaluations/stages.js';
import { freezeMembership, scoreChunk } from '#persistence/scoring/cycle.js';
import type { CycleStanding, EvaluationCycleActivities } from '#workflows/evaluation-cycle/activities.js';
import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import { storeOpeningsOfGrades } from '../../door/open-for-grade.js';
import type { ComposeSettings } from './mail-parts.js';
import { tellManagers } from './evaluation-mails.js';
import { withSignsOfLife } from './signs-of-life.js';

/** The steps of an evaluation cycle on PostgreSQL. */
export function createEvaluationActivities(db: Database, settings: ComposeSettings): EvaluationCycleActivities {
  const standing = (evaluationId: string): Promise<CycleStanding> => standingOf(db, evaluationId);
  const short: Omit<EvaluationCycleActivities, 'storeOpenings'> = {
    beginCycle: async ({ evaluationId, at }) => {
      const frozen = await freezeMembership(db, { evaluationId });
      await enterFirstStage(db, { evaluationId, at: new Date(at) });
      return { ...(await standing(evaluationId)), ...frozen };
    },
    readStanding: ({ evaluationId }) => standing(evaluationId),
    advance: async ({ evaluationId, from, at }) => {
      await advance(db, { evaluationId, from, at: new Date(at) });
      return standing(evaluationId);
    },
    decideForPeople: async ({ evaluationId, stage, at }) => {
      await decideForPeople(db, { evaluationId, stage, at: new Date(at) });
      return standing(evaluationId);
    },
    extendAppeals: async ({ evaluationId, until }) => {
      await extendStage(db, { evaluationId, stage: 'appeals', until: new Date(until) });
      return standing(evaluationId);
    },
    tellManagers: ({ at, ...telling }) => tellManagers(db, settings, { ...telling, at: new Date(at) }),
    scoreChunk: ({ evaluationId, chunk, at }) => scoreChunk(db, { evaluationId, chunk, at: new Date(at) }),
    abandonEvaluation: ({ evaluationId, as, at }) => abandonEvaluation(db, { evaluationId, as, at: new Date(at) }),
  };
  return refusingForGood({ ...withSignsOfLife(short), storeOpenings: ({ evaluationId, at }) => storeOpenings(db, evaluationId, new Date(at)) });
}

/** Repeating cannot mend what the rules refuse; everything else is the infrastructure's and is repeated. */
function refusingForGood(activities: EvaluationCycleActivities): EvaluationCycleActivities {
  const refusing = Object.entries(activities).map(([name, work]) => [
    name,
    async (input: never) => {
      try {
        return await (work as (input: never) => Promise<unknown>)(input);
      } catch (error) {
        if (error instanceof Refusal || error instanceof EvaluationUnknown) throw ApplicationFailure.nonRetryable(error.message, error.code);
        throw error;
      }
    },
  ]);
  return Object.fromEntries(refusing) as EvaluationCycleActivities;
}

/** An attempt after a crash goes on after the last page. */
async function storeOpenings(db: Database, evaluationId: string, at: Date): Promise<{ stored: number }> {
  const context = Context.current();
  let after = (context.info.heartbeatDetails as string | undefined) ?? null;
  do {
    after = await storeOpeningsOfGrades(db, { evaluationId, after, at });
    if (after !== null) context.heartbeat(after);
  } while (after !== null);
  return { stored: await db.prisma.submission.count({ where: { batchId: evaluationId, command: 'open' } }) };
}
