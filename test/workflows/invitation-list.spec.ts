import { randomUUID } from 'node:crypto';
import ExcelJS from 'exceljs';
import { nameKey } from '#domain/duplicates/name-key.js';
import { eventually } from '#test/eventually.js';
import { openWorkplace, settleCast, type Workplace } from '#test/in-process.js';
import { goodAnswers } from '#test/questionnaire-answers.js';
import { letDaysPass } from '#test/temporal.js';
import { keyFor, startApiUnderTest, type ApiUnderTest } from '../integration/api-under-test.js';

let place: Workplace;
let api: ApiUnderTest;
let keys: { procurement: string; quality: string; manager: string; other: string };

beforeAll(async () => {
  place = await openWorkplace();
  api = await startApiUnderTest(place);
  const [cast, other] = [await settleCast(api.db), await settleCast(api.db)];
  keys = {
    procurement: await keyFor(api.db, cast.procurement, 'procurement'),
    quality: await keyFor(api.db, cast.quality, 'quality'),
    manager: await keyFor(api.db, cast.manager, 'manager'),
    other: await keyFor(api.db, other.manager, 'manager'),
  };
}, 240_000);
afterAll(async () => {
  await api?.close();
  await place?.close();
}, 240_000);

interface Row {
  line: number;
  status: string;
  problems: { column: string | null; rule: string; hint: string; supplierId?: string; otherLine?: number }[];
  supplierId: string | null;
  caseId: string | null;
}
interface Report {
  id: string | null;
  dryRun: boolean;
  invited: number;
  unchanged: number;
  refused: number;
  rows: Row[];
}
interface CaseBody {
  id: string;
  stage: string;
  supplierId: string;
  code?: string;
  runningId?: string;
}

const TITLES = ['name', 'country', 'tax id', 'language', 'contact', 'email', 'category', 'segment', 'expected spend', 'distinct'];
type Cells = readonly [name: string, country: string, taxId?: string, language?: string, contact?: string, email?: string, category?: string, segment?: string, spend?: string, distinct?: string];
const csv = (rows: readonly Cells[]) => [TITLES, ...rows].map((row) => TITLES.map((_, index) => `"${(row[index] ?? '').replaceAll('"', '""')}"`).join(',')).join('\n');
const addressOf = (name: string) => `${nameKey(name).core.join('-')}@example.com`;

async function invite(content: string | Buffer, { dryRun = false, name = 'suppliers.csv' } = {}) {
  const form = new FormData();
  form.set('file', new File([content], name));
  return api.call<Report>('POST', `/api/v1/onboardings/bulk?dryRun=${dryRun}`, { key: keys.procurement, body: form });
}
const act = (key: string, id: string, command: string, body: object = {}) => api.call<CaseBody>('POST', `/api/v1/onboardings/${id}/${command}`, { key, body });
const get = <Body>(path: string) => api.call<Body>('GET', `/api/v1${path}`, { key: keys.procurement });
/** Waits until each has its case; what a busy machine did not take at once is the sweeper's. */
const begun = (ids: readonly string[]) =>
  eventually('all that were invited have their cases', async () => {
    await place.door.sweep(new Date(Date.now() + 60_000));
    return (await Promise.all(ids.map((id) => get<CaseBody>(`/onboardings/${id}`)))).every(({ status }) => status === 200);
  });

/** How many rows there are of everything that an invitation writes. */
async function written(): Promise<number[]> {
  const { supplier, contact, submission, case: cases, invitationList, invitationRow, outboxMessage } = api.db.prisma;
  return Promise.all([supplier.count(), contact.count(), submission.count(), cases.count(), invitationList.count(), invitationRow.count(), outboxMessage.count()]);
}

const routine = { sourcesAvailable: 'many', switchingCost: 'low', substitutes: 'ready', criticality: 'unnoticed', qualityImpact: 'none' };
const strategic = { sourcesAvailable: 'none', switchingCost: 'prohibitive', substitutes: 'none', criticality: 'stops', qualityImpact: 'decides' };
const answered = { answers: goodAnswers, agreement: '2026-1', signatory: 'Managing director' };
const poor = { ...goodAnswers, certification: 'no', testing: 'no' };

