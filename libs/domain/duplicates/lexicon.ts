/**
 * Words that many suppliers of a trade share, by what they mean: they tell companies apart less than a proper name does,
 * and stand for each other across languages. Chinese ones are found within the name, the others as whole words.
 */
interface Concept {
  readonly concept: string;
  readonly words: readonly string[];
  readonly chinese: readonly string[];
}

const concept = (name: string, words: string, chinese: string): Concept => ({
  concept: name,
  words: words.split(' ').filter(Boolean),
  chinese: chinese.split(' ').filter(Boolean),
});

/** A star stands for any ending. */
const concepts: readonly Concept[] = [
  concept('pharma', 'pharma pharm pharmac* farma farmac* фарм фарма фармац* фармасьютикал*', '制药 製藥 药业 藥業 医药 醫藥'),
  concept('technology', 'technolog* techno tech технолог* технолодж*', '技术 技術 科技'),
  concept('industry', 'industr* промышлен* индустри* пром', '工业 工業 实业 實業 产业'),
  concept('laboratory', 'laborator* labs lab лаборатор*', '实验室 實驗室'),
  concept('group', 'group gruppe groupe grupo групп группа', '集团 集團'),
  concept('holding', 'holding* холдинг*', '控股'),
  concept('international', 'international* internacional* интернешнл интернэшнл международн*', '国际 國際'),
  concept('trading', 'trading trade торгов* трейд* трейдинг', '贸易 貿易 商贸'),
  concept('electronics', 'electronic* elektronik* электроник* электронн*', '电子 電子'),
  concept('machinery', 'machine* machinery maschinen машиностро* машины', '机械 機械'),
  concept('chemical', 'chemical* chemie хими* химическ*', '化工 化学 化學'),
  concept('biology', 'biolog* biotech* биолог* биотех*', '生物'),
  concept('plant', 'plant factory works завод фабрика', '制造厂 工厂 厂'),
  concept('manufacturing', 'manufactur* производств*', '制造 製造'),
  concept('medical', 'medical healthcare медицинск* медикал хелскеа*', '医疗 醫療'),
  concept('food', 'food foods пищев* продукты', '食品'),
  concept('importexport', 'import export импорт экспорт', '进出口 進出口'),
  concept('service', 'service services servicios сервис услуги', '服务 服務'),
  concept('logistics', 'logistics logistik логистик*', '物流'),
  concept('company', 'compan* компани* корпорац*', ''),
];

const chineseWords = new Map(concepts.flatMap(({ concept, chinese }) => chinese.map((word) => [word, concept] as const)));
const chinesePattern = new RegExp([...chineseWords.keys()].sort((a, b) => b.length - a.length).join('|'), 'gu');

/** Puts ` #concept ` in the place of each Chinese word that the lexicon knows. */
export function markChineseConcepts(name: string): string {
  return name.replace(chinesePattern, (word) => ` #${chineseWords.get(word) ?? ''} `);
}

const wholeWords = new Map(concepts.flatMap(({ concept, words }) => words.filter((word) => !word.endsWith('*')).map((word) => [word, concept] as const)));
const beginnings = concepts.flatMap(({ concept, words }) => words.filter((word) => word.endsWith('*')).map((word) => [word.slice(0, -1), concept] as const));

/** What a word in a script of letters means, or null when it is a name. */
export function conceptOf(word: string): string | null {
  return wholeWords.get(word) ?? beginnings.find(([beginning]) => word.startsWith(beginning))?.[1] ?? null;
}
