import { useTranslation } from 'react-i18next';
import { State } from '../ui/signs.js';
import type { Alert } from './queries.js';

const tones = { open: 'bad', acknowledged: 'fair', snoozed: 'warn', closed: undefined } as const;

/** Where an alert stands. */
export function AlertState({ status }: { status: Alert['status'] }) {
  const { t } = useTranslation();
  return <State label={t(`alertStatus.${status}`)} tone={tones[status]} />;
}

/** How grave an alert is, in words. */
export function AlertSeverity({ severity }: { severity: Alert['severity'] }) {
  const { t } = useTranslation();
  return <span className={severity === 'high' ? 'tag tag-bad' : severity === 'medium' ? 'tag tag-warn' : 'tag'}>{t(`alertSeverity.${severity}`)}</span>;
}
