import type { Question } from '#domain/surveys/questions.js';
import { connectionOf, type Database, type Transaction } from '../database.js';
import type { SurveyReply } from '../generated/client.js';
import { holdOpen, type InvitationOfSurvey } from './invitations.js';
import { invitationRow } from './prepare.js';

/** One answer as it was given; both null: it is taken back. `cannotSay` is an answer too. */
export interface GivenAnswer {
  readonly supplierId: string;
  readonly question: string;
  readonly value: number | null;
  readonly comment: string | null;
  readonly cannotSay: boolean;
}

/** The questions as they were when the survey was sent out. */
export function questionsOf({ questions }: { questions: unknown }): readonly Question[] {
  return questions as readonly Question[];
}

/** What was saved so far. */
export async function repliesOf(db: Database | Transaction, invitationId: string): Promise<SurveyReply[]> {
  return connectionOf(db).surveyReply.findMany({ where: { invitationId } });
}

/** Names and codes of the suppliers that an invitation asks about, in its order. */
export async function subjectsOf(db: Database | Transaction, { subjectIds }: { subjectIds: readonly string[] }): Promise<{ id: string; code: string; name: string }[]> {
  const found = await connectionOf(db).supplier.findMany({ where: { id: { in: [...subjectIds] } }, select: { id: true, code: true, name: true } });
  return subjectIds.flatMap((id) => found.find((each) => each.id === id) ?? []);
}

/**
 * Keeps the answers, in the caller's transaction; with `send` they are final. A supplier's role may do it: that links close then, and whether
 * nobody is left to answer, is ours to see to.
 * @returns false when it could no longer be answered and nothing was kept
 */
export async function saveReplies(
  tx: Transaction,
  request: { invitationId: string; answers: readonly GivenAnswer[]; send: boolean; at: Date },
): Promise<boolean> {
  const { invitationId, answers, send, at } = request;
  if (!(await holdOpen(tx, invitationId))) return false;
  for (const answer of answers) await keep(tx, invitationId, answer, at);
  if (!send) return true;
  await tx.surveyInvitation.update({ where: { id: invitationId }, data: { status: 'answered', answeredAt: at } });
  return true;
}

async function keep(tx: Transaction, invitationId: string, answer: GivenAnswer, savedAt: Date): Promise<void> {
  const { supplierId, question, value, comment, cannotSay } = answer;
  const key = { invitationId, supplierId, question };
  if (value === null && comment === null && !cannotSay) {
    await tx.surveyReply.deleteMany({ where: key });
    return;
  }
  await tx.surveyReply.upsert({
    where: { invitationId_supplierId_question: key },
    create: { ...key, value, comment, savedAt },
    update: { value, comment, savedAt },
  });
}

/** Why somebody cannot answer in another's place. */
export type DelegationRefused = 'closed' | 'unknown' | 'same' | 'answered';

/** Who is to answer instead: one of our people or a contact of the same supplier, by mail address. */
export interface Delegation {
  readonly invitationId: string;
  readonly address: string;
  readonly reason: string;
  readonly at: Date;
}

/**
 * Passes an invitation on, in the caller's transaction, which also closes its links: what was saved stays with it and does not count. Somebody
 * who is asked already is asked about these suppliers too.
 * @returns the id of the other's invitation, to be mailed
 */
export async function delegate(tx: Transaction, { invitationId, address, reason, at }: Delegation): Promise<{ id: string } | { refused: DelegationRefused }> {
  const invitation = await holdOpen(tx, invitationId);
  if (!invitation) return { refused: 'closed' };
  const other = await recipientByAddress(tx, invitation, address);
  if (!other) return { refused: 'unknown' };
  if (other === invitation.recipientId) return { refused: 'same' };
  const row = invitationRow(invitation.surveyId, { ...recipientFields(invitation), recipientId: other }, at);
  const { count } = await tx.surveyInvitation.createMany({ data: [row], skipDuplicates: true });
  if (count === 0 && !(await alsoAsk(tx, row.id, invitation.subjectIds))) return { refused: 'answered' };
  await tx.surveyInvitation.update({ where: { id: invitationId }, data: { status: 'delegated', delegatedToId: row.id, delegateReason: reason } });
  return { id: row.id };
}

function recipientFields({ recipientKind, supplierId, subjectIds }: InvitationOfSurvey) {
  return { recipientKind: recipientKind === 'person' ? ('person' as const) : ('contact' as const), supplierId, subjectIds };
}

async function alsoAsk(tx: Transaction, id: string, subjectIds: readonly string[]): Promise<boolean> {
  const open = await holdOpen(tx, id);
  if (!open) return false;
  const more = subjectIds.filter((each) => !open.subjectIds.includes(each));
  await tx.surveyInvitation.update({ where: { id }, data: { subjectIds: [...open.subjectIds, ...more] } });
  return true;
}

async function recipientByAddress(tx: Transaction, { recipientKind, supplierId }: InvitationOfSurvey, address: string): Promise<string | null> {
  if (recipientKind === 'person') {
    const person = await tx.person.findFirst({ where: { email: address.toLowerCase(), active: true } });
    return person?.id ?? null;
  }
  const contact = await tx.contact.findFirst({
    where: { supplierId: supplierId ?? '', email: { equals: address, mode: 'insensitive' }, removedAt: null },
    orderBy: { position: 'asc' },
  });
  return contact?.id ?? null;
}
