import type { Page } from 'playwright-core';
import { eventually } from '#test/eventually.js';
import { en } from '../../apps/web/src/i18n/whole.js';
import { button, get, here, panel, post, system, visitor, walkWithSession } from './desk.js';
import { barriers } from './visitor.js';

/** Scores taken apart, alerts, the page of a supplier, and suppliers that are one. */
export function judgement(): void {
  /** The sample's largest supplier, and the evaluation of the year 2013 that the tests start. */
  let supplierId = '';
  let evaluationId = '';

  beforeAll(async () => {
    supplierId = await supplierNamed('aurobindo-pharma-limited');
    const started = await post<{ id: string }>('/evaluations', { periodStart: '2013-01-01', periodEnd: '2013-12-31' });
    evaluationId = started.id;
    await eventually('the evaluation is published', async () => ['published', 'closed'].includes((await get<{ status: string }>(`/evaluations/${evaluationId}`)).status));
  }, 200_000);

  /** The supplier's row among the alerts of late deliveries. */
  const lateDeliveries = () => visitor.page.getByRole('row').filter({ hasText: 'Aurobindo Pharma Limited' }).filter({ hasText: en['alertRule.onTimeDelivery3Months'] });

  async function supplierNamed(code: string): Promise<string> {
    const { items } = await get<{ items: { id: string; code: string }[] }>(`/suppliers?q=${code}`);
    return items.find((item) => item.code === code)?.id ?? '';
  }

  /** Opens the dialog that the button opens, and gives it. */
  async function dialogBehind(name: string, page: Page = visitor.page) {
    await page.getByRole('button', { name }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    expect(await barriers(page)).toEqual([]);
    return dialog;
  }

  describe('A score', () => {
    it('is taken apart from the evaluation down to its facts, which add up to the very figure', here(async () => {
      const { page } = visitor;
      const { explanation } = await get<{ explanation: { lines: { indicator: string; numerator: string; denominator: string }[] } }>(`/evaluations/${evaluationId}/scores/${supplierId}`);
      const line = explanation.lines.find(({ indicator }) => indicator === 'onTimeDelivery');
      await page.goto(`/evaluations/${evaluationId}/scores/${supplierId}`);
      await page.getByText(`${line?.numerator} / ${line?.denominator} × 100 =`).waitFor();
      await page.getByText(en['revisions.none']).waitFor();
      await page.getByRole('link', { name: new RegExp(`^${en['facts.show']}.*${en['indicator.onTimeDelivery']}$`) }).click();
      await page.getByText(`All ${line?.denominator} facts add up to ${line?.numerator} / ${line?.denominator}.`).waitFor();
      await page.getByText(en['facts.sumSame']).waitFor();
      expect(await page.getByRole('row').filter({ hasText: en['countedWhy.late'] }).count()).toBe(Number(line?.denominator) - Number(line?.numerator));
      expect(visitor.complaints()).toEqual([]);
    }), 240_000);

    it('leads from the supplier’s figures to the facts too, and any figure is shown month by month', here(async () => {
      const { page } = visitor;
      await page.goto(`/suppliers/${supplierId}`);
      await page.getByLabel(en['months.choose']).selectOption('leadTimeMean');
      await page.getByRole('heading', { name: `${en['indicator.leadTimeMean']} by month` }).waitFor();
      await page.getByRole('link', { name: new RegExp(`: ${en['indicator.meanLateness']}$`) }).click();
      await page.getByRole('heading', { name: en['indicator.meanLateness'], level: 1 }).waitFor();
      await page.getByText(en['facts.sumSame']).waitFor();
      expect(visitor.complaints()).toEqual([]);
    }), 240_000);
  });

  describe('The monitoring', () => {
    it('is run as of a date and says what it found, and where its rules are silent', here(async () => {
      const { page } = visitor;
      await page.goto('/alerts');
      const dialog = await dialogBehind(en['monitoring.run']);
      await dialog.getByLabel(en['monitoring.asOf']).fill('2011-11-15');
      await dialog.getByRole('button', { name: en['monitoring.go'], exact: true }).click();
      await dialog.getByText(/alerts? (was|were) raised/).waitFor({ timeout: 30_000 });
      await dialog.getByText(en['monitoring.silent']).click();
      await dialog.getByText(en['silence.noCertificates']).waitFor();
      await dialog.getByRole('button', { name: en['action.close'] }).last().click();
      await page.getByLabel(en['alert.rule']).selectOption('onTimeDelivery3Months');
      await lateDeliveries().waitFor();
      expect(page.url()).toContain('rule=onTimeDelivery3Months');
      expect(visitor.complaints()).toEqual([]);
    }), 240_000);

    it('shows the three months of an alert, each below the threshold with enough lines', here(async () => {
      const { page } = visitor;
      await lateDeliveries().getByRole('link').first().click();
      await page.getByRole('heading', { name: en['alertRule.onTimeDelivery3Months'], level: 1 }).waitFor();
      const months = panel(en['alert.evidence']).getByRole('rowgroup').last().getByRole('row');
      expect(await months.count()).toBe(3);
      for (const rate of await months.getByRole('cell').nth(1).allInnerTexts()) expect(parseFloat(rate)).toBeLessThan(90);
      expect(await barriers(page)).toEqual([]);
    }), 240_000);

    it('is acknowledged, snoozed until a day that lies ahead, and closed with a reason', here(async () => {
      const { page } = visitor;
      visitor.expectStatus(422);
      await (await dialogBehind(en['alertAct.acknowledge'])).getByRole('button', { name: en['alertAct.acknowledge'], exact: true }).click();
      await page.getByText(en['alertDone.acknowledge']).waitFor();
      const snooze = await dialogBehind(en['alertAct.snooze']);
      await snooze.getByRole('button', { name: en['alertAct.snooze'], exact: true }).click();
      await snooze.getByText(en['form.required']).waitFor();
      await snooze.getByLabel(en['alert.until']).fill('2020-01-01');
      await snooze.getByRole('button', { name: en['alertAct.snooze'], exact: true }).click();
      await snooze.getByText('must lie after today').waitFor();
      await snooze.getByRole('button', { name: en['action.cancel'], exact: true }).click();
      const close = await dialogBehind(en['alertAct.close']);
      await close.getByLabel(en['field.reason']).fill('The port was closed.');
      await close.getByRole('button', { name: en['alertAct.close'], exact: true }).click();
      await panel(en['alert.closing']).getByText('The port was closed.').waitFor();
      expect(await page.getByRole('button', { name: en['alertAct.snooze'] }).count()).toBe(0);
      expect(visitor.complaints()).toEqual([]);
    }), 240_000);
  });

  describe('A supplier’s page', () => {
    it('places the supplier in a category by answers, shows both axes taken apart, and lets a person decide otherwise', here(async () => {
      const { page } = visitor;
      await page.goto(`/suppliers/${supplierId}`);
      const questions = await dialogBehind(en['segmentation.answer']);
      await questions.getByRole('textbox', { name: en['segmentation.category'] }).fill('ARV / Adult');
      for (const select of await questions.getByRole('combobox').all()) await select.selectOption({ index: 1 });
      await questions.getByRole('button', { name: en['segmentation.place'], exact: true }).click();
      const places = panel(en['segmentation.title']);
      await places.getByRole('heading', { name: /ARV \/ Adult/ }).waitFor();
      await places.getByText(`${en['axis.explain']}: ${en['axis.supplyRisk']}`).click();
      await places.getByText(/\) \/ /).first().waitFor();
      const override = await dialogBehind(en['override.make']);
      await override.getByLabel(en['segment.leverage']).check();
      await override.getByLabel(en['override.until']).fill(inDays(90));
      await override.getByLabel(en['field.reason']).fill('Two new sources were approved.');
      await override.getByRole('button', { name: en['override.go'], exact: true }).click();
      await places.getByText('Two new sources were approved.').waitFor();
      await places.getByRole('button', { name: new RegExp(`^${en['override.end']}`) }).click();
      await places.getByText(/^ended /).waitFor();
      expect(visitor.complaints()).toEqual([]);
    }), 240_000);

    it('takes a finding with where it is known from, which somebody else than its finder lifts with a reason', here(async () => {
      const { page } = visitor;
      await page.goto(`/suppliers/${supplierId}`);
      const add = await dialogBehind(en['findings.add']);
      await add.getByLabel(en['findingKind.sanctionsHit']).check();
      await add.getByLabel(en['findings.known']).fill('List of June, entry 12.');
      await add.getByRole('button', { name: en['findings.add'], exact: true }).click();
      const findings = panel(en['findings.title']);
      await findings.getByText('List of June, entry 12.').waitFor();
      await findings.getByText(en['findings.own']).waitFor();
      await system.call('POST', `/api/v1/suppliers/${supplierId}/findings`, { body: { kind: 'forgedCertificate', reason: 'The issuer knows no such number.' } });
      await page.reload();
      const lift = await dialogBehind(en['findings.lift']);
      await lift.getByLabel(en['field.reason']).fill('The issuer has found it after all.');
      await lift.getByRole('button', { name: en['findings.lift'], exact: true }).click();
      await findings.getByText('The issuer has found it after all.').waitFor();
      expect(visitor.complaints()).toEqual([]);
    }), 240_000);

    it('forecasts the months after the newest deliveries with an interval, and says so where the history is too short', here(async () => {
      const { page } = visitor;
      await page.goto(`/suppliers/${supplierId}`);
      const outlook = panel(en['outlook.title']);
      await outlook.getByLabel(en['facts.asOf']).fill('2011-11-15');
      await outlook.getByRole('columnheader', { name: en['outlook.between'] }).first().waitFor();
      await outlook.getByLabel(en['facts.asOf']).fill('2007-01-15');
      await outlook.getByText(/history is too short/).first().waitFor();
      await page.goto('/foresight?asOf=2011-10-15');
      await page.getByRole('row').filter({ hasText: en['cluster.highRisk'] }).waitFor();
      await page.goto('/foresight?asOf=2008-04-15');
      await page.getByText(en['foresight.tooShort']).waitFor();
      expect(visitor.complaints()).toEqual([]);
    }), 240_000);
  });

  describe('Two suppliers that are one', () => {
    it('are merged side by side, and the one that went leads to the one that stayed', here(async () => {
      const { page } = visitor;
      const [gone, kept] = [await supplierNamed('acouns-nigeria-ltd'), await supplierNamed('accoun-nigeria-limited')];
      await page.goto('/duplicates');
      await button(en['duplicates.look']).first().click();
      const pair = page.getByRole('region', { name: /ACOUNS NIGERIA LTD/ });
      await pair.waitFor();
      expect(await barriers(page)).toEqual([]);
      await pair.getByRole('button', { name: new RegExp(`^${en['duplicates.merge']}`) }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('button', { name: en['duplicates.merge'], exact: true }).click();
      await dialog.getByText(en['form.required']).first().waitFor();
      await dialog.getByLabel('ACCOUN NIGERIA LIMITED').check();
      await dialog.getByLabel(en['field.reason']).fill('One company, spelt twice.');
      await dialog.getByRole('button', { name: en['duplicates.merge'], exact: true }).click();
      await page.getByText(en['duplicates.done.merge']).waitFor();
      await page.goto(`/suppliers/${gone}`);
      await page.getByText(en['supplier.merged']).waitFor();
      expect(page.url()).toContain(kept);
      expect(visitor.complaints()).toEqual([]);
    }), 240_000);
  });

  describe('Every screen of the judgement', () => {
    walkWithSession(screens);

    /** Each screen's address with a part of its title. */
    async function screens(texts: Readonly<Record<string, string>>): Promise<[string, string][]> {
      const { items } = await get<{ items: { id: string }[] }>('/alerts?rule=onTimeDelivery3Months&limit=1');
      return [
        ['/', texts['work.title'] ?? ''],
        [`/suppliers/${supplierId}`, 'Aurobindo'],
        [`/suppliers/${supplierId}/indicators/onTimeDelivery?from=2013-01-01&to=2013-01-31`, texts['indicator.onTimeDelivery'] ?? ''],
        [`/evaluations/${evaluationId}/scores/${supplierId}`, 'Aurobindo'],
        ['/alerts?status=all', texts['alerts.title'] ?? ''],
        [`/alerts/${items[0]?.id}`, texts['alertRule.onTimeDelivery3Months'] ?? ''],
        ['/foresight?asOf=2011-10-15', texts['foresight.title'] ?? ''],
        ['/duplicates', texts['duplicates.title'] ?? ''],
      ];
    }
  });
}

/** A date so many days from now, `YYYY-MM-DD`. */
function inDays(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}
