import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { grades } from '#domain/supplier/status.js';
import type { Database } from '#persistence/database.js';
import { getRestatement, listRestatements, listScopes, type RestatementRecord } from '#persistence/restatements/restatements.js';
import { Permit } from '../auth/permit.js';
import { Answers, date, Does, instant } from '../http/answers.js';
import { given, id, pageOfItems, pageQuery } from '../http/paging.js';
import { problems } from '../http/problem.js';
import { InjectDatabase } from '../parts.js';

const status = z.enum(['pending', 'running', 'waiting', 'completed']);
const restatement = z
  .object({
    id: z.uuid(),
    status: status.describe('`waiting`: the rest waits for an evaluation that is still under way.'),
    importId: z.uuid().nullable().describe('What brought the late facts.'),
    fileName: z.string().nullable(),
    suppliers: z.int().describe('Whose official periods the facts touch.'),
    scores: z.int().describe('Official scores that they touch.'),
    restated: z.int().describe('Of these, recomputed with another result.'),
    unchanged: z.int().describe('Recomputed with the same result.'),
    requestedAt: instant,
    finishedAt: instant.nullable(),
  })
  .meta({ id: 'Restatement' });
const restatements = pageOfItems(restatement).meta({ id: 'Restatements' });
const restatementQuery = pageQuery.extend({ status: status.optional() });
const scope = z
  .object({
    evaluationId: z.uuid(),
    supplierId: z.uuid(),
    supplierName: z.string(),
    periodStart: date,
    periodEnd: date,
    firstDate: date.describe('First and last day of the period on which late facts count.'),
    lastDate: date,
    fate: z.enum(['restated', 'unchanged', 'dropped']).nullable().describe('null: not worked off yet; `dropped`: there is no score to restate.'),
    gradeBefore: z.enum(grades).nullable(),
    gradeAfter: z.enum(grades).nullable(),
  })
  .meta({ id: 'RestatedScore' });
const scopes = pageOfItems(scope).meta({ id: 'RestatedScores' });

@ApiTags('Evaluations')
@Controller('api/v1')
export class RestatementsController {
  constructor(@InjectDatabase() private readonly db: Database) {}

  @Does('Facts that came after their period was judged, and how far the scores are restated; newest first.')
  @Get('evaluations/restatements')
  @Permit('evaluations:read')
  @Answers(200, restatements)
  async list(@Query({ schema: restatementQuery }) query: z.infer<typeof restatementQuery>): Promise<z.infer<typeof restatements>> {
    const page = await listRestatements(this.db, given(query));
    return { ...page, items: page.items.map(shown) };
  }

  @Does('One restatement.')
  @Get('restatements/:id')
  @Permit('evaluations:read')
  @Answers(200, restatement)
  async one(@Param('id', { schema: id }) restatementId: string): Promise<z.infer<typeof restatement>> {
    return shown(await this.find(restatementId));
  }

  @Does('The official scores that a restatement looks at, each with what became of it.')
  @Get('restatements/:id/scores')
  @Permit('evaluations:read')
  @Answers(200, scopes)
  async scores(
    @Param('id', { schema: id }) restatementId: string,
    @Query({ schema: pageQuery }) query: z.infer<typeof pageQuery>,
  ): Promise<z.infer<typeof scopes>> {
    await this.find(restatementId);
    const page = await listScopes(this.db, { restatementId, ...given(query) });
    return { ...page, items: page.items as z.infer<typeof scope>[] };
  }

  private async find(restatementId: string): Promise<RestatementRecord> {
    const found = await getRestatement(this.db, restatementId);
    if (!found) throw problems.notFound('This restatement');
    return found;
  }
}

function shown(record: RestatementRecord): z.infer<typeof restatement> {
  return { ...record, requestedAt: record.requestedAt.toISOString(), finishedAt: record.finishedAt?.toISOString() ?? null };
}
