import { asksSupplier } from './step-mails.js';

/** To the supplier: the evidence does not yet convince, with the reason. */
export const evidenceReturned = asksSupplier('evidenceReturned', 'implementing', 'reason');
