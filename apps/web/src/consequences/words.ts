import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.js';
import { consequenceKinds, type Consequence, type Proposal } from './queries.js';

interface Because {
  readonly grade: string;
  readonly periods: number;
  readonly periodStart: string;
  readonly periodEnd: string;
}

/** What exactly a consequence is, as the policy says: its own words, which no catalog has. */
export function termsOf(terms: Consequence['terms']): string {
  return Object.entries(terms)
    .map(([name, value]) => `${name}: ${value}`)
    .join('; ');
}

/** Which grades asked for a consequence. */
export function useBecause(): (because: Because) => string {
  const { t } = useTranslation();
  const format = useFormat();
  return ({ grade, periods, periodStart, periodEnd }) =>
    t('consequence.because', { grade, count: periods, period: format.period(periodStart.slice(0, 10), periodEnd.slice(0, 10)) });
}

/** A consequence that a proposal would put into force. */
export interface Proposed extends Because {
  readonly kind: Consequence['kind'];
  readonly terms: Consequence['terms'];
  readonly months: number | null;
}

/** What a proposal of a consequence proposes; null for every other. */
export function proposedBy({ kind, detail }: Pick<Proposal, 'kind' | 'detail'>): Proposed | null {
  const known = consequenceKinds.find((each) => each === detail?.['kind']);
  if (kind !== 'consequence' || !detail || !known) return null;
  const { months } = detail;
  return {
    kind: known,
    terms: (detail['terms'] ?? {}) as Consequence['terms'],
    months: typeof months === 'number' ? months : null,
    grade: String(detail['grade']),
    periods: Number(detail['periods']),
    periodStart: String(detail['periodStart']),
    periodEnd: String(detail['periodEnd']),
  };
}
