import { describe, expect, it } from '@jest/globals';
import { trackOf, type Stage } from './cycle-stages.js';

const times = { startedAt: '2026-03-02T08:00:00Z', dueAt: null, endedAt: null, endedBy: null };
const cycle = (stages: readonly Stage[], more: object = {}) => ({
  official: true,
  collectRatings: true,
  stage: stages.at(-1) ?? ('collecting' as const),
  stages: stages.map((stage) => ({ ...times, stage })),
  ...more,
});
const names = (...given: Parameters<typeof trackOf>) => trackOf(...given).map(({ stage, entered }) => (entered ? stage : `(${stage})`));

describe('The track of a cycle', () => {
  it('shows what is behind with its times, and what the policy still asks for', () => {
    expect(names(cycle(['collecting']), { reviewDays: 1, appealWindowDays: 5 })).toEqual(['collecting', '(calibrating)', '(scoring)', '(review)', '(published)', '(appeals)', '(consequences)', '(closed)']);
    expect(names(cycle(['collecting', 'calibrating', 'scoring']), { reviewDays: 0, appealWindowDays: 0 })).toEqual(['collecting', 'calibrating', 'scoring', '(published)', '(consequences)', '(closed)']);
  });

  it('leaves out what was skipped, promises nothing of a policy that it does not know, and nothing to an advisory cycle', () => {
    expect(names(cycle(['collecting', 'scoring']), null)).toEqual(['collecting', 'scoring', '(published)', '(consequences)', '(closed)']);
    expect(names(cycle(['scoring'], { official: false, collectRatings: false }), { reviewDays: 3, appealWindowDays: 5 })).toEqual(['scoring', '(published)', '(closed)']);
  });

  it('ends where the cycle was given up', () => {
    expect(names(cycle(['collecting', 'calibrating'], { stage: 'cancelled' }), { reviewDays: 1, appealWindowDays: 5 })).toEqual(['collecting', 'calibrating']);
  });
});
