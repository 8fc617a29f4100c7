import { describe, expect, it } from '@jest/globals';
import { pastPeriods } from './past-periods.js';

describe('The past periods of a schedule', () => {
  it('are those with a cycle and those without, newest first', () => {
    const cycle = { id: '00000000-0000-4000-8000-000000000001', periodStart: '2025-10-01', periodEnd: '2025-12-31', status: 'closed', createdAt: '2026-01-03T03:00:00.000Z' };
    const without = (periodStart: string, periodEnd: string, why: 'missed' | 'paused') => ({ periodStart, periodEnd, dueAt: '2026-04-03T03:00:00.000Z', why });
    expect(pastPeriods({ evaluations: [cycle], notStarted: [without('2026-01-01', '2026-03-31', 'paused'), without('2025-07-01', '2025-09-30', 'missed')] })).toEqual([
      { start: '2026-01-01', end: '2026-03-31', cycle: null, why: 'paused' },
      { start: '2025-10-01', end: '2025-12-31', cycle },
      { start: '2025-07-01', end: '2025-09-30', cycle: null, why: 'missed' },
    ]);
  });
});
