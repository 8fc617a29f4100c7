import { mean, standardDeviation } from 'simple-statistics';

/** What suppliers are compared by, in the order in which people see it, with its unit and the words for it. */
export const features = {
  level: { unit: 'percent', words: 'on-time delivery' },
  trend: { unit: 'percentPerMonth', words: 'change of on-time delivery in a month' },
  volatility: { unit: 'percent', words: 'spread of on-time delivery between months' },
  leadTime: { unit: 'days', words: 'lead time' },
  spendShare: { unit: 'percent', words: 'share of all spend' },
  criticality: { unit: 'rank', words: 'criticality of the segment (0 routine to 3 strategic)' },
} as const;
export type Feature = keyof typeof features;
export const featureNames = Object.keys(features) as Feature[];

/** A supplier's figures; null where there is none. */
export type FeatureValues = Readonly<Record<Feature, number | null>>;

/** How far the mean of a group lies from that of the others. */
export interface Difference {
  readonly feature: Feature;
  readonly unit: string;
  readonly group: number;
  readonly others: number;
  /** In standard deviations of all; positive: the group's is higher. */
  readonly standardised: number;
  readonly words: string;
}

/**
 * What sets a group apart from the others, the greatest standardised difference first. A feature that is the same for all,
 * or unknown in one of both, says nothing and is left out.
 */
export function setsApart(group: readonly FeatureValues[], others: readonly FeatureValues[]): Difference[] {
  const differences = featureNames.flatMap((feature): Difference[] => {
    const inside = valuesOf(group, feature);
    const outside = valuesOf(others, feature);
    if (inside.length === 0 || outside.length === 0) return [];
    const deviation = standardDeviation([...inside, ...outside]);
    if (deviation === 0) return [];
    const standardised = (mean(inside) - mean(outside)) / deviation;
    const difference = { feature, unit: features[feature].unit, group: mean(inside), others: mean(outside), standardised };
    return [{ ...difference, words: inWords(difference) }];
  });
  return differences.sort((a, b) => Math.abs(b.standardised) - Math.abs(a.standardised));
}

/** Sizes of Cohen's d: from 0.2 on small, 0.5 medium, 0.8 large. Source: Cohen, Statistical Power Analysis (1988), 2.2. */
function inWords({ feature, group, others, standardised }: Omit<Difference, 'words'>): string {
  const size = Math.abs(standardised);
  const how = size < 0.2 ? 'about the same' : `${size < 0.5 ? 'slightly' : size < 0.8 ? 'clearly' : 'much'} ${standardised > 0 ? 'higher' : 'lower'}`;
  return `${features[feature].words}: ${how} (${rounded(group)} against ${rounded(others)})`;
}

function rounded(value: number): string {
  return value.toFixed(Math.abs(value) < 10 ? 2 : 1);
}

function valuesOf(all: readonly FeatureValues[], feature: Feature): number[] {
  return all.flatMap((each) => each[feature] ?? []);
}