/** What people do with a case, one name a step; a step that is refused fails the test. */
const steps: Readonly<Record<string, (id: string) => Promise<unknown>>> = {
  answer: (id) => done(keys.procurement, id, 'answer-questionnaire', answered),
  answerPoorly: (id) => done(keys.procurement, id, 'answer-questionnaire', { ...answered, answers: poor }),
  check: (id) => done(keys.procurement, id, 'accept-documents'),
  placeRoutine: (id) => done(keys.procurement, id, 'segment', { answers: routine, expectedSpend: 1_000 }),
  placeLarge: (id) => done(keys.procurement, id, 'segment', { answers: routine, expectedSpend: 2_000_000 }),
  placeStrategic: (id) => done(keys.procurement, id, 'segment', { answers: strategic, expectedSpend: 1_000 }),
  audit: (id) => done(keys.quality, id, 'record-audit', { result: 'passed', text: 'Process and records were seen.' }),
  approve: (id) => done(keys.manager, id, 'approve'),
  approveToo: (id) => done(keys.other, id, 'approve'),
  heldAsDouble: async (id) => expect((await act(keys.manager, id, 'approve')).body).toMatchObject({ status: 409, code: 'duplicateOpen' }),
  saidToBeAnother: async (id) => {
    const { runningId } = (await act(keys.manager, id, 'approve')).body;
    expect((await api.call('POST', `/api/v1/duplicates/${runningId}/dismiss`, { key: keys.procurement, body: { reason: 'Another company in another town.' } })).status).toBe(200);
  },
  saidToBeTheSame: async (id) => {
    const { runningId } = (await act(keys.manager, id, 'approve')).body;
    const { supplierId } = (await get<CaseBody>(`/onboardings/${id}`)).body;
    const { suppliers } = (await get<{ suppliers: { id: string }[] }>(`/duplicates/${runningId}`)).body;
    await done(keys.procurement, id, 'mark-duplicate', { of: suppliers.find((each) => each.id !== supplierId)?.id });
  },
  contract: (id) => done(keys.procurement, id, 'agree-contract', { text: 'OTD 95 %, 60 days net.' }),
  pass: (id) => done(keys.procurement, id, 'conclude-trial', { result: 'passed', text: 'All lots were accepted.' }),
  fail: (id) => done(keys.procurement, id, 'conclude-trial', { result: 'failed', text: 'Two of three lots were rejected.' }),
  reject: (id) => done(keys.procurement, id, 'reject', { reason: 'Too small for the quantities that we need.' }),
  withdraw: (id) => done(keys.procurement, id, 'withdraw', { reason: 'The project was given up.' }),
  askMore: (id) => done(keys.procurement, id, 'request-information', { text: 'Which of the plants delivers?' }),
  giveMore: (id) => done(keys.procurement, id, 'provide-information', { text: 'The northern one.' }),
  // 15 business days to answer: at least one reminder has gone out after 18 days, and the date has passed after 25.
  slow: (id) => letDaysPass(place.client, `onboarding:${id}`, 18),
  late: (id) => letDaysPass(place.client, `onboarding:${id}`, 25),
  // 15 and 10 business days are 35 days at least, with holidays a few more.
  silent: (id) => letDaysPass(place.client, `onboarding:${id}`, 60),
};

async function done(key: string, id: string, command: string, body: object = {}) {
  const answer = await act(key, id, command, body);
  expect([command, answer.status, JSON.stringify(answer.body)]).toEqual([command, 200, expect.any(String)]);
}

const untilApproval = 'answer check placeRoutine';
const untilTrial = `${untilApproval} approve contract`;
const whole = `${untilTrial} pass`;

/**
 * Thirty suppliers: the row, what people do, and where the rules of domain.md §6 say that it ends. A row that is not invited says why.
 * Whoever goes before the end – rejected, withdrawn, expired, a double – is a rejected supplier: only a new onboarding brings it back.
 */
