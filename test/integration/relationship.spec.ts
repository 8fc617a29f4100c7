import { MockActivityEnvironment } from '@temporalio/testing';
import { randomUUID } from 'node:crypto';
import { settleMail } from '#apps/mail/settle.js';
import { createMonitoringActivities } from '#apps/worker/activities/monitoring.js';
import { storeContent } from '#persistence/inbound/content-store.js';
import { storeInbound } from '#persistence/inbound/inbound.js';
import { Readable } from 'node:stream';
import { readCalendar } from '#test/icalendar.js';
import { startApiUnderTest, type ApiUnderTest } from './api-under-test.js';

let api: ApiUnderTest;
let procurement: Awaited<ReturnType<ApiUnderTest['keyOf']>>;
let supplierId: string;

beforeAll(async () => {
  api = await startApiUnderTest();
  procurement = await api.keyOf('procurement');
  const { body } = await api.call<{ id: string }>('POST', '/api/v1/suppliers', { key: procurement.key, body: { code: 'R-1', name: 'Example Castings', country: 'DE', contacts: [{ name: 'Jo', email: 'jo@castings.example.com' }] } });
  supplierId = body.id;
}, 240_000);
afterAll(() => api?.close(), 240_000);

const call = <Body = Record<string, unknown>>(method: string, path: string, body?: object, headers: Record<string, string> = {}, key = procurement.key) =>
  api.call<Body>(method, `/api/v1/suppliers/${supplierId}/relationship/${path}`, { key, headers, ...(body ? { body } : {}) });
const work = async () => (await api.call<{ relationship: { reviews: object[]; entries: { title: string }[] } }>('GET', '/api/v1/my-work', { key: procurement.key })).body.relationship;
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

interface Entry {
  id: string;
  version: number;
  entry: { title: string; register: string };
}

describe('the plan of a relationship', () => {
  it('is begun from the template of the segment, once, with its targets and milestones', async () => {
    const manager = await api.keyOf('manager');
    const template = { meetingEveryWeeks: 6, meetingMinutes: 45, reviewEveryMonths: 3, targets: [{ title: 'Defects', indicator: 'partsPerMillion', direction: 'atMost', value: 500, unit: 'ppm', dueAfterDays: 100 }], milestones: [{ title: 'Course on labels', topic: 'training', doneBy: 'us', dueAfterDays: 3 }] };
    const save = (content: object, key: string) => api.call('PUT', '/api/v1/relationship-templates/routine', { key, body: content });
    expect((await save(template, procurement.key)).status).toBe(403);
    expect(await save({ ...template, targets: [{ ...template.targets[0], indicator: 'luck' }] }, manager.key)).toMatchObject({ status: 422, body: { errors: [{ path: 'targets.0.indicator', message: 'there is no such indicator' }] } });
    expect(await save(template, manager.key)).toMatchObject({ status: 200 });
    expect((await call('GET', 'plan')).status).toBe(404);
    expect(await call('POST', 'plan')).toMatchObject({ status: 201, body: { segment: 'routine', meetingEveryWeeks: 6, reviewEveryMonths: 3, version: 1 } });
    expect(await call('POST', 'plan')).toMatchObject({ status: 409, body: { code: 'planExists' } });
    const { body } = await call<{ items: Entry[] }>('GET', 'entries');
    expect(body.items.map(({ entry }) => [entry.register, entry.title]).sort()).toEqual([['milestone', 'Course on labels'], ['target', 'Defects']]);
    expect(await work()).toMatchObject({ reviews: [], entries: [{ title: 'Course on labels', supplierName: 'Example Castings', dueOn: inDays(3) }] });
  });

  it('is changed by who has seen it last, and looked at anew on schedule', async () => {
    const { body: plan } = await call<{ ownerId: string; nextReviewOn: string }>('GET', 'plan');
    const changed = { ownerId: plan.ownerId, meetingEveryWeeks: null, meetingMinutes: 60, meetingAt: '14:30', reviewEveryMonths: 1, guests: [{ name: 'A customer', email: 'buyer@customer.example.com' }] };
    expect(await call('PUT', 'plan', changed, { 'if-match': '"7"' })).toMatchObject({ status: 412 });
    expect(await call('PUT', 'plan', { ...changed, meetingAt: '25:00' })).toMatchObject({ status: 422 });
    expect(await call('PUT', 'plan', changed, { 'if-match': '"1"' })).toMatchObject({ status: 200, body: { meetingAt: '14:30', version: 2, guests: [{ email: 'buyer@customer.example.com', language: 'en' }] } });
    await api.db.prisma.relationshipPlan.update({ where: { supplierId }, data: { nextReviewOn: new Date(inDays(6)) } });
    expect((await work()).reviews).toEqual([{ supplierId, supplierName: 'Example Castings', nextReviewOn: inDays(6) }]);
    expect(await call('POST', 'reviews', { decision: 'Meet again from the autumn on.' })).toMatchObject({ status: 201, body: { on: inDays(0) } });
    expect((await work()).reviews).toEqual([]);
    expect((await call<{ items: object[] }>('GET', 'reviews')).body.items).toMatchObject([{ decision: 'Meet again from the autumn on.', by: procurement.personId }]);
  });
});

