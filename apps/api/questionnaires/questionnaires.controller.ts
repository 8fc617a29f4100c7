import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import type { OnboardingState } from '#domain/onboarding/state.js';
import { getCase } from '#persistence/cases/read.js';
import type { Database } from '#persistence/database.js';
import { answersOf } from '#persistence/questionnaires/answered.js';
import { createQuestionnaire, discardQuestionnaire, getQuestionnaire, listQuestionnaires, publishQuestionnaire, readQuestionnaire, replaceQuestionnaire, type QuestionnaireRecord } from '#persistence/questionnaires/questionnaires.js';
import { onboarding } from '#workflows/onboarding/contract.js';
import { Permit } from '../auth/permit.js';
import { Caller, type Principal } from '../auth/principal.js';
import { Answers, Does } from '../http/answers.js';
import { Idempotent } from '../http/idempotency.js';
import { entityTag, IfMatch } from '../http/if-match.js';
import { given, id } from '../http/paging.js';
import { problems } from '../http/problem.js';
import { InjectDatabase, InjectNow, type Now } from '../parts.js';
import { answersOfOnboarding, found, newQuestionnaire, questionnaire, questionnaires, questionnairesQuery, questionnaireVersion, shown } from './questionnaire-schemas.js';

@ApiTags('Questionnaires')
@Controller('api/v1')
export class QuestionnairesController {
  constructor(
    @InjectDatabase() private readonly db: Database,
    @InjectNow() private readonly now: Now,
  ) {}

  @Does('Versions of the questionnaires, newest first. A supplier is asked by the published one that says most closely whom it is for: category before kind before segment.')
  @Get('questionnaires')
  @Permit('policies:read')
  @Answers(200, questionnaires)
  async list(@Query({ schema: questionnairesQuery }) query: z.infer<typeof questionnairesQuery>): Promise<z.infer<typeof questionnaires>> {
    const page = await listQuestionnaires(this.db, given(query));
    return { ...page, items: page.items.map(shown) };
  }

  @Does('One version. Its ETag guards a draft against changes by others.')
  @Get('questionnaires/:version')
  @Permit('policies:read')
  @Answers(200, questionnaire)
  async one(@Param('version', { schema: questionnaireVersion }) version: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<z.infer<typeof questionnaire>> {
    const record = await getQuestionnaire(this.db, version);
    if (!record) throw problems.notFound('This questionnaire');
    return tagged(reply, record);
  }

  @Does('Stores a questionnaire as a new draft, with the next number of its code; suppliers are asked by it when it is published.')
  @Post('questionnaires')
  @Permit('policies:write')
  @Idempotent()
  @Answers(201, questionnaire)
  async draft(@Body({ schema: newQuestionnaire }) document: z.infer<typeof newQuestionnaire>, @Caller() caller: Principal, @Res({ passthrough: true }) reply: FastifyReply): Promise<z.infer<typeof questionnaire>> {
    const created = await createQuestionnaire(this.db, { document, createdBy: caller.id, at: this.now() });
    reply.header('location', `/api/v1/questionnaires/${created.version}`);
    return tagged(reply, created);
  }

  @Does('Puts another document in the place of a draft. Send the ETag as If-Match, so that nobody else’s change is lost.')
  @Put('questionnaires/:version')
  @Permit('policies:write')
  @Answers(200, questionnaire)
  async replace(
    @Param('version', { schema: questionnaireVersion }) version: string,
    @Body({ schema: newQuestionnaire }) document: z.infer<typeof newQuestionnaire>,
    @IfMatch() expectedRevision: number | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.infer<typeof questionnaire>> {
    return tagged(reply, await found(replaceQuestionnaire(this.db, { ...given({ version, expectedRevision }), document })));
  }

  @Does('Throws a draft away. What was published is kept for ever.')
  @Delete('questionnaires/:version')
  @HttpCode(204)
  @Permit('policies:write')
  @Answers(204, null)
  async discard(@Param('version', { schema: questionnaireVersion }) version: string, @IfMatch() expectedRevision: number | undefined): Promise<void> {
    await found(discardQuestionnaire(this.db, given({ version, expectedRevision })));
  }

  @Does('Publishes a draft: suppliers that are invited from now on are asked by it; those that were invited before keep theirs.')
  @Post('questionnaires/:version/publish')
  @HttpCode(200)
  @Permit('policies:write')
  @Idempotent()
  @Answers(200, questionnaire)
  async publish(@Param('version', { schema: questionnaireVersion }) version: string, @IfMatch() expectedRevision: number | undefined, @Res({ passthrough: true }) reply: FastifyReply): Promise<z.infer<typeof questionnaire>> {
    return tagged(reply, await found(publishQuestionnaire(this.db, { ...given({ version, expectedRevision }), at: this.now() })));
  }

  @Does('What the supplier was asked, what it has answered, and how the answers were scored.')
  @Get('onboardings/:id/answers')
  @Permit('onboarding:read')
  @Answers(200, answersOfOnboarding)
  async answers(@Param('id', { schema: id }) caseId: string, @Caller() caller: Principal): Promise<z.infer<typeof answersOfOnboarding>> {
    const known = await getCase(this.db, caseId, onboarding.process, [caller.id]);
    if (!known) throw problems.notFound('This onboarding');
    const { terms, qualification } = known.state as OnboardingState;
    const { version, ...document } = await readQuestionnaire(this.db, terms.questionnaire);
    const answered = await answersOf(this.db.prisma, caseId);
    return { version, document, answered: answered && { ...answered, at: answered.at.toISOString() }, qualification: qualification && { ...qualification, sections: qualification.sections.map((each) => ({ ...each, answers: [...each.answers] })) } };
  }
}

function tagged(reply: FastifyReply, record: QuestionnaireRecord): z.infer<typeof questionnaire> {
  reply.header('etag', entityTag(record.revision));
  return shown(record);
}
