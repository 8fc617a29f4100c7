import type { FieldFault, Offer, OfferedField, ReadForm } from './offers.js';

/** Reads what was typed into the fields of an offer. Empty optional fields are left out; the command's own schema judges the whole. */
export function readTyped(offer: Offer, typed: Readonly<Record<string, string>>, fileIds: readonly string[]): ReadForm {
  const faults: FieldFault[] = [];
  const body: Record<string, string | number | readonly string[]> = {};
  for (const field of offer.fields) {
    const text = (typed[field.name] ?? '').replace(/\r\n?/g, '\n').trim();
    const code = faultOf(field, text);
    if (code) faults.push({ field, code });
    else if (text !== '') body[field.name] = field.kind === 'number' ? Number(text) : text;
  }
  if (faults.length > 0) return { faults };
  if (offer.takesFiles && fileIds.length > 0) body['files'] = fileIds;
  return { body };
}

function faultOf({ kind, required, least, most }: OfferedField, text: string): FieldFault['code'] | null {
  if (text === '') return required ? 'empty' : null;
  if (kind === 'text') return text.length > most ? 'long' : null;
  return /^\d{1,4}$/.test(text) && Number(text) >= least && Number(text) <= most ? null : 'number';
}
