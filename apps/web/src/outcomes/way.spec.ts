import { describe, expect, it } from '@jest/globals';
import { wayToGoal } from './way.js';

const days = (value: number | null, baseline: number | null) =>
  wayToGoal({ value, change: null, baseline: { value: baseline }, goal: { of: 'value', target: 3 }, direction: 'lowerIsBetter' });
const change = (of: number | null, target: number, direction: 'lowerIsBetter' | 'higherIsBetter') =>
  wayToGoal({ value: 1, change: of, baseline: { value: 1 }, goal: { of: 'change', target }, direction });

describe('The way to a goal', () => {
  it('goes from the baseline to the goal', () => {
    expect(days(15, 15)).toBe(0);
    expect(days(9, 15)).toBe(0.5);
    expect(days(2, 15)).toBe(1);
    expect(change(20, 40, 'higherIsBetter')).toBe(0.5);
    expect(change(-30, -60, 'lowerIsBetter')).toBe(0.5);
  });

  it('is not begun where the figure leads away from the goal', () => {
    expect(days(20, 15)).toBe(0);
    expect(change(10, -8, 'lowerIsBetter')).toBe(0);
  });

  it('is none without figures, or from a baseline beyond the goal', () => {
    expect(days(null, 15)).toBeNull();
    expect(days(9, null)).toBeNull();
    expect(days(2, 2.5)).toBeNull();
    expect(change(null, 40, 'higherIsBetter')).toBeNull();
  });
});
