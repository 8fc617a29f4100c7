import { processAttribute } from '#workflows/shared/search-attributes.js';
import { survey, type SurveyInput } from '#workflows/survey/contract.js';
import { TypedSearchAttributes } from '@temporalio/common';
import { WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError, type Client } from '@temporalio/client';
import { asking } from './engine.js';

/** Starts a survey that belongs to no cycle, once. False when Temporal is not there; the sweeper tries again. */
export async function startSurvey(client: Client, surveyId: string): Promise<boolean> {
  const input: SurveyInput = { surveyId };
  try {
    const started = await asking(client, () =>
      client.workflow.start(survey.workflowType, {
        workflowId: survey.workflowId(surveyId),
        taskQueue: survey.taskQueue,
        args: [input],
        workflowIdReusePolicy: 'REJECT_DUPLICATE',
        typedSearchAttributes: new TypedSearchAttributes([{ key: processAttribute, value: survey.process }]),
        staticSummary: 'Survey',
      }),
    );
    return started !== false;
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return true;
    throw error;
  }
}

/** Tells a survey that the last respondent has answered. False when Temporal is not there, or the survey has ended; the sweeper tells it again. */
export async function surveyAnswered(client: Client, surveyId: string): Promise<boolean> {
  try {
    return await asking(client, async () => {
      await client.workflow.getHandle(survey.workflowId(surveyId)).signal(survey.answeredSignal);
      return true;
    });
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}

/** Ends the workflow of a survey that was given up. False when Temporal is not there, or it has ended; the sweeper ends it too. */
export async function surveyGivenUp(client: Client, surveyId: string): Promise<boolean> {
  try {
    return await asking(client, async () => {
      await client.workflow.getHandle(survey.workflowId(surveyId)).cancel();
      return true;
    });
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}
