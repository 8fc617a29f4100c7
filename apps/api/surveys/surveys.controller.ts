import { Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { v5 as uuidv5 } from 'uuid';
import type { z } from 'zod';
import type { Door } from '#apps/door/door.js';
import { dueAfter } from '#apps/surveys/calendar.js';
import { questionsAboutUs } from '#domain/surveys/questions.js';
import { surveyResults } from '#domain/surveys/results.js';
import type { Database } from '#persistence/database.js';
import { cancelSurvey } from '#persistence/surveys/close.js';
import { contactsToAsk, storeSurvey, surveyOfEvaluation } from '#persistence/surveys/prepare.js';
import { listRatings, missingRaters } from '#persistence/surveys/rated.js';
import { getSurvey, listRespondents, listSurveys, type RespondentRecord, type SurveyRecord } from '#persistence/surveys/read.js';
import { answersGiven, suppliersNotAsked } from '#persistence/surveys/results.js';
import { Permit } from '../auth/permit.js';
import { Caller, type Principal } from '../auth/principal.js';
import { Answers, Does } from '../http/answers.js';
import { CommandId, Idempotent } from '../http/idempotency.js';
import { given, id, pageQuery } from '../http/paging.js';
import { problems } from '../http/problem.js';
import { InjectDatabase, InjectDoor, InjectNow, type Now } from '../parts.js';
import { newSurvey, ratings, respondentQuery, respondents, results, survey, surveyCancellation, surveyQuery, surveys } from './survey-schemas.js';

/** Fewer answers than these could be recognised; suppliers were promised that theirs are not. */
const ANSWERS_AT_LEAST = 3;

@ApiTags('Surveys')
@Controller('api/v1')
export class SurveysController {
  constructor(
    @InjectDatabase() private readonly db: Database,
    @InjectDoor() private readonly door: Door,
    @InjectNow() private readonly now: Now,
  ) {}

  @Does('Asks suppliers how they find working with us: each is mailed a link to a short form.')
  @Post('surveys')
  @Permit('surveys:manage')
  @Idempotent()
  @Answers(201, survey)
  async create(
    @Body({ schema: newSurvey }) body: z.infer<typeof newSurvey>,
    @Caller() caller: Principal,
    @CommandId() commandId: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.infer<typeof survey>> {
    const surveyId = uuidv5('survey', commandId);
    const at = this.now();
    const { periodStart, periodEnd, businessDays, segment, supplierIds, questions } = body;
    await this.db.transaction(async (tx) => {
      const { respondents: asked, withoutContact } = await contactsToAsk(tx, { segment: segment ?? null, ...(supplierIds === undefined ? {} : { supplierIds }) });
      if (asked.length === 0) throw problems.invalid([{ path: supplierIds ? 'supplierIds' : 'segment', message: 'names no supplier that has a contact' }]);
      const title = body.title ?? `${periodStart} – ${periodEnd}`;
      await storeSurvey(
        tx,
        { id: surveyId, kind: body.kind, evaluationId: null, title, questions: questions ?? questionsAboutUs, periodStart, periodEnd, dueAt: dueAfter(at, businessDays), requestedBy: caller.id, notAskedIds: withoutContact, at },
        asked,
      );
    });
    // Should Temporal be away, the sweeper starts it.
    await this.door.startSurvey(surveyId);
    reply.header('location', `/api/v1/surveys/${surveyId}`);
    return shown(await this.find(surveyId));
  }

  @Does('Gives up a survey in which suppliers rate us: its links close and show that it has ended, nothing counts. 409 when it has ended, or belongs to an evaluation.')
  @Post('surveys/:id/cancel')
  @HttpCode(200)
  @Permit('surveys:manage')
  @Answers(200, survey)
  async cancel(
    @Param('id', { schema: id }) surveyId: string,
    @Body({ schema: surveyCancellation }) { reason }: z.infer<typeof surveyCancellation>,
    @Caller() caller: Principal,
  ): Promise<z.infer<typeof survey>> {
    const { evaluationId } = await this.find(surveyId);
    if (evaluationId !== null) throw problems.conflict('ofEvaluation', 'These ratings belong to an evaluation; cancel that.', evaluationId);
    if (!(await cancelSurvey(this.db, { surveyId, at: this.now(), person: { by: caller.id, reason } }))) throw problems.conflict('surveyEnded', 'This survey has ended.');
    // The row is what counts; a workflow that does not hear of it now hears of it from the sweeper.
    void this.door.surveyGivenUp(surveyId).catch(() => undefined);
    return shown(await this.find(surveyId));
  }

  @Does('Surveys, newest first: the ratings of evaluations, and those in which suppliers rate us.')
  @Get('surveys')
  @Permit('surveys:read')
  @Answers(200, surveys)
  async list(@Query({ schema: surveyQuery }) query: z.infer<typeof surveyQuery>): Promise<z.infer<typeof surveys>> {
    const page = await listSurveys(this.db, given(query));
    return { ...page, items: page.items.map(shown) };
  }

  @Does('One survey, and how many have answered.')
  @Get('surveys/:id')
  @Permit('surveys:read')
  @Answers(200, survey)
  async one(@Param('id', { schema: id }) surveyId: string): Promise<z.infer<typeof survey>> {
    return shown(await this.find(surveyId));
  }

  @Does('Whom a survey asks, and who has answered; not what.')
  @Get('surveys/:id/respondents')
  @Permit('surveys:read')
  @Answers(200, respondents)
  async respondents(@Param('id', { schema: id }) surveyId: string, @Query({ schema: respondentQuery }) query: z.infer<typeof respondentQuery>): Promise<z.infer<typeof respondents>> {
    await this.find(surveyId);
    const page = await listRespondents(this.db, { surveyId, ...given(query) });
    return { ...page, items: page.items.map(shownRespondent) };
  }

  @Does('What the answers come to, question by question, without who gave them.')
  @Get('surveys/:id/results')
  @Permit('surveys:read')
  @Answers(200, results)
  async results(@Param('id', { schema: id }) surveyId: string): Promise<z.infer<typeof results>> {
    const { questions, answered, open, missing, status, kind } = await this.find(surveyId);
    const minimum = kind === 'suppliersRateUs' ? ANSWERS_AT_LEAST : 1;
    const notAsked = await suppliersNotAsked(this.db, surveyId);
    const found = surveyResults(questions, await answersGiven(this.db, surveyId), minimum);
    return {
      surveyId,
      asked: answered + open + missing,
      answered,
      final: status === 'closed' || status === 'cancelled',
      notAsked,
      questions: found.map((each) => ({ ...each, distribution: [...each.distribution], comments: [...each.comments] })),
    };
  }

  @Does('What the raters of an evaluation say of its suppliers, raw beside calibrated, and who has not answered.')
  @Get('evaluations/:id/ratings')
  @Permit('surveys:read')
  @Answers(200, ratings)
  async ratings(@Param('id', { schema: id }) evaluationId: string, @Query({ schema: pageQuery }) query: z.infer<typeof pageQuery>): Promise<z.infer<typeof ratings>> {
    const evaluation = await this.db.prisma.evaluation.findUnique({ where: { id: evaluationId }, select: { ratingsUsed: true } });
    if (!evaluation) throw problems.notFound('This evaluation');
    const [asked, missing, page] = await Promise.all([
      surveyOfEvaluation(this.db, evaluationId),
      missingRaters(this.db, evaluationId),
      listRatings(this.db, { evaluationId, ...given(query) }),
    ]);
    const use = evaluation.ratingsUsed === 'calibrated' || evaluation.ratingsUsed === 'raw' ? evaluation.ratingsUsed : null;
    return {
      surveyId: asked?.id ?? null,
      use,
      missing: missing.map((each) => ({ ...each, suppliers: [...each.suppliers] })),
      items: page.items.map((each) => ({ ...each, parts: [...each.parts] })),
      nextCursor: page.nextCursor,
    };
  }

  private async find(surveyId: string): Promise<SurveyRecord> {
    const found = await getSurvey(this.db, surveyId);
    if (!found) throw problems.notFound('This survey');
    return found;
  }
}

function shown(record: SurveyRecord): z.infer<typeof survey> {
  return {
    ...record,
    questions: [...record.questions],
    dueAt: record.dueAt?.toISOString() ?? null,
    createdAt: record.createdAt.toISOString(),
    closedAt: record.closedAt?.toISOString() ?? null,
  };
}

function shownRespondent(record: RespondentRecord): z.infer<typeof respondents>['items'][number] {
  return {
    ...record,
    askedAt: record.askedAt.toISOString(),
    remindedAt: record.remindedAt?.toISOString() ?? null,
    answeredAt: record.answeredAt?.toISOString() ?? null,
  };
}
