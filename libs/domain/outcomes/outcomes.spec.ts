import { defaultOutcomeGoals, judgeOutcome, outcomeNames, spanBefore, type OutcomeName } from './outcomes.js';

const judge = (name: OutcomeName, value: number | null, baseline: number | null, sample = 10) => judgeOutcome(name, { value, sample }, baseline, defaultOutcomeGoals);

describe('An outcome', () => {
  it('has the goals of the domain', () => {
    expect(outcomeNames.map((name) => defaultOutcomeGoals[name])).toEqual([3, 40, -60, 50, -30, -8]);
  });

  it.each<[OutcomeName, number, number, number, string]>([
    ['evaluationCycleTime', 3, 15, -80, 'met'],
    ['evaluationCycleTime', 3.1, 15, (-11.9 / 15) * 100, 'notMet'],
    ['rectificationResponseSpeed', 0.07, 0.05, 40, 'met'],
    ['lineStoppageHours', 5, 10, -50, 'notMet'],
    ['lineStoppageHours', 0, 10, -100, 'met'],
    ['shareOfOrdersWithA', 50, 30, (20 / 30) * 100, 'met'],
    ['eliminationRateOfC', 7, 10, -30, 'met'],
    ['purchaseCost', 93, 100, -7, 'notMet'],
  ])('%s of %d against %d has changed by %d percent: %s', (name, value, baseline, change, status) => {
    const judged = judge(name, value, baseline);
    expect(judged.status).toBe(status);
    expect(judged.change).toBeCloseTo(change, 9);
  });

  it('without enough facts says so, and shows no value', () => {
    expect(judge('purchaseCost', 90, 100, 2)).toEqual({ value: null, sample: 2, change: null, status: 'insufficientData' });
    expect(judge('evaluationCycleTime', null, 15)).toMatchObject({ status: 'insufficientData' });
  });

  it('whose goal is a change needs a baseline, one whose goal is a value does not', () => {
    expect(judge('lineStoppageHours', 5, null)).toMatchObject({ value: 5, change: null, status: 'noBaseline' });
    expect(judge('lineStoppageHours', 5, 0)).toMatchObject({ change: null, status: 'noBaseline' });
    expect(judge('lineStoppageHours', 0, 0)).toMatchObject({ change: 0, status: 'met' });
    expect(judge('evaluationCycleTime', 2, null)).toMatchObject({ change: null, status: 'met' });
  });
});

describe('The period before', () => {
  it('has as many days and ends the day before', () => {
    expect(spanBefore({ from: '2026-01-01', to: '2026-12-31' })).toEqual({ from: '2025-01-01', to: '2025-12-31' });
    expect(spanBefore({ from: '2024-03-01', to: '2024-03-01' })).toEqual({ from: '2024-02-29', to: '2024-02-29' });
  });
});
