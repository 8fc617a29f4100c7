import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { samplePolicy } from '#domain/policy/default-policy.js';
import { parsePolicy, type Policy } from '#domain/policy/policy.js';
import { createDraft, publishPolicy } from '#persistence/policies/policies.js';
import { startApiUnderTest, type ApiUnderTest } from './api-under-test.js';
import { judge, land, month, settleSupplier, workOffAll, type Delivery } from '#test/late-facts.js';

let api: ApiUnderTest;
let key: string;
let tick = Date.parse('2026-07-01T00:00:00Z');
const now = () => new Date((tick += 1_000));

beforeAll(async () => {
  api = await startApiUnderTest();
  ({ key } = await api.keyOf('auditor'));
}, 240_000);
afterAll(() => api?.close());

type Normaliser =
  | { kind: 'linear'; floor: number; target: number }
  | { kind: 'bands'; bands: { bound: number; points: number }[]; otherwise: number }
  | { kind: 'step'; threshold: number };

/** What of the answer a person with pen and paper reads. */
interface Shown {
  score: number | null;
  grade: string;
  revision: number;
  explanation: {
    lines: { indicator: string; numerator: string; denominator: string; sample: number; minimumSample: number; normaliser: Normaliser; weight: number }[];
    minimumWeightShare: number;
    gradeBounds: { A: number; B: number };
  };
  figures: { indicator: string; scale: number; direction: string; factsUrl: string; title: string }[];
  gates: { highestGrade: string }[];
  explanationText: string[];
  revisions: { revision: number; grade: string; score: number | null; changes: { indicator: string | null; what: string; before: string | null; after: string | null }[]; broughtBy: { restatementId: string } | null; supersededAt: string | null }[];
}

/** The score as domain.md §5 has it, from the answer alone and with nothing of the product's code. */
function byHand({ explanation, figures, gates }: Shown): { score: number | null; grade: string } {
  const lines = explanation.lines.flatMap((line) => {
    const { scale, direction } = figures.find(({ indicator }) => indicator === line.indicator) ?? { scale: NaN, direction: '' };
    const denominator = new Decimal(line.denominator);
    if (denominator.lte(0) || line.sample < line.minimumSample) return [];
    const value = new Decimal(line.numerator).times(scale).div(denominator);
    return [{ weight: new Decimal(line.weight), points: pointsByHand(line.normaliser, value, direction) }];
  });
  const weight = lines.reduce((sum, line) => sum.plus(line.weight), new Decimal(0));
  if (weight.lte(0) || weight.lt(explanation.minimumWeightShare)) return { score: null, grade: 'N' };
  const sum = lines.reduce((total, line) => total.plus(line.points.times(line.weight)), new Decimal(0)).div(weight);
  const score = sum.toDecimalPlaces(10).toDecimalPlaces(1, Decimal.ROUND_HALF_UP);
  const { A, B } = explanation.gradeBounds;
  const grade = score.gte(A) ? 'A' : score.gte(B) ? 'B' : 'C';
  return { score: score.toNumber(), grade: [grade, ...gates.map((gate) => gate.highestGrade)].sort().at(-1) ?? grade };
}

function pointsByHand(normaliser: Normaliser, value: Decimal, direction: string): Decimal {
  const reached = (bound: number) => (direction === 'higherIsBetter' ? value.gte(bound) : value.lte(bound));
  if (normaliser.kind === 'step') return new Decimal(reached(normaliser.threshold) ? 100 : 0);
  if (normaliser.kind === 'bands') return new Decimal(normaliser.bands.find(({ bound }) => reached(bound))?.points ?? normaliser.otherwise);
  const { floor, target } = normaliser;
  const even = value.minus(floor).div(new Decimal(target).minus(floor)).times(100);
  return Decimal.max(0, Decimal.min(100, even));
}

const measured = ['onTimeDelivery', 'onTimeDeliveryByQuantity', 'meanLateness', 'leadTimeMean', 'leadTimeVariation', 'qualityPassRate'] as const;
const better = (indicator: string) => (/Lateness|leadTime/.test(indicator) ? -1 : 1);

