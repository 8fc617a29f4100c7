import type { Browser } from 'playwright-core';
import { eventually } from '#test/eventually.js';
import { startSystem, telling, type System } from '#test/system.js';
import { en, zh } from '../../apps/web/src/i18n/whole.js';
import { barriers, catalogs, openBrowser, settled, visit, walkAsEach, type Visitor } from './visitor.js';

/** Kilobytes of compressed script that the first screen may ask for (qualities.md, `web`). */
const FIRST_SCREEN = 200;
const title = 'Cold chain broken on two consignments';

let system: System;
let browser: Browser;
let visitor: Visitor;
/** Where people come in: the host of the sign-in link, as the session's cookie holds for it alone. */
let home = '';
/** The case that the tests open, and its supplier. */
let caseId = '';
let supplier = { id: '', name: '', email: '' };

interface Case {
  readonly stage: string;
}

beforeAll(async () => {
  [system, browser] = await Promise.all([startSystem(), openBrowser()]);
  home = new URL(system.signInLink() ?? '').origin;
  visitor = await visit(browser, home);
}, 150_000);
afterAll(async () => {
  await browser?.close();
  await system?.stop();
}, 240_000);

const here = (body: () => Promise<void>) => telling(() => system, body);
const get = async <T>(path: string): Promise<T> => (await system.call<T>('GET', `/api/v1${path}`)).body;
const stage = async () => (await get<Case>(`/rectifications/${caseId}`)).stage;
const button = (name: string) => visitor.page.getByRole('button', { name, exact: true });

describe('Signing in', () => {
  it('leads whoever is nobody yet to the sign-in, which says how to get a link', here(async () => {
    const { page } = visitor;
    visitor.expectStatus(401);
    await page.goto('/suppliers?grade=A');
    await page.getByRole('heading', { name: en['signIn.title'] }).waitFor();
    await button(en['signIn.send']).click();
    await page.getByText(en['signIn.emailWrong']).waitFor();
    expect(await barriers(page)).toEqual([]);
    await page.getByLabel(en['signIn.email']).fill('nobody@example.com');
    await button(en['signIn.send']).click();
    await page.getByText('nobody@example.com').waitFor();
    expect(visitor.complaints()).toEqual([]);
  }), 240_000);

  it('takes a click: opening the one-time link alone, as scanners of mail do, uses nothing up', here(async () => {
    const { page } = visitor;
    const link = system.signInLink() ?? '';
    for (let opened = 0; opened < 2; opened++) {
      await page.goto(link);
      await page.reload();
      await button(en['signIn.action']).waitFor();
    }
    expect(await barriers(page)).toEqual([]);
    await button(en['signIn.action']).click();
    await page.getByRole('heading', { name: en['work.title'], level: 1 }).waitFor();
    expect(page.url()).not.toContain('token');
    expect(visitor.complaints()).toEqual([]);
  }), 240_000);

  it('does not work a second time with the same link, and says what to do', here(async () => {
    const other = await visit(browser, home);
    other.expectStatus(401);
    await other.page.goto(system.signInLink() ?? '');
    await other.page.getByRole('button', { name: en['signIn.action'], exact: true }).click();
    await other.page.getByText(en['problem.linkInvalid']).waitFor();
    await other.page.getByRole('button', { name: en['signIn.askAgain'] }).click();
    await other.page.getByLabel(en['signIn.email']).waitFor();
    expect(other.complaints()).toEqual([]);
    await other.close();
  }), 240_000);
});

describe('The first screen', () => {
  it(`asks for at most ${FIRST_SCREEN} kB of compressed script`, here(async () => {
    const fresh = await visit(browser, home);
    await fresh.context.addCookies(await visitor.context.cookies());
    await fresh.page.goto('/');
    await settled(fresh.page);
    const weight = await fresh.scriptWeight();
    expect(weight).toBeGreaterThan(50);
    expect(weight).toBeLessThanOrEqual(FIRST_SCREEN);
    await fresh.close();
  }), 240_000);

  it('can be left for its content by the keyboard at once', here(async () => {
    const { page } = visitor;
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement?.textContent')).toBe(en['shell.skip']);
    await page.keyboard.press('Enter');
    await eventually('the content has the focus', () => page.evaluate('document.activeElement?.id === "main"'));
  }), 240_000);
});

