import { goodAnswers } from '#test/questionnaire-answers.js';
import { openWorkplace, settleCast, type Workplace } from '#test/in-process.js';
import { mailedToken, smallPng } from '#test/case-page.js';
import { randomUUID } from 'node:crypto';
import type { Browser } from 'playwright-core';
import { keyFor, startApiUnderTest, type ApiUnderTest } from '../integration/api-under-test.js';
import { barriers, openBrowser, visit, type Language } from './visitor.js';

const NARROW = 320;
let place: Workplace;
let api: ApiUnderTest;
let browser: Browser;

beforeAll(async () => {
  [place, browser] = await Promise.all([openWorkplace(), openBrowser()]);
  api = await startApiUnderTest(place, { databaseUrl: place.databaseUrl, secret: Buffer.alloc(32, 7) });
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await api?.close();
  await place?.close();
}, 240_000);

const titles: Record<Language, string> = { en: 'Castings with pores at the flange', ru: 'Раковины на фланце отливок', zh: '铸件法兰处有气孔' };

/** A case whose supplier has the language, with the page of its contact. */
async function openCase(language: Language, severity: 'minor' | 'major') {
  const cast = await settleCast(api.db, { language, timeZone: language === 'zh' ? 'Asia/Shanghai' : language === 'ru' ? 'Europe/Moscow' : 'Europe/London' });
  const key = await keyFor(api.db, cast.procurement, 'procurement');
  const { body } = await api.call<{ id: string }>('POST', '/api/v1/rectifications', { key, body: { supplierId: cast.supplierId, severity, title: titles[language], description: `${titles[language]} (${randomUUID()}).` } });
  const act = (command: string, more: object) => api.call('POST', `/api/v1/rectifications/${body.id}/${command}`, { key, body: more });
  return { caseId: body.id, act, path: `/portal/cases/${await mailedToken(api.db, { caseId: body.id, recipientId: cast.contactId })}` };
}

/** An invitation in the language, with the page of the supplier that comes in. */
async function invite(language: Language) {
  const { procurement } = await settleCast(api.db);
  const key = await keyFor(api.db, procurement, 'procurement');
  const names: Record<Language, string> = { en: 'Example Forgings', ru: 'Пример-Поковка', zh: '示例锻造' };
  const { body } = await api.call<{ id: string; supplierId: string }>('POST', '/api/v1/onboardings', { key, body: { name: `${names[language]} ${randomUUID().slice(0, 8)}`, country: 'DE', language, email: `sales-${randomUUID().slice(0, 8)}@example.com`, categories: ['forgings'] } });
  const { id: recipientId } = await api.db.prisma.contact.findFirstOrThrow({ where: { supplierId: body.supplierId } });
  const act = (command: string, more: object) => api.call('POST', `/api/v1/onboardings/${body.id}/${command}`, { key, body: more });
  return { caseId: body.id, act, path: `/portal/onboardings/${await mailedToken(api.db, { caseId: body.id, recipientId })}` };
}

