import fc from 'fast-check';
import { judgeStop, type Quiet } from './supply-stop.js';

const terms = { quietDays: 14, minimumLines: 3, minimumDeliveries: 10 };
const quiet: Quiet = { quietDays: 14, linesDue: 3, deliveries: 10, longestPause: 13 };

test('a supplier that delivered in its rhythm and misses line after line has stopped', () => {
  expect(judgeStop(quiet, terms)).toBe('stopped');
});

test.each([
  ['it has paused as long before', { longestPause: 14 }, 'pausing'],
  ['it is only some days late', { quietDays: 13 }, 'pausing'],
  ['few lines are due', { linesDue: 2 }, 'pausing'],
  ['its rhythm is not known', { deliveries: 9 }, 'historyTooShort'],
] as const)('no stop is seen where %s', (_, change, verdict) => {
  expect(judgeStop({ ...quiet, ...change }, terms)).toBe(verdict);
});

test('a stop stays one while nothing comes and more falls due', () => {
  const count = fc.integer({ min: 0, max: 400 });
  fc.assert(
    fc.property(fc.record({ quietDays: count, linesDue: count, deliveries: count, longestPause: count }), count, count, (before, days, lines) => {
      const later = judgeStop({ ...before, quietDays: before.quietDays + days, linesDue: before.linesDue + lines }, terms);
      expect(judgeStop(before, terms) !== 'stopped' || later === 'stopped').toBe(true);
    }),
  );
});
