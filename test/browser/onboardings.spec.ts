import type { Browser } from 'playwright-core';
import { eventually } from '#test/eventually.js';
import { goodAnswers } from '#test/questionnaire-answers.js';
import { startSystem, telling, type System } from '#test/system.js';
import { en } from '../../apps/web/src/i18n/whole.js';
import { barriers, openBrowser, settled, visit, walkAsEach, type Visitor } from './visitor.js';

let system: System;
let browser: Browser;
let visitor: Visitor;
let home = '';
let listId = '';
/** An onboarding that another has brought to the approval. */
let brought = { id: '', supplierId: '' };

beforeAll(async () => {
  [system, browser] = await Promise.all([startSystem(), openBrowser()]);
  home = new URL(system.signInLink() ?? '').origin;
  visitor = await visit(browser, home);
  visitor.expectStatus(401);
  await visitor.page.goto(system.signInLink() ?? '');
  await button(en['signIn.action']).click();
  await visitor.page.getByRole('heading', { name: en['work.title'], level: 1 }).waitFor();
  visitor.complaints();
  brought = await bringToApproval();
}, 200_000);
afterAll(async () => {
  await browser?.close();
  await system?.stop();
}, 240_000);

const here = (body: () => Promise<void>) => telling(() => system, body);
const get = async <T>(path: string): Promise<T> => (await system.call<T>('GET', `/api/v1${path}`)).body;
const button = (name: string) => visitor.page.getByRole('button', { name, exact: true });
const form = () => visitor.page.locator('form.command-form');
const lastOf = (url: string) => url.split('/').at(-1) ?? '';

async function bringToApproval(): Promise<typeof brought> {
  const { body } = await system.call<typeof brought>('POST', '/api/v1/onboardings', { body: { name: 'Southern Castings', country: 'IT', email: 'castings@example.com', categories: ['castings'], expectedSpend: 1_000 } });
  const act = (command: string, content: object = {}) => system.call('POST', `/api/v1/onboardings/${body.id}/${command}`, { body: content });
  await act('answer-questionnaire', { answers: goodAnswers });
  await act('accept-documents');
  await act('segment', { answers: { sourcesAvailable: 'many', switchingCost: 'low', substitutes: 'ready', criticality: 'unnoticed', qualityImpact: 'none' }, expectedSpend: 1_000 });
  return body;
}

