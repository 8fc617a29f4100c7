import { DateTime } from 'luxon';
import { localeOf, speak, type Language } from '../catalogs/speak.js';
import { writtenDay, writtenInstant } from '../templates/dates.js';
import type { Letter } from '../templates/letter.js';

/** A line of a forecast as its reader sees it; `month` is `YYYY-MM`. */
export interface ForecastRow {
  readonly subject: string;
  readonly month: string;
  readonly quantity: number;
  readonly unit: string;
}

/** More lines than this are counted, not listed: the page has them all. */
const ROWS_AT_MOST = 30;

/** A month (`YYYY-MM`) in the reader's language. */
export function writtenMonth(month: string, language: Language): string {
  return DateTime.fromISO(`${month}-15`, { zone: 'utc', locale: localeOf(language) }).toLocaleString({ month: 'long', year: 'numeric' });
}

/** A quantity in the reader's language, with its unit. */
export function writtenQuantity({ quantity, unit }: Pick<ForecastRow, 'quantity' | 'unit'>, language: Language): string {
  return `${new Intl.NumberFormat(localeOf(language), { maximumFractionDigits: 4 }).format(quantity)} ${unit}`.trim();
}

/** To a contact of the supplier: what we expect to need, and to which quantities it commits. `dueAt` is an ISO instant. */
export function forecastLetter({ occasion, language, lines, dueAt, timeZone, url }: { occasion: 'asked' | 'reminder'; language: Language; lines: readonly ForecastRow[]; dueAt: string; timeZone: string; url: string }): Letter {
  const say = speak(language);
  const months = lines.map(({ month }) => month).sort();
  const from = writtenMonth(months[0] ?? '', language);
  const to = writtenMonth(months.at(-1) ?? '', language);
  const values = {
    period: from === to ? from : say('date.months', { from, to }),
    day: writtenDay(dueAt, timeZone, language),
    due: writtenInstant(dueAt, timeZone, language, say),
  };
  const left = lines.length - ROWS_AT_MOST;
  return {
    subject: say(`forecast.${occasion}.subject`, values),
    paragraphs: [say(`forecast.${occasion}.intro`, values), say('forecast.note'), ...(left > 0 ? [say('forecast.more', { count: left })] : [])],
    table: {
      head: [say('forecast.item'), say('forecast.month'), say('forecast.quantity')],
      rows: lines.slice(0, ROWS_AT_MOST).map((line) => [line.subject, writtenMonth(line.month, language), writtenQuantity(line, language)]),
    },
    link: { label: say('forecast.open'), value: url },
    footer: say('survey.footer'),
  };
}

/** To who published the forecast: the supplier has committed. `short`: lines below what was asked for. */
export function forecastCommitted({ supplierName, version, lines, short, url }: { supplierName: string; version: number; lines: number; short: number; url: string }, language: Language): Letter {
  const say = speak(language);
  return {
    subject: say('forecast.received.subject', { supplierName }),
    paragraphs: [say('forecast.received.intro', { supplierName, version })],
    facts: [{ label: say('forecast.lines'), value: String(lines) }, { label: say('forecast.short'), value: String(short) }],
    link: { label: say('meeting.open'), value: url },
    footer: say('meeting.footer.staff'),
  };
}
