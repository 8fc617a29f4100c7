import fc from 'fast-check';
import { DateTime } from 'luxon';
import { businessDaysBetween, isBusinessDay, resolveDeadline, type Calendar } from './business-days.js';
import type { Due } from '../process/decision.js';

const plain = (timeZone: string, holidays: string[] = [], workingWeekends: string[] = []): Calendar => ({
  timeZone,
  holidays: new Set(holidays),
  workingWeekends: new Set(workingWeekends),
});
const due = (from: string, businessDays: number, more: Partial<Due> = {}): Due => ({
  of: 'supplier',
  from,
  businessDays,
  remindBefore: [],
  climbAfter: [],
  exhaustedAfter: null,
  ...more,
});
const local = (instant: string, zone: string) => DateTime.fromISO(instant, { zone }).toFormat('yyyy-MM-dd HH:mm');

describe('a deadline', () => {
  it('is at 23:59 of the supplier’s own day, day 0 being the local date of opening', () => {
    // Friday 20:00 UTC is already Saturday in Shanghai: one business day later is Monday there.
    const shanghai = resolveDeadline(due('2026-03-06T20:00:00Z', 1), '2026-03-06T20:00:00Z', plain('Asia/Shanghai'));
    expect(local(shanghai.dueAt, 'Asia/Shanghai')).toBe('2026-03-09 23:59');
    const newYork = resolveDeadline(due('2026-03-06T20:00:00Z', 1), '2026-03-06T20:00:00Z', plain('America/New_York'));
    expect(local(newYork.dueAt, 'America/New_York')).toBe('2026-03-09 23:59');
  });

  it('passes over holidays and counts a worked Saturday', () => {
    const calendar = plain('Asia/Shanghai', ['2026-10-01', '2026-10-02', '2026-10-05', '2026-10-06', '2026-10-07'], ['2026-10-10']);
    const opened = '2026-09-30T02:00:00Z';
    expect(local(resolveDeadline(due(opened, 1), opened, calendar).dueAt, 'Asia/Shanghai')).toBe('2026-10-08 23:59');
    expect(local(resolveDeadline(due(opened, 3), opened, calendar).dueAt, 'Asia/Shanghai')).toBe('2026-10-10 23:59');
  });

  it('keeps 23:59 local on the days when clocks change', () => {
    const spring = resolveDeadline(due('2026-03-05T12:00:00Z', 1), '2026-03-05T12:00:00Z', plain('America/New_York', [], ['2026-03-08']));
    expect(local(spring.dueAt, 'America/New_York')).toBe('2026-03-06 23:59');
    const berlin = resolveDeadline(due('2026-10-23T12:00:00Z', 1), '2026-10-23T12:00:00Z', plain('Europe/Berlin', [], ['2026-10-25']));
    expect(local(berlin.dueAt, 'Europe/Berlin')).toBe('2026-10-25 23:59');
    expect(Date.parse(berlin.dueAt)).toBe(Date.parse('2026-10-25T22:59:00Z'));
  });

  it('of what nobody owes has its end alone, in business days as by the clock', () => {
    const opened = '2026-03-02T15:00:00Z';
    const elapsing = (more: Partial<Due>) => resolveDeadline(due(opened, 2, { remindBefore: [1], climbAfter: [0], elapses: true, ...more }), opened, plain('UTC'));
    expect(elapsing({})).toEqual({ dueAt: '2026-03-04T23:59:00.000Z', moments: [{ kind: 'elapse', index: 0, at: '2026-03-04T23:59:00.000Z' }] });
    expect(elapsing({ hours: 24 })).toEqual({ dueAt: '2026-03-03T15:00:00.000Z', moments: [{ kind: 'elapse', index: 0, at: '2026-03-03T15:00:00.000Z' }] });
  });

  it('reminds at office hours before and on the day, skipping what is past, and climbs after it', () => {
    const opened = '2026-03-02T15:00:00Z'; // a Monday, after office hour
    const { dueAt, moments } = resolveDeadline(
      due(opened, 2, { remindBefore: [3, 1, 0], climbAfter: [0, 1], exhaustedAfter: 5 }),
      opened,
      plain('UTC'),
    );
    expect(dueAt).toBe('2026-03-04T23:59:00.000Z');
    expect(moments.map(({ kind, index, at }) => [kind, index, at])).toEqual([
      ['remind', 1, '2026-03-03T09:00:00.000Z'],
      ['remind', 2, '2026-03-04T09:00:00.000Z'],
      ['climb', 0, '2026-03-04T23:59:00.000Z'],
      ['climb', 1, '2026-03-05T09:00:00.000Z'],
      ['exhaust', 0, '2026-03-11T09:00:00.000Z'],
    ]);
  });

  it('grows by the business days during which the clock stood still', () => {
    const paused = { from: '2026-03-03T10:00:00Z', to: '2026-03-06T10:00:00Z' }; // Tuesday to Friday
    const resolved = resolveDeadline(due('2026-03-10T23:59:00Z', 0, { paused: [paused] }), paused.to, plain('UTC'));
    expect(resolved.dueAt).toBe('2026-03-13T23:59:00.000Z');
  });

  it('is never so early that an act done in time is already late', () => {
    const at = '2026-04-01T08:00:00Z';
    const resolved = resolveDeadline(due('2026-03-02T08:00:00Z', 15, { atLeast: { from: at, businessDays: 5 } }), at, plain('UTC'));
    expect(resolved.dueAt).toBe('2026-04-08T23:59:00.000Z');
  });

  it('lands on a business day of its zone, in every zone of the world', () => {
    const zones = Intl.supportedValuesOf('timeZone');
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: 0, max: 40 * 365 }),
        fc.integer({ min: 0, max: 40 }),
        (timeZone, dayNumber, days) => {
          const from = DateTime.fromISO('2000-01-01T12:00:00Z').plus({ days: dayNumber }).toUTC().toISO() ?? '';
          const calendar = plain(timeZone);
          const { dueAt } = resolveDeadline(due(from, days), from, calendar);
          const day = DateTime.fromISO(dueAt, { zone: timeZone });
          expect(isBusinessDay(day, calendar)).toBe(true);
          expect(day.toFormat('HH:mm')).toBe('23:59');
          if (days > 0) expect(businessDaysBetween(from, dueAt, calendar)).toBe(days);
        },
      ),
      { numRuns: 500 },
    );
  });
});