describe('the page of a case', () => {
  it('is answered on a phone without scripts: receipt, a draft with a photo, what is missing, the plan', async () => {
    const { path, caseId } = await openCase('en', 'minor');
    const context = await browser.newContext({ baseURL: api.url, viewport: { width: NARROW, height: 740 }, javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(path);
    await page.getByRole('button', { name: 'Confirm receipt' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('status').getByText('Your answer has reached us').waitFor();

    const photo = { name: 'flange.png', mimeType: 'image/png', buffer: Buffer.from(await smallPng().arrayBuffer()) };
    expect(await page.getByLabel('Take a photo').first().getAttribute('capture')).toBe('environment');
    await page.getByLabel('Attach files').first().setInputFiles(photo);
    await page.getByRole('button', { name: 'Save, send later' }).first().click();
    await page.getByRole('status').getByText('Nothing has been sent yet').waitFor();
    await page.getByRole('link', { name: 'flange.png' }).waitFor();

    await page.getByRole('button', { name: 'Send the plan' }).click();
    const alert = page.getByRole('alert').first();
    await alert.getByRole('link', { name: /Please fill in: What you will do/ }).click();
    expect(new URL(page.url()).hash).toBe('#submitPlan-text');
    const plan = page.getByRole('textbox', { name: /What you will do/ });
    expect(await plan.getAttribute('aria-invalid')).toBe('true');
    await plan.fill('Degassing before each pour; Ms Example; 1 March.');
    await page.getByRole('button', { name: 'Send the plan' }).click();
    await page.getByText('We are reviewing what you have sent').waitFor();
    await page.getByRole('heading', { name: 'Corrective action plan' }).waitFor();
    expect(await api.db.prisma.case.findUniqueOrThrow({ where: { id: caseId } })).toMatchObject({ stage: 'planReview' });
    expect(await api.db.prisma.portalDraft.count({ where: { subjectId: caseId } })).toBe(0);
    await context.close();
  }, 240_000);

  it.each(['en', 'ru', 'zh'] as const)('has no barriers in %s, fits 320 pixels, and breaks no policy', async (language) => {
    const { path, act } = await openCase(language, 'major');
    await act('acknowledge', {});
    const visitor = await visit(browser, api.url, { language, width: NARROW });
    const { page } = visitor;
    visitor.expectStatus(422);
    visitor.expectStatus(404);
    const look = async () => {
      expect(await barriers(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(NARROW);
    };
    await page.goto(path);
    await look();
    await page.emulateMedia({ colorScheme: 'dark' });
    await look();
    await page.emulateMedia({ colorScheme: 'light' });
    // All that can be folded, with a draft and what is wrong.
    for (const summary of await page.locator('summary').all()) await summary.click();
    await page.locator('form').filter({ has: page.locator('input[value=submitPlan]') }).locator('button[value=send]').click();
    await page.getByRole('alert').first().waitFor();
    await look();
    await act('submit-plan', { text: 'Plan', containment: 'Sorted', rootCause: 'Worn' });
    await act('return-plan', { reason: titles[language] });
    await page.goto(path);
    await look();
    await page.goto(`/portal/cases/${'A'.repeat(32)}`);
    await look();
    await page.locator('button.main').click();
    await page.getByRole('status').waitFor();
    await look();
    expect(visitor.complaints()).toEqual([]);
    await visitor.close();
  }, 240_000);
});

describe('the page of a supplier that comes in', () => {
  it('takes agreement and questionnaire on a phone without scripts; Enter in a field saves and sends nothing', async () => {
    const { path, caseId } = await invite('en');
    const context = await browser.newContext({ baseURL: api.url, viewport: { width: NARROW, height: 740 }, javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(path);
    await page.getByLabel('Name and function of who signs').fill('Managing director');
    await page.getByLabel('I accept the agreement for my company').check();
    await page.getByRole('button', { name: 'Accept the agreement' }).click();
    await page.getByText('Accepted in version 2026-1').waitFor();

    await page.getByLabel(/Share of your deliveries that arrived on time/).fill('96,5');
    await page.getByLabel(/Share of your deliveries that arrived on time/).press('Enter');
    await page.getByRole('status').getByText('Nothing has been sent yet').waitFor();
    const certified = page.getByRole('group', { name: /quality management system certified/ });
    await certified.getByLabel('No', { exact: true }).check();
    for (const question of [/insolvency proceedings/, /code of conduct/]) await page.getByRole('group', { name: question }).getByLabel('Yes', { exact: true }).check();
    await page.getByRole('button', { name: 'Send the questionnaire' }).click();
    await page.getByRole('alert').getByRole('link', { name: /Questions without an answer/ }).click();
    await page.getByLabel('Send without the answers that are missing').check();
    await page.getByRole('button', { name: 'Send the questionnaire' }).click();
    await page.getByText('Your answers have reached us and are being checked').waitFor();
    expect(await api.db.prisma.case.findUniqueOrThrow({ where: { id: caseId } })).toMatchObject({ stage: 'checking' });
    await context.close();
  }, 240_000);

  it.each(['en', 'ru', 'zh'] as const)('has no barriers in %s, fits 320 pixels, and breaks no policy', async (language) => {
    const { path, act } = await invite(language);
    const visitor = await visit(browser, api.url, { language, width: NARROW });
    const { page } = visitor;
    visitor.expectStatus(422);
    const look = async () => {
      expect(await barriers(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(NARROW);
    };
    await page.goto(path);
    for (const summary of await page.locator('summary').all()) await summary.click();
    await look();
    await page.emulateMedia({ colorScheme: 'dark' });
    await look();
    await page.emulateMedia({ colorScheme: 'light' });
    // All that can be wrong, with a file that is kept.
    const questionnaire = page.locator('form').filter({ has: page.locator('input[value=answerQuestionnaire]') });
    await questionnaire.locator('input[name=q-annualReport]').setInputFiles({ name: 'balance.png', mimeType: 'image/png', buffer: Buffer.from(await smallPng().arrayBuffer()) });
    await questionnaire.locator('input[name=q-onTime]').fill('1000');
    await questionnaire.locator('button[value=send]').click();
    await page.getByRole('alert').first().waitFor();
    await look();
    await act('answer-questionnaire', { answers: goodAnswers });
    await act('request-information', { text: titles[language] });
    await page.goto(path);
    await look();
    expect(visitor.complaints()).toEqual([]);
    await visitor.close();
  }, 240_000);
});
