import { z } from 'zod';
import { directionSchema, unitSchema } from '#domain/indicators/definition.js';
import { explanationSchema } from '#domain/scoring/explanation.js';
import { explanationLanguages } from '#domain/scoring/indicator-words.js';
import { grades, segments } from '#domain/supplier/status.js';
import type { ScoreRecord } from '#persistence/scoring/scores.js';
import { date, instant } from '../http/answers.js';
import { pageOfItems, pageQuery } from '../http/paging.js';
import { indicatorSchema } from '../suppliers/supplier-schemas.js';

const scoredIndicators = z.array(
  indicatorSchema.extend({ weight: z.number().nullable(), points: z.number().nullable(), contribution: z.number().nullable() }).meta({ id: 'ScoredIndicator' }),
);

export const scoreSchema = z
  .object({
    evaluationId: z.uuid(),
    supplierId: z.uuid(),
    supplierCode: z.string(),
    supplierName: z.string(),
    official: z.boolean(),
    segment: z.enum(segments),
    periodStart: date,
    periodEnd: date,
    score: z.number().nullable(),
    grade: z.enum(grades),
    indicators: scoredIndicators,
    explanation: explanationSchema,
    policyVersion: z.int(),
    scoredAt: instant,
    revision: z.int().describe('1, and one more with each restatement after late facts or an upheld appeal.'),
    override: z
      .object({
        origin: z.enum(['review', 'appeal']),
        computedScore: z.number().nullable(),
        computedGrade: z.enum(grades),
        reason: z.string(),
        decidedBy: z.string(),
        decidedAt: instant,
      })
      .nullable()
      .describe('A person\'s judgement that stands in the place of the computed score; inputs and arithmetic are those of the latter.'),
  })
  .meta({ id: 'Score' });
export const scores = pageOfItems(scoreSchema).meta({ id: 'Scores' });
export const scoreQuery = pageQuery.extend({ grade: z.enum(grades).optional() });

export const oneScoreQuery = z.object({
  language: z.enum(explanationLanguages).optional().describe('Of the explanation. Absent: as the Accept-Language header says, else English.'),
  format: z.enum(['json', 'text']).optional().describe('`text`: the explanation alone, as plain text. Absent: as the Accept header says.'),
});

const figure = z
  .object({
    indicator: z.string(),
    title: z.string(),
    formula: z.string().describe('The definition in words.'),
    unit: unitSchema,
    direction: directionSchema,
    scale: z.number().describe('value = numerator / denominator × scale.'),
    factsUrl: z.string().describe('The facts behind the figure.'),
  })
  .meta({ id: 'FigureOfScore' });

const revision = z
  .object({
    revision: z.int(),
    score: z.number().nullable(),
    grade: z.enum(grades),
    indicators: scoredIndicators,
    explanation: explanationSchema,
    scoredAt: instant,
    cutOffAt: instant.describe('Facts that arrived later do not count in it.'),
    supersededAt: instant.nullable().describe('null: it holds.'),
    broughtBy: z
      .object({ restatementId: z.uuid(), importId: z.uuid().nullable(), fileName: z.string().nullable(), requestedAt: instant })
      .nullable()
      .describe('The late facts that made it; null for the first, which the evaluation made, and for one that an upheld appeal made.'),
    changes: z
      .array(z.object({ indicator: z.string().nullable(), what: z.string(), before: z.string().nullable(), after: z.string().nullable() }))
      .describe('Against the revision before.'),
  })
  .meta({ id: 'ScoreRevision' });

export const explainedScore = scoreSchema
  .extend({
    cutOffAt: instant.describe('Facts that arrived later do not count.'),
    language: z.enum(explanationLanguages),
    explanationText: z.array(z.string()).describe('The arithmetic in sentences, one a line.'),
    gates: z
      .array(z.object({ gate: z.string(), highestGrade: z.enum(grades), fatal: z.boolean(), reason: z.string() }))
      .describe('What held the grade down, whatever the score.'),
    figures: z.array(figure).describe('What is behind each indicator, weighed ones first.'),
    revisions: z.array(revision).describe('Old beside new, newest first; the first is this score.'),
  })
  .meta({ id: 'ExplainedScore' });

/** A score as the API shows it. */
export function shownScore(record: ScoreRecord): z.infer<typeof scoreSchema> {
  const { override } = record;
  return {
    ...record,
    indicators: shownIndicators(record.indicators),
    scoredAt: record.scoredAt.toISOString(),
    override: override && { ...override, decidedAt: new Date(override.decidedAt).toISOString() },
  };
}

/** The indicators of a score as the API shows them. */
export function shownIndicators(indicators: ScoreRecord['indicators']): z.infer<typeof scoredIndicators> {
  return indicators.map(({ series, ...item }) => ({ ...item, ...(series ? { series: [...series] } : {}) }));
}
