import { asksSupplier } from './step-mails.js';

/** To the supplier: a case was opened; any reply confirms receipt. */
export const opened = asksSupplier('opened', 'opened');
