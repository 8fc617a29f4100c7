import fc from 'fast-check';
import { grades } from '../supplier/status.js';
import { consequencesDue, lastDayInForce, phaseOutDue } from './due.js';
import { consequenceRulesSchema, defaultConsequenceRules } from './rules.js';

const rules = consequenceRulesSchema.parse([{ name: 'prepay', kind: 'prepayment', grade: 'C', periods: 2, segments: ['strategic'] }]);
const names = (list: readonly { name: string }[]) => list.map(({ name }) => name);

describe('consequences', () => {
  it('are due after as many equal grades in a row as the rule says, in its segments', () => {
    const due = (segment: 'strategic' | 'routine', ...given: ('A' | 'B' | 'C' | 'N')[]) => names(consequencesDue(rules, { segment, grades: given, standing: [] }));
    expect(due('strategic', 'C', 'C')).toEqual(['prepay']);
    expect(due('strategic', 'C', 'B')).toEqual([]);
    expect(due('strategic', 'C', 'N', 'C')).toEqual([]);
    expect(due('strategic', 'C')).toEqual([]);
    expect(due('routine', 'C', 'C')).toEqual([]);
  });

  it('are not asked for again while they stand, and an award is taken back only where one is in force', () => {
    const standing = [{ kind: 'prepayment' as const, rule: 'prepay', inForce: false }];
    expect(consequencesDue(rules, { segment: 'strategic', grades: ['C', 'C'], standing })).toEqual([]);
    const withAward = (inForce: boolean) => names(consequencesDue(defaultConsequenceRules, { segment: 'routine', grades: ['C'], standing: [{ kind: 'award', rule: 'award', inForce }] }));
    expect([withAward(true), withAward(false)]).toEqual([['awardLost'], []]);
  });

  it('never follow from a grade that is not enough data', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...grades), { maxLength: 8 }), (before) => {
        expect(consequencesDue(defaultConsequenceRules, { segment: 'routine', grades: ['N', ...before], standing: [] })).toEqual([]);
      }),
    );
  });

  it('hold for whole months up to the day before, and what is done once for a day', () => {
    expect(lastDayInForce('award', '2026-01-31', 1)).toBe('2026-02-27');
    expect(lastDayInForce('award', '2026-03-01', 12)).toBe('2027-02-28');
    expect(lastDayInForce('prepayment', '2026-03-01', null)).toBeNull();
    expect(lastDayInForce('chargeback', '2026-03-01', null)).toBe('2026-03-01');
  });
});

describe('a phase-out', () => {
  const c = { grade: 'C', periodStart: '2026-04-01', fatalGate: false } as const;
  it('is due for a C in a period that began after measures were due, and after a fatal gate', () => {
    expect(phaseOutDue({ ...c, implementationsDue: ['2026-03-31'] })).toBe('gradeCAgain');
    expect(phaseOutDue({ ...c, implementationsDue: ['2026-04-01'] })).toBeNull();
    expect(phaseOutDue({ ...c, implementationsDue: [] })).toBeNull();
    expect(phaseOutDue({ ...c, grade: 'B', implementationsDue: ['2026-01-01'] })).toBeNull();
    expect(phaseOutDue({ ...c, grade: 'N', fatalGate: true, implementationsDue: [] })).toBe('fatalGate');
  });
});
