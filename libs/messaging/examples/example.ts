import type { Language } from '../catalogs/speak.js';
import type { Letter } from '../templates/letter.js';

/** A mail of the product with plain data, to look at before anybody gets one. */
export interface MailExample {
  /** As the outbox names the kind of mail, and behind it what sets this one apart: `rectification.overdue.manager`. */
  readonly name: string;
  readonly to: 'supplier' | 'staff';
  /** It asks for something until a date, which then stands in the text with its zone. */
  readonly asks: boolean;
  readonly letter: (language: Language) => Letter;
}
