import { useTranslation } from 'react-i18next';
import { State } from '../ui/signs.js';
import type { Evaluation } from './queries.js';

const tones = { running: 'fair', scored: 'fair', reviewing: 'warn', published: 'good', closed: 'good', failed: 'bad', cancelled: undefined } as const;

/** Where an evaluation stands. */
export function EvaluationState({ evaluation }: { evaluation: Evaluation }) {
  const { t } = useTranslation();
  return <State label={t(`evaluationStatus.${evaluation.status}`)} tone={tones[evaluation.status]} />;
}
