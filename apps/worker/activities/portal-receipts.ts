import { mailReceipt, saidKey } from '#apps/receipts/receipt.js';
import type { CaseCommit } from '#persistence/cases/case-commit.js';
import { filesOf, writtenIn } from '#persistence/cases/commit-context.js';
import type { Transaction } from '#persistence/database.js';
import { dropDraft } from '#persistence/drafts/drafts.js';
import type { LinkKind } from '#persistence/links/links.js';
import { pathOfPage, type ComposeSettings } from './mail-parts.js';

/**
 * What a contact has sent through the page of its case is confirmed by mail and is no draft any more: both with the decision or not at
 * all. Who confirms receipt of the case is thanked by the mail that asks for the next step.
 */
export async function confirmPortalAnswer(tx: Transaction, { process, caseId, supplierId, command }: CaseCommit, { publicUrl, secret, mail }: ComposeSettings): Promise<void> {
  const path = pathOfPage(process);
  if (path === null || command.submissionId === null || command.actor.kind !== 'contact') return;
  const submission = await tx.submission.findUniqueOrThrow({ where: { id: command.submissionId } });
  if (submission.channel !== 'portal') return;
  const capability = { kind: process as LinkKind, subjectId: caseId, supplierId, contactId: command.actor.id };
  await dropDraft(tx, { ...capability, form: command.name });
  if (command.name === 'acknowledge') return;
  const { title, dueAt } = await tx.case.findUniqueOrThrow({ where: { id: caseId }, select: { title: true, dueAt: true } });
  const { businessDays } = submission.facts as { businessDays?: number };
  const said = { what: saidKey(command.name), text: writtenIn(submission) ?? '', fileIds: filesOf(submission), ...(businessDays === undefined ? {} : { businessDays }) };
  await mailReceipt(tx, { publicUrl, secret, domain: mail.domain }, { capability, title, dueAt, path, ...said, id: command.commandId, at: submission.receivedAt });
}
