import { LARGEST_FILE, MOST_FILES } from '#messaging/inbound/file-kind.js';
import type { Speak } from '#messaging/catalogs/speak.js';
import type { FileSummary } from '#persistence/files/files.js';
import { html, type Html } from './html.js';

/** Kinds as browsers know them; the content decides when a file has arrived. */
const ACCEPT = '.pdf,.png,.jpg,.jpeg,.docx,.xlsx,.csv,.txt,application/pdf,image/png,image/jpeg,text/plain,text/csv';
const MEGABYTE = 1024 * 1024;

/** A field with its label, what was typed, and what is wrong with it. `id` is unique on the page. */
export interface FieldShown {
  readonly id: string;
  readonly name: string;
  readonly kind: 'text' | 'number' | 'line';
  readonly label: string;
  readonly required: boolean;
  readonly value: string;
  readonly most: number;
  readonly least: number;
  readonly problem: string | null;
}

/** A text or a number. What is wrong stands beside it and is read out with it. */
export function fieldPart({ id, name, kind, label, required, value, most, least, problem }: FieldShown, say: Speak): Html {
  const about = html`id="${id}" name="${name}"${required && html` required`}${problem !== null && html` aria-invalid="true" aria-describedby="${id}-problem"`}`;
  return html`<div class="field"><label for="${id}">${required ? label : say('portal.optional', { field: label })}</label>
${problem !== null && html`<p class="problem" id="${id}-problem">${problem}</p>`}${
    kind === 'number'
      ? html`<input type="number" inputmode="numeric" min="${least}" max="${most}" step="1" value="${value}" ${about}>`
      : kind === 'line'
        ? html`<input type="text" value="${value}" ${about}>`
        : html`<textarea rows="6" ${about}>
${value}</textarea>`
  }</div>`;
}

/** Files of a form: those that are attached, each with a button that removes it, and the ways to add more, by camera too. */
export function filesPart({ id, files, hrefOf }: { id: string; files: readonly FileSummary[]; hrefOf: (file: FileSummary) => string }, say: Speak): Html {
  return html`${attachedPart({ id, files, hrefOf }, say)}
<div class="field"><label for="${id}-files">${say('portal.files')}</label>
<input type="file" id="${id}-files" name="files" multiple accept="${ACCEPT}" aria-describedby="${id}-files-note"></div>
<div class="field"><label for="${id}-photo">${say('portal.photo')}</label>
<input type="file" id="${id}-photo" name="files" accept="image/jpeg,image/png" capture="environment"></div>
<p class="quiet" id="${id}-files-note">${say('portal.filesNote', fileLimits)}</p>`;
}

/** The files that are attached, each with a button that removes it. */
export function attachedPart({ id, files, hrefOf }: { id: string; files: readonly FileSummary[]; hrefOf: (file: FileSummary) => string }, say: Speak): Html | null {
  if (files.length === 0) return null;
  const item = (file: FileSummary) => html`<li>${fileLink(file, hrefOf(file), say)} <button type="submit" name="act" value="remove:${file.id}" formnovalidate>${say('portal.remove', { name: file.name })}</button></li>`;
  return html`<h4 id="${id}-attached">${say('portal.attached')}</h4><ul class="files" aria-labelledby="${id}-attached">${files.map(item)}</ul>`;
}

/** A field that takes files, several at once. */
export function fileInput({ id, name, label }: { id: string; name: string; label: string }): Html {
  return html`<div class="field"><label for="${id}">${label}</label>
<input type="file" id="${id}" name="${name}" multiple accept="${ACCEPT}"></div>`;
}

/** A file by its name, with its size; a download. */
export function fileLink({ name, size }: FileSummary, href: string, say: Speak): Html {
  return html`<a href="${href}" download>${name}</a> <span class="quiet">(${say('portal.kilobytes', { count: Math.max(1, Math.round(size / 1024)) })})</span>`;
}

/** Limits as texts about files name them. */
export const fileLimits = { most: MOST_FILES, megabytes: LARGEST_FILE / MEGABYTE } as const;

/** What is wrong with a form as a list that leads to its fields; read out when the page opens. */
export function problemsPart(heading: string, problems: readonly { readonly href: string | null; readonly message: string }[]): Html | null {
  if (problems.length === 0) return null;
  return html`<section class="note bad" role="alert" tabindex="-1" autofocus><h2>${heading}</h2>
<ul>${problems.map(({ href, message }) => html`<li>${href === null ? message : html`<a href="${href}">${message}</a>`}</li>`)}</ul></section>`;
}
