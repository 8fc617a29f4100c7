import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { Configuration } from '#apps/configuration.js';
import type { Door } from '#apps/door/door.js';
import { carryOut, NotCarriedOut, type Acceptance } from '#apps/proposals/carry-out.js';
import { sameHand } from '#persistence/access/keys.js';
import { countByStage, listCases, type CaseFilter, type CaseRecord } from '#persistence/cases/read.js';
import type { Database } from '#persistence/database.js';
import { registers } from '#domain/relationship/registers.js';
import { waitingFollowUps } from '#persistence/messages/interactions.js';
import { listAlerts } from '#persistence/monitoring/alerts.js';
import { acceptProposal, dismissProposal, getProposal, listProposals, type ProposalRecord } from '#persistence/proposals/proposals.js';
import { countWaiting, COUNTED, waitingEvaluations, type Waiting } from '#persistence/proposals/waiting.js';
import { dueEntries } from '#persistence/relationship/entries.js';
import { dueReviews } from '#persistence/relationship/plans.js';
import { contractOf, processes } from '#workflows/contracts.js';
import { Permit } from '../auth/permit.js';
import { Caller, type Principal } from '../auth/principal.js';
import { Answers, date, dateText, Does, instant } from '../http/answers.js';
import { Idempotent } from '../http/idempotency.js';
import { given, id, pageQuery } from '../http/paging.js';
import { problems } from '../http/problem.js';
import { followUpSchema } from '../conversation/conversation-schemas.js';
import { alert, shownAlert } from '../monitoring/monitoring-schemas.js';
import { refusing } from '../http/refusing.js';
import { InjectConfiguration, InjectDatabase, InjectDoor, InjectNow, type Now } from '../parts.js';
import { caseSchema, shownCase } from '../processes/case-schemas.js';
import { problemOfOutcome } from '../processes/outcomes.js';
import { approvalsFor, asksForApproval } from './approvals.js';
import { proposals, proposalSchema, shownProposal } from './proposal-schemas.js';

/** More work than this a person does not look through; the lists of cases page through all. */
const SHOWN = 200;

/** The latest alerts are shown with it; the list has the rest. */
const TOP_ALERTS = 5;
const A_WEEK = 7 * 86_400_000;

const waiting = z.object({ count: z.int().describe(`Counted up to ${COUNTED}.`), url: z.string().describe('The list of them.') }).nullable();
const lists: Readonly<Record<Waiting, string>> = {
  submissions: '/api/v1/submissions?status=submitted',
  duplicates: '/api/v1/duplicates?status=open',
  alerts: '/api/v1/alerts?status=open',
};

const supplier = { supplierId: z.uuid(), supplierName: z.string() };
const reviewDue = z.object({ ...supplier, nextReviewOn: date });
const entryDue = z.object({ ...supplier, entryId: z.uuid(), register: z.enum(registers), title: z.string(), dueOn: date });
const myWork = z
  .object({
    cases: z.array(caseSchema).describe('Cases that wait for you: overdue first, then by due date.'),
    proposals: z.array(proposalSchema).describe('Consequences that wait for your decision.'),
    heldMails: z.int().nullable().describe('Mails that wait for a person; null if you may not see them.'),
    submissions: waiting.describe('Submissions of suppliers to decide; null if you may not.'),
    duplicates: waiting.describe('Suppliers that may be the same, to decide; null if you may not.'),
    alerts: waiting.unwrap().extend({ latest: z.array(alert) }).nullable().describe('Open alerts; null if you may not see them.'),
    appeals: z
      .array(z.object({ id: z.uuid(), evaluationId: z.uuid(), supplierId: z.uuid(), supplierName: z.string(), submittedAt: instant, dueAt: instant }))
      .nullable()
      .describe('Appeals that you may decide, by due date; null if you may decide none.'),
    cycles: z
      .array(z.object({ id: z.uuid(), stage: z.enum(['calibrating', 'review']), periodStart: date, periodEnd: date, segment: z.string().nullable(), dueAt: instant.nullable() }))
      .nullable()
      .describe('Evaluations whose calibration you may confirm, or whose grades you may override and release; null if you may neither.'),
    standards: z
      .array(z.object({ id: z.uuid(), year: z.int(), dueAt: instant }))
      .nullable()
      .describe('Yearly reviews of the standards to decide; null if you may not.'),
    relationship: z
      .object({ reviews: z.array(reviewDue).describe('Plans to look at anew.'), entries: z.array(entryDue).describe('Targets, milestones, risks and issues.') })
      .describe('Of working together with suppliers: what you are to see to within a week, the oldest first.'),
    followUps: z.array(followUpSchema).describe('Of calls, visits and meetings: what you are to see to within a week, the oldest first.'),
    stages: z
      .array(z.object({ process: z.string(), stage: z.string(), count: z.int(), overdue: z.int() }))
      .describe('Open cases by stage, whoever they wait for.'),
  })
  .meta({ id: 'MyWork' });
