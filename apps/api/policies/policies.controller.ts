import { Body, Controller, Delete, Get, Headers, HttpCode, Param, Post, Put, Query, Res } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { printPolicy } from '#domain/policy/document.js';
import { policySchema } from '#domain/policy/policy.js';
import type { Database } from '#persistence/database.js';
import { createDraft, currentPolicy, discardDraft, getPolicy, listPolicies, publishPolicy, replaceDraft, type PolicyRecord } from '#persistence/policies/policies.js';
import { Permit } from '../auth/permit.js';
import { Caller, type Principal } from '../auth/principal.js';
import { Answers, Does } from '../http/answers.js';
import { type DocumentText, TakesDocument } from '../http/document-text.js';
import { Idempotent } from '../http/idempotency.js';
import { entityTag, IfMatch } from '../http/if-match.js';
import { preferredLanguage } from '../http/language.js';
import { given, pageQuery } from '../http/paging.js';
import { problems } from '../http/problem.js';
import { InjectDatabase, InjectNow, type Now } from '../parts.js';
import { difference, differenceOf, diffQuery } from './policy-diff.js';
import { found, policies, policy, policyIn, shown, version } from './policy-schemas.js';

const documentQuery = z.object({ format: z.enum(['json', 'yaml']).optional().describe('Absent: as the Accept header says, else YAML.') });
const mediaTypes = { json: 'application/json', yaml: 'application/yaml' } as const;

const newDocument = policySchema.meta({ id: 'NewPolicyDocument' });

@ApiTags('Policies')
@Controller('api/v1/policies')
export class PoliciesController {
  constructor(
    @InjectDatabase() private readonly db: Database,
    @InjectNow() private readonly now: Now,
  ) {}

  @Does('Versions of the policy, newest first.')
  @Get()
  @Permit('policies:read')
  @Answers(200, policies)
  async list(@Query({ schema: pageQuery }) query: z.infer<typeof pageQuery>): Promise<z.infer<typeof policies>> {
    const page = await listPolicies(this.db, given(query));
    return { ...page, items: page.items.map(shown) };
  }

  @Does('One version. Its ETag guards a draft against changes by others.')
  @Get(':version')
  @Permit('policies:read')
  @Answers(200, policy)
  async one(
    @Param('version', { schema: version }) number: number,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.infer<typeof policy>> {
    return this.tagged(reply, await this.existing(number));
  }

  @Does('One version as a document to keep, to edit and to send back.')
  @Get(':version/document')
  @Permit('policies:read')
  @ApiProduces('application/yaml', 'application/json')
  @Answers(200, null, 'The document as a file.')
  async document(
    @Param('version', { schema: version }) number: number,
    @Query({ schema: documentQuery }) query: z.infer<typeof documentQuery>,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Buffer> {
    const record = await this.existing(number);
    const format = query.format ?? (/\bjson\b/.test(accept ?? '') ? 'json' : 'yaml');
    reply
      .type(`${mediaTypes[format]}; charset=utf-8`)
      .header('content-disposition', `attachment; filename="policy-${number}.${format}"`)
      .header('etag', entityTag(record.revision))
      .header('vary', 'accept');
    return Buffer.from(printPolicy(record.policy, format));
  }

  @Does('Everything in which this version differs from another (absent: the one in force), as data and in words of the reader’s language.')
  @Get(':version/diff')
  @Permit('policies:read')
  @Answers(200, difference)
  async diff(
    @Param('version', { schema: version }) number: number,
    @Query({ schema: diffQuery }) query: z.infer<typeof diffQuery>,
    @Headers('accept-language') accepted: string | undefined,
  ): Promise<z.infer<typeof difference>> {
    const after = await this.existing(number);
    const before = query.against === undefined ? await currentPolicy(this.db) : await this.existing(query.against);
    const language = query.language ?? preferredLanguage(accepted);
    return differenceOf(before, after, language);
  }

  @Does('Stores a document as a new draft; it takes effect when it is published. A refusal names line and column of each fault.')
  @Post()
  @Permit('policies:write')
  @TakesDocument()
  @Idempotent()
  @Answers(201, policy)
  async draft(
    @Body({ schema: newDocument }) body: DocumentText,
    @Caller() caller: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.infer<typeof policy>> {
    const created = await createDraft(this.db, { policy: policyIn(body), createdBy: caller.id, at: this.now() });
    reply.header('location', `/api/v1/policies/${created.version}`);
    return this.tagged(reply, created);
  }

  @Does('Puts another document in the place of a draft. Send the ETag as If-Match, so that nobody else’s change is lost.')
  @Put(':version')
  @Permit('policies:write')
  @TakesDocument()
  @Answers(200, policy)
  async replace(
    @Param('version', { schema: version }) number: number,
    @Body({ schema: newDocument }) body: DocumentText,
    @IfMatch() expectedRevision: number | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.infer<typeof policy>> {
    const named = given({ version: number, expectedRevision });
    return this.tagged(reply, await found(replaceDraft(this.db, { ...named, policy: policyIn(body) })));
  }

  @Does('Throws a draft away. What was published is kept for ever.')
  @Delete(':version')
  @HttpCode(204)
  @Permit('policies:write')
  @Answers(204, null)
  async discard(@Param('version', { schema: version }) number: number, @IfMatch() expectedRevision: number | undefined): Promise<void> {
    await found(discardDraft(this.db, given({ version: number, expectedRevision })));
  }

  @Does('Publishes a draft: evaluations and cases that begin from now on follow it.')
  @Post(':version/publish')
  @HttpCode(200)
  @Permit('policies:write')
  @Idempotent()
  @Answers(200, policy)
  async publish(
    @Param('version', { schema: version }) number: number,
    @IfMatch() expectedRevision: number | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.infer<typeof policy>> {
    const named = given({ version: number, expectedRevision });
    return this.tagged(reply, await found(publishPolicy(this.db, { ...named, at: this.now() })));
  }

  private async existing(number: number): Promise<PolicyRecord> {
    const record = await getPolicy(this.db, number);
    if (!record) throw problems.notFound('This version of the policy');
    return record;
  }

  private tagged(reply: FastifyReply, record: PolicyRecord): z.infer<typeof policy> {
    reply.header('etag', entityTag(record.revision));
    return shown(record);
  }
}
