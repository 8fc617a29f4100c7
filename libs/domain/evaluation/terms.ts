import { z } from 'zod';

const businessDays = z.int().min(0).max(60);
const name = z.string().regex(/^[a-z][A-Za-z0-9]{0,39}$/, 'must be one word in camelCase, such as technicalCompetence');

/** A criterion by which raters rate a supplier, on a scale of 1 to 5. The built-in ones have titles in every language. */
const criterion = z.strictObject({ name, title: z.string().trim().min(1).max(200).optional() });

/** The criteria that Steward brings its own words for. */
export const builtInCriteria = ['quality', 'reliability', 'cooperation', 'competence'] as const;

/**
 * The numbers of an evaluation cycle as the policy sets them. Days are business days of the buyer unless the name says otherwise.
 * Defaults: domain.md §6, Evaluation cycle.
 */
export const evaluationTermsSchema = z.strictObject({
  /** What raters are asked of each supplier. */
  criteria: z
    .array(criterion)
    .min(1)
    .max(12)
    .refine((list) => new Set(list.map((each) => each.name)).size === list.length, 'must not name a criterion twice')
    .default(builtInCriteria.map((each) => ({ name: each }))),
  /** Whether raters are also asked how likely they would recommend the supplier (0–10), and how content they are with after-sales service (0–100). */
  askRecommendation: z.boolean().default(true),
  askAfterSales: z.boolean().default(true),
  /** Until the ratings are due. */
  ratingDays: businessDays.default(1),
  /** Raters of a supplier that a calibration needs at least, and suppliers that a rater must share with the others. */
  calibration: z.strictObject({ minimumRaters: z.int().min(2).max(100).default(3), minimumShared: z.int().min(2).max(100).default(5) }).prefault({}),
  /** Until a manager has confirmed the calibration; then the raw means are used. */
  calibrationDays: businessDays.default(1),
  /** In which grades can be overridden before they are published; 0: published as soon as they are computed. */
  reviewDays: businessDays.default(0),
  /** Until an appeal is decided; then the score stands without consequences. */
  appealDecisionDays: businessDays.default(5),
  /** Whether suppliers are sent their scorecard. */
  scorecards: z.boolean().default(true),
});

/** See {@link evaluationTermsSchema}. */
export type EvaluationTerms = z.infer<typeof evaluationTermsSchema>;

/** The terms of domain.md. */
export const defaultEvaluationTerms: EvaluationTerms = evaluationTermsSchema.parse({});
