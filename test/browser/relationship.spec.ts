import type { Browser } from 'playwright-core';
import { eventually } from '#test/eventually.js';
import { startSystem, telling, type System } from '#test/system.js';
import { en } from '../../apps/web/src/i18n/whole.js';
import { barriers, openBrowser, settled, visit, walkAsEach, type Visitor } from './visitor.js';

let system: System;
let browser: Browser;
let visitor: Visitor;
let home = '';
let supplierId = '';

beforeAll(async () => {
  [system, browser] = await Promise.all([startSystem(), openBrowser()]);
  home = new URL(system.signInLink() ?? '').origin;
  visitor = await visit(browser, home);
  visitor.expectStatus(401);
  await visitor.page.goto(system.signInLink() ?? '');
  await button(en['signIn.action']).click();
  await visitor.page.getByRole('heading', { name: en['work.title'], level: 1 }).waitFor();
  const { items } = await get<{ items: { id: string }[] }>('/suppliers?q=aurobindo-pharma-limited&limit=1');
  supplierId = items[0]?.id ?? '';
  // Before a plan was begun there is none.
  visitor.expectStatus(404);
  visitor.complaints();
}, 200_000);
afterAll(async () => {
  await browser?.close();
  await system?.stop();
}, 240_000);

const here = (body: () => Promise<void>) => telling(() => system, body);
const get = async <T>(path: string): Promise<T> => (await system.call<T>('GET', `/api/v1${path}`)).body;
const entries = async (register: string) => (await get<{ items: { entry: object; riskLevel: number | null }[] }>(`/suppliers/${supplierId}/relationship/entries?register=${register}`)).items;
const button = (name: string) => visitor.page.getByRole('button', { name, exact: true });
const dialog = () => visitor.page.getByRole('dialog');
const inDialog = (name: string) => dialog().getByRole('button', { name, exact: true });
/** A button in a list says in a quiet text what it is about. */
const buttonOf = (action: string, about: string) => visitor.page.getByRole('button', { name: new RegExp(`^${action}.*${about}$`) });
const field = (name: string) => dialog().getByLabel(name, { exact: true });
const optional = (label: string) => field(en['form.optional'].replace('{{label}}', label));
const region = (name: string) => visitor.page.getByRole('region', { name });

describe('The plan of working together', () => {
  it('is begun from the supplier’s page with what the template of the segment has', here(async () => {
    const { page } = visitor;
    await page.goto(`/suppliers/${supplierId}`);
    await settled(page);
    await page.getByRole('link', { name: en['supplier.relationship'], exact: true }).click();
    await button(en['plan.begin']).click();
    await page.getByText(en['plan.begun']).waitFor();
    expect(await barriers(page)).toEqual([]);
    expect(visitor.complaints()).toEqual([]);
  }), 240_000);

  it('holds a target, a milestone, a risk and an issue, each changed by who has seen it', here(async () => {
    const { page } = visitor;
    await button(en['register.add.risk']).click();
    await field(en['entry.title.risk']).fill('Only one furnace');
    await field(en['risk.probability']).selectOption('4');
    await field(en['risk.impact']).selectOption('5');
    await optional(en['risk.action']).fill('A second line by the autumn');
    expect(await barriers(page)).toEqual([]);
    await inDialog(en['entry.save']).click();
    await region(en['register.risk']).getByText('High (20)').waitFor();

    await button(en['register.add.target']).click();
    await field(en['entry.title.target']).fill('Fewer late lines');
    await optional(en['target.indicator']).selectOption('onTimeDelivery');
    await field(en['target.value']).fill('soon');
    await inDialog(en['entry.save']).click();
    await dialog().getByText(en['form.required']).waitFor();
    await field(en['target.value']).fill('95,5');
    await optional(en['target.unit']).fill('%');
    await inDialog(en['entry.save']).click();
    await region(en['register.target']).getByText('at least 95.5').waitFor();

    await button(en['register.add.issue']).click();
    await field(en['entry.title.issue']).fill('Labels mixed up');
    await inDialog(en['entry.save']).click();
    await buttonOf(en['entry.change'], 'Labels mixed up').click();
    await field(en['entry.status']).selectOption('resolved');
    await optional(en['issue.prevention']).fill('Labels are scanned');
    await inDialog(en['entry.save']).click();
    await page.getByText(en['entry.saved']).waitFor();
    await eventually('the issue is no longer among what is open', async () => (await region(en['register.issue']).getByText('Labels mixed up').count()) === 0);
    await page.getByLabel(en['relationship.ended']).check();
    await buttonOf('1 earlier version', 'Labels mixed up').click();
    await dialog().getByText('Version 1', { exact: false }).waitFor();
    expect(await barriers(page)).toEqual([]);
    await inDialog(en['action.close']).click();
    await page.getByLabel(en['relationship.ended']).uncheck();

    expect((await entries('risk'))[0]).toMatchObject({ riskLevel: 20, entry: { title: 'Only one furnace', probability: 4, impact: 5, response: 'reduce', action: 'A second line by the autumn' } });
    expect((await entries('target'))[0]?.entry).toMatchObject({ indicator: 'onTimeDelivery', direction: 'atLeast', value: 95.5, unit: '%' });
    expect((await entries('issue'))[0]?.entry).toMatchObject({ status: 'resolved', prevention: 'Labels are scanned' });
    expect(visitor.complaints()).toEqual([]);
  }), 240_000);

  it('is changed and reviewed; the next review is said', here(async () => {
    const { page } = visitor;
    await button(en['plan.change']).click();
    await dialog().getByLabel(en['plan.weeksBetween'], { exact: false }).fill('6');
    await inDialog(en['guests.add']).click();
    await inDialog(en['entry.save']).click();
    await dialog().getByText(en['form.required']).first().waitFor();
    await field(en['guests.name']).fill('A customer');
    await field(en['guests.email']).fill('buyer@customer.example.com');
    expect(await barriers(page)).toEqual([]);
    await inDialog(en['entry.save']).click();
    await page.getByText('Every 6 weeks').waitFor();
    await button(en['plan.review']).click();
    await field(en['plan.decision']).fill('Meet more often until the furnace is there.');
    await inDialog(en['plan.reviewed']).click();
    await region(en['reviews.title']).getByText('Meet more often until the furnace is there.').waitFor();
    expect(await get(`/suppliers/${supplierId}/relationship/plan`)).toMatchObject({ meetingEveryWeeks: 6, guests: [{ email: 'buyer@customer.example.com' }] });
    expect(visitor.complaints()).toEqual([]);
  }), 240_000);
});

