import { Refusal, type Actor, type Decision, type Moment } from '../process/decision.js';
import type { RectificationCommand } from './commands.js';
import { rectificationView, type RectificationState } from './state.js';
import { defaultRectificationTerms } from './terms.js';
import { allowedCommands } from './arc.js';
import { decideCommand, decideMoment, openRectification } from './transition.js';

const supplier: Actor = { kind: 'contact', id: 'contact-1' };
const owner: Actor = { kind: 'staff', id: 'owner' };
const quality: Actor = { kind: 'staff', id: 'quality' };
const at = '2026-03-02T08:00:00.000Z';
const deadline = { dueAt: '2026-03-10T23:59:00.000Z', moments: [] };

const command = (name: RectificationCommand['name'], facts: object = {}) => ({ name, facts }) as RectificationCommand;
const opened = (severity: 'critical' | 'major' | 'minor' = 'minor') =>
  settled(
    openRectification(
      {
        caseId: 'case-1',
        supplierId: 'supplier-1',
        severity,
        cause: 'grade',
        terms: defaultRectificationTerms,
        policyVersion: 1,
        watch: { indicator: 'onTimeDelivery', target: 90 },
        readers: null,
      },
      at,
    ),
  );
/** As commit leaves it: with a deadline where something is due. */
const settled = ({ state, due }: Decision<RectificationState>): RectificationState =>
  due === 'keep' ? state : { ...state, deadline: due === null ? null : deadline };
const after = (state: RectificationState, ...steps: [RectificationCommand, Actor][]) =>
  steps.reduce((current, [each, actor]) => settled(decideCommand(current, each, actor, at)), state);
const refusalOf = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
  return 'nothing refused';
};

