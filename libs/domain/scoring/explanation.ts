import { z } from 'zod';
import { indicatorNameSchema } from '../indicators/catalogue.js';
import { gateSchema, gradeBoundsSchema, gradeSchema } from './grade.js';
import { normaliserSchema } from './normaliser.js';
import { segmentSchema } from './template.js';

/** A decimal number as text, rounded half up to at most ten places. */
const decimal = z.string().regex(/^-?\d+(\.\d{1,10})?$/);

/** `refused`: the supplier was asked and refused, which scores 0. */
export const lineStatusSchema = z.enum(['ok', 'insufficientData', 'refused']);

/** One weighed indicator: inputs first, then the arithmetic; the latter is null where nothing was scored. */
export const explanationLineSchema = z.strictObject({
  indicator: indicatorNameSchema,
  status: lineStatusSchema,
  numerator: decimal,
  denominator: decimal,
  sample: z.int().min(0),
  minimumSample: z.int().min(0),
  value: decimal.nullable(),
  normaliser: normaliserSchema,
  /** 0–100, what the normaliser makes of the value. */
  points: decimal.nullable(),
  /** As in the policy. */
  weight: z.number(),
  /** After the weight of indicators without data was shared among the rest. */
  sharedWeight: decimal.nullable(),
  /** points × shared weight / 100. */
  contribution: decimal.nullable(),
});

/** See {@link explanationLineSchema}. */
export type ExplanationLine = z.infer<typeof explanationLineSchema>;

/** Inputs and arithmetic of one score as plain JSON: enough to recompute it by hand. */
export const explanationSchema = z.strictObject({
  policyVersion: z.int(),
  segment: segmentSchema,
  lines: z.array(explanationLineSchema),
  /** Weight of the lines that were scored, of 100. */
  weightWithData: decimal,
  /** Below this weight the grade is N. */
  minimumWeightShare: z.number(),
  /** Sum of the contributions, computed before they were rounded; null with grade N. */
  sum: decimal.nullable(),
  /** The sum with one decimal, half up: shown and graded. */
  score: z.string().regex(/^\d+\.\d$/).nullable(),
  gradeBounds: gradeBoundsSchema,
  gradeByScore: gradeSchema,
  /** The gates that held; after a fatal one a phase-out is proposed. */
  gates: z.array(z.strictObject({ ...gateSchema.shape, fatal: z.literal(true).optional() })),
  grade: gradeSchema,
});

/** See {@link explanationSchema}. */
export type Explanation = z.infer<typeof explanationSchema>;
