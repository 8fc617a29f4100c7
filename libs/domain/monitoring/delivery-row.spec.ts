import fc from 'fast-check';
import { judgeRow, type KnownAlert, type MonthFigure, type RowFindings } from './delivery-row.js';
import { monthsBetween, shiftMonth } from './judged-months.js';

const terms = { threshold: 90, months: 3, minimumLines: 3 };
const first = '2010-01';

/** Months from 2010-01 on: `8/10` is 8 of 10 lines in time. */
const series = (...months: string[]) => new Map(months.map((text, at) => [shiftMonth(first, at), text.split('/').map(Number)] as const));
const figureIn = (months: ReadonlyMap<string, readonly number[]>) => (month: string): MonthFigure => {
  const [linesOnTime = 0, linesDue = 0] = months.get(month) ?? [];
  return { month, linesDue, linesOnTime };
};
const judged = (months: ReadonlyMap<string, readonly number[]>, judge: string[], known: KnownAlert[] = [], follow: string[] = []) =>
  judgeRow(figureIn(months), { judge, follow, known, terms });
const raisedFor = ({ raised }: RowFindings) => raised.map((row) => [row.raisedFor, row.end && `${row.end.because} ${row.end.month}`]);

test('three bad months of enough lines raise one alert, for the last of them, with the months as evidence', () => {
  const months = series('8/10', '2/3', '0/3');
  const { raised, ended } = judged(months, ['2010-03']);
  expect(raised).toMatchObject([{ raisedFor: '2010-03', end: null, months: [{ linesOnTime: 8, linesDue: 10 }, { linesOnTime: 2 }, { linesOnTime: 0 }] }]);
  expect(ended).toEqual([]);
});

test('89.99… % is bad, 90 % is not', () => {
  expect(raisedFor(judged(series('8/10', '8/10', '8999/10000'), ['2010-03']))).toHaveLength(1);
  expect(raisedFor(judged(series('8/10', '8/10', '9/10'), ['2010-03']))).toEqual([]);
});

test('a month with fewer than three lines breaks the row, however bad', () => {
  expect(raisedFor(judged(series('0/9', '0/2', '0/9', '0/9'), ['2010-03', '2010-04']))).toEqual([]);
  expect(raisedFor(judged(series('0/9', '0/2', '0/9', '0/9', '0/9'), ['2010-05']))).toEqual([['2010-05', null]]);
});

test('a first run judges the latest month only: a row that was over by then is history', () => {
  expect(raisedFor(judged(series('0/9', '0/9', '0/9', '9/9'), ['2010-04']))).toEqual([]);
});

test('while the row goes on there is one alert, recovered by a good month and lapsed by a thin one', () => {
  const months = series('0/9', '0/9', '0/9', '0/9', '9/9', '0/9', '0/9', '0/9', '0/2');
  expect(raisedFor(judged(months, monthsBetween('2010-01', '2010-09')))).toEqual([
    ['2010-03', 'recovered 2010-05'],
    ['2010-08', 'lapsed 2010-09'],
  ]);
});

test('an alert that a person has closed is not raised again in the same row, but in the next one', () => {
  const months = series('0/9', '0/9', '0/9', '0/9', '9/9', '0/9', '0/9', '0/9');
  const closed: KnownAlert = { id: 'x', raisedFor: '2010-03', endedFor: null, open: false };
  expect(judged(months, ['2010-04'], [closed])).toEqual({ raised: [], ended: [] });
  const later = judged(months, monthsBetween('2010-05', '2010-08'), [closed]);
  expect(later.ended).toMatchObject([{ alert: closed, end: { month: '2010-05', because: 'recovered' } }]);
  expect(raisedFor(later)).toEqual([['2010-08', null]]);
});

test('a replay adds what was missing and ends it where it ended, without touching the alerts of other months', () => {
  const months = series('0/9', '0/9', '0/9', '0/9', '0/9', '9/9');
  const later: KnownAlert = { id: 'x', raisedFor: '2010-05', endedFor: '2010-06', open: true };
  expect(raisedFor(judged(months, ['2010-03'], [later], ['2010-04', '2010-05', '2010-06']))).toEqual([['2010-03', 'continued 2010-05']]);
  expect(raisedFor(judged(months, ['2010-03'], [], ['2010-04', '2010-05', '2010-06']))).toEqual([['2010-03', 'recovered 2010-06']]);
  const open: KnownAlert = { id: 'x', raisedFor: '2010-04', endedFor: null, open: true };
  expect(judged(months, ['2010-06'], [open], ['2010-07'])).toEqual({ raised: [], ended: [] });
});

const month = fc.tuple(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 12 })).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
const history = fc.array(month, { minLength: 1, maxLength: 30 }).map((all) => new Map(all.map((figure, at) => [shiftMonth(first, at), figure])));

/** Alerts after runs that each judge the months since the one before. */
function after(months: ReadonlyMap<string, readonly number[]>, runs: readonly (readonly string[])[]): KnownAlert[] {
  const known: KnownAlert[] = [];
  for (const judge of runs) {
    const { raised, ended } = judged(months, [...judge], known);
    for (const { alert, end } of ended) known[known.indexOf(alert)] = { ...alert, endedFor: end.month, open: false };
    for (const row of raised) known.push({ id: row.raisedFor, raisedFor: row.raisedFor, endedFor: row.end?.month ?? null, open: row.end === null });
  }
  return known;
}

test('however the months are spread over runs, the same alerts come out, and again nothing', () => {
  fc.assert(
    fc.property(history, fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 30, maxLength: 30 }), (months, sizes) => {
      const all = [...months.keys()];
      const runs: string[][] = [];
      for (let from = 0; from < all.length; from += runs.at(-1)?.length ?? 1) runs.push(all.slice(from, from + (sizes[runs.length] ?? 1)));
      const monthly = after(months, all.map((each) => [each]));
      expect(after(months, runs)).toEqual(monthly);
      expect(after(months, [...all.map((each) => [each]), ...runs.filter((_, at) => at % 2 === 0)])).toEqual(monthly);
    }),
  );
});

test('an alert stands in a month exactly when the last three are bad and have lines, or it stood and the month is bad', () => {
  fc.assert(
    fc.property(history, (months) => {
      const bad = (each: string) => (([inTime = 0, due = 0]) => due >= 3 && inTime * 10 < due * 9)(months.get(each) ?? []);
      const known = after(months, [...months.keys()].map((each) => [each]));
      let stands = false;
      for (const each of months.keys()) {
        stands = bad(each) && (stands || (bad(shiftMonth(each, -1)) && bad(shiftMonth(each, -2))));
        expect(known.filter(({ raisedFor: from, endedFor }) => from <= each && (endedFor === null || endedFor > each))).toHaveLength(stands ? 1 : 0);
      }
    }),
  );
});
