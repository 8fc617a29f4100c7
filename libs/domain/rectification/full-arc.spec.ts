import fc from 'fast-check';
import { Refusal, SYSTEM, type Actor, type Decision, type Moment } from '../process/decision.js';
import { allowedCommands, checkCommand } from './arc.js';
import type { RectificationCommand } from './commands.js';
import { barred, hands } from './separation.js';
import { isEnd, rectificationView, type RectificationState } from './state.js';
import { defaultRectificationTerms } from './terms.js';
import { decideCommand, decideMoment, openRectification } from './transition.js';
import { watchWindow, type WatchReading } from './watch.js';

const supplier: Actor = { kind: 'contact', id: 'contact-1' };
const owner: Actor = { kind: 'staff', id: 'owner' };
const quality: Actor = { kind: 'staff', id: 'quality' };
const at = '2026-03-02T08:00:00.000Z';
const later = (days: number) => new Date(Date.parse(at) + days * 86_400_000).toISOString();
const deadline = { dueAt: '2026-03-10T23:59:00.000Z', moments: [] };

type Given = [RectificationCommand, Actor];
const command = (name: RectificationCommand['name'], facts: object = {}) => ({ name, facts }) as RectificationCommand;
const opening = { caseId: 'case-1', supplierId: 'supplier-1', cause: 'grade', terms: defaultRectificationTerms, policyVersion: 1 };
const watch = { indicator: 'onTimeDelivery', target: 90 };
const opened = (severity: 'critical' | 'major' | 'minor' = 'major', readers: string[] | null = null) =>
  settled(openRectification({ ...opening, severity, watch, readers }, at));
/** As commit leaves it: with a deadline where something is due. */
const settled = ({ state, due }: Decision<RectificationState>): RectificationState =>
  due === 'keep' ? state : { ...state, deadline: due === null ? null : deadline };
const after = (state: RectificationState, ...steps: Given[]) => steps.reduce((current, [each, actor]) => settled(decideCommand(current, each, actor, at)), state);
const refusalOf = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
  return 'nothing refused';
};

const acknowledge: Given = [command('acknowledge'), supplier];
const containment: Given = [command('submitContainment'), supplier];
const acceptContainment: Given = [command('acceptContainment'), owner];
const rootCause: Given = [command('submitRootCause'), supplier];
const acceptRootCause: Given = [command('acceptRootCause'), owner];
const plan: Given = [command('submitPlan'), supplier];
const acceptPlan: Given = [command('acceptPlan'), owner];
const evidence: Given = [command('submitEvidence'), supplier];
const verify: Given = [command('verify', { result: 'effective' }), quality];
const watching = () => after(opened(), acknowledge, plan, acceptPlan, evidence, verify);

