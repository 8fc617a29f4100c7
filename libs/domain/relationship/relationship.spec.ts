import { meetingInstant } from './meetings.js';
import { dayAfter, defaultTemplates, nextMeetingDay, relationshipTemplate } from './plan.js';
import { derivedOf, entryBody, isOpen, isReached } from './registers.js';

const owner = '7f0c3c7e-9d0e-4f57-9a36-3d1d8f0a1b2c';

describe('the registers of a relationship', () => {
  it('a risk is its probability times its impact', () => {
    const risk = entryBody.parse({ register: 'risk', title: 'One furnace only', probability: 3, impact: 5, response: 'reduce', ownerId: owner });
    expect(derivedOf(risk)).toEqual({ riskLevel: 15, hoursToResolve: null });
    expect(isOpen(risk)).toBe(true);
  });

  it('an issue says how long it took', () => {
    const issue = { register: 'issue', title: 'Labels mixed up', severity: 'major', beganAt: '2026-03-02T08:00:00+01:00' } as const;
    expect(derivedOf(entryBody.parse(issue)).hoursToResolve).toBeNull();
    expect(derivedOf(entryBody.parse({ ...issue, status: 'resolved', resolvedAt: '2026-03-03T19:30:00+01:00' })).hoursToResolve).toBe(35.5);
  });

  it.each([
    [{ status: 'resolved' }, 'is given with the status resolved, and only then'],
    [{ resolvedAt: '2026-03-05T08:00:00Z' }, 'is given with the status resolved, and only then'],
    [{ status: 'resolved', resolvedAt: '2026-03-01T08:00:00Z' }, 'lies before it began'],
  ])('an issue with %j is refused', (change, message) => {
    const parsed = entryBody.safeParse({ register: 'issue', title: 'Late papers', severity: 'minor', beganAt: '2026-03-02T08:00:00Z', ...change });
    expect(parsed.error?.issues.map((each) => [each.path.join('.'), each.message])).toEqual([['resolvedAt', message]]);
  });

  it('a status belongs to its register, a level lies between 1 and 5', () => {
    expect(entryBody.safeParse({ register: 'milestone', title: 'Course', topic: 'training', doneBy: 'us', status: 'met' }).success).toBe(false);
    for (const probability of [0, 6, 2.5]) expect(entryBody.safeParse({ register: 'risk', title: 'Flood', probability, impact: 1, response: 'accept' }).success).toBe(false);
  });

  it('a target is reached from its side, and not judged without a figure', () => {
    expect([94.9, 95, null].map((reached) => isReached({ direction: 'atLeast', value: 95 }, reached))).toEqual([false, true, null]);
    expect([94.9, 95.1].map((reached) => isReached({ direction: 'atMost', value: 95 }, reached))).toEqual([true, false]);
  });
});

describe('the plan of a relationship', () => {
  it('has a template for each segment, which the schema takes', () => {
    for (const template of Object.values(defaultTemplates)) expect(relationshipTemplate.parse(template)).toEqual(template);
  });

  it('counts months to the end of a shorter one', () => {
    expect([dayAfter('2026-01-31', { months: 1 }), dayAfter('2026-08-31', { months: 6 }), dayAfter('2026-12-15', { months: 2 }), dayAfter('2026-02-27', { days: 3 })]).toEqual(['2026-02-28', '2027-02-28', '2027-02-15', '2026-03-02']);
  });

  it('meets a rhythm after the last meeting, or after its beginning', () => {
    const plan = { meetingEveryWeeks: 4, startedOn: '2026-01-05', lastMeetingOn: null };
    expect([nextMeetingDay(plan), nextMeetingDay({ ...plan, lastMeetingOn: '2026-02-10' }), nextMeetingDay({ ...plan, meetingEveryWeeks: null })]).toEqual(['2026-02-02', '2026-03-10', null]);
  });
});

describe('the time of a meeting', () => {
  const ours = { timeZone: 'UTC', holidays: new Set<string>(), workingWeekends: new Set<string>() };

  it.each([
    ['a working day of both', 'Asia/Shanghai', [], [], '2026-09-24', '2026-09-24T02:00:00.000Z'],
    ['a holiday of theirs, and a weekend', 'Asia/Shanghai', ['2026-09-25'], [], '2026-09-25', '2026-09-28T02:00:00.000Z'],
    ['a Sunday that they work and we do not', 'Asia/Shanghai', [], ['2026-09-20'], '2026-09-20', '2026-09-21T02:00:00.000Z'],
    ['a Monday of theirs that is a Sunday of ours', 'Pacific/Auckland', [], [], '2026-09-28', '2026-09-28T21:00:00.000Z'],
  ])('moves to the next day that both work: %s', (_, timeZone, holidays, workingWeekends, day, expected) => {
    const theirs = { timeZone, holidays: new Set(holidays), workingWeekends: new Set(workingWeekends) };
    expect(meetingInstant({ day, timeOfDay: '10:00', theirs, ours }).toISOString()).toBe(expected);
  });
});
