import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.js';
import type { Outcome } from './queries.js';

/** In days. */
const HOUR = 1 / 24;

/** The figures of outcomes as people say them. */
export interface OutcomeWords {
  /** A value with its unit; an answering speed is said as the hours that an answer takes. */
  value(unit: Outcome['unit'], value: number): string;
  /** `+12 %` */
  change(percent: number): string;
  goal(outcome: Pick<Outcome, 'goal' | 'unit' | 'direction'>): string;
}

/** {@link OutcomeWords} in the language of the screen. */
export function useOutcomeWords(): OutcomeWords {
  const { t } = useTranslation();
  const format = useFormat();
  const say = (unit: Outcome['unit'], value: number): string => {
    if (unit === 'percent') return format.percent(value);
    if (unit === 'days' && value < HOUR) return t('outcome.underAnHour');
    if (unit === 'days' && value < 1) return t('outcome.hours', { shown: format.number(value * 24) });
    if (unit === 'days') return t('outcome.days', { count: plural(value), shown: format.number(value) });
    if (unit === 'hoursPerMonth') return t('outcome.hoursAMonth', { shown: format.number(value) });
    return value === 0 ? t('outcome.noAnswers') : t('outcome.hours', { shown: format.number(1 / value) });
  };
  const change = (percent: number) => `${percent > 0 ? '+' : percent < 0 ? '−' : '±'}${format.percent(Math.abs(percent))}`;
  return {
    value: say,
    change,
    goal: ({ goal, unit, direction }) => {
      if (goal.of === 'change') return t(unit === 'perHour' ? 'outcome.goalSpeed' : 'outcome.goalChange', { change: change(goal.target) });
      return direction === 'lowerIsBetter' ? t('outcome.goalAtMost', { value: say(unit, goal.target) }) : t('outcome.goalAtLeast', { value: say(unit, goal.target) });
    },
  };
}

/** Whole numbers have their own plural; of fractions every language here says what it says of "1.5". */
function plural(value: number): number {
  return Number(value.toFixed(1));
}