describe('the registers', () => {
  it('keep every version of an entry, and say what follows from it', async () => {
    const risk = { register: 'risk', title: 'One furnace only', probability: 4, impact: 5, response: 'reduce', action: 'Second furnace', dueOn: inDays(2) };
    const { body } = await call<Entry>('POST', 'entries', risk);
    expect(body).toMatchObject({ version: 1, riskLevel: 20, entry: { status: 'open' } });
    expect((await work()).entries.map(({ title }) => title)).toContain('One furnace only');
    const calmer = { ...risk, probability: 1, status: 'closed' };
    expect(await call('PUT', `entries/${body.id}`, calmer, { 'if-match': '"2"' })).toMatchObject({ status: 412 });
    expect(await call('PUT', `entries/${body.id}`, { register: 'milestone', title: 'x', topic: 'other', doneBy: 'us' })).toMatchObject({ status: 409, body: { code: 'otherRegister' } });
    expect(await call('PUT', `entries/${body.id}`, calmer, { 'if-match': '"1"' })).toMatchObject({ status: 200, body: { version: 2, riskLevel: 5 } });
    expect((await work()).entries.map(({ title }) => title)).not.toContain('One furnace only');
    const versions = await call<{ items: { version: number; riskLevel: number }[] }>('GET', `entries/${body.id}/versions`);
    expect(versions.body.items.map((each) => [each.version, each.riskLevel])).toEqual([[2, 5], [1, 20]]);
    expect((await call<{ items: Entry[] }>('GET', 'entries?register=risk&open=true')).body.items).toEqual([]);
    const pages: string[] = [];
    for (let cursor: string | null = ''; cursor !== null && pages.length < 10; ) {
      const page: { body: { items: Entry[]; nextCursor: string | null } } = await call('GET', `entries?limit=1${cursor && `&cursor=${cursor}`}`);
      pages.push(...page.body.items.map(({ id }) => id));
      cursor = page.body.nextCursor;
    }
    expect(new Set(pages).size).toBe(3);
    expect(pages).toHaveLength(3);
  });

  it('refuse whom and what is not there, and are not another supplier’s', async () => {
    const unknown = '11111111-2222-4333-8444-555555555555';
    const risk = { register: 'risk', title: 'Flood', probability: 1, impact: 1, response: 'accept' };
    expect(await call('POST', 'entries', { ...risk, ownerId: unknown, backupSupplierId: supplierId })).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'ownerId', message: 'there is no such active person' }, { path: 'backupSupplierId', message: 'is no other supplier' }] },
    });
    expect((await call('POST', 'entries', { ...risk, probability: 9 })).status).toBe(422);
    const auditor = await api.keyOf('auditor');
    expect((await call('POST', 'entries', risk, {}, auditor.key)).status).toBe(403);
    const { body: mine } = await call<Entry>('POST', 'entries', risk);
    const other = await api.call<{ id: string }>('POST', '/api/v1/suppliers', { key: procurement.key, body: { code: 'R-2', name: 'Other', country: 'DE' } });
    expect((await api.call('GET', `/api/v1/suppliers/${other.body.id}/relationship/entries/${mine.id}`, { key: procurement.key })).status).toBe(404);
  });
});

