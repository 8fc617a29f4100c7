import { asOfCutOff, checkPeriod, monthsOf } from './period.js';

describe('a period', () => {
  it.each([
    ['2010-01-01', '2010-12-31'],
    ['2010-06-10', '2010-06-10'],
    ['2012-02-29', '2012-02-29'],
    ['2026-01-01', '2026-12-31'],
  ])('from %s to %s can be evaluated in November 2026', (start, end) => {
    expect(checkPeriod(start, end, '2026-11-22')).toEqual([]);
  });
  it.each([
    ['2010-02-30', '2010-03-31', 'periodStart'],
    ['2010-1-1', '2010-03-31', 'periodStart'],
    ['2010-01-01', 'soon', 'periodEnd'],
    ['2010-12-31', '2010-01-01', 'periodEnd'],
    ['1900-01-01', '2010-12-31', 'periodEnd'],
    ['2026-11-23', '2026-12-31', 'periodStart'],
  ])('from %s to %s is refused for its %s', (start, end, field) => {
    expect(checkPeriod(start, end, '2026-11-22').map((fault) => fault.field)).toEqual([field]);
  });
  it('has the months that it touches', () => {
    expect(monthsOf('2010-11-30', '2011-01-01')).toEqual(['2010-11', '2010-12', '2011-01']);
  });
  it('is looked at from the day of the cut-off', () => {
    expect(asOfCutOff(new Date('2011-01-05T23:59:00Z'))).toBe('2011-01-05');
  });
});
