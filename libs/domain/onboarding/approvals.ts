import { Refusal, type Actor, type Party } from '../process/decision.js';
import type { Segment } from '../supplier/status.js';
import { approverRoles, type ApproverRole, type OnboardingTerms } from './terms.js';

/** One approval that was given. */
export interface Approval {
  readonly by: string;
  readonly at: string;
  readonly step: number;
  readonly role: ApproverRole;
  /** The approver whose deputy gave it; null: in one's own right. */
  readonly inPlaceOf: string | null;
}

/** An approver has passed on what was asked of a role in a step. */
export interface PassedOn {
  readonly step: number;
  readonly role: ApproverRole;
  readonly from: string;
  readonly to: string;
}

/** By what right somebody approves. Only the way in knows it: no body can claim it. */
export interface Authority {
  readonly roles: readonly string[];
  /** Who has named them deputy for the time, with the roles and the own keys of each. */
  readonly standsInFor: readonly { readonly id: string; readonly roles: readonly string[]; readonly hands: readonly string[] }[];
}

/** Somebody to whom an approval is to be passed on. */
export interface Named {
  /** One of our people who holds a role that approves. */
  readonly mayApprove: boolean;
  /** Keys that act for them. */
  readonly hands: readonly string[];
}

interface Approving {
  readonly terms: Pick<OnboardingTerms, 'approvals'>;
  readonly segment: Segment | null;
  readonly expectedSpend: number | null;
  readonly askedBy: readonly string[];
  readonly approvals: readonly Approval[];
  readonly passedOn: readonly PassedOn[];
}

/** A right to one of the approvals that are asked for now. */
export interface Right {
  readonly step: number;
  readonly role: ApproverRole;
  readonly inPlaceOf: string | null;
}

/** The steps that the rule for segment and expected spend asks for; none before the supplier is segmented. */
export function stepsOf({ terms, segment, expectedSpend }: Pick<Approving, 'terms' | 'segment' | 'expectedSpend'>): readonly (readonly ApproverRole[])[] {
  const fits = terms.approvals.find((rule) => segment !== null && rule.segments.includes(segment) && (expectedSpend ?? 0) >= rule.fromSpend);
  return fits?.steps ?? [];
}

/** How many approvals the rule asks for. */
export function approvalsNeeded(state: Pick<Approving, 'terms' | 'segment' | 'expectedSpend'>): number {
  return stepsOf(state).flat().length;
}

/** The step that is asked now and the roles that have not approved in it; null when all have. */
export function askedNow(state: Pick<Approving, 'terms' | 'segment' | 'expectedSpend' | 'approvals'>): { readonly step: number; readonly roles: readonly ApproverRole[] } | null {
  for (const [step, asked] of stepsOf(state).entries()) {
    const roles = approverRoles.flatMap((role) => {
      const given = state.approvals.filter((each) => each.step === step && each.role === role).length;
      return Array.from({ length: asked.filter((each) => each === role).length - given }, () => role);
    });
    if (roles.length > 0) return { step, roles };
  }
  return null;
}

/** Who is told that a role is asked to approve. */
export function partyOf(role: ApproverRole): Party {
  return role;
}

/**
 * Refuses whoever has asked for the supplier, and whoever has approved it by any hand.
 * @throws Refusal `separationOfDuties`
 */
export function checkDuties({ askedBy, approvals }: Pick<Approving, 'askedBy' | 'approvals'>, actor: Actor): void {
  if (actor.kind === 'system') throw new Refusal('separationOfDuties', 'A supplier is approved by people.');
  if (askedBy.includes(actor.id)) throw new Refusal('separationOfDuties', 'Who asked for the supplier, or judged it before, cannot approve it.');
  if (hasApproved(approvals, [actor.id])) throw new Refusal('separationOfDuties', 'You have approved it, or your deputy has; the next approval is another person’s.');
}

/**
 * The right by which somebody gives the next approval: their own role, what was passed on to them, or that of somebody who is away.
 * A deputy has no right that the other has not: who asked, or has approved, does not approve by somebody else's hand.
 * @throws Refusal `separationOfDuties` or `notApprover`
 */
export function rightOf(state: Approving, actor: Actor, { roles, standsInFor }: Authority): Right {
  checkDuties(state, actor);
  const asked = askedNow(state);
  if (!asked) throw new Refusal('nothingAsked', 'Nothing is left to approve.');
  const own = asked.roles.find((role) => roles.includes(role));
  if (own) return { step: asked.step, role: own, inPlaceOf: null };
  const forOthers = [
    ...state.passedOn.flatMap(({ step, role, from, to }) => (to === actor.id && step === asked.step ? [{ hands: [from], role }] : [])),
    ...standsInFor.flatMap(({ id, hands, ...each }) => asked.roles.filter((role) => each.roles.includes(role)).map((role) => ({ hands: [id, ...hands], role }))),
  ].filter(({ role }) => asked.roles.includes(role));
  const free = forOthers.find(({ hands }) => !hands.some((hand) => state.askedBy.includes(hand)) && !hasApproved(state.approvals, hands));
  if (free) return { step: asked.step, role: free.role, inPlaceOf: free.hands[0] ?? null };
  if (forOthers.length > 0) throw new Refusal('separationOfDuties', 'Whom you stand in for has asked for the supplier, or has approved it: a deputy cannot approve in their place.');
  throw new Refusal('notApprover', `The next approval is asked of: ${[...new Set(asked.roles)].join(', ')}.`);
}

/**
 * Refuses to pass an approval on to somebody who could not give it.
 * @throws Refusal `separationOfDuties` or `notApprover`
 */
export function checkNamed({ askedBy, approvals }: Pick<Approving, 'askedBy' | 'approvals'>, { from, to, named }: { from: Actor; to: string; named: Named }): void {
  const hands = [to, ...named.hands];
  if (to === from.id) throw new Refusal('separationOfDuties', 'An approval is passed on to somebody else.');
  if (!named.mayApprove) throw new Refusal('notApprover', 'Only one of our people who may approve suppliers can be named.');
  if (hands.some((hand) => askedBy.includes(hand))) throw new Refusal('separationOfDuties', 'Who asked for the supplier, or judged it before, cannot approve it for somebody else either.');
  if (hasApproved(approvals, hands)) throw new Refusal('separationOfDuties', 'The person named has approved it already.');
}

function hasApproved(approvals: readonly Approval[], hands: readonly string[]): boolean {
  return approvals.some(({ by, inPlaceOf }) => hands.includes(by) || (inPlaceOf !== null && hands.includes(inPlaceOf)));
}
