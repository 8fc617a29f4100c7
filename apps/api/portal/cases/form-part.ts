import { saidKey } from '#apps/receipts/receipt.js';
import { catalogs, speak, type Language, type Speak } from '#messaging/catalogs/speak.js';
import type { MessageKey } from '#messaging/catalogs/en.js';
import { writtenInstant } from '#messaging/templates/dates.js';
import type { Draft } from '#persistence/drafts/drafts.js';
import type { FileSummary } from '#persistence/files/files.js';
import { fieldPart, filesPart } from '../fields.js';
import { html, type Html } from '../html.js';
import { MESSAGE, type FieldFault, type Offer, type OfferedField } from './offers.js';
import type { Offers } from './rectification-offers.js';

/** How the forms of a page are shown. */
export interface FormsShown {
  readonly language: Language;
  readonly timeZone: string;
  /** Path of the page, with its link. */
  readonly path: string;
  readonly drafts: ReadonlyMap<string, Draft & { readonly files: readonly FileSummary[] }>;
  /** The form that was just posted: what is wrong with it, and its nonce where it can be sent again as it is. */
  readonly posted: { readonly form: string; readonly faults: readonly FieldFault[]; readonly nonce: string | null } | null;
  /** A new id for each form: sent twice, the same form is one answer. */
  readonly nonce: () => string;
}

/** The step's form, what brings more at once, the request for more time, and the message. */
export function formsPart(offers: Offers, shown: FormsShown): Html {
  const say = speak(shown.language);
  const [step, ...more] = offers.steps;
  const extension = offers.extension;
  return html`
${step !== undefined && html`<section aria-labelledby="answer"><h2 id="answer">${say('layout.line', { label: say('page.answer'), value: say(saidKey(step.form)) })}</h2>${formPart(step, shown, say, true)}</section>`}
${more.map((offer) => folded(offer, say(`page.more.${offer.form}` as MessageKey), shown, say))}
${extension && folded(extension, say('page.do.requestExtension'), shown, say)}
${messagePart(shown, say)}`;
}

/** The form of a message, which moves nothing. */
export function messagePart(shown: FormsShown, say: Speak): Html {
  return folded(MESSAGE, say('page.heading.message'), shown, say, say('page.note.message'));
}

/** A form that is opened by who wants it. */
export function folded(offer: Offer, summary: string, shown: FormsShown, say: Speak, note?: string): Html {
  const isOpen = shown.posted?.form === offer.form || holdsAnything(shown.drafts.get(offer.form));
  return html`<details${isOpen && html` open`}><summary>${summary}</summary>${note !== undefined && html`<p class="quiet">${note}</p>`}${formPart(offer, shown, say, false)}</details>`;
}

/** A form with its draft and what is wrong with it. */
export function formPart(offer: Offer, shown: FormsShown, say: Speak, main: boolean): Html {
  const { form, fields, takesFiles } = offer;
  const { path, language, timeZone, posted } = shown;
  const draft = shown.drafts.get(form);
  const mine = posted?.form === form ? posted : null;
  const faults = new Map((mine?.faults ?? []).map(({ field, code }) => [field.name, say(`portal.fault.${code}`, { most: field.most, least: field.least })]));
  return html`<form method="post" action="${path}?lang=${language}" enctype="multipart/form-data" novalidate>
<input type="hidden" name="form" value="${form}"><input type="hidden" name="nonce" value="${mine?.nonce ?? shown.nonce()}">
${draft !== undefined && holdsAnything(draft) && html`<p class="quiet">${say('portal.draft', { at: writtenInstant(draft.updatedAt.toISOString(), timeZone, language, say) })}</p>`}
${offer.own ? offer.own.part({ form, typed: draft?.fields ?? null, files: filesByField(form, shown), faults, hrefOf: ({ id }) => `${path}/files/${id}` }, say) : fields.map((field) => fieldPart({ ...field, id: fieldId(form, field.name), label: labelOf(form, field, say), value: draft?.fields[field.name] ?? '', problem: faults.get(field.name) ?? null }, say))}
${takesFiles && filesPart({ id: form, files: draft?.files ?? [], hrefOf: ({ id }) => `${path}/files/${id}` }, say)}
<p class="acts"><button${main && html` class="main"`} type="submit" name="act" value="send">${say(`page.do.${form}` as MessageKey)}</button>${
    form !== 'acknowledge' && html`<button type="submit" name="act" value="save" formnovalidate>${say('portal.save')}</button>`
  }</p>
</form>`;
}

/** Files that were kept for one field stand in a draft of their own, named after form and field. */
export function draftOfField(form: string, field: string): string {
  return `${form}:${field}`;
}

function filesByField(form: string, { drafts }: FormsShown): ReadonlyMap<string, readonly FileSummary[]> {
  const prefix = draftOfField(form, '');
  return new Map([...drafts].flatMap(([name, { files }]) => (name.startsWith(prefix) ? [[name.slice(prefix.length), files] as const] : [])));
}

/** A form that was sent empty leaves a draft that is none. */
function holdsAnything(draft: Draft | undefined): boolean {
  return draft !== undefined && (draft.fileIds.length > 0 || Object.values(draft.fields).some((text) => text.trim() !== ''));
}

/** The id of a field on the page. */
export function fieldId(form: string, field: string): string {
  return `${form}-${field}`;
}

/** What is wrong with a field, naming it: for the list of all that is. */
export function faultText(form: string, { field, code }: FieldFault, say: Speak): string {
  return say(`portal.problem.${code}`, { field: labelOf(form, field, say), most: field.most, least: field.least });
}

function labelOf(form: string, { name, label }: OfferedField, say: Speak): string {
  const own = `page.field.${form}.${name}`;
  return label ?? say((own in catalogs.en ? own : `page.field.${name}`) as MessageKey);
}
