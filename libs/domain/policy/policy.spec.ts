import { segments } from '../supplier/status.js';
import { defaultPolicy, samplePolicy } from './default-policy.js';
import { publish } from './lifecycle.js';
import { PolicyInvalid } from './fault.js';
import { minimumSampleOf, parsePolicy, scoringTermsOf } from './policy.js';

const faultsOf = (document: unknown): string[] => {
  try {
    parsePolicy(document);
    return [];
  } catch (error) {
    if (error instanceof PolicyInvalid) return error.faults.map(({ path, message }) => `${path}: ${message}`);
    throw error;
  }
};

describe('the policies that come with Steward', () => {
  it.each([defaultPolicy, samplePolicy])('$name keeps its own rules', (policy) => {
    expect(parsePolicy(JSON.parse(JSON.stringify(policy)))).toEqual(policy);
  });
  it('lets on-time delivery by lines dominate in the sample, in every segment', () => {
    for (const segment of segments) {
      const [first, ...rest] = samplePolicy.templates[segment];
      expect(first).toMatchObject({ indicator: 'onTimeDelivery' });
      expect(Math.max(...rest.map((line) => line.weight))).toBeLessThan(first?.weight ?? 0);
    }
  });
  it('makes the scores of the sample final at once', () => {
    expect(samplePolicy.appealWindowDays).toBe(0);
  });
});

describe('a policy document', () => {
  const routine = (lines: unknown) => ({ ...defaultPolicy, templates: { ...defaultPolicy.templates, routine: lines } });
  const otd = defaultPolicy.templates.routine[0];

  it('is refused when weights do not sum to 100', () => {
    expect(faultsOf(routine([{ ...otd, weight: 99.9 }]))).toEqual(['templates.routine: the weights sum to 99.9, not to 100']);
  });
  it('sums weights exactly', () => {
    const lines = ['onTimeDelivery', 'onTimeDeliveryByQuantity'].map((indicator, index) => ({ ...otd, indicator, weight: [99.9, 0.1][index] }));
    expect(faultsOf(routine(lines))).toEqual([]);
  });
  it('is refused for an unknown indicator, a double one, a normaliser upside down', () => {
    expect(faultsOf(routine([{ ...otd, indicator: 'charm', weight: 100 }]))[0]).toMatch(/^templates\.routine\.0\.indicator: /);
    expect(faultsOf(routine([{ ...otd, weight: 50 }, { ...otd, weight: 50 }]))).toEqual([
      'templates.routine.1.indicator: onTimeDelivery is weighed twice',
    ]);
    const upsideDown = { ...otd, weight: 100, normaliser: { kind: 'linear', floor: 100, target: 50 } };
    expect(faultsOf(routine([upsideDown]))).toEqual([
      'templates.routine.0.normaliser.target: must lie above the floor of 100',
    ]);
  });
  it('is refused for grade bounds out of order and for what it does not know', () => {
    expect(faultsOf({ ...defaultPolicy, gradeBounds: { A: 70, B: 75 } })).toEqual([
      'gradeBounds.B: must lie below the bound of grade A',
    ]);
    expect(faultsOf({ ...defaultPolicy, colour: 'red' })[0]).toMatch(/^colour: there is no such field/);
    expect(faultsOf(null)).toHaveLength(1);
  });
  it('takes the minimum sample of an indicator that it does not name from the indicator', () => {
    const policy = parsePolicy({ ...defaultPolicy, minimumSamples: { onTimeDelivery: 12 } });
    expect([minimumSampleOf(policy, 'onTimeDelivery'), minimumSampleOf(policy, 'leadTimeVariation')]).toEqual([12, 5]);
  });
});

describe('an indicator that a policy defines itself', () => {
  const own = { name: 'earlyShare', title: 'Early lines', unit: 'percent', direction: 'higherIsBetter', minimumSample: 7, numerator: 'linesOnTime', denominator: 'linesDue', sample: 'linesDue' };
  const weighing = (normaliser: object, indicators: object[] = [own]) => ({
    ...samplePolicy,
    indicators,
    templates: { ...samplePolicy.templates, routine: [{ indicator: 'earlyShare', weight: 100, normaliser }] },
  });
  const rising = { kind: 'linear', floor: 0, target: 100 };

  it('can be weighed, with its own minimum sample', () => {
    const policy = parsePolicy(weighing(rising));
    expect(minimumSampleOf(policy, 'earlyShare')).toBe(7);
    expect(scoringTermsOf(policy, 1).indicators?.map(({ name }) => name)).toContain('earlyShare');
  });
  it('is refused where it is not defined, scored upside down, named like a built-in one, or no safe formula', () => {
    expect(faultsOf(weighing(rising, []))[0]).toMatch(/^templates\.routine\.0\.indicator: "earlyShare" is not known/);
    expect(faultsOf(weighing({ kind: 'linear', floor: 100, target: 0 }))).toEqual(['templates.routine.0.normaliser.target: must lie above the floor of 100']);
    expect(faultsOf({ ...samplePolicy, indicators: [{ ...own, name: 'onTimeDelivery' }] })[0]).toMatch(/^indicators\.0\.name: /);
    expect(faultsOf({ ...samplePolicy, indicators: [{ ...own, scale: 100 }] })[0]).toMatch(/^indicators\.0\.scale: there is no such field here; take one of name, title,/);
    expect(faultsOf({ ...samplePolicy, indicators: [{ ...own, numerator: 'process.exit(1)' }] })[0]).toMatch(/^indicators\.0\.numerator: line 1, column \d+: /);
  });
});

describe('a document that was stored before', () => {
  it('without the terms that came later means what they say by default, and judges as it did', () => {
    const { indicators: _indicators, monitoring: _monitoring, segmentation: _segmentation, restatementPeriods: _periods, overDeliveryPercent: _more, recurrenceDays: _again, ...stored } = samplePolicy;
    expect(parsePolicy(stored)).toEqual(samplePolicy);
  });
});

describe('publishing', () => {
  it('puts a draft in the place of the policy in force', () => {
    expect(publish({ version: 3, status: 'draft' }, { version: 2, status: 'published' })).toEqual({ published: 3, superseded: 2 });
    expect(publish({ version: 1, status: 'draft' }, null)).toEqual({ published: 1, superseded: null });
  });
  it.each([
    ['published', 'alreadyPublished'],
    ['superseded', 'superseded'],
  ] as const)('is refused for a %s policy', (status, code) => {
    expect(() => publish({ version: 2, status }, null)).toThrow(expect.objectContaining({ code }));
  });
});
