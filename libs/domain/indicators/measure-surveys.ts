import type { Exact } from './exact.js';
import { isIn, type Period, sumOf } from './measure-quality.js';
import type { Measures } from './measures.js';

/** Hours that our line stood still because of the supplier. */
export interface Stoppage {
  readonly occurredOn: string;
  readonly hours: Exact;
}

/** One answer to a survey about the supplier: `nps` from 0 to 10, `afterSales` from 0 to 100, others count for nothing here. */
export interface SurveyAnswer {
  readonly survey: string;
  readonly answeredOn: string;
  readonly score: Exact;
}

/** Stoppages and survey answers by their day: the plain reference that the SQL of persistence must equal. */
export function measureSurveys(stoppages: readonly Stoppage[], answers: readonly SurveyAnswer[], period: Period): Partial<Measures> {
  const stopped = stoppages.filter(({ occurredOn }) => isIn(occurredOn, period));
  const given = (survey: string) => answers.filter((answer) => answer.survey === survey && isIn(answer.answeredOn, period));
  const satisfaction = given('afterSales');
  const nps = given('nps');
  return {
    stoppages: stopped.length,
    stoppageHours: sumOf(stopped, ({ hours }) => hours),
    satisfactionAnswers: satisfaction.length,
    satisfactionPoints: sumOf(satisfaction, ({ score }) => score),
    npsAnswers: nps.length,
    npsPromoters: nps.filter(({ score }) => score.gte(9)).length,
    npsDetractors: nps.filter(({ score }) => score.lte(6)).length,
  };
}
