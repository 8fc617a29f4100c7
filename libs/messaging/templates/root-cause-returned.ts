import { asksSupplier } from './step-mails.js';

/** To the supplier: the root causes do not convince, with the reason. */
export const rootCauseReturned = asksSupplier('rootCauseReturned', 'findingCause', 'reason');
