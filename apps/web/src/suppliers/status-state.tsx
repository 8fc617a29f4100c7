import { useTranslation } from 'react-i18next';
import { State } from '../ui/signs.js';
import type { Supplier } from './queries.js';

const tones = { active: 'good', 'on-watch': 'warn', 'phasing-out': 'bad', blocked: 'bad' } as const;

/** A supplier's status in words. */
export function StatusState({ status }: { status: Supplier['status'] }) {
  const { t } = useTranslation();
  return <State label={t(`supplierStatus.${status}`)} tone={status in tones ? tones[status as keyof typeof tones] : undefined} />;
}
