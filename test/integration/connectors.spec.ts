import { randomUUID } from 'node:crypto';
import { SourceFailed } from '#apps/worker/pull/ask-source.js';
import { pullConnector, usualLimits, type PullLimits } from '#apps/worker/pull/pull-connector.js';
import { parseMapping } from '#domain/facts/mapping.js';
import { newConnectorBody } from '#domain/connector/connector.js';
import { changeConnector, createConnector, getConnector } from '#persistence/connectors/connectors.js';
import { openDatabase, type Database } from '#persistence/database.js';
import { listImportRows } from '#persistence/imports/imports.js';
import { saveMapping } from '#persistence/mappings/mappings.js';
import { createTestDatabase } from '#test/postgres.js';
import { json, parameter, startSourceServer, type SourceServer } from '#test/source-server.js';

let test: Awaited<ReturnType<typeof createTestDatabase>>;
let db: Database;
let erp: SourceServer;
let other: SourceServer;
const at = new Date('2026-03-01T00:00:00Z');

const mapping = parseMapping({
  name: 'erp-lines',
  source: 'erp',
  numbers: { decimal: ',' },
  dates: { forms: ['yyyy-MM-dd'] },
  supplier: { from: 'vendor.code', holds: 'code', create: null },
  facts: [{ kind: 'orderLines', values: { externalId: 'id', orderedQuantity: 'quantity', unit: 'unit', originalPromisedDate: 'dates.promised', item: 'item' } }],
});

beforeAll(async () => {
  [test, erp, other] = await Promise.all([createTestDatabase(), startSourceServer(), startSourceServer('127.0.0.2')]);
  db = openDatabase({ url: test.url, role: 'staff', applicationName: 'connectors spec' });
  await saveMapping(db, mapping, { createdBy: 'test', at });
  const supplier = { code: 'S-1', name: 'Castings', timeZone: 'UTC', language: 'en', kind: 'product', status: 'active', segment: 'routine', categories: [], version: 1, createdAt: at, updatedAt: at };
  await db.prisma.supplier.create({ data: { id: randomUUID(), ...supplier } });
}, 240_000);
afterAll(async () => {
  await Promise.all([erp?.close(), other?.close()]);
  await db?.close();
  await test?.drop();
}, 240_000);
beforeEach(() => {
  erp.asked.length = 0;
  other.asked.length = 0;
});

/** An order line as the ERP tells it. */
const line = (id: string, quantity: number, changed = '2026-02-01T00:00:00Z') => ({ id, quantity, unit: 'piece', item: `item-${id}`, vendor: { code: 'S-1' }, dates: { promised: '2026-02-15' }, changed });

async function connect(given: object = {}) {
  const body = newConnectorBody.parse({ name: `ERP ${randomUUID()}`, url: `${erp.url}/lines`, mapping: mapping.name, ...given });
  return createConnector(db, { ...body, id: randomUUID(), createdBy: 'test', at });
}

const settings = { secrets: { ERP: 'the-token' }, allowedHosts: ['127.0.0.1'] };

function pull(connectorId: string, { limits = usualLimits, allowedHosts = settings.allowedHosts }: { limits?: PullLimits; allowedHosts?: string[] } = {}) {
  const attempt = { connectorId, importId: randomUUID(), beat: () => undefined, signal: new AbortController().signal };
  return pullConnector({ db, settings: { ...settings, allowedHosts }, now: () => at, limits }, attempt);
}

const stored = (id: string) => db.prisma.orderLine.findMany({ where: { source: 'erp', externalId: id }, orderBy: { version: 'asc' } });
const refusal = (connectorId: string, options = {}) => pull(connectorId, options).then(
  () => null,
  (error: unknown) => (error instanceof SourceFailed ? { code: error.code, again: error.again } : error),
);

