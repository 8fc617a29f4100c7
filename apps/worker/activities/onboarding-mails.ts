import type { OnboardingState } from '#domain/onboarding/state.js';
import { questionnaireOf } from '#domain/questionnaire/default-questionnaire.js';
import { languageOf } from '#messaging/catalogs/speak.js';
import { onboardingLetter, onboardingLetters } from '#messaging/letters/onboarding/letters.js';
import { renderLetter } from '#messaging/render.js';
import { writtenIn } from '#persistence/cases/commit-context.js';
import { OURS } from '#persistence/holidays.js';
import type { MailParts, WrittenMail } from './mail-parts.js';

/** A mail of an onboarding. What the supplier is told goes, where it has no contact, to its owner to be passed on. */
export function onboardingMail({ input, context, settings, deadline, notification, recipient }: MailParts): WrittenMail {
  const letter = onboardingLetters.find((each) => `onboarding.${each}` === notification.template);
  if (!letter) throw new Error(`An onboarding has no mail ${notification.template}.`);
  const { terms } = input.state as OnboardingState;
  const questionnaire = questionnaireOf(terms.questionnaire);
  const language = languageOf(recipient.language);
  const toSupplier = recipient.kind === 'contact';
  const forSupplier = notification.to === 'supplier' || toSupplier;
  const written = onboardingLetter({
    letter,
    language,
    reader: forSupplier ? 'supplier' : 'staff',
    inPlaceOfContact: forSupplier && !toSupplier,
    supplier: context.supplier.name,
    caseNumber: input.caseId.slice(0, 8),
    dueAt: deadline?.dueAt ?? null,
    timeZone: toSupplier ? context.supplier.timeZone : OURS.timeZone,
    params: notification.params ?? {},
    text: context.submission?.command === 'open' ? '' : (writtenIn(context.submission) ?? ''),
    asked: questionnaire && { questionnaire, agreement: terms.agreement },
    url: `${settings.publicUrl}/cases/${input.caseId}`,
  });
  return { template: notification.template, rendered: renderLetter(written, { language, recipientName: recipient.name }) };
}
