import { randomUUID } from 'node:crypto';
import { createSweeper } from '#apps/door/sweep.js';
import { getCase } from '#persistence/cases/read.js';
import { monitoring } from '#workflows/monitoring/contract.js';
import { eventually } from '#test/eventually.js';
import { openWorkplace, settleCast, type Workplace } from '#test/in-process.js';
import { keyFor, startApiUnderTest, type ApiUnderTest } from '../integration/api-under-test.js';

let place: Workplace;
let api: ApiUnderTest;
beforeAll(async () => {
  place = await openWorkplace();
  api = await startApiUnderTest({ db: place.db, door: place.door });
}, 240_000);
afterAll(async () => {
  await api?.close();
  await place?.close();
}, 240_000);

const today = new Date().toISOString().slice(0, 10);
const on = (days: number) => new Date(Date.parse(today) + days * 86_400_000);
const mailsTo = (recipientId: string) => place.db.prisma.outboxMessage.findMany({ where: { recipientId, caseId: null } });

describe('the daily run', () => {
  it('has a schedule that comes by itself, follows what is set, and is brought back where Temporal has lost it', async () => {
    const { procurement } = await settleCast(place.db);
    const key = await keyFor(place.db, procurement, 'procurement');
    const sweep = createSweeper({ db: place.db, client: place.client }, (_, error) => {
      throw error;
    });
    await sweep(new Date());
    const handle = place.client.schedule.getHandle(monitoring.scheduleId);
    expect((await handle.describe()).spec).toMatchObject({ timezone: 'UTC', calendars: [{ hour: [{ start: 5 }], minute: [{ start: 0 }] }] });
    const path = '/api/v1/monitoring/schedule';
    const first = await api.call<{ nextRuns: string[] }>('GET', path, { key });
    expect(first).toMatchObject({ status: 200, body: { timeOfDay: '05:00', timeZone: 'UTC', paused: false, inPlace: true } });
    expect(first.body.nextRuns[0]).toMatch(/T05:00:00/);

    const changed = { timeOfDay: '02:30', timeZone: 'Europe/Berlin', paused: true };
    expect(await api.call('PUT', path, { key, body: changed })).toMatchObject({ status: 200, body: { ...changed, inPlace: true, nextRuns: [] } });
    expect(await api.call('PUT', path, { key, body: { ...changed, timeOfDay: '25:00', timeZone: 'Berlin' } })).toMatchObject({ status: 422 });
    const { state, spec, policies } = await handle.describe();
    expect({ paused: state.paused, timezone: spec.timezone, overlap: policies.overlap }).toEqual({ paused: true, timezone: 'Europe/Berlin', overlap: 'BUFFER_ONE' });

    await handle.delete();
    expect(await api.call('GET', path, { key })).toMatchObject({ body: { ...changed, inPlace: true } });
    expect((await handle.describe()).state.paused).toBe(true);
    const { quality } = await settleCast(place.db);
    expect(await api.call('PUT', path, { key: await keyFor(place.db, quality, 'quality'), body: changed })).toMatchObject({ status: 403 });
  }, 240_000);

  it('judges the day before when its hour has come, also for hours that it missed', async () => {
    await api.call('PUT', '/api/v1/monitoring/schedule', { key: await keyFor(place.db, (await settleCast(place.db)).procurement, 'procurement'), body: { timeOfDay: '05:00', timeZone: 'UTC', paused: false } });
    const handle = place.client.schedule.getHandle(monitoring.scheduleId);
    await handle.backfill({ start: on(-2), end: on(0), overlap: 'BUFFER_ALL' });
    const runs = await eventually('both runs are made', async () => {
      const made = await place.db.prisma.monitoringRun.findMany({ where: { requestedBy: 'schedule' } });
      return made.length === 2 && made;
    });
    // Two days late, both judge what is known of yesterday: nothing is left out, and the second finds nothing more.
    expect(runs.map(({ asOf, notify }) => [asOf.toISOString().slice(0, 10), notify])).toEqual([0, 1].map(() => [on(-1).toISOString().slice(0, 10), true]));
  }, 240_000);
});

