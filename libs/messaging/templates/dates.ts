import { DateTime } from 'luxon';
import { localeOf, type Language, type Speak } from '../catalogs/speak.js';

const DAY = { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' } as const;
const MINUTE = { ...DAY, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;

/** The day of an instant (ISO) in the reader's zone and language: `24 November 2026`. */
export function writtenDay(instant: string, zone: string, language: Language): string {
  return local(instant, zone, language).toLocaleString({ day: 'numeric', month: 'long', year: 'numeric' });
}

/** An instant (ISO) for the reader, absolute and with its zone: `Tuesday 24 November 2026 at 23:59 (Central European Standard Time, UTC+01:00)`. */
export function writtenInstant(instant: string, zone: string, language: Language, say: Speak): string {
  const time = local(instant, zone, language);
  const date = time.toLocaleString(MINUTE);
  if (zone === 'UTC') return say('date.dueUtc', { date });
  return say('date.due', { date, zone: time.offsetNameLong ?? zone, offset: time.toFormat('ZZ') });
}

/** First and last day of a period (`YYYY-MM-DD`) in the reader's language, for a sentence of its own. */
export function writtenEnds({ periodStart, periodEnd }: { readonly periodStart: string; readonly periodEnd: string }, language: Language): { periodStart: string; periodEnd: string } {
  const [start = '', end = ''] = [periodStart, periodEnd].map((day) => writtenDay(`${day}T12:00:00Z`, 'UTC', language));
  return { periodStart: start, periodEnd: end };
}

/** A period of whole days (`YYYY-MM-DD`) in the reader's language: `1 January 2026 – 31 March 2026`. */
export function writtenPeriod(from: string, to: string, language: Language): string {
  const { periodStart, periodEnd } = writtenEnds({ periodStart: from, periodEnd: to }, language);
  return `${periodStart} – ${periodEnd}`;
}

function local(instant: string, zone: string, language: Language): DateTime {
  const time = DateTime.fromISO(instant, { zone, locale: localeOf(language) });
  if (!time.isValid) throw new Error(`Not an instant in a known time zone: ${instant}, ${zone} (${time.invalidReason}).`);
  return time;
}
