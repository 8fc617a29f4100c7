import { v5 as uuidv5 } from 'uuid';
import type { Transaction } from '../database.js';
import type { Submission } from '../generated/client.js';
import { filesOf, writtenIn, type CommitContext } from './commit-context.js';
import type { CaseCommit } from './case-commit.js';

/** What colleagues say among themselves is not the supplier's to read; the portal's view of submissions leaves the same out. */
const AMONG_COLLEAGUES: readonly string[] = ['comment', 'reassign', 'mergeTwin', 'decideEffectiveness'];

/** Of the words in an onboarding the supplier reads these; all others are ours. */
const TOLD_TO_NEWCOMERS: readonly string[] = ['answerQuestionnaire', 'acceptAgreement', 'requestInformation', 'provideInformation', 'withdraw', 'reject'];

function isAmongColleagues({ process, command }: CaseCommit): boolean {
  return process === 'onboarding' ? !TOLD_TO_NEWCOMERS.includes(command.name) : AMONG_COLLEAGUES.includes(command.name);
}

/** Marks the submission applied, keeps its files, and puts its text into the conversation. */
export async function writeSubmission(tx: Transaction, input: CaseCommit, context: CommitContext, submission: Submission): Promise<void> {
  await tx.submission.update({ where: { id: submission.id }, data: { status: 'applied', settledAt: input.at } });
  const text = writtenIn(submission);
  const fileIds = filesOf(submission);
  if (fileIds.length > 0) {
    await tx.file.updateMany({
      // A file that came with another case's mail stays that case's.
      where: { id: { in: fileIds }, status: 'pending', OR: [{ caseId: null }, { caseId: input.caseId }] },
      data: { status: 'kept', caseId: input.caseId, supplierId: input.supplierId },
    });
  }
  if (input.command.name === 'open' || (text === null && fileIds.length === 0)) return;
  await tx.message.create({
    data: {
      id: uuidv5('message', submission.id),
      caseId: input.caseId,
      supplierId: input.supplierId,
      direction: submission.actorKind === 'contact' ? 'in' : 'out',
      channel: isAmongColleagues(input) ? 'note' : submission.channel,
      authorKind: submission.actorKind,
      authorId: submission.actorId,
      author: authorName(context, submission),
      text: text ?? '',
      fileIds,
      sourceId: submission.id,
      at: submission.receivedAt,
    },
  });
}

function authorName(context: CommitContext, submission: Submission): string {
  const known: readonly { id: string; name: string }[] = [...context.contacts, ...context.people];
  return known.find((each) => each.id === submission.actorId)?.name ?? submission.actorKind;
}
