import fc from 'fast-check';
import type { Actor, Decision, Moment } from '../process/decision.js';
import { statusAfter, type SupplierAct, type SupplierStatus } from '../supplier/status.js';
import { allowedCommands, checkCommand } from './arc.js';
import { handoverItems, phaseOutCommands, type PhaseOutCommand, type PhaseOutCommandName } from './commands.js';
import { shareUndone } from './effects.js';
import { isEnd, phaseOutStages, phaseOutView, type PhaseOutState } from './state.js';
import type { Supply } from './supply.js';
import { defaultPhaseOutTerms, phaseOutTermsSchema } from './terms.js';
import { decideCommand, decideMoment, openPhaseOut } from './transition.js';

const START = Date.parse('2026-03-02T08:00:00Z');
const at = (day: number) => new Date(START + day * 86_400_000).toISOString();
const person = (id: string): Actor => ({ kind: 'staff', id });
const [asking, first, second] = [person('asking'), person('first'), person('second')];
const X = '00000000-0000-4000-8000-000000000001';
const B = '00000000-0000-4000-8000-000000000002';
const C = '00000000-0000-4000-8000-000000000003';

/** Everything outside of the case that a phase-out changes, and the facts that it looks at. */
class World {
  status: SupplierStatus = 'active';
  notice: string | null = null;
  blockedFrom: string | null = null;
  access = true;
  openLines = 2;
  readonly shares = new Map<string, number>();
  readonly statuses = new Map<string, SupplierStatus>([[B, 'active'], [C, 'onboarding']]);
  categories: readonly { category: string; otherSources: number }[] = [{ category: 'valves', otherSources: 0 }];

  look(backups: PhaseOutState['backups'] = []): Supply {
    const share = (category: string, id: string, otherwise: number) => this.shares.get(`${category}/${id}`) ?? otherwise;
    const set = (category: string, id: string) => this.shares.get(`${category}/${id}`) ?? null;
    const asked = this.categories.flatMap(({ category }) => [B, C].map((supplierId) => ({ category, supplierId })));
    return {
      openLines: this.openLines,
      openOrders: this.openLines,
      openValue: [],
      spend: [],
      categories: this.categories.map((each) => ({ ...each, set: set(each.category, X), share: share(each.category, X, 100) })),
      backups: [...asked, ...backups].map(({ category, supplierId }) => ({
        category,
        supplierId,
        status: this.statuses.get(supplierId) ?? null,
        set: set(category, supplierId),
        share: share(category, supplierId, 0),
      })),
      noticeDays: null,
    };
  }

  apply({ state, supplier }: Decision<PhaseOutState>): void {
    this.act(supplier ?? null);
    for (const effect of state.effects.does) {
      if (effect.kind === 'notice') this.notice = effect.endsOn;
      if (effect.kind === 'orderBlock') this.blockedFrom = effect.from;
      if (effect.kind === 'accessRevoked') this.access = false;
      if (effect.kind === 'shares') for (const { category, supplierId, to } of effect.changes) this.shares.set(`${category}/${supplierId}`, to);
    }
    for (const effect of state.effects.undoes) {
      if (effect.kind === 'notice') this.notice = null;
      if (effect.kind === 'orderBlock') this.blockedFrom = null;
      if (effect.kind !== 'shares') continue;
      for (const change of effect.changes) {
        const key = `${change.category}/${change.supplierId}`;
        const restored = shareUndone(this.shares.get(key) ?? null, change);
        if (restored === null) this.shares.delete(key);
        else this.shares.set(key, restored);
      }
    }
  }

  private act(act: SupplierAct | null): void {
    if (act === null) return;
    const next = statusAfter(this.status, act);
    if (next === null) throw new Error(`${act} is not possible from ${this.status}`);
    this.status = next;
  }

  outside(): object {
    return { status: this.status, notice: this.notice, blockedFrom: this.blockedFrom, access: this.access, shares: [...this.shares].sort() };
  }
}

/** A phase-out that is driven by hand. */
class Run {
  state: PhaseOutState;
  day = 0;
  readonly events: string[] = [];
  readonly told: string[] = [];

  constructor(readonly world: World, terms = defaultPhaseOutTerms) {
    const opening = { caseId: 'case', supplierId: X, cause: 'phaseOut', terms, policyVersion: 1, askedBy: [asking.id], supply: world.look() };
    const decision = openPhaseOut(opening, at(0));
    this.state = decision.state;
    this.take(decision);
  }

  do(name: PhaseOutCommandName, facts: object, by: Actor): this {
    this.take(decideCommand(this.state, { name, facts } as PhaseOutCommand, by, at(this.day), this.world.look(this.state.backups)));
    return this;
  }

  elapse(day: number): this {
    this.day = day;
    const moment: Moment = { kind: 'elapse', index: 0, at: at(day) };
    this.take(decideMoment(this.state, moment, at(day), this.world.look(this.state.backups)));
    return this;
  }

