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
