import type { Question } from '#domain/surveys/questions.js';
import { questionsWithWords, scales } from '#domain/surveys/questions.js';
import type { MessageKey } from '#messaging/catalogs/en.js';
import { speak, type Language, type Speak } from '#messaging/catalogs/speak.js';
import { html, type Html } from './html.js';

/** A field that the respondent should look at again. */
export interface FormProblem {
  readonly field: string;
  readonly message: string;
}

/** Everything that the form shows. */
export interface SurveyForm {
  readonly kind: 'ratings' | 'suppliersRateUs';
  readonly recipientKind: 'person' | 'contact';
  readonly language: Language;
  readonly subjects: readonly { readonly id: string; readonly name: string }[];
  readonly questions: readonly Question[];
  /** Period and deadline in the reader's words. */
  readonly period: string;
  readonly due: string;
  /** What is in each field, by its name: as saved, or as it was just typed. */
  readonly values: ReadonlyMap<string, string>;
  readonly saved: boolean;
  readonly problems: readonly FormProblem[];
  /** What was typed into the part that passes the questions on, and why that did not do. */
  readonly delegation: { readonly address: string; readonly reason: string; readonly problem: string | null };
}

/** The mark of "cannot say" among the answers of a scale. */
export const CANNOT_SAY = 'x';
/** Characters of a comment. */
export const LONGEST_COMMENT = 2_000;

/** The name of the field for one question about one supplier. */
export function fieldOf(supplierId: string, question: string): string {
  return `a.${supplierId}.${question}`;
}

/** The words of a question: its own title, else those that Steward has for it. */
export function questionText({ name, title }: Question, say: Speak): string {
  return title ?? (questionsWithWords.includes(name) ? say(`question.${name}` as MessageKey) : name);
}

/** The form as HTML. Saving and sending are its two buttons; passing it on is a form of its own. */
export function surveyForm(form: SurveyForm): Html {
  const say = speak(form.language);
  const action = `?lang=${form.language}`;
  return html`
<h1>${say(`form.${form.kind}.title`)}</h1>
${form.saved && form.problems.length === 0 ? html`<p class="note" role="status">${say('form.saved')}</p>` : null}
${problemList(form.problems, say)}
<p>${say(`form.${form.kind}.intro`, { period: form.period, due: form.due, supplier: form.subjects[0]?.name ?? '' })}</p>
<p class="quiet">${say('form.scale')}</p>
<form method="post" action="${action}" novalidate>
${form.subjects.map((subject) => subjectPart(subject, form, say))}
<p class="quiet">${say('form.sendNote')}</p>
<p class="acts"><button type="submit" name="act" value="save">${say('form.save')}</button><button class="main" type="submit" name="act" value="send">${say('form.send')}</button></p>
</form>
${delegationPart(form, say, action)}`;
}

function problemList(problems: readonly FormProblem[], say: Speak): Html | null {
  if (problems.length === 0) return null;
  return html`<section class="note bad" role="alert" tabindex="-1" autofocus><h2>${say('form.problems')}</h2>
<ul>${problems.map(({ field, message }) => html`<li><a href="#${field}">${message}</a></li>`)}</ul></section>`;
}

function subjectPart(subject: { id: string; name: string }, form: SurveyForm, say: Speak): Html {
  return html`<fieldset><legend>${subject.name}</legend>
${form.questions.map((question) => questionPart(fieldOf(subject.id, question.name), question, form, say))}
</fieldset>
`;
}

function questionPart(field: string, question: Question, form: SurveyForm, say: Speak): Html {
  const text = questionText(question, say);
  const value = form.values.get(field) ?? '';
  const wrong = form.problems.some((problem) => problem.field === field);
  switch (question.scale) {
    case 'five':
      return marks(field, text, value, wrong, say);
    case 'ten':
      return html`<div class="field"><label for="${field}">${text}</label><select id="${field}" name="${field}"${invalid(wrong)}>
<option value="">${say('form.choose')}</option>${range(scales.ten).map((mark) => html`<option${mark === value && html` selected`}>${mark}</option>`)}</select></div>`;
    case 'hundred':
      return html`<div class="field"><label for="${field}">${text}</label>
<input type="number" inputmode="numeric" id="${field}" name="${field}" min="${scales.hundred.least}" max="${scales.hundred.most}" step="1" value="${value}"${invalid(wrong)}></div>`;
    case 'words':
      return html`<div class="field"><label for="${field}">${text}</label>
<textarea id="${field}" name="${field}" maxlength="${LONGEST_COMMENT}"${invalid(wrong)}>
${value}</textarea></div>`;
  }
}

/** Radio buttons, the first of which is where the list of problems leads to. */
function marks(field: string, text: string, value: string, wrong: boolean, say: Speak): Html {
  const one = (mark: string, label: string, index: number) =>
    html`<label><input type="radio" name="${field}" value="${mark}"${index === 0 && html` id="${field}"`}${mark === value && html` checked`}>${label}</label>`;
  const all = [...range(scales.five).map((mark) => ({ mark, label: mark })), { mark: CANNOT_SAY, label: say('form.cannotSay') }];
  return html`<fieldset${wrong && html` aria-describedby="${field}.wrong"`}><legend>${text}</legend>
${wrong && html`<p id="${field}.wrong" class="note bad">${say('form.problems')}</p>`}<div class="marks">${all.map(({ mark, label }, index) => one(mark, label, index))}</div></fieldset>`;
}

function invalid(wrong: boolean): Html | false {
  return wrong && html` aria-invalid="true"`;
}

function range({ least, most }: { least: number; most: number }): string[] {
  return Array.from({ length: most - least + 1 }, (_, index) => String(least + index));
}

function delegationPart({ delegation, recipientKind }: SurveyForm, say: Speak, action: string): Html {
  const { address, reason, problem } = delegation;
  return html`<details${problem !== null && html` open`}><summary>${say('form.delegate')}</summary>
<p id="delegate-note">${say(`form.delegateNote.${recipientKind}`)}</p>
${problem !== null && html`<p id="delegate-problem" class="note bad" role="alert">${problem}</p>`}
<form method="post" action="${action}" novalidate>
<div class="field"><label for="address">${say('form.delegate.address')}</label><input type="email" id="address" name="address" autocomplete="off" aria-describedby="delegate-note" value="${address}"${invalid(problem !== null)}></div>
<div class="field"><label for="reason">${say('form.delegate.reason')}</label><input type="text" id="reason" name="reason" maxlength="500" value="${reason}"></div>
<p class="acts"><button type="submit" name="act" value="delegate">${say('form.delegate.send')}</button></p>
</form></details>`;
}
