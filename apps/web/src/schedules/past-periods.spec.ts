import { describe, expect, it } from '@jest/globals';
import { dayIn, pastPeriods } from './past-periods.js';

const cycle = (periodStart: string, periodEnd: string) => ({ id: '00000000-0000-4000-8000-000000000001', periodStart, periodEnd, status: 'closed', createdAt: '2026-01-03T03:00:00.000Z' });

describe('The past periods of a schedule', () => {
  it('are those whose day has come, newest first, with their cycle or without', () => {
    const quarter = cycle('2025-10-01', '2025-12-31');
    expect(pastPeriods({ cadence: 'quarter', since: '2025-07-01', afterDays: 3, evaluations: [quarter] }, '2026-07-03')).toEqual([
      { start: '2026-01-01', end: '2026-03-31', cycle: null },
      { start: '2025-10-01', end: '2025-12-31', cycle: quarter },
      { start: '2025-07-01', end: '2025-09-30', cycle: null },
    ]);
    expect(pastPeriods({ cadence: 'quarter', since: '2026-04-01', afterDays: 3, evaluations: [] }, '2026-07-04')).toHaveLength(1);
  });

  it('are none before its first period has ended', () => {
    expect(pastPeriods({ cadence: 'year', since: '2026-01-01', afterDays: 27, evaluations: [] }, '2026-12-31')).toEqual([]);
  });

  it('are not called missed where a cycle of another length stands', () => {
    const year = cycle('2025-01-01', '2025-12-31');
    expect(pastPeriods({ cadence: 'month', since: '2026-01-01', afterDays: 1, evaluations: [year] }, '2026-02-02').map(({ start }) => start)).toEqual(['2026-01-01', '2025-01-01']);
  });

  it('go by the day in the zone of the schedule', () => {
    expect(dayIn('Asia/Shanghai', new Date('2025-12-31T17:00:00Z'))).toBe('2026-01-01');
  });
});
