import type { Browser } from 'playwright-core';
import { eventually } from '#test/eventually.js';
import { startSystem, telling, type System } from '#test/system.js';
import { en, ru, zh } from '../../apps/web/src/i18n/whole.js';
import { barriers, openBrowser, settled, visit, walkScreens, type Language, type Visitor } from './visitor.js';

let system: System;
let browser: Browser;
let visitor: Visitor;
let home = '';
let supplierId = '';
let scheduleId = '';
let caseId = '';
let rehearsalId = '';

beforeAll(async () => {
  [system, browser] = await Promise.all([startSystem(), openBrowser()]);
  home = new URL(system.signInLink() ?? '').origin;
  visitor = await visit(browser, home);
  visitor.expectStatus(401);
  await visitor.page.goto(system.signInLink() ?? '');
  await button(en['signIn.action']).click();
  await visitor.page.getByRole('heading', { name: en['work.title'], level: 1 }).waitFor();
  visitor.complaints();
}, 200_000);
afterAll(async () => {
  await browser?.close();
  await system?.stop();
}, 240_000);

const here = (body: () => Promise<void>) => telling(() => system, body);
const get = async <T>(path: string): Promise<T> => (await system.call<T>('GET', `/api/v1${path}`)).body;
const button = (name: string) => visitor.page.getByRole('button', { name, exact: true });
const dialog = () => visitor.page.getByRole('dialog');
const inDialog = (name: string) => dialog().getByRole('button', { name, exact: true });
const lastOf = (url: string) => url.split('/').at(-1) ?? '';

describe('The menu', () => {
  it('is gone through by keyboard, group by group', here(async () => {
    const { page } = visitor;
    await page.goto('/');
    await settled(page);
    await button(en['nav.group.evaluations']).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: en['nav.schedules'] }).waitFor();
    expect(await barriers(page)).toEqual([]);
    await eventually('the arrow reaches the schedules', async () => {
      await page.keyboard.press('ArrowDown');
      return (await page.evaluate('document.activeElement.textContent')) === en['nav.schedules'];
    });
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: en['schedules.title'], level: 1 }).waitFor();
    expect(await button(en['nav.group.evaluations']).getAttribute('aria-current')).toBe('true');
    expect(visitor.complaints()).toEqual([]);
  }), 240_000);
});

describe('A schedule', () => {
  it('is made in a time zone, and a second one of the same suppliers is refused with the name of the first', here(async () => {
    const { page } = visitor;
    visitor.expectStatus(409);
    await button(en['schedules.new']).click();
    await dialog().getByLabel(en['schedule.name'], { exact: true }).fill('Every quarter');
    await dialog().getByLabel(en['schedule.timeZone']).selectOption('Asia/Shanghai');
    expect(await barriers(page)).toEqual([]);
    await inDialog(en['schedules.create']).click();
    await page.getByRole('heading', { name: 'Every quarter', level: 1 }).waitFor();
    scheduleId = lastOf(page.url());
    expect(await get(`/schedules/${scheduleId}`)).toMatchObject({ timeZone: 'Asia/Shanghai', cadence: 'quarter', segment: null, paused: false });
    await page.goto('/schedules');
    await button(en['schedules.new']).click();
    await dialog().getByLabel(en['schedule.name'], { exact: true }).fill('Strategic ones');
    await dialog().getByLabel(en['supplier.segment']).selectOption('strategic');
    await inDialog(en['schedules.create']).click();
    await dialog().getByText('“Every quarter” starts the cycles of these suppliers already', { exact: false }).waitFor();
    expect(visitor.complaints()).toEqual([]);
  }), 240_000);

  it('is paused and resumed, and says when its cycles start', here(async () => {
    const { page } = visitor;
    await page.goto(`/schedules/${scheduleId}`);
    await button(en['schedule.pause']).click();
    await page.getByText(en['schedule.noNextPaused']).waitFor();
    await button(en['schedule.resume']).click();
    expect(await barriers(page)).toEqual([]);
    await inDialog(en['schedule.resume']).click();
    await button(en['schedule.pause']).waitFor();
    const next = page.getByRole('region', { name: en['schedule.next'] }).getByRole('listitem');
    await eventually('three cycles are ahead', async () => (await next.count()) === 3);
    expect(visitor.complaints()).toEqual([]);
  }), 240_000);
});

describe('The outcomes', () => {
  it('are compared with a baseline that a person states; what is no number is refused at its field', here(async () => {
    const { page } = visitor;
    await page.goto('/outcomes');
    await page.getByRole('button', { name: new RegExp(`^${en['baseline.set']}.*${en['outcome.rectificationResponseSpeed']}$`) }).click();
    await dialog().getByLabel(en['baseline.how.stated']).check();
    await dialog().getByLabel(en['baseline.value.perHour']).fill('soon');
    await inDialog(en['baseline.set']).click();
    await dialog().getByText(en['baseline.notANumber']).waitFor();
    expect(await barriers(page)).toEqual([]);
    await dialog().getByLabel(en['baseline.value.perHour']).fill('80');
    await inDialog(en['baseline.set']).click();
    await page.getByText(en['baseline.done']).waitFor();
    await page.getByText('Baseline: 80 h').waitFor();
    const { items } = await get<{ items: { outcome: string; baseline: { value: number; source: string } }[] }>('/outcomes');
    expect(items.find(({ outcome }) => outcome === 'rectificationResponseSpeed')?.baseline).toMatchObject({ value: 1 / 80, source: 'stated' });
    expect(visitor.complaints()).toEqual([]);
  }), 240_000);
});

