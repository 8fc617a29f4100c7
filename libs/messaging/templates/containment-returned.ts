import { asksSupplier } from './step-mails.js';

/** To the supplier: the containment will not do, with the reason. */
export const containmentReturned = asksSupplier('containmentReturned', 'containing', 'reason');
