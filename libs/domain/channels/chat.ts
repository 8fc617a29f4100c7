import { z } from 'zod';

/** The chats that messages can go to. */
export const chatKinds = ['slack', 'teams', 'dingtalk', 'feishu', 'wecom', 'telegram'] as const;

/** See {@link chatKinds}. */
export type ChatKind = (typeof chatKinds)[number];

/** The chats in which a person can have messages of their own, and in which answers can be given: the others are robots that only speak to a group. */
export const talkingKinds = ['slack', 'telegram'] as const;

/** See {@link talkingKinds}. */
export type TalkingKind = (typeof talkingKinds)[number];

/** A person's own chat as a road for notices. */
export const ownRoads = { ownSlack: 'slack', ownTelegram: 'telegram' } as const satisfies Record<string, TalkingKind>;

/** See {@link ownRoads}. */
export type OwnRoad = keyof typeof ownRoads;

/** True for the name of a road into a person's own chat. */
export function isOwnRoad(name: string): name is OwnRoad {
  return Object.hasOwn(ownRoads, name);
}

/** How each platform calls a person: Slack by its member id, Telegram by the id of the chat with the bot. */
export const destinations = {
  slack: z.string().regex(/^[UW][A-Z0-9]{2,20}$/, { error: 'must be a member id such as U012AB3CD (in the profile: Copy member ID)' }),
  telegram: z.string().regex(/^\d{1,20}$/, { error: 'must be the number of your chat with the bot, which you have to start first' }),
} as const satisfies Record<TalkingKind, z.ZodType<string>>;

/** True for the name of a chat. */
export function isChatKind(name: string): name is ChatKind {
  return (chatKinds as readonly string[]).includes(name);
}

const secretName = z.string().max(60).regex(/^[A-Z][A-Z0-9_]*$/, { error: 'must be capital letters, digits and _, such as SLACK_QUALITY' });

/** Body of `PUT /channels/{kind}`. */
export const chatSetting = z
  .strictObject({
    secretName: secretName.describe('STEWARD_CHANNEL_SECRET_<NAME> in the environment of the mail role holds the webhook’s address, or the token of the Slack or Telegram bot; with _FILE behind it, the name of a file that holds it.'),
    signName: secretName.nullable().default(null).describe('The same for the secret by which DingTalk and Feishu check signatures.'),
    receiveName: secretName.nullable().default(null).describe('The same for the secret by which what comes in is proved: the signing secret of the Slack app, the secret token of the Telegram webhook. Without it no answers are taken.'),
    chatId: z.string().max(64).regex(/^(-?\d+|@[A-Za-z]\w+|[CGD][A-Z0-9]{2,20})$/).nullable().default(null).describe('The chat of the Telegram bot; the channel of the Slack bot, such as C012AB3CD.'),
    paused: z.boolean().default(false),
  })
  .meta({ id: 'ChatSetting' });

/** See {@link chatSetting}. */
export type ChatSetting = z.infer<typeof chatSetting>;
