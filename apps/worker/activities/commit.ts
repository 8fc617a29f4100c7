import { commitCase, CommitRefused, SequenceConflict, TwinCase } from '#persistence/cases/commit.js';
import { refuseTwin } from '#persistence/cases/refuse-twin.js';
import { settleSubmission } from '#persistence/cases/submissions.js';
import type { Database } from '#persistence/database.js';
import type { CommitInput, CommitResult, ProcessActivities } from '#workflows/shared/commit.js';
import { ApplicationFailure } from '@temporalio/common';
import { compose } from './compose.js';
import type { ComposeSettings } from './mail-parts.js';
import { writeOwn } from './process-writers.js';

/** The one activity that changes cases; idempotent by the command's id. What it puts into the outbox the post sends: nobody waits for it. */
export function createCommitActivity(db: Database, settings: ComposeSettings, post: { wake(): void }): Pick<ProcessActivities, 'commit'> {
  return {
    async commit(input: CommitInput): Promise<CommitResult> {
      const at = new Date(input.at);
      try {
        const { sequence, deadline, outboxIds } = await commitCase(db, { ...input, at }, (context) => compose(input, context, settings), (tx) => writeOwn(tx, { ...input, at }, settings));
        if (outboxIds.length > 0) post.wake();
        return { kind: 'committed', sequence, deadline };
      } catch (error) {
        if (error instanceof TwinCase) {
          const { submissionId } = input.command;
          if (submissionId) await refuseTwin(db, { submissionId, caseId: input.caseId, runningId: error.runningId, at });
          return { kind: 'refused', code: 'twin', message: `The supplier has an open case of this cause: ${error.runningId ?? 'just ended'}.` };
        }
        if (error instanceof CommitRefused) {
          const { submissionId } = input.command;
          if (submissionId) await settleSubmission(db, submissionId, { status: 'refused', code: error.code }, at);
          return { kind: 'refused', code: error.code, message: error.message };
        }
        // Repeating cannot mend a row that somebody else has moved on.
        if (error instanceof SequenceConflict) throw ApplicationFailure.nonRetryable(error.message, 'sequenceConflict');
        throw error;
      }
    },
  };
}
