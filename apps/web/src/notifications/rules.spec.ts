import { describe, expect, it } from '@jest/globals';
import { lackingWay, rulesOf, waysOf } from './rules.js';

describe('The rules of a person', () => {
  it('come back as they were, with those that the screen has no row for', () => {
    const rules = [
      { event: '*', channels: ['email' as const], digest: true },
      { event: 'cycle.*', channels: ['slack' as const, 'email' as const], digest: false },
      { event: 'appeal.toDecide', channels: ['telegram' as const], digest: false },
    ];
    const { ways, others } = waysOf(rules);
    expect(ways.all).toEqual({ channels: ['email'], digest: true });
    expect(ways.monitoring).toBeNull();
    expect(rulesOf(ways, others)).toEqual(rules);
  });

  it('bundle nothing that does not go by mail', () => {
    const { ways, others } = waysOf([]);
    expect(rulesOf({ ...ways, all: { channels: ['slack'], digest: true } }, others)).toEqual([{ event: '*', channels: ['slack'], digest: false }]);
  });

  it('name the area that would be told nowhere', () => {
    const { ways } = waysOf([]);
    expect(lackingWay(ways)).toBeUndefined();
    expect(lackingWay({ ...ways, appeal: { channels: [], digest: false } })).toBe('appeal');
  });
});
