import { randomUUID } from 'node:crypto';
import { Decimal } from 'decimal.js';
import { paretoClasses } from '#domain/segmentation/pareto.js';
import { defaultSegmentationTerms } from '#domain/segmentation/terms.js';
import { lapseOverrides } from '#persistence/segmentation/effective.js';
import { runSegmentation } from '#persistence/segmentation/run.js';
import { startApiUnderTest, type ApiUnderTest } from './api-under-test.js';

let api: ApiUnderTest;
let procurement: string;
let manager: string;

beforeAll(async () => {
  api = await startApiUnderTest();
  procurement = (await api.keyOf('procurement')).key;
  manager = (await api.keyOf('manager')).key;
}, 240_000);
afterAll(() => api?.close(), 60_000);

const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
const today = day(0);

async function supplier(name = 'Example'): Promise<string> {
  const { body } = await api.call<{ id: string }>('POST', '/api/v1/suppliers', { key: procurement, body: { code: `s-${randomUUID()}`, name: `${name} ${randomUUID()}`, country: 'IN' } });
  return body.id;
}

async function line(supplierId: string, changes: { category?: string | null; value?: number | null; currency?: string | null; due?: string; ordered?: string; arrived?: string; cancelled?: [by: string, on: string, quantity: number | null] } = {}) {
  const { category = 'castings', value = 100, currency = 'USD', due = day(-10), ordered = null, arrived, cancelled } = changes;
  const externalId = randomUUID();
  const fact = { id: randomUUID(), supplierId, source: 'test', externalId, version: 1, contentHash: 'h', arrivedAt: new Date() };
  const date = (text: string) => new Date(`${text}T00:00:00Z`);
  const [cancelledBy = null, cancelledOn, cancelledQuantity = null] = cancelled ?? [];
  await api.db.prisma.orderLine.create({
    data: { ...fact, category, orderedQuantity: 10, unit: 'pc', lineValue: value, currency, orderDate: ordered && date(ordered), originalPromisedDate: date(due), promisedDate: date(due), cancelledBy, cancelledOn: cancelledOn ? date(cancelledOn) : null, cancelledQuantity },
  });
  if (arrived) await api.db.prisma.receipt.create({ data: { ...fact, id: randomUUID(), lineExternalId: externalId, quantity: 10, receivedOn: date(arrived) } });
}

const answers = { sourcesAvailable: 'none', switchingCost: 'prohibitive', substitutes: 'none', criticality: 'stops', qualityImpact: 'decides' };
const harmless = { sourcesAvailable: 'many', switchingCost: 'low', substitutes: 'ready', criticality: 'unnoticed', qualityImpact: 'none' };
const place = (id: string, category: string, given: object, key = procurement) =>
  api.call<{ segment: string; supplyRisk: number; profitImpact: number; figures: object; explanation: { supplyRisk: { arithmetic: string } } }>('PUT', `/api/v1/suppliers/${id}/segmentations/${encodeURIComponent(category)}`, { key, body: { answers: given } });
const segmentOf = async (id: string) => (await api.call<{ segment: string }>('GET', `/api/v1/suppliers/${id}`, { key: procurement })).body.segment;
const override = (id: string, body: object, key = manager) => api.call<{ id: string; code: string }>('POST', `/api/v1/suppliers/${id}/segment-overrides`, { key, body });
const run = (asOf?: string) => api.call<{ changed: number; segmentsChanged: number; otherCurrencies: object[]; currency: string }>('POST', '/api/v1/segmentations/runs', { key: procurement, body: asOf ? { asOf } : {} });

