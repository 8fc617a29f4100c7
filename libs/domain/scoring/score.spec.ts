import fc from 'fast-check';
import type { IndicatorName } from '../indicators/catalogue.js';
import { Exact } from '../indicators/exact.js';
import { type Measures, noMeasures } from '../indicators/measures.js';
import { explainScore } from './explain.js';
import { type Explanation, explanationSchema } from './explanation.js';
import type { GateName } from './grade.js';
import type { Normaliser } from './normaliser.js';
import { scoreSupplier, type ScoringTerms, type SupplierScore } from './score.js';
import type { TemplateLine } from './template.js';

const asIs: Normaliser = { kind: 'linear', floor: 0, target: 100 };

const weighing = (template: TemplateLine[], changes: Partial<ScoringTerms> = {}): ScoringTerms => ({
  policyVersion: 7,
  templates: { strategic: template, leverage: template, bottleneck: template, routine: template },
  gradeBounds: { A: 90, B: 75 },
  gates: [{ gate: 'openCriticalNonconformity', highestGrade: 'C' }],
  minimumWeightShare: 60,
  minimumSampleOf: () => 3,
  ...changes,
});

/** On-time delivery alone, its percentage being the score. */
const onTimeOnly = weighing([{ indicator: 'onTimeDelivery', weight: 100, normaliser: asIs }]);

const deliveries = (linesOnTime: number, linesDue: number, more: Partial<Measures> = {}): Measures => ({
  ...noMeasures,
  linesDue,
  linesOnTime,
  ...more,
});

function score(
  terms: ScoringTerms,
  measures: Measures,
  known: { refused?: IndicatorName[]; holding?: GateName[] } = {},
): SupplierScore {
  return scoreSupplier(terms, {
    segment: 'routine',
    measures,
    refused: new Set(known.refused),
    holding: new Set(known.holding),
  });
}

describe('the number shown is the number graded', () => {
  it.each([
    [8995, '90.0', 'A'],
    [8994, '89.9', 'B'],
    [7495, '75.0', 'B'],
    [7494, '74.9', 'C'],
    [10000, '100.0', 'A'],
    [0, '0.0', 'C'],
  ])('%i of 10,000 lines on time are shown as %s and graded %s', (onTime, shown, grade) => {
    expect(score(onTimeOnly, deliveries(onTime, 10_000))).toMatchObject({ score: shown, grade });
  });
  it('is not moved by thirds that cancel out', () => {
    const thirds = weighing([
      { indicator: 'onTimeDelivery', weight: 33.3, normaliser: asIs },
      { indicator: 'onTimeDeliveryByQuantity', weight: 33.3, normaliser: asIs },
      { indicator: 'meanLateness', weight: 33.4, normaliser: { kind: 'step', threshold: 0 } },
    ]);
    // Two thirds of 33.3 and one third of 33.3 are 33.3 exactly: with 0 for lateness the sum is 33.3.
    const measures = deliveries(2, 3, {
      quantityDue: new Exact(3),
      quantityInTime: new Exact(1),
      linesArrived: 3,
      daysLate: 5,
    });
    expect(score(thirds, measures)).toMatchObject({ score: '33.3', explanation: { sum: '33.3' } });
  });
});

describe('too few facts', () => {
  it('without due lines there is no score and grade N, never 0 or 100', () => {
    expect(score(onTimeOnly, noMeasures)).toMatchObject({ score: null, grade: 'N', explanation: { sum: null } });
  });
  it('under the minimum sample likewise, though the value shows', () => {
    const scored = score(onTimeOnly, deliveries(2, 2));
    expect(scored.grade).toBe('N');
    expect(scored.indicators[0]).toMatchObject({ value: 100, status: 'insufficientData', points: null });
  });

  const sixtyForty = weighing([
    { indicator: 'onTimeDelivery', weight: 60, normaliser: asIs },
    { indicator: 'leadTimeVariation', weight: 40, normaliser: { kind: 'linear', floor: 2, target: 0.5 } },
  ]);
  it('share their weight among the rest while 60 % of the weight has data', () => {
    const scored = score(sixtyForty, deliveries(8, 10));
    expect(scored).toMatchObject({ score: '80.0', grade: 'B' });
    expect(scored.explanation.lines[0]).toMatchObject({ sharedWeight: '100', contribution: '80' });
  });
  it('make the grade N when less than 60 % of the weight has data', () => {
    expect(score({ ...sixtyForty, minimumWeightShare: 60.1 }, deliveries(8, 10)).grade).toBe('N');
  });
  it('are not the same as a refusal, which scores 0 with its weight', () => {
    const scored = score(sixtyForty, deliveries(10, 10), { refused: ['leadTimeVariation'] });
    expect(scored).toMatchObject({ score: '60.0', grade: 'C' });
  });
});

