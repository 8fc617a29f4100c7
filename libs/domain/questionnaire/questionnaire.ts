import { z } from 'zod';
import { segments } from '../supplier/status.js';
import { supplierKinds } from '../supplier/supplier.js';

/** What a supplier is asked about before the first order (domain.md §4): the sub-criteria of qualification. */
export const criteria = ['finance', 'capacity', 'qualitySystem', 'delivery', 'reputation', 'innovation', 'esg', 'collaboration'] as const;
export type Criterion = (typeof criteria)[number];

const MOST_QUESTIONS = 100;
const text = z.string().trim().min(1).max(1_000);
const name = z.string().regex(/^[a-z0-9][A-Za-z0-9]{0,39}$/, 'begins with a small letter or a digit, and holds letters and digits only');
const points = z.number().min(0).max(100);
const figure = z.number().min(-1e12).max(1e12);

/** A text in each language that Steward writes. */
const words = z.strictObject({ en: text, zh: text, ru: text });
export type Words = z.infer<typeof words>;

/** Asked only where another question, which stands before it, was answered so: by this choice, or by a number of these bounds. */
const condition = z.strictObject({ question: name, answer: name.optional(), atLeast: figure.optional(), below: figure.optional() });

const asked = {
  question: name,
  words,
  /** What helps to answer it. */
  note: words.optional(),
  /** 0: asked for our information, and not counted. */
  weight: z.int().min(0).max(100).default(1),
  /** Without an answer the questionnaire is not taken; else no answer is one that scores 0. */
  required: z.boolean().default(false),
  when: condition.optional(),
};

const choice = z.strictObject({ answer: name, words, points });
export type Choice = z.infer<typeof choice>;

const question = z.discriminatedUnion('kind', [
  /** Of several choices the points add up, to 100 at most. */
  z.strictObject({ kind: z.literal('choice'), ...asked, many: z.boolean().default(false), choices: z.array(choice).min(2).max(30) }),
  /** Worth the points of the last band that begins at or under it; under the first, nothing. */
  z.strictObject({ kind: z.literal('number'), ...asked, unit: words, least: figure, most: figure, bands: z.array(z.strictObject({ from: figure, points })).max(20).default([]) }),
  z.strictObject({ kind: z.literal('text'), ...asked, most: z.int().min(1).max(5_000).default(2_000) }),
  z.strictObject({ kind: z.literal('date'), ...asked }),
  z.strictObject({ kind: z.literal('file'), ...asked }),
  /** `certifies`: such as ISO 9001; null: the supplier names it. Worth its points while it is valid. */
  z.strictObject({ kind: z.literal('certificate'), ...asked, certifies: z.string().trim().min(1).max(100).nullable().default(null), mandatory: z.boolean().default(false) }),
]);
export type Question = z.infer<typeof question>;
export type QuestionOf<Kind extends Question['kind']> = Extract<Question, { kind: Kind }>;

const section = z.strictObject({
  criterion: z.enum(criteria),
  weight: z.int().min(0).max(1_000),
  /** Points under which the section does not do, whatever the others say. */
  minimum: points,
  questions: z.array(question).min(1).max(MOST_QUESTIONS),
});
export type Section = z.infer<typeof section>;

/** For whom a questionnaire is; what is empty is for all. */
const scope = z.strictObject({
  segments: z.array(z.enum(segments)).default([]),
  kinds: z.array(z.enum(supplierKinds)).default([]),
  categories: z.array(z.string().trim().min(1).max(200)).max(100).default([]),
});
export type Scope = z.infer<typeof scope>;

/** A questionnaire as people write it. `code` stays over its versions. */
export const questionnaireSchema = z
  .strictObject({
    code: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'small letters, digits and hyphens'),
    title: words,
    for: scope.default({ segments: [], kinds: [], categories: [] }),
    sections: z.array(section).min(1).max(criteria.length),
  })
  .superRefine((whole, context) => {
    for (const { path, message } of faultsOf(whole)) context.addIssue({ code: 'custom', path, message });
  });
export type QuestionnaireDocument = z.infer<typeof questionnaireSchema>;

/** A questionnaire of a version, such as `standard-1`: what was published never changes. */
export type Questionnaire = QuestionnaireDocument & { readonly version: string };

/** All questions, in their order. */
export function questionsOf({ sections }: Pick<QuestionnaireDocument, 'sections'>): readonly Question[] {
  return sections.flatMap(({ questions }) => questions);
}

interface Fault {
  readonly path: (string | number)[];
  readonly message: string;
}

/** What the parts cannot say of themselves: that they fit together. */
function faultsOf(whole: Pick<QuestionnaireDocument, 'sections'>): Fault[] {
  const all = questionsOf(whole);
  const faults: Fault[] = [];
  const say = (path: Fault['path'], message: string) => faults.push({ path, message });
  if (all.length > MOST_QUESTIONS) say(['sections'], `has more than ${MOST_QUESTIONS} questions`);
  if (!whole.sections.some(({ weight }) => weight > 0)) say(['sections'], 'some section needs a weight above 0');
  const seen: Question[] = [];
  whole.sections.forEach((each, index) => {
    const path = ['sections', index];
    if (whole.sections.findIndex(({ criterion }) => criterion === each.criterion) !== index) say([...path, 'criterion'], 'has a section already');
    if (!each.questions.some(({ when, weight }) => when === undefined && weight > 0)) say([...path, 'questions'], 'needs a question that is always asked and has a weight: it has no score else');
    each.questions.forEach((one, at) => {
      for (const fault of faultsOfQuestion(one, seen)) say([...path, 'questions', at, ...fault.path], fault.message);
      seen.push(one);
    });
  });
  return faults;
}

function faultsOfQuestion(one: Question, before: readonly Question[]): Fault[] {
  const faults: Fault[] = [];
  if (before.some(({ question: known }) => known === one.question)) faults.push({ path: ['question'], message: 'stands for another question already' });
  if (one.when && !canBeMet(one.when, before)) faults.push({ path: ['when'], message: 'names no question before it with such an answer' });
  if (one.kind === 'choice' && new Set(one.choices.map(({ answer }) => answer)).size < one.choices.length) faults.push({ path: ['choices'], message: 'has a choice twice' });
  if (one.kind === 'number') {
    if (one.least >= one.most) faults.push({ path: ['most'], message: 'must be above the least' });
    if (one.bands.some(({ from }, index) => index > 0 && from <= (one.bands[index - 1]?.from ?? from))) faults.push({ path: ['bands'], message: 'must rise' });
    if (one.weight > 0 && one.bands.length === 0) faults.push({ path: ['bands'], message: 'say what a number is worth; without any, its weight must be 0' });
  }
  return faults;
}

function canBeMet({ question: name, answer, atLeast, below }: z.infer<typeof condition>, before: readonly Question[]): boolean {
  const found = before.find(({ question: known }) => known === name);
  const bounded = atLeast !== undefined || below !== undefined;
  if (found?.kind === 'choice') return !bounded && found.choices.some((each) => each.answer === answer);
  return found?.kind === 'number' && bounded && answer === undefined;
}
