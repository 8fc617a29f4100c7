import type { CaseCommit } from '#persistence/cases/case-commit.js';
import type { Transaction } from '#persistence/database.js';
import { writePhaseOut } from '#persistence/phase-outs/effects.js';
import { inviteBackups, tellPhaseOuts } from './backup-onboarding.js';
import type { ComposeSettings } from './mail-parts.js';
import { tellBackups } from './phase-out-mails.js';
import { confirmPortalAnswer } from './portal-receipts.js';

/** What a process writes besides its case, in the transaction of the commit. */
type ProcessWriter = (tx: Transaction, input: CaseCommit, settings: ComposeSettings) => Promise<void>;

/** The processes that have something of their own to write: one line each. */
const writers: Readonly<Record<string, readonly ProcessWriter[]>> = {
  rectification: [confirmPortalAnswer],
  phaseOut: [writePhaseOut, tellBackups, inviteBackups],
  onboarding: [tellPhaseOuts],
};

/** Writes what is the process's own. */
export async function writeOwn(tx: Transaction, input: CaseCommit, settings: ComposeSettings): Promise<void> {
  for (const write of writers[input.process] ?? []) await write(tx, input, settings);
}