describe('A supplier', () => {
  it('is invited: who is known already is seen while the name is typed, and is decided on first', here(async () => {
    const { page } = visitor;
    await page.goto('/suppliers');
    await page.getByRole('link', { name: en['invite.action'] }).click();
    await page.getByLabel(en['invite.name'], { exact: true }).fill('Aurobindo Pharma');
    await page.getByRole('link', { name: 'Aurobindo Pharma Limited' }).waitFor();
    await button(en['invite.send']).click();
    await page.getByText(en['invite.distinctNeeded']).waitFor();
    expect(await page.getByText(en['form.required']).count()).toBe(2);
    expect(await barriers(page)).toEqual([]);
    await page.getByLabel(en['invite.name'], { exact: true }).fill('Nordguss Works');
    await page.getByText(en['invite.distinct']).waitFor({ state: 'detached' });
    await page.getByLabel(en['invite.country'], { exact: true }).selectOption('DE');
    await page.getByLabel(en['invite.email'], { exact: true }).fill('nordguss@example.com');
    await page.getByLabel(en['invite.categories'], { exact: false }).fill('castings\nparts, forged');
    await page.getByLabel(en['invite.spend'], { exact: false }).fill('250 000');
    await button(en['invite.send']).click();
    await page.waitForURL(/cases\/onboarding\/[0-9a-f-]{36}$/);
    await page.getByText(en['onboarding.notAnswered']).waitFor();
    const { supplierId, onboarding } = await get<{ supplierId: string; onboarding: object }>(`/onboardings/${lastOf(page.url())}`);
    expect(onboarding).toMatchObject({ expected: { segment: null, spend: 250_000 } });
    expect(await get(`/suppliers/${supplierId}`)).toMatchObject({ name: 'Nordguss Works', country: 'DE', categories: ['castings', 'parts, forged'], contacts: [{ email: 'nordguss@example.com' }] });
    expect(visitor.complaints()).toEqual([]);
  }), 240_000);

  it('has its answers entered by who got them on the telephone; what has to be answered is told at the question', here(async () => {
    const { page } = visitor;
    visitor.expectStatus(422);
    await button(en['command.answer-questionnaire']).click();
    await form().getByText(en['field.signatory'], { exact: false }).waitFor();
    await form().getByRole('button', { name: en['commandSend.answer-questionnaire'] }).click();
    await eventually('the three questions that need an answer say so', async () => (await form().getByText(en['form.required']).count()) === 3);
    for (const name of ['certified', 'disputes', 'conduct']) await form().locator(`input[name="${name}"][value="yes"]`).check();
    await form().getByLabel('Number', { exact: true }).fill('Q-17');
    await form().getByLabel(en['answer.certificate.validFrom']).fill('2026-01-01');
    const [stored] = await Promise.all([
      page.waitForResponse((response) => response.url().endsWith('/api/v1/files')),
      form().locator('input[type=file]').nth(1).setInputFiles({ name: 'certificate.txt', mimeType: 'text/plain', buffer: Buffer.from('Certificate Q-17') }),
    ]);
    expect(stored.status()).toBe(201);
    await form().getByText(en['field.filesStoring']).waitFor({ state: 'detached' });
    expect(await barriers(page)).toEqual([]);
    await form().getByRole('button', { name: en['commandSend.answer-questionnaire'] }).click();
    await page.getByText(en['onboarding.notReached']).waitFor();
    await page.getByRole('region', { name: en['onboarding.qualification'] }).getByText(`${en['onboarding.answersTo'].replace('{{section}}', en['criterionAsked.qualitySystem'])}`).click();
    await page.getByRole('link', { name: 'certificate.txt' }).first().waitFor();
    expect(await get(`/onboardings/${lastOf(page.url())}`)).toMatchObject({ stage: 'checking', onboarding: { qualification: { reached: false }, agreement: null } });
    expect(visitor.complaints()).toEqual([]);
  }), 240_000);

  it('is approved by who may, whose name stands there, and its contract becomes a fact with its targets', here(async () => {
    const { page } = visitor;
    await page.goto('/');
    await settled(page);
    await page.getByRole('listitem').filter({ hasText: 'Southern Castings' }).getByRole('link').first().click();
    const approvals = page.getByRole('region', { name: en['onboarding.approvals'] });
    await approvals.getByText('Management').waitFor();
    await approvals.getByText(en['onboarding.you'], { exact: true }).waitFor();
    await button(en['command.approve']).click();
    await form().getByRole('button', { name: en['commandSend.approve'] }).click();
    await page.getByRole('dialog').getByRole('button', { name: en['commandSend.approve'] }).click();
    await approvals.getByText('Administrator (Manager)').waitFor();

    await button(en['command.agree-contract']).click();
    await form().getByLabel(en['field.terms']).fill('As agreed.');
    await form().getByLabel(en['contract.validFrom'], { exact: true }).fill('2026-03-01');
    await form().getByRole('button', { name: en['commandSend.agree-contract'] }).click();
    await form().getByText(en['form.required']).waitFor();
    await form().getByLabel(en['contract.number']).fill('C-2026-17');
    await button(en['contract.addTarget']).click();
    await form().getByLabel(/^Target: /).fill('95');
    // A button half under the head of the page counts as a small one.
    await page.evaluate('scrollTo(0, 0)');
    expect(await barriers(page)).toEqual([]);
    await form().getByRole('button', { name: en['commandSend.agree-contract'] }).click();
    await page.getByRole('region', { name: en['contracts.title'] }).getByText('C-2026-17').first().waitFor();
    const { items } = await get<{ items: object[] }>(`/suppliers/${brought.supplierId}/contracts`);
    expect(items).toMatchObject([{ number: 'C-2026-17', validFrom: '2026-03-01', validTo: null, kpiTargets: { onTimeDelivery: '95' } }]);

    await button(en['command.accept-agreement']).click();
    await form().getByLabel(en['field.signatory']).fill('Managing director');
    await form().getByRole('button', { name: en['commandSend.accept-agreement'] }).click();
    await page.getByText(en['onboarding.accepted'], { exact: true }).waitFor();
    expect(visitor.complaints()).toEqual([]);
  }), 240_000);
});

