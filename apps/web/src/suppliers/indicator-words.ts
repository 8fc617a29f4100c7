import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answer, api } from '../api/client.js';
import type { components } from '../api/schema.js';
import { useFormat } from '../i18n/format.js';

export type Unit = components['schemas']['Indicator']['unit'];
export type IndicatorDefinition = components['schemas']['IndicatorDefinition'];

/** Every indicator of the policy in force. */
export function useIndicatorCatalogue() {
  return useQuery({ queryKey: ['indicator-catalogue'], queryFn: () => answer(api.GET('/api/v1/indicators')), staleTime: 5 * 60_000 });
}

/** An indicator's title: from the catalogs, else as `given`, else as the policy in force has it, else its name. */
export function useIndicatorTitle(): (name: string, given?: string) => string {
  const { t, i18n } = useTranslation();
  const catalogue = useIndicatorCatalogue();
  return (name, given) => {
    const key = `indicator.${name}`;
    if (i18n.exists(key)) return t(key as 'indicator.onTimeDelivery');
    return given ?? catalogue.data?.items.find(({ indicator }) => indicator === name)?.title ?? name;
  };
}

/** Writes a figure in its unit; `digits` decimals at most. */
export function useFigure(): (value: number, unit: Unit, digits?: number) => string {
  const { t } = useTranslation();
  const format = useFormat();
  return (value, unit, digits) => {
    // Plural forms look at the figure as it is shown.
    const count = Math.round(Math.abs(value) * 10) / 10;
    const shown = format.number(value, digits ?? 1);
    switch (unit) {
      case 'percent':
        return digits === undefined ? format.percent(value) : `${shown} %`;
      case 'days':
      case 'hours':
        return t(`unit.${unit}`, { value: shown, count });
      case 'ratio':
        return format.number(value, digits ?? 2);
      // Its title says already of what; only arithmetic needs it once more.
      case 'perHundredLines':
        return digits === undefined ? format.number(value, 2) : t('unit.perHundredLines', { value: shown });
      case 'partsPerMillion':
      case 'points':
        return t(`unit.${unit}`, { value: shown });
    }
  };
}
