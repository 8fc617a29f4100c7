import { z } from 'zod';
import { questionsOf, type Question, type Questionnaire, type QuestionOf } from './questionnaire.js';

const line = (most: number) => z.string().trim().min(1).max(most).regex(/^\P{Cc}*$/u, 'must be one line without control characters');
const files = z.array(z.uuid()).max(10);

/** A certificate as a supplier states it. Dates are `YYYY-MM-DD`; without `validTo` it has no end. */
export const certificateAnswer = z.strictObject({
  kind: line(100),
  number: line(100),
  issuer: line(200).optional(),
  validFrom: z.iso.date(),
  validTo: z.iso.date().nullable().default(null),
  files: files.default([]),
});
export type CertificateAnswer = z.infer<typeof certificateAnswer>;

/** An answer by the kind of its question: a choice or several, a number, a text, a date, ids of files, a certificate; null: not answered. */
export const answerSchema = z.union([z.null(), z.number(), z.string().max(5_000), z.array(z.string().max(60)).max(30), certificateAnswer]);
export type Answer = z.infer<typeof answerSchema>;

/** Answers by question. */
export const answersSchema = z.record(z.string().max(40), answerSchema);
export type Answers = Readonly<Record<string, Answer>>;

export const answerFaultCodes = ['unknown', 'missing', 'required', 'notAsked', 'notAChoice', 'notANumber', 'outOfBounds', 'tooLong', 'notADate', 'notFiles', 'notACertificate', 'datesOutOfOrder'] as const;

/** What is wrong with answers; `question` says where. */
export interface AnswerFault {
  readonly question: string;
  readonly fault: (typeof answerFaultCodes)[number];
}

/** Whether a question is asked of somebody who has given these answers. A question that follows from one that is not asked is not asked either. */
export function isAsked(questionnaire: Questionnaire, { when }: Question, answers: Answers): boolean {
  if (!when) return true;
  const before = questionsOf(questionnaire).find(({ question }) => question === when.question);
  if (before === undefined || !isAsked(questionnaire, before, answers)) return false;
  const given = answerTo(answers, when.question);
  if (when.answer !== undefined) return given === when.answer || (Array.isArray(given) && given.includes(when.answer));
  return typeof given === 'number' && given >= (when.atLeast ?? -Infinity) && given < (when.below ?? Infinity);
}

/**
 * What keeps answers from being taken: each question that is asked needs an answer of its kind, or, where it is not required, a null that
 * says that there is none; and nothing else is answered.
 */
export function answerFaults(questionnaire: Questionnaire, answers: Answers): AnswerFault[] {
  const questions = questionsOf(questionnaire);
  const unknown = Object.keys(answers).filter((name) => !questions.some(({ question }) => question === name));
  return [
    ...unknown.map((question): AnswerFault => ({ question, fault: 'unknown' })),
    ...questions.flatMap((question): AnswerFault[] => {
      const fault = faultOf(questionnaire, question, answers);
      return fault === null ? [] : [{ question: question.question, fault }];
    }),
  ];
}

function faultOf(questionnaire: Questionnaire, question: Question, answers: Answers): AnswerFault['fault'] | null {
  const given = answerTo(answers, question.question);
  if (!isAsked(questionnaire, question, answers)) return given === undefined ? null : 'notAsked';
  if (given === undefined) return 'missing';
  if (given === null) return question.required ? 'required' : null;
  return faultOfKind(question, given);
}

function faultOfKind(question: Question, given: NonNullable<Answer>): AnswerFault['fault'] | null {
  switch (question.kind) {
    case 'choice':
      return chosen(question, given).length > 0 ? null : 'notAChoice';
    case 'number':
      if (typeof given !== 'number' || !Number.isFinite(given)) return 'notANumber';
      return given >= question.least && given <= question.most ? null : 'outOfBounds';
    case 'text':
      if (typeof given !== 'string' || given.trim() === '') return 'missing';
      return given.length > question.most ? 'tooLong' : null;
    case 'date':
      return z.iso.date().safeParse(given).success ? null : 'notADate';
    case 'file':
      return Array.isArray(given) && given.length > 0 && files.safeParse(given).success ? null : 'notFiles';
    case 'certificate':
      return faultOfCertificate(question, given);
  }
}

/** One that is required comes with its document. */
function faultOfCertificate({ required }: QuestionOf<'certificate'>, given: NonNullable<Answer>): AnswerFault['fault'] | null {
  if (!isCertificate(given)) return 'notACertificate';
  if (given.validTo !== null && given.validTo < given.validFrom) return 'datesOutOfOrder';
  return required && given.files.length === 0 ? 'notFiles' : null;
}

/** The choices that an answer names; none when it names anything else, or several of a question that takes one. */
export function chosen({ choices, many }: QuestionOf<'choice'>, given: Answer): readonly QuestionOf<'choice'>['choices'][number][] {
  const named = typeof given === 'string' ? [given] : many && Array.isArray(given) ? given : [];
  const found = choices.filter(({ answer }) => named.includes(answer));
  return found.length === named.length ? found : [];
}

/** Whether an answer is a certificate. */
export function isCertificate(given: Answer | undefined): given is CertificateAnswer {
  return typeof given === 'object' && given !== null && !Array.isArray(given);
}

/** The answer to a question; undefined where none was given. */
export function answerTo(answers: Answers, question: string): Answer | undefined {
  return Object.hasOwn(answers, question) ? answers[question] : undefined;
}

/** Ids of the files that answers bring, in the order of the questions. */
export function filesOfAnswers(questionnaire: Questionnaire, answers: Answers): string[] {
  return questionsOf(questionnaire).flatMap(({ kind, question }) => {
    const given = answerTo(answers, question);
    if (kind === 'certificate' && isCertificate(given)) return given.files;
    return kind === 'file' && Array.isArray(given) ? given : [];
  });
}
