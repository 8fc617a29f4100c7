import type { Language } from '../catalogs/speak.js';

/** What examples are filled with, as people of that language would write it. Nobody is named: companies and desks stand for people. */
export interface ExampleData {
  readonly supplier: string;
  readonly otherSupplier: string;
  readonly reader: string;
  readonly desk: string;
  readonly title: string;
  readonly description: string;
  readonly said: string;
  readonly plan: string;
  readonly category: string;
  readonly terms: string;
  readonly term: string;
  readonly certificate: string;
  readonly gate: string;
  readonly serverSaid: string;
  readonly timeZone: string;
}

/** See {@link ExampleData}. */
export const data: Readonly<Record<Language, ExampleData>> = {
  en: {
    supplier: 'Northern Bearings Ltd',
    otherSupplier: 'Harbour Castings Ltd',
    reader: 'Sales Department',
    desk: 'Purchasing',
    title: 'Three months below 90 % on time',
    description: 'July: 71 %.\nAugust: 64 %.\nSeptember: 68 %.',
    said: 'The list of machines in the plan is not complete.\nPlease name who is responsible for each measure.',
    plan: 'A second shift works from 1 December.\nThe production planner checks the schedule every week.',
    category: 'Bearings',
    terms: 'Order share',
    term: 'minus 10 percentage points',
    certificate: 'of the quality management system',
    gate: 'the response to the last corrective action case is missing',
    serverSaid: '550 5.1.1 The address does not exist.',
    timeZone: 'Europe/London',
  },
  zh: {
    supplier: '华东轴承有限公司',
    otherSupplier: '江南铸造有限公司',
    reader: '销售部',
    desk: '采购部',
    title: '连续三个月准时交付率低于90%',
    description: '7月：71%。\n8月：64%。\n9月：68%。',
    said: '计划中的设备清单不完整。\n请写明每项措施的责任人。',
    plan: '自12月1日起增加第二班。\n生产计划员每周检查排产。',
    category: '轴承',
    terms: '订单份额',
    term: '减少10个百分点',
    certificate: '质量管理体系认证',
    gate: '尚未收到对上一份整改单的答复',
    serverSaid: '550 5.1.1 地址不存在。',
    timeZone: 'Asia/Shanghai',
  },
  ru: {
    supplier: 'ООО «Северный подшипник»',
    otherSupplier: 'АО «Портовое литьё»',
    reader: 'отдел продаж',
    desk: 'отдел закупок',
    title: 'Три месяца подряд в срок менее 90 % поставок',
    description: 'Июль: 71 %.\nАвгуст: 64 %.\nСентябрь: 68 %.',
    said: 'Перечень оборудования в плане неполный.\nПросим указать ответственного за каждую меру.',
    plan: 'С 1 декабря вводится вторая смена.\nПлановый отдел проверяет график каждую неделю.',
    category: 'Подшипники',
    terms: 'Доля заказов',
    term: 'минус 10 процентных пунктов',
    certificate: 'системы менеджмента качества',
    gate: 'нет ответа на последний запрос на корректирующие действия',
    serverSaid: '550 5.1.1 Адрес не существует.',
    timeZone: 'Europe/Moscow',
  },
};

/** The moment of the examples, the day on which what they ask is due, and the period that they are about. */
export const moments = { at: '2026-11-17T09:30:00.000Z', dueAt: '2026-11-24T15:59:00.000Z', asOf: '2026-11-16', periodStart: '2026-07-01', periodEnd: '2026-09-30' } as const;

/** Number of the case, or whatever else a mail has a number of. */
export const NUMBER = '0d9f1c2a';

/** Where links lead. */
export const SITE = 'https://steward.example.com';
