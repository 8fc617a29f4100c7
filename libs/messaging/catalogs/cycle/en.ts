import type { Message } from '../message.js';

/** What a cycle asks of our own people. */
export const cycle = {
  'cycle.subject': '{what} – evaluation {start} to {end}, by {due}',
  'cycle.subject.reminder': 'Reminder: {what} – evaluation {start} to {end}, due today',
  'cycle.reminder': 'This is a reminder: it is due today and nobody has done it yet.',
  'cycle.calibration.what': 'Confirm the calibration of the ratings',
  'cycle.calibration.intro': 'The raters have answered for the evaluation from {start} to {end}. Their ratings have been corrected for raters who rate everybody high or low. Please look at the raw ratings beside the calibrated ones and say which are to be scored.',
  'cycle.calibration.otherwise': 'If nobody decides by {due}, the raw ratings are scored.',
  'cycle.review.what': 'Review the grades',
  'cycle.review.intro': 'The grades of the evaluation from {start} to {end} are computed and not public yet. Please look them through; a grade can be overridden with a reason. Then release them.',
  'cycle.review.otherwise': 'If nobody releases them by {due}, they are published as they are then.',
  'cycle.appeals.what': 'Decide the appeals',
  'cycle.appeals.intro': {
    one: '{count} supplier has appealed against its grade of the evaluation from {start} to {end} and waits for a decision. It is decided by somebody who has not reviewed the grades.',
    other: '{count} suppliers have appealed against their grades of the evaluation from {start} to {end} and wait for a decision. They are decided by somebody who has not reviewed the grades.',
  },
  'cycle.appeals.otherwise': 'What is not decided by {due} stays as it was graded, but has no consequences.',
  'cycle.due': 'Due',
  'cycle.suppliers': 'Suppliers',
  'cycle.grade': 'Grade {grade}',
  'cycle.open': 'Open the evaluation',
  'cycle.footer': 'You receive this because you manage supplier evaluations in Steward.',
} as const satisfies Record<string, Message>;
