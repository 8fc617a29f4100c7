import { Body, Controller, Get, HttpCode, Param, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { DateTime } from 'luxon';
import { z } from 'zod';
import { outcomeNames, type OutcomeName } from '#domain/outcomes/outcomes.js';
import type { Database } from '#persistence/database.js';
import { stageDurations, type Span } from '#persistence/outcomes/measure.js';
import { baselineValue, outcomesOf, setBaseline } from '#persistence/outcomes/outcomes.js';
import { currentPolicy } from '#persistence/policies/policies.js';
import { Permit } from '../auth/permit.js';
import { Caller, type Principal } from '../auth/principal.js';
import { Answers, Does } from '../http/answers.js';
import { problems } from '../http/problem.js';
import { InjectDatabase, InjectNow, type Now } from '../parts.js';
import { baseline, baselineBody, outcomes, outcomesQuery, shownBaseline, shownOutcome } from './outcome-schemas.js';

const name = z.enum(outcomeNames);

@ApiTags('Outcomes')
@Controller('api/v1/outcomes')
export class OutcomesController {
  constructor(
    @InjectDatabase() private readonly db: Database,
    @InjectNow() private readonly now: Now,
  ) {}

  @Does('What the programme has reached, each outcome against its baseline and the goal of the policy in force; of the last twelve months unless said otherwise.')
  @Get()
  @Permit('outcomes:read')
  @Answers(200, outcomes)
  async all(@Query({ schema: outcomesQuery }) query: z.infer<typeof outcomesQuery>): Promise<z.infer<typeof outcomes>> {
    const period = this.periodOf(query);
    const { policy } = await currentPolicy(this.db);
    const [records, stages] = await Promise.all([outcomesOf(this.db, period, policy.outcomes), stageDurations(this.db, period)]);
    return { period, items: records.map((record) => shownOutcome(record, period, policy.outcomes)), stages };
  }

  @Does('Sets what an outcome is compared with from now on: a period, and what it was then if that is known better than the facts tell.')
  @Put(':outcome/baseline')
  @HttpCode(200)
  @Permit('outcomes:baseline')
  @Answers(200, baseline)
  async setBaseline(
    @Param('outcome', { schema: name }) outcome: OutcomeName,
    @Body({ schema: baselineBody }) { value: stated, ...span }: z.infer<typeof baselineBody>,
    @Caller() caller: Principal,
  ): Promise<z.infer<typeof baseline>> {
    if (outcome === 'purchaseCost' && stated !== undefined)
      throw problems.invalid([{ path: 'value', message: 'is always 100: the cost is counted in the prices of the baseline; give its period alone' }]);
    const value = stated ?? (await baselineValue(this.db, outcome, span));
    if (value === null) throw problems.invalid([{ path: 'from', message: 'there is not enough data of this period to measure it; state the value' }]);
    const source = stated === undefined ? 'measured' : 'stated';
    return shownBaseline(await setBaseline(this.db, outcome, { value, span, source, by: caller.id, at: this.now() }));
  }

  private periodOf({ from, to }: z.infer<typeof outcomesQuery>): Span {
    const last = to ?? DateTime.fromJSDate(this.now(), { zone: 'utc' }).minus({ days: 1 }).toFormat('yyyy-MM-dd');
    const first = from ?? DateTime.fromISO(last, { zone: 'utc' }).minus({ years: 1 }).plus({ days: 1 }).toFormat('yyyy-MM-dd');
    if (first > last) throw problems.malformed(`\`from\` lies after the end of the period, ${last}.`, [{ path: 'from', message: `lies after ${last}` }]);
    return { from: first, to: last };
  }
}
