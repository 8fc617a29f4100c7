import { Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { v5 as uuidv5 } from 'uuid';
import type { z } from 'zod';
import { stretchOf, yearFrom } from '#domain/rehearsal/past.js';
import type { Database } from '#persistence/database.js';
import { getPolicy } from '#persistence/policies/policies.js';
import { createRehearsal, endRehearsal, getRehearsal, listRehearsals, type RehearsalRecord } from '#persistence/rehearsal/rehearsals.js';
import { Permit } from '../auth/permit.js';
import { Caller, type Principal } from '../auth/principal.js';
import { Answers, Does } from '../http/answers.js';
import { CommandId, Idempotent } from '../http/idempotency.js';
import { given, id, pageQuery } from '../http/paging.js';
import { problems } from '../http/problem.js';
import { InjectDatabase, InjectNow, type Now } from '../parts.js';
import { RehearsalRunner } from './rehearsal-runner.js';
import { newRehearsal, rehearsal, rehearsals, rehearsalSummary, shown, shownSummary } from './rehearsal-schemas.js';

@ApiTags('Rehearsals')
@Controller('api/v1/rehearsals')
export class RehearsalsController {
  constructor(
    @InjectDatabase() private readonly db: Database,
    @InjectNow() private readonly now: Now,
    private readonly runner: RehearsalRunner,
  ) {}

  @Does(
    'Plays a year of a policy, a draft above all, on a copy of past deliveries in virtual time: cycles, alerts, mails, cases with suppliers who answer, are late or never answer. ' +
      'Nobody gets mail, and nothing of it is kept but what it came to. One at a time; while `status` is running, look again at the address in Location.',
  )
  @Post()
  @HttpCode(202)
  @Permit('rehearsals:run')
  @Idempotent()
  @Answers(202, rehearsalSummary)
  async start(
    @Body({ schema: newRehearsal }) body: z.infer<typeof newRehearsal>,
    @CommandId() commandId: string,
    @Caller() caller: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.infer<typeof rehearsalSummary>> {
    const { policyVersion = null, againstVersion = null, from = null, to = null, seed } = body;
    await this.mustBeKnown('policyVersion', policyVersion);
    await this.mustBeKnown('againstVersion', againstVersion);
    const at = this.now();
    mustBePlayable(from, to, at);
    const rehearsalId = uuidv5('rehearsal', commandId);
    const known = await getRehearsal(this.db, rehearsalId);
    if (!known) {
      await createRehearsal(this.db, { id: rehearsalId, request: { policyVersion, againstVersion, from, to, seed }, requestedBy: caller.id, at });
      this.runner.begin(rehearsalId);
    }
    reply.header('location', `/api/v1/rehearsals/${rehearsalId}`);
    return shownSummary(await this.existing(rehearsalId));
  }

  @Does('Rehearsals, newest first.')
  @Get()
  @Permit('rehearsals:read')
  @Answers(200, rehearsals)
  async list(@Query({ schema: pageQuery }) query: z.infer<typeof pageQuery>): Promise<z.infer<typeof rehearsals>> {
    const page = await listRehearsals(this.db, given(query));
    return { ...page, items: page.items.map(shownSummary) };
  }

  @Does('One rehearsal: how far it has come, and in the end what it came to.')
  @Get(':id')
  @Permit('rehearsals:read')
  @Answers(200, rehearsal)
  async one(@Param('id', { schema: id }) rehearsalId: string): Promise<z.infer<typeof rehearsal>> {
    return shown(await this.existing(rehearsalId));
  }

  @Does('Stops a running rehearsal; its servers are removed within seconds.')
  @Post(':id/cancel')
  @HttpCode(200)
  @Permit('rehearsals:run')
  @Answers(200, rehearsalSummary)
  async cancel(@Param('id', { schema: id }) rehearsalId: string): Promise<z.infer<typeof rehearsalSummary>> {
    await this.existing(rehearsalId);
    await endRehearsal(this.db, rehearsalId, { status: 'cancelled', at: this.now() });
    return shownSummary(await this.existing(rehearsalId));
  }

  private async mustBeKnown(path: string, number: number | null): Promise<void> {
    if (number !== null && !(await getPolicy(this.db, number))) throw problems.invalid([{ path, message: `there is no policy version ${number}` }]);
  }

  private async existing(rehearsalId: string): Promise<RehearsalRecord> {
    const found = await getRehearsal(this.db, rehearsalId);
    if (!found) throw problems.notFound('This rehearsal');
    return found;
  }
}

function mustBePlayable(from: string | null, to: string | null, now: Date): void {
  if (from === null && to !== null) throw problems.invalid([{ path: 'from', message: 'belongs to `to`' }]);
  if (from === null) return;
  try {
    stretchOf(from, to ?? yearFrom(from), now);
  } catch (error) {
    if (error instanceof RangeError) throw problems.invalid([{ path: 'from', message: error.message }]);
    throw error;
  }
}
