import type { Database } from '#persistence/database.js';
import { cancelSurvey, closeSurvey } from '#persistence/surveys/close.js';
import { countOpen, markAsked, openInvitations } from '#persistence/surveys/invitations.js';
import type { SurveyActivities } from '#workflows/survey/activities.js';
import { Context } from '@temporalio/activity';
import { askRespondent, type Occasion, type SurveySettings } from '../../surveys/ask.js';
import { remindersBefore } from '../../surveys/calendar.js';
import { withSignsOfLife } from './signs-of-life.js';

/** Invitations read at once; a sign of life follows each page. */
const PAGE = 100;

/** The steps of a survey on PostgreSQL. */
export function createSurveyActivities(db: Database, settings: SurveySettings): SurveyActivities {
  return {
    askRespondents: async ({ surveyId, at }) => {
      const { dueAt, createdAt } = await db.prisma.survey.findUniqueOrThrow({ where: { id: surveyId } });
      if (!dueAt) throw new Error(`Survey ${surveyId} has no deadline`);
      await mailEach(db, settings, { surveyId, occasion: { name: 'asked' }, at: new Date(at) });
      await markAsked(db, surveyId);
      return { asked: await countOpen(db, surveyId), dueAt: dueAt.toISOString(), remindAt: remindersBefore(dueAt, createdAt) };
    },
    remindRespondents: async ({ surveyId, at }) => ({ reminded: await mailEach(db, settings, { surveyId, occasion: { name: 'reminded' }, at: new Date(at) }) }),
    openRespondents: async ({ surveyId }) => ({ open: await countOpen(db, surveyId) }),
    ...withSignsOfLife({ closeSurvey: async ({ surveyId, at }: { surveyId: string; at: string }) => closeSurvey(db, { surveyId, at: new Date(at) }) }),
    cancelSurvey: async ({ surveyId, at }) => void (await cancelSurvey(db, { surveyId, at: new Date(at) })),
  };
}

/** One short transaction for each respondent: what is mailed stays mailed if the rest must be repeated. */
async function mailEach(db: Database, settings: SurveySettings, { surveyId, occasion, at }: { surveyId: string; occasion: Occasion; at: Date }): Promise<number> {
  let mailed = 0;
  for (let after: string | null = null; ; ) {
    const page = await openInvitations(db, surveyId, { after, limit: PAGE });
    for (const invitationId of page) {
      if (await db.transaction((tx) => askRespondent(tx, settings, { invitationId, occasion, at }))) mailed += 1;
    }
    Context.current().heartbeat();
    after = page.at(-1) ?? null;
    if (page.length < PAGE) return mailed;
  }
}
