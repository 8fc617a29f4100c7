import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.js';
import type { FeatureDifference } from './queries.js';

type Feature = FeatureDifference['feature'];

/** What suppliers are compared by, in the order of a row. */
export const features = ['level', 'trend', 'volatility', 'leadTime', 'spendShare', 'criticality'] as const satisfies readonly Feature[];

/** Writes a feature's figure in its unit. */
export function useFeatureFigure(): (feature: Feature, value: number | null) => string {
  const { t } = useTranslation();
  const format = useFormat();
  return (feature, value) => {
    if (value === null) return '–';
    switch (feature) {
      case 'leadTime':
        return t('unit.days', { value: format.number(value), count: Math.round(Math.abs(value) * 10) / 10 });
      case 'criticality':
        return format.number(value);
      case 'trend':
        return t('feature.perMonth', { value: format.number(value, 2) });
      default:
        return format.percent(value);
    }
  };
}

/** A difference in a sentence; its sizes are those of Cohen's d: from 0.2 on small, 0.5 medium, 0.8 large. */
export function useDifferenceWords(): (difference: FeatureDifference) => string {
  const { t } = useTranslation();
  const figure = useFeatureFigure();
  return ({ feature, group, others, standardised }) => {
    const size = Math.abs(standardised);
    const steps = ['slightly', 'clearly', 'much'] as const;
    const step = steps[size < 0.5 ? 0 : size < 0.8 ? 1 : 2];
    const how = size < 0.2 ? t('differs.same') : t(`differs.${step}.${standardised > 0 ? 'higher' : 'lower'}`);
    return t('differs.sentence', { feature: t(`feature.${feature}`), how, group: figure(feature, group), others: figure(feature, others) });
  };
}
