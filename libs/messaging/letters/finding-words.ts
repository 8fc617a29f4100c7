import type { AlertRule } from '#domain/monitoring/rules.js';
import type { AlertSeverity } from '#domain/monitoring/terms.js';
import { DateTime } from 'luxon';
import { localeOf, speak, type Language } from '../catalogs/speak.js';
import { writtenDay } from '../templates/dates.js';

/** An alert as its mails need it. `evidence` as its rule has written it. */
export interface FoundAlert {
  readonly rule: AlertRule;
  readonly severity: AlertSeverity;
  readonly evidence: Readonly<Record<string, unknown>>;
}

/** What an alert says: in a few words, and the figures behind it. */
export interface Finding {
  readonly what: string;
  readonly figures: string;
}

/** What a reader outside does not learn: how far we depend on it. */
export type Audience = 'staff' | 'supplier';

/** Writes an alert for people. */
export function writeFinding({ rule, evidence }: FoundAlert, language: Language, audience: Audience): Finding {
  return writers[rule](pen(evidence, language), audience);
}

/** What still has to come, by currency: `12,500.00 USD`. */
export function writeOpenValue(values: readonly { readonly currency: string; readonly value: string }[], language: Language): string {
  const say = speak(language);
  const written = values.map(({ currency, value }) => `${numberOf(Number(value), language, 2)} ${currency}`.trim());
  return written.length === 0 ? say('finding.noValue') : written.join(' + ');
}

const writers: Readonly<Record<AlertRule, (pen: Pen, audience: Audience) => Finding>> = {
  onTimeDelivery3Months: ({ say, number, months, month }) => {
    const rows = months<{ month: string; numerator: number; denominator: number }>();
    return {
      what: say('finding.onTimeDelivery3Months', { threshold: number('threshold'), count: rows.length }),
      figures: rows.map((row) => say('finding.onTimeMonth', { month: month(row.month), inTime: row.numerator, due: row.denominator })).join('; '),
    };
  },
  leadTimeLengthening: ({ say, plain, months, month }) => {
    const rows = months<{ month: string; days: number }>();
    const [first, last] = [rows[0], rows.at(-1)];
    const figures = first && last ? say('finding.leadTime', { first: plain(first.days), firstMonth: month(first.month), last: plain(last.days), lastMonth: month(last.month) }) : '';
    return { what: say('finding.leadTimeLengthening'), figures };
  },
  certificateEnding: (pen) => ({ what: pen.say('finding.certificateEnding', { kind: pen.text('kind'), number: pen.text('number') }), figures: ending(pen) }),
  contractEnding: (pen) => ({ what: pen.say('finding.contractEnding', { number: pen.text('number') }), figures: ending(pen) }),
  soleSourceInBottleneck: ({ say, text }) => ({ what: say('finding.soleSourceInBottleneck'), figures: say('finding.category', { category: text('category') }) }),
  complaintSurge: ({ say, count, number }) => ({
    what: say('finding.complaintSurge'),
    figures: say('finding.complaints', { count: count('complaints'), days: count('windowDays'), expected: number('expected') }),
  }),
  spendConcentration: ({ say, number, text }) => ({
    what: say('finding.spendConcentration'),
    figures: text('category') === '' ? say('finding.shareOfAll', { share: number('share') }) : say('finding.share', { share: number('share'), category: text('category') }),
  }),
  supplyStopped: ({ say, count, day, list, language }, audience) => {
    const stopped = say('finding.stopped', { lastArrival: day('lastArrival'), count: count('linesDue') });
    const value = writeOpenValue(list<{ currency: string; value: string }>('openValue'), language);
    const sole = list<string>('soleCategories');
    const impact = [say('finding.open', { count: count('openLines'), value }), ...(sole.length > 0 ? [say('finding.sole', { categories: sole.join(', ') })] : [])];
    return { what: say('finding.supplyStopped'), figures: [stopped, ...(audience === 'staff' ? impact : [])].join('; ') };
  },
};

type Pen = ReturnType<typeof pen>;

function ending({ say, day, count }: Pen): string {
  return say('finding.ends', { date: day('validTo'), count: count('daysLeft') });
}

/** Reads the fields of evidence as the reader's language writes them; what is missing is written as nothing. */
function pen(evidence: FoundAlert['evidence'], language: Language) {
  const list = <T>(field: string) => (Array.isArray(evidence[field]) ? (evidence[field] as readonly T[]) : []);
  const text = (field: string) => (typeof evidence[field] === 'string' ? evidence[field] : '');
  const count = (field: string) => (typeof evidence[field] === 'number' ? evidence[field] : 0);
  return {
    say: speak(language),
    language,
    list,
    text,
    count,
    number: (field: string) => numberOf(count(field), language, 1),
    plain: (value: number) => numberOf(value, language, 1),
    months: <T>() => list<T>('months'),
    month: (month: string) => DateTime.fromFormat(month, 'yyyy-MM', { zone: 'utc', locale: localeOf(language) }).toLocaleString({ month: 'long', year: 'numeric' }),
    day: (field: string) => (text(field) === '' ? '–' : dayInWords(text(field), language)),
  };
}

/** A day (`YYYY-MM-DD`) as the language writes it. */
export function dayInWords(day: string, language: Language): string {
  return writtenDay(`${day}T12:00:00Z`, 'UTC', language);
}

function numberOf(value: number, language: Language, digits: number): string {
  return new Intl.NumberFormat(localeOf(language), { maximumFractionDigits: digits, minimumFractionDigits: digits === 2 ? 2 : 0 }).format(value);
}
