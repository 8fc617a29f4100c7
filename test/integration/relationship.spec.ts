import { startApiUnderTest, type ApiUnderTest } from './api-under-test.js';

let api: ApiUnderTest;
let procurement: Awaited<ReturnType<ApiUnderTest['keyOf']>>;
let supplierId: string;

beforeAll(async () => {
  api = await startApiUnderTest();
  procurement = await api.keyOf('procurement');
  const { body } = await api.call<{ id: string }>('POST', '/api/v1/suppliers', { key: procurement.key, body: { code: 'R-1', name: 'Example Castings', country: 'DE', contacts: [{ name: 'Jo', email: 'jo@castings.example.com' }] } });
  supplierId = body.id;
}, 240_000);
afterAll(() => api?.close(), 240_000);

const call = <Body = Record<string, unknown>>(method: string, path: string, body?: object, headers: Record<string, string> = {}, key = procurement.key) =>
  api.call<Body>(method, `/api/v1/suppliers/${supplierId}/relationship/${path}`, { key, headers, ...(body ? { body } : {}) });
const work = async () => (await api.call<{ relationship: { reviews: object[]; entries: { title: string }[] } }>('GET', '/api/v1/my-work', { key: procurement.key })).body.relationship;
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

interface Entry {
  id: string;
  version: number;
  entry: { title: string; register: string };
}

describe('the plan of a relationship', () => {
  it('is begun from the template of the segment, once, with its targets and milestones', async () => {
    const manager = await api.keyOf('manager');
    const template = { meetingEveryWeeks: 6, meetingMinutes: 45, reviewEveryMonths: 3, targets: [{ title: 'Defects', indicator: 'partsPerMillion', direction: 'atMost', value: 500, unit: 'ppm', dueAfterDays: 100 }], milestones: [{ title: 'Course on labels', topic: 'training', doneBy: 'us', dueAfterDays: 3 }] };
    const save = (content: object, key: string) => api.call('PUT', '/api/v1/relationship-templates/routine', { key, body: content });
    expect((await save(template, procurement.key)).status).toBe(403);
    expect(await save({ ...template, targets: [{ ...template.targets[0], indicator: 'luck' }] }, manager.key)).toMatchObject({ status: 422, body: { errors: [{ path: 'targets.0.indicator', message: 'there is no such indicator' }] } });
    expect(await save(template, manager.key)).toMatchObject({ status: 200 });
    expect((await call('GET', 'plan')).status).toBe(404);
    expect(await call('POST', 'plan')).toMatchObject({ status: 201, body: { segment: 'routine', meetingEveryWeeks: 6, reviewEveryMonths: 3, version: 1 } });
    expect(await call('POST', 'plan')).toMatchObject({ status: 409, body: { code: 'planExists' } });
    const { body } = await call<{ items: Entry[] }>('GET', 'entries');
    expect(body.items.map(({ entry }) => [entry.register, entry.title]).sort()).toEqual([['milestone', 'Course on labels'], ['target', 'Defects']]);
    expect(await work()).toMatchObject({ reviews: [], entries: [{ title: 'Course on labels', supplierName: 'Example Castings', dueOn: inDays(3) }] });
  });

  it('is changed by who has seen it last, and looked at anew on schedule', async () => {
    const { body: plan } = await call<{ ownerId: string; nextReviewOn: string }>('GET', 'plan');
    const changed = { ownerId: plan.ownerId, meetingEveryWeeks: null, meetingMinutes: 60, meetingAt: '14:30', reviewEveryMonths: 1, guests: [{ name: 'A customer', email: 'buyer@customer.example.com' }] };
    expect(await call('PUT', 'plan', changed, { 'if-match': '"7"' })).toMatchObject({ status: 412 });
    expect(await call('PUT', 'plan', { ...changed, meetingAt: '25:00' })).toMatchObject({ status: 422 });
    expect(await call('PUT', 'plan', changed, { 'if-match': '"1"' })).toMatchObject({ status: 200, body: { meetingAt: '14:30', version: 2, guests: [{ email: 'buyer@customer.example.com', language: 'en' }] } });
    await api.db.prisma.relationshipPlan.update({ where: { supplierId }, data: { nextReviewOn: new Date(inDays(6)) } });
    expect((await work()).reviews).toEqual([{ supplierId, supplierName: 'Example Castings', nextReviewOn: inDays(6) }]);
    expect(await call('POST', 'reviews', { decision: 'Meet again from the autumn on.' })).toMatchObject({ status: 201, body: { on: inDays(0) } });
    expect((await work()).reviews).toEqual([]);
    expect((await call<{ items: object[] }>('GET', 'reviews')).body.items).toMatchObject([{ decision: 'Meet again from the autumn on.', by: procurement.personId }]);
  });
});

