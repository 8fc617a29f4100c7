import { defaultMonitoringTerms } from '../monitoring/terms.js';
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

/**
 * The policy of domain.md §5 with the indicators that exist. Dimensions without an indicator are left out and the
 * others carry the whole weight: innovation, quality and collaboration (strategic), price and quality (leverage),
 * price and effortless transactions (routine). Continuity (bottleneck) is measured by the quantity that arrives in time.
 */
export const defaultPolicy: Policy = {
  name: 'Default policy',
  toleranceDays: 0,
  minimumSamples: {},
  templates: {
    strategic: [
      { indicator: 'onTimeDelivery', weight: 40, normaliser: punctuality },
      { indicator: 'onTimeDeliveryByQuantity', weight: 20, normaliser: punctuality },
      { indicator: 'meanLateness', weight: 20, normaliser: lateness },
      { indicator: 'leadTimeVariation', weight: 20, normaliser: stability },
    ],
    leverage: [
      { indicator: 'onTimeDelivery', weight: 60, normaliser: punctuality },
      { indicator: 'onTimeDeliveryByQuantity', weight: 20, normaliser: punctuality },
      { indicator: 'meanLateness', weight: 20, normaliser: lateness },
    ],
    bottleneck: [
      { indicator: 'onTimeDeliveryByQuantity', weight: 40, normaliser: punctuality },
      { indicator: 'leadTimeVariation', weight: 30, normaliser: stability },
      { indicator: 'meanLateness', weight: 30, normaliser: lateness },
    ],
    routine: [
      { indicator: 'onTimeDelivery', weight: 70, normaliser: punctuality },
      { indicator: 'meanLateness', weight: 30, normaliser: lateness },
    ],
  },
  minimumWeightShare: 60,
  gradeBounds: { A: 90, B: 75 },
  gates: [{ gate: 'openCriticalNonconformity', highestGrade: 'C' }],
  appealWindowDays: 5,
  rectification: defaultRectificationTerms,
  monitoring: defaultMonitoringTerms,
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
 * to appeal, so scores are final at once.
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
};