it('a run that a person asks for tells, and the same request again is the same run', async () => {
  const cast = await settleCast(place.db);
  const { supplierId } = cast;
  const paper = { id: randomUUID(), supplierId, source: 'erp', externalId: 'C-1', version: 1, contentHash: 'x', arrivedAt: new Date(), kind: 'ISO 9001', number: '1', mandatory: true, fileIds: [] };
  await place.db.prisma.certificate.create({ data: { ...paper, validFrom: on(-300), validTo: on(20) } });
  const key = await keyFor(place.db, cast.procurement, 'procurement');
  const ask = { key, body: { asOf: today, notify: true }, headers: { 'idempotency-key': randomUUID() } };
  const first = await api.call<{ id: string }>('POST', '/api/v1/monitoring/runs', ask);
  expect(first).toMatchObject({ status: 201, body: { asOf: today, notify: true, raised: 1, told: 2, opened: 0 } });
  expect((await api.call<{ id: string }>('POST', '/api/v1/monitoring/runs', ask)).body.id).toBe(first.body.id);
  expect([await mailsTo(cast.contactId), await mailsTo(cast.procurement.id)].map((mails) => mails.length)).toEqual([1, 1]);
  const { items } = (await api.call<{ items: { toldAt: string | null }[] }>('GET', `/api/v1/alerts?supplierId=${supplierId}`, { key })).body;
  expect(items).toMatchObject([{ toldAt: expect.any(String), caseId: null }]);
}, 240_000);

describe('a disruption that is reported', () => {
  it('tells owner and managers at once what depends on the supplier, and opens one critical case', async () => {
    const cast = await settleCast(place.db, { language: 'ru' });
    const { supplierId } = cast;
    const line = { id: randomUUID(), supplierId, source: 'erp', externalId: 'L-1', version: 1, contentHash: 'x', arrivedAt: new Date(), category: 'Kilns', currency: 'EUR' };
    await place.db.prisma.orderLine.create({ data: { ...line, orderedQuantity: 10, unit: 'piece', unitPrice: 25, originalPromisedDate: on(-1), promisedDate: on(-1) } });
    const key = await keyFor(place.db, cast.quality, 'quality');
    const body = { supplierId, description: 'The plant has burned down.' };
    const headers = { 'idempotency-key': randomUUID() };
    const reported = await api.call<{ caseId: string }>('POST', '/api/v1/disruptions', { key, body, headers });
    const impact = { openLines: 1, openOrders: 0, openValue: [{ currency: 'EUR', value: '250.00' }], soleCategories: ['Kilns'] };
    expect(reported).toMatchObject({ status: 201, body: { supplierId, ...impact, status: 'open' } });
    const { caseId } = reported.body;
    expect(await getCase(place.db, caseId)).toMatchObject({ status: 'open', severity: 'critical', cause: 'disruption', title: 'Поставки прекратились' });
    const [toOwner] = await mailsTo(cast.procurement.id);
    expect(toOwner?.text).toMatch(/Quality desk has reported that Example Castings has suddenly stopped[\s\S]*1 order line open \(250\.00 EUR\)[\s\S]*Kilns[\s\S]*burned down/);
    expect(await mailsTo(cast.manager.id)).toHaveLength(1);
    expect(await place.db.prisma.supplier.findUniqueOrThrow({ where: { id: supplierId } })).toMatchObject({ status: 'on-watch' });

    expect(await api.call('POST', '/api/v1/disruptions', { key, body, headers })).toMatchObject({ status: 201, body: { caseId } });
    expect(await api.call('POST', '/api/v1/disruptions', { key, body })).toMatchObject({ status: 409, body: { code: 'twin', runningId: caseId } });
    expect(await mailsTo(cast.procurement.id)).toHaveLength(1);
    expect(await api.call('GET', `/api/v1/disruptions/${caseId}`, { key })).toMatchObject({ status: 200, body: impact });
    expect(await api.call('POST', '/api/v1/disruptions', { key, body: { ...body, supplierId: randomUUID() } })).toMatchObject({ status: 422 });
    expect(await api.call('GET', `/api/v1/disruptions/${randomUUID()}`, { key })).toMatchObject({ status: 404 });
  }, 240_000);
});
