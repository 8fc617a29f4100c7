import { randomUUID } from 'node:crypto';
import { takeDeliveryNews } from '#apps/delivery/undelivered.js';
import { openDatabase } from '#persistence/database.js';
import { mailedToken, smallPng, supplierAt } from '#test/case-page.js';
import { goodAnswers } from '#test/questionnaire-answers.js';
import { openWorkplace, settleCast, type Workplace } from '#test/in-process.js';
import { keyFor, startApiUnderTest, type ApiUnderTest } from './api-under-test.js';

let place: Workplace;
let api: ApiUnderTest;

beforeAll(async () => {
  place = await openWorkplace();
  api = await startApiUnderTest(place, { databaseUrl: place.databaseUrl, secret: Buffer.alloc(32, 7) });
}, 240_000);
afterAll(async () => {
  await api?.close();
  await place?.close();
}, 240_000);

/** A case that was just opened, with the page of its supplier's contact. */
async function openCase(severity: 'minor' | 'major' = 'minor', language = 'en') {
  const cast = await settleCast(api.db, { language });
  const procurement = await keyFor(api.db, cast.procurement, 'procurement');
  const quality = await keyFor(api.db, cast.quality, 'quality');
  const opened = await api.call<{ id: string }>('POST', '/api/v1/rectifications', { key: procurement, body: { supplierId: cast.supplierId, severity, title: `Late ${randomUUID()}`, description: 'Three deliveries <b>came</b> late.' } });
  const caseId = opened.body.id;
  const token = await mailedToken(api.db, { caseId, recipientId: cast.contactId });
  const act = (key: string, command: string, body: object = {}) => api.call<{ stage: string }>('POST', `/api/v1/rectifications/${caseId}/${command}`, { key, body });
  const stage = async () => (await api.db.prisma.case.findUniqueOrThrow({ where: { id: caseId } })).stage;
  return { ...cast, procurement, quality, caseId, token, page: supplierAt(api.url, token), act, stage };
}

