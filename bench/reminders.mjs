import { fork, spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createTransport } from 'nodemailer';

export const title = '10,000 reminders due in one minute, from the outbox to an SMTP server that takes 500 a second, against that limit; and what the API answers meanwhile';
export const goal = '≥ 0.85 × the limit, every reminder once; p99 of the API ≤ 2 × idle';

const LIMIT = 500;
const BATCH = 1_000;
const COMMITS_AT_ONCE = 16;
const ASKING = 4;
const IDLE_SECONDS = 10;
const KEY = 'a-key-that-only-this-bench-knows';

/** Options: note: stands in the record; reminders (10000); commits (1000) reminders that are decided and committed as a case's workflow does, to say how fast the outbox fills. */
export async function run({ options, report, database, temporal }) {
  const reminders = Number(options.reminders ?? 10_000);
  const { openDatabase } = await import('#persistence/database.js');
  const { seedPolicies } = await import('#persistence/policies/policies.js');
  const { choosePort } = await import('#apps/cli/launcher/ports.js');
  const url = await database();
  const db = openDatabase({ url, role: 'staff', applicationName: 'bench reminders', poolSize: 20 });
  await seedPolicies(db, { sample: true, at: new Date('2025-01-01T00:00:00Z') });
  const sink = await startSink();
  const api = await startApi({ DATABASE_URL: url, TEMPORAL_ADDRESS: await temporal(), SMTP_URL: sink.url, STEWARD_PORT: String(await choosePort(undefined, 28_433, new Set())) });
  try {
    const committed = await commitReminders(db, Number(options.commits ?? 1_000));
    report(`${committed.count} reminders decided and committed: ${committed.perSecond.toFixed(0)} a second`);
    const [mail] = await db.prisma.outboxMessage.findMany({ where: { template: 'rectification.reminder' }, take: 1 });
    await db.prisma.outboxMessage.updateMany({ where: { status: 'waiting' }, data: { status: 'sent' } });
    const bare = await sendBare(sink, mail, reminders);
    report(`a bare pool of connections: ${bare.toFixed(0)} a second`);
    const idle = await asking(api, () => delay(IDLE_SECONDS * 1000));
    await writeReminders(db, mail, reminders);
    let sent;
    const busy = await asking(api, async () => (sent = await sendOutbox(db, sink, reminders)));
    report(`the post: ${sent.perSecond.toFixed(0)} a second; the API's p99 ${busy.p99.toFixed(1)} ms, idle ${idle.p99.toFixed(1)} ms`);
    const [ratio, apiRatio] = [sent.perSecond / LIMIT, busy.p99 / idle.p99];
    const met = ratio >= 0.85 && apiRatio <= 2 && sent.distinct === reminders && sent.taken === reminders;
    const note = options.note ? { note: options.note } : {};
    return { baseline: LIMIT, figure: sent.perSecond, ratio, met, unit: 'mails a second', ...note, ofBare: sent.perSecond / bare, bare, reminders, ...sent, api: { idle, busy, ratio: apiRatio }, committed };
  } finally {
    await api.close();
    sink.close();
    await db.close();
  }
}

/** As the workflows do when their timers fire: the pure decision, and its commit with the mail. */
async function commitReminders(db, count) {
  const { createCommitActivity } = await import('#apps/worker/activities/commit.js');
  const { decideMoment, openRectification } = await import('#domain/rectification/transition.js');
  const { rectificationView, RECTIFICATION_SCHEMA } = await import('#domain/rectification/state.js');
  const { defaultRectificationTerms: terms } = await import('#domain/rectification/terms.js');
  const settings = { publicUrl: 'http://localhost', secret: randomBytes(32), mail: { from: 'steward@example.com', domain: 'example.com' } };
  const { commit } = createCommitActivity(db, settings, { wake: () => undefined });
  const at = new Date().toISOString();
  const take = async (name, decision, previousSequence, deadline) => {
    const { state, due, events, notifications } = decision;
    const { caseId, supplierId, cause, severity, policyVersion } = state;
    const about = { process: 'rectification', workflowId: `rectification:${caseId}`, caseId, supplierId, cause, severity, policyVersion, schemaVersion: RECTIFICATION_SCHEMA, at, previousSequence, state };
    const command = { name, commandId: randomUUID(), submissionId: null, actor: { kind: 'system', id: 'steward' } };
    const result = await commit({ ...about, command, view: rectificationView(state), readers: null, owner: null, mergeInto: null, supplierAct: null, events, notifications, due, deadline, proposals: [] });
    return { ...state, sequence: result.sequence, deadline: result.deadline };
  };
  const supplierIds = await settleSuppliers(db, count);
  const cases = [];
  await inLanes(supplierIds, COMMITS_AT_ONCE, async (supplierId) => {
    const opening = { caseId: randomUUID(), supplierId, severity: 'major', cause: 'grade', terms, policyVersion: 1, watch: { indicator: 'onTimeDelivery', target: null }, readers: null };
    cases.push(await take('open', openRectification(opening, at), 0, null));
  });
  const began = performance.now();
  await inLanes(cases, COMMITS_AT_ONCE, (state) => take('remind', decideMoment(state, { kind: 'remind', index: 0, at }, at), 1, state.deadline));
  return { count, perSecond: (count * 1000) / (performance.now() - began) };
}

