import { Body, Controller, Get, Headers, Param, Post, Query, Res } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { v5 as uuidv5 } from 'uuid';
import type { z } from 'zod';
import type { Door } from '#apps/door/door.js';
import type { Database } from '#persistence/database.js';
import {
  createEvaluation,
  EvaluationInvalid,
  EvaluationTwin,
  getEvaluation,
  listEvaluations,
  type EvaluationRecord,
} from '#persistence/scoring/evaluations.js';
import { getPolicy } from '#persistence/policies/policies.js';
import { scoreRevisions } from '#persistence/restatements/revisions.js';
import { getScores, listScores } from '#persistence/scoring/scores.js';
import { Permit } from '../auth/permit.js';
import { Caller, type Principal } from '../auth/principal.js';
import { Answers, Does } from '../http/answers.js';
import { CommandId, Idempotent } from '../http/idempotency.js';
import { preferredLanguage } from '../http/language.js';
import { given, id, pageQuery } from '../http/paging.js';
import { problems } from '../http/problem.js';
import { InjectDatabase, InjectDoor, InjectNow, type Now } from '../parts.js';
import { evaluation, evaluationInDetail, evaluations, newEvaluation, shown } from './evaluation-schemas.js';
import { explained } from './explain.js';
import { inDetail } from './in-detail.js';
import { explainedScore, oneScoreQuery, scoreQuery, scores, shownScore } from './score-schemas.js';

@ApiTags('Evaluations')
@Controller('api/v1/evaluations')
export class EvaluationsController {
  constructor(
    @InjectDatabase() private readonly db: Database,
    @InjectDoor() private readonly door: Door,
    @InjectNow() private readonly now: Now,
  ) {}

  @Does('Starts an evaluation; without segment and list it is of all suppliers, and official. Look at its `status`.')
  @Post()
  @Permit('evaluations:start')
  @Idempotent()
  @Answers(201, evaluation)
  async start(
    @Body({ schema: newEvaluation }) body: z.infer<typeof newEvaluation>,
    @CommandId() commandId: string,
    @Caller() caller: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.infer<typeof evaluation>> {
    const evaluationId = uuidv5('evaluation', commandId);
    const known = await getEvaluation(this.db, evaluationId);
    const created = known ?? (await this.create({ id: evaluationId, ...given(body), requestedBy: caller.id, at: this.now() }));
    // If the workflow server is away the evaluation stands and is started as soon as it is back.
    await this.door.startEvaluation(created.id);
    reply.header('location', `/api/v1/evaluations/${created.id}`);
    return shown(created);
  }

  @Does('Evaluations, newest first.')
  @Get()
  @Permit('evaluations:read')
  @Answers(200, evaluations)
  async list(@Query({ schema: pageQuery }) query: z.infer<typeof pageQuery>): Promise<z.infer<typeof evaluations>> {
    const page = await listEvaluations(this.db, given(query));
    return { ...page, items: page.items.map(shown) };
  }

  @Does('One evaluation, with the times of its stages.')
  @Get(':id')
  @Permit('evaluations:read')
  @Answers(200, evaluationInDetail)
  async one(@Param('id', { schema: id }) evaluationId: string): Promise<z.infer<typeof evaluationInDetail>> {
    const found = await getEvaluation(this.db, evaluationId);
    if (!found) throw problems.notFound('This evaluation');
    return inDetail(this.db, found);
  }

  @Does('Its scores with inputs and arithmetic; every active supplier of the scope has one.')
  @Get(':id/scores')
  @Permit('evaluations:read')
  @Answers(200, scores)
  async scores(
    @Param('id', { schema: id }) evaluationId: string,
    @Query({ schema: scoreQuery }) query: z.infer<typeof scoreQuery>,
  ): Promise<z.infer<typeof scores>> {
    // Not by reading it whole: that counts all its scores, for each page anew.
    if ((await this.db.prisma.evaluation.count({ where: { id: evaluationId } })) === 0) throw problems.notFound('This evaluation');
    const page = await listScores(this.db, { evaluationId, ...given(query) });
    return { ...page, items: page.items.map(shownScore) };
  }

  @Does('One score taken apart: inputs, arithmetic, gates, the facts behind each figure, and every revision beside the others.')
  @Get(':id/scores/:supplierId')
  @Permit('evaluations:read')
  @ApiProduces('application/json', 'text/plain')
  @Answers(200, explainedScore)
  async score(
    @Param('id', { schema: id }) evaluationId: string,
    @Param('supplierId', { schema: id }) supplierId: string,
    @Query({ schema: oneScoreQuery }) query: z.infer<typeof oneScoreQuery>,
    @Headers() headers: Record<string, string | undefined>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.infer<typeof explainedScore> | Buffer> {
    const [record] = await getScores(this.db, evaluationId, [supplierId]);
    const policy = record && (await getPolicy(this.db, record.policyVersion));
    if (!record || !policy) throw problems.notFound('This score');
    const language = query.language ?? preferredLanguage(headers['accept-language']);
    const answer = explained(record, await scoreRevisions(this.db, evaluationId, supplierId), policy, language);
    reply.header('vary', 'accept, accept-language').header('content-language', language);
    const format = query.format ?? (/^text\/plain\b/.test(headers['accept'] ?? '') ? 'text' : 'json');
    if (format === 'json') return answer;
    reply.type('text/plain; charset=utf-8');
    return Buffer.from(`${answer.explanationText.join('\n')}\n`);
  }

  private async create(request: Parameters<typeof createEvaluation>[1]): Promise<EvaluationRecord> {
    try {
      return await createEvaluation(this.db, request);
    } catch (error) {
      if (error instanceof EvaluationTwin) throw problems.conflict('twin', error.message, error.evaluationId);
      if (error instanceof EvaluationInvalid) throw problems.invalid(error.faults.map(({ field, message }) => ({ path: field, message })));
      throw error;
    }
  }
}
