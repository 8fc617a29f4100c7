import { ratingQuestions } from '#domain/surveys/questions.js';
import { defaultEvaluationTerms } from '#domain/evaluation/terms.js';
import { createLink } from '#persistence/links/links.js';
import { storeSurvey } from '#persistence/surveys/prepare.js';
import { settleCast } from '#test/in-process.js';
import { randomUUID } from 'node:crypto';
import type { Browser } from 'playwright-core';
import { startApiUnderTest, type ApiUnderTest } from '../integration/api-under-test.js';
import { barriers, openBrowser, visit, type Language } from './visitor.js';

const PHONE = 360;
let api: ApiUnderTest;
let browser: Browser;

beforeAll(async () => {
  [api, browser] = await Promise.all([startApiUnderTest(), openBrowser()]);
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await api?.close();
}, 240_000);

/** A rater's link, as the mail would hold it, for two suppliers. */
async function ratersLink(language: Language): Promise<{ path: string; supplierIds: string[]; surveyId: string; recipientId: string }> {
  const supplierIds = [(await settleCast(api.db)).supplierId, (await settleCast(api.db)).supplierId];
  const surveyId = randomUUID();
  const at = new Date();
  const dueAt = new Date(at.getTime() + 86_400_000);
  const person = { id: randomUUID(), name: 'Rater', email: `rater-${randomUUID().slice(0, 8)}@example.com`, roles: ['rater'], language, active: true, createdAt: at };
  await api.db.prisma.person.create({ data: person });
  const token = await api.db.transaction(async (tx) => {
    const survey = { id: surveyId, kind: 'ratings' as const, evaluationId: null, title: 'Quarter', questions: ratingQuestions(defaultEvaluationTerms), periodStart: '2026-01-01', periodEnd: '2026-03-31', dueAt, requestedBy: 'test', at };
    await storeSurvey(tx, survey, [{ recipientKind: 'person', recipientId: person.id, supplierId: null, subjectIds: supplierIds }]);
    const { id } = await tx.surveyInvitation.findFirstOrThrow({ where: { surveyId } });
    return createLink(tx, { kind: 'survey', subjectId: id, supplierId: null, recipientKind: 'person', recipientId: person.id, createdAt: at, expiresAt: dueAt });
  });
  return { path: `/portal/surveys/${token}`, supplierIds, surveyId, recipientId: person.id };
}

describe('the form of a survey', () => {
  it('is filled in on a phone, without scripts and by the keyboard', async () => {
    const { path, supplierIds, surveyId } = await ratersLink('en');
    const context = await browser.newContext({ baseURL: api.url, viewport: { width: PHONE, height: 740 }, javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(path);
    const first = page.getByRole('group', { name: 'Example Castings' }).first();
    const quality = first.getByRole('group', { name: 'Quality of what was delivered' });
    await quality.getByRole('radio', { name: '3' }).focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowRight');
    await first.getByRole('combobox').selectOption('9');
    await first.getByRole('textbox', { name: 'Comment' }).fill('Always in time');
    await page.getByRole('button', { name: 'Save and go on later' }).click();
    await page.getByRole('status').getByText('Your answers are saved').waitFor();
    expect(await quality.getByRole('radio', { name: '4' }).isChecked()).toBe(true);
    expect(await first.getByRole('textbox', { name: 'Comment' }).inputValue()).toBe('Always in time');

    await page.getByRole('button', { name: 'Send', exact: true }).click();
    const alert = page.getByRole('alert').first();
    await alert.getByText('Please look at these answers again').waitFor();
    await alert.getByRole('link', { name: /Reliability/ }).first().click();
    expect(new URL(page.url()).hash).toBe(`#a.${supplierIds[0]}.reliability`);
    for (const radio of await page.getByRole('radio', { name: 'cannot say' }).all()) await radio.check();
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByRole('heading', { name: 'Thank you' }).waitFor();
    expect(await api.db.prisma.surveyInvitation.findFirstOrThrow({ where: { surveyId } })).toMatchObject({ status: 'answered' });
    await context.close();
  }, 240_000);

  it('can be passed on, with what is missing said beside it', async () => {
    const { path, recipientId } = await ratersLink('en');
    const colleague = await api.keyOf('rater');
    const { email } = await api.db.prisma.person.findUniqueOrThrow({ where: { id: colleague.personId } });
    expect(colleague.personId).not.toBe(recipientId);
    const visitor = await visit(browser, api.url, { width: PHONE });
    const { page } = visitor;
    visitor.expectStatus(422);
    await page.goto(path);
    await page.getByText('Ask somebody else to answer').click();
    await page.getByRole('textbox', { name: 'Mail address' }).fill('nobody@example.com');
    await page.getByRole('textbox', { name: 'Reason' }).fill('On leave');
    await page.getByRole('button', { name: 'Pass it on' }).click();
    await page.getByText('Nobody whom we know has this mail address.').waitFor();
    expect(await barriers(page)).toEqual([]);
    await page.getByRole('textbox', { name: 'Mail address' }).fill(email);
    await page.getByRole('button', { name: 'Pass it on' }).click();
    await page.getByRole('heading', { name: 'Passed on' }).waitFor();
    expect(visitor.complaints()).toEqual([]);
    await visitor.close();
  }, 240_000);

  it.each(['en', 'ru', 'zh'] as const)('has no barriers in %s, fits a phone, and breaks no policy', async (language) => {
    const { path } = await ratersLink(language);
    const visitor = await visit(browser, api.url, { language, width: PHONE });
    const { page } = visitor;
    visitor.expectStatus(422);
    visitor.expectStatus(404);
    await page.goto(path);
    expect(await barriers(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await barriers(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: 'light' });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(PHONE);
    await page.locator('button.main').click();
    await page.getByRole('alert').first().waitFor();
    expect(await barriers(page)).toEqual([]);
    await page.goto(`/portal/surveys/${'A'.repeat(32)}`);
    expect(await barriers(page)).toEqual([]);
    expect(visitor.complaints()).toEqual([]);
    await visitor.close();
  }, 240_000);
});