const thirty: readonly { row: Cells; steps?: string; ends: string; supplier?: string; events?: readonly string[] }[] = [
  { row: ['Argonia GmbH', 'DE', 'DE 811 222 333', 'en', 'Sales desk', '', 'Castings', 'routine', '250000'], steps: whole, ends: 'active', supplier: 'active' },
  { row: ['ООО «Базальтик»', 'Россия', '', 'русский', 'Отдел продаж', '', 'Поковки'], steps: whole, ends: 'active', supplier: 'active' },
  { row: ['多洛米特精密机械有限公司', '中国', '', '中文', '销售部', 'dolomite@example.com', '机加工'], steps: whole, ends: 'active', supplier: 'active' },
  { row: ['Emeraldo SpA', 'IT', '', '', '', '', '', '', '2 000 000'], steps: 'answer check placeLarge approve approveToo contract pass', ends: 'active', supplier: 'active' },
  { row: ['Feldspar Oy', 'FI', '', '', '', '', '', 'strategic'], steps: 'answer check placeStrategic audit approve approveToo contract pass', ends: 'active', supplier: 'active' },
  { row: ['Granitol AB', 'SE'], steps: `answer askMore giveMore check placeRoutine approve contract pass`, ends: 'active', supplier: 'active', events: ['informationRequested', 'informationProvided'] },
  { row: ['Hematite Sarl', 'FR'], steps: whole, ends: 'active', supplier: 'active' },
  { row: ['Indigolit BV', 'NL'], steps: whole, ends: 'active', supplier: 'active' },
  { row: ['Jasperine Ltd', 'GB'], steps: `slow ${whole}`, ends: 'active', supplier: 'active', events: ['reminded'] },
  { row: ['Kaolinex sro', 'CZ'], steps: `late ${whole}`, ends: 'active', supplier: 'active', events: ['reminded', 'escalated'] },
  { row: ['Lazurite AG', 'CH'], steps: 'late answer reject', ends: 'rejected', supplier: 'rejected', events: ['reminded', 'escalated'] },
  { row: ['Magnetor Kft', 'HU'], steps: `slow ${untilApproval}`, ends: 'approving', supplier: 'onboarding', events: ['reminded'] },
  { row: ['Nephrita SA', 'ES'], steps: 'answer reject', ends: 'rejected', supplier: 'rejected' },
  { row: ['Obsidian AS', 'NO'], steps: 'answerPoorly check reject', ends: 'rejected', supplier: 'rejected' },
  { row: ['Porphyra A/S', 'DK'], steps: `${untilTrial} fail`, ends: 'rejected', supplier: 'rejected' },
  { row: ['Quartzon Inc', 'US'], steps: 'withdraw', ends: 'withdrawn', supplier: 'rejected' },
  { row: ['Rubelite Lda', 'PT'], steps: `${untilApproval} approve withdraw`, ends: 'withdrawn', supplier: 'rejected' },
  { row: ['Sapphira KK', 'JP'], steps: 'silent', ends: 'expired', supplier: 'rejected', events: ['reminded', 'escalated'] },
  { row: ['Turmalin doo', 'SI'], steps: 'silent', ends: 'expired', supplier: 'rejected', events: ['reminded', 'escalated'] },
  { row: ['Ultramar SRL', 'RO'], steps: 'silent', ends: 'expired', supplier: 'rejected', events: ['reminded', 'escalated'] },
  { row: ['Vesuvian AE', 'GR'], steps: 'silent', ends: 'expired', supplier: 'rejected', events: ['reminded', 'escalated'] },
  { row: ['Wolframa OU', 'EE', 'DE-811.222.333'], ends: 'invited, for the tax id is of another country', steps: 'withdraw', supplier: 'rejected' },
  { row: ['Xenotim GmbH', 'DE', 'de811222333'], ends: 'twiceInFile' },
  { row: ['Basaltic LLC', 'RU', '', '', '', 'office@example.com'], ends: 'twiceInFile' },
  { row: ['Known Yttrium Limited', 'GB'], ends: 'knownAlready' },
  { row: ['Zirconal Co., Ltd.', 'CN'], ends: 'pendingAlready' },
  { row: ['Cinnabar Trading', 'AE'], ends: 'blocked' },
  { row: ['Orpiment GmbH', 'AT'], ends: 'knownBefore' },
  { row: ['Granitol AB', 'FI', '', '', '', 'north@example.com', '', '', '', 'yes'], steps: `${untilApproval} heldAsDouble saidToBeTheSame`, ends: 'duplicate', supplier: 'rejected' },
  { row: ['Hematite NV', 'BE', '', '', '', '', '', '', '', 'yes'], steps: `${untilApproval} heldAsDouble saidToBeAnother approve contract pass`, ends: 'active', supplier: 'active' },
];
const notInvited = ['twiceInFile', 'knownAlready', 'pendingAlready', 'blocked', 'knownBefore'];
const list = thirty.map(({ row: [name, country, taxId, language, contact, email, ...rest] }): Cells => [name, country, taxId, language, contact, email || addressOf(name), ...rest] as unknown as Cells);

