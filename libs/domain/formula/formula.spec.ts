import { Exact } from '../indicators/exact.js';
import { evaluate, FormulaInvalid, parseFormula } from './formula.js';

const measures = { linesDue: 10, linesOnTime: 8, daysLate: 45, nothing: 0, quantityDue: new Exact('12.5') };
const result = (text: string): string | null => evaluate(parseFormula(text, Object.keys(measures)), measures)?.toFixed() ?? null;

function faultsOf(text: string): { at: string; part: string; message: string }[] {
  try {
    parseFormula(text, Object.keys(measures));
    return [];
  } catch (error) {
    if (!(error instanceof FormulaInvalid)) throw error;
    return error.faults.map(({ from, to, line, column, message }) => ({ at: `${line}:${column}`, part: text.slice(from, to), message }));
  }
}

describe('a formula', () => {
  it.each([
    ['linesOnTime / linesDue * 100', '80'],
    ['linesOnTime ÷ linesDue × 100 − 1', '79'],
    ['(linesDue + 2) * -3', '-36'],
    ['0.1 + 0.2', '0.3'],
    ['2 / 3', '0.66666666666666666667'],
    ['-2 / 3', '-0.66666666666666666667'],
    ['min(linesDue, daysLate, 3)', '3'],
    ['max(linesDue, quantityDue)', '12.5'],
    ['if(linesDue >= 5, daysLate / linesDue, 0)', '4.5'],
    ['linesDue < 5 || !(nothing == 0) ? 1 : 2', '2'],
    ['if (linesDue != 10 && 1 / nothing > 0, 1, 2)', '2'],
    ['sqrt(quantityDue * 2)', '5'],
  ])('%s is %s', (text, expected) => {
    expect(result(text)).toBe(expected);
  });

  it.each(['linesDue / nothing', '5 + 1 / nothing', 'min(1, 1 / nothing)', 'if(1 / nothing > 0, 1, 2)', 'sqrt(nothing - 1)', 'if(linesDue > 0, 1 / nothing, 2)'])(
    '%s has no value',
    (text) => {
      expect(result(text)).toBeNull();
    },
  );

  it('does not take the step that a choice leaves out', () => {
    expect(result('if(nothing > 0, linesDue / nothing, 0)')).toBe('0');
  });
});

describe('a formula is refused with the place of the mistake', () => {
  it.each([
    ['linesDue + lineDue', '1:12', 'lineDue', /no measure\. Known are .*linesDue/],
    ['[1, 2].map(x, x * 2)', '1:1', '[1, 2].map(x, x * 2)', /method call/],
    ['[1].all(x, x > 0) ? 1 : 2', '1:1', '[1].all(x, x > 0)', /no test/],
    ['[linesDue].map(x, x)', '1:1', '[linesDue].map(x, x)', /method call/],
    ['linesDue.constructor', '1:1', 'linesDue.constructor', /access/],
    ['linesDue["constructor"]', '1:1', 'linesDue["constructor"]', /access/],
    ['"text"', '1:1', '"text"', /no number/],
    ['linesDue +\n  true', '2:3', 'true', /no number/],
    ['linesDue.matches("a+")', '1:1', 'linesDue.matches("a+")', /method call/],
    ['matches("a", "(a+)+b")', '1:1', 'matches("a", "(a+)+b")', /no function matches/],
    ['If(linesDue > 1, 1, 2)', '1:1', 'If(linesDue > 1, 1, 2)', /no function If/],
    ['constructor(1)', '1:1', 'constructor(1)', /no function constructor/],
    ['for(1)', '1:1', 'for', /./],
    ['linesDue % 2', '1:1', 'linesDue % 2', /Allowed are/],
    ['{1: 2}', '1:1', '{1: 2}', /Allowed are/],
    ['0x10', '1:1', '0x10', /plain decimal/],
    ['1e400', '1:1', '1e400', /./],
    ['1e4', '1:1', '1e4', /plain decimal/],
    ['5u', '1:1', '5u', /plain decimal/],
    ['linesDue > 3', '1:1', 'linesDue > 3', /no number/],
    ['if(linesDue, 1, 2)', '1:4', 'linesDue', /no test/],
    ['min(1)', '1:1', 'min(1)', /two numbers or more/],
    ['linesDue +', '1:11', '', /ends where something is missing/],
    ['linesDue $ 2', '1:10', '$', /cannot stand here/],
    ['', '1:1', '', /ends where something is missing/],
    ['linesDue // 3', '1:10', '//', /cannot stand here/],
    ['linesDue ÷÷ 3 + 1', '1:10', '÷÷', /cannot stand here/],
  ])('%s', (text, at, part, message) => {
    const [first] = faultsOf(text);
    expect(first).toMatchObject({ at, part, message: expect.stringMatching(message) });
  });

  it('names every mistake, not only the first', () => {
    expect(faultsOf('a + linesDue * "b" - c.d').map(({ part }) => part)).toEqual(['a', '"b"', 'c.d']);
  });

  it.each([
    ['too long', '1 + '.repeat(600) + '1'],
    ['too many steps', Array.from({ length: 150 }, () => '1').join('+')],
    ['too deep', '('.repeat(40) + '1' + ')'.repeat(40)],
    ['a tower of signs', '-'.repeat(1_500) + '1'],
    ['too many arguments', `min(${Array.from({ length: 40 }, () => '1').join(',')})`],
    ['a method on a method on a method', 'linesDue' + '.a'.repeat(900)],
  ])('when it is %s', (_, text) => {
    expect(faultsOf(text)).toHaveLength(1);
  });
});
