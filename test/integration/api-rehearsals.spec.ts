import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { RehearsalResult } from '#domain/rehearsal/story.js';
import { loadSample } from '#persistence/imports/sample.js';
import { startApiUnderTest, type ApiUnderTest } from './api-under-test.js';

// Two servers are started for each rehearsal; a busy machine is slow, not wrong.
jest.setTimeout(300_000);

interface Rehearsal {
  readonly id: string;
  readonly status: string;
  readonly error: string | null;
  readonly code?: string;
  readonly progress: { readonly daysDone: number; readonly daysTotal: number };
  readonly result: RehearsalResult | null;
}

let api: ApiUnderTest;
let key: string;

beforeAll(async () => {
  api = await startApiUnderTest();
  ({ key } = await api.keyOf('admin'));
  await loadSample(api.db, { now: () => new Date() });
});
afterAll(() => api?.close());

const start = (body: object) => api.call<Rehearsal>('POST', '/api/v1/rehearsals', { key, body, headers: { 'idempotency-key': randomUUID() } });
const look = async (id: string) => (await api.call<Rehearsal>('GET', `/api/v1/rehearsals/${id}`, { key })).body;

async function until(id: string, reached: (rehearsal: Rehearsal) => boolean): Promise<Rehearsal> {
  for (;;) {
    const rehearsal = await look(id);
    if (reached(rehearsal) || rehearsal.status !== 'running') return rehearsal;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

describe('a rehearsal by the API', () => {
  it('plays a copy of the facts under two policies, one rehearsal at a time, and changes nothing of the original', async () => {
    const suppliers = await api.db.prisma.supplier.count();
    const started = await start({ policyVersion: 2, againstVersion: 1, from: '2011-07-01', to: '2011-07-03' });
    expect([started.status, started.body.status]).toEqual([202, 'running']);
    const second = await start({});
    expect([second.status, second.body.code]).toEqual([409, 'rehearsalRuns']);
    const { status, error, result } = await until(started.body.id, () => false);
    expect([status, error]).toEqual(['completed', null]);
    // Whom procurement invites in those days comes on top.
    expect(result?.outcomes.map(({ suppliers: count, onboardings, monitoringRuns, policy }) => [count - onboardings.opened, monitoringRuns, policy.version])).toEqual([
      [suppliers, 3, 2],
      [suppliers, 3, 1],
    ]);
    expect(result?.outcomes[0]?.alerts.raised).toBeGreaterThan(0);
    expect([await api.db.prisma.monitoringRun.count(), await api.db.prisma.outboxMessage.count()]).toEqual([0, 0]);
  });

  it('is cancelled, and its process goes', async () => {
    const { body } = await start({ from: '2011-07-01' });
    await until(body.id, ({ progress }) => progress.daysDone > 0);
    const cancelled = await api.call<Rehearsal>('POST', `/api/v1/rehearsals/${body.id}/cancel`, { key });
    expect([cancelled.status, cancelled.body.status]).toEqual([200, 'cancelled']);
    expect((await look(body.id)).status).toBe('cancelled');
    const listed = await api.call<{ items: Rehearsal[] }>('GET', '/api/v1/rehearsals', { key });
    expect(listed.body.items.map(({ status }) => status)).toEqual(['cancelled', 'completed']);
  });

  it('is refused for a version or a stretch that there is not', async () => {
    expect((await start({ policyVersion: 99 })).status).toBe(422);
    expect((await start({ from: '2011-07-01', to: '2011-06-30' })).status).toBe(422);
    expect((await start({ to: '2011-06-30' })).status).toBe(422);
  });
});
