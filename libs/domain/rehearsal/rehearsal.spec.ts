import { describe, expect, it } from '@jest/globals';
import { DateTime } from 'luxon';
import { actOn, mannerOf, type WaitingStep } from './cast.js';
import { chance } from './chance.js';
import { answerFaults } from '../questionnaire/answers.js';
import { defaultQuestionnaire } from '../questionnaire/default-questionnaire.js';
import { qualify } from '../questionnaire/qualify.js';
import type { Questionnaire } from '../questionnaire/questionnaire.js';
import { filledIn } from './lifecycle.js';
import { answerOf, appealBy, appealDecisionBy, calibrationBy, overrideOf, proposalDecisionBy, ratingBy, releaseBy } from './office.js';
import { daysOf, factualDay, lastFullYear, playedDay, stretchOf, yearFrom } from './past.js';
import { compareOutcomes, differingGrades, differingSuppliers, type Outcome } from './story.js';

const now = new Date('2026-11-22T12:00:00Z');

describe('the past that is played', () => {
  it('lies ahead of now, on the same days of the week, with the same leap days', () => {
    for (const from of ['2008-01-01', '2012-02-01', '2014-01-01', '2025-07-01']) {
      const stretch = stretchOf(from, yearFrom(from), now);
      for (const day of daysOf(stretch)) {
        const played = playedDay(day, stretch);
        expect(Date.parse(played)).toBeGreaterThan(now.getTime());
        expect(DateTime.fromISO(played).weekday).toBe(DateTime.fromISO(day).weekday);
        expect(played.slice(5)).toBe(day.slice(5));
        expect(factualDay(played, stretch)).toBe(day);
      }
    }
  });

  it('is a year at most, and not empty', () => {
    expect(daysOf(stretchOf('2012-01-01', yearFrom('2012-01-01'), now))).toHaveLength(366);
    expect(() => stretchOf('2014-01-01', '2015-01-02', now)).toThrow(RangeError);
    expect(() => stretchOf('2014-01-01', '2013-12-31', now)).toThrow(RangeError);
    expect(() => stretchOf('2080-01-01', '2080-12-31', now)).toThrow(RangeError);
  });

  it('begins by itself with the last twelve whole months', () => {
    expect(lastFullYear('2015-09-14')).toBe('2014-09-01');
    expect(lastFullYear('2015-09-30')).toBe('2014-10-01');
  });
});

describe('the cast', () => {
  it('is drawn by the seed alone, in the shares that are stated', () => {
    const codes = Array.from({ length: 20_000 }, (_, at) => `S-${at}`);
    const counts = { prompt: 0, late: 0, silent: 0 };
    for (const code of codes) counts[mannerOf(7, code)] += 1;
    expect(counts.prompt / codes.length).toBeCloseTo(0.62, 1);
    expect(counts.late / codes.length).toBeCloseTo(0.23, 1);
    expect(counts.silent / codes.length).toBeCloseTo(0.15, 1);
    expect(codes.map((code) => mannerOf(7, code))).toEqual(codes.map((code) => mannerOf(7, code)));
    expect(codes.some((code) => mannerOf(7, code) !== mannerOf(8, code))).toBe(true);
    for (const code of codes.slice(0, 100)) expect(chance(1, code)).toBeLessThan(1);
  });

  const step = (supplierCode: string, stage: string): WaitingStep => ({
    supplierCode,
    caseNumber: 1,
    stage,
    round: 1,
    since: '2042-03-03T08:00:00.000Z',
    dueAt: '2042-03-24T23:59:59.999Z',
    extensionPending: false,
  });
  const codeOf = (manner: string) => Array.from({ length: 100 }, (_, at) => `S-${at}`).filter((code) => mannerOf(1, code) === manner);

  it('answers in time, late, or never, as each supplier does', () => {
    for (const code of codeOf('prompt')) expect(actOn(1, step(code, 'planning'))?.at).toMatch(/^2042-03-(0[3-9]|1\d|2[0-4])/);
    for (const code of codeOf('late')) {
      const act = actOn(1, step(code, 'planning'));
      expect(act?.command === 'requestExtension' || (act?.at ?? '') > '2042-03-24T23:59').toBe(true);
    }
    for (const code of codeOf('silent')) expect(actOn(1, step(code, 'planning'))).toBeNull();
  });

  it('lets our own people act on what waits for them, and nobody on what has ended', () => {
    expect(actOn(1, step('S-1', 'planReview'))?.by).toBe('owner');
    expect(actOn(1, step('S-1', 'verifying'))?.by).toBe('quality');
    expect(actOn(1, { ...step('S-1', 'planning'), extensionPending: true })?.command).toBe('decideExtension');
    expect(actOn(1, step('S-1', 'closed'))).toBeNull();
  });
});

