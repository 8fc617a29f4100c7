import pg from 'pg';
import type { Browser, Locator } from 'playwright-core';
import { eventually } from '#test/eventually.js';
import { startSystem, telling, type System } from '#test/system.js';
import type { CommandName } from '../../apps/web/src/cases/commands.js';
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
    await page.getByLabel(en['relationship.ended']).click();
    await buttonOf('1 earlier version', 'Labels mixed up').click();
    await dialog().getByText('Version 1', { exact: false }).waitFor();
    expect(await barriers(page)).toEqual([]);
    await inDialog(en['action.close']).click();
    await page.getByLabel(en['relationship.ended']).click();

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

describe('The template of a segment', () => {
  it('is changed whole, and refuses what is no number', here(async () => {
    const { page } = visitor;
    await page.getByRole('link', { name: en['plan.template'] }).click();
    await buttonOf(en['templates.change'], en['segment.strategic']).click();
    await field(en['meeting.minutes']).fill('75');
    await inDialog(en['register.add.milestone']).click();
    const row = dialog().getByRole('group', { name: 'Line 2' }).last();
    await row.getByLabel(en['entry.title.milestone']).fill('Course on labels');
    await row.getByLabel(en['templates.dueAfter']).fill('soon');
    await inDialog(en['entry.save']).click();
    await row.getByText(en['form.number']).waitFor();
    expect(await barriers(page)).toEqual([]);
    await row.getByLabel(en['templates.dueAfter']).fill('30');
    await inDialog(en['entry.save']).click();
    await page.getByText(en['templates.saved']).waitFor();
    const { items } = await get<{ items: { segment: string }[] }>('/relationship-templates');
    expect(items.find(({ segment }) => segment === 'strategic')).toMatchObject({ version: 1, content: { meetingMinutes: 75, milestones: [{}, { title: 'Course on labels', topic: 'innovation', dueAfterDays: 30 }] } });
    await page.goto(`/suppliers/${supplierId}/relationship`);
    await settled(page);
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

describe('A meeting whose time is over', () => {
  it('is written down, and what was agreed stands in the registers', here(async () => {
    const { page } = visitor;
    await button(en['meetings.plan']).click();
    await field(en['meeting.title']).fill('Yearly talk');
    await inDialog(en['meeting.invite']).click();
    await page.getByText(en['meeting.invited']).waitFor();
    // Its day cannot be awaited.
    const client = new pg.Client({ connectionString: system.databaseUrl() });
    await client.connect();
    await client.query(`UPDATE meetings SET starts_at = starts_at - interval '10 days' WHERE title = 'Yearly talk'`);
    await client.end();
    await page.reload();
    await buttonOf(en['meeting.do.held'], 'Yearly talk').click();
    await field(en['minutes.summary']).fill('They will train two inspectors.');
    await inDialog(en['minutes.addAction']).click();
    await inDialog(en['minutes.addAction']).click();
    const [first, second] = [1, 2].map((number) => dialog().getByRole('group', { name: `Line ${number}`, exact: true }));
    await first?.getByLabel(en['minutes.what']).fill('Train two inspectors');
    await second?.getByLabel(en['minutes.becomes']).selectOption('issue');
    await second?.getByLabel(en['minutes.what']).fill('Drawings out of date');
    await second?.getByLabel(en['case.severity']).selectOption('minor');
    expect(await barriers(page)).toEqual([]);
    await inDialog(en['minutes.save']).click();
    await page.getByText(en['meeting.heldDone']).waitFor();
    await region(en['register.milestone']).getByRole('heading', { name: 'Train two inspectors' }).waitFor();
    await region(en['register.issue']).getByRole('heading', { name: 'Drawings out of date' }).waitFor();
    expect((await entries('milestone'))[0]?.entry).toMatchObject({ title: 'Train two inspectors', doneBy: 'supplier' });
    expect((await entries('issue'))[0]?.entry).toMatchObject({ title: 'Drawings out of date', severity: 'minor' });
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

describe('A phase-out', () => {
  let managers: Visitor[] = [];
  let caseId = '';
  let backup = { id: '', name: '', label: '' };

  /** Somebody of the staff who comes in by a mailed link, as everybody does. */
  async function manager(name: string): Promise<Visitor> {
    const email = `${name}@example.com`;
    expect((await system.call('POST', '/api/v1/people', { body: { name, email, roles: ['manager'] } })).status).toBe(201);
    await system.call('POST', '/api/v1/sign-in-links', { body: { email } });
    let link = '';
    await eventually(`${name} has a link`, async () => {
      const { items } = await get<{ items: { to: string[]; text: string }[] }>('/mailbox?limit=50');
      link = /\S+\/sign-in#token=\S+/.exec(items.find(({ to }) => to.some((each) => each.includes(email)))?.text ?? '')?.[0] ?? '';
      return link !== '';
    });
    const person = await visit(browser, home);
    person.expectStatus(401);
    await person.page.goto(link);
    await person.page.getByRole('button', { name: en['signIn.action'] }).click();
    await person.page.getByRole('heading', { name: en['work.title'], level: 1 }).waitFor();
    person.complaints();
    return person;
  }

  /** Gives a command on the case's screen: its button, its form, and the question whether it is meant. */
  async function command(who: Visitor, name: CommandName, { fill = async () => {}, confirm = false }: { fill?: (form: Locator) => Promise<void>; confirm?: boolean } = {}): Promise<void> {
    const { page } = who;
    await page.getByRole('group', { name: en['actions.title'] }).getByRole('button', { name: en[`command.${name}`], exact: true }).click();
    const form = page.getByRole('form', { name: en[`command.${name}`] });
    await fill(form);
    await form.getByRole('button', { name: en[`commandSend.${name}`], exact: true }).click();
    if (confirm) await page.getByRole('dialog').getByRole('button', { name: en[`commandSend.${name}`], exact: true }).click();
    await form.waitFor({ state: 'detached' });
  }

  async function openFor(id: string): Promise<void> {
    const { page } = visitor;
    await page.goto(`/suppliers/${id}`);
    await button(en['openPhaseOut.action']).click();
    await field(en['field.reason']).fill('Two years of late deliveries.');
    await inDialog(en['openPhaseOut.send']).click();
    await page.waitForURL('**/cases/phaseOut/*');
    await region(en['phaseOut.impact']).waitFor();
    caseId = new URL(page.url()).pathname.split('/').at(-1) ?? '';
  }

  async function approveBoth(): Promise<void> {
    for (const each of managers) {
      await each.page.goto(`/cases/phaseOut/${caseId}`);
      await command(each, 'approve', { confirm: true });
      expect(each.complaints()).toEqual([]);
    }
  }

  const standing = async () => (await get<{ stage: string; phaseOut: { inEffect: object[] } }>(`/phase-outs/${caseId}`));
  const statusOf = async (id: string) => (await get<{ status: string }>(`/suppliers/${id}`)).status;

  beforeAll(async () => {
    managers = [await manager('first'), await manager('second')];
    const { items } = await get<{ items: { id: string; name: string; code: string }[] }>('/suppliers?q=Cipla&limit=1');
    const [{ id, name, code } = { id: '', name: '', code: '' }] = items;
    backup = { id, name, label: `${name} (${code})` };
  }, 120_000);
  afterAll(async () => {
    for (const each of managers) await each.close();
  });

  it('shows what it is decided on; approved by two, it shows its dated steps, and an abort undoes what it says', here(async () => {
    const { page } = visitor;
    expect((await system.call('PATCH', `/api/v1/suppliers/${supplierId}`, { body: { categories: ['Antivirals'] } })).status).toBe(200);
    await page.goto(`/suppliers/${supplierId}`);
    await button(en['shares.set']).click();
    await optional(en['shares.percent']).fill('60');
    expect(await barriers(page)).toEqual([]);
    await inDialog(en['shares.save']).click();
    await region(en['shares.title']).getByText('60%', { exact: false }).first().waitFor();
    await button(en['backups.add']).click();
    await field(en['field.search']).fill('Cipla');
    await field(en['field.backup']).selectOption({ label: backup.label });
    await inDialog(en['shares.save']).click();
    await region(en['shares.title']).getByRole('link', { name: backup.name }).waitFor();

    await openFor(supplierId);
    await region(en['phaseOut.sources']).getByText(en['phaseOut.sole']).waitFor();
    await command(visitor, 'choose-backup', {
      fill: async (form) => {
        await form.getByLabel(en['field.category']).selectOption('Antivirals');
        await form.getByLabel(en['field.search']).fill('Cipla');
        await form.getByLabel(en['field.backup']).selectOption({ label: backup.label });
      },
    });
    await region(en['phaseOut.sources']).getByRole('link', { name: backup.name }).waitFor();
    await command(visitor, 'record-impact', { fill: (form) => form.getByLabel(en['form.optional'].replace('{{label}}', en['field.tooling'])).fill('Three moulds') });
    await region(en['phaseOut.impact']).getByText('Three moulds').waitFor();
    await region(en['phaseOut.undo']).getByText(en['phaseOut.undoNothing']).waitFor();
    await region(en['phaseOut.shift']).getByText('30 days after the notice').waitFor();
    expect(await barriers(page)).toEqual([]);
    await approveBoth();
    await page.reload();
    await region(en['phaseOut.undo']).getByText(en['phaseOut.undo.status']).waitFor();
    await page.getByRole('table', { name: en['phaseOut.steps'] }).getByText(en['phaseOut.step.next']).waitFor();
    expect(await barriers(page)).toEqual([]);
    expect(await statusOf(supplierId)).toBe('phasing-out');
    await command(visitor, 'abort', { fill: (form) => form.getByLabel(en['field.reason']).fill('They have a new owner.'), confirm: true });
    expect(await standing()).toMatchObject({ stage: 'aborted' });
    expect(await statusOf(supplierId)).toBe('active');
    expect(visitor.complaints()).toEqual([]);
  }), 240_000);

  it('is led to its end: all orders moved at once, nothing left open, handed over and settled', here(async () => {
    const { page } = visitor;
    const { items } = await get<{ items: { id: string }[] }>('/suppliers?status=active&limit=20');
    const leaving = items.find(({ id }) => id !== supplierId && id !== backup.id)?.id ?? '';
    await openFor(leaving);
    await command(visitor, 'plan-shift', { fill: (form) => form.getByLabel(en['field.steps']).fill('0 100') });
    await approveBoth();
    await eventually('the orders have moved', async () => ['draining', 'handover'].includes((await standing()).stage));
    await page.reload();
    await settled(page);
    if ((await standing()).stage === 'draining') await command(visitor, 'waive-open-orders', { fill: (form) => form.getByLabel(en['field.reason']).fill('They will not come.'), confirm: true });
    for (const item of ['tooling', 'documents', 'knowledge', 'stock', 'returns'] as const) {
      await command(visitor, 'check-off', {
        fill: async (form) => {
          await form.getByLabel(en['field.item']).selectOption(item);
          await form.getByLabel(en[item === 'stock' ? 'option.notApplicable' : 'option.done']).check();
        },
      });
      await region(en['phaseOut.handover']).getByText(item === 'stock' ? en['option.notApplicable'] : en['option.done']).first().waitFor();
    }
    await command(visitor, 'settle', { fill: (form) => form.getByLabel(en['field.settlement']).fill('All invoices are paid.'), confirm: true });
    expect(await standing()).toMatchObject({ stage: 'closed' });
    expect(await statusOf(leaving)).toBe('inactive');
    await settled(page);
    expect(visitor.complaints()).toEqual([]);
  }), 240_000);
});

describe('The screens of working together and of leaving', () => {
  walkAsEach(
    () => ({ browser, home, signedIn: visitor }),
    async (texts) => {
      const { items } = await get<{ items: { id: string }[] }>('/phase-outs?limit=10');
      return [
        [`/suppliers/${supplierId}`, 'Aurobindo'],
        ['/relationship-templates', texts['templates.title'] ?? ''],
        [`/suppliers/${supplierId}/relationship`, texts['relationship.title']?.split('{{')[0] ?? ''],
        ...items.map(({ id }) => [`/cases/phaseOut/${id}`, texts['process.phaseOut'] ?? ''] as const),
      ];
    },
    here,
  );
});
