import { asksSupplier } from './step-mails.js';

/** To the supplier: the plan will not do, with the reason. */
export const planReturned = asksSupplier('planReturned', 'planning', 'reason');
