import { defaultEvaluationTerms } from '../evaluation/terms.js';
import { onHundred, questionsSchema, ratingOf, ratingQuestions, type Question } from './questions.js';
import { surveyResults } from './results.js';

describe('a rating', () => {
  const questions = ratingQuestions(defaultEvaluationTerms);

  it('asks for the criteria of the policy, a recommendation, after-sales service, and a comment', () => {
    expect(questions.map(({ name }) => name)).toEqual(['quality', 'reliability', 'cooperation', 'competence', 'recommendation', 'afterSales', 'comment']);
    const fewer = ratingQuestions({ ...defaultEvaluationTerms, criteria: [{ name: 'safety', title: 'Safety on site' }], askRecommendation: false, askAfterSales: false });
    expect(fewer).toEqual([{ name: 'safety', title: 'Safety on site', scale: 'five' }, { name: 'comment', scale: 'words' }]);
  });

  it('puts marks of 1 to 5 on 0 to 100', () => {
    expect([1, 2, 3, 4, 5].map(onHundred)).toEqual([0, 25, 50, 75, 100]);
  });

  it('is the mean of the marks given, whatever else was answered', () => {
    expect(ratingOf(questions, new Map([['quality', 5], ['reliability', 2], ['cooperation', null], ['recommendation', 10]]))).toBe(62.5);
    expect(ratingOf(questions, new Map([['quality', null], ['recommendation', 10]]))).toBeNull();
  });
});

describe('the results of a survey', () => {
  const questions: Question[] = questionsSchema.parse([{ name: 'payment', scale: 'five' }, { name: 'recommendUs', scale: 'ten' }, { name: 'comment', scale: 'words' }]);
  const answer = (question: string, value: number | null, comment: string | null = null) => ({ question, value, comment });

  it('are means, how often each value was given, and the net score', () => {
    const given = [...[5, 4, 3].map((value) => answer('payment', value)), answer('payment', null), ...[10, 9, 3, 8].map((value) => answer('recommendUs', value))];
    const [payment, recommendation] = surveyResults(questions, given, 3);
    expect(payment).toMatchObject({ answers: 3, mean: 4, tooFew: false, netScore: null });
    expect(payment?.distribution).toEqual([1, 2, 3, 4, 5].map((value) => ({ value, count: value > 2 ? 1 : 0 })));
    expect(recommendation).toMatchObject({ answers: 4, mean: 7.5, netScore: 25 });
  });

  it('show nothing of answers so few that one could tell whose they are', () => {
    const given = [answer('payment', 1), answer('payment', 1), answer('comment', null, 'You pay late, and we are your only foundry')];
    expect(surveyResults(questions, given, 3)).toMatchObject([
      { answers: 2, mean: null, distribution: [], tooFew: true },
      { answers: 0, mean: null, tooFew: true },
      { answers: 1, comments: [], tooFew: true },
    ]);
  });

  it('name no question twice', () => {
    expect(questionsSchema.safeParse([questions[0], questions[0]]).success).toBe(false);
  });
});
