import { describe, expect, it } from '@jest/globals';
import { isDate, periodOf, yearEnding } from './period.js';

describe('A period by name', () => {
  it('is the whole month, quarter or year before today', () => {
    expect(periodOf('lastMonth', '2026-03-31')).toEqual({ from: '2026-02-01', to: '2026-02-28' });
    expect(periodOf('lastQuarter', '2026-05-09')).toEqual({ from: '2026-01-01', to: '2026-03-31' });
    expect(periodOf('lastYear', '2026-05-09')).toEqual({ from: '2025-01-01', to: '2025-12-31' });
  });

  it('reaches back over the turn of the year', () => {
    expect(periodOf('lastMonth', '2026-01-01')).toEqual({ from: '2025-12-01', to: '2025-12-31' });
    expect(periodOf('lastQuarter', '2026-02-14')).toEqual({ from: '2025-10-01', to: '2025-12-31' });
    expect(periodOf('last12Months', '2026-03-01')).toEqual({ from: '2025-03-01', to: '2026-02-28' });
  });

  it('ends with February 29 in a leap year', () => {
    expect(periodOf('lastMonth', '2024-03-05').to).toBe('2024-02-29');
    expect(yearEnding('2024-02')).toEqual({ from: '2023-03-01', to: '2024-02-29' });
  });
});

describe('A date', () => {
  it('is refused when the calendar has no such day', () => {
    expect(isDate('2026-02-28')).toBe(true);
    for (const text of ['2026-02-30', '2026-13-01', '26-01-01', '', '2026-1-1']) expect(isDate(text)).toBe(false);
  });
});
