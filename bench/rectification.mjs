import { randomUUID } from 'node:crypto';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { measured } from './history.mjs';

export const title = 'a full rectification, watched for 60 days: events and actions of its history';
export const goal = '≤ 200 events and ≤ 60 actions for 9 commands, among them an extension asked for and granted, and 3 reminders';

const DAY = 86_400_000;
/** Order lines that fall due while the measures are watched: five are enough to judge by. */
const LINES = 6;

/** Cases from their opening to `closed, effective`, in virtual time, on the product's workers; counts are exact, so each runs once. */
export async function run({ report, database, temporal }) {
  // Interrupted, it is the runner that ends everything.
  Runtime.install({ logger: new DefaultLogger('ERROR'), telemetryOptions: { logging: { filter: 'ERROR', forward: {} } }, shutdownSignals: [] });
  const { openWorld } = await import('#apps/rehearsal/world.js');
  const { startRoot } = await import('#apps/rehearsal/root.js');
  const { seedPolicies } = await import('#persistence/policies/policies.js');
  const world = await openWorld({ databaseUrl: await database(), address: await temporal({ 'frontend.WorkflowTimeSkippingEnabled': true }), namespace: 'default' });
  try {
    await seedPolicies(world.db, { sample: true, at: new Date('2025-01-01T00:00:00Z') });
    await startRoot(world.client);
    const cast = await settle(world.db);
    const usual = await watched(world, cast, { report, rootCauseAlone: false });
    const stageByStage = await watched(world, cast, { report, rootCauseAlone: true });
    const { events, actions } = usual;
    return { baseline: null, figure: events, ratio: null, met: events <= 200 && actions <= 60, unit: 'events', ...usual, stageByStage };
  } finally {
    await world.close();
  }
}

/** One case to its end, and what its history came to. `rootCauseAlone`: the root causes are accepted before the plan comes, which takes two commands more. */
async function watched(world, cast, { report, rootCauseAlone }) {
  const caseId = await opened(world.door, cast, rootCauseAlone ? 'Cracks, stage by stage' : 'Cracks');
  const workflowId = `rectification:${caseId}`;
  await leadToVerified(world, cast, { caseId, workflowId, rootCauseAlone });
  await deliverInTime(world.db, cast.supplierId, await stateOf(world.db, caseId), caseId);
  await pass(world, caseId, workflowId, 61);
  const { status, outcome } = await world.db.prisma.case.findUniqueOrThrow({ where: { id: caseId } });
  if (outcome !== 'effective') throw new Error(`the case came to ${status} ${outcome}`);
  const counts = await world.db.prisma.$queryRaw`SELECT type, count(*)::int AS count FROM events WHERE case_id = ${caseId}::uuid GROUP BY 1 ORDER BY 1`;
  const told = Object.fromEntries(counts.map(({ type, count }) => [type, count]));
  if (told.reminded !== 3) throw new Error(`there were ${told.reminded} reminders, not 3`);
  const commands = await world.db.prisma.submission.count({ where: { caseId, command: { not: 'open' } } });
  const history = { ...(await measured(world.client, workflowId)), commands };
  report(`${JSON.stringify(history)}; ${JSON.stringify(told)}`);
  return history;
}

/** The plan is asked for three times before it comes. */
async function leadToVerified(world, cast, { caseId, workflowId, rootCauseAlone }) {
  const supplier = { kind: 'contact', id: cast.contactId };
  const act = async (command, actor, body = {}) => judge(await world.door.act({ process: 'rectification', caseId, command, actor, body, ...origin() }), command);
  await act('acknowledge', supplier);
  await act('submitContainment', supplier, { text: 'All stock is sorted.' });
  await act('acceptContainment', cast.procurement);
  if (rootCauseAlone) {
    await act('submitRootCause', supplier, { text: 'A worn die; nobody measured it.' });
    await act('acceptRootCause', cast.procurement);
  }
  await act('requestExtension', supplier, { businessDays: 5, reason: 'The toolmaker is away.' });
  await act('decideExtension', cast.procurement, { decision: 'grant' });
  await untilReminded(world, caseId, workflowId);
  await act('submitPlan', supplier, { text: 'A new die, measured every week.', ...(rootCauseAlone ? {} : { rootCause: 'A worn die; nobody measured it.' }) });
  await act('acceptPlan', cast.procurement);
  await act('submitEvidence', supplier, { text: 'It is in use; the first records.' });
  await act('verify', cast.quality, { result: 'effective' });
}

