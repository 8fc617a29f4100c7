import type { IndicatorDefinition } from '../indicators/definition.js';

/** The languages in which a score is explained. */
export const explanationLanguages = ['en', 'ru', 'zh'] as const;

/** See {@link explanationLanguages}. */
export type ExplanationLanguage = (typeof explanationLanguages)[number];

/** Title and definition of an indicator in words. */
export interface IndicatorWords {
  readonly title: string;
  readonly formula: string;
}

const ru: Record<string, IndicatorWords> = {
  onTimeDelivery: { title: 'Своевременность поставок', formula: 'строки заказов, полностью поступившие к обещанной дате / строки с наступившим сроком × 100' },
  onTimeDeliveryByQuantity: { title: 'Своевременность по количеству', formula: 'количество, поступившее к обещанной дате (по строке не больше причитающегося) / причитающееся количество × 100' },
  onTimeInFull: { title: 'Вовремя и полностью', formula: 'строки вовремя, без недостачи, с превышением не более 5 % и принятые / строки с наступившим сроком × 100' },
  meanLateness: { title: 'Средняя задержка', formula: 'дни от обещанной даты до полного поступления, раннее поступление – 0, в сумме / полностью поступившие строки' },
  leadTimeMean: { title: 'Средний срок поставки', formula: 'дни от даты заказа до полного поступления, в сумме / полностью поступившие строки с известной датой заказа' },
  leadTimeDeviation: { title: 'Отклонение срока поставки', formula: 'стандартное отклонение (n − 1) дней от даты заказа до полного поступления' },
  leadTimeVariation: { title: 'Разброс срока поставки', formula: 'стандартное отклонение (n − 1) сроков поставки / средний срок поставки' },
  qualityPassRate: { title: 'Доля годного', formula: '(проверенное количество − забракованное) / проверенное количество × 100' },
  lotAcceptanceRate: { title: 'Доля принятых партий', formula: 'принятые партии / проверенные партии × 100' },
  partsPerMillion: { title: 'Дефекты на миллион', formula: '(забраковано + принято с отступлением) / поступившее количество × 1 000 000' },
  priceCompetitiveness: { title: 'Конкурентность цены', formula: 'ориентир / цена, взвешенно по количеству, × 100; ориентир – средняя цена того же товара, единицы и валюты у всех поставщиков за период, взвешенная по количеству' },
  costChange: { title: 'Изменение затрат', formula: '(затраты сейчас − затраты на то же количество по ценам годом ранее) / последние × 100' },
  totalCost: { title: 'Полная стоимость закупки', formula: '(закупка + перевозка) / закупка × 100, по строкам с известной стоимостью перевозки' },
  invoiceAccuracy: { title: 'Точность счетов', formula: 'счета с верной ценой, количеством и условиями / проверенные счета × 100' },
  paymentsOnTime: { title: 'Наши оплаты в срок', formula: 'счета, полностью оплаченные к сроку / счета с наступившим сроком × 100' },
  responsiveness: { title: 'Отзывчивость', formula: 'вопросы, шаги случаев и рекламации с ответом в срок / все с наступившим сроком ответа × 100' },
  medianResponseTime: { title: 'Медианное время ответа', formula: 'часы от вопроса до ответа у среднего по времени ответа; при чётном числе – среднее двух' },
  rectificationEffectiveness: { title: 'Действенность исправлений', formula: 'случаи, закрытые как действенные не менее 90 дней назад, без повторения / все такие × 100; случай относится к периоду, в котором истекли его 90 дней' },
  lineStoppageHours: { title: 'Простои линии', formula: 'часы простоя нашей линии по вине поставщика, в сумме' },
  afterSalesSatisfaction: { title: 'Удовлетворённость обслуживанием', formula: 'оценки опроса о послепродажном обслуживании, от 0 до 100, в сумме / ответы' },
  netPromoterScore: { title: 'Индекс лояльности (NPS)', formula: '(ответы 9 и 10 − ответы от 0 до 6) / ответы × 100' },
  humanRating: { title: 'Оценка людей', formula: 'оценки циклов за период, от 0 до 100, калиброванные там, где это подтверждено, в сумме по оценивающим / оценивающие' },
  complaintsPerHundredLines: { title: 'Рекламации на 100 строк', formula: 'рекламации и обращения за период / строки заказов с наступившим сроком × 100' },
};

