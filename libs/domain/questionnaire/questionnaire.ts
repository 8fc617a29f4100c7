/** What a supplier is asked about before the first order (domain.md §4): the sub-criteria of qualification. */
export const criteria = ['finance', 'capacity', 'qualitySystem', 'delivery', 'reputation', 'innovation', 'esg', 'collaboration'] as const;
export type Criterion = (typeof criteria)[number];

/** A text in each language that Steward writes. */
export interface Words {
  readonly en: string;
  readonly zh: string;
  readonly ru: string;
}

/** One answer that can be chosen, and what it is worth, 0–100. */
export interface Choice {
  readonly answer: string;
  readonly words: Words;
  readonly points: number;
}

export interface Question {
  readonly question: string;
  readonly words: Words;
  readonly weight: number;
  readonly choices: readonly Choice[];
  /** Asked only where another question, which stands before it, was answered so. */
  readonly when?: { readonly question: string; readonly answer: string };
}

export interface Section {
  readonly criterion: Criterion;
  readonly weight: number;
  /** Points under which the section does not do, whatever the others say. */
  readonly minimum: number;
  readonly questions: readonly Question[];
}

/** A questionnaire: immutable, known by its version. */
export interface Questionnaire {
  readonly version: string;
  readonly sections: readonly Section[];
}

/** Question → the answer chosen. */
export type Answers = Readonly<Record<string, string>>;

/** What is wrong with answers; `question` says where. */
export interface AnswerFault {
  readonly question: string;
  readonly fault: 'unknown' | 'notAChoice' | 'missing' | 'notAsked';
}

/** Whether a question is asked of somebody who has given these answers. A question that follows from one that is not asked is not asked either. */
export function isAsked(questionnaire: Questionnaire, { when }: Question, answers: Answers): boolean {
  if (!when) return true;
  const before = questionsOf(questionnaire).find(({ question }) => question === when.question);
  return before !== undefined && isAsked(questionnaire, before, answers) && answerTo(answers, when.question) === when.answer;
}

/** All questions, in their order. */
export function questionsOf({ sections }: Questionnaire): readonly Question[] {
  return sections.flatMap(({ questions }) => questions);
}

/** What keeps answers from being taken: each question that is asked needs one of its choices, and nothing else is answered. */
export function answerFaults(questionnaire: Questionnaire, answers: Answers): AnswerFault[] {
  const questions = questionsOf(questionnaire);
  const unknown = Object.keys(answers).filter((name) => !questions.some(({ question }) => question === name));
  return [
    ...unknown.map((question): AnswerFault => ({ question, fault: 'unknown' })),
    ...questions.flatMap((question): AnswerFault[] => faultOf(questionnaire, question, answers)),
  ];
}

function faultOf(questionnaire: Questionnaire, question: Question, answers: Answers): AnswerFault[] {
  const given = answerTo(answers, question.question);
  const fault = (what: AnswerFault['fault']): AnswerFault[] => [{ question: question.question, fault: what }];
  if (!isAsked(questionnaire, question, answers)) return given === undefined ? [] : fault('notAsked');
  if (given === undefined) return fault('missing');
  return question.choices.some(({ answer }) => answer === given) ? [] : fault('notAChoice');
}

function answerTo(answers: Answers, question: string): string | undefined {
  return Object.hasOwn(answers, question) ? answers[question] : undefined;
}

/** What one section has brought. */
export interface SectionScore {
  readonly criterion: Criterion;
  /** 0–100, one decimal, half up. */
  readonly score: number;
  readonly minimum: number;
  readonly reached: boolean;
  /** How the score came about, to be typed into a calculator. */
  readonly arithmetic: string;
}

/** The qualification of a supplier by its own answers. */
export interface Qualification {
  readonly version: string;
  /** 0–100, one decimal, half up. */
  readonly score: number;
  readonly sections: readonly SectionScore[];
  readonly arithmetic: string;
  /** Every section has its minimum. */
  readonly reached: boolean;
}

/** Scores answers without faults: each section is the weighted mean of what was asked, the whole the weighted mean of the sections as shown. */
export function qualify(questionnaire: Questionnaire, answers: Answers): Qualification {
  const sections = questionnaire.sections.map((section) => ({ weight: section.weight, scored: scoreSection(questionnaire, section, answers) }));
  const whole = mean(sections.map(({ weight, scored }) => ({ points: scored.score, weight })));
  return {
    version: questionnaire.version,
    score: whole.value,
    sections: sections.map(({ scored }) => scored),
    arithmetic: whole.arithmetic,
    reached: sections.every(({ scored }) => scored.reached),
  };
}

function scoreSection(questionnaire: Questionnaire, section: Section, answers: Answers): SectionScore {
  const lines = section.questions
    .filter((question) => isAsked(questionnaire, question, answers))
    .map(({ question, weight, choices }) => ({ weight, points: choices.find(({ answer }) => answer === answerTo(answers, question))?.points ?? 0 }));
  const { value, arithmetic } = mean(lines);
  return { criterion: section.criterion, score: value, minimum: section.minimum, reached: value >= section.minimum, arithmetic };
}

/** Weights and points are whole numbers, so that tenths are rounded without the dust of binary fractions. */
function mean(lines: readonly { readonly points: number; readonly weight: number }[]): { value: number; arithmetic: string } {
  const weight = lines.reduce((sum, line) => sum + line.weight, 0);
  const tenths = lines.reduce((sum, line) => sum + Math.round(line.points * 10) * line.weight, 0);
  const value = weight === 0 ? 0 : Math.floor((2 * tenths + weight) / (2 * weight)) / 10;
  return { value, arithmetic: `(${lines.map((line) => `${line.points} × ${line.weight}`).join(' + ')}) / ${weight} = ${value}` };
}
