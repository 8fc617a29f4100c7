import type { Language } from './catalogs/speak.js';
import { localScore } from './causes.js';
import { writtenEnds } from './templates/dates.js';

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
    `根据后续收到的数据，${c.periodStart}至${c.periodEnd}的评分已更正：现评级为${c.grade}` +
    `${c.score === null ? '' : `（${c.score}分，满分100分）`}，因此无需再进行因评级为C而启动的整改。`,
  ru: (c) =>
    `С учётом данных, поступивших позже, оценка за период с ${c.periodStart} по ${c.periodEnd} пересчитана: теперь это ${c.grade}` +
    `${c.score === null ? '' : ` (${c.score} из 100 баллов)`}, поэтому запрос на корректирующие действия, открытый из-за оценки C, больше не требуется.`,
};

/** Why a rectification is cancelled after a restatement, in the supplier's language; a person's own words follow. */
export function describeRestatedCause(cause: RestatedCause, comment: string | null, language: Language): string {
  const words = { ...cause, ...writtenEnds(cause, language), score: cause.score === null ? null : localScore(cause.score, language) };
  return [texts[language](words), ...(comment === null ? [] : ['', comment])].join('\n');
}
