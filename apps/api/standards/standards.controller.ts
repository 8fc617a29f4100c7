import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { Database } from '#persistence/database.js';
import { decideStandards, getStandardsReview, listStandardsReviews, type StandardsReviewRecord } from '#persistence/standards/standards.js';
import { Permit } from '../auth/permit.js';
import { Caller, type Principal } from '../auth/principal.js';
import { Answers, date, Does, instant } from '../http/answers.js';
import { Idempotent } from '../http/idempotency.js';
import { given, id, pageOfItems, pageQuery } from '../http/paging.js';
import { problems } from '../http/problem.js';
import { refusing } from '../http/refusing.js';
import { InjectDatabase, InjectNow, type Now } from '../parts.js';

const count = z.int();
const evidence = z
  .object({
    from: date,
    to: date,
    evaluations: count.describe('Official ones published in these twelve months.'),
    grades: z.array(z.object({ segment: z.string(), A: count, B: count, C: count, N: count })),
    weightsWithoutData: z
      .array(z.object({ segment: z.string(), indicator: z.string(), weight: z.number(), scores: count, withoutDataPercent: z.number() }))
      .describe('Weighed indicators of which part of the scores had no data, the worst first.'),
    raters: z.object({
      rated: count.describe('Suppliers’ periods that people rated.'),
      meanRaters: z.number().nullable(),
      calibrated: count,
      meanCorrection: z.number().nullable().describe('How far, on the mean, the panel’s scale lies from what was said, in points of 100.'),
      usedRaw: count.describe('Cycles whose calibration was not confirmed.'),
    }),
    overrides: count.describe('In the review, still holding.'),
    appeals: z.object({ filed: count, upheld: count, rejected: count, undecided: count }),
    consequences: z.object({ proposed: count, accepted: count, dismissed: count }),
  })
  .meta({ id: 'StandardsEvidence' });
export const standardsReview = z
  .object({
    id: z.uuid(),
    year: z.int(),
    policyVersion: z.int().describe('In force when it was opened.'),
    status: z.enum(['open', 'done']),
    openedAt: instant,
    dueAt: instant,
    evidence,
    decidedBy: z.string().nullable(),
    decidedAt: instant.nullable(),
    decision: z.string().nullable(),
  })
  .meta({ id: 'StandardsReview' });
const reviews = pageOfItems(standardsReview).meta({ id: 'StandardsReviews' });
const verdict = z.strictObject({ decision: z.string().trim().min(1, 'must not be empty').max(2_000).describe('Whether standards, weights and raters still agree, and what is to change.') });

@ApiTags('Standards')
@Controller('api/v1/standards')
export class StandardsController {
  constructor(
    @InjectDatabase() private readonly db: Database,
    @InjectNow() private readonly now: Now,
  ) {}

  @Does('The yearly reviews of whether standards, weights and raters still agree, with their evidence; newest first.')
  @Get()
  @Permit('evaluations:read')
  @Answers(200, reviews)
  async list(@Query({ schema: pageQuery }) query: z.infer<typeof pageQuery>): Promise<z.infer<typeof reviews>> {
    const page = await listStandardsReviews(this.db, given(query));
    return { ...page, items: page.items.map(shownReview) };
  }

  @Does('One review.')
  @Get(':id')
  @Permit('evaluations:read')
  @Answers(200, standardsReview)
  async one(@Param('id', { schema: id }) reviewId: string): Promise<z.infer<typeof standardsReview>> {
    const found = await getStandardsReview(this.db, reviewId);
    if (!found) throw problems.notFound('This review');
    return shownReview(found);
  }

  @Does('Records the decision of a review, once; what is to change is changed by a new policy.')
  @Post(':id/decide')
  @HttpCode(200)
  @Permit('standards:decide')
  @Idempotent()
  @Answers(200, standardsReview)
  async decide(@Param('id', { schema: id }) reviewId: string, @Body({ schema: verdict }) { decision }: z.infer<typeof verdict>, @Caller() caller: Principal): Promise<z.infer<typeof standardsReview>> {
    const decided = await refusing(() => decideStandards(this.db, { id: reviewId, decision, by: caller.id, at: this.now() }));
    if (!decided) throw problems.notFound('This review');
    return shownReview(decided);
  }
}

/** A review as the API shows it. */
export function shownReview(record: StandardsReviewRecord): z.infer<typeof standardsReview> {
  const { evidence: found, ...rest } = record;
  return {
    ...rest,
    status: record.status as 'open' | 'done',
    evidence: { ...found, grades: [...found.grades], weightsWithoutData: [...found.weightsWithoutData] },
    openedAt: record.openedAt.toISOString(),
    dueAt: record.dueAt.toISOString(),
    decidedAt: record.decidedAt?.toISOString() ?? null,
  };
}