describe('the page of a case', () => {
  it('leads a supplier from the mail to verified evidence, and every answer is confirmed by mail', async () => {
    const { page, act, stage, procurement, quality, caseId, contactId } = await openCase();
    const first = await page.open();
    expect(first.status).toBe(200);
    expect(first.text).toContain('Three deliveries &lt;b&gt;came&lt;/b&gt; late.');
    expect(Object.fromEntries(['cache-control', 'referrer-policy', 'x-robots-tag'].map((name) => [name, first.headers.get(name)]))).toEqual({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer', 'x-robots-tag': 'noindex' });
    expect(first.headers.get('content-security-policy')).toContain("default-src 'none'");

    expect((await page.post('acknowledge', {})).headers.get('location')).toContain('done=answer');
    expect(await stage()).toBe('planning');
    expect((await page.post('submitPlan', { text: 'A second shift.' }, [smallPng()])).status).toBe(303);
    expect(await stage()).toBe('planReview');
    const review = await page.open();
    expect(review.text).toContain('We are reviewing what you have sent.');
    expect(review.text).not.toContain('name="form" value="submitPlan"');

    await act(procurement, 'comment', { text: 'Between us: they always say that.' });
    await act(procurement, 'return-plan', { reason: 'Who supervises the shift?' });
    const returned = await page.open();
    expect(returned.text).toContain('Who supervises the shift?');
    expect(returned.text).not.toContain('Between us');
    expect((await page.post('submitPlan', { text: 'A second shift under Ms Example.' })).status).toBe(303);
    await act(procurement, 'accept-plan');
    expect((await page.post('submitEvidence', { text: 'It works.' })).status).toBe(303);
    await act(quality, 'verify', { result: 'effective' });
    expect((await page.open()).text).toContain('The case is closed');

    const receipts = await api.db.prisma.outboxMessage.findMany({ where: { caseId, recipientId: contactId, template: 'portal.receipt' }, orderBy: { createdAt: 'asc' } });
    expect(receipts.map(({ subject }) => subject.split(' – ')[0])).toEqual(['Received: Corrective action plan', 'Received: Corrective action plan', 'Received: Evidence']);
    expect(receipts[0]?.text).toContain('A second shift.');
    expect(receipts[0]?.text).toContain('photo.png');
    expect(receipts[0]?.text).toContain(page.path);
  }, 240_000);

  it('keeps a draft with its files until it is sent, and says beside the field what is missing', async () => {
    const { page, stage, caseId, contactId } = await openCase();
    await page.post('acknowledge', {});
    const drafts = () => api.db.prisma.portalDraft.findMany({ where: { subjectId: caseId, contactId } });
    expect((await page.post('submitPlan', { act: 'save', text: 'Half a <plan>' }, [smallPng(), smallPng('second.png')])).headers.get('location')).toContain('done=saved');
    const [draft] = await drafts();
    expect(draft).toMatchObject({ form: 'submitPlan', fields: { text: 'Half a <plan>' } });
    expect((await page.open()).text).toContain('Half a &lt;plan&gt;');
    // The same file again is not a second one; one is taken out.
    await page.post('submitPlan', { act: 'save', text: 'Half a <plan>' }, [smallPng()]);
    await page.post('submitPlan', { act: `remove:${draft?.fileIds[1]}`, text: 'Half a <plan>' });
    expect((await drafts())[0]?.fileIds).toEqual([draft?.fileIds[0]]);
    expect(await api.db.prisma.file.count({ where: { id: draft?.fileIds[1] ?? '' } })).toBe(0);

    const empty = await page.post('submitPlan', { text: '  ' });
    expect(empty.status).toBe(422);
    expect(empty.text).toMatch(/<p class="problem" id="submitPlan-text-problem">Please fill this in/);
    expect(empty.text).toContain('aria-describedby="submitPlan-text-problem"');
    const dangerous = new File(['MZ\u0090\u0000' + 'x'.repeat(200)], 'plan.pdf', { type: 'application/pdf' });
    const many = Array.from({ length: 10 }, (_, index) => smallPng(`photo-${index}.png`));
    const refused = await page.post('submitPlan', { text: 'A plan', act: 'save' }, [dangerous, ...many]);
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('plan.pdf was not attached: files of this kind are not taken.');
    expect(refused.text).toContain('photo-9.png was not attached: at most 10 files can be.');
    expect(refused.text).toContain('A plan');
    expect(await stage()).toBe('planning');

    expect((await page.post('submitPlan', { text: 'A plan' })).status).toBe(303);
    expect(await drafts()).toEqual([]);
    const submission = await api.db.prisma.submission.findFirstOrThrow({ where: { caseId, command: 'submitPlan' } });
    expect(submission).toMatchObject({ channel: 'portal', actorKind: 'contact', actorId: contactId });
    expect(await api.db.prisma.file.count({ where: { caseId, status: 'kept' } })).toBe(10);
  }, 240_000);

  it('takes a form that is sent twice once, also at the same time', async () => {
    const { page, caseId, contactId } = await openCase();
    await page.post('acknowledge', {});
    const nonce = await page.nonce('submitPlan');
    const both = await Promise.all([1, 2].map(() => page.post('submitPlan', { nonce, text: 'A plan' }, [smallPng()])));
    const later = await page.post('submitPlan', { nonce, text: 'A plan' });
    expect([...both, later].map(({ status }) => status)).toEqual([303, 303, 303]);
    expect(await api.db.prisma.message.count({ where: { caseId } })).toBe(1);
    expect(await api.db.prisma.outboxMessage.count({ where: { caseId, recipientId: contactId, template: 'portal.receipt' } })).toBe(1);
    expect(await api.db.prisma.portalDraft.count({ where: { subjectId: caseId } })).toBe(0);
    const message = await page.nonce('message');
    await Promise.all([1, 2].map(() => page.post('message', { nonce: message, text: 'When do you need it?' })));
    expect(await api.db.prisma.message.findMany({ where: { caseId, channel: 'portal', text: 'When do you need it?' } })).toHaveLength(1);
  }, 240_000);

  it('takes no form that does not say what it is: nothing is sent, and what it brings is kept', async () => {
    const { page, caseId, stage } = await openCase();
    await page.post('acknowledge', {});
    const raw = async (fields: Readonly<Record<string, string>>) => {
      const answer = await fetch(api.url + page.path, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });
      return { status: answer.status, text: await answer.text() };
    };
    const whole = { form: 'submitPlan', nonce: await page.nonce('submitPlan'), act: 'send', text: 'A plan that took an hour' };
    const before = await api.db.prisma.submission.count({ where: { caseId } });
    for (const lacking of [{ nonce: '' }, { nonce: 'x' }, { act: '' }, { act: 'post' }, { act: 'remove:x' }]) {
      const answer = await raw({ ...whole, ...lacking });
      expect([lacking, answer.status, answer.text.includes('the form arrived incomplete'), answer.text.includes('A plan that took an hour')]).toEqual([lacking, 422, true, true]);
    }
    // What is the buyer's to decide, or nobody's, is no form of this page, in whatever stage the case is.
    for (const form of ['acceptPlan', 'cancel', 'constructor', '']) expect([form, (await raw({ ...whole, form })).status]).toEqual([form, 404]);
    expect([await stage(), await api.db.prisma.submission.count({ where: { caseId } }), (await api.db.prisma.portalDraft.findMany({ where: { subjectId: caseId } })).map(({ form }) => form)]).toEqual(['planning', before, ['submitPlan']]);
    // From the page it is sent after all.
    expect((await page.post('submitPlan', { text: 'A plan that took an hour' })).status).toBe(303);
    expect(await stage()).toBe('planReview');
  }, 240_000);

  it('confirms an answer with what it decides, or neither: a receipt that cannot be stored lets nothing of it stand', async () => {
    const { page, caseId, contactId, stage } = await openCase();
    await page.post('acknowledge', {});
    const { prisma } = api.db;
    const owner = openDatabase({ url: place.databaseUrl, role: 'owner', applicationName: 'case pages tests' });
    // The first receipts fail as when the server dies at this very statement; a sequence counts also what is rolled back.
    await owner.prisma.$executeRaw`create sequence receipt_attempts`;
    await owner.prisma.$executeRaw`create function fail_receipt() returns trigger language plpgsql security definer as $$ begin
      if nextval('receipt_attempts') <= 2 then raise exception 'gone' using errcode = 'admin_shutdown'; end if; return new; end $$`;
    await owner.prisma.$executeRaw`create trigger fail_receipt before insert on outbox for each row when (new.template = 'portal.receipt') execute function fail_receipt()`;
    expect((await page.post('submitPlan', { text: 'A plan' })).status).toBe(303);
    const [tries] = await owner.prisma.$queryRaw<{ count: number }[]>`select last_value::int as count from receipt_attempts`;
    await owner.prisma.$executeRaw`drop function fail_receipt cascade`;
    await owner.close();
    const mails = await prisma.outboxMessage.groupBy({ by: ['template'], where: { caseId, createdAt: { gte: (await prisma.submission.findFirstOrThrow({ where: { caseId, command: 'submitPlan' } })).receivedAt } }, _count: true });
    expect([tries?.count, await stage(), Object.fromEntries(mails.map(({ template, _count }) => [template, _count]))]).toEqual([3, 'planReview', { 'portal.receipt': 1, 'rectification.planReceived': 1 }]);
    expect([await prisma.portalDraft.count({ where: { subjectId: caseId, contactId } }), await prisma.event.count({ where: { caseId, type: 'planSubmitted' } })]).toEqual([0, 1]);
  }, 240_000);

  it('takes all of the arc at once, and a request for more time with its limits', async () => {
    const { page, caseId, procurement, act, stage } = await openCase('major', 'ru');
    await page.post('acknowledge', {});
    expect(await stage()).toBe('containing');
    // The containment is never extended: what the step does not offer is not taken.
    const containing = (await page.open()).text;
    expect(containing).not.toContain('value="requestExtension"');
    const refused = await page.post('requestExtension', { nonce: randomUUID(), businessDays: '3', reason: 'Holidays' });
    expect([refused.status, refused.text.includes('Holidays')]).toEqual([409, true]);
    const lacking = await page.post('submitPlan', { text: 'Plan' });
    expect(lacking.text.match(/class="problem"/g)).toHaveLength(2);
    expect((await page.post('submitPlan', { containment: 'Sorted', rootCause: 'Worn', text: 'Plan' })).status).toBe(303);
    expect(await stage()).toBe('planReview');
    await act(procurement, 'return-plan', { reason: 'No dates.' });
    expect((await page.post('requestExtension', { businessDays: '21', reason: 'x' })).text).toContain('от 1 до 20');
    expect((await page.post('requestExtension', { businessDays: '4', reason: 'Праздники' })).status).toBe(303);
    expect((await api.db.prisma.submission.findFirstOrThrow({ where: { caseId, command: 'requestExtension' } })).facts).toEqual({ businessDays: 4 });
    expect((await page.open()).text).toContain('Вы запросили продление: 4 рабочих дня');
  }, 240_000);

  it('changes nothing when it is looked at, however it is asked', async () => {
    const { page, caseId } = await openCase();
    const everything = async () =>
      JSON.stringify(await api.db.prisma.$queryRaw`select (select jsonb_agg(l order by hash) from links l) as links, (select jsonb_agg(d) from portal_drafts d) as drafts,
        (select jsonb_agg(c) from cases c where c.id = ${caseId}::uuid) as cases, (select count(*)::int from outbox) as mails, (select count(*)::int from messages) as messages, (select count(*)::int from files) as files`);
    const before = await everything();
    for (const more of ['', '?lang=ru', '?done=answer&act=send&form=acknowledge', '/renew', `/files/${randomUUID()}`]) for (const method of ['GET', 'HEAD']) await page.open(more, method);
    expect(await everything()).toBe(before);
  }, 240_000);

  it('is its own supplier’s alone: no case, file or draft of another, whatever is put into address and form', async () => {
    const [one, other] = [await openCase(), await openCase()];
    await one.page.post('acknowledge', {});
    await one.page.post('submitPlan', { act: 'save', text: 'A secret plan' }, [smallPng()]);
    const [draft] = await api.db.prisma.portalDraft.findMany({ where: { subjectId: one.caseId } });
    const fileId = draft?.fileIds[0] ?? '';
    expect((await one.page.open(`/files/${fileId}`)).status).toBe(200);
    expect((await other.page.open(`/files/${fileId}`)).status).toBe(404);
    await other.page.post('acknowledge', {});
    await other.page.post('submitPlan', { act: `remove:${fileId}`, text: 'x', files: fileId, caseId: one.caseId, supplierId: one.supplierId, contactId: one.contactId });
    expect(await api.db.prisma.portalDraft.findFirst({ where: { subjectId: one.caseId } })).toMatchObject({ fields: { text: 'A secret plan' }, fileIds: [fileId] });
    expect((await other.page.open()).text).not.toContain('A secret plan');
    // Not by a link whose rows were mixed up either: the database names the supplier, and row-level security has the last word.
    await api.db.prisma.link.updateMany({ where: { subjectId: other.caseId }, data: { subjectId: one.caseId } });
    expect((await other.page.open()).status).toBe(404);
    // What colleagues attach for each other is not the supplier's, though it belongs to its case.
    const form = new FormData();
    form.set('file', smallPng('internal.png'));
    const stored = await api.call<{ id: string }>('POST', '/api/v1/files', { key: one.procurement, body: form });
    await one.act(one.procurement, 'comment', { text: 'Look', files: [stored.body.id] });
    expect((await one.page.open(`/files/${stored.body.id}`)).status).toBe(404);
    for (const odd of ['A'.repeat(32), `${one.token}x`, one.token.slice(1), '..%2f..', "'--"]) expect((await supplierAt(api.url, odd).open()).status).toBe(404);
  }, 240_000);

  it('mails a new link for one that has expired, and answers a stranger the same', async () => {
    const { page, caseId, contactId, token } = await openCase();
    await api.db.prisma.link.updateMany({ where: { subjectId: caseId }, data: { expiresAt: new Date() } });
    const closed = await page.open();
    const unknown = await supplierAt(api.url, 'A'.repeat(32)).open();
    expect([closed.status, closed.text.replaceAll(token, '')]).toEqual([404, unknown.text.replaceAll('A'.repeat(32), '')]);
    const renew = async (path: string) => (await fetch(`${api.url}${path}/renew`, { method: 'POST', redirect: 'manual' })).text();
    const mails = () => api.db.prisma.outboxMessage.findMany({ where: { recipientId: contactId, template: 'portal.renewal' } });
    expect(await renew(page.path)).toBe(await renew(`/portal/cases/${'A'.repeat(32)}`));
    await renew(page.path);
    const [mail, ...more] = await mails();
    expect(more).toEqual([]);
    const fresh = /cases\/([\w-]{32})/.exec(mail?.text ?? '')?.[1] ?? '';
    expect(fresh).not.toBe(token);
    expect((await supplierAt(api.url, fresh).open()).status).toBe(200);
    expect((await page.open()).status).toBe(404);
    // The next mail of the case holds the new one.
    await supplierAt(api.url, fresh).post('acknowledge', {});
    expect(await mailedToken(api.db, { caseId, recipientId: contactId })).toBe(fresh);
    // One that was taken back is not given again.
    await api.db.prisma.link.updateMany({ where: { subjectId: caseId }, data: { revokedAt: new Date() } });
    await api.db.prisma.outboxMessage.deleteMany({ where: { recipientId: contactId, template: 'portal.renewal' } });
    await renew(`/portal/cases/${fresh}`);
    expect(await mails()).toEqual([]);
  }, 240_000);

  it('is closed by hand when a link has come into wrong hands: on record, and open again by a new link to the registered address alone', async () => {
    const { page, act, caseId, contactId, supplierId, procurement } = await openCase();
    await page.post('acknowledge', {});
    expect((await act(procurement, 'revoke-links')).status).toBe(200);
    const closed = await page.open();
    expect([closed.status, closed.text.includes('Mail me a new link')]).toEqual([404, true]);
    expect((await page.open('/renew', 'POST')).status).toBe(200);
    const mail = await api.db.prisma.outboxMessage.findFirstOrThrow({ where: { recipientId: contactId, template: 'portal.renewal' } });
    const fresh = supplierAt(api.url, /cases\/([\w-]{32})/.exec(mail.text)?.[1] ?? '');
    expect([fresh.path === page.path, (await fresh.open()).status, (await page.open()).status]).toEqual([false, 200, 404]);
    // What is mailed from now on holds the new link, which opens for longer; the old one stays closed.
    expect((await fresh.post('submitPlan', { text: 'A plan' })).status).toBe(303);
    await act(procurement, 'return-plan', { reason: 'Who?' });
    expect([await mailedToken(api.db, { caseId, recipientId: contactId }), (await page.open()).status]).toEqual([fresh.path.split('/').at(-1), 404]);
    const seen = async (path: string) => JSON.stringify((await api.call(`GET`, path, { key: procurement })).body);
    for (const path of [`/api/v1/rectifications/${caseId}/events`, `/api/v1/suppliers/${supplierId}/timeline`]) expect(await seen(path)).toContain('linksRevoked');
  }, 240_000);

  it('is passed on with a mail that did not arrive, as a link of the next contact’s own', async () => {
    const { page, caseId, supplierId, contactId } = await openCase();
    const second = { id: randomUUID(), supplierId, name: 'Plant manager', email: `plant-${randomUUID().slice(0, 8)}@example.com`, role: 'quality', position: 1 };
    await api.db.prisma.contact.create({ data: second });
    const sent = await api.db.prisma.outboxMessage.findFirstOrThrow({ where: { caseId, recipientId: contactId } });
    await takeDeliveryNews({ db: api.db, publicUrl: 'http://localhost:3000' }, { id: randomUUID(), outboxId: sent.id, source: 'bounce', report: { action: 'failed', status: '5.1.1', diagnostic: 'unknown' }, at: new Date() });
    const theirs = supplierAt(api.url, await mailedToken(api.db, { caseId, recipientId: second.id }));
    expect(theirs.path).not.toBe(page.path);
    await theirs.post('acknowledge', {});
    expect((await api.db.prisma.event.findFirstOrThrow({ where: { caseId, type: 'acknowledged' } })).actorId).toBe(second.id);
  }, 240_000);

  it('closes for a contact whose step was passed to another, and for one who has gone', async () => {
    const { page, caseId, supplierId, contactId, procurement, act } = await openCase();
    const second = { id: randomUUID(), supplierId, name: 'Plant manager', email: `plant-${randomUUID().slice(0, 8)}@example.com`, role: 'quality', position: 1 };
    await api.db.prisma.contact.create({ data: second });
    expect((await act(procurement, 'reassign', { what: 'step', to: second.id, reason: 'He always answers late.' })).status).toBe(200);
    expect((await page.open()).status).toBe(404);
    expect((await page.open('', 'HEAD')).status).toBe(404);
    const theirs = supplierAt(api.url, await mailedToken(api.db, { caseId, recipientId: second.id }));
    const seen = await theirs.open();
    expect([seen.status, seen.text.includes('answers late')]).toEqual([200, false]);
    await theirs.post('acknowledge', {});
    expect((await api.db.prisma.event.findFirstOrThrow({ where: { caseId, type: 'acknowledged' } })).actorId).toBe(second.id);
    // The next step is the first contact's again, by a new link.
    expect(supplierAt(api.url, await mailedToken(api.db, { caseId, recipientId: contactId })).path).not.toBe(page.path);
    await api.db.prisma.contact.update({ where: { id: second.id }, data: { removedAt: new Date() } });
    expect((await theirs.open()).status).toBe(404);
  }, 240_000);
});

describe('the page of a supplier that comes in', () => {
  const typed: Record<string, string> = {
    'q-profitable': 'yes', 'q-liquidity': '130,5', 'q-freeCapacity': '25', 'q-ownProcess': 'yes', 'q-certified': 'yes', 'q-qualityCertificate-kind': 'ISO 9001', 'q-qualityCertificate-number': 'Q 17', 'q-qualityCertificate-issuer': 'Example Cert',
    'q-qualityCertificate-validFrom': '2025-01-01', 'q-qualityCertificate-validTo': '2031-12-31', 'q-testing': 'yes', 'q-methods-spc': 'yes', 'q-methods-eightD': 'yes', 'q-onTime': '96', 'q-tracking': 'yes', 'q-references': 'no',
    'q-referenceNames': 'is not asked after that answer', 'q-disputes': 'yes', 'q-development': 'partly', 'q-conduct': 'yes', 'q-environment': 'no', 'q-contact': 'yes',
  };

  async function invite(language = 'en', more: object = {}) {
    const cast = await settleCast(api.db);
    const key = await keyFor(api.db, cast.procurement, 'procurement');
    const { body } = await api.call<{ id: string; supplierId: string }>('POST', '/api/v1/onboardings', { key, body: { name: `Newcomer <${randomUUID().slice(0, 8)}>`, country: 'DE', language, email: `sales-${randomUUID().slice(0, 8)}@example.com`, ...more } });
    const { id: caseId, supplierId } = body;
    const { id: contactId } = await api.db.prisma.contact.findFirstOrThrow({ where: { supplierId } });
    const token = await mailedToken(api.db, { caseId, recipientId: contactId });
    const act = (command: string, content: object = {}) => api.call<{ stage: string }>('POST', `/api/v1/onboardings/${caseId}/${command}`, { key, body: content });
    const row = () => api.db.prisma.case.findUniqueOrThrow({ where: { id: caseId } });
    return { key, caseId, supplierId, contactId, token, page: supplierAt(api.url, token, '/portal/onboardings'), act, row };
  }

  it('leads from the invitation through agreement and questionnaire to the information asked for, each confirmed by mail', async () => {
    const { page, caseId, supplierId, contactId, act, row } = await invite();
    const first = await page.open();
    expect(first.status).toBe(200);
    expect(first.text).toContain('Please accept the agreement and answer the questionnaire by');
    expect(first.text).toContain('only if you answered “Yes” to');

    expect((await page.post('requestExtension', { businessDays: '21', reason: 'Holidays' })).status).toBe(422);
    expect((await page.post('requestExtension', { businessDays: '4', reason: 'Holidays' })).status).toBe(303);
    expect((await page.open()).text).toContain('You have asked for 4 business days more');
    expect((await act('decide-extension', { decision: 'grant' })).status).toBe(200);
    expect((await page.open()).text).not.toContain('You have asked for');

    const unsigned = await page.post('acceptAgreement', { signatory: ' ' });
    expect(unsigned.status).toBe(422);
    expect(unsigned.text.match(/class="problem"/g)).toHaveLength(2);
    expect((await page.post('acceptAgreement', { signatory: 'Ms Example, managing director', accepted: 'yes' })).status).toBe(303);
    expect((await row()).state).toMatchObject({ agreement: { version: '2026-1', by: contactId } });
    expect((await page.open()).text).toContain('Accepted in version 2026-1');

    expect((await page.post('answerQuestionnaire', { act: 'save', 'q-onTime': '96', 'q-methods-spc': 'yes' }, { 'q-annualReport': smallPng('balance.png') })).headers.get('location')).toContain('done=saved');
    const saved = (await page.open()).text;
    expect(saved).toMatch(/value="96" id="answerQuestionnaire-q-onTime"/);
    expect(saved).toContain('balance.png');
    const lacking = await page.post('answerQuestionnaire', { ...typed, 'q-onTime': '101', 'q-disputes': '', 'q-profitable': '' });
    expect(lacking.status).toBe(422);
    for (const said of ['A number from 0 to 100: Share of your deliveries', 'Please fill in: Is your company free of insolvency', 'Please attach the document: The certificate of your quality', 'Questions without an answer: 1.']) expect(lacking.text).toContain(said);
    expect((await row()).stage).toBe('invited');

    const sent = await page.post('answerQuestionnaire', { ...typed, 'q-profitable': '', blanks: 'yes' }, { 'q-qualityCertificate': smallPng('iso.png') });
    expect(sent.headers.get('location')).toContain('done=answer');
    expect(await row()).toMatchObject({ stage: 'checking', state: { qualification: { version: 'standard-1', reached: true } } });
    const { content } = await api.db.prisma.submission.findFirstOrThrow({ where: { caseId, command: 'answerQuestionnaire', status: 'applied' } });
    expect((content as { answers: object }).answers).toMatchObject({ profitable: null, liquidity: 130.5, methods: ['spc', 'eightD'], references: 'no', qualityCertificate: { number: 'Q 17', validTo: '2031-12-31' } });
    expect((content as { answers: object }).answers).not.toHaveProperty('referenceNames');
    expect(await api.db.prisma.portalDraft.count({ where: { subjectId: caseId } })).toBe(0);
    expect(await api.db.prisma.file.findMany({ where: { caseId, status: 'kept' }, select: { name: true }, orderBy: { name: 'asc' } })).toEqual([{ name: 'balance.png' }, { name: 'iso.png' }]);

    await act('request-information', { text: 'Which <steel> do you use?' });
    const asked = await page.open();
    expect(asked.text).toContain('Which &lt;steel&gt; do you use?');
    expect((await page.post('provideInformation', { text: 'S355' }, [smallPng()])).status).toBe(303);
    await act('accept-documents', { comment: 'Between us: cheap.' });
    const waiting = await page.open();
    expect(waiting.text).toContain('Nothing is needed from you at present');
    expect(waiting.text).not.toContain('Between us');
    // What was stated and checked is a fact of the supplier, whose end monitoring watches.
    expect(await api.db.prisma.certificate.findMany({ where: { supplierId } })).toMatchObject([{ source: 'onboarding', kind: 'ISO 9001', number: 'Q 17', mandatory: true, validTo: new Date('2031-12-31'), fileIds: [expect.any(String)] }]);
    expect(waiting.text).toContain('ISO 9001, Q 17');

    const receipts = await api.db.prisma.outboxMessage.findMany({ where: { caseId, recipientId: contactId, template: 'portal.receipt' }, orderBy: { createdAt: 'asc' } });
    expect(receipts.map(({ subject }) => subject.split(' – ')[0])).toEqual(['Received: Request for more time', 'Received: Agreement accepted', 'Received: Questionnaire', 'Received: Information']);
    expect(receipts[1]?.text).toContain('Signed by: Ms Example, managing director');
    expect(receipts[2]?.text).toContain('ISO 9001; Q 17; Example Cert; 1 January 2025 – 31 December 2031; iso.png');
    expect(receipts[2]?.text).toContain(page.path);
  }, 240_000);

  it('is filled in with what is known, its supplier’s alone, and withdraws', async () => {
    const before = await invite('ru');
    await before.act('answer-questionnaire', { answers: goodAnswers });
    await before.act('withdraw', { reason: 'Not now.' });
    expect((await before.page.open()).text).toContain('Рассмотрение прекращено.');
    const again = await invite('ru', { supplierId: before.supplierId });
    const filled = (await again.page.open()).text;
    expect(filled).toContain('Известное нам ранее уже заполнено');
    expect(filled).toMatch(/value="96" id="answerQuestionnaire-q-onTime"/);

    const other = await invite();
    expect((await other.page.open()).text).not.toContain('filled in already');
    await again.page.post('answerQuestionnaire', { act: 'save', 'q-equipment': 'A secret press' }, { 'q-annualReport': smallPng('secret.png') });
    const draft = await api.db.prisma.portalDraft.findFirstOrThrow({ where: { subjectId: again.caseId, form: 'answerQuestionnaire:q-annualReport' } });
    expect((await again.page.open(`/files/${draft.fileIds[0]}`)).status).toBe(200);
    expect((await other.page.open(`/files/${draft.fileIds[0]}`)).status).toBe(404);
    await other.page.post('answerQuestionnaire', { act: `remove:${draft.fileIds[0]}` });
    expect(await api.db.prisma.file.count({ where: { id: draft.fileIds[0] ?? '' } })).toBe(1);
    await api.db.prisma.link.updateMany({ where: { subjectId: other.caseId }, data: { subjectId: again.caseId } });
    expect((await other.page.open()).status).toBe(404);
    // A link opens the page of its own process only.
    expect((await supplierAt(api.url, again.token).open()).status).toBe(404);

    expect((await again.page.post('answerQuestionnaire', { act: `remove:${draft.fileIds[0]}` })).status).toBe(303);
    expect(await api.db.prisma.file.count({ where: { id: draft.fileIds[0] ?? '' } })).toBe(0);
    expect((await again.page.post('withdraw', { reason: '' })).status).toBe(422);
    expect((await again.page.post('withdraw', { reason: 'Нет мощностей.' })).status).toBe(303);
    expect(await again.row()).toMatchObject({ status: 'cancelled', outcome: 'withdrawn' });
    expect((await again.page.open()).text).not.toContain('value="answerQuestionnaire"');
  }, 240_000);

  it('keeps the document of a certificate from before as long as that is the same', async () => {
    const before = await invite();
    expect((await before.page.post('answerQuestionnaire', typed, { 'q-qualityCertificate': smallPng('iso.png') })).status).toBe(303);
    await before.act('withdraw', { reason: 'Not now.' });
    const again = await invite('en', { supplierId: before.supplierId });
    expect((await again.page.open()).text).toContain('On file: iso.png.');
    const changed = await again.page.post('answerQuestionnaire', { ...typed, 'q-qualityCertificate-number': 'Q 18' });
    expect([changed.status, changed.text.includes('Please attach the document: The certificate of your quality')]).toEqual([422, true]);
    expect((await again.page.post('answerQuestionnaire', typed)).status).toBe(303);
    const sent = await api.db.prisma.submission.findMany({ where: { supplierId: before.supplierId, command: 'answerQuestionnaire', status: 'applied' } });
    const files = sent.map(({ content }) => (content as { answers: { qualityCertificate: { files: string[] } } }).answers.qualityCertificate.files);
    expect(files).toEqual([[expect.any(String)], files[0]]);
  }, 240_000);

  it('changes nothing when it is looked at, and mails another link when its own has expired', async () => {
    const { page, caseId, contactId } = await invite('zh');
    const everything = async () =>
      JSON.stringify(await api.db.prisma.$queryRaw`select (select jsonb_agg(l order by hash) from links l) as links, (select count(*)::int from portal_drafts) as drafts,
        (select jsonb_agg(c) from cases c where c.id = ${caseId}::uuid) as cases, (select count(*)::int from outbox) as mails, (select count(*)::int from submissions) as submissions`);
    const before = await everything();
    for (const more of ['', '?lang=ru', '?act=send&form=withdraw&reason=x', '/renew', `/files/${randomUUID()}`]) for (const method of ['GET', 'HEAD']) await page.open(more, method);
    expect(await everything()).toBe(before);
    await api.db.prisma.link.updateMany({ where: { subjectId: caseId }, data: { expiresAt: new Date() } });
    expect((await page.open()).status).toBe(404);
    await fetch(`${api.url}${page.path}/renew`, { method: 'POST' });
    const mail = await api.db.prisma.outboxMessage.findFirstOrThrow({ where: { recipientId: contactId, template: 'portal.renewal' } });
    const fresh = /onboardings\/([\w-]{32})/.exec(mail.text)?.[1] ?? '';
    expect((await supplierAt(api.url, fresh, '/portal/onboardings').open()).text).toContain('我方掌握的贵方信息');
  }, 240_000);
});