async function settleSuppliers(db, count) {
  const at = new Date('2026-01-01T00:00:00Z');
  const kind = { name: 'Example Castings', timeZone: 'UTC', language: 'en', kind: 'product', status: 'active', segment: 'routine', categories: [], version: 1, createdAt: at, updatedAt: at };
  await db.prisma.person.create({ data: { id: randomUUID(), name: 'Procurement', email: 'procurement@example.com', roles: ['procurement'], language: 'en', active: true, createdAt: at } });
  const ids = Array.from({ length: count }, () => randomUUID());
  await db.prisma.supplier.createMany({ data: ids.map((id, index) => ({ id, code: `S-${index}`, ...kind })) });
  await db.prisma.contact.createMany({ data: ids.map((supplierId, index) => ({ id: randomUUID(), supplierId, name: 'Quality contact', email: `contact-${index}@example.com`, role: 'quality', position: 0 })) });
  return ids;
}

/** The mail of a reminder, so many times, written within one minute. */
async function writeReminders(db, mail, count) {
  const minute = Date.now() - 60_000;
  for (let written = 0; written < count; written += BATCH) {
    await db.prisma.outboxMessage.createMany({
      data: Array.from({ length: Math.min(BATCH, count - written) }, (_, index) => {
        const id = randomUUID();
        const createdAt = new Date(minute + ((written + index) * 60_000) / count);
        return { ...mail, id, messageId: `<${id}@example.com>`, address: `contact-${written + index}@example.com`, status: 'waiting', attempts: 0, attemptStarted: null, sentAt: null, createdAt };
      }),
    });
  }
}

async function sendOutbox(db, sink, count) {
  const { openPost } = await import('#apps/delivery/post.js');
  const { openMailTransport } = await import('#messaging/channels/email.js');
  const transport = openMailTransport({ url: sink.url, from: 'Steward <steward@example.com>' });
  await sink.again();
  const began = performance.now();
  const post = openPost({ db, transport, now: () => new Date(), publicUrl: 'http://localhost' });
  while ((await db.prisma.outboxMessage.count({ where: { status: 'waiting' } })) > 0) await delay(200);
  const seconds = (performance.now() - began) / 1000;
  await post.close();
  transport.close();
  const { taken, distinct } = await sink.again();
  return { perSecond: count / seconds, seconds, taken, distinct };
}

/** The same mails from the same process by nothing but a pool of connections. */
async function sendBare(sink, { subject, text, html, calendar }, count) {
  const mailer = createTransport({ url: sink.url, pool: true, maxConnections: 10 });
  const icalEvent = { method: 'PUBLISH', filename: 'deadline.ics', content: calendar };
  const numbers = Array.from({ length: count }, (_, index) => index);
  const began = performance.now();
  await inLanes(numbers, 20, (number) => mailer.sendMail({ from: 'steward@example.com', to: `contact-${number}@example.com`, subject, text, html, icalEvent }));
  const perSecond = (count * 1000) / (performance.now() - began);
  mailer.close();
  return perSecond;
}

async function inLanes(items, lanes, work) {
  const left = [...items];
  const lane = async () => {
    while (left.length > 0) await work(left.pop());
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

/** How long a list of cases takes while something goes on: milliseconds. */
async function asking({ url }, meanwhile) {
  const took = [];
  let on = true;
  const ask = async () => {
    while (on) {
      const began = performance.now();
      const answer = await fetch(`${url}/api/v1/rectifications?limit=20`, { headers: { authorization: `Bearer ${KEY}` } });
      await answer.arrayBuffer();
      if (!answer.ok) throw new Error(`the API answered ${answer.status}`);
      took.push(performance.now() - began);
      // As people do who look at a screen: asked without a pause the API would measure its own queue.
      await delay(50);
    }
  };
  const asked = Promise.all(Array.from({ length: ASKING }, ask));
  await meanwhile();
  on = false;
  await asked;
  const sorted = took.toSorted((a, b) => a - b);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  return { requests: sorted.length, p50: at(0.5), p99: at(0.99) };
}

async function startSink() {
  const child = fork(fileURLToPath(new URL('reminders/sink.mjs', import.meta.url)), [String(LIMIT)]);
  const [{ port }] = await once(child, 'message');
  const again = async () => {
    child.send('again');
    return (await once(child, 'message'))[0];
  };
  return { url: `smtp://127.0.0.1:${port}`, again, close: () => child.disconnect() };
}

async function startApi(env) {
  const folder = mkdtempSync(join(tmpdir(), 'steward-bench-api-'));
  const secretFile = join(folder, 'secret');
  writeFileSync(secretFile, randomBytes(32), { mode: 0o600 });
  const more = { TEMPORAL_NAMESPACE: 'default', STEWARD_SECRET_FILE: secretFile, STEWARD_DATA: join(folder, 'data'), STEWARD_BOOTSTRAP_KEY: KEY };
  const child = spawn(process.execPath, [fileURLToPath(new URL('../apps/cli/bin.mjs', import.meta.url)), 'api'], { env: { ...process.env, ...env, ...more }, stdio: ['ignore', 'pipe', 'inherit'] });
  const url = `http://127.0.0.1:${env.STEWARD_PORT}`;
  while (child.exitCode === null && !(await fetch(`${url}/health/live`).then(({ ok }) => ok, () => false))) await delay(100);
  return {
    url,
    close: async () => {
      if (child.exitCode === null) {
        child.kill('SIGTERM');
        await once(child, 'exit');
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