  private take(decision: Decision<PhaseOutState>): void {
    this.world.apply(decision);
    this.state = { ...decision.state, sequence: this.state.sequence + 1 };
    this.events.push(...decision.events.map(({ type }) => type));
    this.told.push(...decision.notifications.map(({ template, to }) => `${template} → ${to}`));
  }
}

const refusal = (act: () => unknown): string => {
  try {
    act();
    return 'none';
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
};

describe('a phase-out', () => {
  it('of a sole source waits for its backup, moves the share in three steps, drains, hands over, settles and ends', () => {
    const world = new World();
    const run = new Run(world);
    expect(run.state.stage).toBe('choosingBackup');
    expect(refusal(() => run.do('approve', {}, first))).toBe('categoryWithoutSource');
    run.do('chooseBackup', { category: 'valves', supplierId: C }, asking);
    expect(run.state).toMatchObject({ stage: 'awaitingBackup', backups: [{ supplierId: C, share: 70 }] });
    expect(refusal(() => run.do('approve', {}, first))).toBe('categoryWithoutSource');
    run.elapse(1).elapse(15);
    expect(run.told.filter((each) => each === 'phaseOut.backupAwaited → owner')).toHaveLength(2);
    world.statuses.set(C, 'active');
    run.elapse(16);
    expect(run.state.stage).toBe('approving');
    run.do('approve', {}, first);
    expect(world.status).toBe('active');
    run.do('approve', {}, second);
    expect(world).toMatchObject({ status: 'phasing-out', blockedFrom: at(106).slice(0, 10), notice: at(106).slice(0, 10) });
    run.elapse(46);
    expect([...world.shares]).toEqual([[`valves/${X}`, 67], [`valves/${C}`, 23.1]]);
    run.elapse(75);
    expect([...world.shares]).toEqual([[`valves/${X}`, 34], [`valves/${C}`, 46.2]]);
    run.elapse(106);
    expect([...world.shares]).toEqual([[`valves/${X}`, 0], [`valves/${C}`, 70]]);
    expect(run.state.stage).toBe('draining');
    run.elapse(107);
    expect(run.state.stage).toBe('draining');
    run.elapse(121);
    expect(run.told.filter((each) => each === 'phaseOut.openOrders → supplier')).toHaveLength(2);
    world.openLines = 0;
    run.elapse(122);
    expect(run.state.stage).toBe('handover');
    for (const item of handoverItems) run.do('checkOff', { item, result: 'done' }, asking);
    run.do('settle', {}, asking);
    expect(world).toMatchObject({ status: 'inactive', access: false });
    expect(phaseOutView(run.state)).toMatchObject({ status: 'closed', outcome: 'phasedOut', waitingFor: null });
    expect(refusal(() => run.do('abort', {}, asking))).toBe('caseEnded');
  });

  it('aborted after the second step leaves everything as it was, the latest undone first, and everybody told hears of it', () => {
    const world = new World();
    world.shares.set(`valves/${B}`, 10);
    const before = world.outside();
    const run = new Run(world).do('chooseBackup', { category: 'valves', supplierId: B, share: 60 }, asking).do('approve', {}, first).do('approve', {}, second);
    run.elapse(30).elapse(60);
    expect(world.shares.get(`valves/${B}`)).toBeCloseTo(49.6, 5);
    run.do('abort', {}, first);
    expect(world.outside()).toEqual(before);
    expect(run.state.effects.undoes.map(({ kind }) => kind)).toEqual(['shares', 'shares', 'orderBlock', 'notice', 'status']);
    expect(run.told.slice(-3)).toEqual(['phaseOut.noticeRetracted → supplier', 'phaseOut.aborted → owner', 'phaseOut.aborted → manager']);
    expect(phaseOutView(run.state)).toMatchObject({ status: 'cancelled', outcome: 'aborted' });
  });

  it('takes back only its own part of a share that somebody else has changed since', () => {
    expect(shareUndone(50, { category: 'c', supplierId: B, from: null, base: 10, to: 33 })).toBe(27);
    expect(shareUndone(33, { category: 'c', supplierId: B, from: null, base: 10, to: 33 })).toBeNull();
  });

  it('is approved by two others than who asked, never twice by one', () => {
    const world = new World();
    world.categories = [];
    const run = new Run(world);
    expect(run.state.stage).toBe('approving');
    expect(refusal(() => run.do('approve', {}, asking))).toBe('separationOfDuties');
    run.do('approve', {}, first);
    expect(refusal(() => run.do('approve', {}, first))).toBe('separationOfDuties');
    expect(refusal(() => run.do('approve', {}, { kind: 'system', id: 'steward' }))).toBe('separationOfDuties');
    expect(refusal(() => run.do('chooseBackup', { category: 'valves', supplierId: B }, asking))).toBe('approvedAlready');
    run.do('approve', {}, second);
    expect(run.state.stage).toBe('shifting');
  });

  it('may leave a category without a source only when a manager lets it', () => {
    const run = new Run(new World());
    expect(allowedCommands(run.state)).not.toContain('approve');
    run.do('overrideSource', { category: 'valves' }, first);
    expect(run.state.stage).toBe('approving');
    expect(allowedCommands(run.state)).toContain('approve');
    expect(refusal(() => run.do('overrideSource', { category: 'unknown' }, first))).toBe('unknownCategory');
  });

  it('moves no supplier above the cap', () => {
    const world = new World();
    world.shares.set(`valves/${B}`, 40);
    world.shares.set(`valves/${X}`, 60);
    const run = new Run(world);
    expect(refusal(() => run.do('chooseBackup', { category: 'valves', supplierId: B, share: 31 }, asking))).toBe('shareCap');
    expect(refusal(() => run.do('chooseBackup', { category: 'valves', supplierId: B, share: 61 }, asking))).toBe('shareTooLarge');
    expect(refusal(() => run.do('chooseBackup', { category: 'valves', supplierId: X }, asking))).toBe('backupNotPossible');
    run.do('chooseBackup', { category: 'valves', supplierId: B }, asking);
    expect(run.state.backups).toEqual([{ category: 'valves', supplierId: B, share: 30 }]);
    world.statuses.set(C, 'active');
    run.do('chooseBackup', { category: 'valves', supplierId: C }, asking);
    expect(run.state.backups.at(-1)).toEqual({ category: 'valves', supplierId: C, share: 30 });
  });

  it('invites a backup that nobody is bringing in yet, which an abort does not take back', () => {
    const world = new World();
    world.statuses.set(C, 'prospect');
    const run = new Run(world).do('chooseBackup', { category: 'valves', supplierId: C }, asking);
    expect(run.state).toMatchObject({ stage: 'awaitingBackup', done: [], effects: { does: [{ kind: 'backupInvited', supplierId: C }] } });
    world.statuses.set(C, 'onboarding');
    run.do('chooseBackup', { category: 'valves', supplierId: C, share: 10 }, asking).do('abort', {}, first);
    expect(run.events).toEqual(['opened', 'backupChosen', 'backupAwaited', 'backupInvited', 'backupChosen', 'aborted']);
  });

  it('chooses again when a backup is lost, and holds the shift when one is lost on the way', () => {
    const world = new World();
    const run = new Run(world).do('chooseBackup', { category: 'valves', supplierId: C }, asking);
    world.statuses.set(C, 'rejected');
    run.elapse(1);
    expect(run.state).toMatchObject({ stage: 'choosingBackup', backups: [] });
    expect(run.told).toContain('phaseOut.backupLost → owner');
    run.do('chooseBackup', { category: 'valves', supplierId: B }, asking).do('approve', {}, first).do('approve', {}, second);
    world.statuses.set(B, 'blocked');
    run.elapse(31).elapse(32);
    expect(world.shares.size).toBe(0);
    expect(run.told.filter((each) => each.startsWith('phaseOut.stepHeld'))).toHaveLength(2);
    run.elapse(120);
    expect(world.blockedFrom).toBe(at(122).slice(0, 10));
    run.do('overrideSource', { category: 'valves' }, first).elapse(121);
    expect([...world.shares]).toEqual([[`valves/${X}`, 67]]);
  });

  it('takes other steps only where they make a plan, and a manager may go on with orders still open', () => {
    const world = new World();
    world.categories = [];
    const run = new Run(world);
    expect(refusal(() => run.do('planShift', { steps: [{ afterDays: 10, moved: 50 }] }, asking))).toBe('stepsNotPossible');
    expect(refusal(() => run.do('planShift', { steps: [{ afterDays: 10, moved: 50 }, { afterDays: 5, moved: 100 }] }, asking))).toBe('stepsNotPossible');
    run.do('planShift', { steps: [{ afterDays: 0, moved: 100 }] }, asking).do('approve', {}, first).do('approve', {}, second).elapse(0);
    expect(run.state.stage).toBe('draining');
    run.elapse(60);
    expect(run.told).toContain('phaseOut.openOrders → manager');
    run.do('waiveOpenOrders', {}, first);
    expect(run.state.stage).toBe('handover');
  });

  it('has terms that a policy may only set to what can be', () => {
    expect(phaseOutTermsSchema.safeParse({ steps: [{ ofNotice: 50, moved: 90 }] }).success).toBe(false);
    expect(phaseOutTermsSchema.safeParse({ climbAfter: [2, 0] }).success).toBe(false);
  });
});

describe('no sequence of commands', () => {
  const names = Object.keys(phaseOutCommands) as PhaseOutCommandName[];
  const actors = [asking, first, second, { kind: 'contact', id: 'contact' } as const];
  const factsOf = (name: PhaseOutCommandName, draw: number): object => {
    const category = draw % 7 === 0 ? 'unknown' : 'valves';
    const supplierId = [B, C, X][draw % 3];
    if (name === 'chooseBackup') return { category, supplierId, ...(draw % 2 === 0 ? { share: 1 + (draw % 100) } : {}) };
    if (name === 'dropBackup') return { category, supplierId };
    if (name === 'overrideSource') return { category };
    if (name === 'planShift') return { steps: [{ afterDays: draw % 40, moved: 40 }, { afterDays: (draw % 40) + (draw % 30), moved: 100 }] };
    if (name === 'checkOff') return { item: handoverItems[draw % handoverItems.length], result: 'done' };
    return {};
  };
  const move = fc.record({
    what: fc.constantFrom<string[]>('any command', 'an allowed one', 'an allowed one', 'approve', 'elapse', 'elapse', 'remind', 'climb', 'world'),
    by: fc.constantFrom<Actor>(...actors),
    draw: fc.nat(1_000),
  });

  it('leaves the state machine, or loses a compensation', () => {
    const reached = new Set<string>();
    fc.assert(
      fc.property(fc.array(move, { minLength: 10, maxLength: 60 }), fc.boolean(), fc.boolean(), fc.boolean(), fc.nat(3), (moves, abort, sole, ahead, preset) => {
        const world = new World();
        world.categories = sole ? [{ category: 'valves', otherSources: 0 }, { category: 'pumps', otherSources: 2 }] : [{ category: 'valves', otherSources: 1 }];
        if (preset > 0) world.shares.set(`valves/${X}`, preset * 25);
        const before = world.outside();
        const run = new Run(world);
        if (ahead) run.do('chooseBackup', { category: 'valves', supplierId: B }, asking).do('approve', {}, first).do('approve', {}, second);
        for (const each of moves) {
          const { state } = run;
          if (isEnd(state.stage)) break;
          run.day += each.draw % 20;
          try {
            play(run, each);
          } catch (error) {
            // A refusal leaves everything as it stood.
            if ((error as Error).name !== 'Refusal') throw error;
            expect(run.state).toBe(state);
          }
          reached.add(run.state.stage);
          holds(run);
        }
        if (!abort || isEnd(run.state.stage)) return;
        run.do('abort', {}, first);
        expect(world.outside()).toEqual(before);
      }),
      { numRuns: 400 },
    );
    expect([...reached].sort()).toEqual(expect.arrayContaining(['approving', 'awaitingBackup', 'choosingBackup', 'draining', 'shifting']));
  });

  function play(run: Run, { what, by, draw }: { what: string; by: Actor; draw: number }): void {
    const allowed = allowedCommands(run.state).filter((each) => !['abort', 'reject', 'cancel'].includes(each));
    const name = what === 'approve' ? what : (what === 'any command' ? names.filter((each) => each !== 'abort') : allowed)[draw % (what === 'any command' ? names.length - 1 : allowed.length)];
    const moment = { index: draw % 2, at: at(run.day) };
    if (what === 'world') change(run.world, draw);
    else if (what === 'elapse') run.elapse(run.day);
    else if (what === 'remind' || what === 'climb') decideMoment(run.state, { kind: what, ...moment }, moment.at);
    else if (name) run.do(name, factsOf(name, draw), by);
  }

  function change(world: World, draw: number): void {
    world.statuses.set([B, C][draw % 2] ?? B, (['active', 'onboarding', 'active', 'rejected', 'blocked', 'prospect'] as const)[draw % 6] ?? 'active');
    world.openLines = draw % 3;
  }

  function holds({ state, world, told }: Run): void {
    const shifted = state.done.length > 0;
    const approvers = state.approvals.map(({ by }) => by);
    const faults = {
      stage: !phaseOutStages.includes(state.stage),
      status: state.stage !== 'closed' && world.status !== (shifted ? 'phasing-out' : 'active'),
      block: (world.blockedFrom !== null) !== shifted,
      notice: (world.notice !== null) !== (told.includes('phaseOut.notice → supplier') && state.stage !== 'aborted'),
      cap: [...world.shares].some(([key, share]) => !key.endsWith(X) && share > 70),
      approvals: new Set(approvers).size !== approvers.length || approvers.includes(asking.id),
      allowed: allowedCommands(state).some((name) => name !== 'approve' && refusal(() => checkCommand(state, { name, facts: {} } as PhaseOutCommand, first)) !== 'none'),
    };
    const found = Object.entries(faults).filter(([, wrong]) => wrong);
    if (found.length > 0) throw new Error(`in ${state.stage}: ${found.map(([name]) => name).join(', ')}`);
  }
});