describe('A pull', () => {
  it('lands all pages as one import, in whatever order and however often a row comes', async () => {
    const pages: Record<string, unknown> = {
      '': { data: { rows: [line('p-2', 5), line('p-1', 2.5)] }, next: 'b' },
      b: { data: { rows: [line('p-1', 2.5), line('p-3', 7)] }, next: 'c' },
      c: { data: { rows: [] }, next: null },
    };
    erp.play((request, reply) => json(reply, pages[parameter(request, 'after') ?? '']));
    const { id } = await connect({ shape: { rows: 'data.rows', next: { by: 'cursor', parameter: 'after', path: 'next' } } });
    const result = await pull(id);
    expect(result).toMatchObject({ kind: 'imported', rowsRead: 4 });
    expect((await stored('p-1')).map((fact) => [fact.version, fact.orderedQuantity.toString()])).toEqual([[1, '2.5']]);
    expect(await getConnector(db, id)).toMatchObject({ lastError: null, lastImportId: 'importId' in result ? result.importId : '' });
    expect(await db.prisma.import.count({ where: { startedBy: `connector:${id}` } })).toBe(1);
    expect(await pull(id)).toMatchObject({ kind: 'imported' });
    expect((await stored('p-3')).length).toBe(1);
  });

  it('asks only for what is new, from the greatest mark on, and moves it only when the rows have landed', async () => {
    const { id } = await connect({ shape: { since: { parameter: 'changedSince', from: 'rows', path: 'changed' } } });
    erp.play((_, reply) => json(reply, [line('s-2', 2, '2026-02-03T00:00:00Z'), line('s-1', 1, '2026-02-02T00:00:00Z')]));
    await pull(id);
    expect((await getConnector(db, id))?.cursor).toBe('2026-02-03T00:00:00Z');
    erp.play((_, reply) => json(reply, { error: 'broken' }));
    expect(await refusal(id)).toEqual({ code: 'unexpectedAnswer', again: false });
    expect(await getConnector(db, id)).toMatchObject({ cursor: '2026-02-03T00:00:00Z', lastError: 'The answer has no array of rows at "".' });
    erp.play((_, reply) => json(reply, []));
    expect(await pull(id)).toEqual({ kind: 'nothingNew' });
    expect(erp.asked.map(({ url }) => url)).toEqual(['/lines', '/lines?changedSince=2026-02-03T00%3A00%3A00Z', '/lines?changedSince=2026-02-03T00%3A00%3A00Z']);
  });

  it('quarantines the rows that the rules refuse and lands the rest', async () => {
    erp.play((_, reply) => json(reply, [line('q-1', -4), line('q-2', 4), { ...line('q-3', 1), vendor: { code: 'S-unknown' } }, { id: 'q-4' }]));
    const { id } = await connect();
    const result = await pull(id);
    const importId = 'importId' in result ? result.importId : '';
    const { items } = await listImportRows(db, importId, { status: 'quarantined', limit: 50 });
    expect(items.map((row) => [row.line, row.rule])).toEqual(expect.arrayContaining([[2, 'negativeQuantity'], [4, 'unknownSupplier']]));
    expect(new Set(items.map((row) => row.line))).toEqual(new Set([2, 4, 5]));
    expect((await stored('q-2')).length).toBe(1);
    expect((await stored('q-1')).length).toBe(0);
  });

  it('forgets its mark when the connector asks for something else', async () => {
    const { id } = await connect({ shape: { since: { parameter: 'after', from: 'answer', path: 'token' }, rows: 'rows' } });
    erp.play((_, reply) => json(reply, { rows: [line('f-1', 1)], token: 't1' }));
    await pull(id);
    expect((await getConnector(db, id))?.cursor).toBe('t1');
    await changeConnector(db, id, { url: `${erp.url}/other` }, new Date('2026-03-02T00:00:00Z'));
    expect((await getConnector(db, id))?.cursor).toBeNull();
  });

  it('of a connector that is gone brings nothing', async () => expect(await pull(randomUUID())).toEqual({ kind: 'gone' }));
});

