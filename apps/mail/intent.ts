import type { ReadReply } from '#messaging/inbound/keywords.js';

/** A command that a reply can give. */
export type ReplyCommand = 'acknowledge' | 'submitPlan' | 'submitEvidence' | 'requestExtension';

/** What a reply asks for, in order; none: it is a message. */
export type Intent = readonly ReplyCommand[];

/** What the text and files of a reply come down to. */
export interface ReplyMatter {
  readonly reply: ReadReply;
  readonly fileCount: number;
}

/**
 * What a supplier's reply means in the stage of its case. In `opened` any reply acknowledges, and what its keyword asks for
 * follows; later only the keyword of the step counts. A keyword with nothing to it – no plan, no reason – asks for nothing.
 */
export function intentOf(stage: string, { reply, fileCount }: ReplyMatter): Intent {
  const { keyword, text } = reply;
  const asked = text !== '' || fileCount > 0;
  const first: Intent = stage === 'opened' ? ['acknowledge'] : [];
  const planning = stage === 'opened' || stage === 'planning';
  if (keyword.kind === 'plan' && planning && asked) return [...first, 'submitPlan'];
  if (keyword.kind === 'evidence' && stage === 'implementing' && asked) return ['submitEvidence'];
  if (keyword.kind === 'extension' && (planning || stage === 'implementing') && text !== '') return [...first, 'requestExtension'];
  return first;
}

/** An intent as it is noted beside the mail, and back. */
export function intentNote(intent: Intent): string {
  return intent.length > 0 ? intent.join('+') : 'message';
}

/** The inverse of {@link intentNote}. */
export function readIntentNote(note: string): Intent {
  return note === 'message' ? [] : (note.split('+') as ReplyCommand[]);
}

/** True when the case waits for a step of the supplier that this reply did not complete, so that a word about it helps. */
export function leavesStepOpen(stage: string, intent: Intent): boolean {
  return (stage === 'planning' || stage === 'implementing') && intent.length === 0;
}
