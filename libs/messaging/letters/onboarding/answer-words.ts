import { answerTo, chosen, isAsked, isCertificate, type Answer, type Answers } from '#domain/questionnaire/answers.js';
import { questionsOf, type Question, type Questionnaire } from '#domain/questionnaire/questionnaire.js';
import type { MessageKey } from '../../catalogs/en.js';
import { localeOf, speak, type Language, type Speak } from '../../catalogs/speak.js';
import { writtenDay } from '../../templates/dates.js';

/** What kind of answer a question wants, in a few words: its choices, its unit, what to attach. */
export function wantedOf(question: Question, language: Language, say: Speak): string {
  switch (question.kind) {
    case 'choice':
      return `${question.choices.map(({ words }) => words[language]).join(' / ')}${question.many ? ` (${say('joining.wanted.many')})` : ''}`;
    case 'number':
      return say('joining.wanted.number', { unit: question.unit[language] });
    default:
      return say(`joining.wanted.${question.kind}` as MessageKey);
  }
}

/** Under which answer to which question another is asked, in words; null: always. */
export function conditionOf(questionnaire: Questionnaire, { when }: Question, language: Language, say: Speak): string | null {
  const before = questionsOf(questionnaire).find(({ question }) => question === when?.question);
  if (!when || !before) return null;
  const choice = before.kind === 'choice' ? before.choices.find(({ answer }) => answer === when.answer)?.words[language] : undefined;
  const bounds = [...(when.atLeast === undefined ? [] : [`≥ ${when.atLeast}`]), ...(when.below === undefined ? [] : [`< ${when.below}`])].join(', ');
  return say('joining.onlyIf', { question: before.words[language], answer: choice ?? bounds });
}

/** Every question that was asked with its answer, numbered, for conversations, receipts and mails. `files`: names by id. */
export function writtenAnswers(questionnaire: Questionnaire, answers: Answers, { language, files }: { language: Language; files: ReadonlyMap<string, string> }): string {
  const say = speak(language);
  return questionsOf(questionnaire)
    .map((question, index) => ({ question, number: index + 1 }))
    .filter(({ question }) => isAsked(questionnaire, question, answers))
    .map(({ question, number }) => `${number}. ${question.words[language]}\n${writtenAnswer(question, answerTo(answers, question.question) ?? null, { language, files }, say)}`)
    .join('\n\n');
}

/** One answer in words. */
function writtenAnswer(question: Question, given: Answer, { language, files }: { language: Language; files: ReadonlyMap<string, string> }, say: Speak): string {
  if (given === null) return say('joining.noAnswer');
  const named = (ids: readonly string[]) => ids.map((id) => files.get(id) ?? id).join(', ');
  const day = (date: string) => writtenDay(`${date}T12:00:00Z`, 'UTC', language);
  switch (question.kind) {
    case 'choice':
      return chosen(question, given).map(({ words }) => words[language]).join('; ');
    case 'number':
      return typeof given === 'number' ? `${new Intl.NumberFormat(localeOf(language), { maximumFractionDigits: 6 }).format(given)} ${question.unit[language]}` : '';
    case 'date':
      return typeof given === 'string' ? day(given) : '';
    case 'file':
      return Array.isArray(given) ? named(given) : '';
    case 'certificate': {
      if (!isCertificate(given)) return '';
      const { kind, number, issuer, validFrom, validTo, files: ids } = given;
      const valid = validTo === null ? say('joining.validSince', { from: day(validFrom) }) : `${day(validFrom)} – ${day(validTo)}`;
      return [kind, number, ...(issuer === undefined ? [] : [issuer]), valid, ...(ids.length > 0 ? [named(ids)] : [])].join('; ');
    }
    case 'text':
      return String(given);
  }
}
