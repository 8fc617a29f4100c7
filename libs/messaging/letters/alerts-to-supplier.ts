import { speak, type Language } from '../catalogs/speak.js';
import type { Letter } from '../templates/letter.js';
import { dayInWords, writeFinding, type FoundAlert } from './finding-words.js';

/** What a run found about one supplier and the supplier is told. */
export interface AlertsToSupplier {
  readonly language: Language;
  readonly asOf: string;
  readonly supplier: string;
  readonly alerts: readonly (FoundAlert & { readonly opensCase: boolean })[];
}

/** To the supplier's contact: what our records show, what we ask, and that a reply will do. */
export function alertsToSupplier({ language, asOf, supplier, alerts }: AlertsToSupplier): Letter {
  const say = speak(language);
  const found = (rule: FoundAlert['rule']) => alerts.some((alert) => alert.rule === rule);
  const enquiry = found('leadTimeLengthening');
  return {
    subject: enquiry && alerts.length === 1 ? say('alerts.enquirySubject', { supplier }) : say('alerts.supplierSubject', { supplier }),
    paragraphs: [
      say('alerts.supplierIntro', { day: dayInWords(asOf, language), supplier }),
      ...(found('supplyStopped') ? [say('alerts.sayWhy')] : []),
      ...(enquiry ? [say('alerts.enquiry')] : []),
      ...(found('certificateEnding') ? [say('alerts.sendCertificate')] : []),
      ...(alerts.some(({ opensCase }) => opensCase) ? [say('alerts.caseFollows')] : []),
    ],
    facts: alerts.map((alert) => {
      const { what, figures } = writeFinding(alert, language, 'supplier');
      return { label: what, value: figures };
    }),
    answers: [say('alerts.reply')],
    footer: say('alerts.supplierFooter'),
  };
}

/** Title and description of the case that an alert opens, in the supplier's language. */
export function describeAlertCause(alert: FoundAlert, language: Language): { title: string; description: string } {
  const { what, figures } = writeFinding(alert, language, 'supplier');
  const say = speak(language);
  return { title: what, description: say(alert.rule === 'supplyStopped' ? 'alertCase.stop' : 'alertCase.description', { figures: figures || what }) };
}
