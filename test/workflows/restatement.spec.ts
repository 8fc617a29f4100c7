import { startRestatement } from '#apps/door/start-restatement.js';
import { getCase, listCases, listEvents } from '#persistence/cases/read.js';
import { listProposals } from '#persistence/proposals/proposals.js';
import { getRestatement, type RestatementRecord } from '#persistence/restatements/restatements.js';
import { createEvaluation } from '#persistence/scoring/evaluations.js';
import { getScores } from '#persistence/scoring/scores.js';
import { evaluationCycle } from '#workflows/evaluation-cycle/contract.js';
import { restatement } from '#workflows/restatement/contract.js';
import { eventually } from '#test/eventually.js';
import { openWorkplace, settleCast, type Workplace } from '#test/in-process.js';
import { land, month, type Delivery } from '#test/late-facts.js';
import { startTestPostgres } from '#test/postgres.js';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
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

/** Ten lines of a month, of which the first `missing` have no receipt in the books. */
function tenLines(supplierId: string, name: string, missing: number): Delivery[] {
  return Array.from({ length: 10 }, (_, index) => {
    const promised = `${name}-${String(index + 5).padStart(2, '0')}`;
    return { supplierId, id: `${supplierId}-${name}-${index}`, promised, received: index < missing ? null : promised };
  });
}

/** Evaluates a month officially, to the end of its cycle. */
async function evaluate(name: string): Promise<string> {
  const { id } = await createEvaluation(place.db, { id: randomUUID(), ...month(name), requestedBy: 'test', at: new Date() });
  await place.door.startEvaluation(id);
  await place.client.workflow.getHandle(evaluationCycle.workflowId(id)).result();
  return id;
}

const completed = (id: string) =>
  eventually('the restatement is completed', async (): Promise<RestatementRecord | null> => {
    await place.door.sweep(new Date());
    const found = await getRestatement(place.db, id);
    return found?.status === 'completed' ? found : null;
  });
const gradeIn = async (evaluationId: string, supplierId: string) => (await getScores(place.db, evaluationId, [supplierId]))[0]?.grade;
const proposalsOf = async (supplierId: string) => (await listProposals(place.db, { readers: 'all', limit: 200 })).items.filter((each) => each.supplierId === supplierId);
const openCase = (supplierId: string) =>
  eventually('the supplier has an open case', async () => (await listCases(place.db, { supplierId, status: 'open', limit: 5 })).items[0]);

/** As a database that restarts does; only a superuser may. */
async function killConnection(backend: number): Promise<void> {
  const superuser = new pg.Client({ connectionString: (await startTestPostgres()).url });
  await superuser.connect();
  await superuser.query('SELECT pg_terminate_backend($1)', [backend]);
  await superuser.end();
}

