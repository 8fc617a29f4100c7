import { Body, Controller, Get, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Configuration } from '#apps/configuration.js';
import type { Door } from '#apps/door/door.js';
import { decideAppealOf } from '#apps/scorecards/decide-appeal.js';
import { fileAppeal } from '#apps/scorecards/file-appeal.js';
import { appealStatuses, isOverdue, isPartial, LONGEST_APPEAL } from '#domain/evaluation/appeals.js';
import { grades } from '#domain/supplier/status.js';
import { sameHand } from '#persistence/access/keys.js';
import { getAppeal, handsInScore, listAppeals, type AppealRecord } from '#persistence/appeals/appeals.js';
import type { Database } from '#persistence/database.js';
import { Permit } from '../auth/permit.js';
import { Caller, type Principal } from '../auth/principal.js';
import { Answers, Does } from '../http/answers.js';
import { Idempotent, requestKey } from '../http/idempotency.js';
import { given, id, pageOfItems, pageQuery } from '../http/paging.js';
import { problems } from '../http/problem.js';
import { refusing } from '../http/refusing.js';
import { InjectConfiguration, InjectDatabase, InjectDoor, InjectNow, type Now } from '../parts.js';
import { appealSchema, shownAppeal } from './appeal-schemas.js';

const appeals = pageOfItems(appealSchema).meta({ id: 'Appeals' });
const oneAppeal = appealSchema
  .extend({
    mayDecide: z.boolean().describe('You had no hand in the grade, and it is still open.'),
    mayUphold: z.boolean().describe('As `mayDecide`, and also when the time to decide has passed: then the score is corrected, and nothing else follows.'),
  })
  .meta({ id: 'AppealToDecide' });
const listQuery = pageQuery.extend({ status: z.enum(appealStatuses).optional(), evaluationId: z.uuid().optional(), supplierId: z.uuid().optional() });
const words = (most: number) => z.string().trim().min(1, 'must not be empty').max(most);
const newAppeal = z.strictObject({ evaluationId: z.uuid(), supplierId: z.uuid(), text: words(LONGEST_APPEAL) });
const decision = z
  .strictObject({
    decision: z.enum(['upheld', 'rejected']),
    reason: words(2_000).describe('The supplier reads it.'),
    grade: z.enum(grades).optional().describe('Of an upheld one: the grade that holds from now on.'),
    score: z.number().min(0).max(100).optional().describe('Or the score, from which the grade follows.'),
    recompute: z.literal(true).optional().describe('Or: computed anew with all facts known today.'),
  })
  .refine((body) => [body.grade, body.score, body.recompute].filter((each) => each !== undefined).length === (body.decision === 'upheld' ? 1 : 0), {
    error: 'an upheld appeal takes one of grade, score and recompute, a rejected one none',
    path: ['decision'],
  });

@ApiTags('Appeals')
@Controller('api/v1/appeals')
export class AppealsController {
  constructor(
    @InjectDatabase() private readonly db: Database,
    @InjectDoor() private readonly door: Door,
    @InjectConfiguration() private readonly configuration: Configuration,
    @InjectNow() private readonly now: Now,
  ) {}

  @Does('Appeals of suppliers against their scores, newest first.')
  @Get()
  @Permit('evaluations:read')
  @Answers(200, appeals)
  async list(@Query({ schema: listQuery }) query: z.infer<typeof listQuery>): Promise<z.infer<typeof appeals>> {
    const page = await listAppeals(this.db, given(query));
    return { ...page, items: page.items.map(shownAppeal) };
  }

  @Does('One appeal.')
  @Get(':id')
  @Permit('evaluations:read')
  @Answers(200, oneAppeal)
  async one(@Param('id', { schema: id }) appealId: string, @Caller() caller: Principal): Promise<z.infer<typeof oneAppeal>> {
    const found = await getAppeal(this.db, appealId);
    if (!found) throw problems.notFound('This appeal');
    return { ...shownAppeal(found), ...(await this.rightsTo(found, caller)) };
  }

  @Does('Writes an appeal down for a supplier that gave it by telephone or letter; whoever writes it down does not decide it. 409 without a window, after it, or for a second one.')
  @Post()
  @Permit('appeals:write')
  @Idempotent()
  @Answers(201, appealSchema)
  async write(@Body({ schema: newAppeal }) body: z.infer<typeof newAppeal>, @Caller() caller: Principal, @Req() request: FastifyRequest): Promise<z.infer<typeof appealSchema>> {
    const score = await this.db.prisma.score.findUnique({ where: { evaluationId_supplierId: { evaluationId: body.evaluationId, supplierId: body.supplierId } } });
    if (!score) throw problems.notFound('This score');
    const { commandId } = requestKey(request);
    const filed = await refusing(() =>
      fileAppeal(
        { db: this.db, settings: this.configuration },
        { id: commandId, ...body, fileIds: [], channel: 'api', submittedBy: caller.id, submittedAt: this.now() },
      ),
    );
    return shownAppeal(filed);
  }

  @Does('Decides an appeal, once and until it is due – upheld also afterwards, which corrects the score and opens nothing; the supplier is told. 403 for who reviewed, released or overrode the grades, or wrote the appeal down.')
  @Post(':id/decide')
  @HttpCode(200)
  @Permit('appeals:decide')
  @Idempotent()
  @Answers(200, appealSchema)
  async decide(@Param('id', { schema: id }) appealId: string, @Body({ schema: decision }) body: z.infer<typeof decision>, @Caller() caller: Principal): Promise<z.infer<typeof appealSchema>> {
    const to = body.grade !== undefined ? { grade: body.grade } : body.score !== undefined ? { score: body.score } : null;
    const decided = await refusing(async () =>
      decideAppealOf(
        { db: this.db, settings: this.configuration },
        { id: appealId, status: body.decision, to, reason: body.reason, by: caller.id, hands: await this.handsOf(caller), at: this.now() },
      ),
    );
    if (!decided) throw problems.notFound('This appeal');
    // What follows – the restatement, the cycle's next step – the sweep sees to as well.
    if (body.recompute) await this.door.startRestatements().catch(() => 0);
    await this.door.nudgeEvaluation(decided.evaluationId).catch(() => false);
    return shownAppeal(decided);
  }

  private async rightsTo({ evaluationId, supplierId, status, dueAt }: AppealRecord, caller: Principal): Promise<{ mayDecide: boolean; mayUphold: boolean }> {
    const decided = status === 'upheld' || status === 'rejected';
    const mayUphold = caller.permissions.has('appeals:decide') && !decided && !isPartial(await handsInScore(this.db, evaluationId, supplierId), await this.handsOf(caller));
    return { mayUphold, mayDecide: mayUphold && !isOverdue({ status, dueAt: dueAt.toISOString() }, this.now().toISOString()) };
  }

  /** A key that acts for itself is no second pair of eyes for who made it. */
  private async handsOf(caller: Principal): Promise<string[]> {
    return [caller.id, ...(await sameHand(this.db, caller.id))];
  }
}
