import { date, externalId, factKind, figure, required, text } from '../kind.js';

/** One person's answer to a survey about the supplier; the survey says what the score means (`nps` is 0 to 10). */
export const surveyAnswers = factKind({
  name: 'surveyAnswers',
  table: 'survey_answers',
  means: "one person's answer to a survey about the supplier",
  columns: {
    externalId: externalId(),
    survey: required(text('which survey, such as nps or afterSales')),
    answeredOn: required(date('when it was answered')),
    respondent: text('who answered'),
    score: required(figure('the score given')),
  },
  day: 'answeredOn',
});