const normaliser = (indicator: string): fc.Arbitrary<Normaliser> => {
  const two = fc.uniqueArray(fc.integer({ min: 0, max: 100 }), { minLength: 2, maxLength: 2 }).map((pair) => pair.sort((a, b) => (a - b) * better(indicator)) as [number, number]);
  return fc.oneof(
    two.map(([floor, target]) => ({ kind: 'linear' as const, floor, target })),
    two.map(([worse, best]) => ({ kind: 'bands' as const, bands: [{ bound: best, points: 90 }, { bound: worse, points: 40.5 }], otherwise: 5 })),
    fc.integer({ min: 0, max: 100 }).map((threshold) => ({ kind: 'step' as const, threshold })),
  );
};
const template = fc
  .uniqueArray(fc.constantFrom(...measured), { minLength: 1, maxLength: 6 })
  .chain((names) => fc.tuple(fc.constant(names), fc.array(fc.integer({ min: 1, max: 100 }), { minLength: names.length, maxLength: names.length }), fc.tuple(...names.map(normaliser))))
  .map(([names, parts, normalisers]) => {
    const whole = parts.reduce((sum, part) => sum + part, 0);
    const weights = parts.map((part) => Math.max(1, Math.floor((part * 100) / whole)));
    weights[weights.indexOf(Math.max(...weights))]! += 100 - weights.reduce((sum, weight) => sum + weight, 0);
    return names.map((indicator, index) => ({ indicator, weight: weights[index], normaliser: normalisers[index] }));
  });
const policy = fc.record({
  routine: template,
  minimumWeightShare: fc.integer({ min: 20, max: 100 }),
  gradeBounds: fc.uniqueArray(fc.integer({ min: 5, max: 95 }), { minLength: 2, maxLength: 2 }).map((pair) => ({ A: Math.max(...pair), B: Math.min(...pair) })),
  toleranceDays: fc.integer({ min: 0, max: 3 }),
});
const deliveries = fc.array(
  fc.record({ day: fc.integer({ min: 1, max: 28 }), late: fc.option(fc.integer({ min: -3, max: 20 })), quantity: fc.constantFrom(3, 7, 10, 12) }),
  { minLength: 0, maxLength: 9 },
);

const dated = (day: number) => new Date(Date.UTC(2026, 2, day)).toISOString().slice(0, 10);
const inMarch = (supplierId: string, each: readonly { day: number; late: number | null; quantity: number }[]): Delivery[] =>
  each.map(({ day, late, quantity }, index) => ({ supplierId, id: `${supplierId}-${index}`, promised: dated(day), received: late === null ? null : dated(day + late), quantity }));

/** Puts a policy in force. */
async function decree(document: Policy): Promise<void> {
  const { version } = await createDraft(api.db, { policy: document, createdBy: 'test', at: now() });
  await publishPolicy(api.db, { version, at: now() });
}

