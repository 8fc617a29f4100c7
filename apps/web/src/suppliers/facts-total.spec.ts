import { describe, expect, it } from '@jest/globals';
import { totalsOf } from './facts-total.js';

describe('What the facts behind a figure add up to', () => {
  it('is the sum of both sides, and nothing for a line that was cancelled', () => {
    expect(totalsOf([{ numerator: 6, denominator: 10 }, { numerator: 0, denominator: 0 }, { numerator: 4, denominator: 4 }])).toEqual({ numerator: 10, denominator: 14 });
  });

  it('is unknown where a side is no sum, such as a root', () => {
    expect(totalsOf([{ numerator: 1, denominator: 1 }, { numerator: null, denominator: 1 }])).toBeNull();
  });
});