interface Meeting {
  id: string;
  startsAt: string;
  status: string;
  sequence: number;
  answers: { address: string; answer: string }[];
  heldAs: string | null;
  actionIds: string[];
  byRhythm: boolean;
}

const settings = { publicUrl: 'https://steward.example.com', secret: Buffer.alloc(32, 5), mail: { from: 'Steward <steward@example.com>', domain: 'example.com' } };
/** What the daily run does on a day, in virtual time. */
const onDay = (day: string) => new MockActivityEnvironment().run(createMonitoringActivities(api.db, settings).seeToTheDay, { at: `${day}T05:00:00.000Z` });
const mails = async (template: string, toSupplier: string) => {
  const rows = await api.db.prisma.outboxMessage.findMany({ where: { template, supplierId: toSupplier }, orderBy: [{ createdAt: 'asc' }, { recipientKind: 'asc' }] });
  return rows.map((row) => ({ ...row, entry: row.calendar === null ? null : readCalendar(row.calendar) }));
};

describe('meetings', () => {
  const path = (rest = '') => `meetings${rest}`;
  const later = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
  let contactId: string;

  /** A calendar of somebody answers to the meeting's own address. */
  async function answer({ from, uid, to, sequence, said }: { from: string; uid: string; to: string; sequence: number; said: string }): Promise<string> {
    const file = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'METHOD:REPLY', 'BEGIN:VEVENT', `UID:${uid}`, `SEQUENCE:${sequence}`, `ATTENDEE;PARTSTAT=${said}:mailto:${from}`, 'END:VEVENT', 'END:VCALENDAR'];
    const raw = [`From: ${from}`, `To: ${to}`, 'Subject: Re: meeting', `Message-ID: <${randomUUID()}@castings.example.com>`, 'MIME-Version: 1.0', 'Content-Type: text/calendar; method=REPLY; charset=utf-8', '', ...file, ''].join('\r\n');
    const stored = await storeContent(api.filesDirectory, Readable.from([Buffer.from(raw)]));
    const [mailId = ''] = await storeInbound(api.db, [{ id: randomUUID(), rawSha256: stored.sha256, rawKey: stored.key, envelopeFrom: from, envelopeTo: to, receivedAt: new Date() }]);
    const noCommand = { act: () => Promise.reject(new Error('no command is given here')) };
    await settleMail({ db: api.db, door: noCommand, filesDirectory: api.filesDirectory, secret: settings.secret, publicUrl: settings.publicUrl, domain: 'example.com', now: () => new Date() }, mailId);
    const row = await api.db.prisma.inboundMail.findUniqueOrThrow({ where: { id: mailId } });
    return `${row.status} ${row.reason}`;
  }

  it('invite calendars, keep what these answer, move and are called off with the same UID and a rising sequence', async () => {
    contactId = (await api.db.prisma.contact.findFirstOrThrow({ where: { supplierId } })).id;
    const body = { title: 'Labels', startsAt: later(3), minutes: 45, agenda: 'Samples', contactIds: [contactId], guests: [{ name: 'Customer', email: 'buyer@customer.example.com', language: 'ru' }] };
    expect(await call('POST', path(), { ...body, startsAt: later(-1), contactIds: [randomUUID()] })).toMatchObject({ status: 422, body: { errors: [{ path: 'startsAt' }, { path: 'contactIds' }] } });
    const { body: meeting } = await call<Meeting>('POST', path(), body);
    const invited = await mails('meeting.invited', supplierId);
    expect(invited.map(({ recipientKind, language, entry }) => [recipientKind, language, entry?.method, entry?.sequence])).toEqual([['contact', 'en', 'REQUEST', 0], ['guest', 'ru', 'REQUEST', 0], ['person', 'en', 'REQUEST', 0]]);
    const { replyTo, entry } = invited[0] ?? {};
    const [uid, to, from] = [entry?.uid ?? '', replyTo ?? '', 'jo@castings.example.com'];
    expect(invited[0]?.calendar?.replace(/\r\n /g, '')).toContain(`mailto:${to}`);

    expect(await answer({ from, uid, to, sequence: 0, said: 'ACCEPTED' })).toBe('settled meetingAnswer');
    expect(await answer({ from: 'stranger@example.com', uid, to, sequence: 0, said: 'ACCEPTED' })).toBe('held unknownSender');
    expect((await call<Meeting>('GET', path(`/${meeting.id}`))).body.answers).toMatchObject([{ address: from, answer: 'accepted' }]);

    expect(await call('PUT', path(`/${meeting.id}`), { ...body, guests: [], startsAt: later(4) }, { 'if-match': '"7"' })).toMatchObject({ status: 412 });
    const moved = await call<Meeting>('PUT', path(`/${meeting.id}`), { ...body, guests: [], startsAt: later(4) }, { 'if-match': '"0"' });
    expect(moved).toMatchObject({ status: 200, body: { sequence: 1, answers: [] } });
    const told = await mails('meeting.moved', supplierId);
    expect(told.map(({ recipientKind, entry: each }) => [recipientKind, each?.method, each?.sequence, each?.uid])).toEqual([['contact', 'REQUEST', 1, uid], ['person', 'REQUEST', 1, uid]]);
    expect((await mails('meeting.cancelled', supplierId)).map(({ recipientKind, entry: each }) => [recipientKind, each?.method, each?.sequence])).toEqual([['guest', 'CANCEL', 1]]);
    expect(await answer({ from, uid, to, sequence: 0, said: 'ACCEPTED' })).toBe('ignored outdated');
    expect(await answer({ from, uid, to, sequence: 1, said: 'DECLINED' })).toBe('settled meetingAnswer');
    expect(await mails('meeting.declined', supplierId)).toMatchObject([{ recipientId: procurement.personId, subject: 'Jo cannot attend: Labels' }]);

    expect(await call('POST', path(`/${meeting.id}/held`), { summary: 'Too early' })).toMatchObject({ status: 409, body: { code: 'meetingAhead' } });
    expect(await call('POST', path(`/${meeting.id}/cancel`), { reason: 'Fair in town' })).toMatchObject({ status: 200, body: { status: 'cancelled', sequence: 2 } });
    expect((await mails('meeting.cancelled', supplierId)).filter(({ entry: each }) => each?.sequence === 2 && each.uid === uid)).toHaveLength(2);
    expect(await call('PUT', path(`/${meeting.id}`), body)).toMatchObject({ status: 409, body: { code: 'meetingOver' } });
    const { body: timeline } = await api.call<{ items: { kind: string; data: { what: string } }[] }>('GET', `/api/v1/suppliers/${supplierId}/timeline`, { key: procurement.key });
    expect(timeline.items.flatMap(({ kind, data }) => (kind === 'meeting' ? [data.what] : []))).toEqual(['cancelled', 'moved', 'planned']);
  });

  it('come by the rhythm in days that both work, are missed when nobody writes them down, and can be written down still', async () => {
    const created = await api.call<{ id: string }>('POST', '/api/v1/suppliers', { key: procurement.key, body: { code: 'R-9', name: 'Example Rolling', country: 'CN', timeZone: 'Asia/Shanghai', language: 'zh', contacts: [{ name: 'Li', email: 'li@rolling.example.com' }] } });
    const other = created.body.id;
    const beside = <Body = Record<string, unknown>>(method: string, rest: string, body?: object) => api.call<Body>(method, `/api/v1/suppliers/${other}/relationship/${rest}`, { key: procurement.key, ...(body ? { body } : {}) });
    await api.db.prisma.supplier.update({ where: { id: other }, data: { status: 'active' } });
    await beside('POST', 'plan');
    // 1 October 2025 is a holiday there; the run of a month ago has planned nothing that is not due.
    await api.db.prisma.relationshipPlan.update({ where: { supplierId: other }, data: { meetingEveryWeeks: 4, startedOn: new Date('2025-09-03'), nextReviewOn: new Date('2025-10-20') } });
    const list = async () => (await beside<{ items: Meeting[] }>('GET', 'meetings')).body.items;
    await onDay('2025-09-16');
    expect(await list()).toEqual([]);
    for (const day of ['2025-09-17', '2025-09-17', '2025-09-18']) await onDay(day);
    const [planned] = await list();
    expect(await list()).toMatchObject([{ byRhythm: true, status: 'planned' }]);
    expect(planned?.startsAt.slice(11)).toBe('02:00:00.000Z');
    expect(planned && planned.startsAt.slice(0, 10) > '2025-10-01').toBe(true);
    expect((await mails('meeting.invited', other)).map(({ recipientKind, language }) => [recipientKind, language])).toEqual([['contact', 'zh'], ['person', 'en']]);

    await onDay('2025-10-12');
    expect(await mails('relationship.review', other)).toEqual([]);
    for (const day of ['2025-10-13', '2025-10-14']) await onDay(day);
    expect(await mails('relationship.review', other)).toMatchObject([{ recipientId: procurement.personId, subject: 'Review of the relationship plan: Example Rolling' }]);
    expect((await list()).find(({ id }) => id === planned?.id)).toMatchObject({ status: 'missed' });
    expect(await mails('meeting.missed', other)).toHaveLength(1);

    const minutes = { summary: 'Samples look good', actions: [{ register: 'milestone', title: 'New labels', doneBy: 'supplier', dueOn: '2025-11-01' }, { register: 'issue', title: 'Mixed labels', severity: 'minor' }] };
    const { body: held } = await beside<Meeting>('POST', `meetings/${planned?.id}/held`, minutes);
    expect(held).toMatchObject({ status: 'held', heldAs: expect.any(String), actionIds: [expect.any(String), expect.any(String)] });
    expect(await beside('GET', `entries/${held.actionIds[1]}`)).toMatchObject({ body: { entry: { register: 'issue', title: 'Mixed labels', beganAt: planned?.startsAt, ownerId: procurement.personId } } });
    expect(await api.call('GET', `/api/v1/suppliers/${other}/interactions/${held.heldAs}`, { key: procurement.key })).toMatchObject({ status: 200 });
    expect((await beside('POST', `meetings/${planned?.id}/held`, minutes)).status).toBe(409);

    // The next one is four weeks after that one.
    await onDay('2025-10-30');
    expect((await list()).filter(({ status }) => status === 'planned')).toHaveLength(1);
  });
});

