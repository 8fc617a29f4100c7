import fc from 'fast-check';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { keywords, readReply } from './keywords.js';

describe('a reply of a supplier', () => {
  it.each([
    ['PLAN\nWe will retrain the packers.', 'plan', 'We will retrain the packers.'],
    ['plan:\nWe will retrain.', 'plan', 'We will retrain.'],
    ['Plan: we will retrain.', 'plan', 'we will retrain.'],
    ['\n\n  «ПЛАН»\nОбучим упаковщиков.', 'plan', 'Обучим упаковщиков.'],
    ['план.\nОбучим.', 'plan', 'Обучим.'],
    ['　计划：\n培训包装人员', 'plan', '培训包装人员'],
    ['計劃\n培訓', 'plan', '培訓'],
    ['ＰＬＡＮ\n培训', 'plan', '培训'],
    ['*PLAN*\nRetrain', 'plan', 'Retrain'],
    ['EVIDENCE\r\nSee photo', 'evidence', 'See photo'],
    ['证据\n见附件', 'evidence', '见附件'],
    ['Подтверждение\nСм. вложение', 'evidence', 'См. вложение'],
  ])('%j is a %s with its text', (reply, kind, text) => {
    expect(readReply(reply)).toEqual({ keyword: { kind }, text });
  });

  it.each([
    ['EXTENSION 5\nMachine broke', 5, 'Machine broke'],
    ['Extension: 10 business days\nMachine broke', 10, 'Machine broke'],
    ['延期 ５\n设备故障', 5, '设备故障'],
    ['延期5个工作日，设备故障', 5, '设备故障'],
    ['ПРОДЛЕНИЕ 5\nСломался станок', 5, 'Сломался станок'],
    ['Продление на 7 рабочих дней: сломался станок', 7, 'сломался станок'],
    ['> extension 3 - strike', 3, 'strike'],
  ])('%j asks for %i business days', (reply, businessDays, text) => {
    expect(readReply(reply)).toEqual({ keyword: { kind: 'extension', businessDays }, text });
  });

  it.each([
    'Plan B is to wait for the new machine.',
    'Planning takes time.',
    'Evidence-based work is our habit.',
    'EXTENSION\nplease',
    'EXTENSION 0',
    'EXTENSION 9999',
    'Доброе утро\nПЛАН',
    'Получили, спасибо.',
    '计划下周提交',
  ])('%j is a message and no step', (reply) => {
    expect(readReply(reply)).toEqual({ keyword: { kind: 'none' }, text: reply });
  });

  it('is understood in every language whatever stands below the keyword', () => {
    fc.assert(
      fc.property(fc.constantFrom(...Object.values(keywords)), fc.string(), (words, text) => {
        expect(readReply(`${words.plan}\n${text}`)).toEqual({ keyword: { kind: 'plan' }, text: text.trim() });
        expect(readReply(`${words.evidence}\n${text}`).keyword.kind).toBe('evidence');
      }),
    );
  });

  it('may be empty', () => {
    expect(readReply(' \n\u200b\n')).toEqual({ keyword: { kind: 'none' }, text: '' });
  });

  it('is read alike however long its first line is', async () => {
    for (const size of [1_000, 30_000, 200_000]) {
      // Lets the runner's time limit speak where the work grows faster than the line.
      await nextTurn();
      expect(readReply(`EXTENSION${' '.repeat(size)}x`).keyword).toEqual({ kind: 'none' });
      expect(readReply(`EXTENSION${' -'.repeat(size)} 5 days`).keyword).toEqual({ kind: 'extension', businessDays: 5 });
      expect(readReply(`EXTENSION 5 рабоч${'ы'.repeat(size)}`).keyword).toEqual({ kind: 'extension', businessDays: 5 });
      expect(readReply(`EXTENSION 5${' '.repeat(size)}\u2028x`).keyword).toEqual({ kind: 'extension', businessDays: 5 });
      expect(readReply(`PLAN:${' '.repeat(size)}\u2028x`)).toEqual({ keyword: { kind: 'plan' }, text: 'x' });
      expect(readReply(`PLAN ${'\u0301\u0316'.repeat(size)}`).keyword).toEqual({ kind: 'none' });
      expect(readReply(`${'.'.repeat(size)}PLAN`).keyword).toEqual({ kind: 'plan' });
    }
    await nextTurn();
  });
});
