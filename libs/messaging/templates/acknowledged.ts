import { asksSupplier } from './step-mails.js';

/** To the supplier: thanks for the confirmation; now the plan. */
export const acknowledged = asksSupplier('acknowledged', 'planning');
