import { randomUUID } from 'node:crypto';
import { startApiUnderTest, type ApiUnderTest } from './api-under-test.js';
import { settleSupplier } from '#test/late-facts.js';

let api: ApiUnderTest;

beforeAll(async () => {
  api = await startApiUnderTest();
}, 240_000);
afterAll(() => api?.close());

interface MyWork {
  submissions: { count: number; url: string } | null;
  duplicates: { count: number; url: string } | null;
  alerts: { count: number; url: string; latest: { raisedFor: string }[] } | null;
}

describe('what waits for me', () => {
  it('counts submissions, duplicates and alerts that are open, for those who may decide them, and links to their lists', async () => {
    const [one, other] = (await Promise.all([settleSupplier(api.db), settleSupplier(api.db)])).sort() as [string, string];
    const at = new Date();
    const submission = (status: string) => ({ id: randomUUID(), supplierId: one, kind: 'progressReport', text: 'Half done', submittedBy: 'test', channel: 'portal', status, submittedAt: at });
    await api.db.prisma.supplierSubmission.createMany({ data: [submission('submitted'), submission('submitted'), { ...submission('accepted'), decidedBy: 'test', decidedAt: at }] });
    await api.db.prisma.duplicateProposal.create({ data: { id: randomUUID(), firstId: one, secondId: other, kind: 'similarName', similarity: 0.8, evidence: {}, status: 'open', proposedAt: at } });
    const alert = (month: number) => ({ id: randomUUID(), rule: 'onTimeDelivery3Months', supplierId: one, subject: `line ${month}`, raisedFor: `2026-0${month}`, severity: 'high', status: 'open', evidence: {}, runId: randomUUID(), raisedOn: new Date(Date.UTC(2026, month, 8)), raisedAt: at });
    await api.db.prisma.alert.createMany({ data: [1, 2, 3, 4, 5, 6].map(alert) });

    const mine = async (role: 'procurement' | 'quality' | 'rater') => (await api.call<MyWork>('GET', '/api/v1/my-work', { key: (await api.keyOf(role)).key })).body;
    const procurement = await mine('procurement');
    expect(procurement).toMatchObject({ submissions: { count: 2 }, duplicates: { count: 1 }, alerts: { count: 6 } });
    expect(procurement.alerts?.latest.map((each) => each.raisedFor)).toEqual(['2026-06', '2026-05', '2026-04', '2026-03', '2026-02']);
    expect(await mine('quality')).toMatchObject({ submissions: null, duplicates: null, alerts: { count: 6 } });
    expect(await mine('rater')).toMatchObject({ submissions: null, duplicates: null, alerts: null });

    const { key } = await api.keyOf('procurement');
    for (const waiting of [procurement.submissions, procurement.duplicates, procurement.alerts]) {
      const list = await api.call<{ items: object[] }>('GET', waiting?.url ?? '', { key });
      expect({ status: list.status, items: list.body.items.length }).toEqual({ status: 200, items: waiting?.count });
    }
  });
});
