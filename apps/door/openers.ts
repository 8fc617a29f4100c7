import type { Opener } from './opener.js';
import { onboardingOpener } from './open-onboarding.js';
import { phaseOutOpener } from './open-phase-out.js';
import { rectificationOpener } from './open-rectification.js';

/** The processes that are opened from outside: one line each. */
const openers: readonly Opener[] = [rectificationOpener, phaseOutOpener, onboardingOpener];

/** The opener by the process's name. */
export function openerOf(process: string): Opener | undefined {
  return openers.find(({ contract }) => contract.process === process);
}
