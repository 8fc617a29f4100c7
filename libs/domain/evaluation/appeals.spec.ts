import { checkAppeal, checkAppealDecision, endOfBusinessDays } from './appeals.js';

const calendar = { timeZone: 'UTC', holidays: new Set<string>(), workingWeekends: new Set<string>() };
const codeOf = (work: () => void) => {
  try {
    work();
    return null;
  } catch (error) {
    return (error as { code: string }).code;
  }
};

it('the window ends with the last business day', () => {
  expect(endOfBusinessDays('2026-05-04T10:00:00Z', 5, calendar)).toBe('2026-05-11T23:59:59.999Z');
  expect(endOfBusinessDays('2026-05-08T23:00:00Z', 1, calendar)).toBe('2026-05-11T23:59:59.999Z');
});

it('an appeal is taken once, in the window, until the consequences are drawn', () => {
  const open = { appealUntil: '2026-05-11T23:59:59.999Z', hearing: true, appealed: false };
  const code = (change: object, at = '2026-05-11T23:59:59.999Z') => codeOf(() => checkAppeal({ ...open, ...change }, at));
  expect(code({})).toBeNull();
  expect(code({}, '2026-05-12T00:00:00Z')).toBe('appealTooLate');
  expect(code({ hearing: false })).toBe('appealTooLate');
  expect(code({ appealUntil: null })).toBe('noAppealWindow');
  expect(code({ appealed: true })).toBe('alreadyAppealed');
});

it('an appeal is decided once, in time, and by no hand that the score has seen', () => {
  const open = { status: 'open', dueAt: '2026-05-18T23:59:59Z', partial: ['releaser'] } as const;
  const code = (change: object, hands: string[], at = '2026-05-12T00:00:00Z') => codeOf(() => checkAppealDecision({ ...open, ...change }, hands, at));
  expect(code({}, ['other'])).toBeNull();
  expect(code({}, ['key', 'releaser'])).toBe('separationOfDuties');
  expect(code({ status: 'rejected' }, ['other'])).toBe('alreadyDecided');
  expect(code({}, ['other'], '2026-05-19T00:00:00Z')).toBe('decisionTooLate');
});
