import fc from 'fast-check';
import { Refusal, type Actor, type Decision } from '../process/decision.js';
import { defaultQuestionnaire } from '../questionnaire/default-questionnaire.js';
import type { Answers } from '../questionnaire/answers.js';
import { qualify } from '../questionnaire/qualify.js';
import { questionsOf } from '../questionnaire/questionnaire.js';
import { defaultSegmentationTerms } from '../segmentation/terms.js';
import { statusAfter, type SupplierStatus } from '../supplier/status.js';
import { allowedCommands } from './arc.js';
import { onboardingCommands, type OnboardingCommand, type OnboardingCommandName } from './commands.js';
import { approvalsNeeded } from './approvals.js';
import { isEnd, onboardingStages, onboardingView, type OnboardingState } from './state.js';
import { defaultOnboardingRules, type OnboardingTerms } from './terms.js';
import { decideCommand, decideMoment, openOnboarding } from './transition.js';

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
  status: SupplierStatus = 'prospect';

  constructor() {
    this.state = this.take(
      openOnboarding({ caseId: 'c', supplierId: 's', cause: 'onboarding', terms: defaultOnboardingTerms, segmentation: defaultSegmentationTerms, policyVersion: 1, askedBy: [asking.id] }, at),
    );
  }

  do(name: OnboardingCommandName, facts: object = {}, actor: Actor = asking): this {
    const right = name === 'approve' && !('authority' in facts) ? { authority: { roles: ['manager'], standsInFor: [] } } : {};
    this.state = this.take(decideCommand(this.state, { name, facts: { ...right, ...facts } } as OnboardingCommand, actor, at));
    return this;
  }

  take(decision: Decision<OnboardingState>): OnboardingState {
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
    expect(run.do('recordAudit', { result: 'failed', findings: 3 }, second).state.stage).toBe('auditing');
    expect(run.do('recordAudit', { result: 'passed', findings: 0 }, second).state.stage).toBe('approving');
    expect(refusal(() => run.do('approve', {}, second))).toBe('separationOfDuties');
  });

  it.each([
    ['a routine supplier of little spend', routine, 1000, 1],
    ['a routine supplier of much spend', routine, 1_000_000, 2],
    ['a strategic supplier', strategic, 0, 2],
  ])('of %s has its number of approvals, each by another who did not ask', (_, answers, spend, needed) => {
    const run = approving(answers, spend);
    if (run.state.stage === 'auditing') run.do('recordAudit', { result: 'passed', findings: 0 }, { kind: 'staff', id: 'quality' });
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

  it('expires when nobody answers the invitation, and leaves the supplier to a new onboarding', () => {
    const run = new Run();
    run.state = run.take(decideMoment(run.state, { kind: 'exhaust', index: 0, at }));
    expect([run.state.stage, run.status, statusAfter(run.status, 'invite')]).toEqual(['expired', 'rejected', 'onboarding']);
  });

  it('is not led out of its states by any sequence of commands, and nobody asks and approves', () => {
    const factsOf = (name: OnboardingCommandName, draw: number): object => {
      if (name === 'answerQuestionnaire') return { ...[good, poor, {}][draw % 3], ...(draw % 2 === 0 ? { agreement: '2026-1' } : {}) };
      if (name === 'acceptAgreement') return { agreement: '2026-1' };
      if (name === 'segment') return { answers: [routine, strategic, {}][draw % 3], expectedSpend: draw * 10_000 };
      if (name === 'recordAudit') return { result: draw % 2 === 0 ? 'passed' : 'failed', findings: 0 };
      if (name === 'concludeTrial') return { result: draw % 4 === 0 ? 'failed' : 'passed' };
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
