import { kmeans } from 'ml-kmeans';
import { mean, median, quantile, sampleStandardDeviation, standardDeviation } from 'simple-statistics';
import { stepsOf } from '../monitoring/lead-time-trend.js';
import { mannKendall } from '../monitoring/mann-kendall.js';
import { segments, type Segment } from '../supplier/status.js';
import { type Difference, featureNames, type FeatureValues, setsApart } from './sets-apart.js';

/** What of a supplier the clusters are made from. */
export interface SupplierHistory {
  readonly supplierId: string;
  /** By which the suppliers are ordered, so that the same facts give the same groups. */
  readonly code: string;
  readonly segment: Segment;
  /** Judged months with enough lines, in order; on-time delivery in percent. */
  readonly months: readonly { readonly month: string; readonly linesDue: number; readonly linesOnTime: number }[];
  /** Mean days; null when no line has an order date. */
  readonly leadTime: number | null;
  /** Percent of all spend. */
  readonly spendShare: number;
}

/** The numbers of the clusters; see `foresight` of the policy. */
export interface ClusterTerms {
  readonly clusterMonths: number;
  readonly trendP: number;
  readonly volatileAbove: number;
  readonly minimumSuppliers: number;
  readonly groups: number;
}

export type ClusterName = 'highPotential' | 'highRisk';
/** Why a supplier is in a cluster. */
export type ClusterReason = 'improving' | 'aboveMedian' | 'worsening' | 'volatile' | 'critical';

export interface ClusterMember {
  readonly supplierId: string;
  readonly code: string;
  readonly cluster: ClusterName;
  readonly because: readonly ClusterReason[];
  readonly features: FeatureValues;
  /** Two-sided p of the trend. */
  readonly trendP: number;
}

/** Suppliers that are alike, whatever cluster they are in. */
export interface LikenessGroup {
  readonly suppliers: number;
  readonly highPotential: number;
  readonly highRisk: number;
  readonly setsApart: readonly Difference[];
}

export type Clusters =
  | { readonly status: 'insufficientHistory'; readonly reason: string; readonly judged: number }
  | {
      readonly status: 'ok';
      readonly judged: number;
      readonly medianLevel: number;
      /** Spread above which a supplier is volatile. */
      readonly volatileFrom: number;
      readonly members: readonly ClusterMember[];
      readonly setsApart: Readonly<Record<ClusterName, readonly Difference[]>>;
      /** Of all judged suppliers, by k-means over their standardised features. */
      readonly groups: readonly LikenessGroup[];
    };

interface Described {
  readonly history: SupplierHistory;
  readonly features: FeatureValues & { readonly level: number; readonly volatility: number };
  readonly direction: 'improving' | 'worsening' | null;
  readonly trendP: number;
}

/** Any number: the same for everybody, so that the groups do not change between two looks. */
const SEED = 20_061_115;

/**
 * The clusters of domain.md §6: high-potential is who improves and lies above the median; high-risk who worsens, or is volatile
 * and critical (strategic or bottleneck). Trends are Mann-Kendall's over the months; volatile is whose months spread more than
 * those of `volatileAbove` % of suppliers. Suppliers with fewer than `clusterMonths` months are not judged. Deterministic:
 * the order of the histories does not matter.
 */
export function clustersOf(histories: readonly SupplierHistory[], terms: ClusterTerms): Clusters {
  const described = histories
    .filter(({ months }) => months.length >= terms.clusterMonths)
    .toSorted((a, b) => (a.code < b.code ? -1 : 1))
    .map((history) => describe(history, terms));
  if (described.length < terms.minimumSuppliers) {
    const reason = `${described.length} suppliers with ${terms.clusterMonths} judged months; a comparison needs ${terms.minimumSuppliers}`;
    return { status: 'insufficientHistory', reason, judged: described.length };
  }
  const medianLevel = median(described.map(({ features }) => features.level));
  const volatileFrom = quantile(described.map(({ features }) => features.volatility), terms.volatileAbove / 100);
  const members = described.flatMap((each) => membershipsOf(each, { medianLevel, volatileFrom }));
  const apart = (cluster: ClusterName) => {
    const inside = new Set(members.filter((member) => member.cluster === cluster).map(({ supplierId }) => supplierId));
    return apartFrom(described, ({ history }) => inside.has(history.supplierId));
  };
  return {
    status: 'ok',
    judged: described.length,
    medianLevel,
    volatileFrom,
    members,
    setsApart: { highPotential: apart('highPotential'), highRisk: apart('highRisk') },
    groups: likenessGroups(described, members, terms.groups),
  };
}

