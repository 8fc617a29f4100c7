import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { answerFaults, mostCritical, place, type Figures } from './kraljic.js';
import { paretoClasses } from './pareto.js';
import { defaultSegmentationTerms as terms, segmentationTermsSchema } from './terms.js';

const nothing: Figures = { activeSuppliers: null, shareOfCategory: null, categoryShareOfTotal: null, meanLeadTime: null };
const risky = { sourcesAvailable: 'none', switchingCost: 'prohibitive', substitutes: 'none' };
const safe = { sourcesAvailable: 'many', switchingCost: 'low', substitutes: 'ready' };
const important = { criticality: 'stops', qualityImpact: 'decides' };
const unimportant = { criticality: 'unnoticed', qualityImpact: 'none' };

describe("a supplier's place in Kraljic's matrix", () => {
  it.each([
    ['strategic', { ...risky, ...important }],
    ['bottleneck', { ...risky, ...unimportant }],
    ['leverage', { ...safe, ...important }],
    ['routine', { ...safe, ...unimportant }],
  ])('is %s', (segment, answers) => expect(place(terms, answers, nothing).segment).toBe(segment));

  it('weighs answers and figures together, and shows the sum to be typed into a calculator', () => {
    const figures = { ...nothing, activeSuppliers: 2, categoryShareOfTotal: 5 };
    const placed = place(terms, { sourcesAvailable: 'few', switchingCost: 'high', criticality: 'hinders' }, figures);
    // Supply risk: 40 × 25 + 70 × 20 + 75 × 25 over 70; profit impact: 65 × 30 + 50 × 30 over 60.
    expect(placed).toMatchObject({
      segment: 'strategic',
      explanation: {
        supplyRisk: { value: 61.07, high: true, missing: ['substitutes', 'meanLeadTime'], arithmetic: '(40 × 25 + 70 × 20 + 75 × 25) / 70 = 61.07' },
        profitImpact: { value: 57.5, high: true, missing: ['qualityImpact', 'shareOfCategory'], arithmetic: '(65 × 30 + 50 × 30) / 60 = 57.5' },
      },
    });
  });

  it('is high from 50 on, and 49.99 is not', () => {
    const half = segmentationTermsSchema.parse({
      figures: [
        { figure: 'activeSuppliers', axis: 'supplyRisk', weight: 100, zeroAt: 0, hundredAt: 100 },
        { figure: 'shareOfCategory', axis: 'profitImpact', weight: 100, zeroAt: 0, hundredAt: 100 },
      ],
      questions: [],
    });
    const at = (activeSuppliers: number) => place(half, {}, { ...nothing, activeSuppliers, shareOfCategory: 0 }).segment;
    expect([at(50), at(49.99), at(49.995)]).toEqual(['bottleneck', 'routine', 'bottleneck']);
  });

  it('is not given while less than half of the weight of an axis is known', () => {
    expect(place(terms, { ...important, sourcesAvailable: 'none', substitutes: 'none' }, nothing)).toEqual({
      segment: null,
      lacking: [{ axis: 'supplyRisk', weightShare: 40, missing: ['switchingCost', 'activeSuppliers', 'meanLeadTime'] }],
    });
  });

  it('never falls when a figure becomes riskier', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 0, max: 20 }), (suppliers, fewer) => {
        const risk = (activeSuppliers: number) => {
          const placed = place(terms, { ...risky, ...important }, { ...nothing, activeSuppliers });
          return placed.segment === null ? Number.NaN : placed.explanation.supplyRisk.value;
        };
        expect(risk(Math.max(1, suppliers - fewer))).toBeGreaterThanOrEqual(risk(suppliers));
      }),
    );
  });

  it('of several categories is the most critical one, and routine without any', () => {
    expect([mostCritical(['leverage', 'bottleneck', 'routine']), mostCritical([])]).toEqual(['bottleneck', 'routine']);
  });

  it('refuses questions and answers that the policy does not have, each by its path', () => {
    expect(answerFaults(terms, { ...safe, charm: 'much', criticality: 'perhaps' }).map((fault) => fault.path)).toEqual(['answers.charm', 'answers.criticality']);
  });
});

describe('the terms', () => {
  const faults = (change: object) => segmentationTermsSchema.safeParse({ ...terms, ...change }).error?.issues.map((issue) => issue.message);
  it('are refused when the weights of an axis do not sum to 100', () => {
    expect(faults({ figures: terms.figures.slice(1) })).toEqual(['the weights of supplyRisk sum to 75, not to 100']);
  });
  it('are refused with bounds out of order', () => {
    expect(faults({ pareto: { first: 95, second: 80 } })).toEqual(['must lie above the first bound']);
  });
});

describe('Pareto classes', () => {
  const bounds = terms.pareto;
  const classes = (...spends: number[]) => paretoClasses(bounds, spends.map((spend) => new Decimal(spend)));
  it('reach to 80 %, to 95 %, and over the rest', () => expect(classes(60, 20, 15, 4, 1)).toEqual([1, 1, 2, 3, 3]));
  it('take the supplier that crosses a bound inside it', () => expect(classes(79, 11, 10)).toEqual([1, 1, 2]));
  it('treat equal spend equally', () => expect(classes(25, 25, 25, 25)).toEqual([1, 1, 1, 1]));
  it('are 3 without spend, also when nobody has any', () => expect([classes(100, 0), classes(0, 0)]).toEqual([[1, 3], [3, 3]]));
  it('never give the smaller spend the better class', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1000 }), { maxLength: 30 }), (spends) => {
        const given = classes(...spends);
        for (const [i, a] of spends.entries()) for (const [j, b] of spends.entries()) if (a >= b) expect(given[i]).toBeLessThanOrEqual(given[j] ?? 3);
      }),
    );
  });
});
