import fc from 'fast-check';
import { Exact } from '../indicators/exact.js';
import { faultsOf, normalise, type Normaliser } from './normaliser.js';

const points = (normaliser: Normaliser, value: number, direction: 'higherIsBetter' | 'lowerIsBetter') =>
  normalise(normaliser, new Exact(value), direction).toNumber();

const bands: Normaliser = {
  kind: 'bands',
  bands: [
    { bound: 95, points: 100 },
    { bound: 90, points: 80 },
  ],
  otherwise: 10,
};

describe('a linear normaliser', () => {
  const punctuality: Normaliser = { kind: 'linear', floor: 50, target: 100 };
  it.each([
    [40, 0],
    [50, 0],
    [75, 50],
    [100, 100],
  ])('from 50 to 100 gives %d %% on time %d points', (value, expected) => {
    expect(points(punctuality, value, 'higherIsBetter')).toBe(expected);
  });
  it('runs downwards where less is better', () => {
    const lateness: Normaliser = { kind: 'linear', floor: 14, target: 0 };
    expect([0, 7, 14, 20].map((days) => points(lateness, days, 'lowerIsBetter'))).toEqual([100, 50, 0, 0]);
  });
});

describe('bands and steps', () => {
  it('give the points of the best bound that is reached', () => {
    expect([96, 95, 94.99, 90, 89].map((value) => points(bands, value, 'higherIsBetter'))).toEqual([100, 100, 80, 80, 10]);
  });
  it('are reached from above where less is better', () => {
    expect([1, 2, 2.01].map((days) => points({ kind: 'step', threshold: 2 }, days, 'lowerIsBetter'))).toEqual([100, 100, 0]);
  });
});

describe('a normaliser that would reward the worse', () => {
  it.each<[string, Normaliser, string[]]>([
    ['a target under the floor', { kind: 'linear', floor: 100, target: 50 }, ['target']],
    ['a target at the floor', { kind: 'linear', floor: 50, target: 50 }, ['target']],
    ['bands out of order', { kind: 'bands', bands: [{ bound: 90, points: 100 }, { bound: 95, points: 80 }], otherwise: 0 }, ['bands.0.bound']],
    ['a worse band with as many points', { kind: 'bands', bands: [{ bound: 95, points: 80 }, { bound: 90, points: 80 }], otherwise: 0 }, ['bands.0.points']],
    ['a last band worth no more than none', { kind: 'bands', bands: [{ bound: 95, points: 10 }], otherwise: 10 }, ['bands.0.points']],
  ])('is refused for %s', (_, normaliser, paths) => {
    expect(faultsOf(normaliser, 'higherIsBetter').map((fault) => fault.path.join('.'))).toEqual(paths);
  });
  it('never passes: without faults, a better value never gets fewer points', () => {
    const number = fc.integer({ min: 0, max: 100 });
    const any = fc.oneof(
      fc.record({ kind: fc.constant('linear' as const), floor: number, target: number }),
      fc.record({
        kind: fc.constant('bands' as const),
        bands: fc.array(fc.record({ bound: number, points: number }), { minLength: 1, maxLength: 3 }),
        otherwise: fc.integer({ min: 0, max: 20 }),
      }),
    );
    fc.assert(
      fc.property(any, number, number, fc.constantFrom('higherIsBetter' as const, 'lowerIsBetter' as const), (normaliser, a, b, direction) => {
        fc.pre(faultsOf(normaliser, direction).length === 0);
        const [worse, better] = (direction === 'higherIsBetter') === a < b ? [a, b] : [b, a];
        expect(points(normaliser, better, direction)).toBeGreaterThanOrEqual(points(normaliser, worse, direction));
      }),
      { numRuns: 500 },
    );
  });
});
