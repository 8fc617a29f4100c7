import { asksStaff } from './step-mails.js';

/** To the owner: a plan to accept or return. */
export const planReceived = asksStaff('planReceived', 'planReview', 'plan');
