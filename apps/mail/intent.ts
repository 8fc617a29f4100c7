import type { ReadReply } from '#messaging/inbound/keywords.js';

/** A command that a reply can give. */
export type ReplyCommand = 'acknowledge' | 'submitContainment' | 'submitRootCause' | 'submitPlan' | 'submitEvidence' | 'requestExtension';

/** What a reply asks for, in order; none: it is a message. */
export type Intent = readonly ReplyCommand[];

/** What the text and files of a reply come down to. */
export interface ReplyMatter {
  readonly reply: ReadReply;
  readonly fileCount: number;
}

/** The step that each keyword answers, and the stages in which it is understood: an answer may come before its turn. */
const steps = {
  containment: { command: 'submitContainment', in: ['opened', 'containing'] },
  rootCause: { command: 'submitRootCause', in: ['opened', 'containing', 'findingCause'] },
  plan: { command: 'submitPlan', in: ['opened', 'containing', 'findingCause', 'planning'] },
  evidence: { command: 'submitEvidence', in: ['implementing'] },
  extension: { command: 'requestExtension', in: ['opened', 'containing', 'findingCause', 'planning', 'implementing'] },
} as const satisfies Record<string, { command: ReplyCommand; in: readonly string[] }>;

/**
 * What a supplier's reply means in the stage of its case. In `opened` any reply acknowledges, and what its keyword asks for
 * follows; later only the keyword of a step counts. A keyword with nothing to it – no plan, no reason – asks for nothing.
 */
export function intentOf(stage: string, { reply, fileCount }: ReplyMatter): Intent {
  const { keyword, text } = reply;
  const first: Intent = stage === 'opened' ? ['acknowledge'] : [];
  if (keyword.kind === 'none') return first;
  const asked = text !== '' || (keyword.kind !== 'extension' && fileCount > 0);
  const step = steps[keyword.kind];
  return asked && (step.in as readonly string[]).includes(stage) ? [...first, step.command] : first;
}

/** What a reply means in an onboarding whose supplier has a step: only more time is asked for by mail, all else is a message. */
export function intentOfNewcomer({ keyword, text }: ReadReply): Intent {
  return keyword.kind === 'extension' && text !== '' ? ['requestExtension'] : [];
}

/** An intent as it is noted beside the mail, and back. */
export function intentNote(intent: Intent): string {
  return intent.length > 0 ? intent.join('+') : 'message';
}

/** The inverse of {@link intentNote}. */
export function readIntentNote(note: string): Intent {
  return note === 'message' ? [] : (note.split('+') as ReplyCommand[]);
}

const STEPS_OF_SUPPLIER: readonly string[] = ['containing', 'findingCause', 'planning', 'implementing'];

/** True when the case waits for a step of the supplier that this reply did not complete, so that a word about it helps. */
export function leavesStepOpen(stage: string, intent: Intent): boolean {
  return STEPS_OF_SUPPLIER.includes(stage) && intent.length === 0;
}
