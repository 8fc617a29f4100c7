import { Body, Controller, Get, HttpCode, Inject, Injectable, Param, Post, Query, Res, type Type } from '@nestjs/common';
import { ApiHeader, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { commandBody } from '#apps/door/parse.js';
import type { ProcessContract } from '#workflows/shared/process-contract.js';
import { isPermission, type Permission } from '../auth/permissions.js';
import { Permit } from '../auth/permit.js';
import { Caller, type Principal } from '../auth/principal.js';
import { Answers, Does } from '../http/answers.js';
import { CommandId, Idempotent } from '../http/idempotency.js';
import { IfMatch } from '../http/if-match.js';
import { id, pageQuery } from '../http/paging.js';
import { CaseDesk } from './case-desk.js';
import { caseQuery, cases, caseSchema, commandSegment, events, pendingSchema, type CaseAnswer } from './case-schemas.js';
import { messages, newMessage, messageSchema } from './message-schemas.js';
import { openings, type Opening } from './openings.js';

type Pending = z.infer<typeof pendingSchema>;

/** Decorates one method of a class that is made at run time, as the `@` syntax does in a class that is written down. */
function decorate(target: object, method: string, decorators: readonly MethodDecorator[], parameters: readonly ParameterDecorator[]): void {
  const descriptor = Object.getOwnPropertyDescriptor(target, method);
  if (!descriptor) throw new Error(`There is no method ${method}`);
  // Nest looks parameters up by the name of the function.
  Object.defineProperty(descriptor.value, 'name', { value: method });
  // What the compiler notes of a written method: the documentation lists only parameters whose types it finds.
  Reflect.defineMetadata('design:paramtypes', parameters.map(() => Object), target, method);
  parameters.forEach((each, index) => each(target, method, index));
  for (const each of [...decorators].reverse()) each(target, method, descriptor);
}

/** The controller of a process, made from its contract: list, one, open, every command, events and conversation. */
export function caseController(contract: ProcessContract): Type {
  const read = permissionNamed(`${contract.process}:read`);

  @Injectable()
  @ApiTags(contract.route)
  @Controller(`api/v1/${contract.route}`)
  class CaseController {
    constructor(@Inject(CaseDesk) readonly desk: CaseDesk) {}

    @Does('Cases by due date; those without one last.')
    @Get()
    @Permit(read)
    @Answers(200, cases)
    list(@Query({ schema: caseQuery }) query: z.infer<typeof caseQuery>, @Caller() caller: Principal): Promise<z.infer<typeof cases>> {
      return this.desk.list(contract, query, caller);
    }

    @Does('One case; its ETag is its sequence.')
    @Get(':id')
    @Permit(read)
    @Answers(200, caseSchema)
    @Answers(202, pendingSchema, 'Its opening is stored, and on its way. One that was refused afterwards is a 409 with its code.')
    one(
      @Param('id', { schema: id }) caseId: string,
      @Caller() caller: Principal,
      @Res({ passthrough: true }) reply: FastifyReply,
    ): Promise<CaseAnswer | Pending> {
      return this.desk.one(contract, caseId, caller, reply);
    }

    @Does('The audit trail, oldest first.')
    @Get(':id/events')
    @Permit(read)
    @Answers(200, events)
    events(
      @Param('id', { schema: id }) caseId: string,
      @Query({ schema: pageQuery }) query: z.infer<typeof pageQuery>,
      @Caller() caller: Principal,
    ): Promise<z.infer<typeof events>> {
      return this.desk.events(contract, caseId, query, caller);
    }

    @Does('The conversation, oldest first: texts of commands, mails and remarks.')
    @Get(':id/messages')
    @Permit(read)
    @Answers(200, messages)
    messages(
      @Param('id', { schema: id }) caseId: string,
      @Query({ schema: pageQuery }) query: z.infer<typeof pageQuery>,
      @Caller() caller: Principal,
    ): Promise<z.infer<typeof messages>> {
      return this.desk.messages(contract, caseId, query, caller);
    }

    @Does('Adds a remark to the conversation. It moves nothing on.')
    @Post(':id/messages')
    @Permit('messages:write')
    @Idempotent()
    @Answers(201, messageSchema)
    say(
      @Param('id', { schema: id }) caseId: string,
      @Body({ schema: newMessage }) body: z.infer<typeof newMessage>,
      @Caller() caller: Principal,
      @CommandId() commandId: string,
    ): Promise<z.infer<typeof messageSchema>> {
      return this.desk.say(contract, caseId, body.text, caller, commandId);
    }
  }

  const opening = openings.find((each) => each.process === contract.process);
  if (opening) addOpening(CaseController, contract, opening);
  for (const name of Object.keys(contract.commands)) addCommand(CaseController, contract, name);
  Object.defineProperty(CaseController, 'name', { value: `${contract.process}Controller` });
  return CaseController;
}

function addOpening(controller: Type<{ desk: CaseDesk }>, contract: ProcessContract, opening: Opening): void {
  const prototype = controller.prototype as Record<string, unknown>;
  prototype['open'] = function open(this: { desk: CaseDesk }, body: object, caller: Principal, commandId: string, reply: FastifyReply) {
    return this.desk.open(contract, opening, body, caller, commandId, reply) satisfies Promise<CaseAnswer | Pending>;
  };
  decorate(
    prototype,
    'open',
    [
      Post(),
      Permit(opening.permission),
      Idempotent(),
      Does(opening.summary),
      Answers(201, caseSchema),
      Answers(202, pendingSchema, 'Stored, and on its way.'),
    ],
    [Body({ schema: opening.schema }), Caller(), CommandId(), Res({ passthrough: true })],
  );
}

function addCommand(controller: Type<{ desk: CaseDesk }>, contract: ProcessContract, name: string): void {
  const command = contract.commands[name];
  if (!command) throw new Error(`${contract.process} has no command ${name}`);
  const prototype = controller.prototype as Record<string, unknown>;
  prototype[name] = function act(
    this: { desk: CaseDesk },
    caseId: string,
    body: object,
    caller: Principal,
    commandId: string,
    expectedSequence: number | undefined,
    reply: FastifyReply,
  ) {
    return this.desk.act(contract, { caseId, command: name, body, commandId, expectedSequence }, caller, reply) satisfies Promise<
      CaseAnswer | Pending
    >;
  };
  decorate(
    prototype,
    name,
    [
      Post(`:id/${commandSegment(name)}`),
      HttpCode(200),
      Permit(permissionNamed(command.permission)),
      Idempotent(),
      Does(command.summary),
      ApiHeader({ name: 'If-Match', required: false, description: 'The ETag of the case that you decided on.' }),
      Answers(200, caseSchema),
      Answers(202, pendingSchema, 'Stored, and on its way.'),
    ],
    [
      Param('id', { schema: id }),
      Body({ schema: commandBody(command) }),
      Caller(),
      CommandId(),
      IfMatch(),
      Res({ passthrough: true }),
    ],
  );
}

function permissionNamed(text: string): Permission {
  if (!isPermission(text)) throw new Error(`A process asks for the permission ${text}, which no role can hold.`);
  return text;
}
