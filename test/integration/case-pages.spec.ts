import { randomUUID } from 'node:crypto';
import { mailedToken, smallPng, supplierAt } from '#test/case-page.js';
import { openWorkplace, settleCast, type Workplace } from '#test/in-process.js';
import { keyFor, startApiUnderTest, type ApiUnderTest } from './api-under-test.js';

let place: Workplace;
let api: ApiUnderTest;

beforeAll(async () => {
  place = await openWorkplace();
  api = await startApiUnderTest(place, { databaseUrl: place.databaseUrl, secret: Buffer.alloc(32, 7) });
}, 240_000);
afterAll(async () => {
  await api?.close();
  await place?.close();
}, 240_000);

/** A case that was just opened, with the page of its supplier's contact. */
async function openCase(severity: 'minor' | 'major' = 'minor', language = 'en') {
  const cast = await settleCast(api.db, { language });
  const procurement = await keyFor(api.db, cast.procurement, 'procurement');
  const quality = await keyFor(api.db, cast.quality, 'quality');
  const opened = await api.call<{ id: string }>('POST', '/api/v1/rectifications', { key: procurement, body: { supplierId: cast.supplierId, severity, title: `Late ${randomUUID()}`, description: 'Three deliveries <b>came</b> late.' } });
  const caseId = opened.body.id;
  const token = await mailedToken(api.db, { caseId, recipientId: cast.contactId });
  const act = (key: string, command: string, body: object = {}) => api.call<{ stage: string }>('POST', `/api/v1/rectifications/${caseId}/${command}`, { key, body });
  const stage = async () => (await api.db.prisma.case.findUniqueOrThrow({ where: { id: caseId } })).stage;
  return { ...cast, procurement, quality, caseId, token, page: supplierAt(api.url, token), act, stage };
}

describe('the page of a case', () => {
  it('leads a supplier from the mail to verified evidence, and every answer is confirmed by mail', async () => {
    const { page, act, stage, procurement, quality, caseId, contactId } = await openCase();
    const first = await page.open();
    expect(first.status).toBe(200);
    expect(first.text).toContain('Three deliveries &lt;b&gt;came&lt;/b&gt; late.');
    expect(Object.fromEntries(['cache-control', 'referrer-policy', 'x-robots-tag'].map((name) => [name, first.headers.get(name)]))).toEqual({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer', 'x-robots-tag': 'noindex' });
    expect(first.headers.get('content-security-policy')).toContain("default-src 'none'");

    expect((await page.post('acknowledge', {})).headers.get('location')).toContain('done=answer');
    expect(await stage()).toBe('planning');
    expect((await page.post('submitPlan', { text: 'A second shift.' }, [smallPng()])).status).toBe(303);
    expect(await stage()).toBe('planReview');
    const review = await page.open();
    expect(review.text).toContain('We are reviewing what you have sent.');
    expect(review.text).not.toContain('name="form" value="submitPlan"');

    await act(procurement, 'comment', { text: 'Between us: they always say that.' });
    await act(procurement, 'return-plan', { reason: 'Who supervises the shift?' });
    const returned = await page.open();
    expect(returned.text).toContain('Who supervises the shift?');
    expect(returned.text).not.toContain('Between us');
    expect((await page.post('submitPlan', { text: 'A second shift under Ms Example.' })).status).toBe(303);
    await act(procurement, 'accept-plan');
    expect((await page.post('submitEvidence', { text: 'It works.' })).status).toBe(303);
    await act(quality, 'verify', { result: 'effective' });
    expect((await page.open()).text).toContain('The case is closed');

    const receipts = await api.db.prisma.outboxMessage.findMany({ where: { caseId, recipientId: contactId, template: 'portal.receipt' }, orderBy: { createdAt: 'asc' } });
    expect(receipts.map(({ subject }) => subject.split(' – ')[0])).toEqual(['Received: Corrective action plan', 'Received: Corrective action plan', 'Received: Evidence']);
    expect(receipts[0]?.text).toContain('A second shift.');
    expect(receipts[0]?.text).toContain('photo.png');
    expect(receipts[0]?.text).toContain(page.path);
  }, 240_000);
});
