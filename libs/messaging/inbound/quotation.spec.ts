import fc from 'fast-check';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { cutQuotation } from './quotation.js';

const quoted = '> Please send the plan.\n> PLAN';

describe('the writer’s own words', () => {
  it.each([
    ['Gmail', `Received.\n\nOn Tue, 24 Nov 2026 at 10:02, Steward <r-x@example.com> wrote:\n${quoted}`],
    ['Gmail, broken over two lines', `Received.\n\nOn Tue, 24 Nov 2026 at 10:02, Steward\n<r-x@example.com> wrote:\n\n${quoted}`],
    ['Gmail in Chinese', `Received.\n\nSteward <r-x@example.com> 于2026年11月24日周二 10:02写道：\n\n${quoted}`],
    ['Gmail in Russian', `Received.\n\nвт, 24 нояб. 2026 г. в 10:02, Steward <r-x@example.com>:\n\n${quoted}`],
    ['Apple Mail in Chinese', `Received.\n\n> 2026年11月24日 10:02，Steward <r-x@example.com> 写道：\n> \n${quoted}`],
    ['Apple Mail in Russian', `Received.\n\n> 24 нояб. 2026 г., в 10:02, Steward <r-x@example.com> написал(а):\n${quoted}`],
    ['Outlook', 'Received.\n\n________________________________\nFrom: Steward <r-x@example.com>\nSent: Tuesday, 24 November 2026 10:02\nTo: Li Wei\nSubject: Plan\n\nPLAN'],
    ['Outlook in Chinese', 'Received.\n\n发件人: Steward <r-x@example.com>\n发送时间: 2026年11月24日 10:02\n收件人: 李伟\n主题: 计划\n\n计划'],
    ['Outlook in Russian', 'Received.\n\nОт: Steward <r-x@example.com>\nОтправлено: 24 ноября 2026 г. 10:02\nКому: Иванов\nТема: План\n\nПЛАН'],
    ['old Outlook', 'Received.\n\n-----Original Message-----\nFrom: Steward\n\nPLAN'],
    ['old Outlook in Russian', 'Received.\n\n-----Исходное сообщение-----\nПЛАН'],
    ['QQ Mail', 'Received.\n\n------------------ 原始邮件 ------------------\n发件人: "Steward"\n计划'],
    ['NetEase', 'Received.\n\n---- Replied Message ----\nFrom Steward\nPLAN'],
    ['Mail.ru', 'Received.\n\n24 ноября 2026, 10:02 +03:00 от Steward <r-x@example.com>:\nПЛАН'],
    ['Yandex', 'Received.\n\n24.11.2026, 10:02, "Steward" <r-x@example.com>:\nПЛАН'],
    ['a phone', 'Received.\n\nSent from my iPhone'],
    ['a phone in Chinese', 'Received.\n\n发自我的iPhone'],
    ['a phone in Russian', 'Received.\n\nОтправлено с iPhone'],
    ['a client with a signature', 'Received.\n\n-- \nLi Wei\nNorthern Bearings'],
    ['somebody who answers below', `On Tue, 24 Nov 2026 at 10:02, Steward <r-x@example.com> wrote:\n${quoted}\n\nReceived.`],
    ['a signature above the quotation', `Received.\n-- \nLi Wei\nOn Tue, 24 Nov 2026 at 10:02, Steward <r-x@example.com> wrote:\n${quoted}`],
    ['Windows line ends', `Received.\r\n\r\nOn 24/11/2026 10:02, Steward wrote:\r\n> PLAN\r\n`],
    ['Gmail in Chinese, without an empty line', `Received.\nSteward <r-x@example.com> 于2026年11月24日周二 10:02写道：\n${quoted}`],
    ['a client that names no date', `Received.\n\nOn Sun, Steward wrote:\n\n${quoted}`],
    ['a client that names no date, and quotes nothing', 'Received.\n\nOn Sun, Steward wrote:\n'],
    ['a client that names only the writer', 'Received.\n\nSteward wrote:'],
    ['a Chinese client that names no date', 'Received.\n\n周日，Steward 写道：\n'],
    ['a Russian client that names no date', `Received.\n\nSteward пишет:\n${quoted}`],
    ['a Russian client that names nobody', 'Received.\n\nВы писали:\n'],
  ])('are found in a reply from %s', (_, text) => {
    expect(cutQuotation(text)).toBe('Received.');
  });

  it.each([
    'Our foreman wrote:\nthe press is broken.',
    '班长写道：\n压机坏了。',
    'Наш мастер пишет:\nстанок сломан.',
    'From: the supplier’s view this is settled.\nThanks',
    'Costs - 5 > 3\n\nBest regards\nLi Wei',
    'Причина:\n1. Станок сломан',
  ])('stay whole where nothing is quoted: %j', (text) => {
    expect(cutQuotation(text)).toBe(text);
  });

  it('are empty when only the quotation came back', () => {
    expect(cutQuotation(quoted)).toBe('');
  });

  it('never hold more than was written, and are found in any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 2000 }), (text) => {
        expect(cutQuotation(text).length).toBeLessThanOrEqual(text.length);
      }),
    );
  });

  it.each([
    ['a rule that never becomes a divider', (size: number) => `--${' '.repeat(size)}x`],
    ['rules of every mark', (size: number) => `${'-_ '.repeat(size)}original ${'-_ '.repeat(size)}x`],
    ['a header that is never one', (size: number) => `${'*'.repeat(size)}from${'*'.repeat(size)}`],
    ['an attribution without its end', (size: number) => `${'On 1 '.repeat(60)}\n${'1 wrote '.repeat(size)}`],
    ['empty lines', (size: number) => `Received.${'\r\n'.repeat(size)}x`],
    ['signs of a signature', (size: number) => `Received.\n${'Sent from my '.repeat(size)}`],
  ])('stay whole, however long, in a text of %s', async (_, text) => {
    for (const size of [1_000, 30_000, 200_000]) {
      await nextTurn();
      const lines = (whole: string) => whole.trim().split(/\r?\n/).length;
      expect(lines(cutQuotation(text(size)))).toBe(lines(text(size)));
    }
    await nextTurn();
  });

  it('are found however many quotations stand in a mail', async () => {
    for (const size of [1_000, 10_000, 50_000]) {
      await nextTurn();
      const text = `Received.\n${'On 1 May Li wrote:\n\n> a\n'.repeat(size)}Thanks.`;
      expect(cutQuotation(text)).toMatch(/^Received\.\s+Thanks\.$/);
    }
    await nextTurn();
  });
});
