import { useTranslation } from 'react-i18next';
import { State } from '../ui/signs.js';
import type { Respondent, Survey } from './queries.js';

const tones = { preparing: 'fair', open: 'fair', closing: 'fair', closed: 'good', cancelled: undefined } as const;
const respondentTones = { open: 'fair', answered: 'good', delegated: undefined, missing: 'bad' } as const;

/** Where a survey stands. */
export function SurveyState({ status }: { status: Survey['status'] }) {
  const { t } = useTranslation();
  return <State label={t(`surveyStatus.${status}`)} tone={tones[status]} />;
}

/** Whether somebody has answered. */
export function RespondentState({ status }: { status: Respondent['status'] }) {
  const { t } = useTranslation();
  return <State label={t(`respondentStatus.${status}`)} tone={respondentTones[status]} />;
}
