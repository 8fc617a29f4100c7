import type { Browser } from 'playwright-core';
import { eventually } from '#test/eventually.js';
import { startSystem, telling, type System } from '#test/system.js';
import { en, ru, zh } from '../../apps/web/src/i18n/whole.js';
import { barriers, openBrowser, visit, walkScreens, type Language, type Visitor } from './visitor.js';

let system: System;
let browser: Browser;
let visitor: Visitor;
/** Cycles of the sample's deliveries: one that has ended with proposals, one whose grades can be appealed against, one that waits for raters. */
let closed = '';
let appealed = '';
let rated = '';
/** A supplier with a grade in the cycle that can be appealed against. */
let supplierId = '';
let appealId = '';
let surveyId = '';

interface Items<T> {
  readonly items: T[];
}

beforeAll(async () => {
  [system, browser] = await Promise.all([startSystem(), openBrowser()]);
  visitor = await visit(browser, new URL(system.signInLink() ?? '').origin);
  await visitor.page.goto(system.signInLink() ?? '');
  visitor.expectStatus(401);
  await button(en['signIn.action']).click();
  await visitor.page.getByRole('heading', { name: en['work.title'], level: 1 }).waitFor();
  await prepare();
  visitor.complaints();
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await system?.stop();
}, 240_000);

const here = (body: () => Promise<void>) => telling(() => system, body);
const get = async <T>(path: string): Promise<T> => (await system.call<T>('GET', `/api/v1${path}`)).body;
const post = async <T>(path: string, body: object): Promise<T> => (await system.call<T>('POST', `/api/v1${path}`, { body })).body;
const button = (name: string | RegExp) => visitor.page.getByRole('button', { name, exact: typeof name === 'string' });
const panel = (name: string) => visitor.page.getByRole('region', { name, exact: true });

/** Publishes the policy in force with other terms. */
async function publish(change: object): Promise<void> {
  const { items } = await get<Items<{ version: number; status: string }>>('/policies');
  const document = await get<object>(`/policies/${items.find(({ status }) => status === 'published')?.version}/document?format=json`);
  const { version } = await post<{ version: number }>('/policies', { ...document, ...change });
  await post(`/policies/${version}/publish`, {});
}

/** Starts a cycle. */
async function start(body: object): Promise<string> {
  return (await post<{ id: string }>('/evaluations', body)).id;
}

const stands = (id: string, stage: string) => eventually(`the cycle is in ${stage}`, async () => (await get<{ stage: string }>(`/evaluations/${id}`)).stage === stage, 60_000);

async function prepare(): Promise<void> {
  await post('/people', { name: 'Rater One', email: 'rater1@example.com', roles: ['rater'] });
  await publish({ appealWindowDays: 0, consequences: [{ name: 'award', kind: 'award', grade: 'A', periods: 1, months: 12 }] });
  closed = await start({ periodStart: '2011-01-01', periodEnd: '2011-12-31' });
  await stands(closed, 'closed');
  await publish({ appealWindowDays: 5, evaluation: { scorecards: true, reviewDays: 0, ratingDays: 5, calibrationDays: 5 } });
  appealed = await start({ periodStart: '2013-01-01', periodEnd: '2013-12-31' });
  await stands(appealed, 'appeals');
  const scores = await get<Items<{ supplierId: string }>>(`/evaluations/${appealed}/scores?grade=B&limit=1`);
  supplierId = scores.items[0]?.supplierId ?? '';
  appealId = (await post<{ id: string }>('/appeals', { evaluationId: appealed, supplierId, text: 'The late lines waited in your customs clearance.' })).id;
  surveyId = (await post<{ id: string }>('/surveys', { kind: 'suppliersRateUs', title: '2013', periodStart: '2013-01-01', periodEnd: '2013-12-31', supplierIds: [supplierId] })).id;
}

/** Answers every mark of the form that was mailed to an address. */
async function rate(email: string): Promise<void> {
  const link = await eventually(`a survey for ${email}`, async () => {
    const { items } = await get<Items<{ id: string }>>(`/mailbox?address=${email}&limit=10`);
    const mails = await Promise.all(items.map(({ id }) => get<object>(`/mailbox/${id}`)));
    return /\/portal\/surveys\/[A-Za-z0-9_-]{32}/.exec(JSON.stringify(mails))?.[0];
  });
  const form = await (await fetch(`${system.url}${link}`)).text();
  const fields = new URLSearchParams({ act: 'send' });
  for (const [, name = ''] of form.matchAll(/type="radio" name="([^"]+)"/g)) fields.set(name, '4');
  expect((await fetch(`${system.url}${link}`, { method: 'POST', body: fields, redirect: 'manual' })).status).toBe(303);
}