describe('Suppliers', () => {
  it('are found by a part of the name, and the address remembers it', here(async () => {
    const { page } = visitor;
    await page.goto('/suppliers');
    await page.getByLabel(en['suppliers.search']).fill('aurobindo pharma l');
    const row = page.getByRole('row').filter({ hasText: 'aurobindo-pharma-limited' });
    await row.getByText('85.9%').waitFor();
    await row.getByText('of 668 lines').waitFor();
    await eventually('the address holds the search', () => page.url().includes('q=aurobindo'));
    await page.reload();
    await row.waitFor();
    expect(await page.getByRole('row').count()).toBe(2);
  }), 240_000);

  it('are judged after two clicks, with what will happen said before', here(async () => {
    const { page } = visitor;
    await page.goto('/suppliers');
    await button(en['review.start']).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(en['review.official']).waitFor();
    await dialog.getByText(/order lines were due/).waitFor();
    expect(await barriers(page)).toEqual([]);
    await dialog.getByRole('button', { name: en['review.go'] }).click();
    await page.getByText(en['evaluationStatus.closed']).first().waitFor({ timeout: 60_000 });
    await page.getByRole('link', { name: /^Explain this score/ }).first().click();
    await page.getByText(/Policy version \d/).waitFor();
    expect(await barriers(page)).toEqual([]);
    expect(visitor.complaints()).toEqual([]);
  }), 240_000);
});

