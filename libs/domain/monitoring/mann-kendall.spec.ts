import fc from 'fast-check';
import { mannKendall } from './mann-kendall.js';

test('agrees with the worked example of J. Little, Holy Cross ("Mann-Kendall by hand"), which has one tie', () => {
  const trend = mannKendall([12.9, 14.8, 13.2, 15.7, 13.8, 15.6, 12.9, 11.0, 17.3, 15.9, 19.0, 18.3, 20.1, 21.7]);
  expect(trend.s).toBe(54);
  expect(trend.variance).toBeCloseTo((14 * 13 * 33 - 2 * 1 * 9) / 18, 10);
  expect(trend.z).toBeCloseTo(2.9058, 4);
  // He gives 0.0018 on one side.
  expect(trend.p / 2).toBeCloseTo(0.0018, 4);
});

test('agrees with the example of Gilbert (1987), page 212, which has many ties: Z = 3.1', () => {
  const trend = mannKendall([20, 20, 20, 20, 15, 20, 20, 30, 27, 26, 23, 35, 25, 28, 70, 26, 24, 34, 32, 23, 50, 30]);
  expect(trend.z).toBeCloseTo(3.1, 1);
});

test('agrees with pyMannKendall on 1 to 100', () => {
  const trend = mannKendall(Array.from({ length: 100 }, (_, at) => at + 1));
  expect(trend).toMatchObject({ s: 4950, variance: 112_750, slope: 1 });
  expect(trend.z).toBeCloseTo(14.738_699_982_083_31, 10);
});

test('six months that lengthen without exception are significant; five of six are not', () => {
  expect(mannKendall([10, 11, 12, 13, 14, 15]).p).toBeLessThan(0.05);
  expect(mannKendall([11, 12, 13, 14, 15, 10]).p).toBeGreaterThan(0.05);
});

test('turned round the trend is the opposite, and no unit changes it', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 4, maxLength: 24 }), (values) => {
      const trend = mannKendall(values);
      expect(mannKendall(values.toReversed()).s + trend.s).toBe(0);
      expect(mannKendall(values.map((value) => value * 24 + 7)).p).toBe(trend.p);
      expect(trend.p).toBeGreaterThanOrEqual(0);
      expect(trend.p).toBeLessThanOrEqual(1);
    }),
  );
});

test('without any difference there is no trend; a gap between months makes the slope gentler', () => {
  expect(mannKendall([4, 4, 4, 4])).toMatchObject({ s: 0, z: 0, p: 1, slope: 0 });
  expect(mannKendall([0, 2, 4, 6], [0, 2, 4, 6]).slope).toBe(1);
  expect(() => mannKendall([1, 2, 3])).toThrow(RangeError);
});
