import type { Choice, Question, Questionnaire, Words } from './questionnaire.js';

const words = (en: string, zh: string, ru: string): Words => ({ en, zh, ru });
const choice = (answer: string, points: number, said: Words): Choice => ({ answer, points, words: said });

const no = choice('no', 0, words('No', '否', 'Нет'));
const partly = choice('partly', 50, words('In part', '部分', 'Частично'));
const yes = choice('yes', 100, words('Yes', '是', 'Да'));
const degree = [yes, partly, no];

const ask = (question: string, said: Words, choices: readonly Choice[] = degree, more: Partial<Question> = {}): Question => ({ question, words: said, weight: 1, choices, ...more });

/** The questionnaire that Steward brings along. */
export const defaultQuestionnaire: Questionnaire = {
  version: 'standard-1',
  sections: [
    {
      criterion: 'finance',
      weight: 15,
      minimum: 40,
      questions: [
        ask('profitable', words('Did your company make a profit in each of the last two financial years?', '贵公司最近两个会计年度是否均实现盈利？', 'Была ли ваша компания прибыльной в каждом из двух последних финансовых лет?')),
        ask('liquid', words('Do current assets cover current liabilities?', '流动资产是否能覆盖流动负债？', 'Покрывают ли оборотные активы краткосрочные обязательства?')),
      ],
    },
    {
      criterion: 'capacity',
      weight: 15,
      minimum: 40,
      questions: [
        ask('freeCapacity', words('Is free capacity available for our demand without new equipment?', '在不新增设备的情况下，是否有余量满足我方需求？', 'Есть ли свободные мощности под наш спрос без нового оборудования?')),
        ask('ownProcess', words('Are the essential production steps carried out in your own plants?', '关键生产工序是否在贵公司自有工厂完成？', 'Выполняются ли ключевые производственные операции на собственных площадках?')),
      ],
    },
    {
      criterion: 'qualitySystem',
      weight: 25,
      minimum: 50,
      questions: [
        ask('certified', words('Is your quality management system certified (ISO 9001 or equivalent)?', '贵公司的质量管理体系是否通过认证（ISO 9001 或同等标准）？', 'Сертифицирована ли ваша система менеджмента качества (ISO 9001 или аналог)?'), [yes, no], { weight: 2 }),
        ask(
          'certification',
          words('Is certification planned within twelve months?', '是否计划在十二个月内取得认证？', 'Планируется ли сертификация в течение двенадцати месяцев?'),
          [choice('yes', 60, yes.words), no],
          { when: { question: 'certified', answer: 'no' } },
        ),
        ask('testing', words('Are products tested with calibrated equipment before they are shipped?', '产品出货前是否使用经校准的设备进行检验？', 'Проверяется ли продукция перед отгрузкой на поверенном оборудовании?')),
      ],
    },
    {
      criterion: 'delivery',
      weight: 15,
      minimum: 40,
      questions: [
        ask(
          'onTime',
          words('What share of your deliveries arrived on time in the last twelve months?', '最近十二个月内准时交付的比例是多少？', 'Какая доля поставок за последние двенадцать месяцев была выполнена в срок?'),
          [
            choice('95', 100, words('95 % or more', '95% 及以上', '95 % и более')),
            choice('90', 75, words('90 to 95 %', '90%–95%', '90–95 %')),
            choice('80', 40, words('80 to 90 %', '80%–90%', '80–90 %')),
            choice('less', 0, words('Less, or not measured', '低于 80% 或未统计', 'Меньше или не измеряется')),
          ],
        ),
        ask('tracking', words('Can you announce shipments electronically?', '能否以电子方式发送发货通知？', 'Можете ли вы направлять электронные уведомления об отгрузке?')),
      ],
    },
    {
      criterion: 'reputation',
      weight: 10,
      minimum: 40,
      questions: [
        ask('references', words('Can you name customers of our industry as references?', '能否提供本行业客户作为参考？', 'Можете ли вы назвать референтных заказчиков из нашей отрасли?')),
        ask('disputes', words('Is your company free of insolvency proceedings and sanctions?', '贵公司是否不存在破产程序或制裁？', 'Свободна ли ваша компания от процедур банкротства и санкций?'), [yes, no]),
      ],
    },
    {
      criterion: 'innovation',
      weight: 5,
      minimum: 0,
      questions: [ask('development', words('Do you have a development department of your own?', '贵公司是否设有自己的研发部门？', 'Есть ли у вас собственный отдел разработок?'))],
    },
    {
      criterion: 'esg',
      weight: 10,
      minimum: 30,
      questions: [
        ask('conduct', words('Do you accept a code of conduct that excludes child labour, forced labour and corruption?', '贵公司是否接受禁止童工、强迫劳动和腐败的行为准则？', 'Принимаете ли вы кодекс поведения, исключающий детский и принудительный труд и коррупцию?'), [yes, no]),
        ask('environment', words('Is your environmental management documented (ISO 14001 or equivalent)?', '环境管理是否有文件化体系（ISO 14001 或同等标准）？', 'Документирована ли система экологического менеджмента (ISO 14001 или аналог)?')),
      ],
    },
    {
      criterion: 'collaboration',
      weight: 5,
      minimum: 0,
      questions: [ask('contact', words('Will we have one contact who answers within one business day?', '是否有固定联系人在一个工作日内回复？', 'Будет ли у нас постоянное контактное лицо, отвечающее в течение одного рабочего дня?'))],
    },
  ],
};

const known: readonly Questionnaire[] = [defaultQuestionnaire];

/** A questionnaire by its version; null when there is none. */
export function questionnaireOf(version: string): Questionnaire | null {
  return known.find((each) => each.version === version) ?? null;
}
