import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { v5 as uuidv5 } from 'uuid';
import { z } from 'zod';
import { checkPeriods, type Period, periodsWithin } from '#domain/policy/backtest.js';
import type { ExplanationLanguage } from '#domain/scoring/indicator-words.js';
import { asOfCutOff } from '#domain/scoring/period.js';
import { type BacktestRecord, cancelBacktest, createBacktest, getBacktest, listBacktests, listOutcomes } from '#persistence/backtests/backtests.js';
import type { Database } from '#persistence/database.js';
import { currentPolicy, getPolicy, type PolicyRecord } from '#persistence/policies/policies.js';
import { Permit } from '../auth/permit.js';
import { Caller, type Principal } from '../auth/principal.js';
import { Answers, Does } from '../http/answers.js';
import { CommandId, Idempotent } from '../http/idempotency.js';
import { preferredLanguage } from '../http/language.js';
import { given, id, pageQuery } from '../http/paging.js';
import { problems } from '../http/problem.js';
import { InjectDatabase, InjectNow, type Now } from '../parts.js';
import { BacktestRunner, withinPatience } from './backtest-runner.js';
import { backtest, backtestQuery, backtests, backtestSummary, newBacktest, shownOutcome, shownSummary } from './backtest-schemas.js';
import { version } from './policy-schemas.js';

/** A small backtest is answered whole; a caller waits no longer than this for a large one, in milliseconds. */
const PATIENCE = 5_000;

@ApiTags('Policies')
@Controller('api/v1/policies/:version')
export class BacktestsController {
  constructor(
    @InjectDatabase() private readonly db: Database,
    @InjectNow() private readonly now: Now,
    private readonly runner: BacktestRunner,
  ) {}

  @Does(
    'Runs a version, a draft above all, over past periods beside another one, without effect: whose grade would differ and why, and which rectifications it would open. ' +
      'Each period is judged as an evaluation made now would. Answers after a few seconds at the latest; while `status` is running, look again at the address in Location.',
  )
  @Post('backtest')
  @Permit('policies:backtest')
  @Idempotent()
  @Answers(201, backtest)
  async start(
    @Param('version', { schema: version }) number: number,
    @Body({ schema: newBacktest }) body: z.infer<typeof newBacktest>,
    @CommandId() commandId: string,
    @Caller() caller: Principal,
    @Headers('accept-language') accepted: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.infer<typeof backtest>> {
    const at = this.now();
    const tried = await this.policy(number);
    const against = body.against === undefined ? await currentPolicy(this.db) : await this.against(body.against);
    const request = { periods: periodsIn(body, asOfCutOff(at)), segment: body.segment ?? null, policyRevision: tried.revision, againstRevision: against.revision };
    const backtestId = uuidv5('backtest', commandId);
    await createBacktest(this.db, { id: backtestId, policyVersion: number, againstVersion: against.version, request, requestedBy: caller.id, at });
    await withinPatience(this.runner.begin(backtestId), PATIENCE);
    reply.header('location', `/api/v1/policies/${number}/backtests/${backtestId}`);
    return this.shown(await this.existing(number, backtestId), { limit: 50, show: 'changes' }, preferredLanguage(accepted));
  }

  @Does('Backtests of a version, newest first.')
  @Get('backtests')
  @Permit('policies:read')
  @Answers(200, backtests)
  async list(@Param('version', { schema: version }) number: number, @Query({ schema: pageQuery }) query: z.infer<typeof pageQuery>): Promise<z.infer<typeof backtests>> {
    await this.policy(number);
    const page = await listBacktests(this.db, { policyVersion: number, ...given(query) });
    return { ...page, items: page.items.map(shownSummary) };
  }

  @Does('One backtest with a page of the suppliers whose grade differs, or of those whose grade C opens a rectification.')
  @Get('backtests/:id')
  @Permit('policies:read')
  @Answers(200, backtest)
  async one(
    @Param('version', { schema: version }) number: number,
    @Param('id', { schema: id }) backtestId: string,
    @Query({ schema: backtestQuery }) query: z.infer<typeof backtestQuery>,
    @Headers('accept-language') accepted: string | undefined,
  ): Promise<z.infer<typeof backtest>> {
    const { language, ...page } = query;
    return this.shown(await this.existing(number, backtestId), given(page), language ?? preferredLanguage(accepted));
  }

  @Does('Stops a running backtest; the periods that are done stay.')
  @Post('backtests/:id/cancel')
  @HttpCode(200)
  @Permit('policies:backtest')
  @Answers(200, backtestSummary)
  async cancel(@Param('version', { schema: version }) number: number, @Param('id', { schema: id }) backtestId: string): Promise<z.infer<typeof backtestSummary>> {
    await this.existing(number, backtestId);
    await cancelBacktest(this.db, { id: backtestId, at: this.now() });
    return shownSummary(await this.existing(number, backtestId));
  }

  private async policy(number: number): Promise<PolicyRecord> {
    const found = await getPolicy(this.db, number);
    if (!found) throw problems.notFound('This version of the policy');
    return found;
  }

  private async against(number: number): Promise<PolicyRecord> {
    const found = await getPolicy(this.db, number);
    if (!found) throw problems.invalid([{ path: 'against', message: `there is no policy version ${number}` }]);
    return found;
  }

  private async existing(policyVersion: number, backtestId: string): Promise<BacktestRecord> {
    const found = await getBacktest(this.db, { id: backtestId, policyVersion });
    if (!found) throw problems.notFound('This backtest');
    return found;
  }

  private async shown(
    record: BacktestRecord,
    page: { limit: number; cursor?: string; show: 'changes' | 'rectifications' },
    language: ExplanationLanguage,
  ): Promise<z.infer<typeof backtest>> {
    const [outcomes, ...policies] = await Promise.all([
      listOutcomes(this.db, { backtest: record, ...page }),
      getPolicy(this.db, record.policyVersion),
      getPolicy(this.db, record.againstVersion),
    ]);
    const known = policies.filter((each) => each !== null);
    return { ...shownSummary(record), changes: { ...outcomes, items: outcomes.items.map((each) => shownOutcome(each, language, known)) } };
  }
}

function periodsIn({ periods, from, to, every }: z.infer<typeof newBacktest>, today: string): readonly Period[] {
  const named = periods ?? (from !== undefined && to !== undefined && every !== undefined ? periodsWithin(from, to, every) : []);
  const faults = checkPeriods(named, today);
  if (faults.length > 0) throw problems.invalid(faults);
  return named;
}
