import { alertSeverities } from '#domain/monitoring/terms.js';
import { speak, type Language } from '../catalogs/speak.js';
import type { Letter } from '../templates/letter.js';
import { dayInWords, writeFinding, type FoundAlert } from './finding-words.js';

/** More rows than this nobody reads in a mail; the list of alerts has them all. */
const MOST_ROWS = 50;

/** What a run found about the suppliers of one reader. */
export interface AlertsToStaff {
  readonly language: Language;
  /** The day as of which the run has judged, `YYYY-MM-DD`. */
  readonly asOf: string;
  readonly alerts: readonly (FoundAlert & {
    readonly supplier: string;
    /** Whether the supplier should be told, and whether there is anybody to tell. */
    readonly toSupplier: 'told' | 'noContact' | 'not';
    readonly opensCase: boolean;
  })[];
  readonly url: string;
}

/** To the owner (of a stop to the managers too): everything that is new, gravest first, and what has been done about it. */
export function alertsToStaff({ language, asOf, alerts, url }: AlertsToStaff): Letter {
  const say = speak(language);
  const ordered = alerts.toSorted((a, b) => alertSeverities.indexOf(b.severity) - alertSeverities.indexOf(a.severity));
  const shown = ordered.slice(0, MOST_ROWS);
  const named = (wanted: (alert: AlertsToStaff['alerts'][number]) => boolean) => namesOf(ordered.filter(wanted).map(({ supplier }) => supplier));
  const stopped = named(({ rule }) => rule === 'supplyStopped');
  const notes = [
    ['alerts.enquired', named(({ rule, toSupplier }) => rule === 'leadTimeLengthening' && toSupplier === 'told')],
    ['alerts.opens', named(({ opensCase }) => opensCase)],
    ['alerts.noContact', named(({ toSupplier }) => toSupplier === 'noContact')],
  ] as const;
  const day = dayInWords(asOf, language);
  return {
    subject: stopped === '' ? say('alerts.staffSubject', { day, count: alerts.length }) : say('alerts.stopSubject', { suppliers: stopped }),
    paragraphs: [
      say('alerts.staffIntro', { day }),
      ...notes.flatMap(([key, suppliers]) => (suppliers === '' ? [] : [say(key, { suppliers })])),
      ...(ordered.length > MOST_ROWS ? [say('alerts.more', { count: ordered.length - MOST_ROWS })] : []),
    ],
    table: {
      head: [say('alerts.supplier'), say('alerts.finding'), say('alerts.figures'), say('alerts.severity')],
      rows: shown.map((alert) => {
        const { what, figures } = writeFinding(alert, language, 'staff');
        return [alert.supplier, what, figures, say(`alerts.severity.${alert.severity}`)];
      }),
    },
    link: { label: say('alerts.link'), value: url },
    footer: say('alerts.footer'),
  };
}

/** Each once, and of many the first: a subject and a sentence must stay readable. */
function namesOf(suppliers: readonly string[]): string {
  const names = [...new Set(suppliers)];
  return names.length > 5 ? `${names.slice(0, 5).join(', ')} … (${names.length})` : names.join(', ');
}
