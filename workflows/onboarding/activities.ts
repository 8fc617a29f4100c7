import type { Corrections, TrialGrade } from '#domain/onboarding/state.js';
import type { Severity } from '#domain/rectification/terms.js';
import type { Segment } from '#domain/supplier/status.js';
import type { ProcessActivities } from '../shared/commit.js';

/** Which rectifications are asked after: those of the findings of these severities of the audits of a case. */
export interface CorrectionsLook {
  readonly caseId: string;
  readonly severities: readonly Severity[];
}

/** Which trial is graded; `since` and `at` are the workflow's time, ISO. */
export interface TrialLook {
  readonly supplierId: string;
  readonly segment: Segment;
  readonly policyVersion: number;
  readonly since: string;
  readonly at: string;
}

/** The road itself, and what a decision has to know from outside. */
export interface OnboardingActivities extends ProcessActivities {
  readCorrections(look: CorrectionsLook): Promise<Corrections>;
  gradeTrial(look: TrialLook): Promise<TrialGrade>;
}
