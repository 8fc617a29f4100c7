import fc from 'fast-check';
import { Refusal, SYSTEM, type Actor, type Decision } from '../process/decision.js';
import { defaultQuestionnaire } from '../questionnaire/default-questionnaire.js';
import type { Answers } from '../questionnaire/answers.js';
import { qualify } from '../questionnaire/qualify.js';
import { questionsOf } from '../questionnaire/questionnaire.js';
import { defaultSegmentationTerms } from '../segmentation/terms.js';
import { statusAfter, type SupplierStatus } from '../supplier/status.js';
import { allowedCommands } from './arc.js';
import { onboardingCommands, type OnboardingCommand, type OnboardingCommandName } from './commands.js';
import { approvalsNeeded } from './approvals.js';
import { isEnd, onboardingStages, onboardingView, type OnboardingSeen, type OnboardingState, type TrialGrade } from './state.js';
import { defaultOnboardingRules, type OnboardingTerms } from './terms.js';
import { decideCommand, decideMoment, openOnboarding, type OnboardingOpening } from './transition.js';

const at = '2026-03-02T08:00:00.000Z';
const contact: Actor = { kind: 'contact', id: 'contact' };
const asking: Actor = { kind: 'staff', id: 'asking' };
const first: Actor = { kind: 'staff', id: 'first' };
const second: Actor = { kind: 'staff', id: 'second' };
const names = Object.keys(onboardingCommands) as OnboardingCommandName[];

const defaultOnboardingTerms: OnboardingTerms = { ...defaultOnboardingRules, questionnaire: 'standard-1' };
const questionnaire = { ...defaultQuestionnaire, version: defaultOnboardingTerms.questionnaire };
const scored = (answers: Answers) => ({ qualification: qualify(questionnaire, answers, at.slice(0, 10)) });
const certificate = { kind: 'ISO 9001', number: '1', validFrom: '2025-01-01', validTo: null, files: [] };
/** The first answer to each choice, and the most of each number. */
const good = scored(Object.fromEntries(questionsOf(questionnaire).map((each) => [each.question, each.kind === 'choice' ? (each.choices[0]?.answer ?? null) : each.kind === 'number' ? each.most : each.kind === 'certificate' ? certificate : null])));
const poor = scored({});
const routine = { sourcesAvailable: 'many', switchingCost: 'low', substitutes: 'ready', criticality: 'unnoticed', qualityImpact: 'none' };
const strategic = { sourcesAvailable: 'none', switchingCost: 'prohibitive', substitutes: 'none', criticality: 'stops', qualityImpact: 'decides' };

class Run {
  state: OnboardingState;
  status: SupplierStatus;
  last: Decision<OnboardingState> | null = null;

  constructor(more: Partial<OnboardingOpening> = {}) {
    this.status = more.requalifies ? 'active' : 'prospect';
    this.state = this.take(
      openOnboarding({ ...more, caseId: 'c', supplierId: 's', cause: 'onboarding', terms: defaultOnboardingTerms, segmentation: defaultSegmentationTerms, policyVersion: 1, askedBy: [asking.id] }, at),
    );
  }

  do(name: OnboardingCommandName, facts: object = {}, actor: Actor = asking, seen: OnboardingSeen = {}): this {
    const right = name === 'approve' && !('authority' in facts) ? { authority: { roles: ['manager'], standsInFor: [] } } : {};
    this.state = this.take(decideCommand(this.state, { name, facts: { ...right, ...facts } } as OnboardingCommand, actor, at, seen));
    return this;
  }

  elapse(trial: TrialGrade): this {
    this.state = this.take(decideMoment(this.state, { kind: 'elapse', index: 0, at }, at, { trial }));
    return this;
  }

  take(decision: Decision<OnboardingState>): OnboardingState {
    this.last = decision;
    if (decision.supplier) this.status = statusAfter(this.status, decision.supplier) ?? 'blocked';
    return decision.state;
  }
}

