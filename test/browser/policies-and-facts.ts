import { eventually } from '#test/eventually.js';
import { en, zh } from '../../apps/web/src/i18n/whole.js';
import { button, get, here, lastOf, system, visitor, walkWithSession } from './desk.js';
import { barriers, settled } from './visitor.js';

/** Policies, imports, connectors and submissions. */
export function policiesAndFacts(): void {
  let draft = 0;
  let backtestId = '';
  let importId = '';
  let connectorId = '';
  let submissionId = '';

  describe('The policy', () => {
    it('is read in words: weights, points and gates', here(async () => {
      const { page } = visitor;
      await page.goto('/policies');
      await page.getByRole('link', { name: /Sample policy/ }).click();
      const row = page.getByRole('row').filter({ hasText: en['indicator.onTimeDelivery'] }).first();
      await row.getByText('0 points at 50 %, 100 at 100 %, evenly in between').waitFor();
      await row.getByText('50', { exact: true }).waitFor();
      await page.getByText('At most grade C while a critical nonconformity is open.').waitFor();
      await button(en['policy.download']).click();
      await page.getByRole('menuitem', { name: 'YAML' }).waitFor();
      expect(visitor.complaints()).toEqual([]);
    }), 240_000);

    it('is refused with the place of each fault, which a click shows', here(async () => {
      const { page } = visitor;
      visitor.expectStatus(422);
      await page.goto('/policies/new');
      const text = page.getByLabel(en['editor.label']);
      await text.waitFor();
      const document = await text.inputValue();
      await text.fill(document.replace('toleranceDays: 0', 'toleranceDays: soon'));
      await button(en['editor.create']).click();
      const fault = page.getByRole('button', { name: /toleranceDays/ });
      const line = document.split('\n').findIndex((each) => each.startsWith('toleranceDays')) + 1;
      await fault.getByText(`Line ${line}, column 16`).waitFor();
      await fault.click();
      expect(await page.evaluate('(({ value, selectionStart, selectionEnd }) => value.slice(selectionStart, selectionEnd))(document.activeElement)')).toBe('soon');
      expect(await barriers(page)).toEqual([]);
      await text.fill(document.replace('toleranceDays: 0', 'toleranceDays: 2').replace(/^name: .*/m, 'name: Two days of grace'));
      await button(en['editor.create']).click();
      await page.getByRole('heading', { name: /Two days of grace/, level: 1 }).waitFor();
      draft = Number(lastOf(page.url()));
      expect(visitor.complaints()).toEqual([]);
    }), 240_000);

    it('tells what a draft changes, and keeps a change of somebody else', here(async () => {
      const { page } = visitor;
      visitor.expectStatus(412);
      await page.getByRole('link', { name: en['policy.tabDifference'] }).click();
      await page.getByText('rises from 0 to 2.', { exact: false }).waitFor();
      await page.goto(`/policies/${draft}/edit`);
      const text = page.getByLabel(en['editor.label']);
      await text.waitFor();
      const { document } = await get<{ document: Record<string, unknown> }>(`/policies/${draft}`);
      await system.call('PUT', `/api/v1/policies/${draft}`, { body: { ...document, toleranceDays: 3 } });
      await text.fill((await text.inputValue()).replace('toleranceDays: 2', 'toleranceDays: 9'));
      await button(en['editor.save']).click();
      await page.getByText(en['editor.stale']).waitFor();
      expect(await text.inputValue()).toContain('toleranceDays: 9');
      expect(await get(`/policies/${draft}`)).toMatchObject({ document: { toleranceDays: 3 } });
      expect(visitor.complaints()).toEqual([]);
    }), 240_000);

    it('is tried on the past: totals under both, and whose grade changes why', here(async () => {
      const { page } = visitor;
      await page.goto(`/policies/${draft}/backtests`);
      await button(en['backtest.start']).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel(en['period.from'], { exact: true }).fill('2013-01-01');
      await dialog.getByLabel(en['period.to'], { exact: true }).fill('2013-12-31');
      expect(await barriers(page)).toEqual([]);
      await dialog.getByRole('button', { name: en['backtest.go'] }).click();
      await page.waitForURL(/backtests\/[0-9a-f-]{36}$/);
      backtestId = lastOf(page.url());
      await page.getByText(en['backtestStatus.completed']).first().waitFor({ timeout: 60_000 });
      const { totals } = await get<{ totals: { suppliers: number; changed: number } }>(`/policies/${draft}/backtests/${backtestId}`);
      await page.getByText(`${totals.suppliers} grades, each supplier counted once a period`).waitFor();
      const changes = page.getByRole('table', { name: en['backtest.show.changes'] }).getByRole('row');
      expect(totals.changed).toBeGreaterThan(0);
      expect(await changes.count()).toBe(totals.changed + 1);
      expect(visitor.complaints()).toEqual([]);
    }), 240_000);

    it('is published after its changes were shown', here(async () => {
      const { page } = visitor;
      await page.goto(`/policies/${draft}`);
      await button(en['policy.publish']).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByText('rises from 0 to 3.', { exact: false }).waitFor();
      expect(await barriers(page)).toEqual([]);
      await dialog.getByRole('button', { name: en['policy.publish'] }).click();
      await page.getByText(en['policyStatus.published']).first().waitFor();
      await eventually('there is nothing left to publish', async () => (await button(en['policy.publish']).count()) === 0);
      expect(visitor.complaints()).toEqual([]);
    }), 240_000);
  });

  describe('A file', () => {
    const file = 'Line;Vendor no;Qty;UoM;Promised;Price\n4711-1;erp-77;10;pcs;01.03.2014;12,50\n4711-2;erp-77;zehn;pcs;02.03.2014;12,50\n4711-3;erp-77;5;pcs;soon;12,50\n';

    it('is mapped by guess and correction, and the mapping is remembered', here(async () => {
      const { page } = visitor;
      await page.goto('/imports');
      await page.locator('input[type=file]').setInputFiles({ name: 'march.csv', mimeType: 'text/csv', buffer: Buffer.from(file) });
      await button(en['upload.map']).click();
      await page.getByLabel(en['mapping.kind']).selectOption('orderLines');
      await page.getByLabel(en['factField.supplierCode'], { exact: true }).selectOption('Vendor no');
      await page.getByLabel(en['factField.externalId'], { exact: true }).selectOption('');
      await page.getByLabel(en['factField.originalPromisedDate'], { exact: true }).selectOption('Promised');
      await page.getByLabel(en['factField.orderedQuantity'], { exact: true }).selectOption('Qty');
      await page.getByLabel(en['factField.unit'], { exact: true }).selectOption('UoM');
      await page.getByLabel(en['mapping.name'], { exact: true }).fill('erp-lines');
      await button(en['mapping.save']).click();
      await page.getByText(en['mapping.needed']).waitFor();
      expect(await barriers(page)).toEqual([]);
      await page.getByLabel(en['factField.externalId'], { exact: true }).selectOption('Line');
      await page.getByRole('switch', { name: en['mapping.create'] }).click();
      await button(en['mapping.save']).click();
      await page.getByText('The mapping erp-lines is saved').waitFor();
      expect(await page.getByLabel(en['upload.mapping']).inputValue()).toBe('erp-lines');
      expect(visitor.complaints()).toEqual([]);
    }), 240_000);

    it('is tried, then its good rows are imported without choosing it again', here(async () => {
      const { page } = visitor;
      await button(en['upload.try']).click();
      await page.getByText(en['import.dryRunDone']).waitFor();
      await page.getByRole('row').filter({ hasText: 'zehn' }).getByText(en['rule.impossibleQuantity']).waitFor();
      const tried = page.url();
      await button(en['import.importNow']).click();
      await page.waitForURL((url) => url.href !== tried);
      await page.getByRole('group', { name: 'Line 3' }).waitFor();
      importId = lastOf(page.url());
      expect(await get(`/imports/${importId}`)).toMatchObject({ dryRun: false, rowsRead: 3, landed: 1, quarantined: 2 });
      expect(visitor.complaints()).toEqual([]);
    }), 240_000);

    it('has its bad rows corrected in place: the right one lands, the wrong one says why again', here(async () => {
      const { page } = visitor;
      await page.getByRole('group', { name: 'Line 3' }).getByLabel('Qty').fill('10');
      await page.getByRole('group', { name: 'Line 4' }).getByLabel('Promised').fill('later');
      await page.getByText('2 rows changed').waitFor();
      await button(en['row.retry']).click();
      await page.getByText('1 row was taken.').waitFor();
      await page.getByText('1 row is still wrong', { exact: false }).waitFor();
      await page.getByRole('group', { name: 'Line 3' }).waitFor({ state: 'detached' });
      expect(await page.getByRole('group', { name: 'Line 4' }).getByLabel('Promised').inputValue()).toBe('later');
      expect(await barriers(page)).toEqual([]);
      await page.getByText(en['rowStatus.settled'], { exact: true }).click();
      await page.getByRole('row').filter({ hasText: 'zehn' }).waitFor();
      expect(visitor.complaints()).toEqual([]);
    }), 240_000);
  });

  describe('A connector', () => {
    it('is set up with the name of its secret, paused and resumed', here(async () => {
      const { page } = visitor;
      await page.goto('/connectors');
      await page.getByText(en['connectors.none']).waitFor();
      await page.getByRole('link', { name: en['connectors.new'] }).click();
      await button(en['connector.create']).click();
      await page.getByText(en['form.required']).first().waitFor();
      await page.getByLabel(en['connector.name'], { exact: true }).fill('ERP order lines');
      await page.getByLabel(en['connector.url'], { exact: true }).fill('https://erp.example.com/lines');
      await page.getByLabel(en['connector.rows'], { exact: true }).fill('items');
      await page.getByLabel(new RegExp(en['connector.secretName'])).fill('erp');
      await page.getByText('STEWARD_CONNECTOR_SECRET_ERP').waitFor();
      expect(await barriers(page)).toEqual([]);
      await button(en['connector.create']).click();
      await page.waitForURL(/connectors\/[0-9a-f-]{36}$/);
      connectorId = lastOf(page.url());
      await button(en['connector.pause']).click();
      await button(en['connector.resume']).waitFor();
      expect(await get(`/connectors/${connectorId}`)).toMatchObject({ paused: true, secretName: 'ERP', shape: { rows: 'items' } });
      expect(visitor.complaints()).toEqual([]);
    }), 240_000);

    it('that is pulled shows why nothing came', here(async () => {
      const { page } = visitor;
      await button(en['connector.run']).click();
      await page.getByText(en['connector.lastFailed']).waitFor({ timeout: 40_000 });
      await page.getByText('STEWARD_CONNECTOR_SECRET_ERP is not set', { exact: false }).waitFor();
      expect(visitor.complaints()).toEqual([]);
    }), 240_000);
  });

  describe('A submission', () => {
    it('is handed in from the page of its supplier', here(async () => {
      const { page } = visitor;
      const { items } = await get<{ items: { id: string }[] }>('/suppliers?limit=1');
      await page.goto(`/suppliers/${items[0]?.id}`);
      await button(en['supplier.handIn']).click();
      const form = page.getByRole('dialog');
      await form.getByLabel(en['submission.what']).selectOption('inspectionReport');
      await form.getByLabel(en['submission.text']).fill('Counted at the gate.');
      await form.getByLabel(en['factField.inspectedOn']).fill('2014-03-01');
      await form.getByLabel(en['factField.inspectedQuantity']).fill('77');
      await form.getByRole('button', { name: en['submission.send'] }).click();
      await page.waitForURL(/\/submissions\/[0-9a-f-]{36}$/);
      await page.getByText('Counted at the gate.').waitFor();
      await page.getByText('77', { exact: true }).waitFor();
      expect(visitor.complaints()).toEqual([]);
    }), 240_000);

    it('is returned with a reason', here(async () => {
      const { page } = visitor;
      const { items } = await get<{ items: { id: string }[] }>('/suppliers?limit=1');
      const sent = await system.call<{ id: string }>('POST', `/api/v1/suppliers/${items[0]?.id}/submissions`, {
        body: { kind: 'inspectionReport', text: 'Checked twice.', figures: { inspectedOn: '2014-03-02', inspectedQuantity: '120', rejectedQuantity: '3' } },
      });
      submissionId = sent.body.id;
      await page.goto('/submissions');
      await page.getByRole('link', { name: en['submissionKind.inspectionReport'] }).first().click();
      await page.getByText('Checked twice.').waitFor();
      await page.getByText('120', { exact: true }).waitFor();
      await button(en['submission.return']).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('button', { name: en['submission.return'] }).click();
      await dialog.getByText(en['form.required']).waitFor();
      await dialog.getByLabel(en['field.reason']).fill('The photo of the lot is missing.');
      await dialog.getByRole('button', { name: en['submission.return'] }).click();
      await page.getByText(en['submission.wasReturned']).waitFor();
      await eventually('it is returned', async () => (await get<{ status: string }>(`/submissions/${submissionId}`)).status === 'returned');
      expect(visitor.complaints()).toEqual([]);
    }), 240_000);
  });

  describe('Each of these screens', () => {
    walkWithSession(screens);

    it('speaks the language that is chosen while it is open', here(async () => {
      const { page } = visitor;
      await page.goto('/connectors');
      await settled(page);
      await page.getByRole('button', { name: /^Language/ }).click();
      await page.getByRole('menuitem', { name: '中文' }).click();
      await page.getByRole('heading', { name: zh['connectors.title'] ?? '', level: 1 }).waitFor();
      await page.getByRole('button', { name: new RegExp(zh['shell.languageShort'] ?? '') }).click();
      await page.getByRole('menuitem', { name: 'English' }).click();
      await page.getByRole('heading', { name: en['connectors.title'], level: 1 }).waitFor();
    }), 240_000);

    it('stands in the menu of its group, which is marked', here(async () => {
      const { page } = visitor;
      await page.goto('/');
      await settled(page);
      await button(en['nav.group.programme']).click();
      expect(await barriers(page)).toEqual([]);
      await page.getByRole('menuitem', { name: en['nav.policies'] }).click();
      await page.getByRole('heading', { name: en['policies.title'], level: 1 }).waitFor();
      expect(await button(en['nav.group.programme']).getAttribute('aria-current')).toBe('true');
    }), 240_000);

    /** Each screen's address with a part of its title. */
    function screens(texts: Readonly<Record<string, string>>): [string, string][] {
      return [
        ['/policies', texts['policies.title'] ?? ''],
        ['/policies/new', texts['policies.new'] ?? ''],
        [`/policies/${draft}`, 'Two days of grace'],
        [`/policies/${draft}/difference?against=${draft - 1}`, 'Two days of grace'],
        [`/policies/${draft}/backtests`, 'Two days of grace'],
        [`/policies/${draft}/backtests/${backtestId}`, String(draft)],
        ['/imports', texts['imports.title'] ?? ''],
        [`/imports/${importId}`, 'march.csv'],
        ['/connectors', texts['connectors.title'] ?? ''],
        ['/connectors/new', texts['connectors.new'] ?? ''],
        [`/connectors/${connectorId}`, 'ERP order lines'],
        ['/submissions?status=all', texts['submissions.title'] ?? ''],
        [`/submissions/${submissionId}`, texts['submissionKind.inspectionReport'] ?? ''],
      ];
    }
  });
}
