import type { Message } from '../message.js';

/** The steps of the full 8D that the short arc does not have. */
export const arc = {
  'quote.containment': 'The containment as submitted',
  'quote.rootCause': 'The root causes as submitted',
  'days': { one: '{count} day', other: '{count} days' },
  'lots': { one: '{count} lot', other: '{count} lots' },

  'step.containing': 'containment',
  'step.containmentReview': 'review of the containment',
  'step.findingCause': 'root causes',
  'step.causeReview': 'review of the root causes',
  'step.effectivenessReview': 'decision on the effectiveness of the measures',

  'answer.containment': 'Reply to this mail with a first line that says only {keyword}, and write below it what keeps the problem from reaching us until its cause is removed: stock, goods in transit, and how they are checked.',
  'answer.allAtOnce': 'If root causes and plan are ready as well, send all of it at once: begin the reply with a line that says only {keyword}, and write containment, root causes and plan below it.',
  'answer.rootCause': 'Reply to this mail with a first line that says only {keyword}, and write below it why the problem occurred and why it was not detected before delivery.',

  'carried.containment': 'It brings the containment along: what you decide here holds for both. The containment can also be returned on its own.',
  'carried.rootCause': 'It brings the root causes along: what you decide here holds for both. The root causes can also be returned on their own.',
  'carried.both': 'It brings containment and root causes along: accepting it accepts all of it. Each part can also be returned on its own.',

  'acknowledgedFull.subject': 'Please contain the problem: {title} [{case}]',
  'acknowledgedFull.intro': 'Thank you for confirming receipt. The first step is the containment: what keeps the problem from reaching us while you look for its cause.',
  'acknowledgedFull.ask': 'Please tell us by {due} what you have done. This date cannot be extended.',

  'containmentReceived.subject': 'Containment to review: {supplier} – {title} [{case}]',
  'containmentReceived.intro': '{supplier} has reported how the problem is contained.',
  'containmentReceived.ask': 'Please accept it, or return it with a reason, by {due}. Until then the supplier’s deadline stands still.',

  'containmentAccepted.subject': 'Please send us the root causes: {title} [{case}]',
  'containmentAccepted.intro': 'We have accepted your containment.',
  'containmentAccepted.ask': 'Please send us by {due} why the problem occurred and why it was not detected.',

  'containmentReturned.subject': 'Please revise your containment: {title} [{case}]',
  'containmentReturned.intro': 'We cannot accept your containment as it stands. The reason is given below.',
  'containmentReturned.ask': 'Please send us a revised one by {due}.',

  'rootCauseReceived.subject': 'Root causes to review: {supplier} – {title} [{case}]',
  'rootCauseReceived.intro': '{supplier} has submitted the root causes of the problem.',
  'rootCauseReceived.ask': 'Please accept them, or return them with a reason, by {due}. Until then the supplier’s deadline stands still.',

  'rootCauseAccepted.subject': 'Please send your corrective action plan: {title} [{case}]',
  'rootCauseAccepted.intro': 'We have accepted the root causes.',
  'rootCauseAccepted.ask': 'Please send us your plan of corrective and preventive actions by {due}.',

  'rootCauseReturned.subject': 'Please revise the root causes: {title} [{case}]',
  'rootCauseReturned.intro': 'The root causes do not yet explain the problem. The reason is given below.',
  'rootCauseReturned.ask': 'Please send us revised ones by {due}.',

  'watching.subject': 'Measures verified: {title} [{case}]',
  'watching.supplier': 'We have verified that your measures are implemented. For {days}, until {until}, we now watch whether they help. Nothing is needed from you until then.',
  'watching.staff': 'The measures of {supplier} are verified. For {days}, until {until}, the indicator that opened the case is watched. Nobody has to act until then.',
  'watching.then': 'If the problem does not return, the case is closed as effective; if it does, the case is reopened once.',
  'watching.thenFails': 'If the problem does not return, the case is closed as effective. It has been reopened before: if the problem returns, the case ends without success.',

  'effectivenessAsked.subject': 'Have the measures helped? {supplier} – {title} [{case}]',
  'effectivenessAsked.intro': 'The measures of {supplier} were watched for {days}. In that time {lots} were due: the figures alone do not say whether the measures have helped.',
  'effectivenessAsked.ask': 'Please decide by {due} whether they are effective. Whoever accepted the plan cannot decide it.',

  'reopened.subject': 'Case reopened: {title} [{case}]',
  'reopened.supplier': 'Your measures have not solved the problem. We have reopened the case; it begins again with this step: {step}.',
  'reopened.staff': 'The measures of {supplier} have not helped. The case is reopened, once; the supplier begins again with this step: {step}.',
  'reopened.ask': 'It is due by {due}.',

  'failedAgain.supplier': 'Your measures have not solved the problem for the second time, and the corrective action case has ended without success. We are now considering what this means for our business relationship. Your contact in our purchasing department will get in touch with you.',
  'failedAgain.staff': 'The measures of {supplier} have not helped for the second time: the case has failed. It has been proposed to a manager to phase the supplier out.',

  'reassigned.subjectOwner': 'The case is yours now: {supplier} – {title} [{case}]',
  'reassigned.subjectStep': 'A step was passed to you: {title} [{case}]',
  'reassigned.owner': 'The corrective action case of {supplier} was passed to you. What its owner decides now waits for you.',
  'reassigned.step': 'The following step of the case of {supplier} was passed to you: {step}. It is due by {due}.',

  'merged.subject': 'Case merged: {title} [{case}]',
  'merged.intro': 'This case is about the same matter as case {into} and goes on there. Please answer only in that one.',
  'footer.merged': 'Case {case}, merged into case {into}. Please reply to a mail of that case instead of to this one.',
} as const satisfies Record<string, Message>;
