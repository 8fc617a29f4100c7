import { checkAppeal, checkAppealDecision } from './appeals.js';

const codeOf = (work: () => void) => {
  try {
    work();
    return null;
  } catch (error) {
    return (error as { code: string }).code;
  }
};

it('an appeal is taken once, in the window, until the consequences are drawn', () => {
  const open = { appealUntil: '2026-05-11T23:59:00.000Z', hearing: true, appealed: false };
  const code = (change: object, at = '2026-05-11T23:59:00.000Z') => codeOf(() => checkAppeal({ ...open, ...change }, at));
  expect(code({})).toBeNull();
  expect(code({}, '2026-05-11T23:59:00.001Z')).toBe('appealTooLate');
  expect(code({ hearing: false })).toBe('appealTooLate');
  expect(code({ appealUntil: null })).toBe('noAppealWindow');
  expect(code({ appealed: true })).toBe('alreadyAppealed');
});

it('an appeal is decided once, rejected in time only, and by no hand that the score has seen', () => {
  const open = { status: 'open', dueAt: '2026-05-18T23:59:00Z', partial: ['releaser'] } as const;
  const code = (change: object, hands: string[], at = '2026-05-12T00:00:00Z', decision: 'upheld' | 'rejected' = 'rejected') =>
    codeOf(() => checkAppealDecision({ ...open, ...change }, decision, hands, at));
  expect(code({}, ['other'])).toBeNull();
  expect(code({}, ['key', 'releaser'])).toBe('separationOfDuties');
  expect(code({ status: 'rejected' }, ['other'])).toBe('alreadyDecided');
  expect(code({}, ['other'], '2026-05-19T00:00:00Z')).toBe('decisionTooLate');
  expect(code({ status: 'undecided' }, ['other'])).toBe('decisionTooLate');
  expect(code({}, ['other'], '2026-05-19T00:00:00Z', 'upheld')).toBeNull();
  expect(code({ status: 'undecided' }, ['other'], '2026-05-19T00:00:00Z', 'upheld')).toBeNull();
  expect(code({ status: 'undecided' }, ['releaser'], '2026-05-19T00:00:00Z', 'upheld')).toBe('separationOfDuties');
  expect(code({ status: 'upheld' }, ['other'], '2026-05-19T00:00:00Z', 'upheld')).toBe('alreadyDecided');
});
