import { randomUUID } from 'node:crypto';
import { encodeCursor } from '#persistence/cursor.js';
import { roles } from '#persistence/access/roles.js';
import { startApiUnderTest, type ApiUnderTest } from './api-under-test.js';

let api: ApiUnderTest;
let key: string;

beforeAll(async () => {
  api = await startApiUnderTest();
  ({ key } = await api.keyOf(...roles));
}, 240_000);
afterAll(() => api?.close(), 60_000);

const NUL = String.fromCharCode(0);
const HALF_A_PAIR = String.fromCharCode(0xd800);

describe('a cursor', () => {
  const instant = '2026-01-01T00:00:00.000Z';
  const never = [
    'nonsense',
    ...[
      [],
      {},
      [null],
      [true],
      [1.5],
      [-1],
      [2 ** 40],
      [{ gt: 1 }],
      [null, null],
      [instant, null],
      ['+200000-01-01T00:00:00.000Z', 7],
      ['0000-01-01T00:00:00.000Z', 7],
      [1e300, 1e300],
      [1, 'x'],
      [1, '9'.repeat(30)],
      [`a${NUL}`, randomUUID()],
      [HALF_A_PAIR, randomUUID()],
      [instant, 1, 2],
      ['yesterday', 'event', 'x'],
      [instant, 'event', NUL],
      [instant, 'event', 'x', 'y'],
    ].map((position) => Buffer.from(JSON.stringify(position)).toString('base64url')),
  ];
  /** Fits some list, and must be refused by the others. */
  const sometimes = [['x'], ['x', 'y'], ['x', 'no id'], [instant, 'no id'], ['yesterday', randomUUID()], [instant, randomUUID()], [7], [randomUUID()], [1, 2], [null, randomUUID()]].map(encodeCursor);

  it('that a list never gave is a 400 in every list', async () => {
    const lists = await pagedLists();
    expect(lists.length).toBeGreaterThan(12);
    const wrong: string[] = [];
    for (const path of lists) {
      const answers = await Promise.all([...never, ...sometimes].map(async (cursor) => ({ cursor, ...(await api.call('GET', `${path}${path.includes('?') ? '&' : '?'}cursor=${cursor}`, { key })) })));
      for (const { cursor, status, body } of answers) {
        const refused = status === 400 && body['code'] === 'badCursor';
        if (!refused && (status !== 200 || never.includes(cursor))) wrong.push(`${path} ${Buffer.from(cursor, 'base64url').toString()}: ${status}`);
      }
    }
    expect(wrong).toEqual([]);
  }, 240_000);

  /** Every list that takes a cursor, below things that exist. */
  async function pagedLists(): Promise<string[]> {
    const { body: document } = await api.call<{ paths: Record<string, { get?: { parameters?: { name: string }[] } }> }>('GET', '/openapi.json');
    const ids: Record<string, string> = await parents();
    return Object.entries(document.paths)
      .filter(([, { get }]) => get?.parameters?.some(({ name }) => name === 'cursor'))
      .map(([path]) => path.replace('{version}', '1').replace('{entryId}', ids['entries'] ?? '').replace(/deliveries$/, 'deliveries?status=waiting').replace('{indicator}/facts', 'onTimeDelivery/facts?from=2010-01-01&to=2010-12-31').replace(/\/([\w-]+)\/\{id\}/, (_, parent: string) => `/${parent}/${ids[parent] ?? `no example of ${parent}`}`));
  }

  async function parents(): Promise<Record<string, string>> {
    const created = await api.call<{ id: string }>('POST', '/api/v1/suppliers', { key, body: { code: 'S-PARENT', name: 'Parent', country: 'IN' } });
    const evaluation = await api.call<{ id: string }>('POST', '/api/v1/evaluations', { key, body: { periodStart: '2012-01-01', periodEnd: '2012-03-31' } });
    const form = new FormData();
    form.set('mapping', 'usaid-scms');
    form.set('file', new Blob(['ID\n1\n']), 'lines.csv');
    const started = await api.call<{ id: string }>('POST', '/api/v1/imports', { key, body: form });
    const year = { from: '2010-01-01', to: '2010-12-31', every: 'year' };
    const backtest = await api.call<{ id: string }>('POST', '/api/v1/policies/1/backtest', { key, body: year });
    return {
      backtests: backtest.body.id,
      suppliers: created.body.id,
      evaluations: evaluation.body.id,
      imports: started.body.id,
      restatements: await storedRestatement(),
      rectifications: await storedCase(created.body.id, 'rectification'),
      onboardings: await storedCase(created.body.id, 'onboarding'),
      'phase-outs': await storedCase(created.body.id, 'phaseOut'),
      entries: await storedEntry(created.body.id),
      meetings: await storedMeeting(created.body.id),
      forecasts: await storedForecast(created.body.id),
      surveys: await storedSurvey(),
      bulk: await storedInvitations(),
    };
  }

  async function storedRestatement(): Promise<string> {
    const id = randomUUID();
    await api.db.prisma.restatement.create({ data: { id, status: 'pending', suppliers: 0, restated: 0, unchanged: 0, requestedAt: new Date(instant) } });
    return id;
  }

  async function storedInvitations(): Promise<string> {
    const id = randomUUID();
    await api.db.prisma.invitationList.create({ data: { id, fileName: 'suppliers.csv', fileSha256: '', invitedBy: 'test', at: new Date(instant), invited: 0, unchanged: 0, refused: 0 } });
    return id;
  }

  async function storedSurvey(): Promise<string> {
    const id = randomUUID();
    const day = new Date('2012-03-31');
    await api.db.prisma.survey.create({
      data: { id, kind: 'suppliersRateUs', title: 'Example', questions: [], periodStart: day, periodEnd: day, status: 'closed', requestedBy: 'test', createdAt: new Date(instant), closedAt: new Date(instant) },
    });
    return id;
  }

  async function storedEntry(supplierId: string): Promise<string> {
    const path = `/api/v1/suppliers/${supplierId}/relationship/entries`;
    const { ownerId } = await api.db.prisma.supplier.findUniqueOrThrow({ where: { id: supplierId } });
    const entry = { register: 'risk', title: 'One furnace only', probability: 1, impact: 1, response: 'accept', ownerId };
    return (await api.call<{ id: string }>('POST', path, { key, body: entry })).body.id;
  }

  async function storedForecast(supplierId: string): Promise<string> {
    const id = randomUUID();
    await api.db.prisma.forecast.create({ data: { id, supplierId, version: 1, contactId: randomUUID(), dueAt: new Date(instant), publishedBy: 'test', publishedAt: new Date(instant) } });
    return id;
  }

  async function storedMeeting(supplierId: string): Promise<string> {
    const path = `/api/v1/suppliers/${supplierId}/relationship/meetings`;
    return (await api.call<{ id: string }>('POST', path, { key, body: { title: 'Example', startsAt: '2999-01-01T10:00:00Z', minutes: 30 } })).body.id;
  }

  async function storedCase(supplierId: string, process: string): Promise<string> {
    const id = randomUUID();
    const at = new Date(instant);
    await api.db.prisma.case.create({
      data: {
        id,
        process,
        supplierId,
        cause: 'manual:example',
        title: 'Late',
        stage: 'closed',
        status: 'closed',
        overdue: false,
        policyVersion: 1,
        confidential: false,
        sequence: 1,
        schemaVersion: 1,
        // What a phase-out and an onboarding show of themselves; of the others nothing but the stage is asked.
        state: { stage: 'closed', acceptedBy: null, enteredBy: {}, extensionRequest: null, information: null, terms: { agreement: '2026-1', approvals: process === 'onboarding' ? [] : 2, noticeDays: 90, steps: [{ ofNotice: 100, moved: 100 }] }, askedBy: [], approvals: [], passedOn: [], supply: { openLines: 0, openOrders: 0, openValue: [], spend: [], categories: [], backups: [], noticeDays: null }, backups: [], overridden: [], notice: null, stepsDone: 0, checkedOff: {}, done: [] },
        headHash: '',
        workflowId: `${process}:${id}`,
        openedAt: at,
        updatedAt: at,
      },
    });
    return id;
  }
});
