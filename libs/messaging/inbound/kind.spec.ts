import { readInboundMail } from './read.js';

const kindOfMail = async (...headers: string[]) => (await readInboundMail(Buffer.from(['From: li@example.com', ...headers, '', 'Text'].join('\r\n')))).kind;

describe('an absence note', () => {
  it.each([
    'Automatic reply: Plan',
    'Automatic Reply',
    'Auto Reply: Plan',
    'Auto-Reply: Re: Plan',
    'AutoReply: Plan',
    'Auto: Plan (Out of Office)',
    'Auto-Response: Plan',
    'Autoresponder: Plan',
    'Out of Office: Plan',
    'Out of Office AutoReply: Plan',
    'Out-of-Office Auto-Reply: Plan',
    'Out of the Office Re: Plan',
    'Out of Office Re: Plan',
    'Out of Office',
    '[Auto-Reply] Plan',
    'Automatische Antwort: Plan',
    'Abwesenheitsnotiz: Plan',
    'Réponse automatique : Plan',
    'Respuesta automática: Plan',
    '自动回复：计划',
    '自动回复: 计划',
    '自动回复计划',
    '自動回覆：計劃',
    '自动答复: 计划',
    'Автоответ: План',
    'Автоответ Re: План',
    'Автоматический ответ: План',
    'Автоматическое уведомление: План',
    '【自动回复】计划',
  ])('is known by its subject %j', async (subject) => {
    expect(await kindOfMail(`Subject: ${subject}`)).toBe('automatic');
  });

  it.each([
    'Re: automatic delivery',
    'Automatic delivery of castings is late',
    'Re: Automatic reply: Plan',
    'AW: Automatische Antwort: Plan',
    'Automatic replying machine late',
    'Autoreply unit replaced',
    'Out of office chairs, delivery late',
    'Автоответчик заменён',
    'Ответ: План',
    '回复：自动回复',
  ])('is not what a person calls %j', async (subject) => {
    expect(await kindOfMail(`Subject: ${subject}`)).toBe('reply');
  });

  it.each([
    ['Auto-Submitted: auto-replied'],
    ['X-Auto-Response-Suppress: All', 'Auto-Submitted: auto-generated'],
    ['X-Auto-Response-Suppress: OOF, DR, RN', 'X-Autoreply: yes'],
    ['X-Auto-Response-Suppress: All', 'X-Autorespond: vacation'],
    ['X-Auto-Response-Suppress: DR', 'Precedence: auto_reply'],
    ['Precedence: auto-reply'],
  ])('is known by the headers %j', async (...headers) => {
    expect(await kindOfMail('Subject: Re: Plan', ...headers)).toBe('automatic');
  });

  it.each([['X-Auto-Response-Suppress: All'], ['Auto-Submitted: no'], ['X-Auto-Response-Suppress: DR, OOF', 'Auto-Submitted: no']])(
    'is not a mail that only asks machines to be silent or says it is none: %j',
    async (...headers) => {
      expect(await kindOfMail('Subject: Re: Plan', ...headers)).toBe('reply');
    },
  );

  it('is looked for in the beginning of a subject only, however long it is', async () => {
    for (const length of [1_000, 20_000, 50_000]) {
      expect(await kindOfMail(`Subject: Out of office${' '.repeat(length)}x`)).toBe('reply');
    }
  });
});
