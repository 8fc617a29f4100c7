import { Body, Controller, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { accessTo } from '#apps/channels/deliver-push.js';
import type { Configuration } from '#apps/configuration.js';
import { chatKinds, chatSetting, talkingKinds, type ChatKind } from '#domain/channels/chat.js';
import { chats } from '#messaging/channels/chats.js';
import { getChat, listChats, putChat } from '#persistence/channels/chats.js';
import { takeTurn } from '#persistence/channels/pace.js';
import type { Database } from '#persistence/database.js';
import type { ChatChannel } from '#persistence/generated/client.js';
import { Permit } from '../auth/permit.js';
import { Caller, type Principal } from '../auth/principal.js';
import { Answers, Does, instant } from '../http/answers.js';
import { problems } from '../http/problem.js';
import { InjectConfiguration, InjectDatabase, InjectNow, type Now } from '../parts.js';

const kind = z.enum(chatKinds);
const channel = z
  .object({
    kind,
    secretName: z.string(),
    signName: z.string().nullable(),
    receiveName: z.string().nullable(),
    takesAnswers: z.boolean().describe('Whether the secret that proves answers is set in the environment of the server that answers.'),
    chatId: z.string().nullable(),
    paused: z.boolean(),
    secretsAreSet: z.boolean().describe('Whether the environment of the server that answers holds what the names say.'),
    updatedBy: z.string(),
    updatedAt: instant,
  })
  .meta({ id: 'ChatChannel' });
const channels = z.object({ items: z.array(channel) }).meta({ id: 'ChatChannels' });
const tested = z
  .object({
    outcome: z.enum(['sent', 'temporary', 'permanent', 'ambiguous']),
    code: z.string().nullable(),
    detail: z.string().nullable(),
    retryAfter: z.number().nullable().describe('Seconds, where the platform said so.'),
  })
  .meta({ id: 'ChannelTest' });
type Shown = z.infer<typeof channel>;

const talks = (name: ChatKind) => (talkingKinds as readonly string[]).includes(name);

/** The chats that messages can go to. What opens them stands in the environment alone. */
@ApiTags('Channels')
@Controller('api/v1/channels')
export class ChannelsController {
  constructor(
    @InjectConfiguration() private readonly configuration: Configuration,
    @InjectDatabase() private readonly db: Database,
    @InjectNow() private readonly now: Now,
  ) {}

  @Does('The chats that are set up.')
  @Get()
  @Permit('channels:read')
  @Answers(200, channels)
  async list(): Promise<z.infer<typeof channels>> {
    return { items: (await listChats(this.db)).map((row) => this.shown(row)) };
  }

  @Does('One chat.')
  @Get(':kind')
  @Permit('channels:read')
  @Answers(200, channel)
  async one(@Param('kind', { schema: kind }) name: ChatKind): Promise<Shown> {
    return this.shown(await this.known(name));
  }

  @Does('Sets a chat up, by the names of its secrets. What was held for want of it goes out.')
  @Put(':kind')
  @Permit('channels:manage')
  @Answers(200, channel)
  async put(@Param('kind', { schema: kind }) name: ChatKind, @Body({ schema: chatSetting }) body: z.infer<typeof chatSetting>, @Caller() caller: Principal): Promise<Shown> {
    const { signs, namesChat } = chats[name];
    if (!signs && body.signName !== null) throw problems.invalid([{ path: 'signName', message: `must be left out: ${name} checks no signatures` }]);
    if (body.receiveName !== null && !talks(name)) throw problems.invalid([{ path: 'receiveName', message: `must be left out: ${name} robots only speak` }]);
    if (namesChat !== 'byToken' && namesChat !== (body.chatId !== null)) throw problems.invalid([{ path: 'chatId', message: namesChat ? 'must name the chat' : 'must be left out: the address says which chat' }]);
    return this.shown(await putChat(this.db, name, { ...body, updatedBy: caller.id, at: this.now() }));
  }

  @Does('Says a word in the chat now, and answers what became of it.')
  @Post(':kind/test')
  @HttpCode(200)
  @Permit('channels:manage')
  @Answers(200, tested)
  async test(@Param('kind', { schema: kind }) name: ChatKind, @Caller() caller: Principal): Promise<z.infer<typeof tested>> {
    const access = accessTo(await this.known(name), this.configuration);
    if (!access) throw problems.conflict('secretMissing', 'A variable that this channel names is not set where the server runs.');
    const wait = await takeTurn(this.db, name, chats[name].pace);
    if (wait > 0) return { outcome: 'temporary', code: 'rateLimited', detail: null, retryAfter: Math.ceil(wait / 1_000) };
    const message = { title: 'Steward', text: `${caller.name}: test · 测试 · проверка`, link: this.configuration.publicUrl };
    const result = await chats[name].send(message, access, { allowedHosts: this.configuration.connectors.allowedHosts, at: this.now() });
    if (result.kind === 'sent') return { outcome: 'sent', code: null, detail: null, retryAfter: null };
    return { outcome: result.kind, code: result.code, detail: result.detail, retryAfter: result.kind === 'temporary' ? result.retryAfter : null };
  }

  private async known(name: ChatKind): Promise<ChatChannel> {
    const row = await getChat(this.db, name);
    if (!row) throw problems.notFound('This channel');
    return row;
  }

  private shown({ kind: name, secretName, signName, receiveName, chatId, paused, updatedBy, updatedAt, ...rest }: ChatChannel): Shown {
    const takesAnswers = receiveName !== null && this.configuration.channels.secrets[receiveName] !== undefined;
    const secretsAreSet = accessTo({ secretName, signName, chatId }, this.configuration) !== null;
    return { ...rest, kind: kind.parse(name), secretName, signName, receiveName, takesAnswers, chatId, paused, secretsAreSet, updatedBy, updatedAt: updatedAt.toISOString() };
  }
}
