import { Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { policySchema } from '#domain/policy/policy.js';
import type { Database } from '#persistence/database.js';
import { createDraft, getPolicy, listPolicies, PolicyUnknown, publishPolicy, type PolicyRecord } from '#persistence/policies/policies.js';
import { Permit } from '../auth/permit.js';
import { Caller, type Principal } from '../auth/principal.js';
import { Answers, Does, instant } from '../http/answers.js';
import { Idempotent } from '../http/idempotency.js';
import { given, pageOfItems, pageQuery } from '../http/paging.js';
import { problems } from '../http/problem.js';
import { InjectDatabase, InjectNow, type Now } from '../parts.js';

const policy = z
  .object({
    version: z.int(),
    name: z.string(),
    status: z.enum(['draft', 'published', 'superseded']),
    document: policySchema,
    createdBy: z.string(),
    createdAt: instant,
    publishedAt: instant.nullable(),
  })
  .meta({ id: 'Policy' });
const policies = pageOfItems(policy).meta({ id: 'Policies' });
const version = z.coerce.number().int().min(1).max(2_147_483_647);

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

  @Does('One version.')
  @Get(':version')
  @Permit('policies:read')
  @Answers(200, policy)
  async one(@Param('version', { schema: version }) number: number): Promise<z.infer<typeof policy>> {
    const found = await getPolicy(this.db, number);
    if (!found) throw problems.notFound('This version of the policy');
    return shown(found);
  }

  @Does('Stores a document as a new draft; it takes effect when it is published.')
  @Post()
  @Permit('policies:write')
  @Idempotent()
  @Answers(201, policy)
  async draft(
    @Body({ schema: policySchema }) document: z.infer<typeof policySchema>,
    @Caller() caller: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.infer<typeof policy>> {
    const created = await createDraft(this.db, { document, createdBy: caller.id, at: this.now() });
    reply.header('location', `/api/v1/policies/${created.version}`);
    return shown(created);
  }

  @Does('Publishes a draft: evaluations and cases that begin from now on follow it.')
  @Post(':version/publish')
  @HttpCode(200)
  @Permit('policies:write')
  @Idempotent()
  @Answers(200, policy)
  async publish(@Param('version', { schema: version }) number: number): Promise<z.infer<typeof policy>> {
    try {
      return shown(await publishPolicy(this.db, { version: number, at: this.now() }));
    } catch (error) {
      throw error instanceof PolicyUnknown ? problems.notFound('This version of the policy') : error;
    }
  }
}

function shown({ policy: document, ...record }: PolicyRecord): z.infer<typeof policy> {
  return { ...record, document, createdAt: record.createdAt.toISOString(), publishedAt: record.publishedAt?.toISOString() ?? null };
}
