import { onboardingCommands, type OnboardingCommandName } from '#domain/onboarding/commands.js';
import type { OnboardingState } from '#domain/onboarding/state.js';
import type { OnboardingTerms } from '#domain/onboarding/terms.js';
import { filesOfAnswers, type Answers } from '#domain/questionnaire/answers.js';
import { questionsOf, type Questionnaire } from '#domain/questionnaire/questionnaire.js';
import { LONGEST_TEXT } from '#domain/rectification/commands.js';
import type { Language } from '#messaging/catalogs/speak.js';
import type { PageOfCase } from '#persistence/cases/page-of-case.js';
import { summariesOf } from '#persistence/files/files.js';
import { earlierAnswers } from '#persistence/questionnaires/answered.js';
import { knownOfSupplier, type KnownOfSupplier } from '#persistence/questionnaires/known-of-supplier.js';
import { readQuestionnaire } from '#persistence/questionnaires/questionnaires.js';
import { onboarding } from '#workflows/onboarding/contract.js';
import { MESSAGE, type Offer } from '../cases/offers.js';
import type { ProcessPage } from '../cases/process-page.js';
import { agreementOffer } from './agreement-form.js';
import { onboardingBody } from './onboarding-body.js';
import { questionnaireOffer, type KnownAnswers } from './questionnaire-form.js';

/** What a supplier sends through the page. A questionnaire has more fields and files than other forms. */
const forms = ['answerQuestionnaire', 'acceptAgreement', 'provideInformation', 'requestExtension', 'withdraw'] as const satisfies readonly OnboardingCommandName[];
type Form = (typeof forms)[number];

/** The page of a supplier that comes in. */
export const onboardingPage: ProcessPage = {
  links: { kind: 'onboarding', path: '/portal/onboardings' },
  limits: { fields: 1_000, files: 60 },
  isForm: (name) => name === MESSAGE.form || (forms as readonly string[]).includes(name),
  kept: ['text', 'reason', 'signatory'],
  refusal: (code) => (code === 'extensionLimit' ? 'page.refused.extensionLimit' : null),
  async view(tx, found, language) {
    const { terms, supplierId } = found.state as OnboardingState;
    const allowed = allowedNow(found);
    const known = await knownOfSupplier(tx, supplierId);
    const questionnaire = allowed.includes('answerQuestionnaire') ? await readQuestionnaire(tx, terms.questionnaire) : null;
    const answers: Answers = questionnaire ? { ...fromCertificates(questionnaire, known), ...(await earlierAnswers(tx, supplierId)) } : {};
    const documents = await summariesOf(tx, questionnaire ? filesOfAnswers(questionnaire, answers) : []);
    const offers = new Map(allowed.map((form) => [form, offerOf(form, { terms, questionnaire, known: { answers, documents }, language })]));
    return { offers: [...offers.values(), MESSAGE], body: (shown) => onboardingBody({ ...shown, found, language, known, offers }) };
  },
};

/** What waits for the workflow leaves nothing to answer yet. */
function allowedNow(found: PageOfCase): Form[] {
  if (found.status !== 'open' || found.pendingSince !== null) return [];
  const allowed = onboarding.allowed(found.state);
  return forms.filter((form) => allowed.includes(form) && (onboardingCommands[form].by as string) !== 'buyer');
}

function offerOf(form: Form, { terms, questionnaire, known, language }: { terms: OnboardingTerms; questionnaire: Questionnaire | null; known: KnownAnswers; language: Language }): Offer {
  const text = (name: string) => ({ name, kind: 'text' as const, required: true, least: 1, most: LONGEST_TEXT });
  switch (form) {
    case 'answerQuestionnaire':
      if (!questionnaire) throw new Error('a questionnaire that can be answered was not read');
      return questionnaireOffer(questionnaire, language, known);
    case 'acceptAgreement':
      return agreementOffer(terms.agreement, language);
    case 'provideInformation':
      return { form, takesFiles: true, fields: [text('text')] };
    case 'requestExtension':
      return { form, takesFiles: false, fields: [{ name: 'businessDays', kind: 'number', required: true, least: 1, most: terms.extensionLimit }, text('reason')] };
    case 'withdraw':
      return { form, takesFiles: false, fields: [text('reason')] };
  }
}

/** Certificates that we know of already answer the questions about them; documents are kept of those that the supplier has stated itself. */
function fromCertificates(questionnaire: Questionnaire, { certificates }: KnownOfSupplier): Answers {
  return Object.fromEntries(
    questionsOf(questionnaire).flatMap((question) => {
      const known = question.kind === 'certificate' ? certificates.find(({ kind }) => kind === question.certifies) : undefined;
      if (!known) return [];
      const { kind, number, issuer, validFrom, validTo } = known;
      return [[question.question, { kind, number, ...(issuer === null ? {} : { issuer }), validFrom, validTo, files: [] }]];
    }),
  );
}