describe('A case', () => {
  it('is opened from the supplier’s page and waits for the supplier', here(async () => {
    const { page } = visitor;
    const { items } = await get<{ items: { id: string; name: string; contacts: { email: string }[] }[] }>('/suppliers?q=aurobindo-pharma-limited');
    supplier = { id: items[0]?.id ?? '', name: items[0]?.name ?? '', email: items[0]?.contacts[0]?.email ?? '' };
    await page.goto(`/suppliers/${supplier.id}`);
    await button(en['openCase.action']).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: en['openCase.send'] }).click();
    await dialog.getByText(en['form.required']).first().waitFor();
    expect(await barriers(page)).toEqual([]);
    await dialog.getByLabel(en['openCase.what']).fill(title);
    await dialog.getByLabel(en['openCase.description']).fill('Loggers show 38 °C for eleven hours.');
    await dialog.getByRole('button', { name: en['openCase.send'] }).click();
    await page.waitForURL(/\/cases\/[0-9a-f-]{36}$/);
    caseId = page.url().split('/').at(-1) ?? '';
    await page.getByRole('heading', { name: title, level: 1 }).waitFor();
    await page.getByText(en['actions.noneSupplier']).waitFor();
    await page.getByText('Loggers show 38 °C for eleven hours.').waitFor();
    expect(visitor.complaints()).toEqual([]);
  }), 240_000);

  it('moves on when the supplier answers the mail', here(async () => {
    const { page } = visitor;
    await page.goto(`/mailbox?address=${encodeURIComponent(supplier.email)}`);
    await page.getByRole('link', { name: title }).first().click();
    await page.getByText(en['mail.html'], { exact: true }).click();
    await page.frameLocator('iframe').getByText(supplier.name).first().waitFor();
    await page.getByLabel(en['reply.text'], { exact: true }).fill('We have it and look into it.');
    await button(en['reply.send']).click();
    await page.getByText(en['reply.sent']).waitFor();
    await eventually('the reply acknowledges the case', async () => (await stage()) === 'containing');
    await page.goto(`/cases/${caseId}`);
    await page.getByText('We have it and look into it.').waitFor();
    await page.getByText(en['event.acknowledged']).waitFor();
    expect(visitor.complaints()).toEqual([]);
  }), 240_000);

  it('takes the plan that the supplier gave by telephone, and then offers its review to others than who wrote it down', here(async () => {
    const { page } = visitor;
    await button(en['command.submit-plan']).click();
    await button(en['commandSend.submit-plan']).click();
    await page.getByText(en['form.required']).waitFor();
    await page.getByLabel(en['field.plan']).fill('Loggers on every pallet from December.');
    await button(en['commandSend.submit-plan']).click();
    await page.getByText(en['actions.done']).waitFor();
    await button(en['command.return-plan']).waitFor();
    expect([await stage(), await button(en['command.accept-plan']).count()]).toEqual(['planReview', 0]);
    expect(visitor.complaints()).toEqual([]);
  }), 240_000);

  it('that changed meanwhile is shown anew, and what was typed is kept', here(async () => {
    const { page } = visitor;
    visitor.expectStatus(412);
    await button(en['command.return-plan']).click();
    await page.getByLabel(en['field.reason']).fill('The cause of non-detection is missing.');
    const path = `/api/v1/rectifications/${caseId}`;
    await system.call('POST', `${path}/return-containment`, { body: { reason: 'Who does it?' } });
    await system.call('POST', `${path}/submit-plan`, { body: { text: 'Ms Rao does it.' } });
    await page.getByRole('form').getByRole('button', { name: en['commandSend.return-plan'] }).click();
    await page.getByRole('dialog').getByText(supplier.name).waitFor();
    expect(await barriers(page)).toEqual([]);
    await page.getByRole('dialog').getByRole('button', { name: en['commandSend.return-plan'] }).click();
    await page.getByText(en['actions.stale']).waitFor();
    expect(await page.getByLabel(en['field.reason']).inputValue()).toBe('The cause of non-detection is missing.');
    await page.getByText('Ms Rao does it.').waitFor();
    expect(visitor.complaints()).toEqual([]);
  }), 240_000);

  it('is decided after a confirmation', here(async () => {
    const { page } = visitor;
    await button(en['command.accept-plan']).click();
    await page.getByRole('form').getByRole('button', { name: en['commandSend.accept-plan'] }).click();
    await page.getByRole('dialog').getByRole('button', { name: en['commandSend.accept-plan'] }).click();
    await page.getByText(en['event.planAccepted']).waitFor();
    expect(await stage()).toBe('implementing');
  }), 240_000);

  it('keeps a remark for colleagues', here(async () => {
    const { page } = visitor;
    await page.getByLabel(en['conversation.write']).fill('Called them; the line is noisy.');
    await button(en['conversation.send']).click();
    await page.locator('.messages').getByText('Called them; the line is noisy.').waitFor();
    expect(visitor.complaints()).toEqual([]);
  }), 240_000);

  it('is found in the pipeline by what it waits for', here(async () => {
    const { page } = visitor;
    await page.goto('/cases');
    await page.getByLabel(en['cases.waitingFor']).selectOption('quality');
    await page.getByText(en['cases.noneMatch']).waitFor();
    await page.getByLabel(en['cases.waitingFor']).selectOption('supplier');
    await page.getByRole('region', { name: en['stage.implementing'] }).getByRole('link', { name: title }).waitFor();
    expect(page.url()).toContain('waitingFor=supplier');
  }), 240_000);
});

