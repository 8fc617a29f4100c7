import { asksStaff } from './step-mails.js';

/** To the owner: a containment to accept or return. */
export const containmentReceived = asksStaff('containmentReceived', 'containmentReview', 'containment');
