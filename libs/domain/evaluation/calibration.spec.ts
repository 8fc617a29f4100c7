import fc from 'fast-check';
import { calibrate, type Rating } from './calibration.js';

const terms = { minimumRaters: 3, minimumShared: 5 };
const HARSH = 'rater-0';
const GENEROUS = 'rater-1';

const supplierIds = (count: number) => Array.from({ length: count }, (_, index) => `supplier-${index}`);
const raterIds = Array.from({ length: 20 }, (_, index) => `rater-${index}`);
const ranked = (means: ReadonlyMap<string, number>) => [...means].sort(([, a], [, b]) => b - a).map(([id]) => id);

function meansOf(ratings: readonly Rating[]): Map<string, number> {
  const given = new Map<string, number[]>();
  for (const { supplierId, value } of ratings) given.set(supplierId, [...(given.get(supplierId) ?? []), value]);
  return new Map([...given].map(([id, values]) => [id, values.reduce((sum, value) => sum + value, 0) / values.length]));
}
const calibratedMeans = (ratings: readonly Rating[]) => new Map(calibrate(ratings, terms).suppliers.map(({ supplierId, calibrated, raw }) => [supplierId, calibrated ?? raw]));

/** Suppliers that differ, at least three raters each, and raters with at least five suppliers each; drawn otherwise. */
const panels = fc
  .integer({ min: 8, max: 25 })
  .chain((count) =>
    fc.record({
      qualities: fc.uniqueArray(fc.integer({ min: 30, max: 70 }), { minLength: count, maxLength: count }),
      chosen: fc.array(fc.uniqueArray(fc.integer({ min: 0, max: count - 1 }), { minLength: 5, maxLength: count }), { minLength: 20, maxLength: 20 }),
      harsh: fc.record({ lower: fc.double({ min: 8, max: 15, noNaN: true }), spread: fc.double({ min: 0.4, max: 1.1, noNaN: true }) }),
      generous: fc.record({ higher: fc.double({ min: 8, max: 15, noNaN: true }), spread: fc.double({ min: 0.4, max: 1.1, noNaN: true }) }),
    }),
  )
  .map(({ qualities, chosen, harsh, generous }) => {
    const ids = supplierIds(qualities.length);
    // Raters 17 to 19 know everybody, so that no supplier has fewer than three.
    const rated = (rater: number) => (rater > 16 ? ids.map((_, index) => index) : (chosen[rater] ?? []));
    const unbiased = raterIds.flatMap((raterId, rater) => rated(rater).map((index) => ({ raterId, supplierId: ids[index] ?? '', value: qualities[index] ?? 0 })));
    const biased = unbiased.map((rating) => {
      if (rating.raterId === HARSH) return { ...rating, value: (rating.value - 50) * harsh.spread + 50 - harsh.lower - 20 };
      if (rating.raterId === GENEROUS) return { ...rating, value: (rating.value - 50) * generous.spread + 50 + generous.higher + 20 };
      return rating;
    });
    return { unbiased, biased };
  });

