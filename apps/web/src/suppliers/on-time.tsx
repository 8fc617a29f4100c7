import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.js';

/** On-time rate with the lines it rests on; without lines it says so, as that is no rate of 0. */
export function OnTime({ value, denominator }: { value: number | null; denominator: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (value === null) return <span className="soft">{t('onTime.none')}</span>;
  return (
    <span className="rate">
      <span className="rate-bar" aria-hidden="true">
        <span style={{ width: `${Math.max(0, Math.min(100, value))}%` }} />
      </span>
      <span className="number rate-value">{format.percent(value)}</span>
      <span className="small soft nowrap">{t('onTime.of', { count: denominator, lines: format.count(denominator) })}</span>
    </span>
  );
}
