import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { eventually } from '#test/eventually.js';
import { mailbox, mailTo, replyTo } from '#test/correspondence.js';
import { runSteward, startSystem, telling, type System } from '#test/system.js';
import { letDaysPass } from '#test/temporal.js';

const sample = fileURLToPath(new URL('../../sample/usaid-scms.csv', import.meta.url));
const year2010 = { periodStart: '2010-01-01', periodEnd: '2010-12-31' };

let system: System;
/** Keys of three people of the sample, by the only role each of them has. */
const keys = { procurement: '', quality: '', manager: '' };
/** The cases that the evaluation of 2010 opens, with their suppliers. */
let cases: Case[] = [];

interface Case {
  readonly id: string;
  readonly supplierId: string;
  readonly stage: string;
  readonly status: string;
  readonly outcome: string | null;
  readonly sequence: number;
  readonly waitingFor: string | null;
  readonly cause: string;
}
interface Items<T> {
  readonly items: T[];
}

beforeAll(async () => {
  system = await startSystem({ virtualTime: true });
}, 150_000);
afterAll(async () => {
  await system?.stop();
}, 240_000);

const here = (body: () => Promise<void>) => telling(() => system, body);
const get = async <T>(path: string, key = system.key): Promise<T> => (await system.call<T>('GET', `/api/v1${path}`, { key })).body;
const caseNow = (id: string) => get<Case>(`/rectifications/${id}`);
const inStage = (id: string, stage: string) => eventually(`the case is in stage ${stage}`, async () => (await caseNow(id)).stage === stage);
const act = (id: string, command: string, key: string, body: object = {}) => system.call<Case>('POST', `/api/v1/rectifications/${id}/${command}`, { key, body });
const typesOf = async (id: string) => (await get<Items<{ type: string }>>(`/rectifications/${id}/events?limit=200`)).items.map(({ type }) => type);

async function contactOf({ supplierId }: Case): Promise<string> {
  const { contacts } = await get<{ contacts: { email: string }[] }>(`/suppliers/${supplierId}`);
  return contacts[0]?.email ?? '';
}

