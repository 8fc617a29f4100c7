import fc from 'fast-check';
import { DateTime } from 'luxon';
import { cadences, dueAt, LATEST_DAY, nextPeriods, periodAfter, periodOf, periodsDue, periodsEnded, startingTimes, type Timing } from './periods.js';

const timing = (change: Partial<Timing> = {}): Timing => ({ cadence: 'month', afterDays: 3, timeOfDay: '06:00', timeZone: 'UTC', since: '2026-01-01', ...change });
const HOUR = 60 * 60_000;

/** When a scheduler that matches clocks literally looks, if it takes only the second of two times that look the same: Temporal may. */
function looks(given: Timing, { from, to }: { from: string; to: string }): string[] {
  const found = new Set<string>();
  for (const { months, dayOfMonth, hour, minute } of startingTimes(given)) {
    for (let year = Number(from.slice(0, 4)) - 1; year <= Number(to.slice(0, 4)) + 1; year += 1) {
      for (const month of months) {
        const local = DateTime.fromObject({ year, month, day: dayOfMonth, hour, minute }, { zone: given.timeZone });
        const shown = (each: DateTime) => each.day === dayOfMonth && each.hour === hour && each.minute === minute;
        const instants = [local, ...local.getPossibleOffsets()].filter(shown).map((each) => each.toMillis());
        if (instants.length > 0) found.add(new Date(Math.max(...instants)).toISOString());
      }
    }
  }
  return [...found].filter((at) => at >= from && at < to).sort();
}

describe('The periods of a schedule', () => {
  it('are those of the calendar', () => {
    expect(cadences.map((cadence) => periodOf(cadence, '2024-02-29'))).toEqual([
      { start: '2024-02-01', end: '2024-02-29' },
      { start: '2024-01-01', end: '2024-03-31' },
      { start: '2024-01-01', end: '2024-06-30' },
      { start: '2024-01-01', end: '2024-12-31' },
    ]);
    expect(periodAfter('quarter', { start: '2026-10-01', end: '2026-12-31' })).toEqual({ start: '2027-01-01', end: '2027-03-31' });
  });

  it('are due so many days after their end at the local time', () => {
    expect(dueAt(timing({ timeZone: 'Asia/Shanghai' }), { start: '2026-02-01', end: '2026-02-28' })).toBe('2026-03-02T22:00:00.000Z');
  });

  it.each([
    ['left out in spring, is an hour later in Berlin', 'Europe/Berlin', 27, '2022-02-28', '2022-03-27T01:30:00.000Z'],
    ['left out in spring, is an hour later in New York', 'America/New_York', 8, '2026-02-28', '2026-03-08T07:30:00.000Z'],
    ['that comes twice in autumn is the first of the two in Berlin', 'Europe/Berlin', 25, '2026-09-30', '2026-10-25T00:30:00.000Z'],
    ['comes once on the last day of summer time in New York', 'America/New_York', 1, '2026-10-31', '2026-11-01T07:30:00.000Z'],
  ])('02:30, %s', (_, timeZone, afterDays, end, due) => {
    expect(dueAt(timing({ timeZone, afterDays, timeOfDay: '02:30' }), periodOf('month', end))).toBe(due);
  });

  it('begin with the first that begins on or after the day from which the schedule counts', () => {
    const found = periodsDue(timing({ cadence: 'quarter', since: '2026-02-10' }), { after: '2026-01-01T00:00:00.000Z', until: '2026-12-31T00:00:00.000Z' });
    expect(found.map(({ start }) => start)).toEqual(['2026-04-01', '2026-07-01']);
    expect(nextPeriods(timing({ cadence: 'year', since: '2026-02-10' }), '2026-11-22T12:00:00.000Z', 2)).toEqual([
      { start: '2027-01-01', end: '2027-12-31', dueAt: '2028-01-03T06:00:00.000Z' },
      { start: '2028-01-01', end: '2028-12-31', dueAt: '2029-01-03T06:00:00.000Z' },
    ]);
  });

  it('have ended when their last day is over where the schedule is at home', () => {
    const ended = (timeZone: string) => periodsEnded(timing({ timeZone, since: '2026-08-01' }), '2026-10-31T20:00:00.000Z', 12).map(({ end }) => end);
    expect(ended('UTC')).toEqual(['2026-08-31', '2026-09-30']);
    expect(ended('Asia/Shanghai')).toEqual(['2026-08-31', '2026-09-30', '2026-10-31']);
  });

  it('are each due once, whenever somebody looks, in every zone of the world', () => {
    fc.assert(
      fc.property(drawnTiming(), fc.array(fc.integer({ min: 0, max: 800 * 24 }), { maxLength: 40 }), (given, hours) => {
        const start = Date.parse('2010-01-01T00:00:00Z');
        const at = [0, ...hours.sort((a, b) => a - b), 800 * 24].map((hour) => new Date(start + hour * HOUR).toISOString());
        const seen = at.slice(1).flatMap((until, index) => periodsDue(given, { after: at[index] ?? until, until }));
        const whole = periodsDue(given, { after: at[0] ?? '', until: at.at(-1) ?? '' });
        expect(seen).toEqual(whole);
        expect(new Set(whole.map((each) => each.start)).size).toBe(whole.length);
        // No period is left out between the first and the last.
        whole.slice(1).forEach((each, index) => expect(periodAfter(given.cadence, whole[index] ?? each)).toMatchObject({ start: each.start, end: each.end }));
      }),
      { numRuns: 100 },
    );
  });
});

