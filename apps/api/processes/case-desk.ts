import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { v5 as uuidv5 } from 'uuid';
import { z } from 'zod';
import type { Door } from '#apps/door/door.js';
import { rightOf } from '#apps/door/right.js';
import { actorNames } from '#persistence/access/actors.js';
import { openingFate } from '#persistence/cases/opening.js';
import { getCase, listCases, listEvents, type CaseRecord } from '#persistence/cases/read.js';
import type { Database } from '#persistence/database.js';
import type { Message } from '#persistence/generated/client.js';
import { summariesOf, type FileSummary } from '#persistence/files/files.js';
import { insertMessage, listMessages } from '#persistence/messages/messages.js';
import type { ProcessContract } from '#workflows/shared/process-contract.js';
import type { Principal } from '../auth/principal.js';
import { entityTag } from '../http/if-match.js';
import { given, type pageQuery } from '../http/paging.js';
import { problems } from '../http/problem.js';
import { InjectDatabase, InjectDoor, InjectNow, type Now } from '../parts.js';
import { shownCase, shownEvent, type CaseAnswer, type caseQuery, type cases, type events, type pendingSchema } from './case-schemas.js';
import type { messages, messageSchema } from './message-schemas.js';
import type { Opening } from './openings.js';
import { otherHands, refusalOfHands } from './hands.js';
import { answerOutcome, answerPending, refusalOf } from './outcomes.js';

type PageQuery = z.infer<typeof pageQuery>;
type Answer = Promise<CaseAnswer | z.infer<typeof pendingSchema>>;

/** What every process's routes do. */
@Injectable()
export class CaseDesk {
  constructor(
    @InjectDatabase() private readonly db: Database,
    @InjectDoor() private readonly door: Door,
    @InjectNow() private readonly now: Now,
  ) {}

  async list(contract: ProcessContract, query: z.infer<typeof caseQuery>, caller: Principal): Promise<z.infer<typeof cases>> {
    const page = await listCases(this.db, { process: contract.process, readers: [caller.id], ...given(query) });
    const others = await otherHands(this.db, page.items, caller);
    return { ...page, items: page.items.map((found) => shownCase(contract, found, { caller, others })) };
  }

  async one(contract: ProcessContract, caseId: string, caller: Principal, reply: FastifyReply): Answer {
    const found = await getCase(this.db, caseId, contract.process, [caller.id]);
    if (!found) return this.notOpened(contract, caseId, reply);
    reply.header('etag', entityTag(found.sequence));
    return shownCase(contract, found, { caller, others: await otherHands(this.db, [found], caller) });
  }

  async open(contract: ProcessContract, opening: Opening, body: object, caller: Principal, commandId: string, reply: FastifyReply): Answer {
    const { process } = opening;
    const outcome = await this.door.open({ process, commandId, body, actor: caller.actor, channel: channelOf(caller), receivedAt: this.now() });
    return answerOutcome(outcome, { db: this.db, contract, caller, reply, whenApplied: 201 });
  }

  async act(
    contract: ProcessContract,
    act: { caseId: string; command: string; body: object; commandId: string; expectedSequence: number | undefined },
    caller: Principal,
    reply: FastifyReply,
  ): Answer {
    const { expectedSequence, ...command } = act;
    const found = await this.find(contract, act.caseId, caller);
    await this.checkOtherHands(contract, found, act.command, caller);
    const known = contract.commands[act.command]?.byRight ? await rightOf(this.db, { personId: caller.personId, roles: caller.roles, at: this.now() }, act.body) : null;
    const outcome = await this.door.act({
      process: contract.process,
      ...command,
      actor: caller.actor,
      channel: channelOf(caller),
      receivedAt: this.now(),
      ...(known === null ? {} : { known }),
      ...(expectedSequence === undefined ? {} : { expectedSequence }),
    });
    return answerOutcome(outcome, { db: this.db, contract, caller, reply, whenApplied: 200 });
  }

  async events(contract: ProcessContract, caseId: string, query: PageQuery, caller: Principal): Promise<z.infer<typeof events>> {
    await this.find(contract, caseId, caller);
    const page = await listEvents(this.db, caseId, given(query));
    const names = await actorNames(this.db, page.items.map((event) => event.actorId));
    return { ...page, items: page.items.map((event) => shownEvent(event, names)) };
  }

  async messages(contract: ProcessContract, caseId: string, query: PageQuery, caller: Principal): Promise<z.infer<typeof messages>> {
    await this.find(contract, caseId, caller);
    const page = await listMessages(this.db, caseId, given(query));
    const files = await summariesOf(this.db.prisma, page.items.flatMap((message) => message.fileIds));
    return { ...page, items: page.items.map((message) => shownMessage(message, files)) };
  }

  async say(contract: ProcessContract, caseId: string, text: string, caller: Principal, commandId: string): Promise<z.infer<typeof messageSchema>> {
    const { supplierId } = await this.find(contract, caseId, caller);
    const id = uuidv5('message', commandId);
    await this.db.transaction((tx) =>
      insertMessage(tx, {
        id,
        caseId,
        supplierId,
        direction: 'out',
        channel: 'note',
        authorKind: caller.actor.kind,
        authorId: caller.actor.id,
        author: caller.name,
        text,
        fileIds: [],
        sourceId: id,
        at: this.now(),
      }),
    );
    return shownMessage(await this.db.prisma.message.findUniqueOrThrow({ where: { id } }), new Map());
  }

  /** An opening that was answered 202 has only this address: what became of it is said here. */
  private async notOpened(contract: ProcessContract, caseId: string, reply: FastifyReply): Answer {
    const fate = await openingFate(this.db, contract.process, caseId);
    if (!fate) throw problems.notFound('This case');
    if (fate.status === 'pending') return answerPending(contract, caseId, reply);
    throw problems.conflict(fate.code, 'The opening of this case was stored, but the rules refused it afterwards.', fate.runningId ?? undefined);
  }

  /** What is refused to one hand of a person is refused to all of them. */
  private async checkOtherHands(contract: ProcessContract, found: CaseRecord, command: string, caller: Principal): Promise<void> {
    const others = await otherHands(this.db, [found], caller);
    const refusal = refusalOfHands(contract, found.state, command, { caller, others });
    // Every other refusal is the door's to give, to the caller as such.
    if (refusal?.code === 'separationOfDuties') throw refusalOf(refusal);
  }

  /** A confidential case is not there for whom it does not name. */
  private async find(contract: ProcessContract, caseId: string, caller: Principal): Promise<CaseRecord> {
    const found = await getCase(this.db, caseId, contract.process, [caller.id]);
    if (!found) throw problems.notFound('This case');
    return found;
  }
}

function channelOf(caller: Principal): 'web' | 'api' {
  return caller.sessionHash === null ? 'api' : 'web';
}

function shownMessage(message: Message, files: ReadonlyMap<string, FileSummary>): z.infer<typeof messageSchema> {
  const { id, direction, channel, authorKind, authorId, author, text, fileIds, at } = message;
  return {
    id,
    direction,
    channel,
    author: { kind: authorKind, id: authorId, name: author },
    text,
    files: fileIds.flatMap((fileId) => files.get(fileId) ?? []),
    at: at.toISOString(),
  };
}
