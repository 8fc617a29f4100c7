import { agreementOf } from '#domain/questionnaire/agreement.js';
import { speak, type Language } from '#messaging/catalogs/speak.js';
import { fieldId } from '../cases/form-part.js';
import type { FieldFault, Offer, OfferedField } from '../cases/offers.js';
import { fieldPart } from '../fields.js';
import { html } from '../html.js';
import { LONGEST_LINE } from './questionnaire-fields.js';
import { tick } from './questionnaire-form.js';

/** The form by which a contact accepts an agreement of a version for its company. */
export function agreementOffer(version: string, language: Language): Offer {
  const say = speak(language);
  const signatory: OfferedField = { name: 'signatory', kind: 'text', label: say('joining.page.agreement.signatory'), required: true, least: 1, most: LONGEST_LINE };
  const accepted: OfferedField = { name: 'accepted', kind: 'text', label: say('joining.page.agreement.tick'), required: true, least: 0, most: 0 };
  const paragraphs = agreementOf(version)?.map((words) => words[language]) ?? [say('joining.page.agreement.asSent')];
  return {
    form: 'acceptAgreement',
    fields: [signatory, accepted],
    takesFiles: false,
    own: {
      fileFields: [],
      part: ({ form, typed, faults }) => html`<p class="quiet">${say('joining.page.agreement.version', { version })}</p>${paragraphs.map((text) => html`<p>${text}</p>`)}
${fieldPart({ ...signatory, id: fieldId(form, signatory.name), kind: 'line', label: signatory.label ?? '', value: typed?.[signatory.name] ?? '', problem: faults.get(signatory.name) ?? null }, say)}
${tick({ id: fieldId(form, accepted.name), name: accepted.name, label: accepted.label ?? '', checked: false, problem: faults.get(accepted.name) ?? null })}`,
      read: (typed) => {
        const name = (typed[signatory.name] ?? '').replace(/\s+/g, ' ').trim();
        const faults: FieldFault[] = [
          ...(name === '' ? [{ field: signatory, code: 'empty' as const }] : name.length > LONGEST_LINE ? [{ field: signatory, code: 'long' as const }] : []),
          ...(typed[accepted.name] === 'yes' ? [] : [{ field: accepted, code: 'tick' as const }]),
        ];
        return faults.length > 0 ? { faults } : { body: { agreement: version, signatory: name } };
      },
    },
  };
}