describe('the full 8D', () => {
  it('goes step by step from containment over root causes and plan to a watch of its effect', () => {
    let state = opened();
    const stages = [acknowledge, containment, acceptContainment, rootCause, acceptRootCause, plan, acceptPlan, evidence, verify].map((given) => {
      state = after(state, given);
      return state.stage;
    });
    expect(stages).toEqual(['containing', 'containmentReview', 'findingCause', 'causeReview', 'planning', 'planReview', 'implementing', 'verifying', 'watching']);
    expect(rectificationView(state)).toEqual({ stage: 'watching', status: 'open', outcome: null, waitingFor: null, overdue: false });
  });

  it('counts the containment from the acknowledgement, by the clock where it is critical, the rest from the opening', () => {
    expect(decideCommand(opened(), ...acknowledge, at).due).toMatchObject({ of: 'supplier', from: at, businessDays: 2 });
    expect(decideCommand(opened('critical'), ...acknowledge, at).due).toMatchObject({ from: at, hours: 24 });
    const reviewed = after(opened(), acknowledge, containment);
    expect(decideCommand(reviewed, ...acceptContainment, later(1)).due).toMatchObject({ from: at, businessDays: 10, paused: [{ from: at, to: later(1) }] });
    const caused = after(reviewed, acceptContainment, rootCause);
    const planned = decideCommand(caused, ...acceptRootCause, later(2)).due;
    expect(planned).toMatchObject({ from: at, businessDays: 15, paused: [{ from: at, to: at }, { from: at, to: later(2) }], atLeast: { from: later(2), businessDays: 5 } });
  });

  it('takes containment, root causes and plan at once from a supplier who is quick, and accepts all with the plan', () => {
    const handedIn = decideCommand(after(opened(), acknowledge), ...plan, at);
    expect(handedIn).toMatchObject({ state: { stage: 'planReview', carried: ['containment', 'rootCause'] }, events: [{ type: 'planSubmitted', data: { carried: 'containment+rootCause' } }] });
    expect(after(settled(handedIn), acceptPlan)).toMatchObject({ stage: 'implementing', carried: [] });
    expect(after(opened(), acknowledge, rootCause, acceptRootCause)).toMatchObject({ stage: 'planning', carried: [] });
  });

  it('returns what was carried along on its own, and only then', () => {
    const both = after(opened(), acknowledge, plan);
    expect(decideCommand(both, command('returnContainment'), owner, at)).toMatchObject({ state: { stage: 'containing', carried: [] }, due: { atLeast: { from: at, businessDays: 5 } } });
    expect(decideCommand(both, command('returnRootCause'), owner, at).state).toMatchObject({ stage: 'findingCause', carried: ['containment'] });
    const onItsOwn = after(opened(), acknowledge, containment, acceptContainment, rootCause, acceptRootCause, plan);
    expect(refusalOf(() => decideCommand(onItsOwn, command('returnContainment'), owner, at))).toBe('wrongStage');
  });

  it('asks for a returned plan no earlier than it would have been due in its turn', () => {
    const quick = after(opened(), acknowledge, plan);
    expect(decideCommand(quick, command('returnPlan'), owner, later(1)).due).toMatchObject({ from: at, businessDays: 15, paused: [{ from: at, to: later(1) }], atLeast: { from: later(1), businessDays: 5 } });
  });

  it('never extends the containment', () => {
    const containing = after(opened(), acknowledge);
    expect(refusalOf(() => decideCommand(containing, command('requestExtension', { businessDays: 1 }), supplier, at))).toBe('notExtendable');
    expect(allowedCommands(containing)).not.toContain('requestExtension');
  });

  describe('watched', () => {
    const elapse: Moment = { kind: 'elapse', index: 0, at };
    const ends = (state: RectificationState, reading: WatchReading, days: number) => decideMoment(state, elapse, later(days), reading);
    const good: WatchReading = { value: 97, sample: 12, reached: true };
    const bad: WatchReading = { value: 60, sample: 12, reached: false };
    const few: WatchReading = { value: 100, sample: 4, reached: true };

    it('is closed as effective where the indicator is good enough over enough lots', () => {
      expect(decideCommand(after(opened(), acknowledge, plan, acceptPlan, evidence), ...verify, at).due).toMatchObject({ hours: 60 * 24, elapses: true });
      const closed = ends(watching(), good, 60);
      expect(closed).toMatchObject({ state: { stage: 'closed' }, events: [{ type: 'closedEffective', data: { indicator: 'onTimeDelivery', value: 97, sample: 12, days: 60 } }] });
    });

    it('goes on to 120 days where fewer than five lots were due, and then asks quality', () => {
      const longer = ends(watching(), few, 60);
      expect(longer).toMatchObject({ state: { stage: 'watching' }, due: { from: at, hours: 120 * 24 } });
      const asked = settled(ends(settled(longer), few, 120));
      expect(asked.stage).toBe('effectivenessReview');
      expect(rectificationView(asked).waitingFor).toBe('quality');
      expect(refusalOf(() => decideCommand(asked, command('decideEffectiveness', { result: 'effective' }), owner, at))).toBe('separationOfDuties');
      expect(after(asked, [command('decideEffectiveness', { result: 'effective' }), quality]).stage).toBe('closed');
    });

    it('asks quality at once where nothing says how good is good enough', () => {
      expect(ends(watching(), { value: 3, sample: 12, reached: null }, 60).state.stage).toBe('effectivenessReview');
    });

    it('is reopened once where the measures did not help, and fails the second time with a phase-out proposed', () => {
      const again = ends(watching(), bad, 60);
      expect(again.state).toMatchObject({ stage: 'containing', reopened: 1, acceptedBy: null, countedFrom: later(60), standstills: [] });
      expect(again.events.map(({ type }) => type)).toEqual(['foundIneffective', 'reopened']);
      const second = after(settled(again), plan, acceptPlan, evidence, verify);
      expect(refusalOf(() => decideCommand(second, command('reopen'), quality, at))).toBe('reopenedBefore');
      const failed = ends(second, bad, 60);
      expect(failed).toMatchObject({ state: { stage: 'failed', overdue: false }, proposals: [{ kind: 'phaseOut' }] });
    });

    it('judges whole days only: what is due on its last day may still come', () => {
      expect(watchWindow('2026-03-02T08:00:00.000Z', '2026-05-01T08:00:00.000Z')).toEqual({ from: '2026-03-03', to: '2026-04-30' });
    });

    it('is lost when the same happens again, whoever has accepted the plan: reopened once, then failed', () => {
      const recurred = command('reportRecurrence');
      const again = decideCommand(watching(), recurred, owner, at);
      expect(again).toMatchObject({ state: { stage: 'containing', reopened: 1, watchedFrom: null }, due: { of: 'supplier' } });
      expect(again.events.map(({ type }) => type)).toEqual(['recurred', 'reopened']);
      const second = after(settled(again), plan, acceptPlan, evidence, verify, [recurred, owner]);
      expect(second).toMatchObject({ stage: 'failed', reopened: 1 });
      expect(refusalOf(() => decideCommand(after(opened(), acknowledge), recurred, owner, at))).toBe('wrongStage');
      expect(refusalOf(() => decideCommand(watching(), recurred, supplier, at))).toBe('notForSuppliers');
    });

    it('takes no fact of before the measures for a recurrence', () => {
      const since = (factsFrom: string) => command('reportRecurrence', { factsFrom });
      expect(refusalOf(() => decideCommand(watching(), since('2026-03-01'), SYSTEM, later(9)))).toBe('beforeTheWatch');
      expect(after(watching(), [since('2026-03-02'), SYSTEM])).toMatchObject({ stage: 'containing' });
    });

    it('can be reopened by quality before the watch is over', () => {
      expect(after(watching(), [command('reopen'), quality])).toMatchObject({ stage: 'containing', reopened: 1 });
    });
  });

  it('gives a step to somebody else until it is done, but never to who accepted the plan', () => {
    const verifying = after(opened('major', ['owner']), acknowledge, plan, acceptPlan, evidence);
    expect(refusalOf(() => decideCommand(verifying, command('reassign', { what: 'step', to: 'owner' }), quality, at))).toBe('separationOfDuties');
    const passed = after(verifying, [command('reassign', { what: 'step', to: 'quality-2' }), owner]);
    expect(passed).toMatchObject({ assignee: 'quality-2', readers: ['owner', 'quality-2'] });
    expect(after(passed, [command('verify', { result: 'ineffective' }), quality])).toMatchObject({ stage: 'implementing', assignee: null });
    expect(decideCommand(verifying, command('reassign', { what: 'owner', to: 'other' }), owner, at)).toMatchObject({ owner: 'other', due: 'keep' });
    expect(refusalOf(() => decideCommand(watching(), command('reassign', { what: 'step', to: 'other' }), owner, at))).toBe('nobodyWaits');
  });

  it('ends as merged, pointing to its twin', () => {
    const merged = decideCommand(opened(), command('mergeTwin', { into: 'case-0' }), owner, at);
    expect(merged).toMatchObject({ state: { stage: 'merged', mergedInto: 'case-0' }, mergeInto: 'case-0', due: null });
    expect(rectificationView(merged.state)).toMatchObject({ status: 'cancelled', outcome: 'merged' });
    expect(refusalOf(() => decideCommand(opened(), command('mergeTwin', { into: 'case-1' }), owner, at))).toBe('notATwin');
  });
});