describe('facts that arrive after a period was judged', () => {
  it('propose to cancel the case of a C that has gone, and a manager who accepts cancels it once', async () => {
    const cast = await settleCast(place.db, { language: 'ru' });
    const { supplierId } = cast;
    await land(place.db, tenLines(supplierId, '2026-01', 8), new Date());
    const evaluationId = await evaluate('2026-01');
    const { id: caseId } = await openCase(supplierId);

    const restatementId = await land(place.db, tenLines(supplierId, '2026-01', 0), new Date());
    expect(await completed(restatementId)).toMatchObject({ restated: 1, unchanged: 0 });
    expect(await gradeIn(evaluationId, supplierId)).toBe('A');
    expect(await place.db.prisma.supplier.findUniqueOrThrow({ where: { id: supplierId } })).toMatchObject({ grade: 'A', status: 'active' });
    expect(await getCase(place.db, caseId)).toMatchObject({ status: 'open' });
    const [proposal] = await proposalsOf(supplierId);
    expect(proposal).toMatchObject({ kind: 'cancelRectification', causeCaseId: caseId, causeEvaluationId: evaluationId, forRole: 'manager', status: 'open' });

    const path = `/api/v1/proposals/${proposal?.id}/accept`;
    expect((await api.call('POST', path, { key: await keyFor(place.db, cast.procurement, 'procurement'), body: {} })).status).toBe(403);
    const key = await keyFor(place.db, cast.manager, 'manager');
    const answers = await Promise.all([1, 2].map(() => api.call('POST', path, { key, body: { comment: 'The receipts were booked late.' } })));
    expect(answers.map((each) => each.status).sort()).toEqual([200, 409]);
    expect((await api.call('POST', `/api/v1/proposals/${proposal?.id}/dismiss`, { key, body: { reason: 'too late' } })).body).toMatchObject({ code: 'alreadyDecided' });
    expect(await getCase(place.db, caseId)).toMatchObject({ status: 'cancelled', outcome: 'cancelled' });
    const { items } = await listEvents(place.db, caseId, { limit: 50 });
    expect(items.filter((event) => event.type === 'cancelled')).toMatchObject([{ actorKind: 'staff', actorId: cast.manager.id }]);
    const mail = await place.sink.mail((each) => each.to?.[0]?.address === `contact-${cast.contactId.slice(0, 8)}@example.com` && (each.text ?? '').includes('поступивших позже'), 'about the cancellation');
    expect(mail.text).toContain('The receipts were booked late.');
  }, 240_000);

  it('propose to open a case for a new C, and who accepts opens it as the cycle would have', async () => {
    const cast = await settleCast(place.db);
    const { supplierId } = cast;
    await land(place.db, tenLines(supplierId, '2026-02', 0), new Date());
    const evaluationId = await evaluate('2026-02');
    const late = tenLines(supplierId, '2026-02', 0).map((each) => ({ ...each, received: '2026-02-28' }));
    await completed(await land(place.db, late, new Date()));
    expect(await gradeIn(evaluationId, supplierId)).toBe('C');
    expect((await listCases(place.db, { supplierId, limit: 5 })).items).toEqual([]);
    const [proposal] = await proposalsOf(supplierId);
    expect(proposal).toMatchObject({ kind: 'openRectification', causeCaseId: null, causeEvaluationId: evaluationId, status: 'open' });

    const key = await keyFor(place.db, cast.manager, 'manager');
    const accept = () => api.call('POST', `/api/v1/proposals/${proposal?.id}/accept`, { key, body: {} });
    expect((await accept()).body).toMatchObject({ status: 'accepted', decidedBy: cast.manager.id });
    const opened = await openCase(supplierId);
    expect(opened).toMatchObject({ cause: 'grade', severity: 'major', stage: 'opened', title: 'Grade C for 1 February 2026 to 28 February 2026' });
    expect((await listEvents(place.db, opened.id, { limit: 5 })).items[0]).toMatchObject({ type: 'opened', actorId: cast.manager.id });
    expect((await accept()).status).toBe(409);

    // Once more the other way round: the case that the acceptance opened is the evaluation's, so it is proposed to be cancelled.
    await completed(await land(place.db, tenLines(supplierId, '2026-02', 0), new Date()));
    const asked = await proposalsOf(supplierId);
    expect(asked.filter((each) => each.status === 'open')).toMatchObject([{ kind: 'cancelRectification', causeCaseId: opened.id }]);
    // And back again before anybody has decided: nothing is asked any longer.
    await completed(await land(place.db, late, new Date()));
    expect((await proposalsOf(supplierId)).filter((each) => each.status === 'open')).toEqual([]);
    expect(await getCase(place.db, opened.id)).toMatchObject({ status: 'open' });
  }, 240_000);

  it('are restated whole although the database connection of a step dies and the workflow is started twice', async () => {
    const { supplierId } = await settleCast(place.db);
    await land(place.db, tenLines(supplierId, '2026-03', 5), new Date());
    const evaluationId = await evaluate('2026-03');
    const holder = await place.db.pool.connect();
    const backend = async () => {
      const { rows } = await place.db.pool.query<{ pid: number }>('SELECT pid FROM pg_stat_activity WHERE $1 = ANY (pg_blocking_pids(pid))', [pid]);
      return rows[0]?.pid;
    };
    await holder.query('BEGIN');
    const pid = (await holder.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')).rows[0]?.pid;
    await holder.query('SELECT FROM scores WHERE evaluation_id = $1 FOR UPDATE', [evaluationId]);
    const restatementId = await land(place.db, tenLines(supplierId, '2026-03', 0), new Date());
    expect(await startRestatement(place.client, restatementId)).toBe(true);
    expect(await startRestatement(place.client, restatementId)).toBe(false);
    const blocked = await eventually('the step waits for the score', backend);
    await killConnection(blocked);
    await eventually('the step has been repeated', async () => {
      const again = await backend();
      return again !== undefined && again !== blocked;
    });
    await holder.query('ROLLBACK');
    holder.release();
    expect(await place.client.workflow.getHandle(restatement.workflowId(restatementId)).result()).toMatchObject({ stage: 'completed', restated: 1 });
    expect((await getScores(place.db, evaluationId, [supplierId]))[0]).toMatchObject({ grade: 'A', revision: 2 });
    expect(await place.db.prisma.supersededScore.count({ where: { evaluationId } })).toBe(1);
  }, 240_000);

  it('may end in a phase-out: who accepts the proposal asks for it, and so does not approve it', async () => {
    const cast = await settleCast(place.db);
    const id = randomUUID();
    await place.db.prisma.proposal.create({ data: { id, kind: 'phaseOut', supplierId: cast.supplierId, reason: 'rectificationFailed', forRole: 'manager', status: 'open', proposedAt: new Date() } });
    const key = await keyFor(place.db, cast.manager, 'manager');
    expect(await api.call('POST', `/api/v1/proposals/${id}/accept`, { key, body: {} })).toMatchObject({ status: 200, body: { status: 'accepted' } });
    const opened = await place.db.prisma.case.findFirstOrThrow({ where: { process: 'phaseOut', supplierId: cast.supplierId } });
    expect(opened).toMatchObject({ stage: 'approving', status: 'open' });
    const own = await api.call('POST', `/api/v1/phase-outs/${opened.id}/approve`, { key, body: {} });
    expect({ status: own.status, code: own.body['code'] }).toEqual({ status: 403, code: 'separationOfDuties' });
  });
});
