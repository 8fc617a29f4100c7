import { checkPeriods, MOST_PERIODS, periodsWithin, whyAnotherGrade } from './backtest.js';
import { tellReason } from './words/reason.js';
import type { Explanation } from '../scoring/explanation.js';
import type { Grade } from '../supplier/status.js';

const today = '2011-06-15';

describe('the periods of a backtest', () => {
  it('are the whole months, quarters or years of a span', () => {
    expect(periodsWithin('2010-01-01', '2010-03-15', 'month')).toEqual([
      { periodStart: '2010-01-01', periodEnd: '2010-01-31' },
      { periodStart: '2010-02-01', periodEnd: '2010-02-28' },
    ]);
    expect(periodsWithin('2010-04-01', '2010-12-31', 'quarter').map(({ periodEnd }) => periodEnd)).toEqual(['2010-06-30', '2010-09-30', '2010-12-31']);
    expect(periodsWithin('2008-02-29', '2009-02-27', 'year')).toEqual([{ periodStart: '2008-02-29', periodEnd: '2009-02-27' }]);
  });
  it('are refused when there are none, too many, two the same, or one that has not begun', () => {
    expect(checkPeriods([], today)[0]?.path).toBe('periods');
    expect(checkPeriods(periodsWithin('1990-01-01', '2010-12-31', 'month'), today)[0]?.message).toMatch(`more than ${MOST_PERIODS}`);
    const year = { periodStart: '2010-01-01', periodEnd: '2010-12-31' };
    expect(checkPeriods([year, year], today)).toEqual([{ path: 'periods.1', message: 'is named twice' }]);
    expect(checkPeriods([{ periodStart: '2012-01-01', periodEnd: '2012-12-31' }], today)[0]?.path).toBe('periods.0.periodStart');
  });
});

type Contributions = Readonly<Record<string, string | null>>;

function explained(grade: Grade, score: string | null, contributions: Contributions, rest: Partial<Explanation> = {}): Explanation {
  const lines = Object.entries(contributions).map(([indicator, contribution]) => ({ indicator, contribution })) as unknown as Explanation['lines'];
  return { policyVersion: 1, segment: 'routine', lines, weightWithData: '100', minimumWeightShare: 60, sum: score, score, gradeBounds: { A: 90, B: 75 }, gradeByScore: grade, gates: [], grade, ...rest };
}
const why = (before: Explanation, after: Explanation) => tellReason(whyAnotherGrade(before, after), 'en', (name) => name);

describe('the reason for another grade', () => {
  const b = explained('B', '80.0', { onTimeDelivery: '60', meanLateness: '20' });

  it('is the data, where there is too little or at last enough', () => {
    const n = explained('N', null, {}, { weightWithData: '40' });
    expect(why(b, n)).toBe('Only 40 of 100 weight has data; 60 are needed.');
    expect(why(n, b)).toBe('100 of 100 weight has data now; 60 are needed.');
  });
  it('is the bound, where the score is the same', () => {
    expect(why(b, explained('C', '80.0', { onTimeDelivery: '60', meanLateness: '20' }, { gradeBounds: { A: 95, B: 85 } }))).toBe('Grade B begins at 85 instead of 75; the score is 80.0.');
    expect(why(b, explained('A', '80.0', {}, { gradeBounds: { A: 80, B: 70 } }))).toBe('Grade A begins at 80 instead of 90; the score is 80.0.');
  });
  it('is the gate that holds now, or holds no longer', () => {
    const capped = explained('C', '80.0', { onTimeDelivery: '60', meanLateness: '20' }, { gradeByScore: 'B', gates: [{ gate: 'openCriticalNonconformity', highestGrade: 'C' }] });
    expect(why(b, capped)).toBe('Now at most C, as a critical nonconformity is open.');
    expect(why(capped, b)).toBe('No longer held at C although a critical nonconformity is open.');
  });
  it('is else the indicator that moved the score most that way', () => {
    expect(why(b, explained('C', '70.0', { onTimeDelivery: '40', meanLateness: '30' }))).toBe('“On-time delivery” brings 40.0 points of the score instead of 60.0.');
    expect(why(b, explained('A', '95.0', { onTimeDelivery: '55', meanLateness: '25', qualityPassRate: '15' }))).toBe('“Quality pass rate” brings 15.0 points of the score instead of 0.0.');
    expect(why(b, explained('C', '60.0', { meanLateness: '60' }))).toBe('“On-time delivery” brings 0.0 points of the score instead of 60.0.');
  });
});
