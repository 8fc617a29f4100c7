import type { OnboardingStage, OnboardingState } from '#domain/onboarding/state.js';
import type { MessageKey } from '#messaging/catalogs/en.js';
import { catalogs, localeOf, speak, type Language, type Speak } from '#messaging/catalogs/speak.js';
import { writtenDay, writtenInstant, writtenPeriod } from '#messaging/templates/dates.js';
import type { PageOfCase } from '#persistence/cases/page-of-case.js';
import type { KnownOfSupplier } from '#persistence/questionnaires/known-of-supplier.js';
import { conversationPart, unsentPart } from '../cases/case-page.js';
import { folded, formPart, messagePart } from '../cases/form-part.js';
import type { Offer } from '../cases/offers.js';
import type { PageShown } from '../cases/process-page.js';
import { html, type Html } from '../html.js';

interface OnboardingShown extends PageShown {
  readonly found: PageOfCase;
  readonly language: Language;
  readonly known: KnownOfSupplier;
  readonly offers: ReadonlyMap<string, Offer>;
}

/** The page: where it stands and what to do now, the forms, what we know, what was said. */
export function onboardingBody(shown: OnboardingShown): Html {
  const { found, language, news, offers, forms } = shown;
  const say = speak(language);
  const section = (form: string, heading: MessageKey, main: boolean) => {
    const offer = offers.get(form);
    return offer ? html`<section aria-labelledby="${form}-heading"><h2 id="${form}-heading">${say(heading)}</h2>${formPart(offer, forms, say, main)}</section>` : null;
  };
  const more = offers.get('requestExtension');
  const withdraw = offers.get('withdraw');
  return html`
<h1>${found.title}</h1>
<p class="quiet">${say('layout.line', { label: say('fact.case'), value: found.id.slice(0, 8) })} · ${found.supplierName}</p>
${news}
<h2>${say('page.now')}</h2>
${standing(shown, say)}
${steps(shown, say)}
${section('provideInformation', 'page.said.provideInformation', true)}
${section('acceptAgreement', 'joining.page.agreement', !offers.has('provideInformation'))}
${agreementPart(shown, say)}
${section('answerQuestionnaire', 'joining.page.questionnaire', true)}
${more !== undefined && folded(more, say('page.do.requestExtension'), forms, say)}
${messagePart(forms, say)}
${withdraw !== undefined && folded(withdraw, say('page.do.withdraw'), forms, say)}
${unsentPart(shown.unsent, say)}
${knownPart(shown, say)}
<h2 id="conversation">${say('page.conversation')}</h2>
${conversationPart(shown, say)}`;
}

/** Who has to do what by when. */
function standing({ found, language }: OnboardingShown, say: Speak): Html {
  const state = found.state as OnboardingState;
  const instant = (at: Date) => writtenInstant(at.toISOString(), found.timeZone, language, say);
  const due = found.dueAt ? instant(found.dueAt) : '–';
  if (found.pendingSince) return html`<p class="note" role="status">${say('page.pending', { at: instant(found.pendingSince) })}</p>`;
  if (found.status !== 'open') return html`<p class="note">${say(known(`joining.page.ended.${state.requalifies && found.outcome !== 'active' ? 'notRequalified' : found.outcome}`, 'joining.page.ended.withdrawn'))}</p>`;
  const overdue = found.overdue && found.waitingFor === 'supplier' && html`<p class="note bad">${say('page.overdue')}</p>`;
  if (state.extensionRequest) return html`<p class="note">${say('page.extension', { due, days: say('businessDays', { count: state.extensionRequest.businessDays }) })}</p>${state.information && asked(found, say)}`;
  if (state.information) return html`<p class="note">${say('joining.page.now.information', { due })}</p>${overdue}${asked(found, say)}`;
  const missing = found.stage !== 'invited' && state.agreement?.version !== state.terms.agreement;
  return html`<p class="note">${say(known(`joining.page.now.${found.stage}`, 'joining.page.now.other'), { due })}</p>${overdue}${missing && html`<p class="note bad">${say('joining.page.agreementMissing')}</p>`}`;
}

/** What we asked for last, in our own words. */
function asked({ conversation }: PageOfCase, say: Speak): Html | null {
  const last = conversation.findLast(({ command }) => command === 'requestInformation');
  return last ? html`<section class="note bad"><h3>${say('page.said.requestInformation')}</h3><p class="text">${last.text}</p></section>` : null;
}

const road = ['answers', 'check', 'decision', 'contract', 'trial'] as const;
const stepOf: Partial<Record<OnboardingStage, (typeof road)[number]>> = { invited: 'answers', checking: 'check', qualifying: 'check', segmenting: 'check', auditing: 'check', correcting: 'check', approving: 'decision', contracting: 'contract', trial: 'trial' };

/** The steps of an admission, the present one marked. */
function steps({ found }: OnboardingShown, say: Speak): Html | null {
  if (found.status !== 'open') return null;
  const now = stepOf[found.stage as OnboardingStage] ?? 'check';
  return html`<h3 id="road">${say('joining.page.steps')}</h3><ol class="steps" aria-labelledby="road">${road.map((step) => html`<li${step === now && html` aria-current="step"`}>${say(`joining.page.step.${step}`)}</li>`)}</ol>`;
}

function agreementPart({ found, language }: OnboardingShown, say: Speak): Html | null {
  const { agreement } = found.state as OnboardingState;
  return agreement && html`<p class="quiet">${say('joining.page.agreement.done', { version: agreement.version, at: writtenDay(agreement.at, found.timeZone, language) })}</p>`;
}

function knownPart({ found, language, known: { country, taxId, categories, certificates } }: OnboardingShown, say: Speak): Html {
  const place = country === null ? null : (new Intl.DisplayNames(localeOf(language), { type: 'region' }).of(country) ?? country);
  const valid = ({ validFrom, validTo }: KnownOfSupplier['certificates'][number]) => (validTo === null ? say('joining.validSince', { from: writtenDay(`${validFrom}T12:00:00Z`, 'UTC', language) }) : writtenPeriod(validFrom, validTo, language));
  return html`<h2>${say('joining.page.known')}</h2><p class="quiet">${say('joining.page.known.note')}</p>
<dl><dt>${say('joining.page.known.name')}</dt><dd>${found.supplierName}</dd>
${place !== null && html`<dt>${say('joining.page.known.country')}</dt><dd>${place}</dd>`}
${taxId !== null && html`<dt>${say('joining.page.known.taxId')}</dt><dd>${taxId}</dd>`}
${categories.length > 0 && html`<dt>${say('joining.page.known.categories')}</dt><dd>${categories.join(', ')}</dd>`}
${certificates.length > 0 && html`<dt>${say('joining.page.known.certificates')}</dt><dd><ul>${certificates.map((each) => html`<li>${each.kind}, ${each.number} <span class="quiet">(${valid(each)})</span></li>`)}</ul></dd>`}</dl>`;
}

function known(key: string, otherwise: MessageKey): MessageKey {
  return key in catalogs.en ? (key as MessageKey) : otherwise;
}