describe('what one of us has entered for the supplier', () => {
  const called = (name: RectificationCommand['name'], by: Actor = owner): Given => [command(name), by];
  const refused = (state: RectificationState, name: RectificationCommand['name'], by: Actor, facts: object = {}) => refusalOf(() => checkCommand(state, command(name, facts), by));
  const verifying = (by: Actor) => after(opened(), acknowledge, plan, [command('acceptPlan'), quality], called('submitEvidence', by));
  const someone: Actor = { kind: 'staff', id: 'someone' };

  it.each([
    ['containment', () => after(opened(), acknowledge, called('submitContainment')), 'acceptContainment', {}],
    ['root causes', () => after(opened(), acknowledge, containment, acceptContainment, called('submitRootCause')), 'acceptRootCause', {}],
    ['a containment that came with the root causes', () => after(opened(), acknowledge, called('submitRootCause')), 'acceptRootCause', {}],
    ['a plan', () => after(opened('minor'), acknowledge, called('submitPlan')), 'acceptPlan', {}],
    ['the parts that a plan of the supplier carries on', () => after(opened(), acknowledge, called('submitPlan'), [command('returnPlan'), quality], plan), 'acceptPlan', {}],
    ['evidence', () => verifying(owner), 'verify', { result: 'effective' }],
    ['evidence, sent back', () => verifying(owner), 'verify', { result: 'ineffective' }],
    ['evidence that was watched too little', () => settled(decideMoment(after(verifying(owner), [command('verify', { result: 'effective' }), someone]), { kind: 'elapse', index: 0, at }, later(121), { value: null, sample: 0, reached: null })), 'decideEffectiveness', { result: 'effective' }],
    ['a request for more time', () => after(opened('minor'), acknowledge, [command('requestExtension', { businessDays: 3 }), owner]), 'decideExtension', { decision: 'grant' }],
  ] as const)('is judged by another: %s', (_, make, decision, facts) => {
    const state = make();
    expect([refused(state, decision, owner, facts), refused(state, decision, someone, facts)]).toEqual(['separationOfDuties', 'nothing refused']);
    expect(hands(state)).toContain('owner');
    expect(barred(state)).toContain('owner');
    expect([refused(state, 'reassign', someone, { what: 'step', to: 'owner' }), refused(state, 'reassign', someone, { what: 'step', to: 'other' })]).toEqual(['separationOfDuties', 'nothing refused']);
  });

  it('is the supplier’s again when the supplier has sent it anew, and forgotten when the case begins again', () => {
    const sentAnew = after(opened('minor'), acknowledge, called('submitPlan'), [command('returnPlan'), quality], plan);
    expect([sentAnew.enteredBy, refused(sentAnew, 'acceptPlan', owner)]).toEqual([{}, 'nothing refused']);
    expect(after(verifying(owner), [command('verify', { result: 'effective' }), someone], [command('reopen'), quality]).enteredBy).toEqual({});
  });

  it('by a program that is nobody’s is no word of a person who would judge it', () => {
    const program: Actor = { kind: 'integration', id: 'erp' };
    const state = after(opened('minor'), acknowledge, called('submitPlan', program));
    expect([refused(state, 'acceptPlan', program), refused(state, 'acceptPlan', { kind: 'staff', id: 'erp' })]).toEqual(['nothing refused', 'separationOfDuties']);
  });
});

