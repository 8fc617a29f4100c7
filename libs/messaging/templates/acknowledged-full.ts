import { asksSupplier } from './step-mails.js';

/** To the supplier: receipt is confirmed; now what keeps the problem from reaching us. */
export const acknowledgedFull = asksSupplier('acknowledgedFull', 'containing');
