import { randomUUID } from 'node:crypto';
import { commandIdOf } from '#apps/door/command-id.js';
import type { Actor } from '#domain/process/decision.js';
import { eventually } from '#test/eventually.js';
import { openWorkplace, settleCast, type Workplace } from '#test/in-process.js';

let place: Workplace;

beforeAll(async () => {
  place = await openWorkplace({ cachedWorkflows: 3 });
}, 240_000);
afterAll(async () => {
  await place?.close();
}, 240_000);

const origin = () => ({ process: 'rectification', channel: 'api', commandId: commandIdOf('test', randomUUID()), receivedAt: new Date() }) as const;

describe('a worker that remembers three cases', () => {
  it('leads eight of them in turn to their ends, each from its history again and again', async () => {
    const cases = await Promise.all(
      Array.from({ length: 8 }, async () => {
        const cast = await settleCast(place.db);
        const body = { supplierId: cast.supplierId, severity: 'minor', title: 'Late again', description: 'Three deliveries came late.' };
        const opened = await place.door.open({ body, actor: { kind: 'staff', id: cast.procurement.id }, ...origin() });
        if (opened.status !== 'applied') throw new Error(JSON.stringify(opened));
        return { cast, caseId: opened.standing.caseId };
      }),
    );
    const steps: [string, (cast: Awaited<ReturnType<typeof settleCast>>) => Actor, object][] = [
      ['acknowledge', ({ contactId }) => ({ kind: 'contact', id: contactId }), {}],
      ['requestExtension', ({ contactId }) => ({ kind: 'contact', id: contactId }), { businessDays: 2, reason: 'The foreman is ill.' }],
      ['decideExtension', ({ procurement }) => ({ kind: 'staff', id: procurement.id }), { decision: 'grant' }],
      ['submitPlan', ({ contactId }) => ({ kind: 'contact', id: contactId }), { text: 'A second shift.' }],
      ['acceptPlan', ({ procurement }) => ({ kind: 'staff', id: procurement.id }), {}],
      ['submitEvidence', ({ contactId }) => ({ kind: 'contact', id: contactId }), { text: 'It works.' }],
      ['verify', ({ quality }) => ({ kind: 'staff', id: quality.id }), { result: 'effective' }],
    ];
    for (const [index, [command, actor, body]] of steps.entries()) {
      const outcomes = await Promise.all(cases.map(({ cast, caseId }) => place.door.act({ caseId, command, actor: actor(cast), body, ...origin() })));
      // What a busy machine has not answered within the caller's patience is on its way.
      for (const outcome of outcomes) expect([command, outcome]).toEqual([command, expect.objectContaining({ status: expect.stringMatching(/^(applied|pending)$/) as string })]);
      await eventually(`all have come through ${command}`, async () => (await place.db.prisma.case.count({ where: { sequence: index + 2 } })) === cases.length);
    }
    const ended = await place.db.prisma.case.count({ where: { status: 'closed', outcome: 'effective', sequence: steps.length + 1 } });
    expect(ended).toBe(cases.length);
  }, 240_000);
});
