import { v5 as uuidv5 } from 'uuid';
import type { TalkingKind } from '#domain/channels/chat.js';
import { LONGEST_TEXT } from '#domain/rectification/commands.js';
import type { ChatAnswer } from '#messaging/channels/answers/answer.js';
import { slackName } from '#messaging/channels/answers/slack-name.js';
import { beginningOf, wellFormed } from '#messaging/inbound/well-formed.js';
import { personBehind } from '#persistence/channels/personal.js';
import type { Database } from '#persistence/database.js';
import { insertMessage } from '#persistence/messages/messages.js';

/** What taking an answer in needs. `address`: what opens the chat. */
export interface AnswerPorts {
  readonly db: Database;
  readonly address: string;
  readonly allowedHosts: readonly string[];
  readonly now: () => Date;
}

/** Longest name to show, in characters. */
const LONGEST_NAME = 100;

/**
 * An answer to what we posted about a case becomes a message in the conversation of that case, by the name of who wrote it; never a
 * command, and never the supplier's to read. The same answer again adds nothing, and an answer to anything else is left alone. True
 * when a message was added.
 */
export async function takeAnswer({ db, address, allowedHosts, now }: AnswerPorts, kind: TalkingKind, answer: ChatAnswer): Promise<boolean> {
  const text = beginningOf(wellFormed(answer.text).trim(), LONGEST_TEXT);
  const posted = await db.prisma.outboxMessage.findFirst({ where: { channel: kind, platformId: answer.to, caseId: { not: null } }, select: { caseId: true } });
  const found = posted?.caseId ? await db.prisma.case.findUnique({ where: { id: posted.caseId }, select: { id: true, supplierId: true } }) : null;
  if (!found || text === '') return false;
  const id = uuidv5(`${kind}:${answer.id}`, found.id);
  if (await db.prisma.message.findUnique({ where: { id }, select: { id: true } })) return false;
  const person = await personBehind(db, kind, answer.userId);
  const name = person?.name ?? answer.userName ?? (kind === 'slack' ? await slackName(address, answer.userId, allowedHosts) : null);
  const author = { authorKind: person ? 'staff' : 'chat', authorId: person?.id ?? `${kind}:${answer.userId}`, author: beginningOf(wellFormed(name ?? answer.userId), LONGEST_NAME) };
  const at = answer.at < now() ? answer.at : now();
  return db.transaction((tx) => insertMessage(tx, { id, caseId: found.id, supplierId: found.supplierId, direction: 'out', channel: kind, ...author, text, fileIds: [], sourceId: id, at }));
}
