import type { Expectation } from '#domain/onboarding/state.js';
import type { Segment } from '#domain/supplier/status.js';
import { languageOf, speak } from '#messaging/catalogs/speak.js';
import type { PreparedOpening } from './opener.js';

/** A supplier comes in once at a time. */
export const ONBOARDING_CAUSE = 'onboarding';

/** What the opening of an onboarding says to its workflow. */
export interface OnboardingFacts {
  readonly cause: string;
  /** Ids of those who want the supplier in: none of them approves it. */
  readonly askedBy: readonly string[];
  readonly expected?: Expectation;
  /** The supplier is qualified, and asked anew before that runs out. */
  readonly requalifies?: true;
}

/** What is stored of an invitation, whoever sends it. `language` is the supplier's; `segment` and yearly `spend` as whoever asks for it expects them. */
export function invitation({ language, askedBy, segment = null, spend = null }: { language: string; askedBy: readonly string[] } & Partial<Expectation>): Pick<PreparedOpening, 'facts' | 'content'> {
  return { facts: { cause: ONBOARDING_CAUSE, askedBy: [...new Set(askedBy)], ...(segment === null && spend === null ? {} : { expected: { segment, spend } }) }, content: { title: speak(languageOf(language))('joining.invited.title'), description: '' } };
}

/** What is stored where a supplier is asked anew before its qualification runs out: nobody has asked for it but Steward. */
export function requalification({ language, segment }: { language: string; segment: Segment }): Pick<PreparedOpening, 'facts' | 'content'> {
  return {
    facts: { cause: ONBOARDING_CAUSE, askedBy: [], requalifies: true, expected: { segment, spend: null } },
    content: { title: speak(languageOf(language))('joining.requalification.title'), description: '' },
  };
}