describe('The daily monitoring', () => {
  it('is moved to another time, and a run by hand tells people only if asked to', here(async () => {
    const { page } = visitor;
    await page.goto('/monitoring');
    await button(en['dailyRun.change']).click();
    await dialog().getByLabel(en['schedule.timeOfDay'], { exact: true }).fill('06:30');
    await dialog().getByLabel(en['schedule.timeZone']).selectOption('Europe/Moscow');
    await inDialog(en['schedule.save']).click();
    await page.getByText('Daily at 06:30').waitFor();
    await button(en['monitoring.run']).first().click();
    await dialog().getByLabel(en['monitoring.asOf']).fill('2013-06-30');
    expect(await barriers(page)).toEqual([]);
    await inDialog(en['monitoring.go']).click();
    await dialog().getByText(en['monitoring.toldNobody']).waitFor();
    await inDialog(en['action.close']).first().click();
    await page.getByRole('table', { name: en['monitoringRuns.all'] }).getByText('30 Jun 2013').waitFor();
    expect(visitor.complaints()).toEqual([]);
  }), 240_000);
});

describe('A disruption', () => {
  it('is reported from the supplier’s page, which leads to what depended on it and to the case', here(async () => {
    const { page } = visitor;
    const { items } = await get<{ items: { id: string; name: string }[] }>('/suppliers?q=aurobindo-pharma-limited&limit=1');
    const [supplier] = items;
    supplierId = supplier?.id ?? '';
    await page.goto(`/suppliers/${supplierId}`);
    await button(en['disruption.action']).click();
    await dialog().getByLabel(en['disruption.description']).fill('The plant is flooded.');
    expect(await barriers(page)).toEqual([]);
    await inDialog(en['disruption.send']).click();
    await page.getByText(en['disruption.reported']).waitFor();
    caseId = lastOf(page.url());
    await page.getByRole('link', { name: en['disruption.case'] }).click();
    await page.waitForURL(`**/cases/${caseId}`);
    await page.goto(`/suppliers/${supplierId}`);
    await page.getByText(en['timeline.disruption']).waitFor();
    expect(visitor.complaints()).toEqual([]);
  }), 240_000);
});

describe('A rehearsal', () => {
  it('is started, seen to run, and cancelled', here(async () => {
    const { page } = visitor;
    await page.goto('/rehearsals');
    await button(en['rehearsals.start']).click();
    await dialog().getByLabel(en['period.from'], { exact: false }).fill('2013-01-01');
    await dialog().getByLabel(en['period.to'], { exact: false }).fill('2013-01-31');
    expect(await barriers(page)).toEqual([]);
    await inDialog(en['rehearsal.go']).click();
    await page.waitForURL(/rehearsals\/[0-9a-f-]{36}$/);
    rehearsalId = lastOf(page.url());
    await page.getByText(en['rehearsalStatus.running']).first().waitFor();
    await page.getByRole('progressbar', { includeHidden: true }).waitFor({ state: 'attached' });
    await button(en['rehearsal.cancel']).click();
    await page.getByText(en['rehearsal.wasCancelled']).waitFor();
    expect(await get(`/rehearsals/${rehearsalId}`)).toMatchObject({ status: 'cancelled' });
    expect(visitor.complaints()).toEqual([]);
  }), 240_000);
});

describe('Each of these screens', () => {
  const catalogs: Readonly<Record<Language, Readonly<Record<string, string>>>> = { en, ru, zh };

  it.each([['en', 1280], ['zh', 1280], ['ru', 320]] as const)('has no barrier in %s at %d pixels (in English also at night)', (language, width) => here(() => walk(language, width))(), 240_000);

  async function walk(language: Language, width: number): Promise<void> {
    const reader = await visit(browser, home, { language, width });
    await reader.context.addCookies(await visitor.context.cookies());
    await walkScreens(reader.page, screens(catalogs[language]), language);
    expect(reader.complaints()).toEqual([]);
    await reader.close();
  }

  /** Each screen's address with a part of its title. */
  function screens(texts: Readonly<Record<string, string>>): [string, string][] {
    return [
      ['/schedules', texts['schedules.title'] ?? ''],
      [`/schedules/${scheduleId}`, 'Every quarter'],
      ['/outcomes', texts['outcomes.title'] ?? ''],
      ['/monitoring', texts['monitoringRuns.title'] ?? ''],
      [`/disruptions/${caseId}`, 'Aurobindo'],
      ['/rehearsals', texts['rehearsals.title'] ?? ''],
      [`/rehearsals/${rehearsalId}`, texts['rehearsals.title']?.slice(0, 2) ?? ''],
    ];
  }
});