describe('forecasts', () => {
  interface Shared {
    id: string;
    version: number;
    committedAt: string | null;
    lines: { item: string | null; committed: number | null; comment: string; delivered: number | null; committedDeviation: number | null; deliveredDeviation: number | null }[];
  }
  const linkIn = async (template: string, to: string) => (await mails(template, to)).at(-1)?.text.match(/\/portal\/forecasts\/[\w-]+/)?.[0] ?? '';
  const post = (page: string, fields: Record<string, string>) => fetch(`${api.url}${page}?lang=en`, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });

  it('are shared, committed to on a page, and held against what came; only the newest can be answered', async () => {
    const lines = [{ item: 'B-1', month: '2020-01', quantity: 200, unit: 'pcs' }, { category: 'Castings', month: '2099-01', quantity: 10, unit: 't' }];
    expect(await call('POST', 'forecasts', { lines: [{ ...lines[0], category: 'Both' }, lines[1], lines[1]] })).toMatchObject({ status: 422, body: { errors: [{ path: 'lines.0' }, { path: 'lines.2' }] } });
    const { body: shared } = await call<Shared>('POST', 'forecasts', { lines });
    expect(shared).toMatchObject({ version: 1, committedAt: null, lines: [{ delivered: 0, deliveredDeviation: -100 }, { delivered: null }] });
    const page = await linkIn('forecast.asked', supplierId);
    expect(await (await fetch(`${api.url}${page}?lang=ru`)).text()).toContain('январь 2020');

    const bad = await post(page, { q0: 'many', q1: '10' });
    expect([bad.status, await bad.text()]).toEqual([422, expect.stringContaining('B-1, January 2020: please enter a quantity')]);
    expect((await post(page, { q0: '150', c0: 'One furnace', q1: '10,5' })).status).toBe(303);
    expect(await mails('forecast.received', supplierId)).toMatchObject([{ recipientId: procurement.personId }]);

    const fact = { supplierId, source: 'test', externalId: 'L-1', version: 1, contentHash: '', arrivedAt: new Date() };
    await api.db.prisma.orderLine.create({ data: { ...fact, id: randomUUID(), item: 'B-1', orderedQuantity: 120, unit: 'pcs', originalPromisedDate: new Date('2020-01-10'), promisedDate: new Date('2020-01-10') } });
    for (const [index, day] of ['2020-01-31', '2020-02-01'].entries()) await api.db.prisma.receipt.create({ data: { ...fact, id: randomUUID(), externalId: `R-${index}`, lineExternalId: 'L-1', quantity: 60, receivedOn: new Date(day) } });
    expect((await call<Shared>('GET', `forecasts/${shared.id}`)).body.lines).toMatchObject([
      { committed: 150, comment: 'One furnace', committedDeviation: -25, delivered: 60, deliveredDeviation: -60 },
      { committed: 10.5, committedDeviation: 5, delivered: null, deliveredDeviation: null },
    ]);

    const file = await fetch(`${api.url}/api/v1/suppliers/${supplierId}/relationship/forecasts/${shared.id}/lines.csv`, { headers: { authorization: `Bearer ${procurement.key}` } });
    expect([file.headers.get('content-disposition'), Buffer.from(await file.arrayBuffer()).toString().split('\r\n')]).toEqual([
      'attachment; filename="forecast-1.csv"',
      [
        '\ufeff"item","category","month","unit","quantity","committed","committedDeviation","delivered","deliveredDeviation","comment"',
        '"B-1","","2020-01","pcs","200","150","-25","60","-60","One furnace"',
        '"","Castings","2099-01","t","10","10.5","5","","",""',
        '',
      ],
    ]);
    expect((await call('GET', `forecasts/${randomUUID()}/lines.csv`)).status).toBe(404);
    const { body: timeline } = await api.call<{ items: { kind: string; data: object }[] }>('GET', `/api/v1/suppliers/${supplierId}/timeline`, { key: procurement.key });
    expect(timeline.items.flatMap(({ kind, data }) => (kind === 'forecast' ? [data] : []))).toMatchObject([{ what: 'committed', version: 1, lines: 2, short: 1 }, { what: 'published', version: 1 }]);

    expect((await call<Shared>('POST', 'forecasts', { lines })).body.version).toBe(2);
    expect((await post(page, { q0: '1', q1: '1' })).status).toBe(410);
    const due = (await api.db.prisma.forecast.findFirstOrThrow({ where: { supplierId, version: 2 } })).dueAt;
    for (const hours of [100, 40, 20]) await onDay(new Date(due.getTime() - hours * 3_600_000).toISOString().slice(0, 10));
    expect(await mails('forecast.reminder', supplierId)).toHaveLength(1);
    expect(await linkIn('forecast.reminder', supplierId)).toBe(await linkIn('forecast.asked', supplierId));
    expect((await call<{ items: Shared[] }>('GET', 'forecasts')).body.items.map(({ version }) => version)).toEqual([2, 1]);
  });
});
