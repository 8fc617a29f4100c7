import { z } from 'zod';
import type { Direction } from '../indicators/definition.js';
import { Exact } from '../indicators/exact.js';

const points = z.number().min(0).max(100);

/**
 * How a value in the indicator's unit becomes 0–100 points:
 * `linear` rises evenly from 0 points at `floor` to 100 at `target`;
 * `bands` gives the points of the first band, best first, whose bound is reached, else `otherwise`;
 * `step` gives 100 points when `threshold` is reached, else 0.
 * "Reached" is at least or at most, as the indicator's direction says.
 */
export const normaliserSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('linear'), floor: z.number(), target: z.number() }),
  z.strictObject({
    kind: z.literal('bands'),
    bands: z.array(z.strictObject({ bound: z.number(), points })).min(1).max(20),
    otherwise: points.default(0),
  }),
  z.strictObject({ kind: z.literal('step'), threshold: z.number() }),
]);

/** See {@link normaliserSchema}. */
export type Normaliser = z.infer<typeof normaliserSchema>;

/** What is wrong with a normaliser, and where within it. */
export interface NormaliserFault {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** Points from 0 to 100 for a value. */
export function normalise(normaliser: Normaliser, value: Exact, direction: Direction): Exact {
  const reached = (bound: number): boolean => (direction === 'higherIsBetter' ? value.gte(bound) : value.lte(bound));
  switch (normaliser.kind) {
    case 'linear': {
      const { floor, target } = normaliser;
      return Exact.max(0, Exact.min(100, value.minus(floor).times(100).div(new Exact(target).minus(floor))));
    }
    case 'bands':
      return new Exact(normaliser.bands.find((band) => reached(band.bound))?.points ?? normaliser.otherwise);
    case 'step':
      return new Exact(reached(normaliser.threshold) ? 100 : 0);
  }
}

/** Finds what would give a better value fewer points, or divide by zero. */
export function faultsOf(normaliser: Normaliser, direction: Direction): NormaliserFault[] {
  const better = (a: number, b: number): boolean => (direction === 'higherIsBetter' ? a > b : a < b);
  const word = direction === 'higherIsBetter' ? 'above' : 'below';
  switch (normaliser.kind) {
    case 'linear':
      return better(normaliser.target, normaliser.floor)
        ? []
        : [{ path: ['target'], message: `must lie ${word} the floor of ${normaliser.floor}` }];
    case 'bands':
      return normaliser.bands.flatMap((band, index) => faultsOfBand(normaliser, index, better, word));
    case 'step':
      return [];
  }
}

function faultsOfBand(
  { bands, otherwise }: Extract<Normaliser, { kind: 'bands' }>,
  index: number,
  better: (a: number, b: number) => boolean,
  word: string,
): NormaliserFault[] {
  const band = bands[index];
  const next = bands[index + 1];
  if (!band) return [];
  const faults: NormaliserFault[] = [];
  if (next && !better(band.bound, next.bound))
    faults.push({ path: ['bands', index, 'bound'], message: `must lie ${word} the bound of the next band, ${next.bound}` });
  if (band.points <= (next?.points ?? otherwise))
    faults.push({ path: ['bands', index, 'points'], message: 'must be more than what the next worse value gets' });
  return faults;
}
