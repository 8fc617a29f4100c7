import { Refusal, type Actor } from '../process/decision.js';
import { approvalsNeeded, askedNow, checkNamed, rightOf, type Authority } from './approvals.js';
import { defaultOnboardingRules, onboardingRulesSchema, type ApproverRole } from './terms.js';

const at = '2026-03-02T08:00:00.000Z';
const person = (id: string): Actor => ({ kind: 'staff', id });
const holding = (...roles: string[]): Authority => ({ roles, standsInFor: [] });
const deputyOf = (id: string, roles: string[], hands: string[] = []): Authority => ({ roles: [], standsInFor: [{ id, roles, hands }] });
const refusal = (act: () => unknown): string => {
  try {
    act();
    return 'none';
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
};
type Approving = Parameters<typeof rightOf>[0];
const approving = (steps: ApproverRole[][], more: Partial<Approving> = {}): Approving => ({
  terms: { approvals: [{ segments: ['routine'], fromSpend: 0, steps }] },
  segment: 'routine',
  expectedSpend: 0,
  askedBy: ['asker'],
  approvals: [],
  passedOn: [],
  ...more,
});
const given = (state: Approving, by: string, authority: Authority): Approving => ({ ...state, approvals: [...state.approvals, { ...rightOf(state, person(by), authority), by, at }] });

describe('the rules of approval', () => {
  it.each([
    ['routine', 999_999, 1],
    ['routine', 1_000_000, 2],
    ['leverage', 0, 1],
    ['bottleneck', 0, 2],
    ['strategic', 5_000_000, 2],
  ] as const)('ask for a %s supplier with an expected spend of %d for %d', (segment, expectedSpend, needed) => {
    expect(approvalsNeeded({ terms: defaultOnboardingRules, segment, expectedSpend })).toBe(needed);
  });

  it('leave no supplier without a rule', () => {
    const parsed = onboardingRulesSchema.safeParse({ approvals: [{ segments: ['strategic', 'bottleneck', 'leverage'], fromSpend: 0, steps: [['manager']] }, { segments: ['routine'], fromSpend: 1, steps: [['manager']] }] });
    expect(parsed.error?.issues).toEqual([expect.objectContaining({ path: ['approvals'], message: expect.stringContaining('routine') })]);
  });

  it('ask step after step, and refuse the role of a later one', () => {
    const state = approving([['quality'], ['manager']]);
    expect(refusal(() => rightOf(state, person('m'), holding('manager')))).toBe('notApprover');
    const next = given(state, 'q', holding('quality'));
    expect(askedNow(next)).toEqual({ step: 1, roles: ['manager'] });
    expect(rightOf(next, person('m'), holding('manager'))).toEqual({ step: 1, role: 'manager', inPlaceOf: null });
    expect(refusal(() => rightOf(next, person('q2'), holding('quality')))).toBe('notApprover');
  });

  it('take the roles of one step in any order, each once', () => {
    const state = approving([['quality', 'manager']]);
    const one = given(state, 'm', holding('manager'));
    expect(askedNow(one)?.roles).toEqual(['quality']);
    expect(refusal(() => rightOf(one, person('m2'), holding('manager')))).toBe('notApprover');
    expect(askedNow(given(one, 'q', holding('quality')))).toBeNull();
    expect(askedNow(given(given(state, 'q', holding('quality')), 'm', holding('manager')))).toBeNull();
  });

  it('ask as many people as they name a role', () => {
    const one = given(approving([['manager', 'manager']]), 'm', holding('manager'));
    expect(refusal(() => rightOf(one, person('m'), holding('manager')))).toBe('separationOfDuties');
    expect(askedNow(given(one, 'm2', holding('manager')))).toBeNull();
  });
});

describe('nobody', () => {
  const state = approving([['quality'], ['manager']]);

  it('approves what they asked for, whatever they hold', () => expect(refusal(() => rightOf(state, person('asker'), holding('quality', 'manager')))).toBe('separationOfDuties'));
  it('approves twice, in whatever role', () => expect(refusal(() => rightOf(given(state, 'both', holding('quality', 'manager')), person('both'), holding('quality', 'manager')))).toBe('separationOfDuties'));
  it('approves without a role, and no program of ours does', () => {
    expect(refusal(() => rightOf(state, person('buyer'), holding('procurement')))).toBe('notApprover');
    expect(refusal(() => rightOf(state, { kind: 'system', id: 'steward' }, holding('quality')))).toBe('separationOfDuties');
  });
});

describe('a deputy', () => {
  const state = approving([['quality'], ['manager']]);

  it('approves in the place of who is away, which is then theirs too', () => {
    const next = given(state, 'deputy', deputyOf('q', ['quality']));
    expect(next.approvals[0]).toMatchObject({ by: 'deputy', inPlaceOf: 'q', role: 'quality' });
    expect(refusal(() => rightOf(next, person('q'), holding('manager')))).toBe('separationOfDuties');
    expect(refusal(() => rightOf(next, person('deputy'), deputyOf('m', ['manager'])))).toBe('separationOfDuties');
  });
  it('is not who asked', () => expect(refusal(() => rightOf(state, person('asker'), deputyOf('q', ['quality'])))).toBe('separationOfDuties'));
  it('does not approve for who asked, be it by a key of theirs', () => {
    expect(refusal(() => rightOf(state, person('deputy'), deputyOf('asker', ['quality'])))).toBe('separationOfDuties');
    expect(refusal(() => rightOf(state, person('deputy'), deputyOf('q', ['quality'], ['asker'])))).toBe('separationOfDuties');
  });
  it('does not approve for who has approved', () => {
    const next = given(state, 'q', holding('quality'));
    expect(refusal(() => rightOf(next, person('deputy'), deputyOf('q', ['manager'])))).toBe('separationOfDuties');
  });
  it('holds no role that the other does not hold', () => expect(refusal(() => rightOf(state, person('deputy'), deputyOf('m', ['manager'])))).toBe('notApprover'));
  it('uses a right of their own first', () => expect(rightOf(state, person('deputy'), { roles: ['quality'], standsInFor: [{ id: 'asker', roles: ['quality'], hands: [] }] }).inPlaceOf).toBeNull());
});

describe('an approval that is passed on', () => {
  const passed = approving([['quality'], ['manager']], { passedOn: [{ step: 0, role: 'quality', from: 'q', to: 'other' }] });
  const naming = (to: string, hands: string[] = [], mayApprove = true) => refusal(() => checkNamed(given(passed, 'other', holding()), { from: person('m'), to, named: { mayApprove, hands } }));

  it('is given by the one named, in the place of who passed it on', () => {
    expect(rightOf(passed, person('other'), holding())).toEqual({ step: 0, role: 'quality', inPlaceOf: 'q' });
    expect(refusal(() => rightOf(passed, person('another'), holding()))).toBe('notApprover');
  });
  it('is good for its step alone', () => expect(refusal(() => rightOf(given(passed, 'q2', holding('quality')), person('other'), holding()))).toBe('notApprover'));
  it('still belongs to the role', () => expect(rightOf(passed, person('q2'), holding('quality')).inPlaceOf).toBeNull());
  it.each([
    ['oneself', 'm', [], 'separationOfDuties'],
    ['who asked', 'asker', [], 'separationOfDuties'],
    ['somebody whose key asked', 'x', ['asker'], 'separationOfDuties'],
    ['who has approved', 'other', [], 'separationOfDuties'],
    ['whose deputy has approved', 'q', [], 'separationOfDuties'],
  ])('does not go to %s', (_, to, hands, code) => expect(naming(to, hands)).toBe(code));
  it('does not go to who may approve nothing', () => {
    expect(naming('x', [], false)).toBe('notApprover');
    expect(naming('x')).toBe('none');
  });
});
