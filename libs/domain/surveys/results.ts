import { scales, type Question } from './questions.js';

/** One answer without who gave it. */
export interface AnswerGiven {
  readonly question: string;
  readonly value: number | null;
  readonly comment: string | null;
}

/** What the answers to one question come to. */
export interface QuestionResult {
  readonly question: Question;
  readonly answers: number;
  /** null: nobody answered, or too few for an answer to stay unrecognised. */
  readonly mean: number | null;
  /** How often each value was given; empty where the mean is withheld, and on a scale of a hundred. */
  readonly distribution: readonly { readonly value: number; readonly count: number }[];
  /** Of a scale of 0 to 10: share of 9 and 10 less share of 0 to 6, in percent. */
  readonly netScore: number | null;
  /** In the order of their letters, which says nothing of who wrote them. */
  readonly comments: readonly string[];
  readonly tooFew: boolean;
}

/** The answers to each question together. Where fewer than `minimum` were given nothing of them is shown: somebody could tell who said it. */
export function surveyResults(questions: readonly Question[], given: readonly AnswerGiven[], minimum: number): QuestionResult[] {
  return questions.map((question) => {
    const own = given.filter((each) => each.question === question.name);
    const values = own.flatMap(({ value }) => (value === null ? [] : [value]));
    const comments = own.flatMap(({ comment }) => (comment === null ? [] : [comment])).sort();
    const answers = question.scale === 'words' ? comments.length : values.length;
    const tooFew = answers < minimum;
    const shown = tooFew ? [] : values;
    return {
      question,
      answers,
      mean: shown.length === 0 ? null : shown.reduce((sum, value) => sum + value, 0) / shown.length,
      distribution: shown.length === 0 ? [] : distributionOf(question, shown),
      netScore: question.scale === 'ten' && shown.length > 0 ? netScoreOf(shown) : null,
      comments: tooFew ? [] : comments,
      tooFew,
    };
  });
}

function distributionOf({ scale }: Question, values: readonly number[]): { value: number; count: number }[] {
  const range = scales[scale];
  if (!range || scale === 'hundred') return [];
  return Array.from({ length: range.most - range.least + 1 }, (_, index) => {
    const value = range.least + index;
    return { value, count: values.filter((each) => each === value).length };
  });
}

function netScoreOf(values: readonly number[]): number {
  const promoters = values.filter((value) => value >= 9).length;
  const detractors = values.filter((value) => value <= 6).length;
  return ((promoters - detractors) / values.length) * 100;
}
