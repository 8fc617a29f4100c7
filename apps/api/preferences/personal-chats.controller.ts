import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { createHmac, randomInt } from 'node:crypto';
import { z } from 'zod';
import { accessTo } from '#apps/channels/deliver-push.js';
import type { Configuration } from '#apps/configuration.js';
import { destinations, talkingKinds, type TalkingKind } from '#domain/channels/chat.js';
import { languageOf, speak } from '#messaging/catalogs/speak.js';
import { chats } from '#messaging/channels/chats.js';
import { slackBot } from '#messaging/channels/slack.js';
import { getPerson } from '#persistence/access/people.js';
import { getChat } from '#persistence/channels/chats.js';
import { takeTurn } from '#persistence/channels/pace.js';
import { expectCode, forgetPersonalChat, listPersonalChats, sayCode } from '#persistence/channels/personal.js';
import type { Database } from '#persistence/database.js';
import { Permit } from '../auth/permit.js';
import { Caller, type Principal } from '../auth/principal.js';
import { Answers, Does, instant } from '../http/answers.js';
import { problems } from '../http/problem.js';
import { InjectConfiguration, InjectDatabase, InjectNow, type Now } from '../parts.js';

const MINUTE = 60_000;
const CODE_HOLDS = 15 * MINUTE;
const kind = z.enum(talkingKinds);
const personalChat = z
  .object({
    kind,
    destination: z.string(),
    verifiedAt: instant.nullable().describe('Null: the code that was sent there has not been said yet, and nothing goes there.'),
    codeExpiresAt: instant.nullable(),
  })
  .meta({ id: 'PersonalChat' });
const personalChats = z.object({ items: z.array(personalChat), open: z.array(kind).describe('The chats of which one can be one’s own here.') }).meta({ id: 'PersonalChats' });
const wanted = z.strictObject({ destination: z.string().trim().max(40).describe('Slack: the member id. Telegram: the number of the chat with the bot, which has to be started first.') }).meta({ id: 'PersonalChatWanted' });
const said = z.strictObject({ code: z.string().trim().regex(/^\d{6}$/, { error: 'must be six digits' }) }).meta({ id: 'PersonalChatCode' });

/** The caller's own chats, to which preferences can lead notices by `ownSlack` and `ownTelegram`. */
@ApiTags('Access')
@Controller('api/v1/me/chats')
export class PersonalChatsController {
  constructor(
    @InjectConfiguration() private readonly configuration: Configuration,
    @InjectDatabase() private readonly db: Database,
    @InjectNow() private readonly now: Now,
  ) {}

  @Does('My own chats.')
  @Get()
  @Permit('self')
  @Answers(200, personalChats)
  async list(@Caller() caller: Principal): Promise<z.infer<typeof personalChats>> {
    const rows = await listPersonalChats(this.db, personOf(caller));
    const open = await Promise.all(talkingKinds.map(async (name) => ((await this.access(name)) ? [name] : [])));
    const items = rows.map(({ kind: name, destination, verifiedAt, codeExpiresAt }) => ({ kind: kind.parse(name), destination, verifiedAt: verifiedAt?.toISOString() ?? null, codeExpiresAt: codeExpiresAt?.toISOString() ?? null }));
    return { items, open: open.flat() };
  }

  @Does('Sends a code of six digits there; nothing else goes there until it was said. A new code at most once a minute.')
  @Put(':kind')
  @Permit('self')
  @Answers(200, personalChats)
  async want(@Param('kind', { schema: kind }) name: TalkingKind, @Body({ schema: wanted }) body: z.infer<typeof wanted>, @Caller() caller: Principal): Promise<z.infer<typeof personalChats>> {
    const personId = personOf(caller);
    const destination = destinations[name].safeParse(body.destination);
    if (!destination.success) throw problems.invalid([{ path: 'destination', message: destination.error.issues[0]?.message ?? 'is none' }]);
    const access = await this.access(name);
    if (!access) throw problems.conflict('notConfigured', 'This chat is not set up with a bot, which alone can write to a person.');
    const code = String(randomInt(1_000_000)).padStart(6, '0');
    const at = this.now();
    const row = { personId, kind: name, destination: destination.data, codeHash: this.hashOf(personId, name, code), codeExpiresAt: new Date(at.getTime() + CODE_HOLDS), at, pauseMs: MINUTE };
    if (!(await expectCode(this.db, row))) throw problems.tooMany(MINUTE / 1_000);
    const wait = await takeTurn(this.db, name, chats[name].pace);
    if (wait > 0) throw problems.tooMany(Math.ceil(wait / 1_000));
    const say = speak(languageOf((await getPerson(this.db, personId))?.language));
    const message = { title: 'Steward', text: say('chat.code', { code, name: caller.name }), link: null };
    const result = await chats[name].send(message, { ...access, chatId: destination.data }, { allowedHosts: this.configuration.connectors.allowedHosts, at });
    if (result.kind === 'permanent' || result.kind === 'temporary') throw problems.conflict('notReached', `The code could not be sent: ${[result.code, result.detail].filter(Boolean).join(' ')}`);
    return this.list(caller);
  }

  @Does('Says the code that was sent there: from now on the chat is mine. After five wrong ones a new code has to be sent.')
  @Post(':kind/verify')
  @HttpCode(200)
  @Permit('self')
  @Answers(200, personalChats)
  async verify(@Param('kind', { schema: kind }) name: TalkingKind, @Body({ schema: said }) { code }: z.infer<typeof said>, @Caller() caller: Principal): Promise<z.infer<typeof personalChats>> {
    const personId = personOf(caller);
    const fate = await sayCode(this.db, { personId, kind: name, codeHash: this.hashOf(personId, name, code), at: this.now() });
    if (fate === 'wrong') throw problems.invalid([{ path: 'code', message: 'is not the code that was sent' }]);
    if (fate === 'expired') throw problems.conflict('codeExpired', 'No code waits to be said; let a new one be sent.');
    if (fate === 'taken') throw problems.conflict('destinationTaken', 'This chat is somebody else’s.');
    return this.list(caller);
  }

  @Does('Forgets my chat; what was to go there comes by mail.')
  @Delete(':kind')
  @HttpCode(204)
  @Permit('self')
  @Answers(204, null, 'Forgotten.')
  async forget(@Param('kind', { schema: kind }) name: TalkingKind, @Caller() caller: Principal): Promise<void> {
    if (!(await forgetPersonalChat(this.db, personOf(caller), name))) throw problems.notFound('This chat');
  }

  /** What opens the chat, if it can write to a person. */
  private async access(name: TalkingKind) {
    const chat = await getChat(this.db, name);
    const access = chat && !chat.paused ? accessTo(chat, this.configuration) : null;
    return access && (name !== 'slack' || slackBot(access.address)) ? access : null;
  }

  private hashOf(personId: string, name: TalkingKind, code: string): string {
    return createHmac('sha256', this.configuration.secret).update(`personal-chat\0${personId}\0${name}\0${code}`).digest('hex');
  }
}

function personOf({ personId }: Principal): string {
  if (personId === null) throw problems.conflict('noPerson', 'This key belongs to no person; notices go to people.');
  return personId;
}
