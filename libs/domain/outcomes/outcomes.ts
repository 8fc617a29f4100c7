import { z } from 'zod';

/** What the programme is judged by (domain.md §8). */
export const outcomeNames = [
  'evaluationCycleTime',
  'rectificationResponseSpeed',
  'lineStoppageHours',
  'shareOfOrdersWithA',
  'eliminationRateOfC',
  'purchaseCost',
] as const;
export type OutcomeName = (typeof outcomeNames)[number];

/** How an outcome is computed and when it is good. */
export interface OutcomeDefinition {
  readonly title: string;
  readonly formula: string;
  readonly unit: 'days' | 'perHour' | 'hoursPerMonth' | 'percent';
  readonly direction: 'lowerIsBetter' | 'higherIsBetter';
  /** What is counted in its sample. */
  readonly sampleOf: string;
  /** Under this sample there is nothing to say. */
  readonly minimumSample: number;
  /** `value`: the goal is a value; `change`: percent against the baseline. */
  readonly goalOf: 'value' | 'change';
}

/** Every outcome by its name. */
export const outcomeDefinitions: Readonly<Record<OutcomeName, OutcomeDefinition>> = {
  evaluationCycleTime: {
    title: 'Evaluation cycle time',
    formula: 'calendar days from the first cut-off to publication, median of the official evaluations published in the period',
    unit: 'days',
    direction: 'lowerIsBetter',
    sampleOf: 'evaluations published',
    minimumSample: 1,
    goalOf: 'value',
  },
  rectificationResponseSpeed: {
    title: 'Rectification response speed',
    formula: '1 / median hours from asking the supplier for a step of a rectification to its answer, of the answers given in the period',
    unit: 'perHour',
    direction: 'higherIsBetter',
    sampleOf: 'steps answered',
    minimumSample: 3,
    goalOf: 'change',
  },
  lineStoppageHours: {
    title: 'Line stoppages caused by suppliers',
    formula: 'hours that our lines stood still because of suppliers, by month of 30.4375 days',
    unit: 'hoursPerMonth',
    direction: 'lowerIsBetter',
    sampleOf: 'stoppages, and order lines due',
    minimumSample: 1,
    goalOf: 'change',
  },
  shareOfOrdersWithA: {
    title: 'Share of orders with A suppliers',
    formula:
      'order lines of suppliers whose last official grade before the order was A / order lines × 100; those cancelled whole are left out, and those of suppliers without a grade count as not A',
    unit: 'percent',
    direction: 'higherIsBetter',
    sampleOf: 'order lines, if any supplier had a grade',
    minimumSample: 1,
    goalOf: 'value',
  },
  eliminationRateOfC: {
    title: 'Elimination rate of C suppliers',
    formula: 'suppliers with an official C for a period that ended in the period, of whom we have parted or decided to / suppliers with such a C × 100',
    unit: 'percent',
    direction: 'lowerIsBetter',
    sampleOf: 'suppliers with a C',
    minimumSample: 1,
    goalOf: 'change',
  },
  purchaseCost: {
    title: 'Purchase cost',
    formula: 'cost of the items bought in both periods / cost of the same quantities at the mean prices of the baseline period × 100, in the currency of most lines',
    unit: 'percent',
    direction: 'lowerIsBetter',
    sampleOf: 'order lines compared',
    minimumSample: 3,
    goalOf: 'change',
  },
};

const change = z.number().min(-100).max(10_000);

/** What the policy wants of each outcome: a value, or a change in percent against the baseline. Defaults: domain.md §8. */
export const outcomeGoalsSchema = z.strictObject({
  evaluationCycleTime: z.number().min(0).max(366).default(3),
  rectificationResponseSpeed: change.default(40),
  lineStoppageHours: change.default(-60),
  shareOfOrdersWithA: z.number().min(0).max(100).default(50),
  eliminationRateOfC: change.default(-30),
  purchaseCost: change.default(-8),
});

/** See {@link outcomeGoalsSchema}. */
export type OutcomeGoals = z.infer<typeof outcomeGoalsSchema>;

/** The goals of domain.md. */
export const defaultOutcomeGoals: OutcomeGoals = outcomeGoalsSchema.parse({});

/** A measured figure; `value` is null when nothing can be computed from what there is. */
export interface Measured {
  readonly value: number | null;
  readonly sample: number;
}

/** `noBaseline`: the goal is a change, and there is nothing to compare with. */
export type OutcomeStatus = 'met' | 'notMet' | 'insufficientData' | 'noBaseline';

/** An outcome against its baseline; `value` is null under the minimum sample, `change` where there is nothing to compare with. */
export interface JudgedOutcome {
  readonly value: number | null;
  readonly sample: number;
  /** Percent against the baseline. */
  readonly change: number | null;
  readonly status: OutcomeStatus;
}

/** What was measured, null under the minimum sample. */
export function valueOf(name: OutcomeName, { value, sample }: Measured): number | null {
  return sample < outcomeDefinitions[name].minimumSample ? null : value;
}

/** Judges what was measured against the baseline's value and the goal of the policy. */
export function judgeOutcome(name: OutcomeName, measured: Measured, baseline: number | null, goals: OutcomeGoals): JudgedOutcome {
  const { goalOf, direction } = outcomeDefinitions[name];
  const value = valueOf(name, measured);
  const changed = value === null || baseline === null ? null : changeOf(value, baseline);
  const judged = { value, sample: measured.sample, change: changed };
  if (value === null) return { ...judged, status: 'insufficientData' };
  const figure = goalOf === 'value' ? value : changed;
  if (figure === null) return { ...judged, status: 'noBaseline' };
  // Binary fractions: +40 % must not fail by 10⁻¹⁴.
  const rounded = Number(figure.toFixed(9));
  // From nothing to nothing is no fall, and yet nothing can be better.
  const bestThereIs = direction === 'lowerIsBetter' && value === 0;
  const met = bestThereIs || (direction === 'lowerIsBetter' ? rounded <= goals[name] : rounded >= goals[name]);
  return { ...judged, status: met ? 'met' : 'notMet' };
}

/** From nothing there is no change in percent, but to nothing. */
function changeOf(value: number, baseline: number): number | null {
  if (baseline === 0) return value === 0 ? 0 : null;
  return ((value - baseline) / baseline) * 100;
}

/** The days right before a period, as many as it has; all dates inclusive, `YYYY-MM-DD`. */
export function spanBefore({ from, to }: { from: string; to: string }): { from: string; to: string } {
  const day = 24 * 60 * 60_000;
  const [first, last] = [Date.parse(from), Date.parse(to)];
  const text = (at: number) => new Date(at).toISOString().slice(0, 10);
  return { from: text(first - (last - first) - day), to: text(first - day) };
}
