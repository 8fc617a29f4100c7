import { z } from 'zod';
import { indicatorNamed, type IndicatorName, indicatorNameSchema } from '../indicators/catalogue.js';
import { rectificationTermsSchema } from '../rectification/terms.js';
import { gateSchema, gradeBoundsSchema } from '../scoring/grade.js';
import type { ScoringTerms } from '../scoring/score.js';
import { templateSchema } from '../scoring/template.js';

/** A policy: every number by which suppliers are judged. Immutable once published. */
export const policySchema = z.strictObject({
  name: z.string().trim().min(1).max(120),
  /** Calendar days after the promised date that still count as on time. */
  toleranceDays: z.int().min(0).max(60),
  /** Facts needed before an indicator is judged; what is not named takes the indicator's own. */
  minimumSamples: z.partialRecord(indicatorNameSchema, z.int().min(1).max(10_000)),
  /** What is weighed in each segment. */
  templates: z.strictObject({
    strategic: templateSchema,
    leverage: templateSchema,
    bottleneck: templateSchema,
    routine: templateSchema,
  }),
  /** Weight, of 100, that must have data; else the grade is N. */
  minimumWeightShare: z.number().gt(0).max(100),
  gradeBounds: gradeBoundsSchema,
  gates: z.array(gateSchema),
  /** Business days in which a supplier may appeal against a published score; 0: no window. */
  appealWindowDays: z.int().min(0).max(60),
  rectification: rectificationTermsSchema,
});

/** See {@link policySchema}. */
export type Policy = z.infer<typeof policySchema>;

/** What is wrong in a policy document, and where: `$.templates.routine[0].weight`. */
export interface PolicyFault {
  readonly path: string;
  readonly message: string;
}

/** A policy document that the schema refuses; nothing was stored. */
export class PolicyInvalid extends Error {
  readonly code = 'policyInvalid';

  constructor(readonly faults: readonly PolicyFault[]) {
    super(faults.map(({ path, message }) => `${path}: ${message}`).join('; '));
    this.name = 'PolicyInvalid';
  }
}

/** Parses a policy document; throws {@link PolicyInvalid} naming each fault with its path. */
export function parsePolicy(document: unknown): Policy {
  const parsed = policySchema.safeParse(document);
  if (parsed.success) return parsed.data;
  throw new PolicyInvalid(parsed.error.issues.map(({ path, message }) => ({ path: jsonPath(path), message })));
}

/** The minimum sample of an indicator under a policy. */
export function minimumSampleOf(policy: Policy, name: IndicatorName): number {
  return policy.minimumSamples[name] ?? indicatorNamed(name).minimumSample;
}

/** What of a policy the scoring needs. */
export function scoringTermsOf(policy: Policy, policyVersion: number): ScoringTerms {
  const { templates, gradeBounds, gates, minimumWeightShare } = policy;
  return {
    policyVersion,
    templates,
    gradeBounds,
    gates,
    minimumWeightShare,
    minimumSampleOf: (name) => minimumSampleOf(policy, name),
  };
}

function jsonPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, key) => (typeof key === 'number' ? `${text}[${key}]` : `${text}.${String(key)}`), '$');
}
