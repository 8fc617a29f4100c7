import type { TalkingKind } from '#domain/channels/chat.js';
import type { ListenToChat } from './answer.js';
import { listenToSlack } from './slack.js';
import { listenToTelegram } from './telegram.js';

/** Who takes answers in, by platform; a new one is a file and a line. */
export const listeners: Readonly<Record<TalkingKind, ListenToChat>> = { slack: listenToSlack, telegram: listenToTelegram };
