import { asksSupplier } from './step-mails.js';

/** To the supplier: the plan is accepted; now its implementation, with evidence. */
export const planAccepted = asksSupplier('planAccepted', 'implementing', 'comment');