describe('An import', () => {
  it('tried first names every bad row with line, column and what to do, and lands nothing', here(async () => {
    const { page } = visitor;
    const header = 'ID,Project Code,PQ #,PO / SO #,ASN/DN #,Country,Managed By,Fulfill Via,Vendor INCO Term,Shipment Mode,PQ First Sent to Client Date,PO Sent to Vendor Date,Scheduled Delivery Date,Delivered to Client Date,Delivery Recorded Date,Product Group,Sub Classification,Vendor,Item Description,Molecule/Test Type,Brand,Dosage,Dosage Form,Unit of Measure (Per Pack),Line Item Quantity,Line Item Value,Pack Price,Unit Price,Manufacturing Site,First Line Designation,Weight (Kilograms),Freight Cost (USD),Line Item Insurance (USD)';
    const row = (id: string, promised: string) =>
      `${id},100-CI-T01,Pre-PQ Process,SCMS-1,ASN-1,Nigeria,PMO - US,Direct Drop,EXW,Air,Pre-PQ Process,1-Jan-14,${promised},2-Jun-14,2-Jun-14,ARV,Adult,Test Vendor Limited,An item,Test,Generic,10mg,Tablet,30,100,500.00,5.00,0.17,A site,Yes,10,20,1`;
    const file = [header, row('900001', '1-Jun-14'), row('900002', 'soon')].join('\n');
    await page.goto('/imports');
    await page.locator('input[type=file]').setInputFiles({ name: 'november.csv', mimeType: 'text/csv', buffer: Buffer.from(file) });
    await page.getByLabel(en['upload.mapping']).selectOption('usaid-scms');
    await button(en['upload.try']).click();
    await page.getByText(en['import.dryRunDone']).waitFor();
    const bad = page.getByRole('row').filter({ hasText: 'soon' });
    await bad.getByText('Scheduled Delivery Date').first().waitFor();
    await bad.getByText('3', { exact: true }).waitFor();
    expect(await get<{ items: unknown[] }>('/suppliers?q=test-vendor-limited')).toMatchObject({ items: [] });
    expect(await barriers(page)).toEqual([]);
    expect(visitor.complaints()).toEqual([]);
  }), 240_000);
});

describe('Every screen', () => {
  walkAsEach(() => ({ browser, home, signedIn: visitor }), screens, here, async (page, language) => {
    const texts = catalogs[language];
    expect(await page.evaluate('document.documentElement.lang')).toBe(language);
    if ((page.viewportSize()?.width ?? 0) >= 900) return;
    await page.getByRole('button', { name: texts['shell.menu'] ?? '' }).click();
    await page.getByRole('link', { name: texts['nav.suppliers'] ?? '' }).click();
    await page.getByRole('heading', { name: texts['suppliers.title'] ?? '', level: 1 }).waitFor();
  });

  /** Each screen's address with a part of its title. */
  async function screens(texts: Readonly<Record<string, string>>): Promise<[string, string][]> {
    const first = async (list: string) => (await get<{ items: { id: string }[] }>(`${list}?limit=1`)).items[0]?.id ?? '';
    return [
      ['/', texts['work.title'] ?? ''],
      ['/suppliers', texts['suppliers.title'] ?? ''],
      [`/suppliers/${supplier.id}`, supplier.name],
      ['/cases', texts['cases.title'] ?? ''],
      [`/cases/${caseId}`, title],
      ['/evaluations', texts['evaluations.title'] ?? ''],
      [`/evaluations/${await first('/evaluations')}`, '20'],
      ['/imports', texts['imports.title'] ?? ''],
      [`/imports/${await first('/imports')}`, 'november.csv'],
      ['/mailbox', texts['mailbox.title'] ?? ''],
      [`/mailbox/${await first('/mailbox')}`, '['],
      ['/nowhere', texts['missing.title'] ?? ''],
    ];
  }
});

describe('The language and the account', () => {
  it('the language is chosen in the header and kept', here(async () => {
    const { page } = visitor;
    await page.goto('/');
    await settled(page);
    await page.getByRole('button', { name: /^Language/ }).click();
    expect(await barriers(page)).toEqual([]);
    await page.getByRole('menuitem', { name: '中文' }).click();
    await page.getByRole('heading', { name: zh['work.title'] ?? '', level: 1 }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: zh['work.title'] ?? '', level: 1 }).waitFor();
    expect(await page.evaluate('document.documentElement.lang')).toBe('zh');
  }), 240_000);

  it('signing out ends the session', here(async () => {
    const { page } = visitor;
    await page.getByRole('button', { name: /Administrator/ }).click();
    await page.getByRole('menuitem', { name: zh['shell.signOut'] ?? '' }).click();
    await page.getByRole('heading', { name: zh['signIn.title'] ?? '' }).waitFor();
    await page.goto('/cases');
    await page.getByRole('heading', { name: zh['signIn.title'] ?? '' }).waitFor();
    expect(visitor.complaints()).toEqual([]);
  }), 240_000);
});
