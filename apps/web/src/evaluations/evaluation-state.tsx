import { useTranslation } from 'react-i18next';
import { State } from '../ui/signs.js';
import type { Evaluation } from './queries.js';

const tones = { running: 'fair', scored: 'fair', reviewing: 'warn', published: 'good', closed: 'good', failed: 'bad', cancelled: undefined } as const;

/** Where an evaluation stands; before its grades are there, by its stage. */
export function EvaluationState({ evaluation: { status, stage } }: { evaluation: Evaluation }) {
  const { t } = useTranslation();
  const early = stage === 'collecting' || stage === 'calibrating';
  return <State label={early ? t(`cycleStage.${stage}`) : t(`evaluationStatus.${status}`)} tone={stage === 'calibrating' ? 'warn' : tones[status]} />;
}
