import { Body, Controller, Get, HttpCode, Param, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { v5 as uuidv5 } from 'uuid';
import { z } from 'zod';
import { interactionCorrection, newInteraction, type NewInteraction } from '#domain/conversation/terms.js';
import { actorNames } from '#persistence/access/actors.js';
import { getCase } from '#persistence/cases/read.js';
import type { Database } from '#persistence/database.js';
import type { Interaction } from '#persistence/generated/client.js';
import { correctInteraction, endFollowUp, getInteraction, listVersions, recordInteraction } from '#persistence/messages/interactions.js';
import { withMerged } from '#persistence/suppliers/merged.js';
import type { SupplierRecord } from '#persistence/suppliers/records.js';
import { Permit } from '../auth/permit.js';
import { Caller, type Principal } from '../auth/principal.js';
import { Answers, Does } from '../http/answers.js';
import { CommandId, Idempotent } from '../http/idempotency.js';
import { id } from '../http/paging.js';
import { problems, type FieldError } from '../http/problem.js';
import { refusing } from '../http/refusing.js';
import { InjectDatabase, InjectNow, type Now } from '../parts.js';
import { supplierAsked } from '../suppliers/supplier-asked.js';
import { interactionSchema, interactionVersions, namedIn, shownInteraction } from './conversation-schemas.js';

type Shown = z.infer<typeof interactionSchema>;

/** Calls, visits and meetings with a supplier, as people write them down. */
@ApiTags('Suppliers')
@Controller('api/v1/suppliers/:id/interactions')
export class InteractionsController {
  constructor(
    @InjectDatabase() private readonly db: Database,
    @InjectNow() private readonly now: Now,
  ) {}

  @Does('Writes a call, a visit or a meeting down. It stands in the conversation and on the timeline; a follow-up also in the work of who is to see to it.')
  @Post()
  @Permit('messages:write')
  @Idempotent()
  @Answers(201, interactionSchema)
  async record(
    @Param('id', { schema: id }) supplierId: string,
    @Body({ schema: newInteraction }) body: NewInteraction,
    @Req() request: FastifyRequest,
    @Caller() caller: Principal,
    @CommandId() commandId: string,
  ): Promise<Shown> {
    const supplier = await supplierAsked(this.db, supplierId, request);
    const told = await this.checked(supplier, body, caller);
    return this.shown(await recordInteraction(this.db, uuidv5('interaction', commandId), told));
  }

  @Does('One call, visit or meeting as it stands now.')
  @Get(':interactionId')
  @Permit('rectification:read')
  @Answers(200, interactionSchema)
  async one(@Param('id', { schema: id }) supplierId: string, @Param('interactionId', { schema: id }) interactionId: string, @Req() request: FastifyRequest, @Caller() caller: Principal): Promise<Shown> {
    await supplierAsked(this.db, supplierId, request);
    return this.shown(await this.known(supplierId, interactionId, caller));
  }

  @Does('All versions of it, newest first.')
  @Get(':interactionId/versions')
  @Permit('rectification:read')
  @Answers(200, interactionVersions)
  async versions(@Param('id', { schema: id }) supplierId: string, @Param('interactionId', { schema: id }) interactionId: string, @Req() request: FastifyRequest, @Caller() caller: Principal): Promise<z.infer<typeof interactionVersions>> {
    await supplierAsked(this.db, supplierId, request);
    await this.known(supplierId, interactionId, caller);
    const rows = await listVersions(this.db, interactionId);
    const names = await actorNames(this.db, rows.flatMap(namedIn));
    return { items: rows.map((row) => shownInteraction(row, names)) };
  }

  @Does('Says it anew, and why. What was said before stays among the versions.')
  @Post(':interactionId/corrections')
  @Permit('messages:write')
  @Idempotent()
  @Answers(201, interactionSchema)
  async correct(
    @Param('id', { schema: id }) supplierId: string,
    @Param('interactionId', { schema: id }) interactionId: string,
    @Body({ schema: interactionCorrection }) body: z.infer<typeof interactionCorrection>,
    @Req() request: FastifyRequest,
    @Caller() caller: Principal,
    @CommandId() commandId: string,
  ): Promise<Shown> {
    const supplier = await supplierAsked(this.db, supplierId, request);
    const { supplierId: madeFor } = await this.known(supplierId, interactionId, caller);
    const { correction, ...said } = body;
    const told = { ...(await this.checked(supplier, said, caller)), supplierId: madeFor, rootId: interactionId, correction };
    return this.shown(await refusing(() => correctInteraction(this.db, uuidv5('correction', commandId), told)));
  }

  @Does('The follow-up was seen to: it leaves the work of its person.')
  @Post(':interactionId/follow-up-done')
  @HttpCode(200)
  @Permit('messages:write')
  @Answers(200, interactionSchema)
  async followedUp(@Param('id', { schema: id }) supplierId: string, @Param('interactionId', { schema: id }) interactionId: string, @Req() request: FastifyRequest, @Caller() caller: Principal): Promise<Shown> {
    await supplierAsked(this.db, supplierId, request);
    const found = await this.known(supplierId, interactionId, caller);
    if (found.followUpOn === null) throw problems.conflict('noFollowUp', 'Nothing was to be followed up.');
    await endFollowUp(this.db, interactionId, { by: caller.id, at: this.now() });
    return this.shown(await this.known(supplierId, interactionId, caller));
  }

  private async known(supplierId: string, interactionId: string, caller: Principal): Promise<Interaction> {
    const found = await getInteraction(this.db, interactionId, await withMerged(this.db, supplierId), [caller.id]);
    if (!found) throw problems.notFound('This interaction');
    return found;
  }

  /** @throws Problem 422 for what does not belong to the supplier, is not there, or has not taken place yet */
  private async checked(supplier: SupplierRecord, body: NewInteraction, caller: Principal) {
    const faults: FieldError[] = [];
    if (new Date(body.at) > this.now()) faults.push({ path: 'at', message: 'lies ahead: write it down when it has taken place' });
    for (const contactId of body.contactIds) {
      if (!supplier.contacts.some((contact) => contact.id === contactId)) faults.push({ path: 'contactIds', message: `${contactId}: no contact of this supplier` });
    }
    if (body.caseId !== null) {
      const found = await getCase(this.db, body.caseId, undefined, [caller.id]);
      if (!found || !(await withMerged(this.db, supplier.id)).includes(found.supplierId)) faults.push({ path: 'caseId', message: 'is no case of this supplier' });
    }
    const followUpBy = body.followUpOn === null ? null : (body.followUpBy ?? caller.personId);
    if (body.followUpOn !== null && (followUpBy === null || !(await this.db.prisma.person.findFirst({ where: { id: followUpBy, active: true } })))) {
      faults.push({ path: 'followUpBy', message: 'there is no such active person' });
    }
    if (body.followUpOn === null && body.followUpBy !== null) faults.push({ path: 'followUpOn', message: 'must say until when' });
    if (faults.length > 0) throw problems.invalid(faults);
    return { ...body, followUpBy, supplierId: supplier.id, recordedBy: caller.id, recordedAt: this.now() };
  }

  private async shown(row: Interaction): Promise<Shown> {
    return shownInteraction(row, await actorNames(this.db, namedIn(row)));
  }
}
