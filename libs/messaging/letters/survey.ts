import { speak, type Language } from '../catalogs/speak.js';
import { writtenInstant, writtenPeriod } from '../templates/dates.js';
import type { Letter } from '../templates/letter.js';

/** Why a respondent gets a mail. */
export type SurveyOccasion = 'asked' | 'reminded' | 'delegated';

/** What a mail of a survey says. Dates are `YYYY-MM-DD`, instants ISO. */
export interface SurveyMail {
  readonly kind: 'ratings' | 'suppliersRateUs';
  readonly occasion: SurveyOccasion;
  readonly language: Language;
  /** Names of the suppliers to be rated; of the reader's own company when it rates us. */
  readonly suppliers: readonly string[];
  readonly periodStart: string;
  readonly periodEnd: string;
  readonly dueAt: string;
  readonly timeZone: string;
  readonly url: string;
  /** Who passed it on and why; only of `delegated`. */
  readonly delegation?: { readonly by: string; readonly reason: string };
}

/** More names than this are counted, not listed: the form has them all. */
const NAMES_AT_MOST = 20;

/** Asks somebody to fill a survey in, reminds of it, or says that it was passed on to the reader. */
export function surveyLetter(mail: SurveyMail): Letter {
  const say = speak(mail.language);
  const { kind, occasion, delegation } = mail;
  const values = {
    count: mail.suppliers.length,
    period: writtenPeriod(mail.periodStart, mail.periodEnd, mail.language),
    due: writtenInstant(mail.dueAt, mail.timeZone, mail.language, say),
    by: delegation?.by ?? '',
  };
  const shown = mail.suppliers.slice(0, NAMES_AT_MOST);
  const left = mail.suppliers.length - shown.length;
  return {
    subject: say(occasion === 'reminded' ? `survey.${kind}.reminder.subject` : `survey.${kind}.subject`, values),
    paragraphs: [
      ...(occasion === 'delegated' ? [say('survey.delegated', values)] : []),
      say(occasion === 'reminded' ? `survey.${kind}.reminder` : `survey.${kind}.intro`, values),
      say('survey.how'),
    ],
    facts: [
      ...(kind === 'ratings' ? [{ label: say('survey.suppliers'), value: [...shown, ...(left > 0 ? [say('survey.more', { count: left })] : [])].join('\n') }] : []),
      { label: say('survey.period'), value: values.period },
      { label: say('fact.due'), value: values.due },
    ],
    ...(delegation ? { quote: { label: say('quote.reason'), value: delegation.reason } } : {}),
    link: { label: say('survey.open'), value: mail.url },
    footer: say('survey.footer'),
  };
}
