import type { Language } from './catalogs/speak.js';

/** A score that is better since it was restated. Dates are `YYYY-MM-DD`; `score` has one decimal, null with grade N. */
export interface RestatedCause {
  readonly periodStart: string;
  readonly periodEnd: string;
  readonly grade: string;
  readonly score: string | null;
}

const texts: Record<Language, (cause: RestatedCause) => string> = {
  en: (c) =>
    `Facts that arrived late have restated the period from ${c.periodStart} to ${c.periodEnd}: the grade is now ${c.grade}` +
    `${c.score === null ? '' : ` (${c.score} of 100)`}, so the case that grade C opened is no longer needed.`,
  zh: (c) =>
    `后到的数据更正了 ${c.periodStart} 至 ${c.periodEnd} 的评分：现评级为 ${c.grade}` +
    `${c.score === null ? '' : `（${c.score} 分，满分 100 分）`}，因此由 C 级引发的整改不再需要。`,
  ru: (c) =>
    `Данные, поступившие с опозданием, изменили оценку за период ${c.periodStart} – ${c.periodEnd}: теперь она ${c.grade}` +
    `${c.score === null ? '' : ` (${c.score} балла из 100)`}, поэтому случай, открытый из-за оценки C, больше не нужен.`,
};

/** Why a rectification is cancelled after a restatement, in the supplier's language; a person's own words follow. */
export function describeRestatedCause(cause: RestatedCause, comment: string | null, language: Language): string {
  return [texts[language](cause), ...(comment === null ? [] : ['', comment])].join('\n');
}
