import type { OnboardingState } from '#domain/onboarding/state.js';
import { answerFaults, answersSchema, filesOfAnswers, type AnswerFault } from '#domain/questionnaire/answers.js';
import { qualify } from '#domain/questionnaire/qualify.js';
import { languageOf } from '#messaging/catalogs/speak.js';
import { writtenAnswers } from '#messaging/letters/onboarding/answer-words.js';
import { summariesOf } from '#persistence/files/files.js';
import { readQuestionnaire } from '#persistence/questionnaires/questionnaires.js';
import type { ContentReader } from './content-reader.js';

const MESSAGES: Readonly<Record<AnswerFault['fault'], string>> = {
  unknown: 'there is no such question',
  missing: 'needs an answer; null says that there is none',
  required: 'cannot be left without an answer',
  notAsked: 'is not asked after the answers before it',
  notAChoice: 'is none of its choices',
  notANumber: 'must be a number',
  outOfBounds: 'is out of its bounds',
  tooLong: 'is too long',
  notADate: 'must be a date, YYYY-MM-DD',
  notFiles: 'needs the ids of its files',
  notACertificate: 'must be a certificate',
  datesOutOfOrder: 'ends before it begins',
};

/** Checks and scores answers by the questionnaire of the case: the score goes on, the answers stay. */
export const readAnswers: ContentReader = async (db, { supplierId, state, content, receivedAt }) => {
  const questionnaire = await readQuestionnaire(db, (state as OnboardingState).terms.questionnaire);
  const answers = answersSchema.parse(content['answers']);
  const faults = answerFaults(questionnaire, answers);
  if (faults.length > 0) return { problems: faults.map(({ question, fault }) => ({ path: `answers.${question}`, message: MESSAGES[fault] })) };
  const named = filesOfAnswers(questionnaire, answers);
  const known = await summariesOf(db.prisma, named);
  const missing = named.filter((id) => !known.has(id));
  if (missing.length > 0) return { problems: missing.map((id) => ({ path: 'answers', message: `there is no file ${id}; store it first` })) };
  const { language } = await db.prisma.supplier.findUniqueOrThrow({ where: { id: supplierId }, select: { language: true } });
  const files = new Map([...known].map(([id, { name }]) => [id, name]));
  const attached = Array.isArray(content['files']) ? content['files'].map(String) : [];
  return {
    facts: { qualification: qualify(questionnaire, answers, receivedAt.toISOString().slice(0, 10)) },
    content: { text: writtenAnswers(questionnaire, answers, { language: languageOf(language), files }), files: [...new Set([...named, ...attached])] },
  };
};
