import { useTranslation } from 'react-i18next';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long something took, in the one unit that tells it best. Instants are ISO. */
export function useDuration(): (from: string, to: string) => string {
  const { i18n } = useTranslation();
  return (from, to) => {
    const milliseconds = Math.max(0, Date.parse(to) - Date.parse(from));
    const [unit, size] = milliseconds < HOUR ? (['minute', MINUTE] as const) : milliseconds < 2 * DAY ? (['hour', HOUR] as const) : (['day', DAY] as const);
    const value = unit === 'minute' ? Math.max(1, Math.round(milliseconds / size)) : milliseconds / size;
    return new Intl.NumberFormat(i18n.language, { style: 'unit', unit, unitDisplay: 'long', maximumFractionDigits: unit === 'minute' ? 0 : 1 }).format(value);
  };
}
