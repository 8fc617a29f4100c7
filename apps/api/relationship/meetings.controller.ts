import { Body, Controller, Get, HttpCode, Param, Post, Put, Query, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { v5 as uuidv5 } from 'uuid';
import { z } from 'zod';
import type { Configuration } from '#apps/configuration.js';
import { invitedTo, tellOfMeeting } from '#apps/relationship/meeting-mails.js';
import { heldBody, meetingBody, type HeldBody, type MeetingBody } from '#domain/relationship/meetings.js';
import type { Database, Transaction } from '#persistence/database.js';
import type { Meeting } from '#persistence/generated/client.js';
import { answersTo, cancelMeeting, changeMeeting, getMeeting, holdMeeting, listMeetings, planMeeting, type MeetingTerms } from '#persistence/relationship/meetings.js';
import { withMerged } from '#persistence/suppliers/merged.js';
import type { SupplierRecord } from '#persistence/suppliers/records.js';
import { Permit } from '../auth/permit.js';
import { Caller, type Principal } from '../auth/principal.js';
import { Answers, Does } from '../http/answers.js';
import { CommandId, Idempotent } from '../http/idempotency.js';
import { entityTag, IfMatch } from '../http/if-match.js';
import { given, id } from '../http/paging.js';
import { problems, type FieldError } from '../http/problem.js';
import { refusing } from '../http/refusing.js';
import { InjectConfiguration, InjectDatabase, InjectNow, type Now } from '../parts.js';
import { supplierAsked } from '../suppliers/supplier-asked.js';
import { cancelBody, meetingQuery, meetings, meetingSchema, shownMeeting } from './meeting-schemas.js';

type Shown = z.infer<typeof meetingSchema>;

/** Meetings with a supplier: planned by hand or by the plan's rhythm, with invitations to calendars. */
@ApiTags('Relationship')
@Controller('api/v1/suppliers/:id/relationship/meetings')
export class MeetingsController {
  constructor(
    @InjectDatabase() private readonly db: Database,
    @InjectConfiguration() private readonly configuration: Configuration,
    @InjectNow() private readonly now: Now,
  ) {}

  @Does('Meetings, the latest first.')
  @Get()
  @Permit('suppliers:read')
  @Answers(200, meetings)
  async list(@Param('id', { schema: id }) supplierId: string, @Query({ schema: meetingQuery }) query: z.infer<typeof meetingQuery>, @Req() request: FastifyRequest): Promise<z.infer<typeof meetings>> {
    await supplierAsked(this.db, supplierId, request);
    const page = await listMeetings(this.db, { supplierIds: await withMerged(this.db, supplierId), ...given(query) });
    const answers = await answersTo(this.db, page.items.map((each) => each.id));
    return { ...page, items: page.items.map((meeting) => shownMeeting(meeting, answers)) };
  }

  @Does('Plans a meeting and invites: each gets a mail with an invitation that their calendar can accept or decline.')
  @Post()
  @Permit('relationship:write')
  @Idempotent()
  @Answers(201, meetingSchema)
  async plan(@Param('id', { schema: id }) supplierId: string, @Body({ schema: meetingBody }) body: MeetingBody, @Req() request: FastifyRequest, @Caller() caller: Principal, @CommandId() commandId: string): Promise<Shown> {
    const supplier = await supplierAsked(this.db, supplierId, request);
    const organizerId = caller.personId ?? supplier.owner?.id;
    if (!organizerId) throw problems.invalid([{ path: 'organizerId', message: 'the supplier has no owner, and this key is nobody’s: give the supplier an owner first' }]);
    const terms = this.checked(supplier, body);
    const at = this.now();
    return this.shown(
      await this.db.transaction(async (tx) => {
        const meeting = await planMeeting(tx, uuidv5('meeting', commandId), { supplierId: supplier.id, organizerId, byRhythm: false, terms, by: caller.id, at });
        if (!meeting) throw problems.notFound('This meeting');
        await tellOfMeeting(tx, this.configuration, { meeting, occasion: 'invited', at });
        return meeting;
      }),
    );
  }

  @Does('One meeting with what was answered; its ETag is the sequence of its invitation.')
  @Get(':meetingId')
  @Permit('suppliers:read')
  @Answers(200, meetingSchema)
  async one(@Param('id', { schema: id }) supplierId: string, @Param('meetingId', { schema: id }) meetingId: string, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<Shown> {
    await supplierAsked(this.db, supplierId, request);
    const meeting = await this.known(supplierId, meetingId);
    reply.header('etag', entityTag(meeting.sequence));
    return this.shown(meeting);
  }

  @Does('Changes a planned meeting whole – its time, place, agenda or who is invited – and tells the invited; whoever is invited no longer is told that it is off.')
  @Put(':meetingId')
  @Permit('relationship:write')
  @Idempotent()
  @ApiHeader({ name: 'If-Match', required: false, description: 'The ETag of the meeting that you changed.' })
  @Answers(200, meetingSchema)
  async change(
    @Param('id', { schema: id }) supplierId: string,
    @Param('meetingId', { schema: id }) meetingId: string,
    @Body({ schema: meetingBody }) body: MeetingBody,
    @Req() request: FastifyRequest,
    @Caller() caller: Principal,
    @IfMatch() expectedSequence: number | undefined,
  ): Promise<Shown> {
    const supplier = await supplierAsked(this.db, supplierId, request);
    await this.known(supplierId, meetingId);
    const terms = this.checked(supplier, body);
    const at = this.now();
    return this.changed(async (tx) => {
      const before = await invitedTo(tx, await tx.meeting.findUniqueOrThrow({ where: { id: meetingId } }));
      const meeting = await changeMeeting(tx, meetingId, { terms, expectedSequence, by: caller.id, at });
      const now = new Set((await invitedTo(tx, meeting)).map(({ address }) => address.toLowerCase()));
      await tellOfMeeting(tx, this.configuration, { meeting, occasion: 'moved', uninvited: before.filter(({ address }) => !now.has(address.toLowerCase())), at });
      return meeting;
    });
  }

  @Does('Calls a planned meeting off and takes it out of the calendars of the invited. The rhythm goes on from its day.')
  @Post(':meetingId/cancel')
  @HttpCode(200)
  @Permit('relationship:write')
  @Idempotent()
  @Answers(200, meetingSchema)
  async cancel(@Param('id', { schema: id }) supplierId: string, @Param('meetingId', { schema: id }) meetingId: string, @Body({ schema: cancelBody }) { reason }: z.infer<typeof cancelBody>, @Req() request: FastifyRequest, @Caller() caller: Principal): Promise<Shown> {
    await supplierAsked(this.db, supplierId, request);
    await this.known(supplierId, meetingId);
    const at = this.now();
    return this.changed(async (tx) => {
      const meeting = await cancelMeeting(tx, meetingId, { reason, expectedSequence: undefined, by: caller.id, at });
      await tellOfMeeting(tx, this.configuration, { meeting, occasion: 'cancelled', reason, at });
      return meeting;
    });
  }

  @Does('Writes the minutes: what was said stands in the conversation and on the timeline, what was agreed in the development plan and the issue log. A missed meeting can be written down too.')
  @Post(':meetingId/held')
  @HttpCode(200)
  @Permit('relationship:write')
  @Idempotent()
  @Answers(200, meetingSchema)
  async held(@Param('id', { schema: id }) supplierId: string, @Param('meetingId', { schema: id }) meetingId: string, @Body({ schema: heldBody }) said: HeldBody, @Req() request: FastifyRequest, @Caller() caller: Principal): Promise<Shown> {
    await supplierAsked(this.db, supplierId, request);
    await this.known(supplierId, meetingId);
    const owners = [...new Set(said.actions.flatMap(({ ownerId }) => (ownerId === null ? [] : [ownerId])))];
    if ((await this.db.prisma.person.count({ where: { id: { in: owners }, active: true } })) < owners.length) throw problems.invalid([{ path: 'actions', message: 'an owner is no active person' }]);
    return this.changed(async (tx) => {
      const invited = await invitedTo(tx, await tx.meeting.findUniqueOrThrow({ where: { id: meetingId } }));
      return holdMeeting(tx, meetingId, { said, withWhom: invited.map(({ name }) => name).join(', ').slice(0, LONGEST_NAMES), recordedFor: caller.personId, by: caller.id, at: this.now() });
    });
  }

  private async changed(work: (tx: Transaction) => Promise<Meeting>): Promise<Shown> {
    return this.shown(await refusing(() => this.db.transaction(work)));
  }

  private async known(supplierId: string, meetingId: string): Promise<Meeting> {
    const found = await getMeeting(this.db, meetingId, await withMerged(this.db, supplierId));
    if (!found) throw problems.notFound('This meeting');
    return found;
  }

  /** @throws Problem 422 for a time that is over, and contacts that are not the supplier's */
  private checked({ contacts }: SupplierRecord, body: MeetingBody): MeetingTerms {
    const faults: FieldError[] = [];
    if (new Date(body.startsAt) <= this.now()) faults.push({ path: 'startsAt', message: 'must lie ahead; what has taken place is written down as an interaction' });
    for (const contactId of body.contactIds) if (!contacts.some((contact) => contact.id === contactId)) faults.push({ path: 'contactIds', message: `${contactId}: no contact of this supplier` });
    if (faults.length > 0) throw problems.invalid(faults);
    return { ...body, startsAt: new Date(body.startsAt) };
  }

  private async shown(meeting: Meeting): Promise<Shown> {
    return shownMeeting(meeting, await answersTo(this.db, [meeting.id]));
  }
}

/** Of an interaction's `withWhom`. */
const LONGEST_NAMES = 500;
