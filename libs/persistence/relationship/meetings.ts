import { Refusal } from '#domain/process/decision.js';
import { entryOfAction, guest, type Guest, type HeldBody, type MeetingAnswerKind, type MeetingStatus } from '#domain/relationship/meetings.js';
import { v5 as uuidv5 } from 'uuid';
import { z } from 'zod';
import { decodeCursor, pageOf, type Page } from '../cursor.js';
import { connectionOf, type Database, type Transaction } from '../database.js';
import type { Meeting, MeetingAnswer, Prisma } from '../generated/client.js';
import { writeEntry } from './entries.js';

/** What the invited are told of a meeting. */
export interface MeetingTerms {
  readonly title: string;
  readonly startsAt: Date;
  readonly minutes: number;
  readonly place: string;
  readonly agenda: string;
  readonly contactIds: readonly string[];
  readonly guests: readonly Guest[];
}

/** Who does it, when. */
export interface Done {
  readonly by: string;
  readonly at: Date;
}

/** Plans a meeting. The same id again changes nothing; nor does a second one by rhythm while one is planned: then null. */
export async function planMeeting(
  tx: Transaction,
  id: string,
  { supplierId, organizerId, byRhythm, terms, by, at }: Done & { supplierId: string; organizerId: string; byRhythm: boolean; terms: MeetingTerms },
): Promise<Meeting | null> {
  const row = { id, supplierId, organizerId, byRhythm, ...columnsOf(terms), status: 'planned', sequence: 0, createdBy: by, createdAt: at, updatedAt: at };
  const { count } = await tx.meeting.createMany({ data: [row], skipDuplicates: true });
  const meeting = await tx.meeting.findUnique({ where: { id } });
  if (meeting && count > 0) await tell(tx, meeting, { what: 'planned', reason: '', by, at });
  return meeting;
}

/**
 * Changes what the invited know of a planned meeting; its sequence rises.
 * @throws Refusal `meetingOver` when it is not planned any more, `stale` when it is not at the sequence that the caller saw
 */
export async function changeMeeting(tx: Transaction, id: string, { terms, expectedSequence, by, at }: Done & { terms: MeetingTerms; expectedSequence: number | undefined }): Promise<Meeting> {
  const before = await planned(tx, id, expectedSequence);
  const meeting = await tx.meeting.update({ where: { id }, data: { ...columnsOf(terms), sequence: { increment: 1 }, updatedAt: at } });
  await tell(tx, meeting, { what: before.startsAt.getTime() === terms.startsAt.getTime() ? 'changed' : 'moved', reason: '', by, at });
  return meeting;
}

/** Calls a planned meeting off. @throws Refusal as {@link changeMeeting} */
export async function cancelMeeting(tx: Transaction, id: string, { reason, expectedSequence, by, at }: Done & { reason: string; expectedSequence: number | undefined }): Promise<Meeting> {
  await planned(tx, id, expectedSequence);
  const meeting = await tx.meeting.update({ where: { id }, data: { status: 'cancelled', sequence: { increment: 1 }, updatedAt: at } });
  await tell(tx, meeting, { what: 'cancelled', reason, by, at });
  return meeting;
}

/**
 * Writes down that a meeting was held: what was said as an interaction, what was agreed as entries of the registers. Ids follow from the
 * meeting's. @throws Refusal `meetingOver` when it was cancelled or held, `meetingAhead` when it has not begun
 */
export async function holdMeeting(tx: Transaction, id: string, { said, withWhom, recordedFor, by, at }: Done & { said: HeldBody; withWhom: string; recordedFor: string | null }): Promise<Meeting> {
  const meeting = await locked(tx, id);
  if (meeting.status === 'held' || meeting.status === 'cancelled') throw over(meeting);
  if (meeting.startsAt > at) throw new Refusal('meetingAhead', 'The meeting has not begun: it can be moved or cancelled.');
  const { supplierId, organizerId, startsAt, minutes, contactIds } = meeting;
  const heldAs = uuidv5('held', id);
  const followUpOn = said.followUpOn === null ? null : new Date(said.followUpOn);
  await tx.interaction.createMany({
    data: [{ id: heldAs, rootId: heldAs, version: 1, supplierId, kind: 'meeting', at: startsAt, minutes, withWhom, contactIds, summary: said.summary, nextStep: said.nextStep, followUpOn, followUpById: followUpOn ? (recordedFor ?? organizerId) : null, recordedBy: by, recordedAt: at }],
    skipDuplicates: true,
  });
  const actionIds = said.actions.map((_, index) => uuidv5(`action ${index}`, id));
  for (const [index, action] of said.actions.entries()) {
    await writeEntry(tx, uuidv5(`action ${index}`, id), { supplierId, body: entryOfAction(action, { organizerId, startsAt: startsAt.toISOString() }), by, at });
  }
  const held = await tx.meeting.update({ where: { id }, data: { status: 'held', heldAs, actionIds, updatedAt: at } });
  await tell(tx, held, { what: 'held', reason: '', by, at });
  return held;
}

