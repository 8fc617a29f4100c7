import { Body, Controller, Get, Param, Post, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { v5 as uuidv5 } from 'uuid';
import { z } from 'zod';
import type { Configuration } from '#apps/configuration.js';
import { newConversationMessage } from '#domain/conversation/terms.js';
import { actorNames } from '#persistence/access/actors.js';
import type { Database } from '#persistence/database.js';
import { summariesOf } from '#persistence/files/files.js';
import { listConversation, type ConversationEntry } from '#persistence/messages/conversation.js';
import { currentOf } from '#persistence/messages/interactions.js';
import { Permit } from '../auth/permit.js';
import { Caller, type Principal } from '../auth/principal.js';
import { Answers, Does } from '../http/answers.js';
import { CommandId, Idempotent } from '../http/idempotency.js';
import { given, id } from '../http/paging.js';
import { InjectConfiguration, InjectDatabase, InjectNow, type Now } from '../parts.js';
import { supplierAsked } from '../suppliers/supplier-asked.js';
import { conversation, conversationQuery, entrySchema, namedIn, shownInteraction } from './conversation-schemas.js';
import { writeToSupplier } from './write-to-supplier.js';

type Entry = z.infer<typeof entrySchema>;

/** All that is said with a supplier, in its cases and outside of them. */
@ApiTags('Suppliers')
@Controller('api/v1/suppliers/:id/conversation')
export class ConversationController {
  constructor(
    @InjectConfiguration() private readonly configuration: Configuration,
    @InjectDatabase() private readonly db: Database,
    @InjectNow() private readonly now: Now,
  ) {}

  @Does('All that was said with the supplier: messages of its cases and outside of them, remarks, calls, visits and meetings; newest first.')
  @Get()
  @Permit('rectification:read')
  @Answers(200, conversation)
  async list(
    @Param('id', { schema: id }) supplierId: string,
    @Query({ schema: conversationQuery }) query: z.infer<typeof conversationQuery>,
    @Req() request: FastifyRequest,
    @Caller() caller: Principal,
  ): Promise<z.infer<typeof conversation>> {
    await supplierAsked(this.db, supplierId, request);
    const page = await listConversation(this.db, supplierId, { ...given(query), readers: [caller.id] });
    return { ...page, items: await this.shown(supplierId, page.items, caller) };
  }

  @Does('Writes to the supplier outside of any case: by mail to its contacts, whose answers come back here; or leaves a remark among colleagues.')
  @Post()
  @Permit('messages:write')
  @Idempotent()
  @Answers(201, entrySchema)
  async say(
    @Param('id', { schema: id }) supplierId: string,
    @Body({ schema: newConversationMessage }) body: z.infer<typeof newConversationMessage>,
    @Req() request: FastifyRequest,
    @Caller() caller: Principal,
    @CommandId() commandId: string,
  ): Promise<Entry> {
    const supplier = await supplierAsked(this.db, supplierId, request);
    const { secret, mail } = this.configuration;
    const [messageId, at] = [uuidv5('conversation', commandId), this.now()];
    await writeToSupplier({ db: this.db, secret, domain: mail.domain }, supplier, { ...body, id: messageId, at }, caller);
    const { id: entryId, at: saidAt, direction, channel, authorKind, authorId, author, text } = await this.db.prisma.message.findUniqueOrThrow({ where: { id: messageId } });
    return {
      kind: channel === 'note' ? 'note' : 'message',
      id: entryId,
      at: saidAt.toISOString(),
      case: null,
      direction: direction === 'in' ? 'in' : 'out',
      channel,
      author: { kind: authorKind, id: authorId, name: author },
      text,
      files: [],
      interaction: null,
      formerSupplierId: null,
    };
  }

  private async shown(supplierId: string, entries: readonly ConversationEntry[], caller: Principal): Promise<Entry[]> {
    const met = await currentOf(this.db, entries.filter(({ channel }) => channel === null).map((entry) => entry.id), [caller.id]);
    const [files, names] = await Promise.all([
      summariesOf(this.db.prisma, entries.flatMap(({ fileIds }) => fileIds)),
      actorNames(this.db, met.flatMap(namedIn)),
    ]);
    const interactions = new Map(met.map((row) => [row.rootId, shownInteraction(row, names)]));
    return entries.map((entry) => ({
      kind: entry.kind,
      id: entry.id,
      at: entry.at.toISOString(),
      case: entry.caseId === null ? null : { id: entry.caseId, process: entry.process ?? '', title: entry.caseTitle ?? '' },
      direction: entry.direction === null ? null : entry.direction === 'in' ? 'in' : 'out',
      channel: entry.channel,
      author: { kind: entry.authorKind, id: entry.authorId, name: entry.author ?? names.get(entry.authorId) ?? entry.authorId },
      text: entry.text,
      files: entry.fileIds.flatMap((fileId) => files.get(fileId) ?? []),
      interaction: interactions.get(entry.id) ?? null,
      formerSupplierId: entry.supplierId === supplierId ? null : entry.supplierId,
    }));
  }
}
