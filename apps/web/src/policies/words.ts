import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.js';
import { useFigure, useIndicatorCatalogue, useIndicatorTitle } from '../suppliers/indicator-words.js';
import type { Normaliser, PolicyDocument } from './queries.js';

type Known = Pick<PolicyDocument['indicators'][number], 'title' | 'unit' | 'direction'>;

/** What is known of the indicators that a document weighs: of its own first, else of the catalogue. */
export function useIndicators(document: PolicyDocument): { titleOf: (name: string) => string; knownOf: (name: string) => Known | null } {
  const catalogue = useIndicatorCatalogue();
  const title = useIndicatorTitle();
  const ownOf = (name: string) => document.indicators.find((own) => own.name === name);
  const knownOf = (name: string): Known | null => ownOf(name) ?? catalogue.data?.items.find(({ indicator }) => indicator === name) ?? null;
  const titleOf = (name: string): string => ownOf(name)?.title ?? title(name);
  return { titleOf, knownOf };
}

/** How points follow from a figure, in one sentence. */
export function useNormaliserWords(): (normaliser: Normaliser, known: Known | null) => string {
  const { t } = useTranslation();
  const format = useFormat();
  const figure = useFigure();
  return (normaliser, known) => {
    const write = (value: number) => (known ? figure(value, known.unit, 4) : format.number(value, 4));
    const reached = (bound: number) => t(known?.direction === 'lowerIsBetter' ? 'policy.upTo' : 'policy.from', { bound: write(bound) });
    switch (normaliser.kind) {
      case 'linear':
        return t('policy.linear', { floor: write(normaliser.floor), target: write(normaliser.target) });
      case 'step':
        return t('policy.step', { reached: reached(normaliser.threshold) });
      case 'bands': {
        const bands = normaliser.bands.map(({ bound, points }) => t('policy.band', { reached: reached(bound), points: format.number(points) }));
        return t('policy.bands', { bands: bands.join(', '), otherwise: format.number(normaliser.otherwise) });
      }
    }
  };
}

/** Label of a term by its path in the document; its last part where the whole path has none, the bare name where neither has. */
export function useTermLabel(): (path: string) => string {
  const { t, i18n } = useTranslation();
  return (path) => {
    const last = path.split('.').at(-1) ?? path;
    const key = [`term.${path}`, `term.${last}`].find((each) => i18n.exists(each));
    return key === undefined ? last : t(key as 'term.weight');
  };
}

/** A term's value as text: numbers, lists and words of the policy in the reader's language. */
export function useTermValue(): (value: unknown) => string {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const write = (value: unknown): string => {
    if (typeof value === 'number') return format.number(value, 4);
    if (isStep(value)) return t('policy.alertStep', { count: value.days, severity: write(value.severity) });
    if (value === null) return '–';
    if (Array.isArray(value)) return value.length === 0 ? t('termValue.null') : value.map(write).join(value.some(isStep) ? '; ' : ', ');
    const key = ['termValue', 'segment', 'severity'].map((area) => `${area}.${String(value)}`).find((each) => i18n.exists(each));
    return key === undefined ? String(value) : t(key as 'termValue.true');
  };
  return write;
}

function isStep(value: unknown): value is { days: number; severity: string } {
  return typeof value === 'object' && value !== null && 'days' in value && 'severity' in value;
}
