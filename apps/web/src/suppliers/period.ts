/** A period of dates, both inclusive, `YYYY-MM-DD`. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

/** Before any system that could hold deliveries. */
export const EARLIEST = '2000-01-01';

/** The periods that people ask for by name, counted from `today`. All are whole months. */
export const presets = ['lastMonth', 'lastQuarter', 'lastYear', 'last12Months'] as const;

export type Preset = (typeof presets)[number];

/** The dates of a preset; `today` is `YYYY-MM-DD`. */
export function periodOf(preset: Preset, today: string): Period {
  const year = Number(today.slice(0, 4));
  const month = Number(today.slice(5, 7));
  switch (preset) {
    case 'lastMonth':
      return months(year, month - 1, 1);
    case 'lastQuarter':
      return months(year, Math.floor((month - 1) / 3) * 3 - 2, 3);
    case 'lastYear':
      return months(year - 1, 1, 12);
    case 'last12Months':
      return months(year, month - 12, 12);
  }
}

/** Twelve months that end with the given one, `YYYY-MM`. */
export function yearEnding(month: string): Period {
  return months(Number(month.slice(0, 4)), Number(month.slice(5, 7)) - 11, 12);
}

/** The days of one month, `YYYY-MM`. */
export function daysOfMonth(month: string): Period {
  return months(Number(month.slice(0, 4)), Number(month.slice(5, 7)), 1);
}

/** True for a real date written `YYYY-MM-DD`. */
export function isDate(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

function months(year: number, first: number, length: number): Period {
  return { from: dateText(Date.UTC(year, first - 1, 1)), to: dateText(Date.UTC(year, first - 1 + length, 0)) };
}

function dateText(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
