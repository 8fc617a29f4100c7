import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

const locales: Readonly<Record<string, string>> = { en: 'en-GB', zh: 'zh-CN', ru: 'ru-RU' };
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Dates and numbers as the reader's language writes them. Instants are ISO 8601, dates `YYYY-MM-DD`, months `YYYY-MM`. */
export interface Format {
  /** `2 Mar 2026`; a date has no time zone. */
  date(date: string): string;
  /** `2 Mar 2026, 23:59 GMT+1`, in the reader's own time zone. */
  instant(instant: string): string;
  /** The same without the zone, for lists of what has happened. */
  moment(instant: string): string;
  /** Both of two moments; what they share is said once. */
  moments(from: string, to: string): string;
  /** `Mar 2026` */
  month(month: string): string;
  /** `in 3 days`, `2 hours ago` */
  relative(instant: string, now: number): string;
  count(value: number): string;
  /** A file's size: `12 kB`. */
  bytes(value: number): string;
  /** At most `digits` decimals, one if not said. */
  number(value: number, digits?: number): string;
  /** A whole number with its sign, plus too. */
  signed(value: number): string;
  /** A rate of 0–100. */
  percent(value: number): string;
  /** Both ends of a period of dates. */
  period(from: string, to: string): string;
}

/** {@link Format} for the language of the screen. */
export function useFormat(): Format {
  const { i18n } = useTranslation();
  return useMemo(() => formatFor(locales[i18n.language] ?? 'en-GB'), [i18n.language]);
}

/** {@link Format} for a locale such as `ru-RU`; `timeZone` if not the reader's own. */
export function formatFor(locale: string, timeZone?: string): Format {
  const zone = timeZone === undefined ? {} : { timeZone };
  const day = new Intl.DateTimeFormat(locale, { year: 'numeric', month: 'short', day: 'numeric', timeZone: 'UTC' });
  const month = new Intl.DateTimeFormat(locale, { year: 'numeric', month: 'short', timeZone: 'UTC' });
  const clock = { year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23', ...zone } as const;
  const moment = new Intl.DateTimeFormat(locale, clock);
  const instant = new Intl.DateTimeFormat(locale, { ...clock, timeZoneName: 'short' });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const count = new Intl.NumberFormat(locale);
  const kilobytes = new Intl.NumberFormat(locale, { style: 'unit', unit: 'kilobyte' });
  const signed = new Intl.NumberFormat(locale, { signDisplay: 'exceptZero', maximumFractionDigits: 0 });
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  return {
    date: (text) => day.format(new Date(`${text}T00:00:00Z`)),
    month: (text) => month.format(new Date(`${text}-01T00:00:00Z`)),
    instant: (text) => instant.format(new Date(text)),
    moment: (text) => moment.format(new Date(text)),
    moments: (from, to) => moment.formatRange(new Date(from), new Date(to)),
    relative: (text, now) => relative.format(...distance(now, Date.parse(text))),
    count: (value) => count.format(value),
    bytes: (value) => kilobytes.format(Math.max(1, Math.round(value / 1_000))),
    number: (value, digits = 1) => new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(value),
    signed: (value) => signed.format(value),
    percent: (value) => percent.format(value / 100),
    period: (from, to) => day.formatRange(new Date(`${from}T00:00:00Z`), new Date(`${to}T00:00:00Z`)),
  };
}

function distance(now: number, then: number): [number, Intl.RelativeTimeFormatUnit] {
  const milliseconds = then - now;
  const size = Math.abs(milliseconds);
  if (size < HOUR) return [Math.round(milliseconds / MINUTE), 'minute'];
  if (size < DAY) return [Math.round(milliseconds / HOUR), 'hour'];
  return [calendarDays(now, then), 'day'];
}

/** Whole days between the local dates of two instants: what is due tomorrow night is due tomorrow. */
function calendarDays(from: number, to: number): number {
  const midnight = (time: number) => {
    const date = new Date(time);
    return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
  };
  return Math.round((midnight(to) - midnight(from)) / DAY);
}
