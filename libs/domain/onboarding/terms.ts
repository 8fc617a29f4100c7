import { z } from 'zod';
import { segments } from '../supplier/status.js';

const businessDays = z.int().min(0).max(260);

/** How many people have to approve a supplier of these segments with this expected spend; the first rule that fits holds. */
const approvalRule = z.strictObject({
  segments: z.array(z.enum(segments)).min(1),
  /** From this yearly spend on, in the currency of the policy. */
  fromSpend: z.number().min(0),
  approvals: z.int().min(1).max(5),
});

/** The numbers of an onboarding. A case keeps the terms it began with; all deadlines are business days. */
export const onboardingTermsSchema = z.strictObject({
  /** Version of the questionnaire that is sent. */
  questionnaire: z.string().min(1).max(60).default('standard-1'),
  /** Version of the agreement on confidentiality and use of data; nobody becomes active without it. */
  agreement: z.string().min(1).max(60).default('2026-1'),
  /** For the supplier's answers. */
  answer: businessDays.default(15),
  /** For what the supplier is asked besides. */
  inform: businessDays.default(5),
  /** For each of our own steps. */
  review: businessDays.default(5),
  audit: businessDays.default(30),
  approve: businessDays.default(3),
  contract: businessDays.default(20),
  trial: businessDays.default(60),
  /** Segments whose suppliers are visited before they are approved. */
  auditFor: z.array(z.enum(segments)).default(['strategic', 'bottleneck']),
  approvals: z
    .array(approvalRule)
    .min(1)
    .default([
      { segments: ['strategic', 'bottleneck'], fromSpend: 0, approvals: 2 },
      { segments: [...segments], fromSpend: 1_000_000, approvals: 2 },
      { segments: [...segments], fromSpend: 0, approvals: 1 },
    ]),
  remindBefore: z.array(businessDays).max(10).default([3, 1, 0]),
  climbAfter: z.array(businessDays).min(1).max(4).default([0, 1, 2, 3]),
  /** Business days after the date for the answers when the invitation has expired. */
  exhaustedAfter: businessDays.default(10),
});

/** See {@link onboardingTermsSchema}. */
export type OnboardingTerms = z.infer<typeof onboardingTermsSchema>;

export const defaultOnboardingTerms: OnboardingTerms = onboardingTermsSchema.parse({});
