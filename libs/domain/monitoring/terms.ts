import { z } from 'zod';

/** How grave an alert is, mild first. One of high severity puts the supplier on watch (domain.md §2). */
export const alertSeverities = ['low', 'medium', 'high'] as const;
export type AlertSeverity = (typeof alertSeverities)[number];

const severity = z.enum(alertSeverities);
const enabled = z.boolean().default(true);
const months = z.int().min(1).max(60);
const days = z.int().min(0).max(3650);
const percent = z.number().gt(0).max(100);
const probability = z.number().gt(0).lt(1);
/** What an alert of the rule opens, once people have been told of it. */
const opens = z.enum(['nothing', 'rectification']).default('nothing');

/** An alert some days before an end; the fewer are left the graver. */
const step = z.strictObject({ days, severity });
type Step = z.infer<typeof step>;

const steps = (defaults: Step[]) =>
  z
    .array(step)
    .min(1)
    .max(10)
    .refine((list) => list.every(({ days: left }, at) => at === 0 || left < (list[at - 1]?.days ?? 0)), 'the days must fall from step to step')
    .default(defaults);

/**
 * The numbers of monitoring and foresight as the policy sets them. Defaults: domain.md §6, Monitoring.
 * Months are calendar months of the promised date; a month is judged only when it is over (see `judgedAfterBusinessDays`).
 */
export const monitoringTermsSchema = z.strictObject({
  /** Business days of the buyer that pass after a month's end (and the tolerance of its last lines) before it is judged. */
  judgedAfterBusinessDays: z.int().min(0).max(60).default(5),
  /**
   * The default alert. High: three months below the threshold are no slip, and the supplier is watched until the row breaks.
   */
  onTimeDelivery3Months: z
    .strictObject({
      enabled,
      opens,
      severity: severity.default('high'),
      /** Percent; a month strictly below it is a bad one. */
      threshold: percent.default(90),
      /** Consecutive bad months that make the row. */
      months: months.default(3),
      /** Lines due that a month needs; one with fewer breaks the row. */
      minimumLines: z.int().min(1).max(10_000).default(3),
    })
    .prefault({}),
  leadTimeLengthening: z
    .strictObject({
      enabled,
      opens,
      severity: severity.default('medium'),
      /** Two-sided significance of the Mann-Kendall test. */
      p: probability.default(0.05),
      /** Judged months looked at. */
      windowMonths: months.default(12),
      /** Of them, how many must have a lead time. */
      minimumMonths: z.int().min(4).max(60).default(6),
      /** Arrived lines that a month's mean lead time needs. */
      minimumLines: z.int().min(1).max(10_000).default(1),
    })
    .prefault({}),
  certificateEnding: z
    .strictObject({
      enabled,
      opens,
      steps: steps([
        { days: 60, severity: 'low' },
        { days: 30, severity: 'medium' },
        { days: 7, severity: 'high' },
      ]),
      /** A certificate that is not mandatory alerts at most this gravely: it does not put anybody on watch by itself. */
      highestIfOptional: severity.default('medium'),
    })
    .prefault({}),
  contractEnding: z
    .strictObject({
      enabled,
      opens,
      steps: steps([
        { days: 60, severity: 'low' },
        { days: 30, severity: 'low' },
        { days: 7, severity: 'medium' },
      ]),
    })
    .prefault({}),
  soleSourceInBottleneck: z
    .strictObject({
      enabled,
      opens,
      severity: severity.default('medium'),
      /** Who had a line due in the category within so many months counts as a source. */
      windowMonths: months.default(12),
    })
    .prefault({}),
  complaintSurge: z
    .strictObject({
      enabled,
      opens,
      severity: severity.default('medium'),
      /** Complaints of the last days … */
      windowDays: z.int().min(1).max(365).default(30),
      /** … against as many windows before them. */
      baselineWindows: z.int().min(3).max(60).default(12),
      /** Fewer complaints are never a surge. */
      minimum: z.int().min(1).max(10_000).default(3),
      /** How improbable so many are at the supplier's own mean rate (Poisson). */
      p: probability.default(0.01),
    })
    .prefault({}),
  spendConcentration: z
    .strictObject({
      enabled,
      opens,
      severity: severity.default('low'),
      /** Share of a category's spend at one supplier, percent: the cap of domain.md §2. */
      categoryShare: percent.default(70),
      /** Share of all spend at one supplier, percent. */
      totalShare: percent.default(30),
      windowMonths: months.default(12),
      /** Lines that a category (or everything) needs before its shares mean anything. */
      minimumLines: z.int().min(1).max(1_000_000).default(20),
    })
    .prefault({}),
  /**
   * Lines are due and nothing arrives, though the supplier used to deliver. High, and a critical rectification opens: of a
   * supplier that has stopped, production hears the same day.
   */
  supplyStopped: z
    .strictObject({
      enabled,
      opens: z.enum(['nothing', 'rectification']).default('rectification'),
      severity: severity.default('high'),
      /** Days since the first line that fell due after the last arrival; a longer pause that the supplier has made before is no stop. */
      quietDays: z.int().min(1).max(365).default(14),
      /** Lines due since the last arrival of which nothing has come. */
      minimumLines: z.int().min(1).max(10_000).default(3),
      /** Days with arrivals that the supplier's history needs … */
      minimumDeliveries: z.int().min(2).max(1_000).default(10),
      /** … within so many months before the last one. */
      windowMonths: months.default(12),
    })
    .prefault({}),
  foresight: z
    .strictObject({
      /** Judged months that forecast and clusters look at. */
      windowMonths: months.default(24),
      /** Months with figures that a forecast needs. */
      minimumMonths: z.int().min(6).max(60).default(12),
      /** Lines due that a month's figure needs. */
      minimumLines: z.int().min(1).max(10_000).default(3),
      /** Share of outcomes that the interval shall hold, percent. */
      interval: z.number().min(50).max(99).default(80),
      /** How much of each new month's surprise the forecast's level takes over (simple exponential smoothing). */
      smoothing: z.number().gt(0).lte(1).default(0.2),
      /** Months with figures that a supplier needs to be clustered. */
      clusterMonths: z.int().min(4).max(60).default(6),
      /** Two-sided significance of the trend that makes a supplier improving or worsening. */
      trendP: probability.default(0.1),
      /** Volatile is whose months spread more than those of this percentage of suppliers. */
      volatileAbove: z.number().gt(0).lt(100).default(75),
      /** Fewer suppliers with enough history tell nothing about each other. */
      minimumSuppliers: z.int().min(4).max(10_000).default(8),
      /** Groups that the suppliers fall into by likeness. */
      groups: z.int().min(2).max(10).default(3),
    })
    .prefault({}),
});

/** See {@link monitoringTermsSchema}. */
export type MonitoringTerms = z.infer<typeof monitoringTermsSchema>;

/** The terms of domain.md. */
export const defaultMonitoringTerms: MonitoringTerms = monitoringTermsSchema.parse({});
