import fc from 'fast-check';
import type { Calendar } from '../calendar/business-days.js';
import { judgedOn, latestJudgedMonth, monthsBetween, shiftMonth } from './judged-months.js';

const calendar: Calendar = { timeZone: 'UTC', holidays: new Set(), workingWeekends: new Set() };
const terms = { judgedAfterBusinessDays: 5, toleranceDays: 0, calendar };

test('a month is judged on the fifth business day after its end', () => {
  // August 2010 ended on a Tuesday: 1, 2, 3, 6 and 7 September are business days.
  expect(judgedOn('2010-08', terms)).toBe('2010-09-07');
  expect(latestJudgedMonth('2010-09-06', terms)).toBe('2010-07');
  expect(latestJudgedMonth('2010-09-07', terms)).toBe('2010-08');
  // October 2010 ended on a Sunday.
  expect(judgedOn('2010-10', terms)).toBe('2010-11-05');
});

test('holidays and the tolerance of the last lines put the judging off', () => {
  expect(judgedOn('2010-08', { ...terms, calendar: { ...calendar, holidays: new Set(['2010-09-06']) } })).toBe('2010-09-08');
  expect(judgedOn('2010-08', { ...terms, toleranceDays: 2 })).toBe('2010-09-09');
  expect(latestJudgedMonth('2010-10-01', { ...terms, toleranceDays: 60 })).toBe('2010-06');
});

test('on every day of twenty years the latest judged month is judged, and the one after it is not', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 7300 }), fc.integer({ min: 0, max: 30 }), (days, toleranceDays) => {
      const asOf = new Date(Date.UTC(2005, 0, 1) + days * 86_400_000).toISOString().slice(0, 10);
      const latest = latestJudgedMonth(asOf, { ...terms, toleranceDays });
      expect(judgedOn(latest, { ...terms, toleranceDays }) <= asOf).toBe(true);
      expect(judgedOn(shiftMonth(latest, 1), { ...terms, toleranceDays }) > asOf).toBe(true);
    }),
  );
});

test('months are counted over the turn of the year', () => {
  expect(monthsBetween('2009-11', '2010-02')).toEqual(['2009-11', '2009-12', '2010-01', '2010-02']);
  expect(monthsBetween('2010-02', '2010-01')).toEqual([]);
});
