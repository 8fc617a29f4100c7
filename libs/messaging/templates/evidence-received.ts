import { asksStaff } from './step-mails.js';

/** To quality: evidence to verify. */
export const evidenceReceived = asksStaff('evidenceReceived', 'verifying', 'evidence');
