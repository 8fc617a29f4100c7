import fc from 'fast-check';
import { anyPolicy } from '#test/policies.js';
import { samplePolicy } from './default-policy.js';
import { diffPolicies, isFields, isList, type Json, type PolicyChange } from './diff.js';
import { printPolicy, readPolicy } from './document.js';
import { parsePolicy, type Policy } from './policy.js';
import { type ExplanationLanguage, explanationLanguages as languages } from '../scoring/indicator-words.js';
import { tellChange } from './words/tell.js';

const told = (before: Policy, after: Policy, language: ExplanationLanguage = 'en') => diffPolicies(before, after).map((change) => tellChange(change, { before, after }, language));
const changed = (change: object) => parsePolicy({ ...samplePolicy, ...change });
const strategic = (...lines: object[]) => changed({ templates: { ...samplePolicy.templates, strategic: lines } });
const [otd, byQuantity, late, spread] = samplePolicy.templates.strategic as [object, object, object, object];

describe('any policy', () => {
  it.each(['yaml', 'json'] as const)('written as %s is read back the same', (format) => {
    fc.assert(
      fc.property(anyPolicy, (policy) => {
        expect(readPolicy(printPolicy(policy, format), format)).toEqual(policy);
      }),
      { numRuns: 60 },
    );
  });
  it('differs from another in something told, and from itself in nothing', () => {
    fc.assert(
      fc.property(anyPolicy, anyPolicy, (before, after) => {
        expect(diffPolicies(before, structuredClone(before))).toEqual([]);
        const changes = diffPolicies(before, after);
        expect(changes.length > 0).toBe(JSON.stringify(before) !== JSON.stringify(after));
        for (const language of languages) for (const change of changes) expect(tellChange(change, { before, after }, language)).toMatch(/[.。]$/);
      }),
      { numRuns: 60 },
    );
  });
  it('becomes the other by its changes: nothing is left out', () => {
    fc.assert(
      fc.property(anyPolicy, anyPolicy, (before, after) => {
        const both = new Set(diffPolicies(before, after).map(({ path }) => path.join('.')));
        const reverse = new Set(diffPolicies(after, before).map(({ path }) => path.join('.')));
        expect(reverse).toEqual(both);
      }),
      { numRuns: 30 },
    );
  });
});

/** Where a document names things; another name there is another thing. */
const names = ['kind', 'indicator', 'gate', 'question', 'answer', 'figure', 'axis'];

/** Every other number, choice and text of a document, changed one at a time. */
function* slips(value: Json, path: readonly (string | number)[] = []): Generator<(root: Json) => Json> {
  if (names.includes(String(path.at(-1)))) return;
  if (isList(value)) for (const [index, each] of value.entries()) yield* slips(each, [...path, index]);
  else if (isFields(value)) for (const [name, each] of Object.entries(value)) yield* slips(each, [...path, name]);
  else yield (root) => put(root, path, typeof value === 'number' ? value + 1 : typeof value === 'boolean' ? !value : `${value}x`);
}
function put(root: Json, [step, ...rest]: readonly (string | number)[], value: Json): Json {
  if (step === undefined) return value;
  if (isList(root)) return root.map((each, index) => (index === step ? put(each, rest, value) : each));
  return isFields(root) ? { ...root, [step]: put(root[step] ?? null, rest, value) } : root;
}

