import { defaultConsequenceRules } from '../consequences/rules.js';
import { defaultEvaluationTerms } from '../evaluation/terms.js';
import { defaultOutcomeGoals } from '../outcomes/outcomes.js';
import { defaultMonitoringTerms } from '../monitoring/terms.js';
import { defaultOnboardingRules } from '../onboarding/terms.js';
import { defaultPhaseOutTerms } from '../phase-out/terms.js';
import { defaultRectificationTerms } from '../rectification/terms.js';
import { defaultSegmentationTerms } from '../segmentation/terms.js';
import type { Normaliser } from '../scoring/normaliser.js';
import type { Policy } from './policy.js';

/** Half of the deliveries late is worth nothing; each missed per cent costs two points. */
const punctuality: Normaliser = { kind: 'linear', floor: 50, target: 100 };
/** Two weeks late on average is worth nothing. */
const lateness: Normaliser = { kind: 'linear', floor: 14, target: 0 };
/** A spread of half the mean is usual where one supplier ships many items to many places; of twice the mean, unplannable. */
const stability: Normaliser = { kind: 'linear', floor: 2, target: 0.5 };

/** A tenth of what was inspected rejected is worth nothing. */
const accepted: Normaliser = { kind: 'linear', floor: 90, target: 100 };
/** One defect in a hundred parts is worth nothing. */
const defects: Normaliser = { kind: 'linear', floor: 10_000, target: 0 };
/** A fifth dearer than the market is worth nothing; a twentieth cheaper is as good as it gets. */
const price: Normaliser = { kind: 'linear', floor: 80, target: 105 };
/** Prices that have not risen within the year are worth everything, a tenth more nothing. */
const priceRise: Normaliser = { kind: 'linear', floor: 10, target: 0 };
/** Half of the answers late, or half of the defects back again, is worth nothing. */
const collaboration: Normaliser = { kind: 'linear', floor: 50, target: 100 };
/** One wrong invoice in five is worth nothing. */
const invoices: Normaliser = { kind: 'linear', floor: 80, target: 100 };
/** Three shifts lost are worth nothing. */
const stoppages: Normaliser = { kind: 'linear', floor: 24, target: 0 };

/**
 * The policy of domain.md §5. Innovation and R&D of a strategic supplier has no facts yet: its weight is with the others.
 * Collaboration is how a supplier answers and whether its corrections last; continuity is what came in time and what stood still.
 * In the routine segment, where every supplier begins, deliveries carry just what a grade needs: who has nothing but them is judged.
 */
export const defaultPolicy: Policy = {
  name: 'Default policy',
  toleranceDays: 0,
  overDeliveryPercent: 5,
  recurrenceDays: 90,
  indicators: [],
  minimumSamples: {},
  templates: {
    strategic: [
      { indicator: 'onTimeDelivery', weight: 20, normaliser: punctuality },
      { indicator: 'leadTimeVariation', weight: 15, normaliser: stability },
      { indicator: 'qualityPassRate', weight: 20, normaliser: accepted },
      { indicator: 'partsPerMillion', weight: 15, normaliser: defects },
      { indicator: 'responsiveness', weight: 15, normaliser: collaboration },
      { indicator: 'rectificationEffectiveness', weight: 15, normaliser: collaboration },
    ],
    leverage: [
      { indicator: 'priceCompetitiveness', weight: 25, normaliser: price },
      { indicator: 'costChange', weight: 10, normaliser: priceRise },
      { indicator: 'onTimeDelivery', weight: 25, normaliser: punctuality },
      { indicator: 'onTimeDeliveryByQuantity', weight: 10, normaliser: punctuality },
      { indicator: 'qualityPassRate', weight: 20, normaliser: accepted },
      { indicator: 'partsPerMillion', weight: 10, normaliser: defects },
    ],
    bottleneck: [
      { indicator: 'onTimeDeliveryByQuantity', weight: 40, normaliser: punctuality },
      { indicator: 'lineStoppageHours', weight: 20, normaliser: stoppages },
      { indicator: 'leadTimeVariation', weight: 25, normaliser: stability },
      { indicator: 'meanLateness', weight: 15, normaliser: lateness },
    ],
    routine: [
      { indicator: 'onTimeDelivery', weight: 45, normaliser: punctuality },
      { indicator: 'meanLateness', weight: 15, normaliser: lateness },
      { indicator: 'priceCompetitiveness', weight: 20, normaliser: price },
      { indicator: 'invoiceAccuracy', weight: 20, normaliser: invoices },
    ],
  },
  minimumWeightShare: 60,
  gradeBounds: { A: 90, B: 75 },
  gates: [
    { gate: 'openCriticalNonconformity', highestGrade: 'C' },
    { gate: 'expiredMandatoryCertificate', highestGrade: 'C' },
    { gate: 'sanctionsHit', highestGrade: 'C' },
    { gate: 'forgedCertificate', highestGrade: 'C' },
  ],
  appealWindowDays: 5,
  evaluation: defaultEvaluationTerms,
  consequences: [...defaultConsequenceRules],
  rectification: defaultRectificationTerms,
  onboarding: defaultOnboardingRules,
  phaseOut: defaultPhaseOutTerms,
  monitoring: defaultMonitoringTerms,
  outcomes: defaultOutcomeGoals,
  segmentation: defaultSegmentationTerms,
  restatementPeriods: 4,
};

const deliveriesOnly: Policy['templates']['routine'] = [
  { indicator: 'onTimeDelivery', weight: 50, normaliser: punctuality },
  { indicator: 'onTimeDeliveryByQuantity', weight: 25, normaliser: punctuality },
  { indicator: 'meanLateness', weight: 15, normaliser: lateness },
  { indicator: 'leadTimeVariation', weight: 10, normaliser: stability },
];

/**
 * The policy of the sample data, which knows deliveries and nothing else: the same template in every segment.
 * The length of the lead time is not weighed, as it tells more of the distance than of the supplier. Nobody is there
 * to appeal or to read a scorecard, so scores are final at once.
 */
export const samplePolicy: Policy = {
  ...defaultPolicy,
  name: 'Sample policy: deliveries only',
  templates: {
    strategic: deliveriesOnly,
    leverage: deliveriesOnly,
    bottleneck: deliveriesOnly,
    routine: deliveriesOnly,
  },
  appealWindowDays: 0,
  evaluation: { ...defaultEvaluationTerms, scorecards: false },
};
