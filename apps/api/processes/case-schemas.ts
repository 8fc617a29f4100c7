import { z } from 'zod';
import type { OnboardingState } from '#domain/onboarding/state.js';
import type { PhaseOutState } from '#domain/phase-out/state.js';
import { takesFullArc, type RectificationState } from '#domain/rectification/state.js';
import type { CaseRecord, EventRecord } from '#persistence/cases/read.js';
import type { ProcessContract } from '#workflows/shared/process-contract.js';
import { onboardingSchema, shownOnboarding } from '../onboardings/onboarding-schemas.js';
import { phaseOutSchema, shownPhaseOut } from '../phase-outs/phase-out-schemas.js';
import { isPermission } from '../auth/permissions.js';
import { instant } from '../http/answers.js';
import { flag, pageOfItems, pageQuery } from '../http/paging.js';
import { refusalOfHands, type ActingHand } from './hands.js';

const owner = z.object({ id: z.uuid(), name: z.string() });

/** A case of any process. */
export const caseSchema = z
  .object({
    id: z.uuid(),
    process: z.string(),
    supplierId: z.uuid(),
    supplierName: z.string(),
    cause: z.string(),
    title: z.string(),
    description: z.string().describe('What was said when the case was opened.'),
    severity: z.enum(['critical', 'major', 'minor']).nullable(),
    stage: z.string(),
    status: z.enum(['open', 'closed', 'cancelled']),
    outcome: z.string().nullable(),
    waitingFor: z.enum(['supplier', 'owner', 'quality', 'manager']).nullable(),
    dueAt: instant.nullable(),
    overdue: z.boolean(),
    owner: owner.nullable(),
    policyVersion: z.int(),
    confidential: z.boolean().describe('Seen only by those whom it names.'),
    readers: z.array(z.string()).nullable().describe('Of a confidential case the ids of those who may see it besides its owner; null: whoever may read cases.'),
    mergedIntoId: z.uuid().nullable().describe('The older case into which it ended.'),
    recurrenceOfId: z.uuid().nullable().describe('The earlier case of the same cause whose measures were found effective.'),
    watch: z.object({ indicator: z.string(), target: z.number().nullable(), from: instant }).nullable().describe('While it is watched: the indicator, and the value it has to reach; without one, the points of a grade B.'),
    arc: z.enum(['full', 'short']).describe('`full`: 8D; `short`: acknowledge, plan, evidence, verified.'),
    phaseOut: phaseOutSchema.nullable().describe('Of a phase-out: its impact, backups, approvals, notice and handover.'),
    onboarding: onboardingSchema.nullable().describe('Of an onboarding: its answers’ score, segment, approvals and trial.'),
    sequence: z.int().describe('Also the ETag; give it as If-Match with a command.'),
    openedAt: instant,
    updatedAt: instant,
    closedAt: instant.nullable(),
    allowedCommands: z.array(z.string()).describe('What you may do now: the last segment of each route.'),
    temporal: z.object({ workflowId: z.string() }),
  })
  .meta({ id: 'Case' });

export const cases = pageOfItems(caseSchema).meta({ id: 'Cases' });

/** Said when a command is stored, but its effect is not committed yet. */
export const pendingSchema = z
  .object({ id: z.uuid(), status: z.literal('pending'), detail: z.string() })
  .meta({ id: 'PendingCommand' });

/** A person or program who did something. */
export const actorSchema = z
  .object({ kind: z.enum(['staff', 'contact', 'integration', 'system']), id: z.string(), name: z.string().nullable() })
  .meta({ id: 'Actor' });

export const eventSchema = z
  .object({
    sequence: z.int(),
    type: z.string(),
    at: instant,
    actor: actorSchema,
    data: z.record(z.string(), z.unknown()),
    hash: z.string(),
    previousHash: z.string(),
  })
  .meta({ id: 'CaseEvent' });

export const events = pageOfItems(eventSchema).meta({ id: 'CaseEvents' });

/** Filters of a list of cases. */
export const caseQuery = pageQuery.extend({
  status: z.enum(['open', 'closed', 'cancelled']).optional(),
  stage: z.string().max(60).optional(),
  supplierId: z.uuid().optional(),
  ownerId: z.uuid().optional(),
  waitingFor: z.enum(['supplier', 'owner', 'quality', 'manager']).optional(),
  overdue: flag.optional(),
});

export type CaseAnswer = z.infer<typeof caseSchema>;
export type EventAnswer = z.infer<typeof eventSchema>;

/** `submitPlan` → `submit-plan`: the last segment of a command's route. */
export function commandSegment(command: string): string {
  return command.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** A case as the caller sees it. */
export function shownCase(contract: ProcessContract, found: CaseRecord, hand: ActingHand): CaseAnswer {
  const { state, ownerId, ownerName, workflowId, dueAt, openedAt, updatedAt, closedAt, impactRecorded, ...rest } = found;
  return {
    ...rest,
    ...ofRectification(state),
    readers: rest.confidential ? [...((state as Partial<RectificationState> | null)?.readers ?? [])] : null,
    phaseOut: contract.process === 'phaseOut' ? shownPhaseOut(state as PhaseOutState, impactRecorded ?? []) : null,
    onboarding: contract.process === 'onboarding' ? shownOnboarding(state as OnboardingState) : null,
    severity: rest.severity as CaseAnswer['severity'],
    status: rest.status as CaseAnswer['status'],
    waitingFor: rest.waitingFor as CaseAnswer['waitingFor'],
    dueAt: dueAt?.toISOString() ?? null,
    owner: ownerId === null ? null : { id: ownerId, name: ownerName ?? '' },
    openedAt: openedAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
    closedAt: closedAt?.toISOString() ?? null,
    allowedCommands: allowedTo(contract, state, hand).map(commandSegment),
    temporal: { workflowId },
  };
}

/** What the arc of the case is, and on what it is watched. */
function ofRectification(state: unknown): Pick<CaseAnswer, 'arc' | 'watch'> {
  const { terms, severity, stage, watch, watchedFrom } = (state ?? {}) as Partial<RectificationState>;
  const watched = watch && watchedFrom && (stage === 'watching' || stage === 'effectivenessReview');
  return { arc: terms && severity && takesFullArc({ terms, severity }) ? 'full' : 'short', watch: watched ? { ...watch, from: watchedFrom } : null };
}

/** What the stage allows, the caller's roles permit, and the separation of duties does not forbid to this caller. */
function allowedTo(contract: ProcessContract, state: unknown, hand: ActingHand): string[] {
  return contract.allowed(state).filter((name) => {
    const permission = contract.commands[name]?.permission ?? '';
    return isPermission(permission) && hand.caller.permissions.has(permission) && refusalOfHands(contract, state, name, hand) === null;
  });
}

/** An event with its actor's name, where it is known. */
export function shownEvent(event: EventRecord, names: ReadonlyMap<string, string>): EventAnswer {
  const { sequence, type, at, actorKind, actorId, data, hash, previousHash } = event;
  return {
    sequence,
    type,
    at: at.toISOString(),
    actor: { kind: actorKind as EventAnswer['actor']['kind'], id: actorId, name: names.get(actorId) ?? null },
    data: data as Record<string, unknown>,
    hash,
    previousHash,
  };
}