/** Planned meetings whose time was over before their own `before` become missed. Answers them. */
export async function markMissed(tx: Transaction, meetingIds: readonly string[], { by, at }: Done): Promise<Meeting[]> {
  await tx.meeting.updateMany({ where: { id: { in: [...meetingIds] }, status: 'planned' }, data: { status: 'missed', updatedAt: at } });
  const missed = await tx.meeting.findMany({ where: { id: { in: [...meetingIds] }, status: 'missed', updatedAt: at } });
  for (const meeting of missed) await tell(tx, meeting, { what: 'missed', reason: '', by, at });
  return missed;
}

/** Keeps what a calendar answered, unless a newer answer is there. False when it is about an invitation that holds no longer. */
export async function recordAnswer(
  tx: Transaction,
  { id, sequence }: Pick<Meeting, 'id' | 'sequence'>,
  answer: { address: string; answer: MeetingAnswerKind; sequence: number; proposedAt: string | null; comment: string; at: Date },
): Promise<boolean> {
  if (answer.sequence < sequence) return false;
  const columns = { answer: answer.answer, sequence, proposedAt: answer.proposedAt === null ? null : new Date(answer.proposedAt), comment: answer.comment, at: answer.at };
  const key = { meetingId: id, address: answer.address.toLowerCase() };
  const { count } = await tx.meetingAnswer.createMany({ data: [{ ...key, ...columns }], skipDuplicates: true });
  if (count > 0) return true;
  return (await tx.meetingAnswer.updateMany({ where: { ...key, at: { lte: answer.at } }, data: columns })).count > 0;
}

/** A meeting of one of the suppliers, or null. */
export async function getMeeting(db: Database | Transaction, id: string, supplierIds?: readonly string[]): Promise<Meeting | null> {
  return connectionOf(db).meeting.findFirst({ where: { id, ...(supplierIds ? { supplierId: { in: [...supplierIds] } } : {}) } });
}

/** What was answered to meetings. */
export async function answersTo(db: Database | Transaction, meetingIds: readonly string[]): Promise<MeetingAnswer[]> {
  return connectionOf(db).meetingAnswer.findMany({ where: { meetingId: { in: [...meetingIds] } }, orderBy: { address: 'asc' } });
}

/** Meetings of suppliers, the latest first. @throws BadCursor */
export async function listMeetings(db: Database, query: { supplierIds: readonly string[]; status?: MeetingStatus; limit: number; cursor?: string }): Promise<Page<Meeting>> {
  const [at, id] = query.cursor === undefined ? [] : decodeCursor(query.cursor, ['instant', 'uuid']);
  const rows = await db.prisma.meeting.findMany({
    where: {
      supplierId: { in: [...query.supplierIds] },
      ...(query.status === undefined ? {} : { status: query.status }),
      ...(at === undefined ? {} : { OR: [{ startsAt: { lt: new Date(at) } }, { startsAt: new Date(at), id: { lt: id } }] }),
    },
    orderBy: [{ startsAt: 'desc' }, { id: 'desc' }],
    take: query.limit + 1,
  });
  return pageOf(rows, query.limit, (row) => row, (row) => [row.startsAt.toISOString(), row.id]);
}

/** The guests of a plan or a meeting, as they are stored. */
export function guestsOf({ guests }: { guests: Prisma.JsonValue }): Guest[] {
  return z.array(guest).parse(guests);
}

async function planned(tx: Transaction, id: string, expectedSequence: number | undefined): Promise<Meeting> {
  const meeting = await locked(tx, id);
  if (meeting.status !== 'planned') throw over(meeting);
  if (expectedSequence !== undefined && expectedSequence !== meeting.sequence) throw new Refusal('stale', `The meeting has moved on: it is at version ${meeting.sequence}.`);
  return meeting;
}

async function locked(tx: Transaction, id: string): Promise<Meeting> {
  await tx.$queryRaw`SELECT FROM meetings WHERE id = ${id}::uuid FOR UPDATE`;
  return tx.meeting.findUniqueOrThrow({ where: { id } });
}

function over({ status }: Meeting): Refusal {
  return new Refusal('meetingOver', `The meeting is ${status}: plan another one.`);
}

async function tell(tx: Transaction, meeting: Meeting, { what, reason, by, at }: Done & { what: string; reason: string }): Promise<void> {
  const { id: meetingId, supplierId, title, startsAt, sequence } = meeting;
  await tx.meetingChange.createMany({ data: [{ id: uuidv5(`${what} ${sequence} ${at.toISOString()}`, meetingId), meetingId, supplierId, what, title, startsAt, reason, by, at }], skipDuplicates: true });
}

function columnsOf({ contactIds, guests, ...columns }: MeetingTerms) {
  return { ...columns, contactIds: [...contactIds], guests: guests.map((each) => ({ ...each })) };
}
