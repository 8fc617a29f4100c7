import { asksSupplier } from './step-mails.js';

/** To the supplier: the containment is accepted; now the root causes. */
export const containmentAccepted = asksSupplier('containmentAccepted', 'findingCause', 'comment');