describe('A cycle', () => {
  it('asks the raters that a person assigns on the supplier’s page, and is scored once the calibration is confirmed', here(async () => {
    const { page } = visitor;
    await page.goto(`/suppliers/${supplierId}`);
    await panel(en['raters.title']).getByRole('button', { name: en['raters.assign'] }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('checkbox', { name: 'Rater One' }).check();
    expect(await barriers(page)).toEqual([]);
    await dialog.getByRole('button', { name: /^Save/ }).click();
    await panel(en['raters.title']).getByText('rater1@example.com').waitFor();
    rated = await start({ periodStart: '2012-01-01', periodEnd: '2012-12-31', collectRatings: true });
    await stands(rated, 'collecting');
    await page.goto(`/evaluations/${rated}`);
    await panel(en['ratings.awaited']).getByText('Rater One').waitFor();
    await rate('rater1@example.com');
    await stands(rated, 'calibrating');
    await page.getByText(en['awaited.calibrating']).waitFor();
    await panel(en['ratings.title']).getByText(en['ratings.notSettled']).waitFor();
    await button(en['cycleAct.calibrate']).click();
    await page.getByRole('dialog').getByLabel(en['cycle.use.raw']).check();
    await page.getByRole('dialog').getByRole('button', { name: en['cycleAct.calibrate'] }).click();
    await panel(en['ratings.title']).getByText(en['cycle.used.raw']).waitFor();
    expect(visitor.complaints()).toEqual([]);
  }), 240_000);

  it('hears an appeal, which is decided with a reason and one of three results', here(async () => {
    const { page } = visitor;
    await page.goto(`/evaluations/${appealed}`);
    await panel(en['appeals.title']).getByRole('link').first().click();
    await button(en['appeal.go']).click();
    expect(await page.getByText(en['form.required']).count()).toBe(2);
    await page.getByLabel(en['appealAct.upheld']).check();
    await page.getByLabel(en['appealResult.grade']).check();
    expect(await barriers(page)).toEqual([]);
    await page.getByRole('combobox', { name: en['supplier.grade'] }).selectOption('A');
    await page.getByLabel(en['field.reason']).fill('Our own papers were late.');
    await button(en['appeal.go']).click();
    await panel(en['appeal.decision']).getByText('Our own papers were late.').waitFor();
    expect(visitor.complaints()).toEqual([]);
  }), 240_000);

  it('proposes consequences, which a person approves, and later ends with a reason', here(async () => {
    const { page } = visitor;
    await page.goto(`/evaluations/${closed}`);
    const proposals = panel(en['cycle.consequences']);
    await proposals.getByRole('button', { name: new RegExp(`^${en['proposals.accept']}`) }).first().click();
    await page.getByRole('dialog').getByRole('button', { name: en['proposals.accept'] }).click();
    await proposals.getByText(en['proposals.accepted']).waitFor();
    await page.goto('/consequences');
    await button(new RegExp(`^${en['consequence.end']}`)).click();
    await page.getByRole('dialog').getByLabel(en['field.reason']).fill('Given by mistake.');
    await page.getByRole('dialog').getByRole('button', { name: en['consequence.end'] }).click();
    await page.getByText(en['consequence.endedDone']).waitFor();
    await page.getByLabel(en['consequence.holding']).selectOption('over');
    await page.getByText('Given by mistake.').waitFor();
    expect(page.url()).toContain('holding=over');
    expect(visitor.complaints()).toEqual([]);
  }), 240_000);
});

describe.each([['en', en, 1280], ['ru', ru, 360], ['zh', zh, 320]] as const)('The screens of cycles in %s', (language: Language, texts, width) => {
  it(`have no barriers and fit ${width} pixels`, here(async () => {
    const { page } = visitor;
    await page.evaluate(`localStorage.setItem('steward-language', '${language}')`);
    await page.setViewportSize({ width, height: 900 });
    await walkScreens(
      page,
      [
        [`/evaluations/${rated}`, '2012'],
        [`/evaluations/${appealed}/scores/${supplierId}`, ''],
        ['/appeals?status=all', texts['appeals.title'] ?? ''],
        [`/appeals/${appealId}`, ''],
        ['/consequences?holding=all', texts['consequences.title'] ?? ''],
        ['/consequences/proposals', texts['proposalsList.title'] ?? ''],
        ['/surveys', texts['surveys.title'] ?? ''],
        [`/surveys/${surveyId}`, '2013'],
        ['/standards', texts['standards.title'] ?? ''],
      ],
      language,
    );
    expect(visitor.complaints()).toEqual([]);
  }), 240_000);
});
