import type { z } from 'zod';
import { questionnaireSchema, type QuestionnaireDocument, type Words } from './questionnaire.js';

type Written = z.input<typeof questionnaireSchema>['sections'][number]['questions'][number];
type More = Partial<Pick<Written, 'weight' | 'required' | 'when' | 'note'>>;

const words = (en: string, zh: string, ru: string): Words => ({ en, zh, ru });
const choice = (answer: string, points: number, said: Words) => ({ answer, points, words: said });

const no = choice('no', 0, words('No', '否', 'Нет'));
const partly = choice('partly', 50, words('In part', '部分', 'Частично'));
const yes = choice('yes', 100, words('Yes', '是', 'Да'));
const percent = words('%', '%', '%');

const degree = (question: string, said: Words, more: More = {}): Written => ({ kind: 'choice', question, words: said, choices: [yes, partly, no], ...more });
const yesOrNo = (question: string, said: Words, more: More = {}): Written => ({ kind: 'choice', question, words: said, choices: [yes, no], ...more });

/** The questionnaire that Steward brings along. */
export const defaultQuestionnaire: QuestionnaireDocument = questionnaireSchema.parse({
  code: 'standard',
  title: words('Supplier self-assessment', '供应商自评问卷', 'Анкета самооценки поставщика'),
  sections: [
    {
      criterion: 'finance',
      weight: 15,
      minimum: 40,
      questions: [
        yesOrNo('profitable', words('Did your company make a profit in each of the last two financial years?', '贵公司最近两个会计年度是否均实现盈利？', 'Была ли ваша компания прибыльной в каждом из двух последних финансовых лет?')),
        {
          kind: 'number',
          question: 'liquidity',
          words: words('Current assets as a share of current liabilities at the end of the last financial year', '上一会计年度末流动资产与流动负债之比', 'Отношение оборотных активов к краткосрочным обязательствам на конец последнего финансового года'),
          unit: percent,
          least: 0,
          most: 10_000,
          bands: [{ from: 80, points: 40 }, { from: 100, points: 70 }, { from: 120, points: 100 }],
        },
        { kind: 'file', question: 'annualReport', weight: 0, words: words('Annual report or balance sheet of the last financial year', '上一会计年度的年度报告或资产负债表', 'Годовой отчёт или баланс за последний финансовый год') },
        { kind: 'date', question: 'founded', weight: 0, words: words('Since when has your company existed?', '贵公司成立日期', 'Дата основания компании') },
      ],
    },
    {
      criterion: 'capacity',
      weight: 15,
      minimum: 40,
      questions: [
        {
          kind: 'number',
          question: 'freeCapacity',
          words: words('Share of your capacity that is free for new orders without new equipment', '在不新增设备的情况下可用于新订单的产能比例', 'Доля мощностей, свободных для новых заказов без покупки оборудования'),
          unit: percent,
          least: 0,
          most: 100,
          bands: [{ from: 5, points: 50 }, { from: 10, points: 75 }, { from: 20, points: 100 }],
        },
        degree('ownProcess', words('Are the essential production steps carried out in your own plants?', '关键生产工序是否在贵公司自有工厂完成？', 'Выполняются ли ключевые производственные операции на собственных площадках?')),
        { kind: 'text', question: 'equipment', weight: 0, words: words('Your most important production and test equipment', '主要生产设备和检测设备', 'Основное производственное и испытательное оборудование') },
      ],
    },
    {
      criterion: 'qualitySystem',
      weight: 25,
      minimum: 50,
      questions: [
        yesOrNo('certified', words('Is your quality management system certified (ISO 9001 or equivalent)?', '贵公司的质量管理体系是否通过认证（ISO 9001 或同等标准）？', 'Сертифицирована ли ваша система менеджмента качества (ISO 9001 или аналог)?'), { required: true }),
        {
          kind: 'certificate',
          question: 'qualityCertificate',
          certifies: 'ISO 9001',
          mandatory: true,
          required: true,
          weight: 2,
          when: { question: 'certified', answer: 'yes' },
          words: words('The certificate of your quality management system', '质量管理体系认证证书', 'Сертификат системы менеджмента качества'),
        },
        {
          kind: 'choice',
          question: 'certification',
          weight: 2,
          when: { question: 'certified', answer: 'no' },
          words: words('Is certification planned within twelve months?', '是否计划在十二个月内取得认证？', 'Планируется ли сертификация в течение двенадцати месяцев?'),
          choices: [choice('yes', 60, yes.words), no],
        },
        degree('testing', words('Are products tested with calibrated equipment before they are shipped?', '产品出货前是否使用经校准的设备进行检验？', 'Проверяется ли продукция перед отгрузкой на поверенном оборудовании?')),
        {
          kind: 'choice',
          question: 'methods',
          many: true,
          words: words('Which of these methods do you use?', '贵公司采用下列哪些方法？', 'Какие из этих методов вы применяете?'),
          choices: [
            choice('fmea', 35, words('Failure mode and effects analysis (FMEA)', '失效模式与影响分析（FMEA）', 'Анализ видов и последствий отказов (FMEA)')),
            choice('spc', 35, words('Statistical process control (SPC)', '统计过程控制（SPC）', 'Статистическое управление процессами (SPC)')),
            choice('eightD', 30, words('Corrective action by 8D', '8D 纠正措施', 'Корректирующие действия по 8D')),
          ],
        },
      ],
    },
    {
      criterion: 'delivery',
      weight: 15,
      minimum: 40,
      questions: [
        {
          kind: 'number',
          question: 'onTime',
          weight: 2,
          words: words('Share of your deliveries that arrived on time in the last twelve months', '最近十二个月内准时交付的比例', 'Доля поставок, выполненных в срок за последние двенадцать месяцев'),
          note: words('If you do not measure it, leave this empty.', '如未统计，请留空。', 'Если показатель не измеряется, оставьте поле пустым.'),
          unit: percent,
          least: 0,
          most: 100,
          bands: [{ from: 80, points: 40 }, { from: 90, points: 75 }, { from: 95, points: 100 }],
        },
        { kind: 'number', question: 'leadTime', weight: 0, words: words('Your usual lead time from order to shipment', '从下单到发货的通常交货周期', 'Обычный срок от заказа до отгрузки'), unit: words('days', '天', 'дней'), least: 0, most: 1_000 },
        degree('tracking', words('Can you announce shipments electronically?', '能否以电子方式发送发货通知？', 'Можете ли вы направлять электронные уведомления об отгрузке?')),
      ],
    },
    {
      criterion: 'reputation',
      weight: 10,
      minimum: 40,
      questions: [
        degree('references', words('Can you name customers of our industry as references?', '能否提供本行业客户作为参考？', 'Можете ли вы назвать референтных заказчиков из нашей отрасли?')),
        { kind: 'text', question: 'referenceNames', weight: 0, when: { question: 'references', answer: 'yes' }, words: words('Which ones, and since when?', '请列出客户名称及合作起始时间', 'Назовите их и укажите, с какого времени вы сотрудничаете') },
        yesOrNo('disputes', words('Is your company free of insolvency proceedings and sanctions?', '贵公司是否不存在破产程序或制裁？', 'Свободна ли ваша компания от процедур банкротства и санкций?'), { required: true }),
      ],
    },
    {
      criterion: 'innovation',
      weight: 5,
      minimum: 0,
      questions: [degree('development', words('Do you have a development department of your own?', '贵公司是否设有自己的研发部门？', 'Есть ли у вас собственный отдел разработок?'))],
    },
    {
      criterion: 'esg',
      weight: 10,
      minimum: 30,
      questions: [
        yesOrNo('conduct', words('Do you accept a code of conduct that excludes child labour, forced labour and corruption?', '贵公司是否接受禁止童工、强迫劳动和腐败的行为准则？', 'Принимаете ли вы кодекс поведения, исключающий детский и принудительный труд и коррупцию?'), { required: true }),
        degree('environment', words('Is your environmental management documented (ISO 14001 or equivalent)?', '环境管理是否有文件化体系（ISO 14001 或同等标准）？', 'Документирована ли система экологического менеджмента (ISO 14001 или аналог)?')),
        { kind: 'certificate', question: 'environmentCertificate', certifies: 'ISO 14001', weight: 0, when: { question: 'environment', answer: 'yes' }, words: words('The certificate of your environmental management, if you have one', '环境管理体系认证证书（如有）', 'Сертификат системы экологического менеджмента, если он есть') },
      ],
    },
    {
      criterion: 'collaboration',
      weight: 5,
      minimum: 0,
      questions: [degree('contact', words('Will we have one contact who answers within one business day?', '是否有固定联系人在一个工作日内回复？', 'Будет ли у нас постоянное контактное лицо, отвечающее в течение одного рабочего дня?'))],
    },
  ],
});
