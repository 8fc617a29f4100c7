import { speak, type Language } from '../catalogs/speak.js';
import type { Letter } from '../templates/letter.js';

/** A mail that did not arrive, and what the mail server said of it. */
export interface Undelivered {
  readonly subject: string;
  readonly recipient: string;
  readonly address: string;
  readonly said: string;
}

/** To the owner of a supplier: none of its contacts can be reached by mail. */
export function supplierUnreachable(mail: Undelivered, { supplierName, supplierUrl }: { supplierName: string; supplierUrl: string }, language: Language): Letter {
  const say = speak(language);
  return {
    subject: say('delivery.failed.subject', { supplierName }),
    paragraphs: [say('delivery.failed.intro', { ...mail }), say('delivery.failed.todo')],
    quote: { label: say('delivery.failed.said'), value: mail.said },
    link: { label: say('delivery.failed.open'), value: supplierUrl },
    footer: say('delivery.failed.footer', { supplierName }),
  };
}

/** What the conversation of a case notes about it. `next`: who gets it instead; null: nobody can; not given: nobody has to. */
export function deliveryNote(mail: Undelivered, action: 'failed' | 'delayed', next: { name: string; address: string } | null | undefined, language: Language): string {
  const say = speak(language);
  const first = say(`delivery.note.${action}`, { ...mail });
  if (next === undefined) return first;
  return `${first}\n\n${next ? say('delivery.note.passedOn', { next: next.name, nextAddress: next.address }) : say('delivery.note.nobody')}`;
}

/** The same mail for another contact, with a word above it; the addresses of its parts stay as they are. */
export function passedOn(mail: { readonly text: string; readonly html: string }, from: { recipient: string; address: string }, language: Language): { text: string; html: string } {
  const word = speak(language)('delivery.passedOn', from);
  const shown = word.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
  const html = mail.html.replace(/<body[^>]*>/i, (body) => `${body}<p style="padding:16px;font-family:sans-serif">${shown}</p>`);
  return { text: `${word}\n\n${mail.text}`, html };
}