const refusal = (act: () => unknown): string => {
  try {
    act();
    return 'none';
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
};
const graded = (grade: TrialGrade['grade']): TrialGrade => ({ grade, score: grade === 'N' ? null : '81.5', from: '2026-03-02', to: '2026-05-26' });
const inTrial = () => approving().do('approve', {}, first).do('agreeContract');
const told = ({ last }: Run) => last?.notifications.map(({ template, to }) => `${template} ${to}`);
const answered = (facts: object = good, agreement: string | undefined = '2026-1') => new Run().do('answerQuestionnaire', { ...facts, agreement }, contact);
const approving = (answers: object = routine, expectedSpend = 1000) => answered().do('acceptDocuments').do('segment', { answers, expectedSpend });

describe('an onboarding', () => {
  it('leads a supplier from prospect to active', () => {
    const run = approving().do('approve', {}, first).do('agreeContract').do('concludeTrial', { result: 'passed' });
    expect([run.state.stage, run.status, onboardingView(run.state).outcome]).toEqual(['active', 'active', 'active']);
  });

  it('asks a manager where a section is under its minimum, who then cannot approve', () => {
    const run = answered(poor).do('acceptDocuments');
    expect(run.state.stage).toBe('qualifying');
    run.do('waiveMinimum', {}, first).do('segment', { answers: routine, expectedSpend: 1 });
    expect(refusal(() => run.do('approve', {}, first))).toBe('separationOfDuties');
    expect(run.do('approve', {}, second).state.stage).toBe('contracting');
  });

  it('visits suppliers of risky segments, and goes on only from an audit that was passed', () => {
    const run = approving(strategic);
    expect(run.state).toMatchObject({ stage: 'auditing', segment: 'strategic' });
    expect(run.do('recordAudit', { result: 'failed', severities: ['major', 'minor'] }, second).state.stage).toBe('auditing');
    expect(run.do('recordAudit', { result: 'passed' }, second).state.stage).toBe('approving');
    expect(refusal(() => run.do('approve', {}, second))).toBe('separationOfDuties');
  });

  it.each([
    ['a routine supplier of little spend', routine, 1000, 1],
    ['a routine supplier of much spend', routine, 1_000_000, 2],
    ['a strategic supplier', strategic, 0, 2],
  ])('of %s has its number of approvals, each by another who did not ask', (_, answers, spend, needed) => {
    const run = approving(answers, spend);
    if (run.state.stage === 'auditing') run.do('recordAudit', { result: 'passed' }, { kind: 'staff', id: 'quality' });
    expect(approvalsNeeded(run.state)).toBe(needed);
    expect(refusal(() => run.do('approve', {}, asking))).toBe('separationOfDuties');
    expect(refusal(() => run.do('approve', {}, contact))).toBe('notForSuppliers');
    run.do('approve', {}, first);
    if (needed === 1) return expect(run.state.stage).toBe('contracting');
    expect(refusal(() => run.do('approve', {}, first))).toBe('separationOfDuties');
    return expect(run.do('approve', {}, second).state.stage).toBe('contracting');
  });

  it('activates nobody who has not accepted the agreement', () => {
    const run = new Run().do('answerQuestionnaire', good, contact).do('acceptDocuments').do('segment', { answers: routine, expectedSpend: 1 }).do('approve', {}, first).do('agreeContract');
    expect(refusal(() => run.do('concludeTrial', { result: 'passed' }))).toBe('agreementMissing');
    expect(refusal(() => run.do('acceptAgreement', { agreement: 'other' }, contact))).toBe('agreementUnknown');
    expect(run.do('acceptAgreement', { agreement: '2026-1' }, contact).do('concludeTrial', { result: 'passed' }).status).toBe('active');
  });

  it('waits in each stage for information that was asked for', () => {
    const run = answered().do('requestInformation');
    expect(onboardingView(run.state).waitingFor).toBe('supplier');
    expect(refusal(() => run.do('acceptDocuments'))).toBe('informationPending');
    expect(run.do('provideInformation', {}, contact).do('acceptDocuments').state.stage).toBe('segmenting');
  });

  it('gives the supplier more time for its answers where somebody else than who asked grants it; its clock stands still meanwhile', () => {
    const dueAt = '2026-03-23T17:00:00.000Z';
    const invited = () => {
      const run = new Run();
      run.state = { ...run.state, deadline: { dueAt, moments: [] }, overdue: true };
      return run;
    };
    const run = invited().do('requestExtension', { businessDays: 5 }, contact);
    expect([onboardingView(run.state), run.last?.due, told(run)]).toMatchObject([{ stage: 'invited', waitingFor: 'owner', overdue: false }, { of: 'buyer', businessDays: 5, exhaustedAfter: null }, ['onboarding.extensionRequested owner']]);
    expect(allowedCommands(run.state)).toEqual(expect.arrayContaining(['answerQuestionnaire', 'decideExtension']));
    expect(refusal(() => run.do('requestExtension', { businessDays: 1 }, contact))).toBe('extensionPending');
    expect(refusal(() => run.do('decideExtension', { decision: 'grant' }, contact))).toBe('notForSuppliers');
    run.state = run.take(decideCommand(run.state, { name: 'decideExtension', facts: { decision: 'grant' } }, first, '2026-03-04T08:00:00.000Z'));
    expect([onboardingView(run.state), run.last?.due, told(run)]).toMatchObject([
      { waitingFor: 'supplier', overdue: false },
      { of: 'supplier', from: dueAt, businessDays: 5, paused: [{ from: at, to: '2026-03-04T08:00:00.000Z' }], exhaustedAfter: 10 },
      ['onboarding.extensionGranted supplier'],
    ]);

    const entered = invited().do('requestExtension', { businessDays: 5 }, first);
    expect(refusal(() => entered.do('decideExtension', { decision: 'grant' }, first))).toBe('separationOfDuties');
    expect([onboardingView(entered.do('decideExtension', { decision: 'refuse' }, second).state), entered.last?.due, told(entered)]).toMatchObject([{ waitingFor: 'supplier', overdue: true }, { from: dueAt, businessDays: 0 }, ['onboarding.extensionRefused supplier']]);
    entered.do('requestExtension', { businessDays: 1 }, first).do('decideExtension', { decision: 'grant' }, second);
    expect(refusal(() => entered.do('requestExtension', { businessDays: 1 }, contact))).toBe('extensionLimit');
    expect(refusal(() => invited().do('requestExtension', { businessDays: 21 }, contact))).toBe('extensionLimit');
    expect(refusal(() => invited().do('decideExtension', { decision: 'grant' }))).toBe('noExtensionPending');
  });

  it('gives more time for what was asked for besides, each time anew, and for no step of ours', () => {
    const run = answered();
    expect(refusal(() => run.do('requestExtension', { businessDays: 1 }, contact))).toBe('notExtendable');
    run.do('requestInformation').do('requestExtension', { businessDays: 1 }, contact);
    expect([run.state.stage, onboardingView(run.state).waitingFor]).toEqual(['checking', 'owner']);
    run.do('decideExtension', { decision: 'grant' }, first).do('requestExtension', { businessDays: 2 }, contact);
    // What was asked for may come while more time for it is being decided.
    run.do('provideInformation', {}, contact);
    expect([run.state.extensionRequest, run.last?.due, told(run)]).toMatchObject([null, { of: 'buyer', businessDays: 5 }, ['onboarding.informationReceived owner']]);
    expect(run.do('requestInformation').do('requestExtension', { businessDays: 2 }, contact).state.extensions).toBe(1);
  });

  it('expires when nobody answers the invitation, and leaves the supplier to a new onboarding', () => {
    const run = new Run();
    run.state = run.take(decideMoment(run.state, { kind: 'exhaust', index: 0, at }, at));
    expect([run.state.stage, run.status, statusAfter(run.status, 'invite')]).toEqual(['expired', 'rejected', 'onboarding']);
  });

  it('goes on from an audit when the findings that hold are corrected, those of an audit before it too', () => {
    const quality: Actor = { kind: 'staff', id: 'quality' };
    expect(approving(strategic).do('recordAudit', { result: 'passed', severities: ['minor'] }, quality).state.stage).toBe('approving');
    const run = approving(strategic).do('recordAudit', { result: 'passed', severities: ['major', 'minor'] }, quality);
    expect(onboardingView(run.state)).toMatchObject({ stage: 'correcting', waitingFor: 'supplier' });
    expect(refusal(() => run.do('approve', {}, first))).toBe('wrongStage');
    expect(run.do('lookAgain', {}, SYSTEM, { corrections: { open: 1, failed: 0 } }).state.stage).toBe('correcting');
    expect(told(run.do('lookAgain', {}, SYSTEM, { corrections: { open: 0, failed: 1 } }))).toEqual(['onboarding.correctionsFailed owner']);
    expect(run.state.stage).toBe('correcting');
    expect(run.do('lookAgain', {}, SYSTEM, { corrections: { open: 0, failed: 0 } }).state.stage).toBe('approving');
    const failed = approving(strategic).do('recordAudit', { result: 'failed', severities: ['critical'] }, quality);
    expect(failed.do('recordAudit', { result: 'passed' }, quality, { corrections: { open: 1, failed: 0 } }).state.stage).toBe('correcting');
    expect(refusal(() => approving(strategic).do('lookAgain'))).toBe('nothingFound');
  });

  it('ends its trial by the grade of the deliveries; without enough of them the trial is prolonged once, and else the owner decides', () => {
    const run = inTrial();
    expect([onboardingView(run.state).waitingFor, run.last?.due]).toMatchObject([null, { elapses: true, businessDays: 60 }]);
    expect(run.elapse(graded('B')).status).toBe('active');
    expect(run.last?.events.map(({ type }) => type)).toEqual(['trialJudged', 'activated']);

    const slow = inTrial().elapse(graded('N'));
    expect([slow.state.stage, told(slow), slow.last?.due]).toMatchObject(['trial', ['onboarding.trialProlonged supplier', 'onboarding.trialProlongedOwner owner'], { elapses: true, businessDays: 20 }]);
    expect([onboardingView(slow.elapse(graded('N')).state), told(slow)]).toMatchObject([{ stage: 'trial', waitingFor: 'owner' }, ['onboarding.trialJudged owner']]);
    expect(slow.do('concludeTrial', { result: 'passed' }).status).toBe('active');

    const poorly = inTrial().elapse(graded('C'));
    expect([poorly.state.stage, poorly.state.trial?.judged?.grade, poorly.last?.due]).toMatchObject(['trial', 'C', { businessDays: 5 }]);
    expect(poorly.do('concludeTrial', { result: 'failed' }).status).toBe('rejected');

    const unsigned = new Run().do('answerQuestionnaire', good, contact).do('acceptDocuments').do('segment', { answers: routine, expectedSpend: 1 }).do('approve', {}, first).do('agreeContract');
    expect(onboardingView(unsigned.elapse(graded('A')).state)).toMatchObject({ stage: 'trial', waitingFor: 'owner' });
  });

  it('does not make a trial longer by what the supplier was asked for meanwhile', () => {
    const run = inTrial().do('requestInformation');
    run.state = run.take(decideCommand(run.state, { name: 'provideInformation', facts: {} }, contact, '2026-04-01T08:00:00.000Z'));
    expect(run.last?.due).toMatchObject({ from: at, businessDays: 60, elapses: true });
  });

  it('qualifies a supplier anew that stays active, without contract and trial', () => {
    const run = new Run({ requalifies: true });
    expect(told(run)).toEqual(['onboarding.requalification supplier']);
    run.do('answerQuestionnaire', { ...good, agreement: '2026-1' }, contact).do('acceptDocuments').do('segment', { answers: routine, expectedSpend: 1 }).do('approve', {}, first);
    expect([run.state.stage, run.status, told(run)]).toEqual(['active', 'active', ['onboarding.requalified supplier', 'onboarding.requalifiedOwner owner']]);
  });

  it.each([
    ['is not answered', (run: Run) => void (run.state = run.take(decideMoment(run.state, { kind: 'exhaust', index: 0, at }, at)))],
    ['is rejected', (run: Run) => void run.do('reject', {}, first)],
    ['is withdrawn', (run: Run) => void run.do('withdraw', {}, contact)],
  ])('that %s while it qualifies anew leaves the supplier active, and proposes to the managers to phase it out', (_, leave) => {
    const run = new Run({ requalifies: true });
    leave(run);
    expect([isEnd(run.state.stage), run.status, run.last?.proposals]).toEqual([true, 'active', [{ kind: 'phaseOut', forRole: 'manager', reason: 'notRequalified' }]]);
    expect(told(run)).toEqual(['onboarding.notRequalified supplier', 'onboarding.notRequalifiedOwner owner', 'onboarding.notRequalifiedOwner manager']);
  });

  it('is not led out of its states by any sequence of commands, and nobody asks and approves', () => {
    const factsOf = (name: OnboardingCommandName, draw: number): object => {
      if (name === 'answerQuestionnaire') return { ...[good, poor, {}][draw % 3], ...(draw % 2 === 0 ? { agreement: '2026-1' } : {}) };
      if (name === 'acceptAgreement') return { agreement: '2026-1' };
      if (name === 'segment') return { answers: [routine, strategic, {}][draw % 3], expectedSpend: draw * 10_000 };
      if (name === 'recordAudit') return { result: draw % 2 === 0 ? 'passed' : 'failed', severities: [[], ['minor'], ['critical', 'minor']][draw % 3] };
      if (name === 'concludeTrial') return { result: draw % 4 === 0 ? 'failed' : 'passed' };
      if (name === 'requestExtension') return { businessDays: 1 + (draw % 25) };
      if (name === 'decideExtension') return { decision: draw % 2 === 0 ? 'grant' : 'refuse' };
      return name === 'markDuplicate' ? { of: 'other' } : {};
    };
    const move = fc.record({ any: fc.nat(9), pick: fc.nat(1000), by: fc.constantFrom(contact, asking, first, second, { kind: 'staff', id: 'third' } as Actor), draw: fc.nat(300) });
    const reached = new Set<string>();
    fc.assert(
      fc.property(fc.array(move, { minLength: 5, maxLength: 60 }), (moves) => {
        const run = new Run();
        for (const { any, pick, by, draw } of moves) {
          const { state } = run;
          const allowed = allowedCommands(state).filter((name) => !['reject', 'withdraw', 'markDuplicate'].includes(name));
          const from = any === 0 || allowed.length === 0 ? names : allowed;
          const name = from[pick % from.length] ?? 'approve';
          const code = refusal(() => run.do(name, factsOf(name, draw), by));
          if (code !== 'none') expect(run.state).toBe(state);
          else if (name === 'approve') expect(state.askedBy).not.toContain(by.id);
          if (isEnd(state.stage)) expect(run.state).toBe(state);
          reached.add(run.state.stage);
          expect(onboardingStages).toContain(run.state.stage);
          const approvers = run.state.approvals.flatMap((each) => [each.by, ...(each.inPlaceOf === null ? [] : [each.inPlaceOf])]);
          expect(new Set(approvers).size).toBe(approvers.length);
          expect(run.status).toBe(run.state.stage === 'active' ? 'active' : isEnd(run.state.stage) ? 'rejected' : 'onboarding');
          if (run.state.stage === 'active') expect([run.state.agreement !== null, approvers.length]).toEqual([true, approvalsNeeded(run.state)]);
        }
      }),
      { numRuns: 300 },
    );
    expect([...reached]).toEqual(expect.arrayContaining(['checking', 'segmenting', 'auditing', 'approving', 'contracting']));
  });
});
