import { randomUUID } from 'node:crypto';
import { saveMapping } from '#persistence/mappings/mappings.js';
import { parseMapping } from '#domain/facts/mapping.js';
import { pullFacts } from '#workflows/pull-facts/contract.js';
import { startApiUnderTest, type ApiUnderTest } from '../integration/api-under-test.js';
import { eventually } from '#test/eventually.js';
import { openWorkplace, type Workplace } from '#test/in-process.js';
import { json, startSourceServer, type SourceServer } from '#test/source-server.js';

let place: Workplace;
let erp: SourceServer;
let api: ApiUnderTest;
let admin: string;
const SECRET = 'token-that-nobody-sees';

const mapping = parseMapping({
  name: 'erp-lines',
  source: 'erp',
  dates: { forms: ['yyyy-MM-dd'] },
  supplier: { from: 'vendor', holds: 'code', create: null },
  facts: [{ kind: 'orderLines', values: { externalId: 'id', orderedQuantity: 'quantity', unit: 'unit', originalPromisedDate: 'promised' } }],
});

interface Connector {
  id: string;
  paused: boolean;
  lastRunAt: string | null;
  lastError: string | null;
  lastImportId: string | null;
  cursor: string | null;
  code?: string;
}

beforeAll(async () => {
  const connectors = { secrets: { ERP: SECRET }, allowedHosts: ['127.0.0.1'] };
  [place, erp] = await Promise.all([openWorkplace({ connectors }), startSourceServer()]);
  api = await startApiUnderTest({ db: place.db, door: place.door }, { connectors });
  admin = (await api.keyOf('admin', 'procurement')).key;
  await saveMapping(place.db, mapping, { createdBy: 'test', at: new Date() });
  await api.call('POST', '/api/v1/suppliers', { key: admin, body: { code: 'S-1', name: 'Castings', country: 'IN' } });
}, 240_000);
afterAll(async () => {
  await api?.close();
  await erp?.close();
  await place?.close();
}, 240_000);

const line = (id: string) => ({ id, quantity: 10, unit: 'piece', vendor: 'S-1', promised: '2026-02-15' });
const scheduleOf = (id: string) => place.client.schedule.getHandle(pullFacts.workflowId(id));
const act = (id: string, what: string, key = admin) => api.call<Connector>('POST', `/api/v1/connectors/${id}/${what}`, { key });
const read = async (id: string) => (await api.call<Connector>('GET', `/api/v1/connectors/${id}`, { key: admin })).body;

async function connect(change: object = {}): Promise<Connector> {
  const body = { name: `ERP ${randomUUID()}`, url: `${erp.url}/lines`, mapping: mapping.name, everyMinutes: 15, ...change };
  const answer = await api.call<Connector>('POST', '/api/v1/connectors', { key: admin, body });
  expect(answer.status).toBe(201);
  return answer.body;
}

/** The connector once its pull has ended. */
const pulled = (id: string, since: string | null = null) =>
  eventually('the pull ends', async () => {
    const connector = await read(id);
    return connector.lastRunAt !== since && connector;
  });

/** Everything that Temporal keeps of a connector's pulls, its payloads as text. */
async function histories(id: string): Promise<string> {
  const { info } = await scheduleOf(id).describe();
  const all = await Promise.all(
    info.recentActions.map(({ action }) => place.client.workflow.getHandle(action.workflow.workflowId, action.workflow.firstExecutionRunId).fetchHistory()),
  );
  const texts: string[] = [];
  const gather = (value: unknown): void => {
    if (value instanceof Uint8Array) texts.push(Buffer.from(value).toString());
    else if (typeof value === 'string') texts.push(value);
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(gather);
  };
  all.forEach(({ events }) => gather(events));
  return texts.join('\n');
}

