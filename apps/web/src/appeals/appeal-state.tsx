import { useTranslation } from 'react-i18next';
import { State } from '../ui/signs.js';
import type { Appeal } from './queries.js';

const tones = { open: 'warn', upheld: 'good', rejected: undefined, undecided: 'bad' } as const;

/** Whether an appeal is decided, and how. */
export function AppealState({ status }: { status: Appeal['status'] }) {
  const { t } = useTranslation();
  return <State label={t(`appealStatus.${status}`)} tone={tones[status]} />;
}
