import type { CaseCommit } from '#persistence/cases/case-commit.js';
import type { Transaction } from '#persistence/database.js';
import { endLinks } from '#persistence/links/capability.js';
import type { LinkKind } from '#persistence/links/links.js';
import { recordContract, recordQualified } from '#persistence/onboardings/qualified.js';
import { writePhaseOut } from '#persistence/phase-outs/effects.js';
import { keepCertificates } from '#persistence/questionnaires/certificates-of-answers.js';
import { openFindings, tellOnboarding } from './audit-findings.js';
import { inviteBackups, tellPhaseOuts } from './backup-onboarding.js';
import type { ComposeSettings } from './mail-parts.js';
import { tellBackups } from './phase-out-mails.js';
import { confirmPortalAnswer } from './portal-receipts.js';

/** What a process writes besides its case, in the transaction of the commit. */
type ProcessWriter = (tx: Transaction, input: CaseCommit, settings: ComposeSettings) => Promise<void>;

/** A link has come into wrong hands. */
async function endLinksOnDemand(tx: Transaction, { process, caseId, command, at }: CaseCommit): Promise<void> {
  if (command.name === 'revokeLinks') await endLinks(tx, process as LinkKind, caseId, at);
}

/** The processes that have something of their own to write: one line each. */
const writers: Readonly<Record<string, readonly ProcessWriter[]>> = {
  rectification: [confirmPortalAnswer, endLinksOnDemand, tellOnboarding],
  phaseOut: [writePhaseOut, tellBackups, inviteBackups],
  onboarding: [confirmPortalAnswer, keepCertificates, recordContract, recordQualified, openFindings, tellPhaseOuts],
};

/** Writes what is the process's own. */
export async function writeOwn(tx: Transaction, input: CaseCommit, settings: ComposeSettings): Promise<void> {
  for (const write of writers[input.process] ?? []) await write(tx, input, settings);
}
