/** When a survey ends, and when who has not answered is reminded; ISO instants, soonest first. */
export interface SurveyCalendar {
  readonly asked: number;
  readonly dueAt: string;
  readonly remindAt: readonly string[];
}

/** The ports of a survey. All are idempotent: each can be repeated after a crash. `at` is the workflow's time, ISO. */
export interface SurveyActivities {
  /** Mails every respondent a link of its own. */
  askRespondents(input: { surveyId: string; at: string }): Promise<SurveyCalendar>;
  /** Mails those who have not answered a new link. */
  remindRespondents(input: { surveyId: string; at: string }): Promise<{ reminded: number }>;
  /** How many have not answered. */
  openRespondents(input: { surveyId: string }): Promise<{ open: number }>;
  /** Ends it: links close, what was saved counts, who is missing is named, answers that are facts land. */
  closeSurvey(input: { surveyId: string; at: string }): Promise<{ answered: number; missing: number }>;
  /** Gives it up: links close, nothing counts. */
  cancelSurvey(input: { surveyId: string; at: string }): Promise<void>;
}
