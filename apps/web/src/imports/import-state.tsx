import { useTranslation } from 'react-i18next';
import { State } from '../ui/signs.js';
import type { Import } from './queries.js';

const tones = { running: 'fair', completed: 'good', failed: 'bad' } as const;

/** Where an import stands. */
export function ImportState({ status }: { status: Import['status'] }) {
  const { t } = useTranslation();
  return <State label={t(`importStatus.${status}`)} tone={tones[status]} />;
}
