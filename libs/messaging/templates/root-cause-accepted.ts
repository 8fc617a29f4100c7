import { asksSupplier } from './step-mails.js';

/** To the supplier: the root causes are accepted; now the plan. */
export const rootCauseAccepted = asksSupplier('rootCauseAccepted', 'planning', 'comment');
