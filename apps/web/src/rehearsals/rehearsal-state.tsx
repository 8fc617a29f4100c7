import { useTranslation } from 'react-i18next';
import { State } from '../ui/signs.js';
import type { RehearsalSummary } from './queries.js';

const tones = { running: 'fair', completed: 'good', failed: 'bad', cancelled: undefined } as const;

/** Where a rehearsal stands. */
export function RehearsalState({ status }: Pick<RehearsalSummary, 'status'>) {
  const { t } = useTranslation();
  return <State label={t(`rehearsalStatus.${status}`)} tone={tones[status]} />;
}

/** What was rehearsed: one policy, or two beside each other. */
export function useRehearsalTitle(): (request: RehearsalSummary['request']) => string {
  const { t } = useTranslation();
  return ({ policyVersion, againstVersion }) => {
    const first = policyVersion === null ? t('rehearsal.inForce') : t('policy.version', { version: policyVersion });
    return againstVersion === null ? first : t('rehearsal.beside', { first, second: t('policy.version', { version: againstVersion }) });
  };
}
