import type { Database } from '#persistence/database.js';
import { correctionsOf } from '#persistence/onboardings/corrections.js';
import { gradeTrial } from '#persistence/onboardings/trial-grade.js';
import type { OnboardingActivities } from '#workflows/onboarding/activities.js';

/** The facts by which an onboarding goes on. */
export function createOnboardingActivities(db: Database): Pick<OnboardingActivities, 'readCorrections' | 'gradeTrial'> {
  return {
    readCorrections: (look) => correctionsOf(db, look),
    gradeTrial: ({ since, at, ...trial }) => gradeTrial(db, { ...trial, since: new Date(since), at: new Date(at) }),
  };
}
