import { z } from 'zod';

export const severities = ['critical', 'major', 'minor'] as const;

/** How grave a case is. */
export type Severity = (typeof severities)[number];

/** Business days of the actor's own calendar. */
const businessDays = z.int().min(0).max(260);

/**
 * The numbers of a rectification as the policy sets them. A case keeps the terms it began with.
 * All values are business days unless the name says otherwise. Defaults: domain.md, sections "Deadlines" and "Rectification".
 */
export const rectificationTermsSchema = z
  .strictObject({
  /** From opening until the supplier has acknowledged. */
  acknowledge: businessDays.default(1),
  /** Severities that take the short arc: acknowledge, plan, evidence, verified. The others take the full 8D. */
  shortArcFor: z.array(z.enum(severities)).max(3).default(['minor']),
  /** From acknowledgement until the containment is in; never extended. */
  containment: businessDays.default(2),
  /** The same for a critical case, in elapsed hours. */
  criticalContainmentHours: z.int().min(1).max(240).default(24),
  /** From opening until the root causes – of occurrence and of non-detection – are in. */
  rootCause: businessDays.default(10),
  /** From opening until the corrective action plan is in. */
  plan: businessDays.default(15),
  /** The buyer's review of what the supplier has handed in, and quality's decision on a watch. */
  review: businessDays.default(2),
  /** From acceptance of the plan until evidence of its implementation is in. */
  implement: businessDays.default(20),
  /** Granted to the supplier when the buyer returns a step. */
  afterReturn: businessDays.default(5),
  /** Calendar days after verification in which the indicator that opened the case is watched. */
  watchDays: z.int().min(1).max(730).default(60),
  /** Lots due in the watch below which nothing is concluded. */
  watchLots: z.int().min(1).max(1_000).default(5),
  /** Calendar days of the watch, counted from verification, where too few lots were due; then quality decides. */
  longWatchDays: z.int().min(1).max(730).default(120),
  /** How often a case whose measures did not help is reopened before it has failed. */
  reopenings: z.int().min(0).max(5).default(1),
  /** Extensions that can be granted for one step. */
  extensionsPerStep: z.int().min(0).max(10).default(2),
  /** Longest single extension. */
  extensionLimit: businessDays.default(20),
  /** Reminders this many business days before the due date; 0 is the day itself. */
  remindBefore: z.array(businessDays).max(10).default([3, 1, 0]),
  /** Rungs of the ladder in business days after the due date (0: the due instant), in the order contact, escalation contact, owner, manager. */
  climbAfter: z.array(businessDays).min(1).max(4).default([0, 1, 2, 3]),
  /** Business days after the due date when the ladder is exhausted and the case has failed. */
  exhaustedAfter: businessDays.default(5),
  })
  .superRefine(({ climbAfter, exhaustedAfter, watchDays, longWatchDays }, context) => {
    if (longWatchDays < watchDays) context.addIssue({ code: 'custom', path: ['longWatchDays'], message: 'must not be shorter than the first watch' });
    if (climbAfter.some((days, rung) => rung > 0 && days < (climbAfter[rung - 1] ?? 0))) {
      context.addIssue({ code: 'custom', path: ['climbAfter'], message: 'must rise from rung to rung' });
    }
    if (exhaustedAfter < Math.max(1, ...climbAfter)) {
      context.addIssue({ code: 'custom', path: ['exhaustedAfter'], message: 'must be at least 1 and not before the last rung' });
    }
  });

/** See {@link rectificationTermsSchema}. */
export type RectificationTerms = z.infer<typeof rectificationTermsSchema>;

/** The terms of domain.md. */
export const defaultRectificationTerms: RectificationTerms = rectificationTermsSchema.parse({});