describe('a gate', () => {
  it('caps the grade whatever the score', () => {
    const scored = score(onTimeOnly, deliveries(10, 10), { holding: ['openCriticalNonconformity'] });
    expect(scored).toMatchObject({ score: '100.0', grade: 'C', explanation: { gradeByScore: 'A' } });
  });
  it('does not make a judgement where there is none', () => {
    expect(score(onTimeOnly, noMeasures, { holding: ['openCriticalNonconformity'] }).grade).toBe('N');
  });
  it('that the policy does not name has no effect', () => {
    const terms = { ...onTimeOnly, gates: [] };
    expect(score(terms, deliveries(10, 10), { holding: ['openCriticalNonconformity'] }).grade).toBe('A');
  });
});

describe('the explanation', () => {
  const terms = weighing([
    { indicator: 'onTimeDelivery', weight: 50, normaliser: { kind: 'linear', floor: 50, target: 100 } },
    { indicator: 'meanLateness', weight: 30, normaliser: { kind: 'bands', bands: [{ bound: 2, points: 100 }, { bound: 7, points: 40 }], otherwise: 0 } },
    { indicator: 'leadTimeVariation', weight: 20, normaliser: { kind: 'step', threshold: 0.5 } },
  ]);
  const measures = deliveries(8, 10, { linesArrived: 10, daysLate: 45 });

  it('says in sentences how the score came about', () => {
    const scored = score(terms, measures, { holding: ['openCriticalNonconformity'] });
    expect(explainScore(scored.explanation)).toEqual([
      'Policy version 7, template of the routine segment.',
      'On-time delivery (order lines due whose full quantity arrived by the promised date / order lines due × 100): 8 / 10 × 100 = 80 %, sample 10.',
      '  Evenly from 0 points at 50 % to 100 at 100 %, and no further: (80 − 50) / (100 − 50) × 100 = 60 points.',
      '  Weight 50 / 80 with data × 100 = 62.5; 60 × 62.5 / 100 = 37.5.',
      'Mean lateness (days from promised date to complete arrival, early arrivals as 0, summed / lines arrived in full): 45 / 10 = 4.5 days, sample 10.',
      '  The first that holds of at most 2 days: 100 points; at most 7 days: 40 points; otherwise 0 points = 40 points.',
      '  Weight 30 / 80 with data × 100 = 37.5; 40 × 37.5 / 100 = 15.',
      'Lead-time variation (standard deviation (n − 1) of the lead times / mean lead time): 0 / 0 has no value. Insufficient data: a sample of 0, at least 3 needed; its weight of 20 goes to the rest.',
      'Sum: 37.5 + 15 = 52.5; with one decimal, half up: 52.5.',
      'A from 90, B from 75, C below: 52.5 is C.',
      'At most C, because a critical nonconformity is open.',
      'Grade C.',
    ]);
  });
  it('says why there is no score', () => {
    expect(explainScore(score(terms, noMeasures).explanation).slice(-2)).toEqual([
      'Only 0 of 100 weight has data, at least 60 needed: not enough for a score.',
      'Grade N.',
    ]);
  });
});