describe('a supplier placed in the matrix of a category', () => {
  it('is what the answers and the figures of its order lines make it, shown with the sum', async () => {
    const category = `bearings ${randomUUID()}`;
    const [one, other] = [await supplier(), await supplier()];
    await line(one, { category, value: 300, ordered: day(-70), arrived: day(-10) });
    await line(other, { category, value: 100 });
    const { status, body } = await place(one, category, { switchingCost: 'high', substitutes: 'afterChange', criticality: 'stops', qualityImpact: 'decides' });
    expect(status).toBe(200);
    expect(body.figures).toMatchObject({ activeSuppliers: 2, shareOfCategory: 75, meanLeadTime: 60 });
    // 70 × 20 + 60 × 15 + (5−2)/(5−1) × 100 × 25 + (60−14)/(120−14) × 100 × 15, over 75.
    expect(body.supplyRisk).toBeCloseTo((70 * 20 + 60 * 15 + 75 * 25 + 43.3962 * 15) / 75, 2);
    expect(body).toMatchObject({ segment: 'strategic', explanation: { supplyRisk: { arithmetic: expect.stringContaining('70 × 20 + 60 × 15 + 75 × 25 + 43.3962 × 15') } } });
  });

  it('keeps what it was before as history', async () => {
    const id = await supplier();
    await place(id, 'castings', answers);
    await place(id, 'castings', harmless);
    const list = (query: string) => api.call<{ items: { segment: string; supersededAt: string | null }[] }>('GET', `/api/v1/suppliers/${id}/segmentations${query}`, { key: procurement });
    expect((await list('')).body.items.map((item) => item.segment)).toEqual(['routine']);
    expect((await list('?history=true')).body.items.map((item) => [item.segment, item.supersededAt === null])).toEqual([['routine', true], ['strategic', false]]);
  });

  it('is as critical as its most critical category', async () => {
    const id = await supplier();
    await place(id, 'paper', harmless);
    expect(await segmentOf(id)).toBe('routine');
    await place(id, 'forgings', { ...harmless, sourcesAvailable: 'none', switchingCost: 'prohibitive', substitutes: 'none' });
    expect(await segmentOf(id)).toBe('bottleneck');
  });

  it('is refused with unknown answers, and with too few', async () => {
    const id = await supplier();
    const unknown = await api.call('PUT', `/api/v1/suppliers/${id}/segmentations/x`, { key: procurement, body: { answers: { ...answers, charm: 'much' } } });
    expect(unknown).toMatchObject({ status: 422, body: { errors: [{ path: 'answers.charm' }] } });
    const few = await api.call<{ errors: { message: string }[] }>('PUT', `/api/v1/suppliers/${id}/segmentations/x`, { key: procurement, body: { answers: { criticality: 'stops', qualityImpact: 'none' } } });
    expect(few.status).toBe(422);
    expect(few.body.errors[0]?.message).toContain('supplyRisk is known by 0 of 100 only');
    expect((await place(randomUUID(), 'x', answers)).status).toBe(404);
  });

  it('stays one placement when several people place it at once', async () => {
    const id = await supplier();
    const results = await Promise.all(Array.from({ length: 6 }, (_, i) => place(id, 'castings', i % 2 ? answers : harmless)));
    expect(results.map((result) => result.status)).toEqual([200, 200, 200, 200, 200, 200]);
    expect(await api.db.prisma.segmentation.count({ where: { supplierId: id, supersededAt: null } })).toBe(1);
    expect(await api.db.prisma.segmentation.count({ where: { supplierId: id } })).toBe(6);
  });
});

describe('a run over all suppliers', () => {
  it('places them anew by the figures of the day, and changes nothing when nothing has changed', async () => {
    const category = `valves ${randomUUID()}`;
    const id = await supplier();
    await place(id, category, { ...answers, sourcesAvailable: 'many', switchingCost: 'low' });
    for (let n = 0; n < 5; n++) await line(await supplier(), { category });
    await line(id, { category });
    await run();
    const placed = await api.call<{ items: { figures: { activeSuppliers: number }; decidedBy: string }[] }>('GET', `/api/v1/suppliers/${id}/segmentations`, { key: procurement });
    expect(placed.body.items[0]?.figures.activeSuppliers).toBe(6);
    expect((await run()).body).toMatchObject({ changed: 0, segmentsChanged: 0 });
  });

  it('counts only what had happened by the day', async () => {
    const category = `pumps ${randomUUID()}`;
    const [early, late] = [await supplier(), await supplier()];
    await line(early, { category, due: '2010-03-01' });
    await line(late, { category, due: '2010-09-01' });
    await place(early, category, answers);
    await run('2010-06-30');
    const figures = async () => (await api.db.prisma.segmentation.findFirstOrThrow({ where: { supplierId: early, supersededAt: null } })).figures;
    expect(await figures()).toMatchObject({ activeSuppliers: 1 });
    await run('2010-12-31');
    expect(await figures()).toMatchObject({ activeSuppliers: 2 });
    await run('2011-03-01');
    expect(await figures()).toMatchObject({ activeSuppliers: 1, shareOfCategory: null });
  });

  it('of a day that has not come is refused', async () => {
    expect(await run(day(2))).toMatchObject({ status: 422, body: { errors: [{ path: 'asOf' }] } });
  });
});

