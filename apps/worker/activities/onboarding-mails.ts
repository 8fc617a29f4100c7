import { extensionToOffer } from '#domain/onboarding/extension.js';
import type { OnboardingState } from '#domain/onboarding/state.js';
import { onboardingLetter, onboardingLetters } from '#messaging/letters/onboarding/letters.js';
import { renderLetter } from '#messaging/render.js';
import { writtenIn } from '#persistence/cases/commit-context.js';
import { basicsOf, pageOf, type MailParts, type WrittenMail } from './mail-parts.js';

/** A mail of an onboarding. */
export function onboardingMail(parts: MailParts): WrittenMail {
  const { input, context, notification, recipient } = parts;
  const letter = onboardingLetters.find((each) => `onboarding.${each}` === notification.template);
  if (!letter) throw new Error(`An onboarding has no mail ${notification.template}.`);
  const state = input.state as OnboardingState;
  const { terms } = state;
  const basics = basicsOf(parts);
  const written = onboardingLetter({
    ...basics,
    letter,
    text: context.submission?.command === 'open' ? '' : (writtenIn(context.submission) ?? ''),
    asked: context.questionnaire && { questionnaire: context.questionnaire, agreement: terms.agreement },
    extendable: extensionToOffer(state),
    page: pageOf(parts),
  });
  return { template: notification.template, rendered: renderLetter(written, { language: basics.language, recipientName: recipient.name }) };
}
