import { Body, Controller, Get, Param, Post, Put, Query, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { v5 as uuidv5 } from 'uuid';
import { z } from 'zod';
import { entryBody, type EntryBody } from '#domain/relationship/registers.js';
import type { Database } from '#persistence/database.js';
import { entryVersions, getEntry, listEntries, rewriteEntry, writeEntry, type EntryRecord } from '#persistence/relationship/entries.js';
import { beginPlan, changePlan, getPlan, listReviews, reviewPlan, type PlanTerms } from '#persistence/relationship/plans.js';
import { withMerged } from '#persistence/suppliers/merged.js';
import type { SupplierRecord } from '#persistence/suppliers/records.js';
import { Permit } from '../auth/permit.js';
import { Caller, type Principal } from '../auth/principal.js';
import { Answers, Does } from '../http/answers.js';
import { CommandId, Idempotent } from '../http/idempotency.js';
import { entityTag, IfMatch } from '../http/if-match.js';
import { given, id, pageQuery } from '../http/paging.js';
import { problems, type FieldError } from '../http/problem.js';
import { refusing } from '../http/refusing.js';
import { InjectDatabase, InjectNow, type Now } from '../parts.js';
import { supplierAsked } from '../suppliers/supplier-asked.js';
import { entries, entryQuery, entrySchema, planBody, planSchema, reviewBody, reviews, reviewSchema, shownEntry, shownPlan, shownReview } from './relationship-schemas.js';

type Plan = z.infer<typeof planSchema>;
type Entry = z.infer<typeof entrySchema>;

/** Working together with a supplier: its plan, targets, development plan, risk register and issue log. */
@ApiTags('Relationship')
@Controller('api/v1/suppliers/:id/relationship')
export class RelationshipController {
  constructor(
    @InjectDatabase() private readonly db: Database,
    @InjectNow() private readonly now: Now,
  ) {}

  @Does('The plan: how often one meets, who is invited, when all of it is looked at anew. 404 before it was begun.')
  @Get('plan')
  @Permit('suppliers:read')
  @Answers(200, planSchema)
  async plan(@Param('id', { schema: id }) supplierId: string, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<Plan> {
    await supplierAsked(this.db, supplierId, request);
    return tagged(await getPlan(this.db, supplierId), reply);
  }

  @Does('Begins a plan from the template of the supplier’s segment, with its targets and milestones. 409 when there is one.')
  @Post('plan')
  @Permit('relationship:write')
  @Idempotent()
  @Answers(201, planSchema)
  async begin(@Param('id', { schema: id }) supplierId: string, @Req() request: FastifyRequest, @Caller() caller: Principal, @Res({ passthrough: true }) reply: FastifyReply): Promise<Plan> {
    const supplier = await supplierAsked(this.db, supplierId, request);
    const ownerId = supplier.owner?.id ?? caller.personId;
    if (ownerId === null) throw problems.invalid([{ path: 'ownerId', message: 'the supplier has no owner, and this key is nobody’s: give the supplier an owner first' }]);
    return tagged(await refusing(() => beginPlan(this.db, { supplierId, segment: supplier.segment, ownerId, by: caller.id, at: this.now() })), reply);
  }

  @Does('Changes the plan whole.')
  @Put('plan')
  @Permit('relationship:write')
  @ApiHeader({ name: 'If-Match', required: false, description: 'The ETag of the plan that you changed.' })
  @Answers(200, planSchema)
  async change(
    @Param('id', { schema: id }) supplierId: string,
    @Body({ schema: planBody }) body: PlanTerms,
    @Req() request: FastifyRequest,
    @IfMatch() expectedVersion: number | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Plan> {
    await supplierAsked(this.db, supplierId, request);
    if (!(await this.isPerson(body.ownerId))) throw problems.invalid([{ path: 'ownerId', message: 'there is no such active person' }]);
    return tagged(await refusing(() => changePlan(this.db, { supplierId, terms: body, expectedVersion, at: this.now() })), reply);
  }

  @Does('The times at which the plan was looked at anew, newest first.')
  @Get('reviews')
  @Permit('suppliers:read')
  @Answers(200, reviews)
  async reviews(@Param('id', { schema: id }) supplierId: string, @Query({ schema: pageQuery }) query: z.infer<typeof pageQuery>, @Req() request: FastifyRequest): Promise<z.infer<typeof reviews>> {
    await supplierAsked(this.db, supplierId, request);
    const page = await listReviews(this.db, { supplierId, ...given(query) });
    return { ...page, items: page.items.map(shownReview) };
  }

  @Does('Records what was found when the plan was looked at anew; the next time follows from it.')
  @Post('reviews')
  @Permit('relationship:write')
  @Idempotent()
  @Answers(201, reviewSchema)
  async review(
    @Param('id', { schema: id }) supplierId: string,
    @Body({ schema: reviewBody }) { decision }: z.infer<typeof reviewBody>,
    @Req() request: FastifyRequest,
    @Caller() caller: Principal,
    @CommandId() commandId: string,
  ): Promise<z.infer<typeof reviewSchema>> {
    await supplierAsked(this.db, supplierId, request);
    const done = await reviewPlan(this.db, uuidv5('relationshipReview', commandId), { supplierId, decision, by: caller.id, at: this.now() });
    if (!done) throw problems.notFound('This plan');
    return shownReview(done);
  }

  @Does('Targets, milestones, risks and issues, the last written first.')
  @Get('entries')
  @Permit('suppliers:read')
  @Answers(200, entries)
  async entries(@Param('id', { schema: id }) supplierId: string, @Query({ schema: entryQuery }) query: z.infer<typeof entryQuery>, @Req() request: FastifyRequest): Promise<z.infer<typeof entries>> {
    await supplierAsked(this.db, supplierId, request);
    const page = await listEntries(this.db, { supplierIds: await withMerged(this.db, supplierId), ...given(query) });
    return { ...page, items: page.items.map(shownEntry) };
  }

  @Does('Writes a target, a milestone, a risk or an issue down. While it is open it stands in the work of its owner from a week before it is due.')
  @Post('entries')
  @Permit('relationship:write')
  @Idempotent()
  @Answers(201, entrySchema)
  async write(
    @Param('id', { schema: id }) supplierId: string,
    @Body({ schema: entryBody }) body: EntryBody,
    @Req() request: FastifyRequest,
    @Caller() caller: Principal,
    @CommandId() commandId: string,
  ): Promise<Entry> {
    const supplier = await supplierAsked(this.db, supplierId, request);
    const written = { supplierId, body: await this.checked(supplier, body, caller), by: caller.id, at: this.now() };
    return shownEntry(await writeEntry(this.db, uuidv5('relationshipEntry', commandId), written));
  }

  @Does('One entry as it stands now; its ETag is its version.')
  @Get('entries/:entryId')
  @Permit('suppliers:read')
  @Answers(200, entrySchema)
  async entry(@Param('id', { schema: id }) supplierId: string, @Param('entryId', { schema: id }) entryId: string, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<Entry> {
    await supplierAsked(this.db, supplierId, request);
    const found = await this.known(supplierId, entryId);
    reply.header('etag', entityTag(found.version));
    return shownEntry(found);
  }

  @Does('Writes an entry anew, whole. What it said before stays among the versions.')
  @Put('entries/:entryId')
  @Permit('relationship:write')
  @Idempotent()
  @ApiHeader({ name: 'If-Match', required: false, description: 'The ETag of the entry that you changed.' })
  @Answers(200, entrySchema)
  async rewrite(
    @Param('id', { schema: id }) supplierId: string,
    @Param('entryId', { schema: id }) entryId: string,
    @Body({ schema: entryBody }) body: EntryBody,
    @Req() request: FastifyRequest,
    @Caller() caller: Principal,
    @CommandId() commandId: string,
    @IfMatch() expectedVersion: number | undefined,
  ): Promise<Entry> {
    const supplier = await supplierAsked(this.db, supplierId, request);
    const { supplierId: writtenFor, body: before } = await this.known(supplierId, entryId);
    const checked = await this.checked(supplier, { ...body, ownerId: body.ownerId ?? before.ownerId }, caller);
    const entry = { supplierId: writtenFor, rootId: entryId, expectedVersion, body: checked, by: caller.id, at: this.now() };
    return shownEntry(await refusing(() => rewriteEntry(this.db, uuidv5('relationshipEntry', commandId), entry)));
  }

  @Does('All versions of an entry, newest first.')
  @Get('entries/:entryId/versions')
  @Permit('suppliers:read')
  @Answers(200, entries)
  async versions(
    @Param('id', { schema: id }) supplierId: string,
    @Param('entryId', { schema: id }) entryId: string,
    @Query({ schema: pageQuery }) query: z.infer<typeof pageQuery>,
    @Req() request: FastifyRequest,
  ): Promise<z.infer<typeof entries>> {
    await supplierAsked(this.db, supplierId, request);
    await this.known(supplierId, entryId);
    const page = await entryVersions(this.db, { rootId: entryId, ...given(query) });
    return { ...page, items: page.items.map(shownEntry) };
  }

  private async known(supplierId: string, entryId: string): Promise<EntryRecord> {
    const found = await getEntry(this.db, entryId, await withMerged(this.db, supplierId));
    if (!found) throw problems.notFound('This entry');
    return found;
  }

  /** @throws Problem 422 for whom or what is not there */
  private async checked(supplier: SupplierRecord, body: EntryBody, caller: Principal): Promise<EntryRecord['body']> {
    const faults: FieldError[] = [];
    const ownerId = body.ownerId ?? caller.personId;
    if (ownerId === null) faults.push({ path: 'ownerId', message: 'is needed: your key acts for no person' });
    else if (!(await this.isPerson(ownerId))) faults.push({ path: 'ownerId', message: 'there is no such active person' });
    if (body.register === 'risk' && body.backupSupplierId !== null) {
      const backup = await this.db.prisma.supplier.findUnique({ where: { id: body.backupSupplierId }, select: { id: true, mergedIntoId: true } });
      if (!backup || backup.mergedIntoId !== null || backup.id === supplier.id) faults.push({ path: 'backupSupplierId', message: 'is no other supplier' });
    }
    if (ownerId === null || faults.length > 0) throw problems.invalid(faults);
    return { ...body, ownerId };
  }

  private async isPerson(personId: string): Promise<boolean> {
    return (await this.db.prisma.person.count({ where: { id: personId, active: true } })) > 0;
  }
}

function tagged(plan: Awaited<ReturnType<typeof getPlan>>, reply: FastifyReply): Plan {
  if (!plan) throw problems.notFound('This plan');
  reply.header('etag', entityTag(plan.version));
  return shownPlan(plan);
}
