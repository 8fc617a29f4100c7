import type { Language } from '../catalogs/speak.js';

/** What every mail of a case says of it, whatever its process. */
export interface CaseMail {
  readonly language: Language;
  /** `supplier` reads as the supplier does, also where it goes to the owner for want of a contact. */
  readonly reader: 'supplier' | 'staff';
  /** The supplier has nobody to write to: the owner passes it on. */
  readonly inPlaceOfContact: boolean;
  readonly supplier: string;
  /** Short id of the case. */
  readonly caseNumber: string;
  /** ISO instant; null when nothing is due. */
  readonly dueAt: string | null;
  readonly timeZone: string;
  /** Codes, numbers and dates of the notification. */
  readonly params: Readonly<Record<string, string | number>>;
  /** The screen of the case, for our own people. */
  readonly url: string;
}
