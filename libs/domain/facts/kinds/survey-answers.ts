import { Decimal } from 'decimal.js';
import { externalId, factKind, figure, past, required, text, type Say, type Values } from '../kind.js';

/** The surveys that indicators read, and from which score to which an answer goes. */
const scales = {
  nps: { least: 0, most: 10, whole: true },
  afterSales: { least: 0, most: 100, whole: false },
} as const;

/** One person's answer to a survey about the supplier; the survey says what the score means (`nps` is 0 to 10). */
export const surveyAnswers = factKind({
  name: 'surveyAnswers',
  table: 'survey_answers',
  means: "one person's answer to a survey about the supplier",
  columns: {
    externalId: externalId(),
    survey: required(text('which survey, such as nps or afterSales')),
    answeredOn: required(past('when it was answered')),
    respondent: text('who answered'),
    score: required(figure('the score given')),
  },
  day: 'answeredOn',
  complete,
});

function complete(answer: Values, say: Say): void {
  const survey = answer['survey'] ?? '';
  const known = Object.entries(scales).find(([name]) => name.toLowerCase() === survey.toLowerCase());
  if (!known) return say.warning('survey', 'unknownSurvey', `No indicator reads this survey; they read ${Object.keys(scales).join(' and ')}.`);
  const [name, { least, most, whole }] = known;
  if (survey !== name) return say.problem('survey', 'impossibleValue', `Write it ${name}, else no indicator reads it.`);
  const score = new Decimal(answer['score'] ?? 0);
  if (score.lessThan(least) || score.greaterThan(most) || (whole && !score.isInteger())) {
    say.problem('score', 'outsideScale', `The scale of ${name} goes from ${least} to ${most}${whole ? ', whole numbers only' : ''}.`);
  }
}
