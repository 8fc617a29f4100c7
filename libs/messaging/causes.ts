/** The languages that Steward speaks. */
type Language = 'zh' | 'ru' | 'en';

/** Why Steward itself opens a case, with the figures that a text needs. Dates are `YYYY-MM-DD`. */
export interface GradeCause {
  readonly grade: string;
  /** One decimal. */
  readonly score: string;
  readonly periodStart: string;
  readonly periodEnd: string;
  /** The name and value of each indicator that took part, already formatted. */
  readonly findings: readonly { readonly name: string; readonly value: string }[];
}

const texts: Record<Language, { title: (c: GradeCause) => string; description: (c: GradeCause) => string }> = {
  en: {
    title: (c) => `Grade ${c.grade} for ${c.periodStart} to ${c.periodEnd}`,
    description: (c) =>
      `Your deliveries from ${c.periodStart} to ${c.periodEnd} scored ${c.score} of 100, which is grade ${c.grade}. ` +
      'Please tell us the causes and what you will change so that it does not happen again.',
  },
  zh: {
    title: (c) => `${c.periodStart} 至 ${c.periodEnd} 评级为 ${c.grade}`,
    description: (c) =>
      `贵公司 ${c.periodStart} 至 ${c.periodEnd} 的交付得分为 ${c.score} 分（满分 100 分），评级为 ${c.grade}。` +
      '请说明原因，以及为避免再次发生将采取的措施。',
  },
  ru: {
    title: (c) => `Оценка ${c.grade} за период ${c.periodStart} – ${c.periodEnd}`,
    description: (c) =>
      `Ваши поставки за период ${c.periodStart} – ${c.periodEnd} получили ${c.score} балла из 100, это оценка ${c.grade}. ` +
      'Просим сообщить причины и меры, которые исключат повторение.',
  },
};

/** Title and description of a case that a grade opens, in the supplier's language. */
export function describeGradeCause(cause: GradeCause, language: Language): { title: string; description: string } {
  const { title, description } = texts[language];
  const findings = cause.findings.map((finding) => `– ${finding.name}: ${finding.value}`).join('\n');
  return { title: title(cause), description: findings === '' ? description(cause) : `${description(cause)}\n\n${findings}` };
}
