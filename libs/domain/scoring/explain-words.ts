import { type Unit, unitTexts } from '../indicators/definition.js';
import type { GateName } from './grade.js';
import type { ExplanationLanguage } from './indicator-words.js';
import type { Segment } from '../supplier/status.js';

/** The sentences of an explanation. Numbers come in as text; a unit comes with its leading space, where it has one. */
export interface ExplainWords {
  readonly units: Readonly<Record<Unit, string>>;
  readonly nothing: string;
  readonly atLeast: string;
  readonly atMost: string;
  readonly gates: Readonly<Record<GateName, string>>;
  /** A decimal number as the language writes it. */
  number(number: string | number): string;
  /** What follows the reason of a gate: the day (YYYY-MM-DD) by which it held. */
  lookedAt(day: string): string;
  header(policyVersion: number, segment: Segment): string;
  refused(title: string): string;
  insufficient(sample: number, minimumSample: number, weight: number): string;
  noValue(quotient: string): string;
  sample(size: number): string;
  points(points: string): string;
  linear(floor: string, target: string): string;
  bands(bands: string, otherwise: number): string;
  band(bound: string, points: number): string;
  step(bound: string): string;
  weight(weight: number): string;
  sharedWeight(weight: number, withData: string, shared: string): string;
  tooLittle(withData: string, minimum: number): string;
  /** `terms` is the whole addition, with its result. */
  sum(terms: string, score: string): string;
  bounds(a: number, b: number, score: string, grade: string): string;
  gate(grade: string, reason: string, fatal: boolean): string;
  grade(grade: string): string;
}

const en: ExplainWords = {
  units: unitTexts,
  nothing: 'nothing',
  atLeast: 'at least',
  atMost: 'at most',
  gates: {
    openCriticalNonconformity: 'a critical nonconformity is open',
    expiredMandatoryCertificate: 'a mandatory certificate has expired and none is valid in its place',
    sanctionsHit: 'the supplier is on a sanctions list',
    forgedCertificate: 'a certificate was found to be forged',
  },
  number: String,
  lookedAt: (day) => ` (looked at on ${day})`,
  header: (version, segment) => `Policy version ${version}, template of the ${segment} segment.`,
  refused: (title) => `${title}: asked and refused = 0 points.`,
  insufficient: (sample, minimum, weight) =>
    `Insufficient data: a sample of ${sample}, at least ${minimum} needed; its weight of ${weight} goes to the rest.`,
  noValue: (quotient) => `${quotient} has no value.`,
  sample: (size) => `sample ${size}`,
  points: (points) => `${points} points`,
  linear: (floor, target) => `Evenly from 0 points at ${floor} to 100 at ${target}, and no further`,
  bands: (bands, otherwise) => `The first that holds of ${bands}; otherwise ${otherwise} points`,
  band: (bound, points) => `${bound}: ${points} points`,
  step: (bound) => `100 points for ${bound}, otherwise 0`,
  weight: (weight) => `Weight ${weight}`,
  sharedWeight: (weight, withData, shared) => `Weight ${weight} / ${withData} with data × 100 = ${shared}`,
  tooLittle: (withData, minimum) => `Only ${withData} of 100 weight has data, at least ${minimum} needed: not enough for a score.`,
  sum: (terms, score) => `Sum: ${terms}; with one decimal, half up: ${score}.`,
  bounds: (a, b, score, grade) => `A from ${a}, B from ${b}, C below: ${score} is ${grade}.`,
  gate: (grade, reason, fatal) => `At most ${grade}, because ${reason}.${fatal ? ' This is fatal: a phase-out is proposed.' : ''}`,
  grade: (grade) => `Grade ${grade}.`,
};

const pluralRu = new Intl.PluralRules('ru');
const pointsByPlural: Partial<Record<Intl.LDMLPluralRule, string>> = { one: 'балл', few: 'балла', many: 'баллов' };
/** The word for so many points; after a fraction it is the genitive: 62,5 балла. */
const pointsRu = (points: string | number): string => pointsByPlural[pluralRu.select(Number(points))] ?? 'балла';
const comma = (number: string | number): string => String(number).replace('.', ',');

