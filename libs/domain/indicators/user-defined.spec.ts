import { Exact } from './exact.js';
import { type Measures, noMeasures } from './measures.js';
import { indicatorsOf, userIndicatorsSchema } from './user-defined.js';

const quotient = {
  name: 'shareLate',
  title: 'Late lines',
  unit: 'percent',
  direction: 'lowerIsBetter',
  numerator: 'linesDue - linesOnTime',
  denominator: 'linesDue',
  sample: 'linesDue',
};
const whole = { name: 'pain', title: 'Pain', unit: 'points', direction: 'lowerIsBetter', formula: 'min(100, stoppageHours * 5 + max(complaints, 1))', sample: 'linesDue' };
const delivered: Measures = { ...noMeasures, linesDue: 8, linesOnTime: 6, stoppageHours: new Exact('2.5'), complaints: 3 };

const figure = (defined: unknown, measures: Measures) => indicatorsOf(userIndicatorsSchema.parse([defined])).at(-1)?.from(measures);
const faults = (...defined: unknown[]) => userIndicatorsSchema.safeParse(defined).error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? [];

describe('an indicator of a policy', () => {
  it('is numerator / denominator in its unit', () => {
    expect(figure(quotient, delivered)).toMatchObject({ sample: 8 });
    expect(figure(quotient, delivered)?.value?.toNumber()).toBe(25);
  });
  it('or one formula, whose result is the value', () => {
    expect(figure(whole, delivered)?.value?.toNumber()).toBe(15.5);
  });
  it('has no value without facts: not 0, not 100', () => {
    expect([figure(quotient, noMeasures)?.value, figure(whole, noMeasures)?.value]).toEqual([null, null]);
  });
  it.each([
    ['many numbers', `linesDue${' + 1'.repeat(99)}`],
    ['deep parentheses', `${'-('.repeat(30)}linesDue${')'.repeat(30)}`],
    ['many characters', `linesDue +${' '.repeat(1_980)}1`],
  ])('takes as its sample whatever is a formula: one of %s', (_, sample) => {
    expect(figure({ ...whole, sample }, delivered)?.value?.toNumber()).toBe(15.5);
  });
  it('joins the built-in ones, behind them', () => {
    expect(indicatorsOf(userIndicatorsSchema.parse([quotient])).map(({ name }) => name).slice(-1)).toEqual(['shareLate']);
  });
});

describe('is refused', () => {
  it('with a formula over what is no measure, naming the place', () => {
    expect(faults({ ...quotient, numerator: 'linesDue -\n mood' })).toEqual([expect.stringMatching(/^0\.numerator: line 2, column 2: mood is no measure/)]);
    expect(faults({ ...quotient, numerator: '\n\n  bogus + 1' })).toEqual([expect.stringMatching(/^0\.numerator: line 3, column 3: bogus is no measure/)]);
    expect(faults({ ...quotient, numerator: ' \n' })).toEqual(['0.numerator: is empty; give a formula']);
  });
  it('when it calls anything', () => {
    expect(faults({ ...whole, formula: 'linesDue.constructor("x")' })).not.toEqual([]);
  });
  it('when its value could be greater than any number that is shown', () => {
    expect(faults({ ...whole, formula: `${'999999999999999 * '.repeat(20)}linesDue` })).toEqual([expect.stringMatching(/^0\.formula: line 1, column 1: .*250 digits/)]);
    expect(faults({ ...whole, formula: 'linesDue * complaints * stoppageHours / quantityDue' })).toEqual([]);
  });
  it('under the name of a built-in indicator, or twice', () => {
    expect(faults({ ...quotient, name: 'onTimeDelivery' })).toEqual([expect.stringContaining('0.name: onTimeDelivery is a built-in')]);
    expect(faults(quotient, quotient)).toEqual(['1.name: shareLate is defined twice']);
  });
  it('with both shapes, or neither', () => {
    expect(faults({ ...quotient, formula: 'linesDue' })).toEqual([expect.stringContaining('0.formula: give either')]);
    expect(faults({ ...whole, formula: undefined })).toEqual([expect.stringContaining('0.formula: give either')]);
  });
});
