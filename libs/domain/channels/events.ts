import { z } from 'zod';
import { grades, supplierStatuses } from '../supplier/status.js';

const id = z.uuid();
const day = z.iso.date();
const instant = z.iso.datetime();
const grade = z.enum(grades);
const score = z.number().nullable().describe('0 to 100; null with grade N.');
const judged = { evaluationId: id, supplierId: id, revision: z.int() };
const alert = { alertId: id, supplierId: id, rule: z.string(), subject: z.string().describe('Such as a category; empty: the supplier as a whole.'), raisedFor: z.string(), severity: z.string() };
const proposal = { proposalId: id, supplierId: id, kind: z.string(), reason: z.string().describe('A code.'), causeCaseId: id.nullable(), causeEvaluationId: id.nullable() };
const consequence = { ...proposal, consequence: z.string().describe('Such as award or volumeCut.') };
const decided = { status: z.enum(['accepted', 'dismissed']), decidedBy: z.string() };
const appeal = { appealId: id, evaluationId: id, supplierId: id };

/** What every event of a case tells. */
export const caseEventData = z.object({
  caseId: id,
  supplierId: id,
  sequence: z.int(),
  ordinal: z.int(),
  stage: z.string(),
  status: z.string(),
  outcome: z.string().nullable(),
  actorKind: z.string(),
  details: z.record(z.string(), z.unknown()).describe('What this event says: codes, numbers and dates.'),
});

/** The events beside those of cases: when each is told, and what its `data` holds – ids, codes, numbers and dates, no texts of people. */
export const webhookEvents = {
  'evaluation.published': { when: 'The grades of an evaluation are public.', data: z.object({ evaluationId: id, official: z.boolean(), periodStart: day, periodEnd: day, segment: z.string().nullable(), policyVersion: z.int() }) },
  'scorecard.published': { when: 'A supplier is told its score; after a restatement with the next revision.', data: z.object({ ...judged, scorecardId: id, grade, score, appealUntil: instant.nullable() }) },
  'score.restated': { when: 'Later facts have changed an official score.', data: z.object({ ...judged, restatementId: id, gradeBefore: grade, scoreBefore: score, grade, score }) },
  'alert.opened': { when: 'Monitoring has found something.', data: z.object(alert) },
  'alert.acknowledged': { when: 'Somebody has taken an alert up, or put it off.', data: z.object({ ...alert, status: z.enum(['acknowledged', 'snoozed']), snoozedUntil: day.nullable(), acknowledgedBy: z.string() }) },
  'alert.closed': { when: 'Its cause is gone, or somebody has closed it.', data: z.object({ ...alert, because: z.string().describe('recovered, lapsed or closedByPerson.') }) },
  'consequence.proposed': { when: 'A grade asks for a consequence.', data: z.object(consequence) },
  'consequence.decided': { when: 'A person has decided about it; accepted, it is in force.', data: z.object({ ...consequence, ...decided }) },
  'consequence.ended': { when: 'A consequence was ended before its time.', data: z.object({ consequenceId: id, proposalId: id, supplierId: id, consequence: z.string(), endedBy: z.string() }) },
  'proposal.made': { when: 'Something else waits for a decision, such as a phase-out.', data: z.object(proposal) },
  'proposal.decided': { when: 'A person has decided about it, or a newer grade has removed its reason.', data: z.object({ ...proposal, ...decided }) },
  'appeal.filed': { when: 'A supplier objects to its score.', data: z.object({ ...appeal, channel: z.string(), submittedAt: instant, dueAt: instant }) },
  'appeal.decided': { when: 'Its appeal was decided, or nobody did so in time.', data: z.object({ ...appeal, status: z.string().describe('upheld, rejected or another verdict; undecided: nobody did.'), decidedBy: z.string().nullable() }) },
  'survey.closed': { when: 'A survey has ended or was given up.', data: z.object({ surveyId: id, kind: z.string(), evaluationId: id.nullable(), status: z.enum(['closed', 'cancelled']), answered: z.int(), missing: z.int() }) },
  'supplier.statusChanged': { when: 'A supplier stands elsewhere: onboarding, active, on watch, phasing out, inactive, rejected or blocked.', data: z.object({ supplierId: id, code: z.string(), from: z.enum(supplierStatuses), to: z.enum(supplierStatuses) }) },
  'supplier.orderShareChanged': {
    when: 'The part of the orders in a category that a supplier is to get has changed, by hand or by a step of a phase-out.',
    data: z.object({ supplierId: id, category: z.string(), percent: z.number().nullable().describe('null: none is set any more.'), validFrom: day, version: z.int(), caseId: id.nullable() }),
  },
  'supplier.ordersBlocked': { when: 'A phase-out has set, or moved, the day from which nothing new is ordered.', data: z.object({ supplierId: id, caseId: id, ordersBlockedFrom: day }) },
  'supplier.ordersUnblocked': { when: 'A phase-out was aborted, or who had been phased out is active again: orders can be placed as before.', data: z.object({ supplierId: id, caseId: id }) },
  'import.finished': {
    when: 'An import has landed, or failed and left nothing.',
    data: z.object({ importId: id, mapping: z.string(), status: z.enum(['completed', 'failed']), dryRun: z.boolean(), rowsRead: z.int(), landed: z.int(), updated: z.int(), unchanged: z.int(), quarantined: z.int(), filtered: z.int(), warnings: z.int() }),
  },
} as const;

/** The name of an event that belongs to no case. */
export type WebhookEvent = keyof typeof webhookEvents;

/** What an event tells. */
export type WebhookData<Event extends WebhookEvent> = z.infer<(typeof webhookEvents)[Event]['data']>;
