import { answerTo, isCertificate, type Answers } from '#domain/questionnaire/answers.js';
import type { Question, Questionnaire, QuestionOf, Section } from '#domain/questionnaire/questionnaire.js';
import type { Language, Speak } from '#messaging/catalogs/speak.js';
import { conditionOf } from '#messaging/letters/onboarding/answer-words.js';
import type { FileSummary } from '#persistence/files/files.js';
import { fieldId } from '../cases/form-part.js';
import type { Offer, OwnFormShown } from '../cases/offers.js';
import { attachedPart, fileInput } from '../fields.js';
import { html, type Html } from '../html.js';
import { BLANKS, certificateParts, fieldName, fieldsOf, fileFieldsOf, partKey, typedFrom } from './questionnaire-fields.js';
import { readQuestionnaireForm } from './read-questionnaire.js';

/** Answers from before, which stand in the form until something is saved, and the documents that their certificates keep. */
export interface KnownAnswers {
  readonly answers: Answers;
  readonly documents: ReadonlyMap<string, FileSummary>;
}

/** The form of a questionnaire. */
export function questionnaireOffer(questionnaire: Questionnaire, language: Language, known: KnownAnswers): Offer {
  const fields = fieldsOf(questionnaire, language);
  const prefilled = typedFrom(questionnaire, known.answers);
  return {
    form: 'answerQuestionnaire',
    fields,
    takesFiles: false,
    own: {
      fileFields: fileFieldsOf(questionnaire),
      part: (shown, say) => {
        const form: FormOfQuestions = { ...shown, typed: shown.typed ?? prefilled, questionnaire, known, language, say };
        return html`<button class="first" type="submit" name="act" value="save" tabindex="-1" aria-hidden="true">${say('portal.save')}</button>
<p>${say('joining.page.questionnaire.note')}</p>${shown.typed === null && Object.keys(prefilled).length > 0 && html`<p class="note">${say('joining.page.questionnaire.prefilled')}</p>`}
${questionnaire.sections.map((section) => sectionPart(section, form))}
${tick({ id: fieldId(shown.form, BLANKS), name: BLANKS, label: say('joining.page.blanks'), checked: false, problem: shown.faults.get(BLANKS) ?? null })}`;
      },
      read: (typed, files) => readQuestionnaireForm(questionnaire, fields, { typed, files, before: known.answers }),
    },
  };
}

interface FormOfQuestions extends Omit<OwnFormShown, 'typed'> {
  readonly typed: Readonly<Record<string, string>>;
  readonly questionnaire: Questionnaire;
  readonly known: KnownAnswers;
  readonly language: Language;
  readonly say: Speak;
}

function sectionPart({ criterion, questions }: Section, form: FormOfQuestions): Html {
  return html`<section class="group"><h3>${form.say(`joining.criterion.${criterion}`)}</h3>${questions.map((question) => questionPart(question, form))}</section>`;
}

function questionPart(question: Question, form: FormOfQuestions): Html {
  switch (question.kind) {
    case 'choice':
      return grouped(question, form, question.many ? severalPart(question, form) : onePart(question, form));
    case 'certificate':
      return grouped(question, form, certificatePart(question, form));
    case 'file':
      return grouped(question, form, filePart(question, form));
    default:
      return linePart(question, form);
  }
}

/** What a question says beside its words: when it is asked, what helps, what is wrong. */
function about(question: Question, { questionnaire, language, faults, say, form }: FormOfQuestions): { html: Html; ids: string } {
  const id = fieldId(form, fieldName(question));
  const condition = conditionOf(questionnaire, question, language, say);
  const note = [condition, question.note?.[language]].filter((each) => each !== undefined && each !== null).join(' · ');
  const problem = faults.get(fieldName(question)) ?? null;
  return {
    html: html`${note !== '' && html`<p class="quiet" id="${id}-note">${note}</p>`}${problem !== null && html`<p class="problem" id="${id}-problem">${problem}</p>`}`,
    ids: [...(note === '' ? [] : [`${id}-note`]), ...(problem === null ? [] : [`${id}-problem`])].join(' '),
  };
}

function headOf(question: Question, { language, say }: FormOfQuestions): string {
  return question.required ? `${question.words[language]} ${say('joining.page.required')}` : question.words[language];
}

function grouped(question: Question, form: FormOfQuestions, inside: Html): Html {
  const said = about(question, form);
  return html`<fieldset id="${fieldId(form.form, fieldName(question))}" tabindex="-1"${said.ids !== '' && html` aria-describedby="${said.ids}"`}><legend>${headOf(question, form)}</legend>${said.html}${inside}</fieldset>`;
}

