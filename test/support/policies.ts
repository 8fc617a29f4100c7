import fc from 'fast-check';
import { indicators } from '#domain/indicators/catalogue.js';
import { samplePolicy } from '#domain/policy/default-policy.js';
import { parsePolicy, type Policy } from '#domain/policy/policy.js';
import { gateNameSchema } from '#domain/scoring/grade.js';
import type { Normaliser } from '#domain/scoring/normaliser.js';
import type { Template } from '#domain/scoring/template.js';
import { alertSeverities } from '#domain/monitoring/terms.js';

type Direction = (typeof indicators)[number]['direction'];

const number = fc.integer({ min: -50_000, max: 50_000 }).map((whole) => whole / 100);
const points = fc.integer({ min: 0, max: 100 });

/** Any way of scoring in which a better value never gets less. */
function normaliser(direction: Direction): fc.Arbitrary<Normaliser> {
  const worseFirst = (values: readonly number[]) => values.toSorted((a, b) => (direction === 'higherIsBetter' ? a - b : b - a));
  const distinct = (count: number) => fc.uniqueArray(number, { minLength: count, maxLength: count });
  return fc.oneof(
    distinct(2).map((pair): Normaliser => {
      const [floor = 0, target = 0] = worseFirst(pair);
      return { kind: 'linear', floor, target };
    }),
    number.map((threshold): Normaliser => ({ kind: 'step', threshold })),
    fc.integer({ min: 1, max: 4 }).chain((count) =>
      fc.tuple(distinct(count), fc.uniqueArray(points, { minLength: count + 1, maxLength: count + 1 })).map(([bounds, given]): Normaliser => {
        const [best, worst] = [worseFirst(bounds).toReversed(), given.toSorted((a, b) => b - a)];
        return { kind: 'bands', bands: best.map((bound, index) => ({ bound, points: worst[index] ?? 0 })), otherwise: worst.at(-1) ?? 0 };
      }),
    ),
  );
}

const template: fc.Arbitrary<Template> = fc.shuffledSubarray([...indicators], { minLength: 1, maxLength: 5 }).chain((chosen) =>
  fc
    .tuple(
      fc.uniqueArray(fc.integer({ min: 1, max: 99 }), { minLength: chosen.length - 1, maxLength: chosen.length - 1 }),
      fc.tuple(...chosen.map(({ direction }) => normaliser(direction))),
    )
    .map(([cuts, normalisers]) => {
      const bounds = [0, ...cuts.toSorted((a, b) => a - b), 100];
      return chosen.flatMap(({ name }, index) => {
        const how = normalisers[index];
        return how ? [{ indicator: name, weight: (bounds[index + 1] ?? 100) - (bounds[index] ?? 0), normaliser: how }] : [];
      });
    }),
);

/** Texts as people write them, and as they trip up writers of documents. */
const words = fc.oneof(
  fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' }),
  fc.constantFrom('yes', 'null', '1e3', '- a', '# no', 'a: b', '{x}', '*ref', '&ref', '!tag', '|', '铸造', '2010-01-01', '~', "it's", '"', '\\', 'двор'),
).map((text) => text.trim()).filter((text) => text !== '' && !text.includes('\u0000'));

const gate = fc.subarray([...gateNameSchema.options]).map((names) => names.map((name) => ({ gate: name, highestGrade: 'C' as const })));

const ownIndicators = [
  { name: 'earlyShare', title: 'Share of lines “early”', unit: 'percent', direction: 'higherIsBetter', minimumSample: 3, numerator: 'linesOnTime - 1', denominator: 'linesDue', sample: 'linesDue' },
  { name: 'daysPerLine', title: 'Days: late', unit: 'days', direction: 'lowerIsBetter', minimumSample: 1, formula: 'if(linesDue > 0, daysLate / linesDue, 0)', sample: 'linesDue' },
];

/** Any policy that the rules accept. */
export const anyPolicy: fc.Arbitrary<Policy> = fc
  .record({
    name: words,
    toleranceDays: fc.integer({ min: 0, max: 60 }),
    minimumSamples: fc.dictionary(fc.constantFrom(...indicators.map(({ name }) => name)), fc.integer({ min: 1, max: 10_000 }), { maxKeys: 4, noNullPrototype: true }),
    templates: fc.record({ strategic: template, leverage: template, bottleneck: template, routine: template }),
    minimumWeightShare: fc.integer({ min: 1, max: 1000 }).map((tenths) => tenths / 10),
    gradeBounds: fc.tuple(fc.integer({ min: 0, max: 499 }), fc.integer({ min: 500, max: 1000 })).map(([B, A]) => ({ A: A / 10, B: B / 10 })),
    indicators: fc.subarray(ownIndicators),
    gates: gate,
    appealWindowDays: fc.integer({ min: 0, max: 60 }),
    restatementPeriods: fc.integer({ min: 0, max: 24 }),
    acknowledge: fc.integer({ min: 0, max: 260 }),
    remindBefore: fc.array(fc.integer({ min: 0, max: 260 }), { maxLength: 10 }),
    threshold: fc.integer({ min: 1, max: 100 }),
    severity: fc.constantFrom(...alertSeverities),
    enabled: fc.boolean(),
    ask: words,
    meaning: words,
    currency: fc.option(fc.constantFrom('USD', 'EUR', 'CNY')),
  })
  .map(({ acknowledge, remindBefore, threshold, severity, enabled, ask, meaning, currency, ...document }) => {
    const { rectification, monitoring, segmentation } = samplePolicy;
    return parsePolicy({
      ...document,
      rectification: { ...rectification, acknowledge, remindBefore },
      monitoring: {
        ...monitoring,
        onTimeDelivery3Months: { ...monitoring.onTimeDelivery3Months, threshold, severity },
        contractEnding: { ...monitoring.contractEnding, enabled },
      },
      segmentation: {
        ...segmentation,
        pareto: { ...segmentation.pareto, currency },
        questions: segmentation.questions.map((question, index) =>
          index === 0 ? { ...question, ask, scale: question.scale.map((step, at) => (at === 0 ? { ...step, meaning } : step)) } : question,
        ),
      },
    });
  });
