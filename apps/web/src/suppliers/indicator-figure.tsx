import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.js';
import type { Indicator } from './queries.js';

/** One indicator: its figure and what it rests on; under the minimum sample it says so instead of pretending. */
export function IndicatorFigure({ item }: { item: Indicator }) {
  const { t } = useTranslation();
  const figure = useFigure();
  const enough = item.status === 'ok';
  return (
    <li>
      <p className="figure-name">{t(`indicator.${item.indicator}`)}</p>
      <p className={enough ? 'figure-value' : 'figure-value figure-thin'}>{item.value === null ? '–' : figure(item.value, item.unit)}</p>
      <p className="small soft">{enough ? t('indicator.sample', { count: item.sample }) : t('indicator.tooFew', { count: item.sample })}</p>
    </li>
  );
}

/** Writes a figure in its unit. */
export function useFigure(): (value: number, unit: Indicator['unit']) => string {
  const { t } = useTranslation();
  const format = useFormat();
  return (value, unit) => {
    if (unit === 'percent') return format.percent(value);
    if (unit === 'days') return t('unit.days', { value: format.number(value), count: Math.round(Math.abs(value) * 10) / 10 });
    return format.number(value, 2);
  };
}
