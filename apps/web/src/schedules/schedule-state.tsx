import { useTranslation } from 'react-i18next';
import { State } from '../ui/signs.js';
import type { Schedule } from './queries.js';

/** Whether a schedule runs, rests, or had something in its way. */
export function ScheduleState({ schedule }: { schedule: Pick<Schedule, 'paused' | 'lastError'> }) {
  const { t } = useTranslation();
  if (schedule.paused) return <State label={t('schedule.paused')} tone="warn" />;
  return schedule.lastError === null ? <State label={t('schedule.active')} tone="good" /> : <State label={t('schedule.troubled')} tone="bad" />;
}
