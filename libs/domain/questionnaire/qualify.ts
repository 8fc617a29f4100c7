import { answerTo, chosen, isAsked, isCertificate, type Answer, type Answers } from './answers.js';
import type { Criterion, Question, Questionnaire, QuestionOf, Section } from './questionnaire.js';

/** What one answer is worth. */
export interface AnswerScore {
  readonly question: string;
  /** 0–100. */
  readonly points: number;
  readonly weight: number;
}

/** What one section has brought. */
export interface SectionScore {
  readonly criterion: Criterion;
  /** 0–100, one decimal, half up. */
  readonly score: number;
  readonly minimum: number;
  readonly reached: boolean;
  /** The answers that count, by which the score can be told. */
  readonly answers: readonly AnswerScore[];
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

/**
 * Scores answers without faults as of a day (`YYYY-MM-DD`): each section is the weighted mean of what was asked, the whole the weighted
 * mean of the sections as shown. What was asked and not answered scores 0.
 */
export function qualify(questionnaire: Questionnaire, answers: Answers, day: string): Qualification {
  const sections = questionnaire.sections.map((section) => ({ weight: section.weight, scored: scoreSection(questionnaire, section, answers, day) }));
  const whole = mean(sections.map(({ weight, scored }) => ({ points: scored.score, weight })));
  return {
    version: questionnaire.version,
    score: whole.value,
    sections: sections.map(({ scored }) => scored),
    arithmetic: whole.arithmetic,
    reached: sections.every(({ scored }) => scored.reached),
  };
}

function scoreSection(questionnaire: Questionnaire, section: Section, given: Answers, day: string): SectionScore {
  const answers = section.questions
    .filter((question) => question.weight > 0 && isAsked(questionnaire, question, given))
    .map((question): AnswerScore => ({ question: question.question, weight: question.weight, points: pointsOf(question, answerTo(given, question.question) ?? null, day) }));
  const { value, arithmetic } = mean(answers);
  return { criterion: section.criterion, score: value, minimum: section.minimum, reached: value >= section.minimum, answers, arithmetic };
}

/** What an answer is worth, 0–100. */
export function pointsOf(question: Question, given: Answer, day: string): number {
  if (given === null) return 0;
  switch (question.kind) {
    case 'choice':
      return Math.min(100, chosen(question, given).reduce((sum, { points }) => sum + points, 0));
    case 'number':
      return typeof given === 'number' ? pointsOfNumber(question, given) : 0;
    case 'certificate':
      return isCertificate(given) && given.validFrom <= day && (given.validTo === null || day <= given.validTo) ? 100 : 0;
    case 'text':
    case 'date':
    case 'file':
      return 100;
  }
}

function pointsOfNumber({ bands }: QuestionOf<'number'>, given: number): number {
  return bands.findLast(({ from }) => from <= given)?.points ?? 0;
}

/** Weights are whole numbers and points are taken in tenths, so that they are rounded without the dust of binary fractions. */
function mean(lines: readonly { readonly points: number; readonly weight: number }[]): { value: number; arithmetic: string } {
  const weight = lines.reduce((sum, line) => sum + line.weight, 0);
  const tenths = lines.reduce((sum, line) => sum + Math.round(line.points * 10) * line.weight, 0);
  const value = weight === 0 ? 0 : Math.floor((2 * tenths + weight) / (2 * weight)) / 10;
  return { value, arithmetic: `(${lines.map((line) => `${line.points} × ${line.weight}`).join(' + ')}) / ${weight} = ${value}` };
}