describe('A list of suppliers', () => {
  it('is tried, invites whom it can, and has the other lines corrected and tried again', here(async () => {
    const { page } = visitor;
    await page.goto('/onboardings/lists');
    const lines = ['Name,Country,Email,Category', 'Ridge Foundry,DE,ridge@example.com,castings', 'Valley Foundry,Neverland,valley@example.com,', 'Ridge Foundry GmbH,DE,ridge-two@example.com,'];
    await page.locator('input[type=file]').setInputFiles({ name: 'newcomers.csv', mimeType: 'text/csv', buffer: Buffer.from(lines.join('\r\n')) });
    await button(en['inviteList.try']).click();
    const refused = page.getByRole('table', { name: en['inviteRow.refused'] });
    await refused.getByRole('row').filter({ hasText: 'Neverland' }).getByText(en['inviteRule.unknownCountry']).waitFor();
    await refused.getByRole('row').filter({ hasText: 'Ridge Foundry GmbH' }).getByText('Line 2 names the same company').waitFor();
    expect(await get('/onboardings/bulk')).toMatchObject({ items: [] });
    expect(await barriers(page)).toEqual([]);
    const [download] = await Promise.all([page.waitForEvent('download'), button(en['inviteRow.download']).click()]);
    expect(download.suggestedFilename()).toBe('refused-newcomers.csv');

    await button(en['inviteList.inviteGood_one'].replace('{{count}}', '1')).click();
    await page.getByRole('heading', { name: 'newcomers.csv', level: 1 }).waitFor();
    listId = lastOf(page.url());
    const valley = page.getByRole('group', { name: 'Line 3: Valley Foundry' });
    await valley.getByLabel(en['inviteColumn.country'], { exact: true }).fill('Austria');
    await page.getByRole('group', { name: 'Line 4: Ridge Foundry GmbH' }).getByLabel(en['inviteColumn.country'], { exact: true }).waitFor({ state: 'attached' });
    expect(await barriers(page)).toEqual([]);
    await button(en['inviteRow.retry']).click();
    await page.getByText(en['inviteRow.retried_one'].replace('{{count}}', '1')).waitFor();
    await valley.waitFor({ state: 'detached' });
    const rows = await get<{ items: { line: number; status: string }[] }>(`/onboardings/bulk/${listId}/rows`);
    expect(rows.items.map(({ line, status }) => `${line} ${status}`)).toEqual(['2 invited', '3 settled', '4 refused']);
    expect(visitor.complaints()).toEqual([]);
  }), 240_000);
});

describe('A deputy', () => {
  it('is named for some days, and ended', here(async () => {
    const { page } = visitor;
    await page.goto('/deputies');
    await button(en['deputies.name']).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(en['deputy.who'], { exact: true }).selectOption({ label: 'Management (Manager)' });
    await dialog.getByLabel(en['deputy.until'], { exact: true }).fill('2099-12-31');
    expect(await barriers(page)).toEqual([]);
    await dialog.getByRole('button', { name: en['deputies.send'], exact: true }).click();
    const deputy = page.getByRole('row').filter({ hasText: 'Management' });
    await deputy.getByText(en['deputy.now']).waitFor();
    await deputy.getByRole('button').click();
    await page.getByText(en['deputies.none']).waitFor();
    expect(visitor.complaints()).toEqual([]);
  }), 240_000);
});

describe('Each of these screens', () => {
  walkAsEach(
    () => ({ browser, home, signedIn: visitor }),
    (texts) => [
      ['/onboardings/invite', texts['invite.action'] ?? ''],
      [`/onboardings/invite?supplier=${brought.supplierId}`, texts['invite.action'] ?? ''],
      ['/onboardings/lists', texts['inviteList.title'] ?? ''],
      [`/onboardings/lists/${listId}`, 'newcomers.csv'],
      [`/cases/onboarding/${brought.id}`, ''],
      ['/deputies', texts['deputies.title'] ?? ''],
    ],
    here,
  );
});
