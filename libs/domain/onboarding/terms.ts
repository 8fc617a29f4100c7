import { z } from 'zod';
import { severities } from '../rectification/terms.js';
import { grades, segments } from '../supplier/status.js';

const businessDays = z.int().min(0).max(260);

/** The roles that can be asked to approve a supplier. */
export const approverRoles = ['procurement', 'quality', 'manager'] as const;
export type ApproverRole = (typeof approverRoles)[number];

/** Who approves a supplier of these segments with this expected spend; the first rule that fits holds. */
const approvalRule = z.strictObject({
  segments: z.array(z.enum(segments)).min(1),
  /** From this yearly spend on, in the currency of the policy. */
  fromSpend: z.number().min(0),
  /** Steps one after the other; the roles of one step side by side, a role as often as it needs people. */
  steps: z.array(z.array(z.enum(approverRoles)).min(1).max(5)).min(1).max(5),
});

/** The numbers of an onboarding, as the policy has them. A case keeps those with which it began; deadlines are business days. */
export const onboardingRulesSchema = z
  .strictObject({
    /** Version of the agreement on confidentiality and use of data; nobody becomes active without it. */
    agreement: z.string().min(1).max(60).default('2026-1'),
    /** For the supplier's answers. */
    answer: businessDays.default(15),
    /** For what the supplier is asked besides. */
    inform: businessDays.default(5),
    /** So often the supplier may ask for more time in one step; the owner decides. */
    extensionsPerStep: z.int().min(0).max(10).default(2),
    /** Longest single extension. */
    extensionLimit: businessDays.default(20),
    /** For each of our own steps. */
    review: businessDays.default(5),
    audit: businessDays.default(30),
    approve: businessDays.default(3),
    /** For the corrections of an audit's findings, which are rectifications with deadlines of their own. */
    correct: businessDays.default(60),
    contract: businessDays.default(20),
    trial: businessDays.default(60),
    /** Segments whose suppliers are visited before they are approved. */
    auditFor: z.array(z.enum(segments)).default(['strategic', 'bottleneck']),
    /** Findings of an audit of these severities are corrected before the approval; those of others while it goes on. */
    findingsHold: z.array(z.enum(severities)).default(['critical', 'major']),
    approvals: z
      .array(approvalRule)
      .min(1)
      .max(20)
      .default([
        { segments: ['strategic', 'bottleneck'], fromSpend: 0, steps: [['manager', 'manager']] },
        { segments: [...segments], fromSpend: 1_000_000, steps: [['manager', 'manager']] },
        { segments: [...segments], fromSpend: 0, steps: [['manager']] },
      ]),
    /** So much longer a trial takes whose facts do not suffice for a grade, once. */
    prolongTrial: businessDays.default(20),
    /** Grades of the evaluation of the trial with which it is passed by itself; else a person decides. */
    trialGrades: z.array(z.enum(grades).exclude(['N'])).min(1).default(['A', 'B']),
    /** Months for which a supplier is qualified. */
    validMonths: z.int().min(1).max(120).default(36),
    /** Calendar days before the qualification, or a mandatory certificate, runs out, when the next one begins. */
    requalifyBefore: z.int().min(1).max(365).default(60),
    remindBefore: z.array(businessDays).max(10).default([3, 1, 0]),
    climbAfter: z.array(businessDays).min(1).max(4).default([0, 1, 2, 3]),
    /** Business days after the date for the answers when the invitation has expired. */
    exhaustedAfter: businessDays.default(10),
  })
  .superRefine(({ approvals }, context) => {
    for (const segment of segments) {
      if (approvals.some((rule) => rule.fromSpend === 0 && rule.segments.includes(segment))) continue;
      context.addIssue({ code: 'custom', path: ['approvals'], message: `no rule says who approves a ${segment} supplier of any spend; add one with fromSpend 0` });
    }
  });

/** See {@link onboardingRulesSchema}. */
export type OnboardingRules = z.infer<typeof onboardingRulesSchema>;

export const defaultOnboardingRules: OnboardingRules = onboardingRulesSchema.parse({});

/** What a case begins with: the rules of the policy, and the version of the questionnaire that is sent. */
export type OnboardingTerms = OnboardingRules & { readonly questionnaire: string };
