import { land, judge, month, settleSupplier, storedScore } from '#test/late-facts.js';
import { explanationSchema } from '#domain/scoring/explanation.js';
import { startApiUnderTest, type ApiUnderTest } from './api-under-test.js';

interface Refused {
  id: string;
  withdrawnAt: string | null;
}

let api: ApiUnderTest;
let key: string;

beforeAll(async () => {
  api = await startApiUnderTest();
  ({ key } = await api.keyOf('procurement'));
}, 240_000);
afterAll(() => api?.close(), 60_000);

/** Ten lines of a month, all in time and with a known price, so that on-time delivery is 100 %. */
async function deliver(supplierId: string, name: string): Promise<void> {
  const promised = `${name}-10`;
  await land(api.db, Array.from({ length: 10 }, (_, index) => ({ supplierId, id: `${supplierId}-${name}-${index}`, promised, received: promised })), new Date());
}

const refuse = (supplierId: string, body: object) => api.call<Refused & { errors: { path: string }[] }>('POST', `/api/v1/suppliers/${supplierId}/refusals`, { key, body });
const explanationOf = async (evaluationId: string, supplierId: string) => explanationSchema.parse((await storedScore(api.db, evaluationId, supplierId)).explanation);
const lineOf = async (evaluationId: string, supplierId: string, indicator: string) =>
  (await explanationOf(evaluationId, supplierId)).lines.find((line) => line.indicator === indicator);

describe('what a supplier was asked and refused', () => {
  it('scores 0 with its full weight in the period of that day, and only there', async () => {
    const [willing, unwilling] = [await settleSupplier(api.db), await settleSupplier(api.db)];
    for (const supplierId of [willing, unwilling]) for (const name of ['2026-01', '2026-02']) await deliver(supplierId, name);
    expect((await refuse(unwilling, { indicator: 'meanLateness', refusedOn: '2026-01-31', reason: 'Would not send its delivery notes.' })).status).toBe(201);
    const [january, february] = [await judge(api.db, month('2026-01'), new Date()), await judge(api.db, month('2026-02'), new Date())];
    const weight = (await lineOf(january, willing, 'meanLateness'))?.weight ?? 0;
    expect(weight).toBeGreaterThan(0);
    const full = await storedScore(api.db, january, willing);
    const cut = await storedScore(api.db, january, unwilling);
    expect(await lineOf(january, unwilling, 'meanLateness')).toMatchObject({ status: 'refused', points: '0', contribution: '0' });
    // Both were on time in all; the refused line keeps its share of the weight and brings nothing.
    const share = (100 * weight) / Number((await explanationOf(january, unwilling)).weightWithData);
    expect(Number(cut.score)).toBeCloseTo(Number(full.score) - share, 1);
    expect((await storedScore(api.db, february, unwilling)).score).toEqual((await storedScore(api.db, february, willing)).score);
  });

  it('counts no longer once it is withdrawn, which happens once', async () => {
    const supplierId = await settleSupplier(api.db);
    await deliver(supplierId, '2026-03');
    const { body } = await refuse(supplierId, { indicator: 'meanLateness', refusedOn: '2026-03-15', reason: 'No answer to three requests.' });
    const withdraw = () => api.call<{ code: string }>('POST', `/api/v1/refusals/${body.id}/withdraw`, { key, body: { reason: 'The answer came after all.' } });
    expect((await withdraw()).status).toBe(200);
    expect(await withdraw()).toMatchObject({ status: 409, body: { code: 'withdrawn' } });
    expect(await lineOf(await judge(api.db, month('2026-03'), new Date()), supplierId, 'meanLateness')).toMatchObject({ status: 'ok' });
    const listed = await api.call<{ items: Refused[] }>('GET', `/api/v1/suppliers/${supplierId}/refusals`, { key });
    expect(listed.body.items).toMatchObject([{ id: body.id, withdrawnAt: expect.any(String) }]);
  });

  it('is refused itself where it names nothing that can be asked, a day ahead, or comes from who may not', async () => {
    const supplierId = await settleSupplier(api.db);
    const body = { indicator: 'meanLateness', refusedOn: '2026-01-31', reason: 'Would not say.' };
    expect(await refuse(supplierId, { ...body, indicator: 'mood' })).toMatchObject({ status: 422, body: { errors: [{ path: 'indicator' }] } });
    expect(await refuse(supplierId, { ...body, refusedOn: '2999-01-01' })).toMatchObject({ status: 422, body: { errors: [{ path: 'refusedOn' }] } });
    const auditor = await api.keyOf('auditor');
    expect((await api.call('POST', `/api/v1/suppliers/${supplierId}/refusals`, { key: auditor.key, body })).status).toBe(403);
    expect((await refuse('00000000-0000-4000-8000-000000000000', body)).status).toBe(404);
  });
});