const zh: Record<string, IndicatorWords> = {
  onTimeDelivery: { title: '准时交付率', formula: '在承诺日期前全部到货的到期订单行 / 到期订单行 × 100' },
  onTimeDeliveryByQuantity: { title: '按数量计准时交付率', formula: '在承诺日期前到货的数量（每行不超过应交数量） / 应交数量 × 100' },
  onTimeInFull: { title: '准时足量交付率', formula: '准时、不短缺、超交不超过 5 % 且验收合格的订单行 / 到期订单行 × 100' },
  meanLateness: { title: '平均延误', formula: '从承诺日期到全部到货的天数（提前按 0 计）之和 / 全部到货的订单行' },
  leadTimeMean: { title: '平均交期', formula: '从订单日期到全部到货的天数之和 / 订单日期已知且全部到货的订单行' },
  leadTimeDeviation: { title: '交期标准差', formula: '从订单日期到全部到货天数的标准差（n − 1）' },
  leadTimeVariation: { title: '交期波动', formula: '交期的标准差（n − 1） / 平均交期' },
  qualityPassRate: { title: '质量合格率', formula: '（检验数量 − 拒收数量） / 检验数量 × 100' },
  lotAcceptanceRate: { title: '批次接收率', formula: '接收批次 / 检验批次 × 100' },
  partsPerMillion: { title: '百万件不良数', formula: '（拒收数量 + 让步接收数量） / 到货数量 × 1,000,000' },
  priceCompetitiveness: { title: '价格竞争力', formula: '基准价 / 价格，按数量加权，× 100；基准价为期间内全部供应商同一物料、单位和币种按数量加权的平均价格' },
  costChange: { title: '成本变化', formula: '（当前成本 − 相同数量按一年前价格的成本） / 后者 × 100' },
  totalCost: { title: '采购总成本', formula: '（采购 + 运输） / 采购 × 100，仅计运输成本已知的订单行' },
  invoiceAccuracy: { title: '发票准确率', formula: '价格、数量和条款均正确的发票 / 已核对发票 × 100' },
  paymentsOnTime: { title: '我方按时付款率', formula: '到期日前全额付清的发票 / 到期发票 × 100' },
  responsiveness: { title: '响应及时率', formula: '按时答复的询问、整改步骤和投诉 / 答复已到期者 × 100' },
  medianResponseTime: { title: '答复时间中位数', formula: '按时间居中的答复从提问到答复的小时数；个数为偶数时取中间两个的平均' },
  rectificationEffectiveness: { title: '整改有效率', formula: '90 天前或更早有效关闭且未复发的整改 / 全部此类整改 × 100；整改计入其 90 天届满的期间' },
  lineStoppageHours: { title: '停线时间', formula: '因供应商造成的我方产线停线小时数之和' },
  afterSalesSatisfaction: { title: '售后满意度', formula: '售后调查得分（0 至 100）之和 / 答复数' },
  netPromoterScore: { title: '净推荐值', formula: '（9 和 10 分的答复 − 0 至 6 分的答复） / 答复数 × 100' },
  humanRating: { title: '人工评分', formula: '期间内各评估周期的评分（0 至 100，已确认校准的取校准值）按评分人求和 / 评分人数' },
  complaintsPerHundredLines: { title: '每百行投诉数', formula: '期间内提出的投诉和售后事件 / 到期订单行 × 100' },
};

/** How people call an indicator. What a policy defines itself is called in every language as its authors wrote it. */
export function indicatorWords(definition: IndicatorDefinition, language: ExplanationLanguage): IndicatorWords {
  const translated = definition.titleKey === null || language === 'en' ? undefined : { ru, zh }[language][definition.name];
  return translated ?? definition;
}
