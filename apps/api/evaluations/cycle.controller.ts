import { Body, Controller, Delete, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import type { Door } from '#apps/door/door.js';
import type { Database } from '#persistence/database.js';
import { askCancellation, confirmCalibration, releaseGrades } from '#persistence/evaluations/decisions.js';
import { overrideScore, takeBackOverride } from '#persistence/evaluations/overrides.js';
import { EvaluationUnknown } from '#persistence/evaluations/row.js';
import { getEvaluation } from '#persistence/scoring/evaluations.js';
import { getScores } from '#persistence/scoring/scores.js';
import { Permit } from '../auth/permit.js';
import { Caller, type Principal } from '../auth/principal.js';
import { Answers, Does } from '../http/answers.js';
import { id } from '../http/paging.js';
import { problems } from '../http/problem.js';
import { InjectDatabase, InjectDoor, InjectNow, type Now } from '../parts.js';
import { calibrationDecision, cancellation, evaluationInDetail, newOverride } from './evaluation-schemas.js';
import { inDetail } from './in-detail.js';
import { scoreSchema, shownScore } from './score-schemas.js';

type InDetail = z.infer<typeof evaluationInDetail>;

/** What people decide of a cycle: it is stored first, then the cycle is told; where that fails the sweeper tells it again. */
@ApiTags('Evaluations')
@Controller('api/v1/evaluations')
export class CycleController {
  constructor(
    @InjectDatabase() private readonly db: Database,
    @InjectDoor() private readonly door: Door,
    @InjectNow() private readonly now: Now,
  ) {}

  @Does('Says which mean of the ratings is scored: the calibrated or the raw one.')
  @Post(':id/confirm-calibration')
  @HttpCode(200)
  @Permit('evaluations:calibrate')
  @Answers(200, evaluationInDetail)
  async confirm(
    @Param('id', { schema: id }) evaluationId: string,
    @Body({ schema: calibrationDecision }) { use }: z.infer<typeof calibrationDecision>,
    @Caller() caller: Principal,
  ): Promise<InDetail> {
    return this.decided(evaluationId, () => confirmCalibration(this.db, { evaluationId, use, by: caller.id, at: this.now() }));
  }

  @Does('Ends the review: the grades are published as they are.')
  @Post(':id/release')
  @HttpCode(200)
  @Permit('evaluations:review')
  @Answers(200, evaluationInDetail)
  async release(@Param('id', { schema: id }) evaluationId: string, @Caller() caller: Principal): Promise<InDetail> {
    return this.decided(evaluationId, () => releaseGrades(this.db, { evaluationId, by: caller.id, at: this.now() }));
  }

  @Does('Gives up a cycle whose grades are not public; its period can be evaluated again.')
  @Post(':id/cancel')
  @HttpCode(200)
  @Permit('evaluations:cancel')
  @Answers(200, evaluationInDetail)
  async cancel(
    @Param('id', { schema: id }) evaluationId: string,
    @Body({ schema: cancellation }) { reason }: z.infer<typeof cancellation>,
    @Caller() caller: Principal,
  ): Promise<InDetail> {
    return this.decided(evaluationId, () => askCancellation(this.db, { evaluationId, reason, by: caller.id }));
  }

  @Does('Puts a grade or a score in the place of the computed one, while the grades are reviewed.')
  @Post(':id/scores/:supplierId/override')
  @HttpCode(200)
  @Permit('evaluations:review')
  @Answers(200, scoreSchema)
  async override(
    @Param('id', { schema: id }) evaluationId: string,
    @Param('supplierId', { schema: id }) supplierId: string,
    @Body({ schema: newOverride }) { grade, score, reason }: z.infer<typeof newOverride>,
    @Caller() caller: Principal,
  ): Promise<z.infer<typeof scoreSchema>> {
    await this.demandScore(evaluationId, supplierId);
    const to = grade === undefined ? { score: score ?? 0 } : { grade };
    const decision = { evaluationId, supplierId, origin: 'review' as const, to, reason, decidedBy: caller.id, at: this.now() };
    await this.db.transaction((tx) => overrideScore(tx, decision));
    return this.score(evaluationId, supplierId);
  }

  @Does('Takes the override of a score back, while the grades are reviewed: the computed score stands again.')
  @Delete(':id/scores/:supplierId/override')
  @Permit('evaluations:review')
  @Answers(200, scoreSchema)
  async takeBack(@Param('id', { schema: id }) evaluationId: string, @Param('supplierId', { schema: id }) supplierId: string): Promise<z.infer<typeof scoreSchema>> {
    await this.demandScore(evaluationId, supplierId);
    const taken = await this.db.transaction((tx) => takeBackOverride(tx, { evaluationId, supplierId, at: this.now() }));
    if (!taken) throw problems.notFound('This override');
    return this.score(evaluationId, supplierId);
  }

  private async decided(evaluationId: string, decide: () => Promise<void>): Promise<InDetail> {
    try {
      await decide();
    } catch (error) {
      if (error instanceof EvaluationUnknown) throw problems.notFound('This evaluation');
      throw error;
    }
    await this.door.nudgeEvaluation(evaluationId);
    const record = await getEvaluation(this.db, evaluationId);
    if (!record) throw problems.notFound('This evaluation');
    return inDetail(this.db, record);
  }

  private async demandScore(evaluationId: string, supplierId: string): Promise<void> {
    if ((await this.db.prisma.score.count({ where: { evaluationId, supplierId } })) === 0) throw problems.notFound('This score');
  }

  private async score(evaluationId: string, supplierId: string): Promise<z.infer<typeof scoreSchema>> {
    const [record] = await getScores(this.db, evaluationId, [supplierId]);
    if (!record) throw problems.notFound('This score');
    return shownScore(record);
  }
}