describe('an override', () => {
  it('takes a person with the right, a reason and a last day within the policy', async () => {
    const id = await supplier();
    const body = { segment: 'strategic', reason: 'Only source of the new product line', expiresOn: day(30) };
    expect((await override(id, body, procurement)).status).toBe(403);
    expect(await override(id, { ...body, reason: '' })).toMatchObject({ status: 422, body: { errors: [{ path: 'reason' }] } });
    expect(await override(id, { ...body, expiresOn: day(-1) })).toMatchObject({ status: 422, body: { errors: [{ path: 'expiresOn', message: 'lies in the past' }] } });
    expect((await override(id, { ...body, expiresOn: day(400) })).status).toBe(422);
    expect((await override(id, body)).status).toBe(201);
    expect(await segmentOf(id)).toBe('strategic');
  });

  it('of a category goes before what was computed for it, and one of the supplier before all', async () => {
    const id = await supplier();
    await place(id, 'castings', answers);
    await override(id, { category: 'castings', segment: 'leverage', reason: 'A second source is approved', expiresOn: day(30) });
    expect(await segmentOf(id)).toBe('leverage');
    const own = await override(id, { segment: 'routine', reason: 'Being replaced this year', expiresOn: day(30) });
    expect(await segmentOf(id)).toBe('routine');
    const ended = await api.call<{ endedBy: string }>('DELETE', `/api/v1/suppliers/${id}/segment-overrides/${own.body.id}`, { key: manager });
    expect([ended.status, await segmentOf(id)]).toEqual([200, 'leverage']);
  });

  it('holds through its last day and lapses after it, without any run', async () => {
    const id = await supplier();
    await override(id, { segment: 'strategic', reason: 'Until the tender is over', expiresOn: today });
    await lapseOverrides(api.db, { asOf: today, at: new Date() });
    expect(await segmentOf(id)).toBe('strategic');
    expect(await lapseOverrides(api.db, { asOf: day(1), at: new Date() })).toBeGreaterThan(0);
    expect(await segmentOf(id)).toBe('routine');
    const { body } = await api.call<{ items: { endedBy: string }[] }>('GET', `/api/v1/suppliers/${id}/segment-overrides`, { key: procurement });
    expect(body.items.map((item) => item.endedBy)).toEqual(['steward']);
  });

  it('that has run out does not show to a reader', async () => {
    const id = await supplier();
    await override(id, { segment: 'strategic', reason: 'Until the tender is over', expiresOn: today });
    await api.db.prisma.segmentOverride.updateMany({ where: { supplierId: id }, data: { expiresOn: new Date(`${day(-1)}T00:00:00Z`) } });
    expect(await segmentOf(id)).toBe('routine');
  });

  it('is also what a segment given with PATCH becomes, and takes the same right', async () => {
    const id = await supplier();
    const patch = (key: string, body: object) => api.call<{ segment: string }>('PATCH', `/api/v1/suppliers/${id}`, { key, body });
    expect((await patch(procurement, { segment: 'leverage' })).status).toBe(403);
    const both = (await api.keyOf('manager', 'procurement')).key;
    expect((await patch(both, { segment: 'leverage', name: 'Renamed Example' })).body).toMatchObject({ segment: 'leverage', name: 'Renamed Example' });
    expect((await patch(both, { segmentReason: 'No segment to it' })).status).toBe(422);
    expect(await api.db.prisma.segmentOverride.findMany({ where: { supplierId: id } })).toMatchObject([{ segment: 'leverage', category: null }]);
  });
});