describe('the registers', () => {
  it('keep every version of an entry, and say what follows from it', async () => {
    const risk = { register: 'risk', title: 'One furnace only', probability: 4, impact: 5, response: 'reduce', action: 'Second furnace', dueOn: inDays(2) };
    const { body } = await call<Entry>('POST', 'entries', risk);
    expect(body).toMatchObject({ version: 1, riskLevel: 20, entry: { status: 'open' } });
    expect((await work()).entries.map(({ title }) => title)).toContain('One furnace only');
    const calmer = { ...risk, probability: 1, status: 'closed' };
    expect(await call('PUT', `entries/${body.id}`, calmer, { 'if-match': '"2"' })).toMatchObject({ status: 412 });
    expect(await call('PUT', `entries/${body.id}`, { register: 'milestone', title: 'x', topic: 'other', doneBy: 'us' })).toMatchObject({ status: 409, body: { code: 'otherRegister' } });
    expect(await call('PUT', `entries/${body.id}`, calmer, { 'if-match': '"1"' })).toMatchObject({ status: 200, body: { version: 2, riskLevel: 5 } });
    expect((await work()).entries.map(({ title }) => title)).not.toContain('One furnace only');
    const versions = await call<{ items: { version: number; riskLevel: number }[] }>('GET', `entries/${body.id}/versions`);
    expect(versions.body.items.map((each) => [each.version, each.riskLevel])).toEqual([[2, 5], [1, 20]]);
    expect((await call<{ items: Entry[] }>('GET', 'entries?register=risk&open=true')).body.items).toEqual([]);
    const pages: string[] = [];
    for (let cursor: string | null = ''; cursor !== null && pages.length < 10; ) {
      const page: { body: { items: Entry[]; nextCursor: string | null } } = await call('GET', `entries?limit=1${cursor && `&cursor=${cursor}`}`);
      pages.push(...page.body.items.map(({ id }) => id));
      cursor = page.body.nextCursor;
    }
    expect(new Set(pages).size).toBe(3);
    expect(pages).toHaveLength(3);
  });

  it('refuse whom and what is not there, and are not another supplier’s', async () => {
    const unknown = '11111111-2222-4333-8444-555555555555';
    const risk = { register: 'risk', title: 'Flood', probability: 1, impact: 1, response: 'accept' };
    expect(await call('POST', 'entries', { ...risk, ownerId: unknown, backupSupplierId: supplierId })).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'ownerId', message: 'there is no such active person' }, { path: 'backupSupplierId', message: 'is no other supplier' }] },
    });
    expect((await call('POST', 'entries', { ...risk, probability: 9 })).status).toBe(422);
    const auditor = await api.keyOf('auditor');
    expect((await call('POST', 'entries', risk, {}, auditor.key)).status).toBe(403);
    const { body: mine } = await call<Entry>('POST', 'entries', risk);
    const other = await api.call<{ id: string }>('POST', '/api/v1/suppliers', { key: procurement.key, body: { code: 'R-2', name: 'Other', country: 'DE' } });
    expect((await api.call('GET', `/api/v1/suppliers/${other.body.id}/relationship/entries/${mine.id}`, { key: procurement.key })).status).toBe(404);
  });
});
