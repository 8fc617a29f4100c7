import { z } from 'zod';
import { indicatorNameSchema } from '#domain/indicators/catalogue.js';
import { directionSchema, unitSchema } from '#domain/indicators/definition.js';
import { date } from '../http/answers.js';
import { pageOfItems, pageQuery } from '../http/paging.js';

const catalogueItem = z
  .object({
    indicator: indicatorNameSchema,
    title: z.string().describe('In English, or as the policy has it.'),
    titleKey: z.string().nullable().describe('Key of the title in the language catalogues; null for an indicator of the policy.'),
    definedBy: z.enum(['steward', 'policy']),
    unit: unitSchema,
    direction: directionSchema,
    minimumSample: z.int().describe('Below it the indicator is insufficient data; as the policy in force has it.'),
    formula: z.string().describe('The definition in words.'),
    numerator: z.string().describe('Formula over the measures; value = numerator / denominator × scale.'),
    denominator: z.string(),
    sample: z.string().describe('Formula of how many facts it rests on.'),
    scale: z.number(),
    measuresUs: z.boolean().describe('It measures what we do, not what the supplier does.'),
  })
  .meta({ id: 'IndicatorDefinition' });

const measureItem = z.object({ name: z.string(), meaning: z.string() }).meta({ id: 'Measure' });

export const indicatorCatalogue = z
  .object({
    items: z.array(catalogueItem),
    measures: z.array(measureItem).describe('What formulas of your own may calculate with.'),
    policyVersion: z.int(),
  })
  .meta({ id: 'IndicatorCatalogue' });

export const factsQuery = pageQuery.extend({
  from: date.describe('First day, inclusive; of order lines the promised date.'),
  to: date.describe('Last day, inclusive.'),
  asOf: date.optional().describe('The day from which it is looked at: what happened later does not exist. Default: today.'),
});

const factBehind = z
  .object({
    kind: z.string().describe('orderLine, inspection, receipt, invoice, question, answer, rectification, stoppage, surveyAnswer, rating, complaint'),
    id: z.uuid(),
    on: date.describe('The day to which it belongs.'),
    counted: z.string().describe('How it counted: onTime, late, short (came in part), failed (cancelled by the supplier), cancelled (by the buyer in time: not due) …'),
    adds: z.record(z.string(), z.number()).describe('What it adds to each measure of the indicator.'),
    numerator: z.number().nullable().describe('What it adds to the numerator; null where that is no sum of measures.'),
    denominator: z.number().nullable().describe('The same of the denominator.'),
    fact: z
      .record(z.string(), z.unknown())
      .describe('Its content. Order lines judged by arrival carry `arrivals` and `provisionalArrivals` (by tracking; they do not count).'),
  })
  .meta({ id: 'FactBehind' });

export const factsBehindSchema = pageOfItems(factBehind)
  .extend({
    indicator: indicatorNameSchema,
    numerator: z.string().describe('Its formula over the measures; the facts of all pages together give the figure.'),
    denominator: z.string(),
  })
  .meta({ id: 'FactsBehind' });