function describe(history: SupplierHistory, { trendP }: ClusterTerms): Described {
  const { months, leadTime, spendShare, segment } = history;
  const rates = months.map(({ linesOnTime, linesDue }) => (100 * linesOnTime) / linesDue);
  const trend = mannKendall(rates, stepsOf(months.map(({ month }) => month)));
  const due = months.reduce((sum, { linesDue }) => sum + linesDue, 0);
  const onTime = months.reduce((sum, { linesOnTime }) => sum + linesOnTime, 0);
  const direction = trend.p >= trendP ? null : trend.s > 0 ? 'improving' : 'worsening';
  const features = {
    level: (100 * onTime) / due,
    trend: trend.slope,
    volatility: sampleStandardDeviation(rates),
    leadTime,
    spendShare,
    criticality: criticalityOf(segment),
  };
  return { history, features, direction, trendP: trend.p };
}

/** By profit impact and supply risk as in the order of `segments`, most critical first; bottleneck lies between leverage and strategic. */
function criticalityOf(segment: Segment): number {
  return segments.length - 1 - segments.indexOf(segment);
}

function membershipsOf({ history, features, direction, trendP }: Described, bounds: { medianLevel: number; volatileFrom: number }): ClusterMember[] {
  const { supplierId, code, segment } = history;
  const member = (cluster: ClusterName, because: ClusterReason[]): ClusterMember => ({ supplierId, code, cluster, because, features, trendP });
  const critical = segment === 'strategic' || segment === 'bottleneck';
  const risk: ClusterReason[] = [
    ...(direction === 'worsening' ? (['worsening'] as const) : []),
    ...(features.volatility > bounds.volatileFrom && critical ? (['volatile', 'critical'] as const) : []),
  ];
  return [
    ...(direction === 'improving' && features.level > bounds.medianLevel ? [member('highPotential', ['improving', 'aboveMedian'])] : []),
    ...(risk.length > 0 ? [member('highRisk', risk)] : []),
  ];
}

function likenessGroups(described: readonly Described[], members: readonly ClusterMember[], count: number): LikenessGroup[] {
  const { clusters } = kmeans(standardised(described), Math.min(count, described.length), { seed: SEED, initialization: 'kmeans++' });
  const groups = [...new Set(clusters)].map((number) => {
    const ids = new Set(described.filter((_, at) => clusters[at] === number).map(({ history }) => history.supplierId));
    const within = (cluster: ClusterName) => members.filter((member) => member.cluster === cluster && ids.has(member.supplierId)).length;
    const apart = apartFrom(described, ({ history }) => ids.has(history.supplierId));
    return { suppliers: ids.size, highPotential: within('highPotential'), highRisk: within('highRisk'), setsApart: apart };
  });
  return groups.sort((a, b) => b.suppliers - a.suppliers);
}

/** One row a supplier, each feature with mean 0 and deviation 1; what is unknown lies at the mean. */
function standardised(described: readonly Described[]): number[][] {
  const columns = featureNames.map((feature) => {
    const known = described.flatMap(({ features }) => features[feature] ?? []);
    const middle = known.length > 0 ? mean(known) : 0;
    const deviation = known.length > 0 ? standardDeviation(known) : 0;
    return described.map(({ features }) => (deviation === 0 ? 0 : ((features[feature] ?? middle) - middle) / deviation));
  });
  return described.map((_, row) => columns.map((column) => column[row] ?? 0));
}

function apartFrom(described: readonly Described[], inside: (each: Described) => boolean): Difference[] {
  const group = described.filter(inside).map(({ features }) => features);
  return setsApart(group, described.filter((each) => !inside(each)).map(({ features }) => features));
}
