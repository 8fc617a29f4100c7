import type { ChatKind } from '#domain/channels/chat.js';
import type { ChatPlatform } from './chat.js';
import { dingtalk } from './dingtalk.js';
import { feishu } from './feishu.js';
import { slack } from './slack.js';
import { teams } from './teams.js';
import { telegram } from './telegram.js';
import { wecom } from './wecom.js';

/** The platforms by name; a new one is a file and a line. */
export const chats: Readonly<Record<ChatKind, ChatPlatform>> = { slack, teams, dingtalk, feishu, wecom, telegram };