describe('any rectification', () => {
  const commands: RectificationCommand[] = [
    ...(['acknowledge', 'submitContainment', 'acceptContainment', 'returnContainment', 'submitRootCause', 'acceptRootCause', 'returnRootCause', 'submitPlan', 'acceptPlan'] as const).map((name) => command(name)),
    ...(['returnPlan', 'submitEvidence', 'reopen', 'reportRecurrence', 'comment', 'revokeLinks', 'cancel'] as const).map((name) => command(name)),
    ...(['effective', 'ineffective'] as const).flatMap((result) => [command('verify', { result }), command('decideEffectiveness', { result })]),
    ...(['grant', 'refuse'] as const).map((decision) => command('decideExtension', { decision })),
    command('requestExtension', { businessDays: 3 }),
    command('reassign', { what: 'step', to: 'other' }),
    command('reassign', { what: 'owner', to: 'other' }),
    command('mergeTwin', { into: 'case-0' }),
  ];
  const readings: WatchReading[] = [
    { value: 97, sample: 12, reached: true },
    { value: 60, sample: 12, reached: false },
    { value: 100, sample: 2, reached: true },
    { value: null, sample: 0, reached: null },
  ];
  const given = fc.tuple(fc.constantFrom(...commands), fc.constantFrom(supplier, owner, quality));
  const watchEnds = fc.tuple(fc.constantFrom(...readings), fc.constantFrom(60, 120));
  const ofTheRules = ['wrongStage', 'caseEnded', 'extensionLimit', 'extensionPending', 'noExtensionPending', 'notForSuppliers', 'notExtendable', 'reopenedBefore'];
  const ofTheHand = ['nothing refused', 'separationOfDuties', 'notForSuppliers', 'nobodyWaits'];

  it('never leaves its stages, allows exactly what it does not refuse, and always says who must act', () => {
    fc.assert(
      fc.property(fc.constantFrom('critical' as const, 'major' as const, 'minor' as const), fc.array(fc.oneof({ weight: 8, arbitrary: given }, { weight: 1, arbitrary: watchEnds }), { maxLength: 60 }), (severity, steps) => {
        let state = opened(severity);
        for (const [first, second] of steps) {
          if ('value' in first) {
            if (state.stage === 'watching') state = settled(decideMoment(state, { kind: 'elapse', index: 0, at }, later(second as number), first));
          } else {
            const allowed = allowedCommands(state).includes(first.name);
            const refusal = refusalOf(() => (state = settled(decideCommand(state, first, second as Actor, at))));
            expect(allowed ? ofTheHand : ofTheRules).toContain(refusal);
          }
          const view = rectificationView(state);
          expect(isEnd(state.stage)).toBe(view.status !== 'open');
          expect(view.waitingFor === null).toBe(isEnd(state.stage) || state.stage === 'watching');
          expect(state.deadline === null).toBe(isEnd(state.stage));
          expect(state.reopened).toBeLessThanOrEqual(state.terms.reopenings);
          expect(JSON.parse(JSON.stringify(state))).toEqual(state);
          if (severity === 'minor') expect(['containing', 'findingCause', 'watching']).not.toContain(state.stage);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('is driven to its watch or its end by who knows only acknowledge, plan, acceptance, evidence and verification', () => {
    for (const severity of ['critical', 'major', 'minor'] as const) {
      const { stage } = after(opened(severity), acknowledge, plan, acceptPlan, evidence, verify);
      expect(stage).toBe(severity === 'minor' ? 'closed' : 'watching');
    }
  });
});
