import { v5 as uuidv5 } from 'uuid';
import { preferences, nextDigest, toldOf, type Preferences } from '#domain/channels/preferences.js';
import { isOwnRoad, ownRoads } from '#domain/channels/chat.js';
import { verifiedKinds } from '../channels/personal.js';
import { connectionOf, type Database, type Transaction } from '../database.js';
import type { Prisma } from '../generated/client.js';

type Row = Pick<Prisma.OutboxMessageCreateManyInput, 'id' | 'channel' | 'template' | 'recipientKind' | 'recipientId' | 'address' | 'html' | 'messageId' | 'references' | 'createdAt'> & {
  heldReason?: string | null;
};

/** What a person has said, or what holds for who has said nothing. */
export async function preferencesOf(db: Database, personId: string): Promise<Preferences> {
  const row = await db.prisma.notificationPreference.findUnique({ where: { personId } });
  return preferences.parse(row?.document ?? {});
}

/** Stores what a person says, and the language in which they are written to. */
export async function putPreferences(db: Database, personId: string, said: { document: Preferences; language?: string; at: Date }): Promise<void> {
  const { document, language, at: updatedAt } = said;
  await db.transaction(async (tx) => {
    await tx.notificationPreference.upsert({ where: { personId }, create: { personId, document, updatedAt }, update: { document, updatedAt } });
    if (language !== undefined) await tx.person.updateMany({ where: { id: personId }, data: { language } });
  });
}

/**
 * Leads mails to our people along the roads that they chose: as they are, held for the mail of the day, into a chat, or several of
 * these. The first road keeps the id, so that what refers to the message finds it.
 */
export async function asPreferred<T extends Row>(tx: Transaction, rows: readonly T[]): Promise<T[]> {
  const people = [...new Set(rows.filter(isToOurPeople).map(({ recipientId }) => recipientId))];
  if (people.length === 0) return [...rows];
  const stored = await connectionOf(tx).notificationPreference.findMany({ where: { personId: { in: people.filter((id) => UUID.test(id)) } } });
  if (stored.length === 0) return [...rows];
  const byPerson = new Map(stored.map(({ personId, document }) => [personId, preferences.parse(document)]));
  const own = await verifiedKinds(tx, [...byPerson.keys()]);
  return rows.flatMap((row) => {
    const chosen = isToOurPeople(row) ? byPerson.get(row.recipientId) : undefined;
    return chosen ? led(row, chosen, own.get(row.recipientId) ?? []) : [row];
  });
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function isToOurPeople({ channel, recipientKind }: Row): boolean {
  return channel === 'email' && (recipientKind === 'person' || recipientKind === 'staff');
}

/** `own`: the kinds of chat that the person has shown to be theirs; what was to go to another one goes by mail. */
function led<T extends Row>(row: T, chosen: Preferences, own: readonly string[]): T[] {
  const told = toldOf(chosen, row.template);
  const open = told.roads.map((road) => (isOwnRoad(road) && !own.includes(ownRoads[road]) ? 'email' : road));
  // Mail first: its id is the one that other rows and the thread of the case refer to.
  const roads = [...new Set(open)].sort((a, b) => Number(b === 'email') - Number(a === 'email'));
  return roads.map((road, position) => {
    if (road === 'email') return told.digest ? { ...row, heldReason: 'digest', notBefore: nextDigest(chosen, new Date(row.createdAt)) } : row;
    const id = position === 0 ? row.id : uuidv5(road, row.id);
    return { ...row, id, channel: isOwnRoad(road) ? ownRoads[road] : road, address: road, html: '', calendar: null, replyTo: null, inReplyTo: null, references: [], messageId: `<${id}@chat.invalid>` };
  });
}