const proposalQuery = pageQuery.extend({ status: z.enum(['open', 'dismissed', 'accepted']).default('open'), kind: z.string().max(60).optional(), supplierId: z.uuid().optional(), evaluationId: z.uuid().optional().describe('Only what the grades of this evaluation ask for.') });
const acceptance = z.strictObject({ comment: z.string().trim().min(1, 'must not be empty').max(2_000).optional() });
const dismissal = z.object({ reason: z.string().trim().min(1, 'must not be empty').max(2_000) });

@ApiTags('Work')
@Controller('api/v1')
export class MyWorkController {
  constructor(
    @InjectDatabase() private readonly db: Database,
    @InjectDoor() private readonly door: Door,
    @InjectConfiguration() private readonly configuration: Configuration,
    @InjectNow() private readonly now: Now,
  ) {}

  @Does('What waits for me, by my roles.')
  @Get('my-work')
  @Permit('work:read')
  @Answers(200, myWork)
  async mine(@Caller() caller: Principal): Promise<z.infer<typeof myWork>> {
    const may = (permission: Parameters<typeof caller.permissions.has>[0]) => caller.permissions.has(permission);
    const [found, open, heldMails, stages, counts, latest] = await Promise.all([
      this.casesWaitingFor(caller),
      may('proposals:decide') ? listProposals(this.db, { status: 'open', readers: [caller.id], limit: SHOWN }) : { items: [] },
      may('inbound:read') ? this.db.prisma.inboundMail.count({ where: { status: 'held' } }) : null,
      may('rectification:read') ? this.stages(caller) : [],
      countWaiting(this.db),
      may('alerts:read') ? listAlerts(this.db, { status: 'open', limit: TOP_ALERTS }) : { items: [] },
    ]);
    const others = await sameHand(this.db, caller.id);
    const evaluations = await waitingEvaluations(this.db, { hands: [caller.id, ...others], at: this.now(), limit: SHOWN });
    const cases = found.flatMap((each) => {
      const contract = contractOf(each.process);
      return contract ? [shownCase(contract, each, { caller, others })] : [];
    });
    const waitingAt = (what: Waiting) => ({ count: counts[what], url: lists[what] });
    return {
      cases,
      proposals: open.items.map(shownProposal),
      heldMails,
      submissions: may('submissions:decide') ? waitingAt('submissions') : null,
      duplicates: may('duplicates:decide') ? waitingAt('duplicates') : null,
      alerts: may('alerts:read') ? { ...waitingAt('alerts'), latest: latest.items.map(shownAlert) } : null,
      appeals: may('appeals:decide') ? evaluations.appeals.map((each) => ({ ...each, submittedAt: each.submittedAt.toISOString(), dueAt: each.dueAt.toISOString() })) : null,
      cycles:
        may('evaluations:calibrate') || may('evaluations:review')
          ? evaluations.cycles
              .filter(({ stage }) => may(stage === 'review' ? 'evaluations:review' : 'evaluations:calibrate'))
              .map((each) => ({ ...each, dueAt: each.dueAt?.toISOString() ?? null }))
          : null,
      followUps: await this.followUps(caller),
      relationship: await this.relationship(caller),
      standards: may('standards:decide') ? evaluations.standards.map((each) => ({ ...each, dueAt: each.dueAt.toISOString() })) : null,
      stages,
    };
  }

  @Does('Consequences that a person decides, newest first.')
  @Get('proposals')
  @Permit('proposals:read')
  @Answers(200, proposals)
  async proposals(@Query({ schema: proposalQuery }) query: z.infer<typeof proposalQuery>, @Caller() caller: Principal): Promise<z.infer<typeof proposals>> {
    const page = await listProposals(this.db, { ...given(query), readers: [caller.id] });
    return { ...page, items: page.items.map(shownProposal) };
  }

