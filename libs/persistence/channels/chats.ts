import type { ChatKind, ChatSetting } from '#domain/channels/chat.js';
import type { Database } from '../database.js';
import type { ChatChannel } from '../generated/client.js';
import { releasePushes } from '../outbox/pushes.js';

/** The chat of a kind, or null while nobody has set it up. */
export async function getChat(db: Database, kind: ChatKind): Promise<ChatChannel | null> {
  return db.prisma.chatChannel.findUnique({ where: { kind } });
}

/** The chats that are set up. */
export async function listChats(db: Database): Promise<ChatChannel[]> {
  return db.prisma.chatChannel.findMany({ orderBy: { kind: 'asc' } });
}

/** Sets a chat up, or differently; what waited for that goes on. */
export async function putChat(db: Database, kind: ChatKind, setting: ChatSetting & { updatedBy: string; at: Date }): Promise<ChatChannel> {
  const { at, ...given } = setting;
  const row = { ...given, updatedAt: at };
  const stored = await db.prisma.chatChannel.upsert({ where: { kind }, create: { kind, ...row }, update: row });
  if (!setting.paused) await releasePushes(db, kind, ['paused', 'notConfigured']);
  return stored;
}
