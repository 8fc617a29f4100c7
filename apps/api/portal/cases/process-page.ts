import type { MessageKey } from '#messaging/catalogs/en.js';
import type { Language } from '#messaging/catalogs/speak.js';
import type { PageOfCase } from '#persistence/cases/page-of-case.js';
import type { Transaction } from '#persistence/database.js';
import type { Html } from '../html.js';
import type { PageOfLinks } from '../link-renewal.js';
import type { FormLimits } from '../portal-form.js';
import type { FormsShown } from './form-part.js';
import type { Offer } from './offers.js';

/** What of a page its process does not decide. */
export interface PageShown {
  /** Path of the page, with its link. */
  readonly path: string;
  /** What has just happened, or what was wrong. */
  readonly news: Html | null;
  readonly forms: FormsShown;
  /** What was written in forms that are no longer there. */
  readonly unsent: readonly { readonly what: string; readonly text: string }[];
}

/** A case as its page shows it at a moment. */
export interface PageView {
  /** Every form that can be sent now. */
  readonly offers: readonly Offer[];
  body(shown: PageShown): Html;
}

/** The page of a process's cases for their suppliers. */
export interface ProcessPage {
  /** Name of the process, kind of its links, and where its pages stand. */
  readonly links: PageOfLinks;
  readonly limits?: FormLimits;
  /** Whether the page of any case can have a form of this name. */
  isForm(name: string): boolean;
  /** Texts that are kept of a form whose step has gone on. */
  readonly kept: readonly string[];
  /** What is said where a command is refused with a code; null: that the case does not take it. */
  refusal(code: string): MessageKey | null;
  /** Reads what the page shows, in the portal's role. */
  view(tx: Transaction, found: PageOfCase, language: Language): Promise<PageView>;
}