describe('a calibration', () => {
  it('gives the ranks of the unbiased panel although one of 20 raters is harsh and one is generous', () => {
    fc.assert(
      fc.property(panels, ({ unbiased, biased }) => {
        expect(ranked(calibratedMeans(biased))).toEqual(ranked(meansOf(unbiased)));
      }),
      { numRuns: 300 },
    );
  });

  it('is needed for that: the raw means of such panels are not always in the right order', () => {
    const wrong = fc.sample(panels, 100).filter(({ unbiased, biased }) => ranked(meansOf(biased)).join() !== ranked(meansOf(unbiased)).join());
    expect(wrong.length).toBeGreaterThan(10);
  });

  it('keeps the ranks also where raters differ a little about suppliers that differ much', () => {
    const noisy = fc.tuple(panels, fc.array(fc.double({ min: -1.5, max: 1.5, noNaN: true }), { minLength: 600, maxLength: 600 }));
    fc.assert(
      fc.property(noisy, ([{ unbiased, biased }, noise]) => {
        // Suppliers 8 points apart, whatever was drawn: differences among raters are smaller than those among suppliers.
        const order = ranked(meansOf(unbiased)).reverse();
        const apart = new Map(order.map((id, index) => [id, 8 * index]));
        const drawn = biased.map((rating, index) => {
          const own = (apart.get(rating.supplierId) ?? 0) + (noise[index] ?? 0);
          const shift = rating.raterId === HARSH ? -15 : rating.raterId === GENEROUS ? 15 : 0;
          return { ...rating, value: own + shift };
        });
        const calibration = calibrate(drawn, terms);
        const values = new Map([...meansOf(calibration.ratings.map((each) => ({ ...each, value: each.calibrated ?? each.value })))]);
        expect(ranked(values).reverse()).toEqual(order);
      }),
      { numRuns: 200 },
    );
  });

  it('takes no notice of how a rater uses the scale', () => {
    fc.assert(
      fc.property(panels, fc.double({ min: 0.2, max: 3, noNaN: true }), fc.double({ min: -40, max: 40, noNaN: true }), ({ biased }, stretch, shift) => {
        const other = biased.map((rating) => (rating.raterId === HARSH ? { ...rating, value: rating.value * Math.min(stretch, 1) - 100 - Math.abs(shift) } : rating));
        const [before, after] = [calibratedMeans(biased), calibratedMeans(other)];
        for (const [id, mean] of before) expect(after.get(id)).toBeCloseTo(mean, 6);
      }),
      { numRuns: 100 },
    );
  });

  const panelOf = (values: Readonly<Record<string, readonly number[]>>): Rating[] =>
    Object.entries(values).flatMap(([raterId, given]) => given.map((value, index) => ({ raterId, supplierId: `supplier-${index}`, value })));

  it('leaves raw who shares fewer than five suppliers with panels of three, and says so', () => {
    const { raters, ratings, suppliers } = calibrate(panelOf({ a: [10, 20, 30, 40, 50], b: [10, 20, 30, 40, 50], c: [60, 70, 80, 90] }), terms);
    // The fifth supplier has two raters only: nobody shares five with a panel.
    expect(raters.map(({ raterId, shared, leftRaw }) => [raterId, shared, leftRaw])).toEqual([
      ['a', 4, 'tooFewShared'],
      ['b', 4, 'tooFewShared'],
      ['c', 4, 'tooFewShared'],
    ]);
    expect(ratings.every(({ calibrated }) => calibrated === null)).toBe(true);
    expect(suppliers[0]).toMatchObject({ raters: 3, calibrated: null });
    expect(suppliers[0]?.raw).toBeCloseTo(80 / 3);
  });

  it('leaves raw who says the same of everybody', () => {
    const { raters } = calibrate(panelOf({ a: [10, 20, 30, 40, 50], b: [20, 30, 40, 50, 60], c: [100, 100, 100, 100, 100] }), terms);
    expect(raters.map(({ leftRaw }) => leftRaw)).toEqual([null, null, 'noSpread']);
  });

  it('leaves everybody raw where the panel makes no difference between suppliers', () => {
    const { raters } = calibrate(panelOf({ a: [50, 50, 50, 50, 50], b: [50, 50, 50, 50, 50], c: [10, 20, 80, 90, 95] }), terms);
    expect(raters.every(({ leftRaw }) => leftRaw === 'noSpread')).toBe(true);
  });

  it('corrects a rater wherever the rater rates, and stays on the scale', () => {
    const ratings = [
      ...panelOf({ a: [0, 10, 20, 30, 100], b: [0, 10, 20, 30, 100], c: [50, 55, 60, 65, 100] }),
      { raterId: 'c', supplierId: 'alone', value: 100 },
    ];
    const { ratings: calibrated, suppliers } = calibrate(ratings, terms);
    expect(calibrated.at(-1)?.calibrated).not.toBeNull();
    expect(suppliers.every(({ calibrated: mean }) => mean !== null && mean >= 0 && mean <= 100)).toBe(true);
  });

  it('has nothing to say without ratings', () => {
    expect(calibrate([], terms)).toEqual({ raters: [], ratings: [], suppliers: [] });
  });
});