describe('our own people', () => {
  const of = { seed: 1, cycle: '2014-01-01/2014-03-31 ' };
  const window = { since: new Date('2042-04-03T08:00:00Z'), until: new Date('2042-04-08T23:59:00Z') };
  const codes = Array.from({ length: 2_000 }, (_, at) => `S-${at}`);

  it('draw alike for the same seed, and another seed has them act otherwise', () => {
    const acts = (seed: number) => codes.slice(0, 50).map((code) => proposalDecisionBy(seed, { supplierCode: code, kind: 'consequence', about: 'award' }, window.since));
    expect(acts(1)).toEqual(acts(1));
    expect(acts(1)).not.toEqual(acts(2));
  });

  it('override few grades, and never into the same one', () => {
    const overridden = codes.map((code) => overrideOf(of, code, 'B')).filter((each) => each !== null);
    expect(overridden.length / codes.length).toBeCloseTo(0.03, 1);
    expect(overridden).not.toContain('B');
    expect(codes.every((code) => overrideOf(of, code, 'N') === null)).toBe(true);
  });

  it('have answers on the scale, and leave what cannot be computed to the computer', () => {
    for (const code of codes.slice(0, 200)) {
      const answer = answerOf(of, { rater: 'rater@example.com', supplierCode: code, question: 'quality' }, { least: 1, most: 5 });
      expect(answer === null || (Number.isInteger(answer) && answer >= 1 && answer <= 5)).toBe(true);
      const { end } = appealDecisionBy(of, { supplierCode: code, grade: 'C', scored: false }, window);
      expect(end.decision === 'rejected' || end.to === 'recompute').toBe(true);
    }
  });

  it('leave some things to the deadline, and some raters never answer', () => {
    const cycles = codes.map((cycle) => ({ seed: 1, cycle }));
    expect(cycles.some((each) => calibrationBy(each, window) === null)).toBe(true);
    expect(cycles.some((each) => releaseBy(each, window) === null)).toBe(true);
    const sent = cycles.map((each) => ratingBy(each, 'rater@example.com', window));
    expect(sent).toContain(null);
    expect(sent.some((at) => at !== null && at > window.until)).toBe(true);
    expect(codes.some((code) => appealBy(of, code, 'C', window) !== null)).toBe(true);
    expect(codes.every((code) => appealBy(of, code, 'A', window) === null)).toBe(true);
  });
});

describe('suppliers that come in', () => {
  const questionnaire: Questionnaire = { ...defaultQuestionnaire, version: 'standard-1' };
  const filled = (code: string, seed = 1) => filledIn(seed, code, questionnaire, { day: '2042-01-15', file: '00000000-0000-4000-8000-000000000000' });

  it('fill in the questionnaire as it takes it, alike for the same seed, and not all alike', () => {
    const codes = Array.from({ length: 300 }, (_, at) => `newcomer-${at}`);
    for (const code of codes) expect([code, answerFaults(questionnaire, filled(code))]).toEqual([code, []]);
    expect(filled('newcomer-1')).toEqual(filled('newcomer-1'));
    const scores = codes.map((code) => qualify(questionnaire, filled(code), '2042-01-15').reached);
    expect(new Set(scores)).toEqual(new Set([true, false]));
  });
});

describe('the comparison of two policies', () => {
  it('names whose grade differs, and leaves out who was judged once', () => {
    const period = { periodStart: '2014-01-01', periodEnd: '2014-03-31' };
    const first = [
      { supplier: 'Beta', ...period, grade: 'A' as const },
      { supplier: 'Alpha', ...period, grade: 'B' as const },
      { supplier: 'Gamma', ...period, grade: 'C' as const },
    ];
    const second = [
      { supplier: 'Alpha', ...period, grade: 'C' as const },
      { supplier: 'Beta', ...period, grade: 'A' as const },
    ];
    expect(differingGrades(first, second)).toEqual([{ supplier: 'Alpha', ...period, grades: ['B', 'C'] }]);
  });

  it('puts every figure of either beside the other', () => {
    const outcome: Outcome = {
      policy: { version: 1, name: 'First' },
      suppliers: 3,
      manners: { prompt: 1, late: 0, silent: 0 },
      monitoringRuns: 90,
      evaluations: [{ periodStart: '2014-01-01', periodEnd: '2014-03-31', grades: { A: 1, B: 1, C: 1, N: 0 }, publishedOn: null, closedOn: null }],
      restated: 0,
      alerts: { raised: 2, closed: 1, byRule: {} },
      mails: { sent: 9, toSuppliers: 4, withoutCase: 1, byTemplate: {} },
      cases: { opened: 1, reminders: 2, escalations: 0, extensions: 0, effective: 1, failed: 0, cancelled: 0, open: 0 },
      onboardings: { opened: 1, active: 1, rejected: 0, expired: 0, open: 0 },
      phaseOuts: { opened: 0, steps: 0, phasedOut: 0, rejected: 0, aborted: 0, open: 0 },
      proposals: {},
      decidedProposals: [],
      consequences: {},
      appeals: { filed: 0, upheld: 0, rejected: 0, undecided: 0 },
      ratings: { asked: 0, answered: 0 },
      work: { cases: 3, cycles: 1, appeals: 0, proposals: 0, ratings: 0 },
    };
    const stricter = { ...outcome, cases: { ...outcome.cases, opened: 3 }, proposals: { phaseOut: 1 } };
    const figures = new Map(compareOutcomes(outcome, stricter).map(({ figure, values }) => [figure, values]));
    expect(figures.get('cases opened')).toEqual([1, 3]);
    expect(figures.get('proposal phaseOut')).toEqual([0, 1]);
    expect(figures.get('grades A')).toEqual([1, 1]);
    expect(figures.get('decisions by our people')).toEqual([4, 4]);
  });

  it('names whom something befalls more often under one of them', () => {
    const raised = { on: '2014-02-01', kind: 'alertRaised' as const, supplier: 'Alpha', rule: 'leadTimeLengthening', severity: 'medium', raisedFor: '2014-01-31', category: null };
    const opened = { on: '2014-04-03', kind: 'case' as const, supplier: 'Beta', event: 'opened', severity: 'major', data: {} };
    expect(differingSuppliers([raised, opened], [opened, { ...raised, supplier: 'Gamma' }, raised])).toEqual([
      { what: 'alert', name: 'leadTimeLengthening', supplier: 'Gamma', counts: [0, 1] },
    ]);
  });
});