const segmentsRu: Record<Segment, string> = { strategic: 'стратегический', leverage: 'рычаг', bottleneck: 'узкое место', routine: 'рутинный' };
const ru: ExplainWords = {
  units: { percent: ' %', days: ' дн.', hours: ' ч', ratio: '', partsPerMillion: ' ppm', perHundredLines: ' на 100 строк', points: ' баллов' },
  nothing: 'ничего',
  atLeast: 'не менее',
  atMost: 'не более',
  gates: {
    openCriticalNonconformity: 'открыто критическое несоответствие',
    expiredMandatoryCertificate: 'истёк обязательный сертификат, и действующего взамен нет',
    sanctionsHit: 'поставщик в санкционном списке',
    forgedCertificate: 'сертификат оказался поддельным',
  },
  number: comma,
  lookedAt: (day) => ` (по состоянию на ${day})`,
  header: (version, segment) => `Политика, версия ${version}; шаблон сегмента «${segmentsRu[segment]}».`,
  refused: (title) => `${title}: на запрос получен отказ = 0 баллов.`,
  insufficient: (sample, minimum, weight) =>
    `Недостаточно данных: выборка ${sample}, нужно не менее ${minimum}; вес ${comma(weight)} распределён между остальными.`,
  noValue: (quotient) => `${quotient} не имеет значения.`,
  sample: (size) => `выборка ${size}`,
  points: (points) => `${comma(points)} ${pointsRu(points)}`,
  linear: (floor, target) => `Равномерно от 0 баллов при ${floor} до 100 при ${target}, и не дальше`,
  bands: (bands, otherwise) => `Первое, что выполняется: ${bands}; иначе ${comma(otherwise)} ${pointsRu(otherwise)}`,
  band: (bound, points) => `${bound}: ${comma(points)} ${pointsRu(points)}`,
  step: (bound) => `100 баллов, если ${bound}, иначе 0`,
  weight: (weight) => `Вес ${comma(weight)}`,
  sharedWeight: (weight, withData, shared) => `Вес ${comma(weight)} / ${comma(withData)} с данными × 100 = ${shared}`,
  tooLittle: (withData, minimum) => `Данные есть только для ${comma(withData)} из 100 веса, нужно не менее ${comma(minimum)}: для оценки мало.`,
  sum: (terms, score) => `Сумма: ${terms}; с одним знаком, половина вверх: ${comma(score)}.`,
  bounds: (a, b, score, grade) => `A от ${comma(a)}, B от ${comma(b)}, ниже C: ${comma(score)} – это ${grade}.`,
  gate: (grade, reason, fatal) => `Не выше ${grade}, потому что ${reason}.${fatal ? ' Это решающее: предлагается вывод поставщика.' : ''}`,
  grade: (grade) => `Оценка ${grade}.`,
};

const segmentsZh: Record<Segment, string> = { strategic: '战略', leverage: '杠杆', bottleneck: '瓶颈', routine: '常规' };
const zh: ExplainWords = {
  units: { percent: ' %', days: ' 天', hours: ' 小时', ratio: '', partsPerMillion: ' ppm', perHundredLines: ' 每 100 行', points: ' 分' },
  nothing: '无',
  atLeast: '不低于',
  atMost: '不高于',
  gates: {
    openCriticalNonconformity: '有未关闭的严重不符合项',
    expiredMandatoryCertificate: '强制性证书已过期且无有效证书替代',
    sanctionsHit: '供应商在制裁名单上',
    forgedCertificate: '发现伪造证书',
  },
  number: String,
  lookedAt: (day) => `（截至 ${day}）`,
  header: (version, segment) => `政策第 ${version} 版，${segmentsZh[segment]}类模板。`,
  refused: (title) => `${title}：已要求提供但被拒绝 = 0 分。`,
  insufficient: (sample, minimum, weight) => `数据不足：样本 ${sample}，至少需要 ${minimum}；其权重 ${weight} 由其余指标分摊。`,
  noValue: (quotient) => `${quotient} 无值。`,
  sample: (size) => `样本 ${size}`,
  points: (points) => `${points} 分`,
  linear: (floor, target) => `从 ${floor} 的 0 分均匀增至 ${target} 的 100 分，两端封顶`,
  bands: (bands, otherwise) => `取第一个成立者：${bands}；否则 ${otherwise} 分`,
  band: (bound, points) => `${bound}：${points} 分`,
  step: (bound) => `${bound}得 100 分，否则 0 分`,
  weight: (weight) => `权重 ${weight}`,
  sharedWeight: (weight, withData, shared) => `权重 ${weight} / ${withData}（有数据的权重）× 100 = ${shared}`,
  tooLittle: (withData, minimum) => `100 的权重中仅 ${withData} 有数据，至少需要 ${minimum}：不足以评分。`,
  sum: (terms, score) => `合计：${terms}；保留一位小数，四舍五入：${score}。`,
  bounds: (a, b, score, grade) => `${a} 起为 A，${b} 起为 B，以下为 C：${score} 为 ${grade}。`,
  gate: (grade, reason, fatal) => `最高 ${grade} 级，因为${reason}。${fatal ? '此为致命项：建议退出合作。' : ''}`,
  grade: (grade) => `评级 ${grade}。`,
};

/** The words of each language; adding one is a table and a line here. */
export const explainWords: Readonly<Record<ExplanationLanguage, ExplainWords>> = { en, ru, zh };
