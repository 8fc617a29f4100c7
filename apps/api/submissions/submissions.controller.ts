import { Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { newSubmissionBody, returnSubmissionBody, takeAsSubmissionBody } from '#domain/submission/submission.js';
import type { Database } from '#persistence/database.js';
import { listSubmissions } from '#persistence/submissions-of-suppliers/submissions.js';
import { Permit } from '../auth/permit.js';
import { Caller, type Principal } from '../auth/principal.js';
import { Answers, Does } from '../http/answers.js';
import { CommandId, Idempotent } from '../http/idempotency.js';
import { given, id } from '../http/paging.js';
import { InjectDatabase } from '../parts.js';
import { shown, submissionQuery, submissions, submissionSchema, type SubmissionAnswer } from './submission-schemas.js';
import { SubmissionDesk } from './submission-desk.js';

@ApiTags('Submissions')
@Controller('api/v1')
export class SubmissionsController {
  constructor(
    @InjectDatabase() private readonly db: Database,
    private readonly desk: SubmissionDesk,
  ) {}

  @Does('What suppliers have sent unasked, newest first.')
  @Get('submissions')
  @Permit('submissions:read')
  @Answers(200, submissions)
  async list(@Query({ schema: submissionQuery }) query: z.infer<typeof submissionQuery>): Promise<z.infer<typeof submissions>> {
    const page = await listSubmissions(this.db, given(query));
    return { ...page, items: page.items.map(shown) };
  }

  @Does('One submission.')
  @Get('submissions/:id')
  @Permit('submissions:read')
  @Answers(200, submissionSchema)
  one(@Param('id', { schema: id }) submissionId: string): Promise<SubmissionAnswer> {
    return this.desk.one(submissionId);
  }

  @Does('Hands in, for a supplier, a progress report, photos or an inspection report.')
  @Post('suppliers/:id/submissions')
  @Permit('submissions:write')
  @Idempotent()
  @Answers(201, submissionSchema)
  async submit(
    @Param('id', { schema: id }) supplierId: string,
    @Body({ schema: newSubmissionBody }) body: z.infer<typeof newSubmissionBody>,
    @Caller() caller: Principal,
    @CommandId() commandId: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SubmissionAnswer> {
    const answer = await this.desk.submit(supplierId, body, caller, commandId);
    reply.header('location', `/api/v1/submissions/${answer.id}`);
    return answer;
  }

  @Does('Accepts a submission: it becomes a fact. Not by who handed it in.')
  @Post('submissions/:id/accept')
  @HttpCode(200)
  @Permit('submissions:decide')
  @Idempotent()
  @Answers(200, submissionSchema)
  accept(@Param('id', { schema: id }) submissionId: string, @Caller() caller: Principal): Promise<SubmissionAnswer> {
    return this.desk.accept(submissionId, caller);
  }

  @Does('Returns a submission; the supplier is told the reason by mail.')
  @Post('submissions/:id/return')
  @HttpCode(200)
  @Permit('submissions:decide')
  @Idempotent()
  @Answers(200, submissionSchema)
  return(
    @Param('id', { schema: id }) submissionId: string,
    @Body({ schema: returnSubmissionBody }) { reason }: z.infer<typeof returnSubmissionBody>,
    @Caller() caller: Principal,
  ): Promise<SubmissionAnswer> {
    return this.desk.return(submissionId, reason, caller);
  }

  @Does('Takes a held mail of a known contact, which belongs to no case, as a submission.')
  @Post('inbound-mails/:id/take-as-submission')
  @Permit('submissions:write')
  @Idempotent()
  @Answers(201, submissionSchema)
  async take(
    @Param('id', { schema: id }) mailId: string,
    @Body({ schema: takeAsSubmissionBody }) body: z.infer<typeof takeAsSubmissionBody>,
    @Caller() caller: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SubmissionAnswer> {
    const answer = await this.desk.take(mailId, body, caller);
    reply.header('location', `/api/v1/submissions/${answer.id}`);
    return answer;
  }
}
