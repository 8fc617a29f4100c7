import { isCertificate, type Answer, type Answers } from '#domain/questionnaire/answers.js';
import { questionsOf, type Question, type Questionnaire } from '#domain/questionnaire/questionnaire.js';
import type { MessageKey } from '#messaging/catalogs/en.js';
import { speak, type Language } from '#messaging/catalogs/speak.js';
import type { OfferedField } from '../cases/offers.js';

/** What a certificate is stated by, beside its document. */
export const certificateParts = ['kind', 'number', 'issuer', 'validFrom', 'validTo'] as const;
type CertificatePart = (typeof certificateParts)[number];

/** The tick by which a contact sends a questionnaire with answers missing. */
export const BLANKS = 'blanks';
/** Longest line, such as the number of a certificate. */
export const LONGEST_LINE = 200;

/** The field of a question; of a choice among several that can be chosen, or of a certificate's part. */
export function fieldName({ question }: Pick<Question, 'question'>, part?: string): string {
  return part === undefined ? `q-${question}` : `q-${question}-${part}`;
}

/** Every field of a questionnaire; those that take files are among them, so that what is wrong can be told of them. */
export function fieldsOf(questionnaire: Questionnaire, language: Language): OfferedField[] {
  const say = speak(language);
  const blanks: OfferedField = { name: BLANKS, kind: 'text', label: say('joining.page.blanks'), required: false, least: 0, most: 0 };
  return [...questionsOf(questionnaire).flatMap((question) => fieldsOfQuestion(question, language)), blanks];
}

function fieldsOfQuestion(question: Question, language: Language): OfferedField[] {
  const label = question.words[language];
  const field = (more: Partial<OfferedField> = {}): OfferedField => ({ name: fieldName(question), kind: 'text', label, required: question.required, least: 0, most: LONGEST_LINE, ...more });
  switch (question.kind) {
    case 'choice':
      return question.many ? [field(), ...question.choices.map(({ answer }) => field({ name: fieldName(question, answer) }))] : [field()];
    case 'number':
      return [field({ least: question.least, most: question.most })];
    case 'text':
      return [field({ most: question.most })];
    case 'certificate':
      return [field(), ...certificateParts.map((part) => field({ name: fieldName(question, part), label: `${label} – ${speak(language)(partKey(part))}` }))];
    default:
      return [field()];
  }
}

/** The words of a part of a certificate. */
export function partKey(part: CertificatePart): MessageKey {
  return `joining.page.certificate.${part}`;
}

/** The fields of a questionnaire that take files. */
export function fileFieldsOf(questionnaire: Questionnaire): string[] {
  return questionsOf(questionnaire).flatMap((question) => (question.kind === 'file' || question.kind === 'certificate' ? [fieldName(question)] : []));
}

/** Answers as they would have been typed; files are not among them. */
export function typedFrom(questionnaire: Questionnaire, answers: Answers): Record<string, string> {
  return Object.fromEntries(questionsOf(questionnaire).flatMap((question) => typedAnswer(question, answers[question.question] ?? null)));
}

function typedAnswer(question: Question, given: Answer): [string, string][] {
  if (given === null || question.kind === 'file') return [];
  if (question.kind === 'certificate') {
    if (!isCertificate(given)) return [];
    return certificateParts.map((part): [string, string] => [fieldName(question, part), given[part] ?? '']);
  }
  if (question.kind === 'choice' && question.many) return Array.isArray(given) ? given.map((answer): [string, string] => [fieldName(question, answer), 'yes']) : [];
  return typeof given === 'string' || typeof given === 'number' ? [[fieldName(question), String(given)]] : [];
}
