import { findIndicator } from '../../indicators/catalogue.js';
import { explainWords } from '../../scoring/explain-words.js';
import { type ExplanationLanguage, indicatorWords } from '../../scoring/indicator-words.js';
import type { GradeReason } from '../backtest.js';

interface Reasons {
  tooLittleData(weight: string, needed: number): string;
  enoughData(weight: string, needed: number): string;
  gateHolds(condition: string, grade: string): string;
  gateFell(condition: string, grade: string): string;
  bound(grade: string, score: string, before: number, after: number): string;
  indicator(title: string, before: string, after: string): string;
}

const reasons: Readonly<Record<ExplanationLanguage, Reasons>> = {
  en: {
    tooLittleData: (weight, needed) => `Only ${weight} of 100 weight has data; ${needed} are needed.`,
    enoughData: (weight, needed) => `${weight} of 100 weight has data now; ${needed} are needed.`,
    gateHolds: (condition, grade) => `Now at most ${grade}, as ${condition}.`,
    gateFell: (condition, grade) => `No longer held at ${grade} although ${condition}.`,
    bound: (grade, score, before, after) => `Grade ${grade} begins at ${after} instead of ${before}; the score is ${score}.`,
    indicator: (title, before, after) => `“${title}” brings ${after} points of the score instead of ${before}.`,
  },
  ru: {
    tooLittleData: (weight, needed) => `Данные есть только для веса ${weight} из 100; нужно ${needed}.`,
    enoughData: (weight, needed) => `Данные теперь есть для веса ${weight} из 100; нужно ${needed}.`,
    gateHolds: (condition, grade) => `Теперь не выше ${grade}, так как ${condition}.`,
    gateFell: (condition, grade) => `Больше не ограничено оценкой ${grade}, хотя ${condition}.`,
    bound: (grade, score, before, after) => `Оценка ${grade} начинается с ${after} вместо ${before}; балл – ${score}.`,
    indicator: (title, before, after) => `«${title}» даёт ${after} балла оценки вместо ${before}.`,
  },
  zh: {
    tooLittleData: (weight, needed) => `100权重中仅${weight}有数据，需要${needed}。`,
    enoughData: (weight, needed) => `100权重中现有${weight}有数据，需要${needed}。`,
    gateHolds: (condition, grade) => `${condition}，现最高${grade}级。`,
    gateFell: (condition, grade) => `虽然${condition}，不再限于${grade}级。`,
    bound: (grade, score, before, after) => `${grade}级起点由${before}改为${after}；得分为${score}。`,
    indicator: (title, before, after) => `“${title}”贡献的分数由${before}变为${after}。`,
  },
};

/** Why a grade is another one, in one sentence; `titleOf` knows the indicators that the policies define themselves. */
export function tellReason(reason: GradeReason, language: ExplanationLanguage, titleOf: (indicator: string) => string): string {
  const say = reasons[language];
  switch (reason.kind) {
    case 'tooLittleData':
    case 'enoughData':
      return say[reason.kind](reason.weight, reason.needed);
    case 'gateHolds':
    case 'gateFell':
      return say[reason.kind](explainWords[language].gates[reason.gate], reason.highestGrade);
    case 'bound':
      return say.bound(reason.grade, reason.score, reason.before, reason.after);
    case 'indicator': {
      const builtIn = findIndicator(reason.indicator);
      return say.indicator(builtIn ? indicatorWords(builtIn, language).title : titleOf(reason.indicator), reason.before, reason.after);
    }
  }
}
