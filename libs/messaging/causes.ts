import type { Unit } from '#domain/indicators/definition.js';
import type { Language } from './catalogs/speak.js';
import { indicatorNames } from './indicator-names.js';
import { writtenEnds } from './templates/dates.js';

/** Why Steward itself opens a case, with the figures that a text needs. Dates are `YYYY-MM-DD`. */
export interface GradeCause {
  readonly grade: string;
  /** One decimal. */
  readonly score: string;
  readonly periodStart: string;
  readonly periodEnd: string;
  /** The indicators that took part, by their names in the domain; `title` is given for those that a policy defines. */
  readonly findings: readonly { readonly indicator: string; readonly title?: string | undefined; readonly value: number; readonly unit: Unit }[];
}

const texts: Record<Language, { title: (c: GradeCause) => string; description: (c: GradeCause) => string }> = {
  en: {
    title: (c) => `Grade ${c.grade} for ${c.periodStart} to ${c.periodEnd}`,
    description: (c) =>
      `Your performance from ${c.periodStart} to ${c.periodEnd} scored ${c.score} of 100, which is grade ${c.grade}. ` +
      'Please tell us the causes and what you will change so that it does not happen again.',
  },
  zh: {
    title: (c) => `${c.periodStart}至${c.periodEnd}评级为${c.grade}`,
    description: (c) =>
      `贵公司${c.periodStart}至${c.periodEnd}的绩效得分为${c.score}分（满分100分），评级为${c.grade}。` +
      '请说明原因，以及为防止问题再次发生将采取的措施。',
  },
  ru: {
    title: (c) => `Оценка ${c.grade} за период с ${c.periodStart} по ${c.periodEnd}`,
    description: (c) =>
      `За период с ${c.periodStart} по ${c.periodEnd} ваша работа получила оценку ${c.grade} (${c.score} из 100 баллов). ` +
      'Просим сообщить причины и меры, которые исключат повторение.',
  },
};

/** Title and description of a case that a grade opens, in the supplier's language. */
export function describeGradeCause(cause: GradeCause, language: Language): { title: string; description: string } {
  const { title, description } = texts[language];
  const words = { ...cause, ...writtenEnds(cause, language), score: localScore(cause.score, language) };
  const findings = cause.findings.map(({ indicator, title: own, value, unit }) => {
    const name = own ?? indicatorNames[language][indicator] ?? indicator;
    return `– ${name}: ${writtenFigure(value, unit, language)}`;
  });
  return { title: title(words), description: [description(words), ...(findings.length > 0 ? ['', ...findings] : [])].join('\n') };
}

/** A score with one decimal, as the language writes it. */
export function localScore(score: string, language: Language): string {
  return new Intl.NumberFormat(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(Number(score));
}

/** A figure with its unit, as the language writes it. */
export function writtenFigure(value: number, unit: Unit, language: Language): string {
  const number = (options: Intl.NumberFormatOptions) => new Intl.NumberFormat(language, options).format(value);
  switch (unit) {
    case 'percent':
      return `${number({ minimumFractionDigits: 2, maximumFractionDigits: 2 })} %`;
    case 'days':
      return number({ style: 'unit', unit: 'day', unitDisplay: 'long', maximumFractionDigits: 1 });
    case 'hours':
      return number({ style: 'unit', unit: 'hour', unitDisplay: 'long', maximumFractionDigits: 1 });
    case 'partsPerMillion':
      return `${number({ maximumFractionDigits: 0 })} ppm`;
    case 'perHundredLines':
    case 'points':
    case 'ratio':
      return number({ maximumFractionDigits: 2 });
  }
}
