import type { AnswersOfOnboarding } from './queries.js';

export type Section = AnswersOfOnboarding['document']['sections'][number];
export type Question = Section['questions'][number];
export type QuestionOf<Kind extends Question['kind']> = Extract<Question, { kind: Kind }>;
export type Answers = NonNullable<AnswersOfOnboarding['answered']>['answers'];
export type Answer = Answers[string];
export type Certificate = Extract<Answer, { validFrom: string }>;

/** Whether an answer is a certificate. */
export function isCertificate(given: Answer | undefined): given is Certificate {
  return typeof given === 'object' && given !== null && !Array.isArray(given);
}

/** All questions, in their order. */
export function questionsOf(sections: readonly Section[]): readonly Question[] {
  return sections.flatMap(({ questions }) => questions);
}

/** Whether a question is asked of somebody who has given these answers: one that follows from another only if that one is asked and answered so. */
export function isAsked(sections: readonly Section[], { when }: Question, answers: Answers): boolean {
  if (!when) return true;
  const before = questionsOf(sections).find(({ question }) => question === when.question);
  if (before === undefined || !isAsked(sections, before, answers)) return false;
  const given = answers[when.question];
  if (when.answer !== undefined) return given === when.answer || (Array.isArray(given) && given.includes(when.answer));
  return typeof given === 'number' && given >= (when.atLeast ?? -Infinity) && given < (when.below ?? Infinity);
}

/** Answers as they are sent: one for each question that is asked, null where there is none, and nothing for the others. */
export function answersToSend(sections: readonly Section[], answers: Answers): Answers {
  const asked = questionsOf(sections).filter((question) => isAsked(sections, question, answers));
  return Object.fromEntries(asked.map(({ question }) => [question, answers[question] ?? null]));
}