describe('A source that does not do as it should', () => {
  it.each([
    ['answers 500', (_: unknown, reply: Parameters<typeof json>[0]) => json(reply, {}, 500), { code: 'refused', again: true }],
    ['answers 429', (_: unknown, reply: Parameters<typeof json>[0]) => json(reply, {}, 429), { code: 'refused', again: true }],
    ['answers 403', (_: unknown, reply: Parameters<typeof json>[0]) => json(reply, {}, 403), { code: 'refused', again: false }],
    ['answers something that is not JSON', (_: unknown, reply: Parameters<typeof json>[0]) => void reply.end('<html>'), { code: 'notJson', again: true }],
    ['hangs up', (_: unknown, reply: Parameters<typeof json>[0]) => void reply.destroy(), { code: 'unreachable', again: true }],
    ['never answers', () => undefined, { code: 'timeout', again: true }],
    ['begins and never ends', (_: unknown, reply: Parameters<typeof json>[0]) => void reply.write('['), { code: 'timeout', again: true }],
    ['answers more than a page may hold', (_: unknown, reply: Parameters<typeof json>[0]) => json(reply, 'x'.repeat(20_000)), { code: 'tooLarge', again: false }],
    ['redirects in a circle', (_: unknown, reply: Parameters<typeof json>[0]) => void reply.writeHead(302, { location: '/lines' }).end(), { code: 'tooManyRedirects', again: false }],
    ['redirects to a file', (_: unknown, reply: Parameters<typeof json>[0]) => void reply.writeHead(302, { location: 'file:///etc/passwd' }).end(), { code: 'refusedAddress', again: false }],
  ])('and %s fails, says so, and lands nothing', async (_, answer, expected) => {
    erp.play(answer);
    const { id } = await connect();
    const before = await db.prisma.import.count();
    expect(await refusal(id, { limits: { ...usualLimits, patience: 300, bytes: 10_000 } })).toEqual(expected);
    expect((await getConnector(db, id))?.lastError).toEqual(expect.stringMatching(/source/i));
    expect(await db.prisma.import.count()).toBe(before);
  });

  it('and whose pages never end is stopped', async () => {
    let page = 0;
    erp.play((_, reply) => json(reply, { rows: [line(`n-${page}`, 1)], next: `/lines?page=${++page}` }));
    const { id } = await connect({ shape: { rows: 'rows', next: { by: 'link', path: 'next' } } });
    expect(await refusal(id, { limits: { ...usualLimits, pages: 5 } })).toEqual({ code: 'tooLarge', again: false });
    expect(erp.asked.length).toBe(5);
  });
});

describe('A source in a private network', () => {
  it('is refused unless its host is named, by whatever name it goes', async () => {
    const port = new URL(erp.url).port;
    for (const host of ['127.0.0.1', 'localhost', '[::ffff:127.0.0.1]', '0.0.0.0', '2130706433']) {
      const { id } = await connect({ url: `http://${host}:${port}/lines` });
      expect([host, await refusal(id, { allowedHosts: [] })]).toEqual([host, { code: 'refusedAddress', again: false }]);
    }
    expect(erp.asked).toEqual([]);
  });

  it('is refused also when an allowed one redirects or links there', async () => {
    for (const answer of [
      (_: unknown, reply: Parameters<typeof json>[0]) => void reply.writeHead(302, { location: `${other.url}/lines` }).end(),
      (_: unknown, reply: Parameters<typeof json>[0]) => json(reply, { rows: [], next: `${other.url}/lines` }),
    ]) {
      erp.play(answer);
      const { id } = await connect({ shape: { rows: 'rows', next: { by: 'link', path: 'next' } } });
      expect(await refusal(id)).toEqual({ code: 'refusedAddress', again: false });
    }
    expect(other.asked).toEqual([]);
  });
});

describe('The secret of a connector', () => {
  it('goes to its source alone, and to no host to which it redirects or links', async () => {
    other.play((_, reply) => json(reply, { rows: [line('x-1', 1)] }));
    erp.play((request, reply) => {
      if (request.url === '/lines') reply.writeHead(307, { location: '/moved' }).end();
      else json(reply, { rows: [], next: `${other.url}/rest` });
    });
    const { id } = await connect({ secretName: 'ERP', shape: { rows: 'rows', next: { by: 'link', path: 'next' } } });
    expect(await pull(id, { allowedHosts: ['127.0.0.1', '127.0.0.2'] })).toMatchObject({ kind: 'imported', rowsRead: 1 });
    expect(erp.asked).toEqual([{ url: '/lines', authorization: 'Bearer the-token' }, { url: '/moved', authorization: 'Bearer the-token' }]);
    expect(other.asked).toEqual([{ url: '/rest', authorization: undefined }]);
  });

  it('is nowhere in the database', async () => {
    const { rows } = await db.pool.query<{ all: string }>(`SELECT (SELECT json_agg(c) FROM connectors c)::text || (SELECT json_agg(i) FROM imports i)::text AS all`);
    expect(rows[0]?.all).toContain('"ERP"');
    expect(rows[0]?.all).not.toContain('the-token');
  });

  it('that is not set where the worker runs is named, and nothing is asked', async () => {
    const { id } = await connect({ secretName: 'MISSING' });
    expect(await refusal(id)).toEqual({ code: 'noSecret', again: false });
    expect((await getConnector(db, id))?.lastError).toContain('STEWARD_CONNECTOR_SECRET_MISSING');
    expect(erp.asked).toEqual([]);
  });

  it('is not sent in the clear to a host that is not named', async () => {
    const { id } = await connect({ secretName: 'ERP', url: 'http://erp.example.com/lines' });
    expect(await refusal(id)).toEqual({ code: 'refusedAddress', again: false });
    expect((await getConnector(db, id))?.lastError).toContain('https only');
  });
});
