import { randomUUID } from 'node:crypto';
import { openDatabase, type Database } from '#persistence/database.js';
import { violations } from '#test/case-record.js';
import { eventually } from '#test/eventually.js';
import { lockCaseRow } from '#test/row-lock.js';
import { startSystem, telling, type Part, type System } from '#test/system.js';

interface Case {
  readonly id: string;
  readonly stage: string;
  readonly sequence: number;
}
interface Items<T> {
  readonly items: T[];
}

let system: System;
let db: Database;
const keys = { procurement: '', quality: '' };
/** Two cases of one supplier: each kill hits the first, and the second was hit in the middle of a commit. */
let first: string;
let second: string;

const here = (body: () => Promise<void>) => telling(() => system, body);
const now = async (id: string) => (await system.call<Case>('GET', `/api/v1/rectifications/${id}`)).body;
const inStage = (id: string, stage: string) => eventually(`the case is in stage ${stage}`, async () => (await now(id)).stage === stage, 60_000);
const settled = (id: string) => eventually('every mail is out', async () => (await violations(db, id)).length === 0, 60_000);

/** One command with one Idempotency-Key, which can be sent as often as it takes. */
function command(id: string, name: string, body: object = {}, key = system.key) {
  const headers = { 'idempotency-key': randomUUID() };
  const send = () => system.call<Case>('POST', `/api/v1/rectifications/${id}/${name}`, { key, body, headers });
  return {
    /** Sends it once and does not mind if the answer is lost. */
    sendOnce: () => void send().catch(() => undefined),
    /** Repeats it, as a careful program does, until it has been applied. */
    insist: () => eventually(`${name} is applied`, async () => (await send()).status === 200, 90_000),
  };
}

/** Sends a command, and when its commit is in the middle of its transaction, kills a part. */
async function killDuring(part: Part | 'launcher', id: string, sent: { sendOnce(): void }): Promise<void> {
  const row = await lockCaseRow(system.databaseUrl(), id);
  try {
    sent.sendOnce();
    await row.commitWaits();
    await system.kill(part);
  } finally {
    await row.release();
  }
}

async function keyOf(role: 'procurement' | 'quality'): Promise<string> {
  const person = await system.call<{ id: string }>('POST', '/api/v1/people', { body: { name: role, email: `${role}@example.com`, roles: [role] } });
  const made = await system.call<{ key: string }>('POST', '/api/v1/keys', { body: { name: role, roles: [role], personId: person.body.id } });
  return made.body.key;
}

async function openCase(supplierId: string, title: string): Promise<string> {
  const body = { supplierId, severity: 'minor', title, description: 'Three deliveries came late.' };
  const opened = await system.call<Case>('POST', '/api/v1/rectifications', { body });
  expect(opened.status).toBe(201);
  return opened.body.id;
}

beforeAll(async () => {
  system = await startSystem({ empty: true });
  db = openDatabase({ url: system.databaseUrl(), role: 'staff', applicationName: 'steward-test', poolSize: 2 });
  for (const role of ['procurement', 'quality'] as const) keys[role] = await keyOf(role);
  const contacts = [{ name: 'Quality contact', email: 'quality@supplier.example.com' }];
  const supplier = await system.call<{ id: string }>('POST', '/api/v1/suppliers', { body: { code: 'S-1', name: 'Example Castings', country: 'DE', contacts } });
  first = await openCase(supplier.body.id, 'Late again');
  second = await openCase(supplier.body.id, 'Wrong labels');
  await Promise.all([first, second].map(settled));
}, 150_000);
afterAll(async () => {
  await db?.close();
  await system?.stop();
}, 240_000);

describe('a rectification goes on, with no effect lost and none twice, when SIGKILL hits', () => {
  it('the worker in the middle of a commit', here(async () => {
    await killDuring('worker', second, command(second, 'acknowledge'));
    await command(first, 'acknowledge').insist();
    await inStage(first, 'planning');
    await settled(first);
  }), 240_000);

  it('the API while it waits for the answer', here(async () => {
    await killDuring('api', first, command(first, 'submit-plan', { text: 'A second shift.' }));
    await inStage(first, 'planReview');
    await settled(first);
  }), 240_000);

  it('Temporal before it hears of a commit', here(async () => {
    const acceptance = command(first, 'accept-plan', {}, keys.procurement);
    await killDuring('Temporal', first, acceptance);
    await acceptance.insist();
    await inStage(first, 'implementing');
    await settled(first);
  }), 240_000);

  it('PostgreSQL in the middle of a commit', here(async () => {
    const evidence = command(first, 'submit-evidence', { text: 'The second shift works.' });
    await killDuring('PostgreSQL', first, evidence);
    await evidence.insist();
    await inStage(first, 'verifying');
    await settled(first);
  }), 240_000);

  it('the launcher itself, so that it must be started again on the same data', here(async () => {
    await killDuring('launcher', first, command(first, 'verify', { result: 'ineffective', comment: 'Still late.' }, keys.quality));
    await system.restart();
    expect(system.output()).toContain('Stopped what an earlier start left behind');
    await inStage(first, 'implementing');
  }), 240_000);

  it('all of them, and yet each case ends with every step told once', here(async () => {
    await command(first, 'submit-evidence', { text: 'Now it works.' }).insist();
    await command(first, 'verify', { result: 'effective' }, keys.quality).insist();
    await inStage(second, 'planning');
    const { items } = (await system.call<Items<{ type: string }>>('GET', `/api/v1/rectifications/${first}/events`)).body;
    expect(items.map(({ type }) => type)).toEqual([
      'opened',
      'acknowledged',
      'planSubmitted',
      'planAccepted',
      'evidenceSubmitted',
      'evidenceReturned',
      'evidenceSubmitted',
      'closedEffective',
    ]);
    for (const id of [first, second]) {
      await settled(id);
      expect(await violations(db, id)).toEqual([]);
    }
    const texts = (await system.call<Items<{ text: string }>>('GET', `/api/v1/rectifications/${first}/messages`)).body.items.map(({ text }) => text);
    expect(texts).toEqual(['A second shift.', 'The second shift works.', 'Still late.', 'Now it works.']);
  }), 240_000);
});