describe('A meeting', () => {
  it('is planned with whom the plan invites, moved, and called off with a reason', here(async () => {
    const { page } = visitor;
    await button(en['meetings.plan']).click();
    await field(en['meeting.title']).fill('Furnace');
    await optional(en['meeting.agenda']).fill('Dates of the second line');
    expect(await barriers(page)).toEqual([]);
    await inDialog(en['meeting.invite']).click();
    await page.getByText(en['meeting.invited']).waitFor();
    const meetings = region(en['meetings.title']);
    await meetings.getByText('A customer', { exact: false }).waitFor();
    await buttonOf(en['meeting.do.change'], 'Furnace').click();
    await field(en['meeting.time']).fill('15:30');
    await inDialog(en['meeting.tell']).click();
    await page.getByText(en['meeting.changed']).waitFor();
    await buttonOf(en['meeting.do.cancel'], 'Furnace').click();
    await field(en['field.reason']).fill('Fair in town');
    await inDialog(en['meeting.do.cancel']).click();
    await meetings.getByText(en['meetingStatus.cancelled']).waitFor();
    const { items } = await get<{ items: object[] }>(`/suppliers/${supplierId}/relationship/meetings`);
    expect(items).toMatchObject([{ title: 'Furnace', status: 'cancelled', sequence: 2, guests: [{ email: 'buyer@customer.example.com' }] }]);
    expect(visitor.complaints()).toEqual([]);
  }), 240_000);
});

describe('A forecast', () => {
  it('is shared line by line, and can be had as a file', here(async () => {
    const { page } = visitor;
    await button(en['forecasts.publish']).click();
    await field(en['forecasts.name']).fill('ARV');
    await field(en['forecasts.month']).fill('2099-01');
    await field(en['forecasts.quantity']).fill('1 200,5');
    await field(en['forecasts.unit']).fill('packs');
    await inDialog(en['forecasts.addLine']).click();
    expect(await barriers(page)).toEqual([]);
    await buttonOf(en['form.removeRow'], 'Line 2').click();
    await inDialog(en['forecasts.send']).click();
    await page.getByText(en['forecasts.published']).waitFor();
    const [downloaded] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: en['forecasts.csv'] }).click()]);
    expect(downloaded.suggestedFilename()).toBe('forecast-1.csv');
    const { items } = await get<{ items: { id: string }[] }>(`/suppliers/${supplierId}/relationship/forecasts`);
    expect(await get(`/suppliers/${supplierId}/relationship/forecasts/${items[0]?.id ?? ''}`)).toMatchObject({ version: 1, lines: [{ category: 'ARV', month: '2099-01', quantity: 1200.5, unit: 'packs', committed: null }] });
    await page.goto(`/suppliers/${supplierId}`);
    await region(en['timeline.title']).getByText('Forecast 1 shared', { exact: false }).waitFor();
    expect(visitor.complaints()).toEqual([]);
  }), 240_000);
});

describe('The screen of working together', () => {
  walkAsEach(
    () => ({ browser, home, signedIn: visitor }),
    (texts) => [[`/suppliers/${supplierId}/relationship`, texts['relationship.title']?.split('{{')[0] ?? '']],
    here,
  );
});
