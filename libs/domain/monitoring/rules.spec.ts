import fc from 'fast-check';
import { judgeSurge } from './complaint-surge.js';
import { compareFindings, type Finding, type StandingAlert } from './conditions.js';
import { atMost, severityOfEnding } from './ending.js';
import { judgeLeadTime } from './lead-time-trend.js';
import { probabilityOfAtLeast } from './poisson.js';
import { defaultMonitoringTerms, monitoringTermsSchema } from './terms.js';

const lead = { p: 0.05, minimumMonths: 6, minimumLines: 1 };
const leadMonths = (...days: number[]) => days.map((each, at) => ({ month: `2010-${String(at + 1).padStart(2, '0')}`, lines: 2, days: each }));

test('a lead time that lengthens over six months is told, one that shortens or wanders is not', () => {
  expect(judgeLeadTime(leadMonths(30, 32, 35, 36, 40, 44), lead).status).toBe('lengthening');
  expect(judgeLeadTime(leadMonths(44, 40, 36, 35, 32, 30), lead).status).toBe('steady');
  expect(judgeLeadTime(leadMonths(30, 44, 31, 43, 32, 40), lead).status).toBe('steady');
});

test('five months with a lead time are too few, and months with too few lines do not count', () => {
  expect(judgeLeadTime(leadMonths(30, 32, 35, 36, 40), lead)).toEqual({ status: 'tooFewMonths', months: 5 });
  expect(judgeLeadTime(leadMonths(30, 32, 35, 36, 40, 44), { ...lead, minimumLines: 3 })).toEqual({ status: 'tooFewMonths', months: 0 });
});

test('the order in which months are found does not matter', () => {
  const months = leadMonths(30, 32, 31, 36, 40, 44, 41);
  fc.assert(fc.property(fc.shuffledSubarray(months, { minLength: months.length }), (shuffled) => expect(judgeLeadTime(shuffled, lead)).toEqual(judgeLeadTime(months, lead))));
});

test('an end is graver the nearer it is, and what has ended stays as grave as the last step', () => {
  const { steps } = defaultMonitoringTerms.certificateEnding;
  expect([61, 60, 31, 30, 8, 7, 0, -40].map((days) => severityOfEnding(days, steps))).toEqual([null, 'low', 'low', 'medium', 'medium', 'high', 'high', 'high']);
  expect(atMost('high', 'medium')).toBe('medium');
  expect(atMost('low', 'medium')).toBe('low');
});

test('Poisson tails agree with the tables: at a mean of 2, five or more 0.0527, none less than nothing', () => {
  expect(probabilityOfAtLeast(5, 2)).toBeCloseTo(0.0527, 4);
  expect(probabilityOfAtLeast(0, 2)).toBe(1);
  expect(probabilityOfAtLeast(1, 2)).toBeCloseTo(1 - Math.exp(-2), 10);
  expect(probabilityOfAtLeast(500, 2)).toBeLessThan(0.0002);
  expect(() => probabilityOfAtLeast(1, 0)).toThrow(RangeError);
});

test('a surge is more than the own rate explains and never fewer than the minimum', () => {
  const terms = { baselineWindows: 12, minimum: 3, p: 0.01 };
  expect(judgeSurge({ recent: 3, before: 0 }, terms).surges).toBe(true);
  expect(judgeSurge({ recent: 2, before: 0 }, terms).surges).toBe(false);
  expect(judgeSurge({ recent: 5, before: 48 }, terms).surges).toBe(false);
  expect(judgeSurge({ recent: 12, before: 48 }, terms).surges).toBe(true);
});

const finding = (subject: string, more: Partial<Finding> = {}): Finding => ({ supplierId: 's', subject, raisedFor: '2010-09-15', severity: 'low', evidence: {}, raises: true, ...more });
const alert = (subject: string, more: Partial<StandingAlert> = {}): StandingAlert => ({ id: `alert of ${subject}`, supplierId: 's', subject, raisedOn: '2010-09-01', endedFor: null, severity: 'low', step: null, open: true, ...more });
const compare = (findings: Finding[], known: StandingAlert[], nextRunOn: string | null = null, unjudged = false) =>
  compareFindings({ asOf: '2010-09-15', nextRunOn, findings, known, unjudged: () => unjudged });

test('what is found is raised once, what is gone ends, what is graver is regraded', () => {
  const changes = compare([finding('new'), finding('old'), finding('graver', { severity: 'high' })], [alert('old'), alert('graver'), alert('gone')]);
  expect(changes.raised.map((each) => each.finding.subject)).toEqual(['new']);
  expect(changes.ended).toMatchObject([{ alert: { subject: 'gone' }, because: 'recovered' }]);
  expect(changes.regraded).toMatchObject([{ alert: { subject: 'graver' }, finding: { severity: 'high' } }]);
});

test('what can no longer be judged lapses; what a person closed is not raised again while it goes on', () => {
  expect(compare([], [alert('gone')], null, true).ended).toMatchObject([{ because: 'lapsed' }]);
  expect(compare([finding('x', { severity: 'high' })], [alert('x', { open: false })])).toEqual({ raised: [], ended: [], regraded: [] });
});

test('what is too late to raise keeps the alert that is there', () => {
  expect(compare([finding('ended', { raises: false })], [])).toEqual({ raised: [], ended: [], regraded: [] });
  expect(compare([finding('ended', { raises: false })], [alert('ended')]).ended).toEqual([]);
});

test('a replay touches no alert of another date, and what it adds ended with the next run', () => {
  const later = alert('later', { raisedOn: '2010-10-15' });
  const changes = compare([finding('later'), finding('missed')], [later, alert('gone')], '2010-10-15');
  expect(changes.ended).toEqual([]);
  expect(changes.raised.map(({ finding: { subject }, end }) => [subject, end?.because, end?.on])).toEqual([
    ['later', 'continued', '2010-10-15'],
    ['missed', 'recovered', '2010-10-15'],
  ]);
});

test('the policy may leave out everything, but steps must fall', () => {
  expect(monitoringTermsSchema.parse({})).toMatchObject({ onTimeDelivery3Months: { threshold: 90, months: 3, minimumLines: 3 }, judgedAfterBusinessDays: 5 });
  const steps = [
    { days: 7, severity: 'low' },
    { days: 30, severity: 'high' },
  ];
  expect(monitoringTermsSchema.safeParse({ contractEnding: { steps } }).success).toBe(false);
});
