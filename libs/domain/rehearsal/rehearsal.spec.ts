import { describe, expect, it } from '@jest/globals';
import { DateTime } from 'luxon';
import { actOn, mannerOf, type WaitingStep } from './cast.js';
import { chance } from './chance.js';
import { daysOf, factualDay, lastFullYear, playedDay, stretchOf, yearFrom } from './past.js';
import { compareOutcomes, differingGrades, type Outcome } from './story.js';

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
      mails: { sent: 9, toSuppliers: 4, byTemplate: {} },
      cases: { opened: 1, reminders: 2, escalations: 0, extensions: 0, effective: 1, failed: 0, cancelled: 0, open: 0 },
      proposals: {},
      consequences: {},
    };
    const stricter = { ...outcome, cases: { ...outcome.cases, opened: 3 }, proposals: { phaseOut: 1 } };
    const figures = new Map(compareOutcomes(outcome, stricter).map(({ figure, values }) => [figure, values]));
    expect(figures.get('cases opened')).toEqual([1, 3]);
    expect(figures.get('proposal phaseOut')).toEqual([0, 1]);
    expect(figures.get('grades A')).toEqual([1, 1]);
  });
});