  @Does('Accepts a proposal and does what it proposes, in your name: cancels the rectification, opens it, or puts the consequence into force and tells the supplier. 403 for who had a hand in the grade behind it; 409 when it was decided, or cannot be done any more.')
  @Post('proposals/:id/accept')
  @HttpCode(200)
  @Permit('proposals:decide')
  @Idempotent()
  @Answers(200, proposalSchema)
  async accept(
    @Param('id', { schema: id }) proposalId: string,
    @Body({ schema: acceptance }) body: z.infer<typeof acceptance>,
    @Caller() caller: Principal,
  ): Promise<z.infer<typeof proposalSchema>> {
    await this.findProposal(proposalId, caller);
    const [comment, at] = [body.comment ?? null, this.now()];
    const parts = { db: this.db, door: this.door, configuration: this.configuration };
    const acceptance: Acceptance = { by: caller.id, actor: caller.actor, channel: caller.sessionHash === null ? 'api' : 'web', comment, at };
    const result = await refusing(() =>
      acceptProposal(this.db, { id: proposalId, by: caller.id, comment, at, carryOut: (proposal, tx) => carryOut(parts, proposal, acceptance, tx) }),
    ).catch((error: unknown) => {
      throw error instanceof NotCarriedOut ? problemOfOutcome(error.outcome) : error;
    });
    if (!result) throw problems.notFound('This proposal');
    if (!result.accepted) throw problems.conflict('alreadyDecided', `This proposal was ${result.proposal.status} already.`);
    return shownProposal(result.proposal);
  }

  @Does('Decides against a proposal, with the reason.')
  @Post('proposals/:id/dismiss')
  @HttpCode(200)
  @Permit('proposals:decide')
  @Idempotent()
  @Answers(200, proposalSchema)
  async dismiss(
    @Param('id', { schema: id }) proposalId: string,
    @Body({ schema: dismissal }) { reason }: z.infer<typeof dismissal>,
    @Caller() caller: Principal,
  ): Promise<z.infer<typeof proposalSchema>> {
    await this.findProposal(proposalId, caller);
    const dismissed = await dismissProposal(this.db, { id: proposalId, by: caller.id, reason, at: this.now() });
    const found = await this.findProposal(proposalId, caller);
    if (!dismissed) throw problems.conflict('alreadyDecided', `This proposal was ${found.status} already.`);
    return shownProposal(found);
  }

  private async findProposal(proposalId: string, caller: Principal): Promise<ProposalRecord> {
    const found = await getProposal(this.db, proposalId, [caller.id]);
    if (!found) throw problems.notFound('This proposal');
    return found;
  }

  private async casesWaitingFor(caller: Principal): Promise<CaseRecord[]> {
    const list = (filter: Partial<CaseFilter>) => listCases(this.db, { ...filter, readers: [caller.id], status: 'open', limit: SHOWN }).then((page) => page.items);
    const [lists, approvals] = await Promise.all([Promise.all(waits(caller).map(list)), approvalsFor(caller, { db: this.db, at: this.now(), list })]);
    const others = lists.flat().filter((each) => !asksForApproval(each));
    const unique = [...new Map([...others, ...approvals].map((each) => [each.id, each])).values()];
    return unique.sort(byUrgency).slice(0, SHOWN);
  }

  private async followUps({ personId }: Principal): Promise<z.infer<typeof myWork>['followUps']> {
    if (personId === null) return [];
    const until = dateText(new Date(this.now().getTime() + A_WEEK));
    const found = await waitingFollowUps(this.db, personId, until, SHOWN);
    return found.map((each) => ({ ...each, kind: followUpSchema.shape.kind.parse(each.kind), at: each.at.toISOString(), followUpOn: dateText(each.followUpOn) }));
  }

  private async relationship({ personId }: Principal): Promise<z.infer<typeof myWork>['relationship']> {
    if (personId === null) return { reviews: [], entries: [] };
    const until = dateText(new Date(this.now().getTime() + A_WEEK));
    const [reviews, entries] = await Promise.all([dueReviews(this.db, personId, until, SHOWN), dueEntries(this.db, personId, until, SHOWN)]);
    return {
      reviews: reviews.map((each) => ({ ...each, nextReviewOn: dateText(each.nextReviewOn) })),
      entries: entries.map((each) => ({ ...each, dueOn: dateText(each.dueOn) })),
    };
  }

  private async stages(caller: Principal): Promise<z.infer<typeof myWork>['stages']> {
    const counts = await Promise.all(
      processes.map(async ({ process }) => (await countByStage(this.db, process, [caller.id])).map((each) => ({ process, ...each }))),
    );
    return counts.flat();
  }
}

/** Procurement does every owner's work; somebody else who owns a case does the owner's work of that case. */
function waits({ roles, personId }: Principal): Partial<CaseFilter>[] {
  return [
    ...(roles.includes('procurement') ? [{ waitingFor: 'owner' }] : personId ? [{ waitingFor: 'owner', ownerId: personId }] : []),
    ...(roles.includes('quality') ? [{ waitingFor: 'quality' }] : []),
    ...(roles.includes('manager') ? [{ waitingFor: 'manager' }] : []),
  ];
}

function byUrgency(a: CaseRecord, b: CaseRecord): number {
  if (a.overdue !== b.overdue) return a.overdue ? -1 : 1;
  return (a.dueAt?.getTime() ?? Infinity) - (b.dueAt?.getTime() ?? Infinity) || 0;
}
