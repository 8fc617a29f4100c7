import { Body, Controller, HttpCode, Param, Post, Req } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { accessTo } from '#apps/channels/deliver-push.js';
import { takeAnswer } from '#apps/channels/take-answer.js';
import type { Configuration } from '#apps/configuration.js';
import { talkingKinds, type TalkingKind } from '#domain/channels/chat.js';
import type { ChatPost } from '#messaging/channels/answers/answer.js';
import { listeners } from '#messaging/channels/answers/listeners.js';
import { getChat } from '#persistence/channels/chats.js';
import type { Database } from '#persistence/database.js';
import { Public } from '../auth/permit.js';
import { Answers, Does } from '../http/answers.js';
import { DocumentText } from '../http/document-text.js';
import { Problem, problems } from '../http/problem.js';
import { InjectConfiguration, InjectDatabase, InjectNow, type Now } from '../parts.js';

/** Characters of what a platform sends: a text and what stands around it. */
const LONGEST = 131_072;

const kind = z.enum(talkingKinds);
const taken = z.object({ challenge: z.string().optional().describe('Said back, where the platform asks whether we are there.') }).meta({ id: 'ChatAnswerTaken' });

/** Where Slack and Telegram bring what people answer to messages of ours. */
@ApiTags('Channels')
@Controller('api/v1/channels/:kind/answers')
export class AnswersController {
  constructor(
    @InjectConfiguration() private readonly configuration: Configuration,
    @InjectDatabase() private readonly db: Database,
    @InjectNow() private readonly now: Now,
  ) {}

  @Does('For the platform alone, by its own proof: Slack’s Events API (signing secret) or Telegram’s webhook (secret token). An answer in the thread of what Steward posted about a case becomes a message of its conversation.')
  @Post()
  @HttpCode(200)
  @Public()
  // The proof is about the body as it came.
  @RouteConfig({ takesDocument: true })
  @Answers(200, taken)
  async take(@Param('kind', { schema: kind }) name: TalkingKind, @Body() body: unknown, @Req() request: FastifyRequest): Promise<z.infer<typeof taken>> {
    const chat = await getChat(this.db, name);
    const secret = chat?.receiveName ? this.configuration.channels.secrets[chat.receiveName] : undefined;
    const access = chat && accessTo(chat, this.configuration);
    if (!chat || !access || !secret) throw problems.notFound('This channel');
    const text = body instanceof DocumentText && body.format === 'json' ? body.text : '';
    if (text.length > LONGEST) throw new Problem({ status: 413, code: 'tooLarge', detail: 'No answer in a chat is so long.' });
    const post: ChatPost = { body: text, header: (header) => String(request.headers[header] ?? '') };
    const heard = listeners[name](post, secret, this.now());
    if (heard === 'forged') throw problems.unauthorized();
    if (heard === 'nothing' || chat.paused) return {};
    if ('challenge' in heard) return heard;
    const { allowedHosts } = this.configuration.connectors;
    await takeAnswer({ db: this.db, address: access.address, allowedHosts, now: this.now }, name, heard.answer);
    return {};
  }
}
