import { LONGEST_APPEAL } from '#domain/evaluation/appeals.js';
import { speak, type Language } from '#messaging/catalogs/speak.js';
import { scorecardWords, type ScorecardContent } from '#messaging/letters/scorecard.js';
import { writtenEnds, writtenInstant } from '#messaging/templates/dates.js';
import { html, type Html } from './html.js';

/** The supplier's appeal, as it stands. */
export interface AppealShown {
  readonly text: string;
  readonly status: 'open' | 'upheld' | 'rejected' | 'undecided';
  readonly dueAt: string;
  readonly reason: string | null;
}

/** What the page shows: the scorecard, and the appeal or the form for it. */
export interface ScorecardPageInput {
  readonly content: ScorecardContent;
  readonly language: Language;
  readonly appeal: AppealShown | null;
  /** The time for appeals still runs. */
  readonly mayAppeal: boolean;
  /** What was typed and could not be taken, and why. */
  readonly typed: { readonly text: string; readonly problem: string } | null;
}

/** The scorecard as HTML: headings, tables with named columns, one form that needs no script. */
export function scorecardPage(input: ScorecardPageInput): Html {
  const { content, language } = input;
  const say = speak(language);
  const words = scorecardWords(content, language);
  const { grade, supplierName } = content;
  return html`
<h1>${say('scorecard.pageTitle', writtenEnds(content, language))}</h1>
${words.intro.map((sentence) => html`<p>${sentence}</p>`)}
<dl><dt>${say('scorecard.supplier')}</dt><dd>${supplierName}</dd><dt>${say('scorecard.grade')}</dt><dd><strong>${grade}</strong></dd><dt>${say('scorecard.score')}</dt><dd>${words.score}</dd></dl>
<h2>${say('scorecard.reasons')}</h2>
<ul>${words.reasons.map((reason) => html`<li>${reason}</li>`)}</ul>
<h2>${say('scorecard.breakdown')}</h2>
<table><thead><tr>${words.table.head.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>${words.table.rows.map(([first = '', ...cells]) => html`<tr><th scope="row">${first}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</tbody></table>
${words.trend.length > 0 && html`<h2>${say('scorecard.trend')}</h2>
<ul>${words.trend.map((line) => html`<li>${line}</li>`)}</ul>
${words.change.map((sentence) => html`<p>${sentence}</p>`)}`}
<h2 id="appeal">${say('scorecard.appealHeading')}</h2>
${input.appeal ? appealPart(input.appeal, input) : input.mayAppeal ? formPart(input) : html`<p>${say('scorecard.noWindow')}</p>`}`;
}

function appealPart({ status, text, dueAt, reason }: AppealShown, { content, language }: ScorecardPageInput): Html {
  const say = speak(language);
  const due = writtenInstant(dueAt, content.timeZone, language, say);
  return html`<p class="note" role="status">${say(`scorecard.appeal.${status}`, { due })}</p>
<h3>${say('appeal.quote')}</h3><blockquote>${text}</blockquote>
${reason !== null && html`<h3>${say('appeal.reason')}</h3><blockquote>${reason}</blockquote>`}`;
}

function formPart({ content, language, typed }: ScorecardPageInput): Html {
  const say = speak(language);
  const until = writtenInstant(content.appealUntil ?? '', content.timeZone, language, say);
  return html`<p id="appeal-note">${say('scorecard.appealUntil', { until })} ${say('scorecard.once')}</p>
${typed && html`<p id="appeal-problem" class="note bad" role="alert">${typed.problem}</p>`}
<form method="post" action="?lang=${language}" novalidate>
<div class="field"><label for="text">${say('scorecard.appealField')}</label>
<textarea id="text" name="text" maxlength="${LONGEST_APPEAL}" rows="8" required aria-describedby="appeal-note"${typed && html` aria-invalid="true"`}>
${typed?.text ?? ''}</textarea></div>
<p class="acts"><button class="main" type="submit">${say('scorecard.appealSend')}</button></p>
</form>`;
}