describe('a first start with the sample', () => {
  it('is ready and shows the administrator the way in', here(async () => {
    expect(system.signInLink()).toMatch(/^http:\/\/localhost:\d+\/sign-in#token=.{22,}$/);
    const { status, body } = await system.call('GET', '/health/ready', { key: '' });
    expect({ status, body }).toMatchObject({ status: 200 });
  }), 180_000);

  it('has every delivery already, so that importing the same file again lands nothing', here(async () => {
    const form = new FormData();
    form.set('mapping', 'usaid-scms');
    form.set('file', new Blob([new Uint8Array(readFileSync(sample))]), 'usaid-scms.csv');
    const taken = await system.call<{ id: string }>('POST', '/api/v1/imports', { body: form });
    expect(taken.status).toBe(202);
    const done = await eventually('the import has ended', async () => {
      const found = await get<{ status: string }>(`/imports/${taken.body.id}`);
      return found.status !== 'running' && found;
    });
    expect(done).toMatchObject({ status: 'completed', rowsRead: 4920, unchanged: 4920, landed: 0, updated: 0, quarantined: 0, filtered: 0 });
  }), 240_000);

  it('judges Aurobindo Pharma Limited as the data does: 94 of 668 lines late over all years', here(async () => {
    const { items } = await get<Items<{ id: string; name: string }>>('/suppliers?search=Aurobindo&limit=200');
    const supplier = items.find(({ name }) => /^Aurobindo Pharma Limited$/i.test(name));
    const indicators = await get<Items<object>>(`/suppliers/${supplier?.id}/indicators?from=2006-01-01&to=2015-12-31`);
    const onTime = indicators.items.find((each) => 'indicator' in each && each.indicator === 'onTimeDelivery');
    expect(onTime).toMatchObject({ unit: 'percent', sample: 668, denominator: 668, numerator: 668 - 94, status: 'ok' });
    expect((onTime as unknown as { value: number }).value).toBeCloseTo(85.93, 2);
  }), 180_000);

  it('lets each person of the sample have a key of their own, with no more than their own role', here(async () => {
    const { items } = await get<Items<{ id: string; roles: string[] }>>('/people');
    for (const role of ['procurement', 'quality', 'manager'] as const) {
      const person = items.find(({ roles }) => roles.length === 1 && roles[0] === role);
      const { status, body } = await system.call<{ key: string }>('POST', '/api/v1/keys', { body: { name: role, roles: [role], personId: person?.id } });
      expect(status).toBe(201);
      keys[role] = body.key;
    }
    const refused = await system.call('GET', '/api/v1/keys', { key: keys.quality });
    expect(refused).toMatchObject({ status: 403, body: { status: 403, type: expect.any(String) } });
  }), 180_000);
});

describe('the evaluation of 2010', () => {
  it('finds three suppliers of grade C, and opens a rectification for each', here(async () => {
    const { status, body } = await system.call<{ id: string }>('POST', '/api/v1/evaluations', { body: year2010 });
    expect(status).toBe(201);
    const closed = await eventually('the evaluation is closed', async () => {
      const found = await get<{ status: string }>(`/evaluations/${body.id}`);
      return found.status === 'closed' && found;
    });
    expect(closed).toMatchObject({ official: true, total: 72, scored: 72, grades: { C: 3 } });
    const graded = await get<Items<{ supplierId: string }>>(`/evaluations/${body.id}/scores?grade=C`);
    cases = await eventually('three rectifications are open', async () => {
      const { items } = await get<Items<Case>>('/rectifications?status=open');
      return items.length === 3 && items;
    });
    expect(cases.map(({ supplierId }) => supplierId).sort()).toEqual(graded.items.map(({ supplierId }) => supplierId).sort());
    for (const each of cases) expect(each).toMatchObject({ stage: 'opened', waitingFor: 'supplier', cause: 'grade' });
  }), 240_000);

  it('is not started twice for the same period', here(async () => {
    const { status } = await system.call('POST', '/api/v1/evaluations', { body: year2010 });
    expect(status).toBe(409);
  }), 180_000);
});

describe('a supplier who answers', () => {
  it('is led by mail alone from the opening over a watch to an effective end', here(async () => {
    const [bad] = cases;
    const email = await contactOf(bad!);
    const { id } = bad!;
    await replyTo(system, await mailTo(system, email, id.slice(0, 8), 'confirm receipt'), 'We have received this and look into it.');
    await inStage(id, 'containing');

    await replyTo(system, await mailTo(system, email, 'contain the problem'), 'PLAN\nA second carrier for all lines from November on.');
    await inStage(id, 'planReview');
    const accepted = await act(id, 'accept-plan', keys.procurement, { comment: 'Good.' });
    expect(accepted).toMatchObject({ status: 200, body: { stage: 'implementing', waitingFor: 'supplier' } });

    await replyTo(system, await mailTo(system, email, 'Plan accepted'), 'EVIDENCE\nThe contract with the second carrier is signed.');
    await inStage(id, 'verifying');
    const verified = await act(id, 'verify', keys.quality, { result: 'effective' });
    expect(verified).toMatchObject({ status: 200, body: { stage: 'watching', status: 'open', waitingFor: null } });

    expect(await typesOf(id)).toEqual(['opened', 'acknowledged', 'planSubmitted', 'planAccepted', 'evidenceSubmitted', 'verified']);
    const { items } = await get<Items<{ text: string }>>(`/rectifications/${id}/messages`);
    expect(items.map(({ text }) => text)).toEqual([
      'We have received this and look into it.',
      'A second carrier for all lines from November on.',
      'Good.',
      'The contract with the second carrier is signed.',
    ]);
    await mailTo(system, email, id.slice(0, 8), 'Measures verified');

    const connection = await Connection.connect({ address: system.temporalAddress() });
    try {
      // Nothing is due in the sample’s future: the watch is prolonged, and then quality decides.
      for (const days of [61, 61]) await letDaysPass(new Client({ connection }), `rectification:${id}`, days);
    } finally {
      await connection.close();
    }
    await inStage(id, 'effectivenessReview');
    const closed = await act(id, 'decide-effectiveness', keys.quality, { result: 'effective' });
    expect(closed).toMatchObject({ status: 200, body: { stage: 'closed', status: 'closed', outcome: 'effective' } });
    await mailTo(system, email, id.slice(0, 8), 'Case closed');
  }), 240_000);

  it('is not obeyed from a foreign address, by a wrong reply address or through an automatic answer', here(async () => {
    const [, other] = cases;
    const before = await caseNow(other!.id);
    const email = await contactOf(other!);
    const mail = await mailTo(system, email, other!.id.slice(0, 8));
    await replyTo(system, mail, 'Received.', { from: 'stranger@example.com' });
    await replyTo(system, mail, 'Received.', { to: mail.replyTo!.replace(/(.)@/, (_, last: string) => `${last === 'a' ? 'b' : 'a'}@`) });
    await replyTo(system, mail, 'I am on holiday.', { headers: { 'Auto-Submitted': 'auto-replied' } });

    const reasons = async (status: string) => (await get<Items<{ reason: string }>>(`/inbound-mails?status=${status}`)).items.map(({ reason }) => reason).sort();
    await eventually('all three have been looked at', async () => (await reasons('received')).length === 0 && (await reasons('ignored')).length === 1);
    expect(await reasons('held')).toEqual(['unknownAddress', 'unknownSender']);
    expect(await reasons('ignored')).toEqual(['automatic']);
    expect(await caseNow(other!.id)).toEqual(before);
    expect((await get<{ heldMails: number }>('/my-work', keys.procurement)).heldMails).toBe(2);
  }), 240_000);
});

describe('a supplier who never answers', () => {
  it('is reminded, reported up the ladder and given up, and the manager is asked about a phase-out', here(async () => {
    const silent = cases[2]!;
    const email = await contactOf(silent);
    const connection = await Connection.connect({ address: system.temporalAddress() });
    try {
      await letDaysPass(new Client({ connection }), `rectification:${silent.id}`, 30);
    } finally {
      await connection.close();
    }
    expect(await caseNow(silent.id)).toMatchObject({ stage: 'failed', status: 'closed', outcome: 'failed' });
    expect((await typesOf(silent.id)).filter((type) => type === 'escalated')).toHaveLength(4);

    const number = silent.id.slice(0, 8);
    for (const [address, words] of [
      [email, 'Reminder'],
      [email, 'Overdue'],
      ['procurement@example.com', 'Overdue'],
      ['manager@example.com', 'Overdue'],
      [email, 'Case failed'],
      ['manager@example.com', 'phase out'],
    ] as const) {
      await mailTo(system, address, number, words);
    }
    const work = await get<{ proposals: object[] }>('/my-work', keys.manager);
    expect(work.proposals).toMatchObject([{ kind: 'phaseOut', supplierId: silent.supplierId, causeCaseId: silent.id, status: 'open' }]);
  }), 240_000);
});

describe('the command line beside a running start', () => {
  it('says in clear words why a file is not imported, and exits with 2', here(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'steward-files-'));
    try {
      const lacking = join(folder, 'lacking.csv');
      writeFileSync(lacking, 'ID,Vendor\n1,Example\n');
      const attempts = [
        [join(folder, 'none.csv'), 'usaid-scms', /none\.csv cannot be read: .*no such file/],
        [lacking, 'usaid-scms', /column/i],
        [sample, 'excel', /There is no mapping excel\. Mappings: .*usaid-scms/],
      ] as const;
      const tried = attempts.map(async ([file, mapping, words]) => {
        const { code, said } = await runSteward(['import', file, '--mapping', mapping, '--data', system.dataDirectory]);
        expect(said).toMatch(words);
        expect(code).toBe(2);
      });
      await Promise.all(tried);
    } finally {
      rmSync(folder, { recursive: true });
    }
    expect((await get<Items<object>>('/suppliers?limit=200')).items).toHaveLength(72);
  }), 240_000);

  it('refuses a second start on the same data, and leaves the first alone', here(async () => {
    const { code, said } = await runSteward(['start', '--port', '1', '--data', system.dataDirectory, '--no-ui']);
    expect(said).toContain(`Steward already runs on ${system.dataDirectory}`);
    expect(code).toBe(1);
    expect((await system.call('GET', '/health/ready', { key: '' })).status).toBe(200);
  }), 180_000);
});

describe('a stop and a new start', () => {
  it('keep everything: cases, mails and people, and the sample is not loaded again', here(async () => {
    const everything = async () => ({
      cases: (await get<Items<Case>>('/rectifications?limit=200')).items,
      mails: (await mailbox(system)).map(({ id }) => id),
      imports: (await get<Items<{ id: string }>>('/imports')).items.map(({ id }) => id),
    });
    const before = await everything();
    expect(await system.halt()).toBe(0);
    expect(system.output()).toMatch(/Steward has stopped\n$/);
    await system.restart();
    expect(await everything()).toEqual(before);
    // The workflows are there as well: the case that waits takes its next step.
    const waiting = before.cases.find(({ status, stage }) => status === 'open' && stage === 'opened')!;
    const mail = await mailTo(system, await contactOf(waiting), waiting.id.slice(0, 8), 'confirm receipt');
    await replyTo(system, mail, 'Received after all.');
    await inStage(waiting.id, 'containing');
  }), 240_000);
});