describe('The times at which a scheduler looks', () => {
  it('find every due period within a day, and at once unless a zone changes its clocks by more than an hour', () => {
    fc.assert(
      fc.property(drawnTiming(), fc.integer({ min: 1980, max: 2035 }), (given, year) => {
        const [from, to] = [`${year}-01-01T00:00:00.000Z`, `${year + 1}-01-01T00:00:00.000Z`];
        const all = looks(given, { from, to: `${year + 1}-03-01T00:00:00.000Z` });
        for (const { dueAt: due } of periodsDue({ ...given, since: '1970-01-01' }, { after: from, until: to })) {
          const next = all.find((at) => at >= due) ?? '9999';
          expect(Date.parse(next) - Date.parse(due)).toBeLessThanOrEqual(24 * HOUR);
          const local = DateTime.fromISO(due, { zone: given.timeZone });
          const jump = Math.abs(local.plus({ hours: 3 }).offset - local.minus({ hours: 3 }).offset);
          if (jump <= 60) expect(Date.parse(next) - Date.parse(due)).toBeLessThanOrEqual(HOUR);
          if (jump === 0) expect(next).toBe(due);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('find it on the very days on which clocks are changed', () => {
    fc.assert(
      fc.property(drawnTiming(), fc.integer({ min: 1980, max: 2035 }), fc.integer({ min: -90, max: 90 }), (drawn, year, minutes) => {
        const changes = clockChanges(drawn.timeZone, year).filter(({ local }) => local.day <= LATEST_DAY);
        for (const { local } of changes) {
          const time = local.plus({ minutes });
          const given: Timing = { ...drawn, cadence: 'month', afterDays: local.day, timeOfDay: time.toFormat('HH:mm'), since: '1970-01-01' };
          const due = dueAt(given, { start: '', end: local.set({ day: 1 }).minus({ days: 1 }).toFormat('yyyy-MM-dd') });
          const next = looks(given, { from: `${year - 1}-12-01T00:00:00.000Z`, to: `${year + 1}-03-01T00:00:00.000Z` }).find((at) => at >= due) ?? '9999';
          expect(Date.parse(next) - Date.parse(due)).toBeLessThanOrEqual(24 * HOUR);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('look in vain for nothing that is due earlier', () => {
    const given = timing({ timeZone: 'Europe/Berlin', timeOfDay: '02:30', afterDays: 25 });
    expect(looks(given, { from: '2026-10-01T00:00:00.000Z', to: '2026-11-01T00:00:00.000Z' })).toEqual([
      '2026-10-25T01:30:00.000Z',
      '2026-10-25T02:30:00.000Z',
      '2026-10-26T01:30:00.000Z',
    ]);
  });
});

/** The local times, as they would have been, at which the clocks of a zone are changed in a year. */
function clockChanges(timeZone: string, year: number): { local: DateTime }[] {
  const days = Array.from({ length: 365 }, (_, day) => DateTime.utc(year, 1, 1, 12).plus({ days: day }).setZone(timeZone));
  return days
    .filter((day, index) => index > 0 && day.offset !== days[index - 1]?.offset)
    .map((day) => {
      const before = day.minus({ days: 1 });
      const hours = Array.from({ length: 24 * 4 }, (_, quarter) => before.plus({ minutes: quarter * 15 }));
      const last = hours.filter((each) => each.offset === before.offset).at(-1) ?? before;
      return { local: DateTime.fromObject(last.toObject(), { zone: 'utc' }).plus({ minutes: 15 }) };
    });
}

function drawnTiming(): fc.Arbitrary<Timing> {
  return fc.record({
    cadence: fc.constantFrom(...cadences),
    afterDays: fc.integer({ min: 1, max: LATEST_DAY }),
    timeOfDay: fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 })).map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':')),
    timeZone: fc.constantFrom(...Intl.supportedValuesOf('timeZone')),
    since: fc.constantFrom('2009-12-31', '2010-01-01', '2010-06-15', '2011-01-01'),
  });
}
