import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { findIndicator, indicatorNameSchema } from '#domain/indicators/catalogue.js';
import { measureCatalogue, measureNames } from '#domain/indicators/measure-catalogue.js';
import { indicatorsOf } from '#domain/indicators/user-defined.js';
import { countingOf, minimumSampleOf } from '#domain/policy/policy.js';
import type { Database } from '#persistence/database.js';
import { factsBehind } from '#persistence/measures/facts-behind.js';
import { currentPolicy } from '#persistence/policies/policies.js';
import { getSupplier } from '#persistence/suppliers/suppliers.js';
import { Permit } from '../auth/permit.js';
import { Answers, dateText, Does } from '../http/answers.js';
import { given, id } from '../http/paging.js';
import { problems } from '../http/problem.js';
import { InjectDatabase, InjectNow, type Now } from '../parts.js';
import { factsBehindSchema, factsQuery, indicatorCatalogue } from './indicator-schemas.js';

@ApiTags('Indicators')
@Controller('api/v1')
export class IndicatorsController {
  constructor(
    @InjectDatabase() private readonly db: Database,
    @InjectNow() private readonly now: Now,
  ) {}

  @Does('Every indicator of the policy in force with its formula, unit and minimum sample, and the measures that formulas may use.')
  @Get('indicators')
  @Permit('suppliers:read')
  @Answers(200, indicatorCatalogue)
  async catalogue(): Promise<z.infer<typeof indicatorCatalogue>> {
    const { policy, version } = await currentPolicy(this.db);
    const items = indicatorsOf(policy.indicators).map(({ name, title, titleKey, unit, direction, formula, numerator, denominator, sample, scale, ofUs }) => ({
      indicator: name,
      title,
      titleKey,
      definedBy: titleKey === null ? ('policy' as const) : ('steward' as const),
      unit,
      direction,
      minimumSample: minimumSampleOf(policy, name),
      formula,
      numerator,
      denominator,
      sample,
      scale,
      measuresUs: ofUs === true,
    }));
    const measures = measureNames.map((name) => ({ name, meaning: measureCatalogue[name].meaning }));
    return { items, measures, policyVersion: version };
  }

  @Does('The facts behind a figure, by day: how each counted, and what it adds to numerator and denominator.')
  @Get('suppliers/:id/indicators/:indicator/facts')
  @Permit('suppliers:read')
  @Answers(200, factsBehindSchema)
  async facts(
    @Param('id', { schema: id }) supplierId: string,
    @Param('indicator', { schema: indicatorNameSchema }) name: string,
    @Query({ schema: factsQuery }) query: z.infer<typeof factsQuery>,
  ): Promise<z.infer<typeof factsBehindSchema>> {
    if (query.from > query.to) throw problems.malformed('The period ends before it begins.', [{ path: 'to', message: 'lies before from' }]);
    const at = this.now();
    const today = dateText(at);
    if (query.asOf !== undefined && query.asOf > today) throw problems.malformed('The day lies ahead.', [{ path: 'asOf', message: `lies ahead: today is ${today}` }]);
    const { policy } = await currentPolicy(this.db);
    const indicator = findIndicator(name, indicatorsOf(policy.indicators));
    if (!indicator) throw problems.notFound('This indicator');
    if (!(await getSupplier(this.db, supplierId))) throw problems.notFound('This supplier');
    const page = await factsBehind(this.db, indicator, { asOf: today, ...given(query), supplierId, cutOffAt: at, ...countingOf(policy) });
    const items = page.items.map((item) => ({ ...item, adds: { ...item.adds }, fact: { ...item.fact } }));
    return { ...page, items, indicator: name, numerator: indicator.numerator, denominator: indicator.denominator };
  }
}