/** To the morning of the day on which the plan is due: reminded three days, a day and some hours before. */
async function untilReminded(world, caseId, workflowId) {
  const { dueAt } = await world.db.prisma.case.findUniqueOrThrow({ where: { id: caseId } });
  await world.clocks.forward(workflowId, new Date(dueAt.getTime() - 60_000));
}

async function pass({ clocks, db }, caseId, workflowId, days) {
  const [{ now }] = await db.prisma.$queryRaw`SELECT max(at) AS now FROM events WHERE case_id = ${caseId}::uuid`;
  await clocks.forward(workflowId, new Date(now.getTime() + days * DAY));
}

async function stateOf(db, caseId) {
  return (await db.prisma.case.findUniqueOrThrow({ where: { id: caseId } })).state;
}

async function opened(door, cast, title) {
  const body = { supplierId: cast.supplierId, severity: 'major', title, description: 'Three parts of a lot are cracked.' };
  return judge(await door.open({ process: 'rectification', body, actor: cast.procurement, ...origin() }), 'open').caseId;
}

function origin() {
  return { channel: 'api', commandId: randomUUID(), receivedAt: new Date() };
}

function judge(outcome, what) {
  if (outcome.status !== 'applied') throw new Error(`${what} came to ${JSON.stringify(outcome)}`);
  return outcome.standing;
}

async function settle(db) {
  const at = new Date('2026-01-01T00:00:00Z');
  const [procurement, quality, manager] = ['procurement', 'quality', 'manager'].map((role) => ({ id: randomUUID(), name: role, email: `${role}@example.com`, roles: [role], language: 'en', active: true, createdAt: at }));
  await db.prisma.person.createMany({ data: [procurement, quality, manager] });
  const [supplierId, contactId] = [randomUUID(), randomUUID()];
  const supplier = { id: supplierId, code: 'S-1', name: 'Example Castings', timeZone: 'UTC', language: 'en', kind: 'product', status: 'active', segment: 'routine', categories: [], ownerId: procurement.id, version: 1, createdAt: at, updatedAt: at };
  await db.prisma.supplier.create({ data: supplier });
  await db.prisma.contact.create({ data: { id: contactId, supplierId, name: 'Quality contact', email: 'quality@castings.example.com', role: 'quality', position: 0 } });
  const staff = ({ id }) => ({ kind: 'staff', id });
  return { supplierId, contactId, procurement: staff(procurement), quality: staff(quality) };
}

/** What falls due during the watch arrives on its day. */
async function deliverInTime(db, supplierId, { watchedFrom }, lot) {
  const first = new Date(watchedFrom).toISOString().slice(0, 10);
  await db.pool.query(
    `INSERT INTO order_lines (id, supplier_id, source, external_id, version, ordered_quantity, unit, order_date, original_promised_date, promised_date, content_hash, arrived_at)
     SELECT gen_random_uuid(), $1, 'erp', $4 || k, 1, 10, 'piece', promised - 30, promised, promised, md5($4 || k), $2::date
       FROM generate_series(1, $3::int) AS k, LATERAL (SELECT $2::date + k * 7 AS promised) AS day`,
    [supplierId, first, LINES, lot],
  );
  await db.pool.query(
    `INSERT INTO receipts (id, supplier_id, source, external_id, version, line_external_id, quantity, received_on, content_hash, arrived_at)
     SELECT gen_random_uuid(), supplier_id, 'erp', external_id || '/1', 1, external_id, 10, promised_date, md5(external_id), arrived_at FROM order_lines WHERE starts_with(external_id, $1)`,
    [lot],
  );
}