describe('Pareto classes', () => {
  const asOf = '2005-12-31';
  it('follow the spend of the trailing months, as the plain rule gives them, in one currency', async () => {
    const spends = [5000, 3000, 1000, 500, 300, 100, 100, 0];
    const ids: string[] = [];
    for (const spend of spends) {
      const id = await supplier('Spend');
      ids.push(id);
      await line(id, { value: spend, due: '2005-06-01' });
      await line(id, { value: 99_999, due: '2004-12-31' });
      await line(id, { value: 99_999, due: '2006-01-01' });
    }
    const euro = await supplier('Euro');
    await line(euro, { value: 77, currency: 'EUR', due: '2005-06-01' });
    const { body } = await run(asOf);
    expect(body).toMatchObject({ currency: 'USD', otherCurrencies: [{ currency: 'EUR', suppliers: 1, lines: 1, spend: '77.00' }] });
    const stored = new Map((await api.db.prisma.supplier.findMany({ select: { id: true, paretoClass: true } })).map((row) => [row.id, row.paretoClass]));
    expect(ids.map((id) => stored.get(id))).toEqual(paretoClasses(defaultSegmentationTerms.pareto, spends.map((spend) => new Decimal(spend))));
    expect(ids.map((id) => stored.get(id))).toEqual([1, 1, 2, 2, 3, 3, 3, 3]);
    expect(stored.get(euro)).toBeNull();
    const listed = await api.call<{ items: { paretoClass: number }[] }>('GET', '/api/v1/suppliers?paretoClass=1', { key: procurement });
    expect(listed.body.items).toHaveLength(2);
  });

  it('are listed by spend, page by page, without a run', async () => {
    const first = await api.call<{ items: { spend: string; share: number; cumulativeShare: number }[]; nextCursor: string }>('GET', `/api/v1/segmentations/pareto?asOf=${asOf}&limit=4`, { key: procurement });
    const second = await api.call<{ items: { spend: string }[]; nextCursor: null }>('GET', `/api/v1/segmentations/pareto?asOf=${asOf}&limit=4&cursor=${first.body.nextCursor}`, { key: procurement });
    expect([...first.body.items, ...second.body.items].map((item) => Number(item.spend))).toEqual([5000, 3000, 1000, 500, 300, 100, 100]);
    expect(first.body.items[1]).toMatchObject({ share: 30, cumulativeShare: 80 });
    expect(second.body.nextCursor).toBeNull();
    expect((await api.call('GET', `/api/v1/segmentations/pareto?cursor=${Buffer.from('["x","y"]').toString('base64url')}`, { key: procurement })).status).toBe(400);
  });

  it('leave out what was cancelled by the day, and count it before', async () => {
    const id = await supplier('Cancelled');
    await line(id, { value: 1000, due: '2001-06-01', cancelled: ['buyer', '2001-05-01', 4] });
    const spend = async (day: string) => (await api.call<{ items: { spend: string }[] }>('GET', `/api/v1/segmentations/pareto?asOf=${day}`, { key: procurement })).body.items[0]?.spend;
    expect(await spend('2001-06-30')).toBe('600.00');
    await api.db.prisma.$executeRaw`UPDATE order_lines SET superseded_at = now() WHERE supplier_id = ${id}::uuid`;
    await line(id, { value: 1000, due: '2001-06-01', cancelled: ['buyer', '2001-07-15', null] });
    expect(await spend('2001-06-30')).toBe('1000.00');
  });
});

describe('a run as of a past day', () => {
  const runs = (body: object) => api.call<Record<string, unknown> & { changed: number; classesChanged: number }>('POST', '/api/v1/segmentations/runs', { key: procurement, body });
  const states = async () => ({
    suppliers: await api.db.prisma.supplier.findMany({ select: { id: true, segment: true, paretoClass: true, version: true }, orderBy: { id: 'asc' } }),
    placements: await api.db.prisma.segmentation.findMany({ orderBy: { id: 'asc' } }),
    overrides: await api.db.prisma.segmentOverride.findMany({ orderBy: { id: 'asc' } }),
  });

  it('says of which day the classes and placements are that are current now, and as a dry run changes nothing', async () => {
    const category = `pumps ${randomUUID()}`;
    const id = await supplier('Past');
    await place(id, category, { ...answers, sourcesAvailable: 'many', switchingCost: 'low' });
    await line(id, { category, value: 9000, due: '2003-05-01' });
    const before = await states();

    const dry = await runs({ asOf: '2003-06-30', dryRun: true });
    expect(dry).toMatchObject({ status: 200, body: { asOf: '2003-06-30', stored: false } });
    expect(dry.body.changed).toBeGreaterThan(0);
    expect(await states()).toEqual(before);

    const wet = await runs({ asOf: '2003-06-30' });
    expect(wet.body).toEqual({ ...dry.body, stored: true });
    const { body } = await api.call<{ items: { figures: object; explanation: { asOf: string } }[] }>('GET', `/api/v1/suppliers/${id}/segmentations`, { key: procurement });
    expect(body.items[0]).toMatchObject({ figures: { activeSuppliers: 1 }, explanation: { asOf: '2003-06-30' } });
    expect(await runs({ asOf: '2003-06-30' })).toMatchObject({ body: { changed: 0, segmentsChanged: 0, classesChanged: 0 } });
    expect((await runs({ asOf: '2003-06-30', dryRun: 'yes' })).status).toBe(422);
  });
});

describe('two runs at once', () => {
  it('go one after the other and agree', async () => {
    const at = new Date();
    const [one, two] = await Promise.all([1, 2].map(() => runSegmentation(api.db, { asOf: today, requestedBy: 'test', at })));
    expect([one?.placed, one?.pairs]).toEqual([two?.placed, two?.pairs]);
  });
});
