import { publishMonth, openSetting, publish, settleWithContact, tenLines } from './scorecards-setting.js';

let setting: Awaited<ReturnType<typeof openSetting>>;
beforeEach(async () => void (setting = await openSetting()), 60_000);
afterEach(() => setting?.close());

const at = new Date('2026-05-04T10:00:00Z');
const mails = () => setting.db.prisma.outboxMessage.findMany({ where: { template: 'scorecard' }, orderBy: { createdAt: 'asc' } });

describe('scorecards', () => {
  it('tell each supplier its grade, the breakdown, why, the trend, and how to appeal until when – once', async () => {
    const { db, ports } = setting;
    const [good, bad] = [await settleWithContact(db), await settleWithContact(db)];
    await publishMonth(db, '2026-03', [...tenLines(good.supplierId, '2026-03', 0), ...tenLines(bad.supplierId, '2026-03', 0)], new Date('2026-04-03T10:00:00Z'));
    const evaluationId = await publishMonth(db, '2026-04', [...tenLines(good.supplierId, '2026-04', 0), ...tenLines(bad.supplierId, '2026-04', 5)], at);

    expect(await ports.sendScorecards({ evaluationId, at: at.toISOString() })).toEqual({ sent: 2 });
    expect(await ports.sendScorecards({ evaluationId, at: new Date(at.getTime() + 60_000).toISOString() })).toEqual({ sent: 2 });

    expect(await mails()).toHaveLength(2);
    const mail = (await mails()).find((each) => each.address === bad.email);
    expect(mail?.subject).toMatch(/grade C/);
    expect(mail?.replyTo).toMatch(/^r-[a-z2-7]{40}@example\.com$/);
    for (const said of ['On-time delivery', 'grade C', '1 March 2026 to 31 March 2026: A (100)', 'points worse', 'Monday 11 May 2026 at 23:59', 'https://steward.example.com/portal/scorecards/'])
      expect(mail?.text.replaceAll(',', '')).toContain(said);
    expect(mail?.text).toMatch(/takes [\d.]+ points from the score/);
    expect(await db.prisma.scorecard.count({ where: { evaluationId } })).toBe(2);
    expect(await db.prisma.link.count({ where: { kind: 'scorecard' } })).toBe(2);
  });

  it('are written in the language of who reads them', async () => {
    const { db, ports } = setting;
    const [zh, ru] = [await settleWithContact(db, 'zh'), await settleWithContact(db, 'ru')];
    const evaluationId = await publishMonth(db, '2026-04', [...tenLines(zh.supplierId, '2026-04', 3), ...tenLines(ru.supplierId, '2026-04', 3)], at);
    await ports.sendScorecards({ evaluationId, at: at.toISOString() });
    const texts = new Map((await mails()).map((each) => [each.address, each.text]));
    expect(texts.get(zh.email)).toMatch(/准时交付率.*\n.*如有异议/s);
    expect(texts.get(ru.email)).toMatch(/Доля своевременных поставок.*ваш ответ и есть апелляция/s);
  });

  it('are not mailed for a grade N, nor where the policy sends none, and a supplier without contacts has one without a mail', async () => {
    const { db, ports } = setting;
    const [told, unknown, mute] = [await settleWithContact(db), await settleWithContact(db), await settleWithContact(db)];
    await db.prisma.contact.update({ where: { id: mute.contactId }, data: { removedAt: at } });
    const evaluationId = await publishMonth(db, '2026-04', [told, mute].flatMap((each) => tenLines(each.supplierId, '2026-04', 1)), at);
    expect(await ports.sendScorecards({ evaluationId, at: at.toISOString() })).toEqual({ sent: 1 });
    expect(await db.prisma.scorecard.findMany({ where: { evaluationId, supplierId: unknown.supplierId } })).toEqual([]);
    expect(await db.prisma.scorecard.findMany({ where: { evaluationId, supplierId: mute.supplierId } })).toMatchObject([{ outboxId: null }]);

    await publish(db, { evaluation: { scorecards: false } });
    const silent = await publishMonth(db, '2026-03', tenLines(told.supplierId, '2026-03', 1), new Date(at.getTime() + 1_000));
    expect(await ports.sendScorecards({ evaluationId: silent, at: at.toISOString() })).toEqual({ sent: 0 });
  });
});
