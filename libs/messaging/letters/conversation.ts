import { speak, type Language } from '../catalogs/speak.js';
import type { Letter } from '../templates/letter.js';

/** To a contact of a supplier: what somebody of ours writes outside of any case. */
export function messageToSupplier({ text, subject, author, supplierName }: { text: string; subject?: string; author: string; supplierName: string }, language: Language): Letter {
  const say = speak(language);
  return {
    subject: subject || say('conversation.subject', { supplierName }),
    paragraphs: paragraphsOf(text),
    facts: [{ label: say('conversation.from'), value: author }],
    footer: say('conversation.footer.supplier'),
  };
}

/** To the owner of a supplier: it has written outside of any case. */
export function messageFromSupplier({ text, author, supplierName, url }: { text: string; author: string; supplierName: string; url: string }, language: Language): Letter {
  const say = speak(language);
  return {
    subject: say('conversation.received.subject', { supplierName }),
    paragraphs: [say('conversation.received.intro', { supplierName, author })],
    quote: { label: say('conversation.received.said'), value: text },
    link: { label: say('conversation.received.open'), value: url },
    footer: say('conversation.footer.staff', { supplierName }),
  };
}

function paragraphsOf(text: string): string[] {
  return text.split(/\n{2,}/).filter((paragraph) => paragraph.trim() !== '');
}
