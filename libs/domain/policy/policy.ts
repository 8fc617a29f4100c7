import { z } from 'zod';
import { consequenceRulesSchema, defaultConsequenceRules } from '../consequences/rules.js';
import { evaluationTermsSchema } from '../evaluation/terms.js';
import { indicatorNamed, type IndicatorName, indicatorNameSchema, indicators } from '../indicators/catalogue.js';
import { indicatorsOf, type UserIndicator, userIndicatorsSchema } from '../indicators/user-defined.js';
import { monitoringTermsSchema } from '../monitoring/terms.js';
import { outcomeGoalsSchema } from '../outcomes/outcomes.js';
import { onboardingRulesSchema } from '../onboarding/terms.js';
import { phaseOutTermsSchema } from '../phase-out/terms.js';
import { rectificationTermsSchema } from '../rectification/terms.js';
import { gateSchema, gradeBoundsSchema } from '../scoring/grade.js';
import { faultsOf } from '../scoring/normaliser.js';
import type { ScoringTerms } from '../scoring/score.js';
import { segmentationTermsSchema } from '../segmentation/terms.js';
import { type Template, templateSchema } from '../scoring/template.js';
import { type Segment, segments } from '../supplier/status.js';
import { PolicyInvalid } from './fault.js';
import { issuesOf, nearest } from './issues.js';

/** A policy: every number by which suppliers are judged. Immutable once published. */
export const policySchema = z
  .strictObject({
    name: z.string().trim().min(1).max(120),
    /** Calendar days after the promised date that still count as on time. */
    toleranceDays: z.int().min(0).max(60),
    /** Percent above what was due from which a line is over-delivered, and so not in full. */
    overDeliveryPercent: z.number().min(0).max(1_000).default(5),
    /** Calendar days after a rectification closed effective in which another of its kind is a recurrence. */
    recurrenceDays: z.int().min(1).max(730).default(90),
    /** Indicators that this policy defines itself; its templates can weigh them. */
    indicators: userIndicatorsSchema.default([]),
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
    /** How a cycle collects ratings, is reviewed and hears appeals. */
    evaluation: evaluationTermsSchema.prefault({}),
    /** What good and bad grades lead to, besides a rectification. */
    consequences: consequenceRulesSchema.default([...defaultConsequenceRules]),
    rectification: rectificationTermsSchema,
    /** How a supplier comes in: deadlines, who approves, audit, trial, and how long it is qualified. */
    onboarding: onboardingRulesSchema.prefault({}),
    /** How a supplier leaves: approvals, notice, the steps of the order share, reminders. */
    phaseOut: phaseOutTermsSchema.prefault({}),
    /** What is watched between evaluations, and how forecasts and clusters look back. */
    monitoring: monitoringTermsSchema.prefault({}),
    /** What the programme wants to reach. */
    outcomes: outcomeGoalsSchema.prefault({}),
    /** By which answers and figures suppliers are segmented. */
    segmentation: segmentationTermsSchema.prefault({}),
    /** How many periods back facts that arrive late are still judged anew. */
    restatementPeriods: z.int().min(0).max(24).default(4),
  })
  .superRefine((policy, context) => {
    for (const fault of [...unknownIndicators(policy), ...upsideDown(policy)]) context.addIssue({ code: 'custom', ...fault });
  });

interface Naming {
  readonly indicators: readonly UserIndicator[];
  readonly templates: Readonly<Record<Segment, Template>>;
  readonly minimumSamples: Readonly<Partial<Record<IndicatorName, number>>>;
}

interface Fault {
  readonly path: (string | number)[];
  readonly message: string;
}

/** Places that name an indicator that there is not. */
function unknownIndicators({ indicators: own, templates, minimumSamples }: Naming): Fault[] {
  const known = [...indicators, ...own].map((indicator) => indicator.name);
  const weighed = segments.flatMap((segment) => templates[segment].map(({ indicator }, index) => ({ name: indicator, path: ['templates', segment, index, 'indicator'] })));
  const sampled = Object.keys(minimumSamples).map((name) => ({ name, path: ['minimumSamples', name] }));
  return [...weighed, ...sampled]
    .filter(({ name }) => !known.includes(name))
    .map(({ name, path }) => ({ path, message: `${JSON.stringify(name)} is not known; ${nearest(name, known)}` }));
}

/** Normalisers of the policy's own indicators that would give a better value fewer points; the template checks the others. */
function upsideDown({ indicators: own, templates }: Naming): Fault[] {
  return segments.flatMap((segment) =>
    templates[segment].flatMap(({ indicator, normaliser }, index) => {
      const defined = own.find(({ name }) => name === indicator);
      const faults = defined ? faultsOf(normaliser, defined.direction) : [];
      return faults.map(({ path, message }) => ({ path: ['templates', segment, index, 'normaliser', ...path], message }));
    }),
  );
}

/** See {@link policySchema}. */
export type Policy = z.infer<typeof policySchema>;

/** Parses a policy document; throws {@link PolicyInvalid} naming each fault with its path. */
export function parsePolicy(document: unknown): Policy {
  const parsed = policySchema.safeParse(document);
  if (parsed.success) return parsed.data;
  throw new PolicyInvalid(
    issuesOf(policySchema, document, parsed.error).map(({ path, message }) => ({ path: path.map(String).join('.'), line: null, column: null, message })),
  );
}

/** By what of a policy facts are counted, as the measures take it. */
export function countingOf({ toleranceDays, overDeliveryPercent, recurrenceDays }: Policy): Pick<Policy, 'toleranceDays' | 'overDeliveryPercent' | 'recurrenceDays'> {
  return { toleranceDays, overDeliveryPercent, recurrenceDays };
}

/** The minimum sample of an indicator under a policy. */
export function minimumSampleOf(policy: Policy, name: IndicatorName): number {
  const own = policy.indicators.find((indicator) => indicator.name === name);
  return policy.minimumSamples[name] ?? (own ?? indicatorNamed(name)).minimumSample;
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
    indicators: indicatorsOf(policy.indicators),
  };
}