describe('the difference of two policies', () => {
  it('is told for each single value, in every language without a name of a field', () => {
    const before = samplePolicy as unknown as Json;
    for (const slip of slips(before)) {
      const after = slip(before) as unknown as Policy;
      const changes = diffPolicies(samplePolicy, after);
      expect(changes.length).toBeGreaterThan(0);
      for (const language of languages.filter((each) => each !== 'en')) {
        for (const change of changes) {
          const sentence = tellChange(change, { before: samplePolicy, after }, language);
          expect(sentence).not.toMatch(/undefined|\b[a-z]+[A-Z]\w*(?<!x)\b|\b[a-z]\w*\.[a-z]\w*/);
        }
      }
    }
  });
  it('names the weight that rises and the one that falls', () => {
    const after = strategic({ ...otd, weight: 55 }, byQuantity, { ...late, weight: 10 }, spread);
    expect(told(samplePolicy, after)).toEqual([
      'In the strategic template the weight of “On-time delivery” rises from 50 to 55.',
      'In the strategic template the weight of “Mean lateness” falls from 15 to 10.',
    ]);
    expect(told(samplePolicy, after, 'ru')[0]).toBe('В шаблоне сегмента «Стратегический» вес показателя «Своевременность поставок» растёт с 50 до 55.');
    expect(told(samplePolicy, after, 'zh')[0]).toBe('战略型模板中“准时交付率”的权重由50升至55。');
  });
  it('names indicators that come, go and change places', () => {
    const quick = { indicator: 'leadTimeMean', weight: 10, normaliser: { kind: 'step', threshold: 30 } };
    expect(told(samplePolicy, strategic(byQuantity, otd, late, quick))).toEqual([
      'In the strategic template “Lead-time variation” no longer counts; its weight was 10.',
      'In the strategic template “Mean lead time” now counts, with a weight of 10. Its points: 100 points for at most 30 days, otherwise 0.',
      'The templates (strategic) stand in another order: On-time delivery by quantity, On-time delivery, Mean lateness, Mean lead time.',
    ]);
  });
  it('says how a value is scored from now on', () => {
    const after = strategic({ ...otd, normaliser: { kind: 'bands', bands: [{ bound: 95, points: 100 }, { bound: 80, points: 60 }], otherwise: 0 } }, byQuantity, late, spread);
    expect(told(samplePolicy, after)).toEqual([
      'In the strategic template “On-time delivery” is scored otherwise. From now on: The first that holds of at least 95 %: 100 points; at least 80 %: 60 points; otherwise 0 points. Until now: Evenly from 0 points at 50 % to 100 at 100 %, and no further.',
    ]);
  });
  it('names grade bounds, gates, samples and terms', () => {
    const { rectification, monitoring } = samplePolicy;
    expect(
      told(
        samplePolicy,
        changed({
          gradeBounds: { A: 92, B: 75 },
          gates: [...samplePolicy.gates.filter(({ gate }) => gate !== 'sanctionsHit'), ...(samplePolicy.gates.some(({ gate }) => gate === 'sanctionsHit') ? [] : [{ gate: 'sanctionsHit', highestGrade: 'C' }])],
          minimumSamples: { onTimeDelivery: 12 },
          rectification: { ...rectification, remindBefore: [5, 1] },
          monitoring: { ...monitoring, onTimeDelivery3Months: { ...monitoring.onTimeDelivery3Months, threshold: 85 } },
        }),
      ),
    ).toEqual(
      expect.arrayContaining([
        'Grade A now begins at 92 instead of 90.',
        expect.stringMatching(/at most grade C while the supplier is on a sanctions list\.$/),
        '“On-time delivery” is now judged from a sample of 12 instead of its own minimum.',
        'Rectification, reminders before the due date (business days): changes from 3; 1; 0 to 5; 1.',
        'Alert “on-time delivery, months in a row”, threshold (%): falls from 90 to 85.',
      ]),
    );
  });
  it('names indicators that the policy defines itself', () => {
    const own = { name: 'earlyShare', title: 'Early lines', unit: 'percent', direction: 'higherIsBetter', numerator: 'linesOnTime', denominator: 'linesDue', sample: 'linesDue' };
    const with5 = changed({ indicators: [{ ...own, minimumSample: 5 }] });
    expect(told(samplePolicy, with5)).toEqual(['A new indicator “Early lines”: (linesOnTime) / (linesDue) %.']);
    expect(told(with5, changed({ indicators: [{ ...own, minimumSample: 8 }] }))).toEqual(['Indicator “Early lines”: minimum sample changes from 5 to 8.']);
    expect(told(with5, samplePolicy)).toEqual(['The indicator “Early lines” is no longer defined.']);
  });
  it('of a question tells which answer is worth more', () => {
    const [question, ...others] = samplePolicy.segmentation.questions;
    const scale = question?.scale.map((step, index) => (index === 1 ? { ...step, points: 80 } : step));
    const after = changed({ segmentation: { ...samplePolicy.segmentation, questions: [{ ...question, scale }, ...others] } });
    expect(diffPolicies(samplePolicy, after)).toEqual<PolicyChange[]>([
      { kind: 'changed', path: ['segmentation', 'questions', 'sourcesAvailable', 'scale', 'one', 'points'], before: 75, after: 80 },
    ]);
    expect(told(samplePolicy, after)[0]).toMatch(/^Question “How many other suppliers .*”: answer “One other”, points changes from 75 to 80\.$/);
  });
});