describe('a score as one answer shows it', () => {
  it('can be recomputed by hand from that answer, whatever the policy and the facts', async () => {
    await fc.assert(
      fc.asyncProperty(policy, deliveries, async ({ routine, ...terms }, facts) => {
        const document = parsePolicy({ ...samplePolicy, ...terms, templates: { ...samplePolicy.templates, routine } });
        await decree(document);
        const supplierId = await settleSupplier(api.db);
        await land(api.db, inMarch(supplierId, facts), now());
        const evaluationId = await judge(api.db, { ...month('2026-03'), supplierIds: [supplierId] }, now());
        const { status, body } = await api.call<Shown>('GET', `/api/v1/evaluations/${evaluationId}/scores/${supplierId}`, { key });
        expect(status).toBe(200);
        expect(byHand(body)).toEqual({ score: body.score, grade: body.grade });
      }),
      { numRuns: 40 },
    );
  }, 180_000);

  it('names the old beside the new after late facts, what changed, and what brought it', async () => {
    await decree(samplePolicy);
    const supplierId = await settleSupplier(api.db);
    const facts = [1, 2, 3, 4].map((day) => ({ day, late: day < 3 ? null : 0, quantity: 10 }));
    await land(api.db, inMarch(supplierId, facts), now());
    const evaluationId = await judge(api.db, month('2026-03'), now());
    const restatementId = await land(api.db, inMarch(supplierId, facts.map((each) => ({ ...each, late: 0 }))), now());
    await workOffAll(api.db, now());
    const path = `/api/v1/evaluations/${evaluationId}/scores`;

    const { body } = await api.call<Shown>('GET', `${path}/${supplierId}`, { key });
    expect(body.revisions.map((each) => ({ revision: each.revision, by: each.broughtBy?.restatementId ?? null, holds: each.supersededAt === null }))).toEqual([
      { revision: 2, by: restatementId, holds: true },
      { revision: 1, by: null, holds: false },
    ]);
    expect(body.revisions[0]?.changes).toEqual(expect.arrayContaining([
      { indicator: null, what: 'score', before: body.revisions[1]?.score?.toFixed(1), after: body.score?.toFixed(1) },
      { indicator: 'onTimeDelivery', what: 'numerator', before: '2', after: '4' },
    ]));
    const list = await api.call<{ items: { supplierId: string; revision: number }[] }>('GET', `${path}?limit=200`, { key });
    expect(list.body.items.find((each) => each.supplierId === supplierId)?.revision).toBe(2);

    const listed = await api.call<{ items: { id: string; status: string; restated: number }[] }>('GET', '/api/v1/evaluations/restatements', { key });
    expect(listed.body.items.find((each) => each.id === restatementId)).toMatchObject({ status: 'completed', restated: 1 });
    expect((await api.call('GET', `/api/v1/restatements/${restatementId}`, { key })).body).toMatchObject({ suppliers: 1, scores: 1, restated: 1, unchanged: 0 });
    const scopes = await api.call<{ items: object[] }>('GET', `/api/v1/restatements/${restatementId}/scores`, { key });
    expect(scopes.body.items).toMatchObject([{ evaluationId, supplierId, fate: 'restated', gradeAfter: body.grade }]);
    expect((await api.call('GET', `/api/v1/restatements/${randomUUID()}`, { key })).status).toBe(404);
  });

  it('is told in the reader’s language, and as plain text', async () => {
    const supplierId = await settleSupplier(api.db);
    await land(api.db, inMarch(supplierId, [1, 2, 3].map((day) => ({ day, late: 0, quantity: 10 }))), now());
    const evaluationId = await judge(api.db, { ...month('2026-03'), supplierIds: [supplierId] }, now());
    const path = `/api/v1/evaluations/${evaluationId}/scores/${supplierId}`;
    const text = async (query: string, headers: Record<string, string> = {}) => {
      const answer = await api.call<string>('GET', path + query, { key, headers });
      expect({ status: answer.status, type: answer.headers.get('content-type') }).toEqual({ status: 200, type: 'text/plain; charset=utf-8' });
      return answer.body;
    };
    expect(await text('?format=text')).toMatch(/^Policy version \d+, template of the routine segment\.\n/);
    expect(await text('?format=text&language=ru')).toContain('Политика, версия');
    expect(await text('', { accept: 'text/plain', 'accept-language': 'fr, zh-CN;q=0.8, en;q=0.5' })).toContain('评级');
    const json = await api.call<Shown & { language: string }>('GET', path, { key, headers: { 'accept-language': 'ru-RU' } });
    expect(json.body.language).toBe('ru');
    expect(json.body.figures[0]?.factsUrl).toMatch(new RegExp(`^/api/v1/suppliers/${supplierId}/indicators/\\w+/facts\\?from=2026-03-01&to=2026-03-31`));
    expect((await api.call('GET', path.replace(supplierId, randomUUID()), { key })).status).toBe(404);
  });
});