describe('a rectification of the short arc', () => {
  it('goes from opened to closed by acknowledgement, plan, acceptance, evidence and verification', () => {
    const closed = after(
      opened(),
      [command('acknowledge'), supplier],
      [command('submitPlan'), supplier],
      [command('acceptPlan'), owner],
      [command('submitEvidence'), supplier],
      [command('verify', { result: 'effective' }), quality],
    );
    expect(rectificationView(closed)).toEqual({ stage: 'closed', status: 'closed', outcome: 'effective', waitingFor: null, overdue: false });
  });

  it('asks the supplier for each step within the days of the policy', () => {
    const acknowledged = decideCommand(opened(), command('acknowledge'), supplier, at);
    expect(acknowledged.due).toMatchObject({ of: 'supplier', from: at, businessDays: 15 });
    const reviewed = decideCommand(settled(acknowledged), command('submitPlan'), supplier, at);
    expect(reviewed.due).toMatchObject({ of: 'buyer', businessDays: 2, exhaustedAfter: null });
  });

  it('gives a returned plan five more business days, and never an earlier date than it had', () => {
    const waiting = after(opened(), [command('acknowledge'), supplier], [command('submitPlan'), supplier]);
    const decision = decideCommand(waiting, command('returnPlan'), owner, at);
    expect(decision.state.stage).toBe('planning');
    expect(decision.due).toMatchObject({
      of: 'supplier',
      from: deadline.dueAt,
      businessDays: 0,
      paused: [{ from: at, to: at }],
      atLeast: { from: at, businessDays: 5 },
    });
    expect(decision.notifications).toEqual([{ template: 'rectification.planReturned', to: 'supplier' }]);
  });

  it('lets nobody verify what they accepted', () => {
    const verifying = after(
      opened(),
      [command('acknowledge'), supplier],
      [command('submitPlan'), supplier],
      [command('acceptPlan'), owner],
      [command('submitEvidence'), supplier],
    );
    expect(refusalOf(() => decideCommand(verifying, command('verify', { result: 'effective' }), owner, at))).toBe('separationOfDuties');
    expect(after(verifying, [command('verify', { result: 'effective' }), quality]).stage).toBe('closed');
  });

  it('lets no supplier decide what is the buyer’s', () => {
    const review = after(opened(), [command('acknowledge'), supplier], [command('submitPlan'), supplier]);
    expect(refusalOf(() => decideCommand(review, command('acceptPlan'), supplier, at))).toBe('notForSuppliers');
    expect(refusalOf(() => decideCommand(review, command('cancel'), supplier, at))).toBe('notForSuppliers');
  });

  it('refuses a command in the wrong stage and everything after the end', () => {
    expect(refusalOf(() => decideCommand(opened(), command('submitPlan'), supplier, at))).toBe('wrongStage');
    const cancelled = after(opened(), [command('cancel'), owner]);
    expect(refusalOf(() => decideCommand(cancelled, command('acknowledge'), supplier, at))).toBe('caseEnded');
  });

  describe('asked for more time', () => {
    const planning = () => after(opened(), [command('acknowledge'), supplier]);
    const ask = command('requestExtension', { businessDays: 5 });

    it('stops the supplier’s clock while the owner decides', () => {
      const asked = decideCommand(planning(), ask, supplier, at);
      expect(asked.due).toMatchObject({ of: 'buyer', businessDays: 2 });
      expect(rectificationView(asked.state).waitingFor).toBe('owner');
    });

    it('adds the days and the wait to the due date when granted, only the wait when refused', () => {
      const asked = after(planning(), [ask, supplier]);
      const decided = '2026-03-05T08:00:00.000Z';
      const paused = [{ from: at, to: decided }];
      const granted = decideCommand(asked, command('decideExtension', { decision: 'grant' }), owner, decided);
      expect(granted.due).toMatchObject({ from: deadline.dueAt, businessDays: 5, paused });
      const refused = decideCommand(asked, command('decideExtension', { decision: 'refuse' }), owner, decided);
      expect(refused.due).toMatchObject({ from: deadline.dueAt, businessDays: 0, paused });
    });

    it('counts a refused request too, and leaves an overdue step overdue', () => {
      const refuse = command('decideExtension', { decision: 'refuse' });
      const overdue = { ...planning(), overdue: true };
      const refused = after(overdue, [ask, supplier], [refuse, owner]);
      expect(refused.overdue).toBe(true);
      const twice = after(refused, [ask, supplier], [refuse, owner]);
      expect(refusalOf(() => decideCommand(twice, ask, supplier, at))).toBe('extensionLimit');
    });

    it('grants at most two extensions a step and never one longer than the policy’s', () => {
      const grant = command('decideExtension', { decision: 'grant' });
      const twice = after(planning(), [ask, supplier], [grant, owner], [ask, supplier], [grant, owner]);
      expect(refusalOf(() => decideCommand(twice, ask, supplier, at))).toBe('extensionLimit');
      expect(allowedCommands(twice)).not.toContain('requestExtension');
      const long = command('requestExtension', { businessDays: 21 });
      expect(refusalOf(() => decideCommand(planning(), long, supplier, at))).toBe('extensionLimit');
    });

    it('lets nobody decide what they asked for', () => {
      const asked = after(planning(), [ask, owner]);
      const decide = command('decideExtension', { decision: 'grant' });
      expect(refusalOf(() => decideCommand(asked, decide, owner, at))).toBe('separationOfDuties');
    });
  });

  describe('when nobody answers', () => {
    const moment = (kind: Moment['kind'], index = 0): Moment => ({ kind, index, at });

    it('reminds the supplier, then climbs contact, escalation contact, owner, manager', () => {
      const told = [0, 1, 2, 3].map((rung) => decideMoment(opened(), moment('climb', rung), at).notifications[0]?.to);
      expect(told).toEqual(['supplier', 'escalationContact', 'owner', 'manager']);
      expect(decideMoment(opened(), moment('remind'), at).notifications).toEqual([{ template: 'rectification.reminder', to: 'supplier' }]);
    });

    it('fails at the end of the ladder and proposes a phase-out to the manager', () => {
      const failed = decideMoment(opened(), moment('exhaust'), at);
      expect(rectificationView(failed.state)).toMatchObject({ stage: 'failed', status: 'closed', outcome: 'failed', overdue: true });
      expect(failed.proposals).toEqual([{ kind: 'phaseOut', forRole: 'manager', reason: 'rectificationFailed' }]);
      expect(failed.due).toBeNull();
    });

    it('reminds our own side of a review and climbs to the manager, without failing the supplier', () => {
      const review = after(opened(), [command('acknowledge'), supplier], [command('submitPlan'), supplier]);
      const told = [0, 1].map((rung) => decideMoment(review, moment('climb', rung), at).notifications[0]?.to);
      expect(told).toEqual(['owner', 'manager']);
    });
  });
});