/** Suppliers that are there before the list comes. */
async function settleKnown(): Promise<void> {
  const supplier = (name: string, country: string) => api.call<{ id: string }>('POST', '/api/v1/suppliers', { key: keys.procurement, body: { code: `K-${randomUUID().slice(0, 8)}`, name, country, contacts: [] } });
  await supplier('Known Yttrium Ltd', 'GB');
  const ids = await Promise.all([supplier('Cinnabar Trading LLC', 'AE'), supplier('ORPIMENT GMBH', 'AT')]);
  for (const [index, status] of ['blocked', 'rejected'].entries()) await place.db.prisma.supplier.update({ where: { id: ids[index]?.body.id ?? '' }, data: { status } });
  const pending = await api.call('POST', '/api/v1/onboardings', { key: keys.procurement, body: { name: 'ООО «Цирконал»', country: 'CN', email: 'pending@example.com' } });
  expect(pending.status).toBe(201);
}

describe('thirty suppliers invited from a list', () => {
  let report: Report;
  const rowOf = (index: number) => report.rows[index] as Row;

  it('are judged row by row, by a dry run that keeps nothing as by the invitation', async () => {
    await settleKnown();
    const before = await written();
    const dry = await invite(csv(list), { dryRun: true });
    expect(dry).toMatchObject({ status: 200, body: { id: null, dryRun: true, invited: 24, unchanged: 0, refused: 6 } });
    expect(await written()).toEqual(before);

    const real = await invite(csv(list));
    expect(real).toMatchObject({ status: 200, body: { dryRun: false, invited: 24, unchanged: 0, refused: 6 } });
    report = real.body;
    expect(report.rows.map(({ status, problems }) => problems[0]?.rule ?? status)).toEqual(thirty.map(({ ends }) => (notInvited.includes(ends) ? ends : 'invited')));
    expect(report.rows.map(({ line, status, problems }) => ({ line, status, problems }))).toEqual(dry.body.rows.map(({ line, status, problems }) => ({ line, status, problems })));
    const twice = report.rows.flatMap(({ line, problems }) => problems.flatMap(({ rule, column, otherLine }) => (rule === 'twiceInFile' ? [[line, column, otherLine]] : [])));
    expect(twice).toEqual([[24, 'taxId', 2], [25, 'name', 3]]);
    await begun(report.rows.flatMap(({ caseId }) => caseId ?? []));
    expect((await place.sink.mail((each) => each.to?.[0]?.address === 'dolomite@example.com', 'the invitation in Chinese')).subject).toContain('诚邀成为我方供应商');
  }, 180_000);

  it('are not invited again by the same list, whoever hands it in, nor by a workbook with the same rows', async () => {
    const cases = () => Promise.all([api.db.prisma.supplier.count(), api.db.prisma.submission.count(), api.db.prisma.case.count()]);
    const before = await cases();
    const workbook = new ExcelJS.Workbook();
    workbook.addWorksheet('Suppliers').addRows([TITLES, ...list.map((row) => [...row])]);
    for (const content of [csv(list), Buffer.from(await workbook.xlsx.writeBuffer())]) {
      const again = await invite(content);
      expect(again.body).toMatchObject({ invited: 0, unchanged: 24, refused: 6 });
      expect(again.body.rows.map(({ caseId, supplierId }) => [caseId, supplierId])).toEqual(report.rows.map(({ caseId, supplierId }) => [caseId, supplierId]));
    }
    expect(await cases()).toEqual(before);
  }, 120_000);

  it('end where the rules say', async () => {
    const live = thirty.flatMap((each, index) => (each.steps === undefined ? [] : [{ ...each, steps: each.steps.split(' '), id: rowOf(index).caseId ?? '' }]));
    const go = async ({ id, steps: names }: (typeof live)[number]) => {
      for (const name of names) await steps[name]?.(id);
    };
    // While it is undecided whether two are one, neither is approved.
    const doubles = live.filter(({ steps: names }) => names.includes('heldAsDouble'));
    await Promise.all(doubles.map(go));
    await Promise.all(live.filter((each) => !doubles.includes(each)).map(go));
    for (const { row, id, ends, supplier, events, steps: names } of live) {
      const stage = ends.startsWith('invited') ? 'withdrawn' : ends;
      const found = await eventually(`${row[0]} stands in ${stage}`, async () => {
        const one = (await get<CaseBody>(`/onboardings/${id}`)).body;
        return one.stage === stage ? one : null;
      }, 30_000);
      const { status } = await place.db.prisma.supplier.findUniqueOrThrow({ where: { id: found.supplierId } });
      expect([row[0], status]).toEqual([row[0], supplier]);
      const told = (await get<{ items: { type: string }[] }>(`/onboardings/${id}/events?limit=100`)).body.items.map(({ type }) => type);
      expect([row[0], ...told]).toEqual(expect.arrayContaining([row[0], ...(events ?? [])]));
      // Only what went out in time is told in time.
      if (!names.some((name) => ['slow', 'late', 'silent'].includes(name))) expect(told).not.toContain('escalated');
    }
  }, 400_000);

  it('that were refused come in when their rows are corrected', async () => {
    const { body: lists } = await get<{ items: { id: string; refused: number }[] }>('/onboardings/bulk');
    expect(lists.items[0]).toMatchObject({ refused: 6 });
    const bad = await invite(csv([['', 'Atlantis', '', 'fr', '', 'nobody', '', 'important', '1,000'], ['Spinelline GmbH', 'DE', '', '', '', 'spinelline@example.com'], ['Spinelline AG', 'DE', '', '', '', 'other@example.com']]));
    expect(bad.body.rows[0]?.problems.map(({ column, rule }) => `${column} ${rule}`)).toEqual(['name missingValue', 'country unknownCountry', 'language unknownLanguage', 'email impossibleEmail', 'segment unknownSegment', 'expectedSpend impossibleSpend']);
    expect(bad.body.rows[2]?.problems).toMatchObject([{ column: 'name', rule: 'twiceInFile', otherLine: 3 }]);
    const { id } = bad.body;
    const retry = (rows: object[]) => api.call<Report>('POST', `/api/v1/onboardings/bulk/${id}/retry`, { key: keys.procurement, body: { rows } });
    expect((await retry([{ line: 3, cells: {} }])).status).toBe(422);
    const half = { line: 2, cells: { name: 'Pyroxene GmbH', country: 'AT' } };
    expect((await retry([half])).body).toMatchObject({ invited: 0, refused: 1 });
    const right = [{ line: 2, cells: { ...half.cells, email: 'pyroxene@example.com', language: '', segment: '', expectedSpend: '1000' } }, { line: 4, cells: { distinct: 'yes' } }];
    const { body: brought } = await retry(right);
    expect(brought).toMatchObject({ invited: 2, refused: 0 });
    const rows = await get<{ items: Row[]; nextCursor: string | null }>(`/onboardings/bulk/${id}/rows?limit=2`);
    expect(rows.body.items.map(({ status }) => status)).toEqual(['settled', 'invited']);
    const rest = await get<{ items: Row[]; nextCursor: string | null }>(`/onboardings/bulk/${id}/rows?limit=2&cursor=${rows.body.nextCursor}`);
    expect(rest.body).toMatchObject({ items: [{ line: 4, status: 'settled' }], nextCursor: null });
    expect((await retry(right)).status).toBe(422);
    await begun(brought.rows.flatMap(({ caseId }) => caseId ?? []));
    const { state } = await place.db.prisma.case.findUniqueOrThrow({ where: { id: brought.rows[0]?.caseId ?? '' } });
    expect(state).toMatchObject({ expected: { segment: null, spend: 1000 } });
  }, 120_000);

  it('are found while somebody types, by name in any script, tax id or address, also those that are only coming in', async () => {
    const check = async (query: string) => (await get<{ items: { name: string; status: string; kind: string }[] }>(`/suppliers/check?${query}`)).body.items.map(({ name, status, kind }) => [name, status, kind]);
    expect(await check(`name=${encodeURIComponent('Магнетор')}`)).toEqual([['Magnetor Kft', 'onboarding', 'similarName']]);
    expect(await check('email=north@example.com')).toEqual([['Granitol AB', 'rejected', 'sameEmail']]);
    expect((await get('/suppliers/check')).status).toBe(400);
  });

  it('a file that is no list is refused as a whole, in words', async () => {
    const refused = async (content: string) => {
      const { status, body } = await invite(content);
      return [status, (body as unknown as { errors: { message: string }[] }).errors[0]?.message];
    };
    expect(await refused('name,town\nA,B')).toEqual([422, expect.stringContaining('Missing: "country", "email"')]);
    expect(await refused('name,country,email\n')).toEqual([422, expect.stringContaining('names no supplier')]);
    expect(await refused(['name;country;email', ...Array.from({ length: 501 }, (_, index) => `S${index};DE;s${index}@example.com`)].join('\n'))).toEqual([422, expect.stringContaining('at most 500')]);
  });
});
