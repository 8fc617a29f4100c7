import type { Transaction } from '../database.js';
import type { FileSummary } from '../files/files.js';
import { getScores } from '../scoring/scores.js';
import { textOf } from './commit-context.js';

/** A contribution to the conversation as the supplier may read it. */
export interface SpokenMessage {
  readonly id: string;
  readonly direction: string;
  readonly author: string;
  readonly text: string;
  readonly at: Date;
  /** The command that it came with; null: just a message. */
  readonly command: string | null;
  readonly files: readonly FileSummary[];
}

/** The newest official figure of an indicator that the supplier has been told. Dates are `YYYY-MM-DD`. */
export interface ToldFigure {
  readonly value: number;
  readonly periodStart: string;
  readonly periodEnd: string;
}

/** What a supplier's page shows of a case. */
export interface PageOfCase {
  readonly id: string;
  readonly supplierId: string;
  readonly supplierName: string;
  readonly timeZone: string;
  readonly contactName: string;
  readonly title: string;
  readonly description: string;
  readonly severity: string | null;
  readonly stage: string;
  readonly status: string;
  readonly outcome: string | null;
  readonly waitingFor: string | null;
  readonly dueAt: Date | null;
  readonly overdue: boolean;
  readonly openedAt: Date;
  readonly mergedIntoId: string | null;
  /** The whole state of the process, for its pure functions; never for the page itself. */
  readonly state: unknown;
  readonly conversation: readonly SpokenMessage[];
  /** When the supplier sent what no workflow has taken yet; null: nothing waits. */
  readonly pendingSince: Date | null;
}

/** So much of a conversation is shown, from its end. */
const MOST_MESSAGES = 300;

/**
 * A case for one contact of its supplier, or null. Works in a transaction of the portal's role, which decides what there is: not
 * another supplier's case, no remark among colleagues, no file of one.
 */
export async function pageOfCase(tx: Transaction, { caseId, process, contactId }: { caseId: string; process: string; contactId: string }): Promise<PageOfCase | null> {
  const found = await tx.case.findFirst({ where: { id: caseId, process } });
  const contact = found && (await tx.contact.findFirst({ where: { id: contactId, supplierId: found.supplierId, removedAt: null }, include: { supplier: { select: { name: true, timeZone: true } } } }));
  if (!found || !contact) return null;
  const opening = await tx.submission.findFirst({ where: { caseId, command: 'open' }, orderBy: { receivedAt: 'asc' }, select: { content: true } });
  const pending = await tx.submission.findFirst({ where: { caseId, status: 'pending', actorKind: 'contact' }, orderBy: { receivedAt: 'desc' }, select: { receivedAt: true } });
  const { id, supplierId, title, severity, stage, status, outcome, waitingFor, dueAt, overdue, openedAt, mergedIntoId, state } = found;
  return {
    id, supplierId, title, severity, stage, status, outcome, waitingFor, dueAt, overdue, openedAt, mergedIntoId, state,
    supplierName: contact.supplier.name,
    timeZone: contact.supplier.timeZone,
    contactName: contact.name,
    description: textOf(opening, 'description') ?? '',
    conversation: await conversationOf(tx, caseId),
    pendingSince: pending?.receivedAt ?? null,
  };
}

async function conversationOf(tx: Transaction, caseId: string): Promise<SpokenMessage[]> {
  const newest = await tx.message.findMany({ where: { caseId }, orderBy: [{ at: 'desc' }, { id: 'desc' }], take: MOST_MESSAGES });
  const sources = newest.flatMap(({ sourceId }) => sourceId ?? []);
  const submissions = await tx.submission.findMany({ where: { caseId, id: { in: sources } }, select: { id: true, command: true } });
  const commands = new Map(submissions.map(({ id, command }) => [id, command]));
  const rows = await tx.file.findMany({ where: { id: { in: newest.flatMap(({ fileIds }) => fileIds) } }, select: { id: true, name: true, mediaType: true, size: true } });
  const files = new Map(rows.map((row) => [row.id, row]));
  return newest.reverse().map(({ id, direction, author, text, at, sourceId, fileIds }) => ({
    id, direction, author, text, at,
    command: (sourceId !== null && commands.get(sourceId)) || null,
    files: fileIds.flatMap((each) => files.get(each) ?? []),
  }));
}

/** The newest figure of an indicator on the supplier's scorecards; null where there is none. In the portal's role too. */
export async function newestFigure(tx: Transaction, supplierId: string, indicator: string): Promise<ToldFigure | null> {
  const card = await tx.scorecard.findFirst({ where: { supplierId }, orderBy: [{ createdAt: 'desc' }, { revision: 'desc' }] });
  const [score] = card ? await getScores(tx, card.evaluationId, [supplierId]) : [];
  const value = score?.indicators.find((each) => each.indicator === indicator && each.status === 'ok')?.value ?? null;
  return score && value !== null ? { value: Number(value), periodStart: score.periodStart, periodEnd: score.periodEnd } : null;
}

/** A file that a contact may download: it stands in the conversation, or in a draft of its own. Null for any other. */
export async function fileOfPage(tx: Transaction, { kind, caseId, contactId, fileId }: { kind: string; caseId: string; contactId: string; fileId: string }): Promise<(FileSummary & { sha256: string }) | null> {
  const file = await tx.file.findFirst({ where: { id: fileId, caseId }, select: { id: true, name: true, mediaType: true, size: true, sha256: true } });
  if (!file) return null;
  const said = await tx.message.count({ where: { caseId, fileIds: { has: fileId } } });
  const drafted = await tx.portalDraft.count({ where: { kind, subjectId: caseId, contactId, fileIds: { has: fileId } } });
  return said + drafted > 0 ? file : null;
}
