import { z } from 'zod';

/** The chats that messages can go to. */
export const chatKinds = ['slack', 'teams', 'dingtalk', 'feishu', 'wecom', 'telegram'] as const;

/** See {@link chatKinds}. */
export type ChatKind = (typeof chatKinds)[number];

/** True for the name of a chat. */
export function isChatKind(name: string): name is ChatKind {
  return (chatKinds as readonly string[]).includes(name);
}

const secretName = z.string().max(60).regex(/^[A-Z][A-Z0-9_]*$/, { error: 'must be capital letters, digits and _, such as SLACK_QUALITY' });

/** Body of `PUT /channels/{kind}`. */
export const chatSetting = z
  .strictObject({
    secretName: secretName.describe('STEWARD_CHANNEL_SECRET_<NAME> in the environment of the mail role holds the webhook’s address, or the token of the Telegram bot; with _FILE behind it, the name of a file that holds it.'),
    signName: secretName.nullable().default(null).describe('The same for the secret by which DingTalk and Feishu check signatures.'),
    chatId: z.string().max(64).regex(/^(-?\d+|@[A-Za-z]\w+)$/).nullable().default(null).describe('The chat of the Telegram bot.'),
    paused: z.boolean().default(false),
  })
  .meta({ id: 'ChatSetting' });

/** See {@link chatSetting}. */
export type ChatSetting = z.infer<typeof chatSetting>;
