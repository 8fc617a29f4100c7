import { arc } from './arc/en.js';
import { cycle } from './cycle/en.js';
import { channels } from './channels/en.js';
import { delivery } from './delivery/en.js';
import type { Message } from './message.js';
import { monitoring } from './monitoring/en.js';
import { onboarding } from './onboarding/en.js';
import { onboardingPage } from './onboarding-page/en.js';
import { phaseOut } from './phase-out/en.js';
import { portal } from './portal/en.js';
import { relationship } from './relationship/en.js';
import { scorecards } from './scorecards/en.js';
import { surveys } from './surveys/en.js';

/** English: the catalog whose keys the other languages follow. */
export const en = {
  greeting: 'Dear {name},',
  closing: 'Kind regards,\nSupplier Management',
  'footer.supplier': 'Case {case}. A reply to this mail reaches the people responsible and is kept with the case.',
  'footer.staff': 'Case {case}. This mail was sent automatically; please act in the case itself rather than by replying.',
  'footer.access': 'This mail was sent automatically; please do not reply to it.',
  'date.due': '{date} ({zone}, UTC{offset})',
  'date.dueUtc': '{date} (UTC)',
  'layout.line': '{label}: {value}',
  'layout.heading': '{label}:',

  'fact.case': 'Case',
  'fact.supplier': 'Supplier',
  'fact.title': 'What is wrong',
  'fact.description': 'Details',
  'fact.due': 'Due',
  'fact.requested': 'Time asked for',
  'quote.reason': 'Reason given',
  'quote.plan': 'The plan as submitted',
  'quote.evidence': 'The evidence as submitted',
  'quote.comment': 'Comment',
  'link.case': 'Open the case',
  'link.signIn': 'Sign in',
  'businessDays': { one: '{count} business day', other: '{count} business days' },
  'minutes': { one: '{count} minute', other: '{count} minutes' },

  'step.opened': 'confirmation of receipt',
  'step.planning': 'corrective action plan',
  'step.planReview': 'review of the corrective action plan',
  'step.implementing': 'evidence that the plan is implemented',
  'step.verifying': 'verification of the evidence',
  'step.extension': 'decision on the request for more time',

  'answer.heading': 'How to answer',
  'answer.acknowledge': 'Just reply to this mail: any reply confirms that you have received it.',
  'answer.planAlready': 'If your plan is ready already, begin the reply with a line that says only {keyword}, and write the plan below it.',
  'answer.plan': 'Reply to this mail with a first line that says only {keyword}, and write the plan below it: the cause, what you will do, who does it and by when.',
  'answer.evidence': 'Reply to this mail with a first line that says only {keyword}, describe below it what has been done, and attach the records that show it.',
  'answer.files': 'Files can be attached: up to 10, each at most 10 MB (PDF, PNG, JPEG, Word, Excel, CSV or plain text).',
  'answer.extension': 'If you need more time, reply with a first line such as {keyword} (here for {days} more), and give the reason below it.',
  'answer.extensionLater': 'The containment cannot be extended. If you need more time for a later step, reply to the mail that asks for it with a first line such as {keyword} (here for {days} more) and give the reason below it, or ask for it on the page of the case.',
  'answer.other': 'Anything else you write reaches us as a message and does not complete the step.',

  'opened.subject': 'Please confirm receipt: {title} [{case}]',
  'opened.intro': 'We have found a problem in your deliveries or services to us and have opened a corrective action case for {supplier}.',
  'opened.ask': 'Please confirm by {due} that you have received this mail and will deal with it.',

  'acknowledged.subject': 'Please send your corrective action plan: {title} [{case}]',
  'acknowledged.intro': 'Thank you for confirming receipt.',
  'acknowledged.ask': 'Please send us your corrective action plan by {due}.',

  'planReceived.subject': 'Plan to review: {supplier} – {title} [{case}]',
  'planReceived.intro': '{supplier} has submitted a corrective action plan.',
  'planReceived.ask': 'Please accept it, or return it with a reason, by {due}. Until then the supplier’s deadline stands still.',

  'planAccepted.subject': 'Plan accepted, please implement it: {title} [{case}]',
  'planAccepted.intro': 'We have accepted your corrective action plan.',
  'planAccepted.ask': 'Please implement it and send us evidence by {due}.',

  'planReturned.subject': 'Please revise your plan: {title} [{case}]',
  'planReturned.intro': 'We cannot accept your corrective action plan as it stands. The reason is given below.',
  'planReturned.ask': 'Please send us a revised plan by {due}.',

  'evidenceReceived.subject': 'Evidence to verify: {supplier} – {title} [{case}]',
  'evidenceReceived.intro': '{supplier} has submitted evidence that the corrective action plan is implemented.',
  'evidenceReceived.ask': 'Please verify it by {due}. Whoever accepted the plan, or entered this evidence for the supplier, cannot verify it.',

  'evidenceReturned.subject': 'Please send further evidence: {title} [{case}]',
  'evidenceReturned.intro': 'The evidence you sent does not yet show that the problem has been solved. The reason is given below.',
  'evidenceReturned.ask': 'Please send us further evidence by {due}.',

  'closedEffective.subject': 'Case closed: {title} [{case}]',
  'closedEffective.supplier': 'We have verified your corrective action. It is effective, and the case is closed. Thank you for your cooperation; nothing more is needed from you.',
  'closedEffective.staff': 'The corrective action of {supplier} has been verified as effective. The case is closed.',

  'reminder.subject': 'Reminder, due {due}: {title} [{case}]',
  'reminder.supplier': 'We would like to remind you that we are waiting for the following step: {step}.',
  'reminder.staff': 'The case of {supplier} is waiting for you. The step: {step}.',
  'reminder.ask': 'It is due by {due}.',

  'overdue.subject': 'Overdue: {title} [{case}]',
  'overdue.staffSubject': 'Overdue: {supplier} – {title} [{case}]',
  'overdue.supplier': 'We have not received the following step, which was due by {due}: {step}. Please send it without delay. If we hear nothing, the matter will be escalated.',
  'overdue.escalationContact': 'You are named as the contact to whom overdue matters of {supplier} are escalated. Your colleagues have not sent us the following step, which was due by {due}: {step}. Please see to it that it is sent without delay.',
  'overdue.owner': '{supplier} has not sent the following step, which was due by {due}: {step}. The contact, and the escalation contact if there is one, have been told without result. Please get in touch with the supplier.',
  'overdue.manager': '{supplier} has not sent the following step, which was due by {due}: {step}. Neither the supplier’s contacts nor the supplier’s owner could settle it. If nothing happens, the case fails and phasing the supplier out is proposed.',
  'overdue.review': 'The following step was due from you by {due}: {step}. {supplier} is waiting for it. Please see to it now.',
  'overdue.reviewManager': 'The following step on our side was due by {due}: {step}. {supplier} is waiting for it. Please make sure that somebody sees to it.',

  'extensionRequested.subject': 'More time asked for: {supplier} – {title} [{case}]',
  'extensionRequested.intro': '{supplier} asks for {days} more for the step: {step}. The reason is given below.',
  'extensionRequested.ask': 'Please grant or refuse it by {due}. Until then the supplier’s deadline stands still.',

  'extensionGranted.subject': 'More time granted, now due {due}: {title} [{case}]',
  'extensionGranted.intro': 'We have granted {days} more for the step: {step}.',
  'extensionGranted.ask': 'The new due date is {due}.',

  'extensionRefused.subject': 'More time refused, due {due}: {title} [{case}]',
  'extensionRefused.intro': 'We cannot grant the extra time you asked for ({days}) for the step: {step}.',
  'extensionRefused.ask': 'The step remains due by {due}.',

  'failed.subject': 'Case failed: {title} [{case}]',
  'failed.supplier': 'The corrective action case has ended without a result, because the step we were waiting for was not sent in spite of repeated reminders. We are now considering what this means for our business relationship. Your contact in our purchasing department will get in touch with you.',
  'failed.staff': 'The corrective action case of {supplier} has failed: the step that was due did not come, and every level of escalation has been tried. It has been proposed to a manager to phase the supplier out.',

  'cancelled.subject': 'Case cancelled: {title} [{case}]',
  'cancelled.intro': 'We have cancelled this corrective action case. Nothing more is needed from you.',

  'stillNeeded.subject': 'Your message has arrived; one thing is still needed: {title} [{case}]',
  'stillNeeded.intro': 'Thank you for your message. We have kept it with the case, but it did not complete the step that we are waiting for: {step}.',
  'stillNeeded.ask': 'That step is still due by {due}.',

  'noContact.subject': 'Nobody to write to at {supplier}: {title} [{case}]',
  'noContact.intro': 'The case below concerns {supplier}, but no contact of that supplier is known, so the supplier has not been told.',
  'noContact.ask': 'Please add a contact, or reach the supplier yourself and record its answers in the case. The case waits for you until then.',
  'noContact.ended': 'The case has ended; the supplier has not been told of that. Please let it know yourself if it knew of the case.',

  'phaseOut.subject': 'Decision needed: phase out {supplier}? [{case}]',
  'phaseOut.intro': 'Phasing {supplier} out is proposed, because the corrective action case below has failed.',
  'phaseOut.ask': 'Please look at the case and decide on the proposal. Nothing happens until somebody decides.',

  'submissionReturned.subject': 'Please revise what you sent us: {title} [{case}]',
  'submissionReturned.intro': 'Thank you for what you have sent us for {supplier}. We cannot accept it as it stands. The reason is given below.',
  'submissionReturned.ask': 'Please send us a corrected version. A reply to this mail with the files attached is enough.',
  'submission.sent': 'What you sent',
  'submission.progressReport': 'Progress report',
  'submission.photos': 'Photos',
  'submission.inspectionReport': 'Inspection report',
  'footer.submission': 'Submission {case}. A reply to this mail reaches the people responsible.',

  'signIn.subject': 'Your sign-in link for Steward',
  'signIn.intro': 'With the link below you sign in to Steward. It works once.',
  'signIn.until': 'It is valid for {minutes}.',
  'signIn.ignore': 'If you did not ask for it, you can ignore this mail; nobody can sign in without the link.',

  'test.subject': 'Test: {subject}',
  'test.note': 'This is a test with example data. Nobody has to do anything.',

  ...arc,
  ...cycle,
  ...channels,
  ...delivery,
  ...monitoring,
  ...onboarding,
  ...onboardingPage,
  ...phaseOut,
  ...portal,
  ...relationship,
  ...scorecards,
  ...surveys,

  'calendar.over': 'No longer due: {title} [{case}]',
  'calendar.summary': 'Due: {step} – {title} [{case}]',
} as const satisfies Record<string, Message>;

/** Every key that a catalog must have. */
export type MessageKey = keyof typeof en;

/** A whole catalog: TypeScript refuses one with a missing or an unknown key. */
export type Catalog = Readonly<Record<MessageKey, Message>>;
