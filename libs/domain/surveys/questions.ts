import { z } from 'zod';
import type { EvaluationTerms } from '../evaluation/terms.js';

/** How a question is answered: 1 to 5, 0 to 10, 0 to 100 – whole numbers – or in words. */
export const scales = { five: { least: 1, most: 5 }, ten: { least: 0, most: 10 }, hundred: { least: 0, most: 100 }, words: null } as const;

/** See {@link scales}. */
export type Scale = keyof typeof scales;

/** A question as it was when the survey was sent out. Without a title it is one that Steward has words for. */
export const questionSchema = z.strictObject({
  name: z.string().regex(/^[a-z][A-Za-z0-9]{0,39}$/, 'must be one word in camelCase, such as clearOrders'),
  title: z.string().trim().min(1).max(300).optional(),
  scale: z.enum(['five', 'ten', 'hundred', 'words']),
  /** The survey under which the answer becomes a fact; absent: it stays in the survey. */
  fact: z.enum(['nps', 'afterSales']).optional(),
});

/** See {@link questionSchema}. */
export type Question = z.infer<typeof questionSchema>;

export const questionsSchema = z
  .array(questionSchema)
  .min(1)
  .max(20)
  .refine((list) => new Set(list.map(({ name }) => name)).size === list.length, 'must not name a question twice');

/** The kinds of surveys: raters judge suppliers in a cycle, or suppliers judge us once a year. */
export const surveyKinds = ['ratings', 'suppliersRateUs'] as const;

/** See {@link surveyKinds}. */
export type SurveyKind = (typeof surveyKinds)[number];

const recommendation: Question = { name: 'recommendation', scale: 'ten', fact: 'nps' };
const afterSales: Question = { name: 'afterSales', scale: 'hundred', fact: 'afterSales' };
const comment: Question = { name: 'comment', scale: 'words' };

/** What raters are asked of each supplier under a policy. */
export function ratingQuestions({ criteria, askRecommendation, askAfterSales }: EvaluationTerms): Question[] {
  return [
    ...criteria.map((each): Question => ({ ...each, scale: 'five' })),
    ...(askRecommendation ? [recommendation] : []),
    ...(askAfterSales ? [afterSales] : []),
    comment,
  ];
}

/** What suppliers are asked of us unless the survey brings questions of its own. */
export const questionsAboutUs: readonly Question[] = [
  { name: 'payment', scale: 'five' },
  { name: 'clarity', scale: 'five' },
  { name: 'planning', scale: 'five' },
  { name: 'fairness', scale: 'five' },
  { name: 'communication', scale: 'five' },
  { name: 'recommendUs', scale: 'ten' },
  comment,
];

/** Names of the questions that Steward has words for. */
export const questionsWithWords: readonly string[] = [
  'quality', 'reliability', 'cooperation', 'competence', 'recommendation', 'afterSales', 'comment',
  ...questionsAboutUs.map(({ name }) => name),
];

/** A mark of 1 to 5 on the scale of ratings, 0–100. */
export function onHundred(mark: number): number {
  return ((mark - scales.five.least) / (scales.five.most - scales.five.least)) * 100;
}

/** What one rater says of one supplier: the mean of the marks given, 0–100. null: no mark was given. */
export function ratingOf(questions: readonly Question[], answers: ReadonlyMap<string, number | null>): number | null {
  const marks = questions.flatMap(({ name, scale }) => {
    const mark = scale === 'five' ? answers.get(name) : null;
    return mark === null || mark === undefined ? [] : [onHundred(mark)];
  });
  return marks.length === 0 ? null : marks.reduce((sum, mark) => sum + mark, 0) / marks.length;
}
