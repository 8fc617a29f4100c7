import { answerFaults, answerTo, isAsked, isCertificate, type Answer, type AnswerFault, type Answers } from '#domain/questionnaire/answers.js';
import { questionsOf, type Question, type Questionnaire, type QuestionOf } from '#domain/questionnaire/questionnaire.js';
import type { FieldFault, OfferedField, ReadForm } from '../cases/offers.js';
import { BLANKS, certificateParts, fieldName, LONGEST_LINE } from './questionnaire-fields.js';

/** A form as it came: texts by field, and ids of files by field. */
interface Typed {
  readonly typed: Readonly<Record<string, string>>;
  readonly files: ReadonlyMap<string, readonly string[]>;
  /** Answers from before, whose certificates keep their documents. */
  readonly before: Answers;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const FIGURE = /^[-−]?\d{1,13}([.,]\d{1,6})?$/;

/** What of the rules' own findings is told of which field. */
const codes: Readonly<Record<AnswerFault['fault'], FieldFault['code'] | null>> = {
  required: 'empty', missing: 'empty', notAChoice: 'empty', notANumber: 'figure', outOfBounds: 'figure', tooLong: 'long', notADate: 'date', notFiles: 'noFile', notACertificate: 'date', datesOutOfOrder: 'dates',
  // The page asks what is asked, and nothing else.
  unknown: null, notAsked: null,
};

/**
 * Reads a questionnaire as it was filled in. What is asked only after another answer is left out where that was not given. Questions
 * without an answer are named once, unless the contact has ticked that they are to stay so.
 */
export function readQuestionnaireForm(questionnaire: Questionnaire, fields: readonly OfferedField[], form: Typed): ReadForm {
  const field = (name: string): OfferedField => fields.find((each) => each.name === name) ?? { name, kind: 'text', required: false, least: 0, most: 0 };
  const faults: FieldFault[] = [];
  const answers: Record<string, Answer> = {};
  for (const question of questionsOf(questionnaire)) {
    if (!isAsked(questionnaire, question, answers)) continue;
    const read = readAnswer(question, form);
    if ('faults' in read) faults.push(...read.faults.map(({ name, code }) => ({ field: field(name), code })));
    answers[question.question] = 'faults' in read ? null : read.answer;
  }
  const known = new Set(faults.map(({ field: { name } }) => name.split('-')[1]));
  for (const { question, fault } of answerFaults(questionnaire, answers)) {
    const code = codes[fault];
    if (code !== null && !known.has(question)) faults.push({ field: field(fieldName({ question })), code });
    known.add(question);
  }
  const blanks = questionsOf(questionnaire).filter(({ question, weight }) => weight > 0 && answers[question] === null && !known.has(question)).length;
  if (blanks > 0 && form.typed[BLANKS] !== 'yes') faults.push({ field: { ...field(BLANKS), most: blanks }, code: 'blanks' });
  return faults.length > 0 ? { faults: inOrder(faults, fields) } : { body: { answers: answers satisfies Answers } };
}

function inOrder(faults: readonly FieldFault[], fields: readonly OfferedField[]): FieldFault[] {
  const place = ({ field: { name } }: FieldFault) => fields.findIndex((each) => each.name === name);
  return faults.toSorted((one, other) => place(one) - place(other));
}

interface NamedFault {
  readonly name: string;
  readonly code: FieldFault['code'];
}

type Read = { readonly answer: Answer } | { readonly faults: readonly NamedFault[] };

function readAnswer(question: Question, form: Typed): Read {
  const name = fieldName(question);
  const text = textOf(form, name);
  switch (question.kind) {
    case 'choice': {
      if (!question.many) return { answer: text === '' ? null : text };
      const chosen = question.choices.flatMap(({ answer }) => (textOf(form, fieldName(question, answer)) === 'yes' ? [answer] : []));
      return { answer: chosen.length > 0 ? chosen : null };
    }
    case 'number':
      if (text === '') return { answer: null };
      return FIGURE.test(text) ? { answer: Number(text.replace(',', '.').replace('−', '-')) } : { faults: [{ name, code: 'figure' }] };
    case 'file': {
      const ids = form.files.get(name) ?? [];
      return { answer: ids.length > 0 ? [...ids] : null };
    }
    case 'certificate':
      return readCertificate(question, form);
    default:
      return { answer: text === '' ? null : text };
  }
}

/** A certificate of which anything is stated needs what it certifies, its number and its first day. */
function readCertificate(question: QuestionOf<'certificate'>, form: Typed): Read {
  const attached = [...(form.files.get(fieldName(question)) ?? [])];
  const part = (name: (typeof certificateParts)[number]) => textOf(form, fieldName(question, name));
  const stated = certificateParts.some((name) => part(name) !== '' && !(name === 'kind' && part(name) === question.certifies));
  if (!stated && attached.length === 0) return { answer: null };
  const faults = certificateParts.flatMap((each): NamedFault[] => {
    const name = fieldName(question, each);
    const text = part(each);
    if (text === '') return each === 'issuer' || each === 'validTo' ? [] : [{ name, code: 'empty' }];
    if (each === 'validFrom' || each === 'validTo') return DAY.test(text) ? [] : [{ name, code: 'date' }];
    return text.length > (each === 'issuer' ? LONGEST_LINE : 100) ? [{ name, code: 'long' }] : [];
  });
  if (faults.length > 0) return { faults };
  const issuer = part('issuer');
  const files = attached.length > 0 ? attached : keptFiles(form.before, question, part);
  return { answer: { kind: part('kind'), number: part('number'), ...(issuer === '' ? {} : { issuer }), validFrom: part('validFrom'), validTo: part('validTo') || null, files } };
}

/** The documents of a certificate from before: sent along as long as it is stated to be the same. */
function keptFiles(before: Answers, { question }: QuestionOf<'certificate'>, part: (name: 'kind' | 'number' | 'validFrom' | 'validTo') => string): string[] {
  const known = answerTo(before, question);
  if (!isCertificate(known)) return [];
  const same = known.kind === part('kind') && known.number === part('number') && known.validFrom === part('validFrom') && (known.validTo ?? '') === part('validTo');
  return same ? [...known.files] : [];
}

function textOf({ typed }: Typed, name: string): string {
  return (typed[name] ?? '').replace(/\r\n?/g, '\n').trim();
}
