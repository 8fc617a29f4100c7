import fc from 'fast-check';
import type { Deadline, Moment } from './decision.js';
import { dueMoment } from './moments.js';

const at = (day: number, hour = 9) => new Date(Date.UTC(2026, 2, day, hour)).toISOString();
const moment = (kind: Moment['kind'], index: number, day: number): Moment => ({ kind, index, at: at(day) });
const ladder: Deadline = {
  dueAt: at(5),
  moments: [moment('remind', 0, 2), moment('remind', 1, 4), moment('climb', 0, 5), moment('climb', 1, 6), moment('climb', 2, 9), moment('exhaust', 0, 12)],
};

describe('the moments of a deadline', () => {
  it('come one by one while the clock runs', () => {
    expect(dueMoment(ladder, at(1))).toBeNull();
    const first = dueMoment(ladder, at(2));
    expect(first?.moment).toEqual(moment('remind', 0, 2));
    expect(dueMoment(first?.rest ?? ladder, at(3))).toBeNull();
    expect(dueMoment(first?.rest ?? ladder, at(4))?.moment).toEqual(moment('remind', 1, 4));
  });

  it('after a standstill of weeks are one rung, and the end moves behind it', () => {
    const found = dueMoment(ladder, at(25));
    expect(found?.moment).toEqual(moment('climb', 2, 9));
    expect(found?.rest.moments).toEqual([{ kind: 'exhaust', index: 0, at: at(28) }]);
  });

  it('after a standstill over some reminders are the last reminder, and nothing past is left', () => {
    const found = dueMoment(ladder, at(4, 20));
    expect(found?.moment).toEqual(moment('remind', 1, 4));
    expect(found?.rest.moments[0]).toEqual(moment('climb', 0, 5));
  });

  it('never end a case together with another moment, and always make progress', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 30 }), (days) => {
        let deadline: Deadline = ladder;
        let told = 0;
        for (const day of [...days].sort((a, b) => a - b)) {
          for (let due = dueMoment(deadline, at(day)); due; due = dueMoment(deadline, at(day))) {
            expect(due.rest.moments.length).toBeLessThan(deadline.moments.length);
            if (due.moment.kind === 'exhaust') expect(deadline.moments).toHaveLength(1);
            deadline = due.rest;
            told += 1;
          }
        }
        expect(told).toBeLessThanOrEqual(ladder.moments.length);
      }),
    );
  });
});