describe('A connector', () => {
  it('has a schedule that skips what would overlap, makes up for the last hour, and counts in UTC', async () => {
    const { id } = await connect();
    const schedule = await scheduleOf(id).describe();
    expect(schedule.spec.intervals).toEqual([{ every: 15 * 60_000 }]);
    expect(schedule.spec.timezone).toBe('UTC');
    expect(schedule.policies).toMatchObject({ overlap: 'SKIP', catchupWindow: 60 * 60_000, pauseOnFailure: false });
    expect(schedule.action).toMatchObject({ workflowType: 'pullFacts', args: [{ connectorId: id }] });
    const changed = await api.call('PATCH', `/api/v1/connectors/${id}`, { key: admin, body: { everyMinutes: 60 } });
    expect(changed.status).toBe(200);
    expect((await scheduleOf(id).describe()).spec.intervals).toEqual([{ every: 60 * 60_000 }]);
  });

  it('pulls when told to, paused or not, tries again after errors of the source, and keeps its secret to itself', async () => {
    let requests = 0;
    erp.play((_, reply) => (++requests === 1 ? json(reply, {}, 500) : json(reply, [line('w-1'), line('w-2'), line('w-1')])));
    const { id } = await connect({ secretName: 'ERP', paused: true });
    expect((await act(id, 'run')).status).toBe(202);
    const connector = await eventually('rows have landed', async () => {
      const now = await read(id);
      return now.lastImportId !== null && now;
    });
    expect(connector).toMatchObject({ lastError: null, paused: true });
    expect(requests).toBe(2);
    expect(erp.asked.at(-1)?.authorization).toBe(`Bearer ${SECRET}`);
    const { body: imported } = await api.call('GET', `/api/v1/imports/${connector.lastImportId}`, { key: admin });
    expect(imported).toMatchObject({ status: 'completed', rowsRead: 3, landed: 2, unchanged: 1 });
    const known = await histories(id);
    expect(known).toContain(id);
    expect(known).not.toContain(SECRET);
  });

  it('says why a pull failed for good, and is as ready for the next one', async () => {
    erp.play((_, reply) => json(reply, {}, 403));
    const { id } = await connect({ paused: true });
    await act(id, 'run');
    const failed = await pulled(id);
    expect(failed).toMatchObject({ lastError: 'The source answered 403.', lastImportId: null });
    await eventually('the failed pull has ended', async () => (await scheduleOf(id).describe()).info.runningActions.length === 0);
    erp.play((_, reply) => json(reply, [line('r-1')]));
    expect((await act(id, 'run')).status).toBe(202);
    expect(await pulled(id, failed.lastRunAt)).toMatchObject({ lastError: null, lastImportId: expect.any(String) });
  });

  it('never runs two pulls at once', async () => {
    let release = (): void => undefined;
    erp.play((_, reply) => (release = () => json(reply, [])));
    const { id } = await connect({ paused: true });
    const before = erp.asked.length;
    await act(id, 'run');
    await eventually('the source is asked', () => erp.asked.length > before);
    expect(await act(id, 'run')).toMatchObject({ status: 409, body: { code: 'pullRunning' } });
    release();
    await pulled(id);
    expect(erp.asked.length).toBe(before + 1);
  });

  it('is paused, goes on, and is gone with its schedule', async () => {
    const { id } = await connect();
    expect((await act(id, 'pause')).body).toMatchObject({ paused: true });
    expect((await scheduleOf(id).describe()).state.paused).toBe(true);
    expect((await act(id, 'resume')).body).toMatchObject({ paused: false });
    expect((await scheduleOf(id).describe()).state.paused).toBe(false);
    expect((await api.call('DELETE', `/api/v1/connectors/${id}`, { key: admin })).status).toBe(204);
    await expect(scheduleOf(id).describe()).rejects.toThrow();
    expect((await api.call('GET', `/api/v1/connectors/${id}`, { key: admin })).status).toBe(404);
  });

  it('whose schedule was lost has it again after the next start', async () => {
    const { id } = await connect();
    await scheduleOf(id).delete();
    const another = await startApiUnderTest({ db: place.db, door: place.door });
    try {
      expect((await eventually('the schedule is back', () => scheduleOf(id).describe())).spec.intervals).toEqual([{ every: 15 * 60_000 }]);
    } finally {
      await another.close();
    }
  });
});
