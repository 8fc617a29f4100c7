import { z } from 'zod';
import { axes } from '#domain/segmentation/terms.js';
import { segments } from '#domain/supplier/status.js';
import { date, instant } from '../http/answers.js';
import { flag, pageOfItems, pageQuery } from '../http/paging.js';

const figure = z.number().nullable();
const axis = z.object({
  value: z.number().describe('0–100, two decimals.'),
  high: z.boolean(),
  lines: z.array(z.object({ input: z.string(), kind: z.enum(['answer', 'figure']), given: z.union([z.string(), z.number()]), points: z.number(), weight: z.number() })),
  missing: z.array(z.string()).describe('Without answer or figure: their weight is shared among the rest.'),
  arithmetic: z.string().describe('The whole computation, to be typed into a calculator.'),
});

export const segmentationSchema = z
  .object({
    id: z.uuid(),
    category: z.string(),
    segment: z.enum(segments),
    supplyRisk: z.number(),
    profitImpact: z.number(),
    answers: z.record(z.string(), z.string()),
    figures: z.object({ activeSuppliers: figure, shareOfCategory: figure, categoryShareOfTotal: figure, meanLeadTime: figure }),
    explanation: z.object({
      highFrom: z.number(),
      asOf: date.optional().describe('The day whose figures first placed it so; none in placements from before this was kept.'),
      ...(Object.fromEntries(axes.map((name) => [name, axis])) as Record<(typeof axes)[number], typeof axis>),
    }),
    policyVersion: z.int(),
    decidedBy: z.string(),
    decidedAt: instant,
    supersededAt: instant.nullable().describe('Null: in force.'),
  })
  .meta({ id: 'Segmentation' });
export const segmentations = pageOfItems(segmentationSchema).meta({ id: 'Segmentations' });
export const segmentationsQuery = pageQuery.extend({ history: flag.optional().describe('Also what was superseded.') });

export const overrideSchema = z
  .object({
    id: z.uuid(),
    supplierId: z.uuid(),
    category: z.string().nullable().describe("Null: the supplier's own segment."),
    segment: z.enum(segments),
    reason: z.string(),
    expiresOn: date.describe('The last day on which it holds.'),
    decidedBy: z.string(),
    decidedAt: instant,
    endedAt: instant.nullable(),
    endedBy: z.string().nullable().describe('`steward` when it expired.'),
  })
  .meta({ id: 'SegmentOverride' });
export const overrides = pageOfItems(overrideSchema).meta({ id: 'SegmentOverrides' });

export const segmentationRunBody = z.strictObject({
  asOf: date.optional().describe('Default: today. Facts that happened later do not count. What a past day gives is in force from now on, until the next run; see dryRun.'),
  dryRun: z.boolean().default(false).describe('Counts what the run would change, and changes nothing.'),
});
export const segmentationRun = z
  .object({
    asOf: date.describe('The day whose figures, segments and classes these are.'),
    stored: z.boolean().describe('True: they are the current ones now. False: a dry run.'),
    policyVersion: z.int(),
    pairs: z.int().describe('Suppliers × categories with answers, or with figures where the policy lets figures suffice.'),
    placed: z.int(),
    changed: z.int(),
    segmentsChanged: z.int(),
    classesChanged: z.int(),
    overridesLapsed: z.int(),
    currency: z.string().nullable().describe('In which spend was compared.'),
    otherCurrencies: z.array(z.object({ currency: z.string(), suppliers: z.int(), lines: z.int(), spend: z.string() })),
  })
  .meta({ id: 'SegmentationRun' });

export const paretoQuery = pageQuery.extend({ asOf: date.optional(), paretoClass: z.coerce.number().int().min(1).max(3).optional() });
export const pareto = pageOfItems(
  z
    .object({
      supplierId: z.uuid(),
      code: z.string(),
      name: z.string(),
      currency: z.string(),
      spend: z.string().describe('Value of the order lines due in the trailing months, less what was cancelled.'),
      share: z.number().describe('Percent of all spend in the currency.'),
      cumulativeShare: z.number().describe('Together with all that spend more.'),
      paretoClass: z.union([z.literal(1), z.literal(2), z.literal(3)]),
    })
    .meta({ id: 'ParetoItem' }),
).meta({ id: 'Pareto' });
