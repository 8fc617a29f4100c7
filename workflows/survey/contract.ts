import { taskQueues } from '../shared/options.js';
import { idsWith } from '../shared/process-contract.js';

/** An id only: what is asked, and of whom, is in the survey's rows. */
export interface SurveyInput {
  readonly surveyId: string;
}

/** Where a survey stands; counts are respondents. */
export interface SurveyProgress {
  readonly stage: 'asking' | 'collecting' | 'closing' | 'closed' | 'cancelled';
  readonly asked: number;
  readonly open: number;
}

/** How a survey ended; counts are respondents. */
export interface SurveyResult {
  readonly answered: number;
  readonly missing: number;
  /** ISO instant, of its own clock. */
  readonly closedAt: string;
}

export const survey = {
  process: 'survey',
  workflowType: 'survey',
  taskQueue: taskQueues.lifecycle,
  ...idsWith('survey'),
  progressQuery: 'progress',
  /** Without payload: the last respondent has answered, the workflow looks for itself. */
  answeredSignal: 'surveyAnswered',
} as const;
