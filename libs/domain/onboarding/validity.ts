import type { OnboardingTerms } from './terms.js';

/** Last day, UTC, of a qualification that begins at `at`: the same day some months later, or the last one of a shorter month. */
export function qualifiedUntil({ validMonths }: Pick<OnboardingTerms, 'validMonths'>, at: Date): Date {
  const [year, month, day] = [at.getUTCFullYear(), at.getUTCMonth() + validMonths, at.getUTCDate()];
  const lastOfMonth = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month, Math.min(day, lastOfMonth)));
}
