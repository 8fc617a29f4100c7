import { indicatorNames } from '#messaging/indicator-names.js';
import { writtenFigure } from '#messaging/causes.js';
import { catalogs, speak, type Language, type Speak } from '#messaging/catalogs/speak.js';
import type { MessageKey } from '#messaging/catalogs/en.js';
import { writtenDay, writtenInstant, writtenPeriod } from '#messaging/templates/dates.js';
import { findIndicator } from '#domain/indicators/catalogue.js';
import type { RectificationState } from '#domain/rectification/state.js';
import type { PageOfCase, SpokenMessage, ToldFigure } from '#persistence/cases/page-of-case.js';
import { fileLink } from '../fields.js';
import { html, type Html } from '../html.js';

/** What the page of a case is made of. `forms` stand where the reader has to act. */
export interface CasePageInput {
  readonly found: PageOfCase;
  readonly figure: ToldFigure | null;
  readonly language: Language;
  /** Path of the page, with its link. */
  readonly path: string;
  /** What has just happened, or what was wrong. */
  readonly news: Html | null;
  readonly forms: Html;
  readonly unsent: readonly { readonly what: string; readonly text: string }[];
}

/** The page: what to do now, what is wrong, what was said. */
export function casePage(input: CasePageInput): Html {
  const { found, language, news, forms, unsent } = input;
  const say = speak(language);
  return html`
<h1>${found.title}</h1>
<p class="quiet">${say('layout.line', { label: say('fact.case'), value: found.id.slice(0, 8) })} · ${found.supplierName}</p>
${news}
<h2>${say('page.now')}</h2>
${standing(input, say)}
<h2>${say('page.wrong')}</h2>
${found.description.trim() !== '' && html`<p class="text">${found.description.trim()}</p>`}
${facts(input, say)}
${forms}
${unsentPart(unsent, say)}
<h2 id="conversation">${say('page.conversation')}</h2>
${conversationPart(input, say)}`;
}

/** What was written in forms that are no longer there. */
export function unsentPart(unsent: CasePageInput['unsent'], say: Speak): Html[] {
  return unsent.map(({ what, text }) => html`<section class="note"><h3>${say('page.unsent')}: ${what}</h3><p class="text">${text}</p></section>`);
}

/** Who has to do what by when. */
function standing({ found, language }: CasePageInput, say: Speak): Html {
  const state = found.state as RectificationState;
  const instant = (at: Date) => writtenInstant(at.toISOString(), found.timeZone, language, say);
  const due = found.dueAt ? instant(found.dueAt) : '–';
  if (found.pendingSince) return html`<p class="note" role="status">${say('page.pending', { at: instant(found.pendingSince) })}</p>`;
  if (found.status !== 'open') return html`<p class="note">${endOf(found, say)}</p>`;
  if (state.extensionRequest) return html`<p class="note">${say('page.extension', { due, days: say('businessDays', { count: state.extensionRequest.businessDays }) })}</p>`;
  if (found.stage === 'watching') return html`<p class="note">${found.dueAt ? say('page.watchingUntil', { until: writtenDay(found.dueAt.toISOString(), found.timeZone, language) }) : say('page.watching')}</p>`;
  if (state.stage === 'effectivenessReview') return html`<p class="note">${say('page.watching')}</p>`;
  if (!stepsOfSupplier.includes(found.stage)) return html`<p class="note">${say('page.review', { due })}</p>`;
  const returned = whyReturned(found.conversation);
  return html`<dl><dt>${say('page.step')}</dt><dd><strong>${say(`step.${found.stage}` as MessageKey)}</strong></dd><dt>${say('fact.due')}</dt><dd><strong>${due}</strong></dd></dl>
${found.overdue && html`<p class="note bad">${say('page.overdue')}</p>`}
${returned && html`<section class="note bad"><h3>${say('page.returned')}</h3><p class="text">${returned.text}</p></section>`}`;
}

const stepsOfSupplier: readonly string[] = ['opened', 'containing', 'findingCause', 'planning', 'implementing'];

function endOf({ outcome, mergedIntoId }: PageOfCase, say: Speak): string {
  const end = outcome === 'merged' ? 'merged' : outcome === 'effective' || outcome === 'failed' ? outcome : 'cancelled';
  return say(`page.ended.${end}`, { into: mergedIntoId?.slice(0, 8) ?? '' });
}

/** The newest return, unless something was handed in after it. */
function whyReturned(said: readonly SpokenMessage[]): SpokenMessage | null {
  const last = said.findLast(({ command }) => command !== null && /^(return|submit|verify|reopen|accept)/.test(command));
  return last && /^(return|verify|reopen)/.test(last.command ?? '') ? last : null;
}

function facts({ found, figure, language }: CasePageInput, say: Speak): Html {
  const { watch } = found.state as RectificationState;
  const unit = findIndicator(watch.indicator)?.unit ?? 'points';
  return html`<dl><dt>${say('page.opened')}</dt><dd>${writtenDay(found.openedAt.toISOString(), found.timeZone, language)}</dd>
${found.severity !== null && html`<dt>${say('page.severity')}</dt><dd>${say(`page.severity.${found.severity}` as MessageKey)}</dd>`}
<dt>${say('page.indicator')}</dt><dd>${indicatorNames[language][watch.indicator] ?? watch.indicator}</dd>
${watch.target !== null && html`<dt>${say('page.target')}</dt><dd>${writtenFigure(watch.target, unit, language)}</dd>`}
${figure && html`<dt>${say('page.evidence')}</dt><dd>${writtenFigure(figure.value, unit, language)} <span class="quiet">(${writtenPeriod(figure.periodStart, figure.periodEnd, language)})</span></dd>`}</dl>`;
}

/** The conversation of a case, each contribution with its files. */
export function conversationPart({ found, language, path }: Pick<CasePageInput, 'found' | 'language' | 'path'>, say: Speak): Html {
  if (found.conversation.length === 0) return html`<p>${say('page.silence')}</p>`;
  return html`<ol class="said">${found.conversation.map((message) => {
    const { id, direction, author, text, at, files } = message;
    return html`<li class="${direction === 'in' ? 'in' : 'out'}"><h3 id="m-${id}">${whatItIs(message, say)}</h3>
<p class="quiet">${author}, ${say(direction === 'in' ? 'page.side.in' : 'page.side.out')} · ${writtenInstant(at.toISOString(), found.timeZone, language, say)}</p>
${text !== '' && html`<p class="text">${text}</p>`}
${files.length > 0 && html`<ul class="files">${files.map((file) => html`<li>${fileLink(file, `${path}/files/${file.id}`, say)}</li>`)}</ul>`}</li>`;
  })}</ol>`;
}

/** A step by its name; whatever has none is a message. */
function whatItIs({ command }: SpokenMessage, say: Speak): string {
  const key = `page.said.${command ?? 'message'}`;
  return say(key in catalogs.en ? (key as MessageKey) : 'page.said.message');
}
