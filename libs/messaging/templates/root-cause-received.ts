import { asksStaff } from './step-mails.js';

/** To the owner: root causes to accept or return. */
export const rootCauseReceived = asksStaff('rootCauseReceived', 'causeReview', 'rootCause');
