import type { Question } from '#domain/surveys/questions.js';
import { scales } from '#domain/surveys/questions.js';
import type { Speak } from '#messaging/catalogs/speak.js';
import type { SurveyReply } from '#persistence/generated/client.js';
import type { GivenAnswer } from '#persistence/surveys/replies.js';
import { CANNOT_SAY, fieldOf, LONGEST_COMMENT, questionText, type FormProblem } from './surveys-form.js';

interface Asked {
  readonly subjects: readonly { readonly id: string; readonly name: string }[];
  readonly questions: readonly Question[];
}

/** What a posted form says: the answers that can be kept, and what is wrong with the others. */
export interface ReadAnswers {
  readonly answers: readonly GivenAnswer[];
  readonly problems: readonly FormProblem[];
}

/**
 * Reads a posted form. A field that is not in it leaves what was saved; an empty one takes it back. Fields that the form does not
 * have are nobody's and are left.
 */
export function readAnswers(fields: URLSearchParams, { subjects, questions }: Asked, say: Speak): ReadAnswers {
  const answers: GivenAnswer[] = [];
  const problems: FormProblem[] = [];
  for (const subject of subjects) {
    for (const question of questions) {
      const field = fieldOf(subject.id, question.name);
      const text = fields.get(field)?.trim();
      if (text === undefined) continue;
      const value = valueOf(text, question);
      if (value === null) problems.push({ field, message: problemText(subject.name, question, say) });
      else answers.push({ supplierId: subject.id, question: question.name, ...value });
    }
  }
  return { answers, problems };
}

/** Null: not an answer to this question. */
function valueOf(text: string, { scale }: Question): Pick<GivenAnswer, 'value' | 'comment' | 'cannotSay'> | null {
  const nothing = { value: null, comment: null, cannotSay: false };
  if (text === '') return nothing;
  if (scale === 'words') return text.length > LONGEST_COMMENT ? null : { ...nothing, comment: text };
  if (scale === 'five' && text === CANNOT_SAY) return { ...nothing, cannotSay: true };
  const { least, most } = scales[scale];
  const value = Number(text);
  return /^\d{1,3}$/.test(text) && value >= least && value <= most ? { ...nothing, value } : null;
}

function problemText(supplier: string, question: Question, say: Speak): string {
  const range = scales[question.scale];
  if (!range) return say('form.problem.long', { supplier, most: LONGEST_COMMENT });
  return say('form.problem.scale', { supplier, question: questionText(question, say), ...range });
}

/** What must still be answered before it can be sent: every mark of 1 to 5, be it by "cannot say". */
export function missingAnswers({ subjects, questions }: Asked, values: ReadonlyMap<string, string>, say: Speak): FormProblem[] {
  return subjects.flatMap((subject) =>
    questions.flatMap((question) => {
      const field = fieldOf(subject.id, question.name);
      if (question.scale !== 'five' || (values.get(field) ?? '') !== '') return [];
      return [{ field, message: say('form.problem.missing', { supplier: subject.name, question: questionText(question, say) }) }];
    }),
  );
}

/** Saved answers as the form's fields hold them. */
export function savedValues(replies: readonly SurveyReply[], questions: readonly Question[]): Map<string, string> {
  const scaleOf = new Map(questions.map(({ name, scale }) => [name, scale]));
  return new Map(
    replies.map(({ supplierId, question, value, comment }) => {
      const blank = scaleOf.get(question) === 'five' ? CANNOT_SAY : '';
      return [fieldOf(supplierId, question), value === null ? (comment ?? blank) : String(value.toNumber())];
    }),
  );
}

/** What was just typed, over what was saved. */
export function typedOver(saved: ReadonlyMap<string, string>, fields: URLSearchParams, { subjects, questions }: Asked): Map<string, string> {
  const values = new Map(saved);
  for (const { id } of subjects) {
    for (const { name } of questions) {
      const text = fields.get(fieldOf(id, name));
      if (text !== null) values.set(fieldOf(id, name), text.trim());
    }
  }
  return values;
}
