import { describe, expect, it } from '@jest/globals';
import { caseAddress, readable, routeOf } from './processes.js';

describe('A process', () => {
  it('has its route in the plural and without capitals', () => {
    expect(['rectification', 'onboarding', 'phaseOut'].map(routeOf)).toEqual(['rectifications', 'onboardings', 'phase-outs']);
  });

  it('stands in the address of its cases, but for rectifications', () => {
    expect(caseAddress({ id: '1' })).toBe('/cases/1');
    expect(caseAddress({ id: '1', process: 'rectification' })).toBe('/cases/1');
    expect(caseAddress({ id: '1', process: 'phaseOut' })).toBe('/cases/phaseOut/1');
  });

  it('is there for those only who may read its cases', () => {
    expect(readable(['self', 'rectification:read'])).toEqual(['rectification']);
    expect(readable(undefined)).toEqual([]);
  });
});
