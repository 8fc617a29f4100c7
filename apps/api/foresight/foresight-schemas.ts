import { z } from 'zod';
import { featureNames } from '#domain/foresight/sets-apart.js';
import { date } from '../http/answers.js';
import { pageOfItems, pageQuery } from '../http/paging.js';

const month = z.string().describe('`2010-08`');

export const asOfQuery = z.object({ asOf: date.optional().describe('The day as of which history is looked at; absent: today.') });

const forecastOf = z
  .object({
    indicator: z.enum(['onTimeDelivery', 'leadTimeMean']),
    unit: z.enum(['percent', 'days']),
    status: z.enum(['ok', 'insufficientHistory']),
    reason: z.string().nullable().describe('Why nothing is said.'),
    history: z.int().describe('Judged months with a figure.'),
    months: z.array(z.object({ month, value: z.number(), low: z.number(), high: z.number() })),
  })
  .meta({ id: 'IndicatorForecast' });

export const forecast = z
  .object({
    supplierId: z.uuid(),
    asOf: date,
    latestMonth: month.describe('The last month that is judged; the forecast begins after it.'),
    interval: z.number().describe('Percent of outcomes that `low` to `high` shall hold.'),
    status: z.enum(['ok', 'insufficientHistory']).describe('ok when at least one figure is forecast.'),
    reason: z.string().nullable(),
    items: z.array(forecastOf),
  })
  .meta({ id: 'Forecast' });

const difference = z
  .object({
    feature: z.enum(featureNames),
    unit: z.string(),
    group: z.number().describe('Mean of the group.'),
    others: z.number().describe('Mean of all others.'),
    standardised: z.number().describe('The difference in standard deviations of all.'),
    words: z.string(),
  })
  .meta({ id: 'FeatureDifference' });

const clusterName = z.enum(['highPotential', 'highRisk']);
const features = z.object(Object.fromEntries(featureNames.map((name) => [name, z.number().nullable()])) as Record<(typeof featureNames)[number], z.ZodNullable<z.ZodNumber>>);

const member = z
  .object({
    supplierId: z.uuid(),
    code: z.string(),
    cluster: clusterName,
    because: z.array(z.enum(['improving', 'aboveMedian', 'worsening', 'volatile', 'critical'])),
    features,
    trendP: z.number().describe('Two-sided significance of the trend.'),
  })
  .meta({ id: 'ClusterMember' });

export const clusterQuery = pageQuery.extend(asOfQuery.shape).extend({ cluster: clusterName.optional() });

export const clusters = pageOfItems(member)
  .extend({
    asOf: date,
    status: z.enum(['ok', 'insufficientHistory']),
    reason: z.string().nullable().describe('Why nothing is said.'),
    judged: z.int().describe('Suppliers with enough history.'),
    medianLevel: z.number().nullable().describe('Median on-time delivery, percent.'),
    volatileFrom: z.number().nullable().describe('Spread between months above which a supplier is volatile, percent.'),
    counts: z.object({ highPotential: z.int(), highRisk: z.int() }),
    setsApart: z.object({ highPotential: z.array(difference), highRisk: z.array(difference) }),
    groups: z
      .array(z.object({ suppliers: z.int(), highPotential: z.int(), highRisk: z.int(), setsApart: z.array(difference) }))
      .describe('All judged suppliers by likeness (k-means), and what sets each group apart.'),
  })
  .meta({ id: 'Clusters' });
