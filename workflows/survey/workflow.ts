import { CancellationScope, condition, defineQuery, defineSignal, isCancellation, proxyActivities, setHandler } from '@temporalio/workflow';
import { now } from '../shared/now.js';
import { activityOptions } from '../shared/options.js';
import type { SurveyActivities, SurveyCalendar } from './activities.js';
import { survey as contract, type SurveyInput, type SurveyProgress, type SurveyResult } from './contract.js';

const { askRespondents, remindRespondents, closeSurvey } = proxyActivities<SurveyActivities>(activityOptions.survey);
const { openRespondents, cancelSurvey } = proxyActivities<SurveyActivities>(activityOptions.commit);

/** One survey: everybody asked, those who are silent reminded, closed when all have answered or at the deadline. */
export async function survey(input: SurveyInput): Promise<SurveyResult> {
  const round = setup(input);
  try {
    const calendar = await round.ask();
    await round.collect(calendar);
    return await round.close();
  } catch (error) {
    if (isCancellation(error)) await round.cancel();
    throw error;
  }
}

function setup({ surveyId }: SurveyInput) {
  let progress: SurveyProgress = { stage: 'asking', asked: 0, open: 0 };
  let heard = false;
  setHandler(defineQuery<SurveyProgress>(contract.progressQuery), () => progress);
  setHandler(defineSignal(contract.answeredSignal), () => void (heard = true));

  /** True when nobody is left to answer before the given time. */
  const allAnsweredBefore = async (until: string): Promise<boolean> => {
    for (;;) {
      const wait = Date.parse(until) - Date.now();
      if (wait <= 0 || !(await condition(() => heard, wait))) return false;
      heard = false;
      const { open } = await openRespondents({ surveyId });
      progress = { ...progress, open };
      if (open === 0) return true;
    }
  };

  return {
    ask: async (): Promise<SurveyCalendar> => {
      const calendar = await askRespondents({ surveyId, at: now() });
      progress = { stage: 'collecting', asked: calendar.asked, open: calendar.asked };
      return calendar;
    },
    collect: async ({ remindAt, dueAt }: SurveyCalendar) => {
      for (const moment of remindAt) {
        if (await allAnsweredBefore(moment)) return;
        await remindRespondents({ surveyId, at: now() });
      }
      await allAnsweredBefore(dueAt);
    },
    close: async () => {
      progress = { ...progress, stage: 'closing' };
      const closedAt = now();
      const closed = await closeSurvey({ surveyId, at: closedAt });
      progress = { ...progress, stage: 'closed', open: closed.missing };
      return { ...closed, closedAt };
    },
    cancel: () =>
      CancellationScope.nonCancellable(async () => {
        await cancelSurvey({ surveyId, at: now() });
        progress = { ...progress, stage: 'cancelled' };
      }),
  };
}