describe('for any deliveries and weights', () => {
  const anyMeasures = fc
    .record({
      linesDue: fc.integer({ min: 0, max: 40 }),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
      quantity: fc.integer({ min: 1, max: 100_000 }),
      daysLate: fc.integer({ min: 0, max: 900 }),
      leadDays: fc.array(fc.integer({ min: 0, max: 200 }), { maxLength: 8 }),
    })
    .map(({ linesDue, share, quantity, daysLate, leadDays }): Measures => ({
      ...noMeasures,
      linesDue,
      linesOnTime: Math.floor(linesDue * share),
      quantityDue: new Exact(linesDue * quantity),
      quantityInTime: new Exact(Math.floor(linesDue * quantity * share)),
      linesArrived: linesDue,
      daysLate,
      leadTimeLines: leadDays.length,
      leadTimeDays: leadDays.reduce((sum, days) => sum + days, 0),
      leadTimeDaysSquared: leadDays.reduce((sum, days) => sum + days * days, 0),
    }));
  const anyTerms = fc
    .array(fc.integer({ min: 1, max: 60 }), { minLength: 4, maxLength: 4 })
    .map((raw) => {
      const total = raw.reduce((sum, each) => sum + each, 0);
      const weights = raw.map((each) => Math.floor((each * 100) / total) || 1);
      const last = 100 - weights.slice(0, 3).reduce((sum, each) => sum + each, 0);
      return weighing([
        { indicator: 'onTimeDelivery', weight: weights[0] ?? 1, normaliser: { kind: 'linear', floor: 50, target: 100 } },
        { indicator: 'onTimeDeliveryByQuantity', weight: weights[1] ?? 1, normaliser: asIs },
        { indicator: 'meanLateness', weight: weights[2] ?? 1, normaliser: { kind: 'linear', floor: 14, target: 0 } },
        { indicator: 'leadTimeVariation', weight: last, normaliser: { kind: 'step', threshold: 0.5 } },
      ]);
    });

  it('the shared weights sum to 100 again, and the score lies between 0 and 100', () => {
    fc.assert(
      fc.property(anyTerms, anyMeasures, (terms, measures) => {
        const { explanation, score: shown } = score(terms, measures);
        if (shown === null) return;
        const shared = explanation.lines.reduce((sum, line) => sum.plus(line.sharedWeight ?? 0), new Exact(0));
        expect(shared.minus(100).abs().toNumber()).toBeLessThan(1e-8);
        expect(Number(shown)).toBeGreaterThanOrEqual(0);
        expect(Number(shown)).toBeLessThanOrEqual(100);
      }),
    );
  });
  it('one more line on time never lowers the score', () => {
    fc.assert(
      fc.property(anyTerms, anyMeasures, (terms, measures) => {
        fc.pre(measures.linesOnTime < measures.linesDue);
        const before = score(terms, measures);
        const after = score(terms, { ...measures, linesOnTime: measures.linesOnTime + 1 });
        expect(Number(after.score)).toBeGreaterThanOrEqual(Number(before.score));
      }),
    );
  });
  it('score and grade can be recomputed from the explanation alone, after a round trip through JSON', () => {
    fc.assert(
      fc.property(anyTerms, anyMeasures, fc.boolean(), (terms, measures, gated) => {
        const scored = score(terms, measures, { holding: gated ? ['openCriticalNonconformity'] : [] });
        const explanation = explanationSchema.parse(JSON.parse(JSON.stringify(scored.explanation)));
        expect(recomputed(explanation)).toEqual({ score: scored.score, grade: scored.grade });
      }),
    );
  });
});

/** What a person would do with a pocket calculator: every step from numerators, denominators, normalisers and weights. */
function recomputed(explanation: Explanation): { score: string | null; grade: string } {
  const scored = explanation.lines.filter(
    (line) => Number(line.denominator) > 0 && line.sample >= line.minimumSample,
  );
  const weight = scored.reduce((sum, line) => sum + line.weight, 0);
  if (weight === 0 || weight < explanation.minimumWeightShare) return { score: null, grade: 'N' };
  const sum = scored.reduce((total, line) => total.plus(pointsByHand(line).times(line.weight).div(weight)), new Exact(0));
  const score = sum.toDecimalPlaces(8).toFixed(1, Exact.ROUND_HALF_UP);
  const byScore = Number(score) >= explanation.gradeBounds.A ? 'A' : Number(score) >= explanation.gradeBounds.B ? 'B' : 'C';
  return { score, grade: explanation.gates.length > 0 ? 'C' : byScore };
}

function pointsByHand({ indicator, numerator, denominator, normaliser }: Explanation['lines'][number]): Exact {
  const ratio = new Exact(numerator).div(denominator);
  const value = indicator.startsWith('onTime') ? ratio.times(100) : ratio;
  if (normaliser.kind === 'linear') {
    const part = value.minus(normaliser.floor).div(normaliser.target - normaliser.floor).times(100);
    return part.lt(0) ? new Exact(0) : part.gt(100) ? new Exact(100) : part;
  }
  if (normaliser.kind === 'step') return new Exact(value.lte(normaliser.threshold) ? 100 : 0);
  throw new Error('No template here has bands');
}
