import type { Outcome } from './queries.js';

/**
 * How much of the way from the baseline to the goal is done, 0 to 1; 0 where it leads away from the goal. Null where there is no way to
 * speak of: without a value or a baseline, or when the baseline was at the goal already.
 */
export function wayToGoal({ value, baseline, change, goal, direction }: Pick<Outcome, 'value' | 'change' | 'goal' | 'direction'> & { baseline: Pick<Outcome['baseline'], 'value'> }): number | null {
  const [start, now] = goal.of === 'change' ? [0, change] : [baseline.value, value];
  if (start === null || now === null) return null;
  const sign = direction === 'lowerIsBetter' ? -1 : 1;
  const wanted = (goal.target - start) * sign;
  return wanted <= 0 ? null : Math.min(1, Math.max(0, ((now - start) * sign) / wanted));
}
