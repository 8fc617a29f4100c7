import { speak, type Language } from '../catalogs/speak.js';
import type { Letter } from '../templates/letter.js';
import { writeOpenValue } from './finding-words.js';

/** A disruption that a person has reported, with what depends on the supplier. */
export interface DisruptionReported {
  readonly language: Language;
  readonly supplier: string;
  readonly person: string;
  /** As it was reported. */
  readonly description: string;
  readonly openLines: number;
  readonly openValue: readonly { readonly currency: string; readonly value: string }[];
  readonly soleCategories: readonly string[];
  /** Short id of the case. */
  readonly caseNumber: string;
  readonly url: string;
}

/** To owner and managers, at once. */
export function disruptionReported(input: DisruptionReported): Letter {
  const { language, supplier, person, description, openLines, openValue, soleCategories, caseNumber, url } = input;
  const say = speak(language);
  return {
    subject: say('disruption.subject', { supplier, case: caseNumber }),
    paragraphs: [say('disruption.intro', { person, supplier }), say('disruption.ask')],
    facts: [
      { label: say('disruption.open'), value: say('finding.open', { count: openLines, value: writeOpenValue(openValue, language) }) },
      { label: say('disruption.sole'), value: soleCategories.length === 0 ? say('disruption.none') : soleCategories.join(', ') },
    ],
    quote: { label: say('disruption.said'), value: description },
    link: { label: say('link.case'), value: url },
    footer: say('footer.staff', { case: caseNumber }),
  };
}