function onePart(question: QuestionOf<'choice'>, { typed, language, say }: FormOfQuestions): Html {
  const name = fieldName(question);
  const given = typed[name] ?? '';
  const radio = (value: string, words: string) => html`<label><input type="radio" name="${name}" value="${value}"${given === value && html` checked`}> ${words}</label>`;
  return html`<div class="marks">${question.choices.map(({ answer, words }) => radio(answer, words[language]))}${!question.required && radio('', say('joining.page.none'))}</div>`;
}

function severalPart(question: QuestionOf<'choice'>, { typed, language }: FormOfQuestions): Html {
  return html`<div class="marks">${question.choices.map(({ answer, words }) => {
    const name = fieldName(question, answer);
    return html`<input type="hidden" name="${name}" value=""><label><input type="checkbox" name="${name}" value="yes"${typed[name] === 'yes' && html` checked`}> ${words[language]}</label>`;
  })}</div>`;
}

function linePart(question: QuestionOf<'number'> | QuestionOf<'text'> | QuestionOf<'date'>, form: FormOfQuestions): Html {
  const name = fieldName(question);
  const id = fieldId(form.form, name);
  const said = about(question, form);
  const given = form.typed[name] ?? '';
  const marks = html`id="${id}" name="${name}"${question.required && html` required`}${said.ids !== '' && html` aria-describedby="${said.ids}"`}${form.faults.has(name) && html` aria-invalid="true"`}`;
  const input =
    question.kind === 'text'
      ? html`<textarea rows="4" ${marks}>
${given}</textarea>`
      : question.kind === 'date'
        ? html`<input type="date" value="${given}" ${marks}>`
        : html`<input type="text" inputmode="decimal" class="short" value="${given}" ${marks}>`;
  const unit = question.kind === 'number' ? `${headOf(question, form)} (${question.unit[form.language]})` : headOf(question, form);
  return html`<div class="field"><label for="${id}">${unit}</label>${said.html}${input}</div>`;
}

function filePart(question: Question, form: FormOfQuestions, label?: string): Html {
  const name = fieldName(question);
  const id = `${fieldId(form.form, name)}-files`;
  return html`${attachedPart({ id, files: form.files.get(name) ?? [], hrefOf: form.hrefOf }, form.say)}${fileInput({ id, name, label: label ?? form.say('portal.files') })}`;
}

function certificatePart(question: QuestionOf<'certificate'>, form: FormOfQuestions): Html {
  const parts = certificateParts.map((part) => {
    const name = fieldName(question, part);
    const id = fieldId(form.form, name);
    const problem = form.faults.get(name) ?? null;
    const given = form.typed[name] ?? (part === 'kind' ? (question.certifies ?? '') : '');
    const date = part === 'validFrom' || part === 'validTo';
    return html`<div class="field"><label for="${id}">${form.say(partKey(part))}</label>${problem !== null && html`<p class="problem" id="${id}-problem">${problem}</p>`}
<input type="${date ? 'date' : 'text'}" id="${id}" name="${name}" value="${given}"${problem !== null && html` aria-invalid="true" aria-describedby="${id}-problem"`}></div>`;
  });
  return html`${parts}${keptPart(question, form)}${filePart(question, form, form.say('joining.page.certificate.files'))}`;
}

/** Says which document is sent along where none is attached anew. */
function keptPart(question: QuestionOf<'certificate'>, { known: { answers, documents }, files, say }: FormOfQuestions): Html | null {
  const given = answerTo(answers, question.question);
  const names = isCertificate(given) ? given.files.flatMap((id) => documents.get(id)?.name ?? []) : [];
  if (names.length === 0 || (files.get(fieldName(question)) ?? []).length > 0) return null;
  return html`<p class="quiet">${say('joining.page.certificate.kept', { names: names.join(', ') })}</p>`;
}

/** Something to tick; not ticked, it says so when the form is sent. */
export function tick({ id, name, label, checked, problem }: { id: string; name: string; label: string; checked: boolean; problem: string | null }): Html {
  return html`<div class="field">${problem !== null && html`<p class="problem" id="${id}-problem">${problem}</p>`}<input type="hidden" name="${name}" value=""><label class="tick"><input type="checkbox" id="${id}" name="${name}" value="yes"${checked && html` checked`}${
    problem !== null && html` aria-invalid="true" aria-describedby="${id}-problem"`
  }> ${label}</label></div>`;
}

